"""`fuhe check --together`: what is found across reports, in every format, with exit codes and settings."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from fuhe.report import shape

RunMain = Callable[..., tuple[int, str, str]]

SAMPLES = Path(__file__).parents[2] / "samples"
ONE, OTHER = SAMPLES / "hubei-faulty.pdf", SAMPLES / "hubei-project.docx"
COPY = SAMPLES / "hubei-project.pdf"
TITLE, RULE = "同一自评表报送了多份", "duplicate-submission"


def _across(run_main: RunMain, *arguments: object) -> tuple[int, Any]:
    code, out, _ = run_main("check", *map(str, arguments), "--together", "--format", "json")
    return code, json.loads(out)["across"]


def test_the_text_tells_both_values_and_in_which_document_each_stands(run_main: RunMain) -> None:
    _, out, err = run_main("check", str(ONE), str(OTHER), "--together")
    after = out.partition("跨表核查")[2]
    assert f"{TITLE} [{RULE}]" in after
    assert "《samples/hubei-faulty.pdf》第1页 " in after
    assert "《samples/hubei-project.docx》第1个表格" in after
    assert "预警 1" in err, "the summary counts what was found across reports too"


def test_without_together_nothing_is_compared(run_main: RunMain) -> None:
    _, out, _ = run_main("check", str(ONE), str(OTHER))
    assert "跨表核查" not in out
    assert "across" not in json.loads(run_main("check", str(ONE), "--format", "json")[1])


def test_one_report_alone_has_nothing_to_be_compared_with(run_main: RunMain) -> None:
    code, across = _across(run_main, COPY)
    assert (code, across["reports"], across["findings"]) == (0, 1, [])
    assert {one["rule"] for one in across["not_applicable"]} >= {RULE, "near-duplicate"}


def test_json_holds_the_reports_and_validates_against_the_published_types(run_main: RunMain) -> None:
    out = run_main("check", str(ONE), str(OTHER), "--together", "--format", "json")[1]
    output = msgspec.json.decode(out, type=shape.Output)
    assert isinstance(output.across, shape.Across)
    found = next(one for one in output.across.findings if one.rule == RULE)
    assert [Path(one.document).name for one in found.reports] == ["hubei-faulty.pdf", "hubei-project.docx"]
    assert {found.reports[one.report].document for one in found.evidence} == {str(ONE), str(OTHER)}


def test_json_lines_end_with_what_was_found_across(run_main: RunMain) -> None:
    lines = run_main("check", str(ONE), str(OTHER), "--together", "--format", "jsonl")[1].splitlines()
    assert len(lines) == 3
    assert [one["rule"] for one in json.loads(lines[-1])["across"]["findings"]] == [RULE]


def test_the_exit_code_counts_warnings_across_reports(run_main: RunMain, tmp_path: Path) -> None:
    (tmp_path / "fuhe.toml").write_text(f'rules = {{ select = ["{RULE}"] }}', encoding="utf-8")
    config = ["--config", str(tmp_path / "fuhe.toml")]
    files = [str(ONE), str(OTHER)]
    assert run_main("check", *files, *config, "--fail-on", "warning")[0] == 0
    assert run_main("check", *files, *config, "--together")[0] == 0
    assert run_main("check", *files, *config, "--together", "--fail-on", "warning")[0] == 1


def test_lists_have_a_row_that_names_both_files(run_main: RunMain, tmp_path: Path) -> None:
    out = run_main("check", str(ONE), str(OTHER), "--together", "--format", "csv")[1]
    rows = [row for row in csv.DictReader(io.StringIO(out.lstrip("\ufeff"))) if row["规则编号"] == RULE]
    assert [row["文件"] for row in rows] == [f"{ONE}\n{OTHER}"]
    assert rows[0]["级别"] == "预警"
    assert "89.00%" in rows[0]["原文摘录"]

    book = tmp_path / "list.xlsx"
    run_main("check", str(ONE), str(OTHER), "--together", "-o", str(book))
    sheet = openpyxl.load_workbook(book)["问题清单"]
    assert [row for row in sheet.iter_rows(values_only=True) if RULE in row]


def test_markdown_and_word_tell_it_in_a_part_that_no_unit_signs(run_main: RunMain, tmp_path: Path) -> None:
    part = run_main("check", str(ONE), str(OTHER), "--together", "--format", "md")[1].partition(
        "## 跨表核查"
    )[2]
    assert TITLE in part
    assert "单位负责人" not in part

    document = tmp_path / "list.docx"
    run_main("check", str(ONE), str(OTHER), "--together", "-o", str(document))
    body = html.unescape(zipfile.ZipFile(document).read("word/document.xml").decode())
    assert TITLE in body.partition("跨表核查")[2]


@pytest.mark.parametrize("narrowed", ['unit = "园林绿化"', "year = 2020", 'file = "*hubei-faulty.pdf"', ""])
def test_a_finding_across_reports_can_be_set_aside(run_main: RunMain, tmp_path: Path, narrowed: str) -> None:
    settings = tmp_path / "fuhe.toml"
    settings.write_text(
        f'[[suppress]]\nrule = "{RULE}"\nreason = "已核实为更正稿"\n{narrowed}\n', encoding="utf-8"
    )
    _, across = _across(run_main, ONE, OTHER, "--config", settings)
    assert across["findings"] == []
    assert [one["reason"] for one in across["suppressed"]] == ["已核实为更正稿"]


def test_what_a_suppression_does_not_fit_stays(run_main: RunMain, tmp_path: Path) -> None:
    settings = tmp_path / "fuhe.toml"
    settings.write_text(f'[[suppress]]\nrule = "{RULE}"\nreason = "已核实"\nyear = 2019\n', encoding="utf-8")
    _, across = _across(run_main, ONE, OTHER, "--config", settings)
    assert [one["rule"] for one in across["findings"]] == [RULE]


def test_rules_left_out_are_named_and_severities_lowered(run_main: RunMain, tmp_path: Path) -> None:
    settings = tmp_path / "fuhe.toml"
    text = f'rules = {{ ignore = ["near-duplicate"] }}\nseverity = {{ {RULE} = "notice" }}\n'
    settings.write_text(text, encoding="utf-8")
    _, across = _across(run_main, ONE, OTHER, "--config", settings)
    assert across["omitted"] == ["near-duplicate"]
    assert [one["severity"] for one in across["findings"]] == ["notice"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_against_an_earlier_run_only_what_is_new_counts(run_main: RunMain, tmp_path: Path, form: str) -> None:
    earlier = tmp_path / f"earlier.{form}"
    run_main("check", str(ONE), str(OTHER), "--together", "-o", str(earlier))
    files = [ONE, OTHER, "--baseline", earlier, "--fail-on", "notice"]
    code, across = _across(run_main, *files)
    assert (code, [one["standing"] for one in across["findings"]]) == (0, ["known"])
    code, across = _across(run_main, COPY, *files)
    assert code == 1
    assert "new" in {one["standing"] for one in across["findings"]}
    _, across = _across(run_main, OTHER, "--baseline", earlier)
    assert [one["rule"] for one in across["gone"]] == [RULE]
