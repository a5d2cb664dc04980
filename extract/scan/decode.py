"""From a recogniser's probabilities per time step to readings of the whole line (CTC prefix beam search).

A reading's probability is the sum over all ways to write it, so that a lost or added character (a decimal
point) is an alternative like any other (Graves et al. 2006; Hannun et al. 2014 for the search).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

BLANK = 0
"""The class that stands for nothing."""
_LEAST = 1e-3
"""A class less probable than this at a time step is not followed."""
_CERTAIN = 1 - 2 * _LEAST
"""And none beside one as probable as this."""
_MOST = 6
"""No more classes than this are followed at a time step."""
_BEAM = 12
"""Prefixes kept at every time step,"""
_HOPELESS = 1e-4
"""and of those only the ones that are at least so probable, against the best."""


class Labelling(NamedTuple):
    """A reading in classes: its probability, and the time step at which each class was strongest."""

    classes: tuple[int, ...]
    probability: float
    steps: tuple[int, ...]

    @property
    def peaks(self) -> tuple[tuple[int, int], ...]:
        """Each class with its time step."""
        return tuple(zip(self.classes, self.steps, strict=True))


class _Prefix(NamedTuple):
    """Probability of a prefix that ends in a blank and of one that ends in its last class.

    `steps` and `peaks`: where each class was strongest on the best way here, and how strong.
    """

    blank: float
    symbol: float
    steps: tuple[int, ...]
    peak: float

    @property
    def total(self) -> float:
        return self.blank + self.symbol


def labellings(probabilities: NDArray[np.float32], most: int = 8) -> list[Labelling]:
    """The most probable readings of one line, best first; an empty one where the line holds nothing.

    Args:
        probabilities: time steps x classes; each row sums to 1.
        most: how many to return.
    """
    prefixes: dict[tuple[int, ...], _Prefix] = {(): _Prefix(1.0, 0.0, (), 0.0)}
    silent = False
    for step, classes in enumerate(_candidates(probabilities)):
        blank_only = len(classes) == 1 and classes[0][0] == BLANK
        if not (silent and blank_only):
            prefixes = _strongest(_extended(prefixes, step, classes), _BEAM)
        silent = blank_only
    best = sorted(prefixes.items(), key=lambda item: -item[1].total)[:most]
    return [Labelling(classes, prefix.total, prefix.steps) for classes, prefix in best]


def _candidates(probabilities: NDArray[np.float32]) -> list[list[tuple[int, float]]]:
    """For each time step the classes worth following with their probabilities, best first."""
    import numpy as np  # noqa: PLC0415

    best = probabilities.argmax(axis=1)
    certain = probabilities[np.arange(len(best)), best]
    return [
        [(label, value)] if value >= _CERTAIN else _worth(probabilities[step])
        for step, (label, value) in enumerate(zip(best.tolist(), certain.tolist(), strict=True))
    ]


def _worth(probabilities: NDArray[np.float32]) -> list[tuple[int, float]]:
    """The classes of one time step that are worth following."""
    classes = (probabilities >= _LEAST).nonzero()[0]
    found = zip(classes.tolist(), probabilities[classes].tolist(), strict=True)
    return sorted(found, key=lambda one: -one[1])[:_MOST]


def _extended(
    prefixes: dict[tuple[int, ...], _Prefix], step: int, classes: Sequence[tuple[int, float]]
) -> dict[tuple[int, ...], _Prefix]:
    """All prefixes after one more time step."""
    grown: dict[tuple[int, ...], _Prefix] = {}
    for labels, prefix in prefixes.items():
        last = labels[-1] if labels else BLANK
        for label, value in classes:
            if label == BLANK:
                _add(grown, labels, _Prefix(prefix.total * value, 0.0, prefix.steps, prefix.peak))
            elif label == last:
                if prefix.symbol:
                    _add(grown, labels, _held(prefix, step, value))
                if prefix.blank:
                    _add(grown, (*labels, label), _new(prefix, step, value, prefix.blank * value))
            else:
                _add(grown, (*labels, label), _new(prefix, step, value, prefix.total * value))
    return grown


def _held(prefix: _Prefix, step: int, value: float) -> _Prefix:
    """The last class goes on for one more time step."""
    stronger = value > prefix.peak
    steps = (*prefix.steps[:-1], step) if stronger else prefix.steps
    return _Prefix(0.0, prefix.symbol * value, steps, max(value, prefix.peak))


def _new(prefix: _Prefix, step: int, value: float, probability: float) -> _Prefix:
    return _Prefix(0.0, probability, (*prefix.steps, step), value)


def _add(grown: dict[tuple[int, ...], _Prefix], labels: tuple[int, ...], way: _Prefix) -> None:
    """Another way to the same prefix; the places are those of the likelier way."""
    known = grown.get(labels)
    if known is None:
        grown[labels] = way
        return
    place = way if way.total > known.total else known
    grown[labels] = _Prefix(known.blank + way.blank, known.symbol + way.symbol, place.steps, place.peak)


def _strongest(prefixes: dict[tuple[int, ...], _Prefix], most: int) -> dict[tuple[int, ...], _Prefix]:
    if len(prefixes) == 1:
        return prefixes
    best = sorted(((way.blank + way.symbol, labels) for labels, way in prefixes.items()), reverse=True)
    least = best[0][0] * _HOPELESS
    return {labels: prefixes[labels] for total, labels in best[:most] if total >= least}
