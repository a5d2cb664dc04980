"""How far the rules of a page still bend or tilt after straightening, as one smooth surface.

A page that was photographed keeps a little perspective and curl. Rules are straight on the form, so what
the long ones have in common tells how the page bends, also where no rule is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.ridges import Run

    Floats: TypeAlias = NDArray[np.float64]

_LONG = 60.0
"""Only runs at least this long (points) tell how the page bends."""
_MILD = 30.0
"""How strongly the surface is held to be flat; in places (one every few points) along a rule."""


class Bend:
    """Displacement across a rule, in points, as a function of the place along it and across the page."""

    def __init__(self, runs: Sequence[Run], width: float, height: float) -> None:
        """Fit to these runs of a page this wide (along the rules) and high (points)."""
        self._size = width, height
        self._weights = np.zeros(6)
        long = [run for run in runs if run.end - run.start >= _LONG and len(run.x) > 2]
        for _ in range(3):
            if long:
                self._fit(long)

    def at(self, x: Floats | float, y: Floats | float) -> Floats:
        """How much lower than at the middle of the page a rule lies here (points), for each place."""
        u, v = _centred(x, y, *self._size)
        a, b, c, d, e, f = self._weights
        off: Floats = u * (a + v * (c + v * e) + u * (b + v * d + u * f))
        return off

    def _fit(self, runs: Sequence[Run]) -> None:
        """Least squares; a run that does not agree with the others (a curve, a slanted line) counts less."""
        rows, aims = [np.eye(6) * np.sqrt(_MILD) * 0.1], [np.zeros(6)]
        for run in runs:
            basis = _surface(run.x, run.y, *self._size)
            off = run.y - basis @ self._weights
            trust = 1.0 / (0.3 + float(np.std(off)))
            rows.append((basis - basis.mean(axis=0)) * trust)
            aims.append((run.y - run.y.mean()) * trust)
        self._weights = np.linalg.lstsq(np.vstack(rows), np.concatenate(aims), rcond=None)[0]


def _surface(x: Floats | float, y: Floats | float, width: float, height: float) -> Floats:
    """The shapes that a bend is made of, in the order of its weights."""
    u, v = np.broadcast_arrays(*_centred(x, y, width, height))
    return np.stack([u, u * u, u * v, u * u * v, u * v * v, u**3], axis=-1)


def _centred(x: Floats | float, y: Floats | float, width: float, height: float) -> tuple[Floats, Floats]:
    return 2 * np.asarray(x) / width - 1, 2 * np.asarray(y) / height - 1
