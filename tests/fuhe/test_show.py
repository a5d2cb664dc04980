"""What `fuhe show` draws: the table as read, merged level cells as merged."""

from __future__ import annotations

from fuhe.report.grid import aligned

from .conftest import SAMPLES, RunMain


def rows_of(shown: str) -> dict[str, str]:
    """The lines of the indicator table by their number."""
    return {line.split()[0]: line for line in shown.splitlines() if line[:1].isdigit()}


def test_a_merged_level_is_named_once_and_stays_blank_below(run_main: RunMain) -> None:
    _, out, _ = run_main("show", SAMPLES / "hubei-county.pdf")
    rows = rows_of(out)
    assert "项目管理 13分" in rows["2"]
    assert rows["3"].split()[1] == "组织实施"
    assert "级别栏空白：与上一行同属一个合并单元格" in out
    assert "^" not in out


def test_no_rule_is_drawn_through_a_merged_cell() -> None:
    lines = list(aligned([["a", "b"], ["x", "one two three"], [None, "four"]], 12))
    header, _, first, *rest = lines
    assert header.startswith("a")
    assert first.startswith("x")
    rule = next(line for line in rest if "-" in line)
    assert rule.startswith(" ")
    assert rule.endswith("-")


def test_the_values_stay_complete_for_programs(run_main: RunMain) -> None:
    _, out, _ = run_main("show", SAMPLES / "hubei-county.pdf", "--format", "csv")
    assert "indicators[3].level1,项目管理" in out


def test_what_was_read_after_all_is_not_called_unread(run_main: RunMain) -> None:
    dump = SAMPLES / "dumps" / "converted" / "hubei-project.pdftotext-layout.txt"
    _, out, _ = run_main("show", dump)
    assert "各栏并排" in out
    assert "无法分回各栏" not in out
