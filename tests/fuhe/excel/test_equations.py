"""The sheet of equations: what was computed beside what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from workbook import book, found, table

import fuhe
from extract.wording import Wording
from fuhe.audit import Audit
from fuhe.report.values import values
from validate.outcome import Outcome

SAMPLES = Path(__file__).parents[3] / "samples"


def with_arithmetic(audit: Audit, *arithmetic: str, rule: str = "total-score-sum") -> Audit:
    outcomes = tuple(Outcome(rule, "ok", Wording("总分", "total"), arithmetic=one) for one in arithmetic)
    return replace(audit, evaluated=(replace(audit.evaluated[0], outcomes=outcomes),))


def test_every_equation_stands_in_the_table_also_those_that_hold(full_audit: Audit) -> None:
    broken, held = found("勾稽表", full_audit)[0], found("勾稽表", full_audit)[1]
    assert broken["公式"] == "353.88 + 90.5"
    assert (broken["计算值"], broken["填报值"], broken["差额"]) == (444.38, 443.88, 0.5)
    assert (broken["判断"], broken["问题清单序号"]) == ("不一致", 1)
    assert (held["公式"], held["计算值"], held["判断"]) == ("10 + 90", 100, "符合")
    assert held["问题清单序号"] is None


def test_the_printed_total_stands_beside_a_sum_that_equals_it(full_audit: Audit) -> None:
    (row,) = found("勾稽表", with_arithmetic(full_audit, "8.3 + 90 = 98.3"))
    assert (row["计算值"], row["填报值"], row["差额"], row["判断"]) == (98.3, 98.3, 0, "相符")


def test_a_sum_that_is_no_printed_total_is_not_called_printed(full_audit: Audit) -> None:
    (row,) = found("勾稽表", with_arithmetic(full_audit, "(9 - 8) ÷ 8 = 12.50%", rule="adjust-large"))
    assert (row["计算值"], row["填报值"], row["判断"]) == (0.125, None, "符合")


@pytest.mark.parametrize(
    ("arithmetic", "computed", "printed", "verdict"),
    [
        ("427.14 ÷ 459.61 = 92.9353% ≈ 92.94%", 0.929353, 0.9294, "舍入误差内相符"),
        ("10 × 57.00 ÷ 60.00 = 9.500 ≈ 9.5", 9.5, 9.5, "相符"),
        ("2658.15 ÷ 2712.40 = 98.00% ≥ 90%", 0.98, None, "符合"),
        ("9.8 ≤ 10; 15 ≤ 15", None, None, "符合"),
    ],
)
def test_rounding_and_limits_are_told_apart_from_prints(
    full_audit: Audit, arithmetic: str, computed: object, printed: object, verdict: str
) -> None:
    (row,) = found("勾稽表", with_arithmetic(full_audit, arithmetic, rule="rate-recompute"))
    assert (row["计算值"], row["填报值"], row["判断"]) == (computed, printed, verdict)


@pytest.mark.parametrize("name", ["dept-2023.docx", "hubei-faulty.pdf", "chongqing-department.xlsx"])
def test_what_a_sample_is_said_to_print_is_printed_in_it(name: str) -> None:
    audit = fuhe.audit(SAMPLES / name)
    (form,) = audit.evaluations
    texts = " ".join(traced.text.replace(",", "") for _, traced in values(form))
    rows = table(book(audit)["勾稽表"])
    numbers = [cell for row in rows if isinstance((cell := row["填报值"]).value, int | float)]
    assert numbers
    for cell in numbers:
        decimals = len(cell.number_format.partition(".")[2].rstrip('_ %"人万元'))
        shown = cell.value * (100 if "%" in cell.number_format else 1)
        assert f"{shown:.{decimals}f}" in texts
