"""Readings of a line from probabilities per time step."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from extract.scan.decode import labellings

DOT, FIVE, ONE = 1, 2, 3


def steps(*rows: dict[int, float]) -> NDArray[np.float32]:
    full = np.zeros((len(rows), 4), np.float32)
    for at, row in enumerate(rows):
        for label, probability in row.items():
            full[at, label] = probability
    return full


def rounded(probabilities: NDArray[np.float32]) -> list[tuple[tuple[int, ...], float]]:
    return [(one.classes, round(one.probability, 6)) for one in labellings(probabilities)]


def test_repeats_are_one_character_and_a_blank_between_makes_two() -> None:
    assert rounded(steps({FIVE: 1.0}, {FIVE: 1.0}, {0: 1.0}, {FIVE: 1.0})) == [((FIVE, FIVE), 1.0)]


def test_a_lost_decimal_point_is_an_alternative_with_its_probability() -> None:
    found = rounded(steps({ONE: 1.0}, {DOT: 0.6, 0: 0.4}, {FIVE: 1.0}))
    assert found == [((ONE, DOT, FIVE), 0.6), ((ONE, FIVE), 0.4)]


def test_ways_to_write_the_same_reading_add_up() -> None:
    found = rounded(steps({0: 0.6, FIVE: 0.4}, {0: 0.6, FIVE: 0.4}))
    assert found == [((FIVE,), 0.64), ((), 0.36)]


def test_agrees_with_counting_every_way() -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        probabilities = rng.dirichlet([0.6] * 3, 5).astype(np.float32)
        totals: dict[tuple[int, ...], float] = {}
        for way in itertools.product(range(3), repeat=5):
            reading = tuple(label for label, _ in itertools.groupby(way) if label)
            chance = float(np.prod([probabilities[at, label] for at, label in enumerate(way)]))
            totals[reading] = totals.get(reading, 0.0) + chance
        best = labellings(probabilities)[0]
        assert best.classes == max(totals, key=lambda reading: totals[reading])
        assert best.probability == pytest.approx(totals[best.classes], abs=0.02)


def test_each_character_has_the_step_where_it_was_strongest() -> None:
    found = labellings(steps({0: 1.0}, {ONE: 0.6, 0: 0.4}, {ONE: 0.9, 0: 0.1}, {0: 1.0}, {FIVE: 1.0}))
    assert found[0].peaks == ((ONE, 2), (FIVE, 4))


def test_a_line_without_characters_reads_as_nothing() -> None:
    assert rounded(steps({0: 1.0}, {0: 1.0})) == [((), 1.0)]


def test_no_more_readings_than_asked_for_and_best_first() -> None:
    found = [one.probability for one in labellings(np.full((6, 4), 0.25, np.float32), most=3)]
    assert len(found) == 3
    assert found == sorted(found, reverse=True)
