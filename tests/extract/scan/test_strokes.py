"""Strokes of text told from rules by the lines of text that a detector found."""

from __future__ import annotations

import numpy as np
import pytest

from extract.scan.ridges import Run
from extract.scan.strokes import text_boxes, without_strokes

LINE, SEVERAL = (100, 200, 300, 230), (100, 300, 300, 400)
"""In pixels, two to a point: a line of text (50 to 150 across, 100 to 115 down) and a whole paragraph."""
TEXT = text_boxes([LINE, (100, 250, 280, 278), SEVERAL], 2.0)


def run(start: float, end: float, at: float) -> Run:
    along = np.linspace(start, end, 5)
    return Run(start, end, along, np.full(5, at))


def test_a_box_around_several_lines_tells_nothing_of_what_runs_between_them() -> None:
    assert len(TEXT) == 2
    between = run(60, 90, 175)
    assert without_strokes([between], TEXT, down=False) == [between]


@pytest.mark.parametrize(
    ("start", "end", "at", "kept"),
    [
        (60, 90, 108, False),  # 一
        (60, 90, 100.5, True),  # the rule above, which the box just touches
        (40, 200, 108, True),  # goes on at both sides: nobody writes so
    ],
)
def test_what_runs_across_within_a_line_of_text_is_a_stroke(
    start: float, end: float, at: float, *, kept: bool
) -> None:
    assert bool(without_strokes([run(start, end, at)], TEXT, down=False)) is kept


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        (102, 113, False),  # 丨
        (96, 119, True),  # from rule to rule, though the detector took the text on both sides for one line
    ],
)
def test_what_runs_down_within_a_line_of_text_is_a_stroke(start: float, end: float, *, kept: bool) -> None:
    assert bool(without_strokes([run(start, end, 80)], TEXT, down=True)) is kept


def test_without_lines_of_text_nothing_is_a_stroke() -> None:
    one = run(60, 90, 108)
    assert without_strokes([one], text_boxes([], 2.0), down=False) == [one]
