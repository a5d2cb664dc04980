"""Which exit code wins."""

from __future__ import annotations

import pytest

from fuhe.exit_code import ExitCode, gravest


def test_numbers_are_a_promise() -> None:
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 4, 130]


@pytest.mark.parametrize(
    ("met", "code"),
    [
        ([], 0),
        ([ExitCode.FINDINGS], 1),
        ([ExitCode.FINDINGS, ExitCode.UNREADABLE], 3),
        ([ExitCode.UNREADABLE, ExitCode.USAGE], 2),
        ([ExitCode.USAGE, ExitCode.INTERNAL], 4),
    ],
)
def test_the_gravest_wins(met: list[ExitCode], code: int) -> None:
    assert gravest(met) == code
