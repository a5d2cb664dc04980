"""`fuhe.toml` and `--baseline`: what is left out, regraded, set aside, known or gone, and that it is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RunMain = Callable[..., tuple[int, str, str]]

SAMPLES = Path(__file__).parents[2] / "samples"
FAULTY = SAMPLES / "dept-2023-sheet.pdf"


@pytest.fixture
def settings(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def _document(run_main: RunMain, *arguments: object) -> dict[str, Any]:
    (one,) = json.loads(run_main("check", FAULTY, "--format", "json", *arguments)[1])["documents"]
    return one


def _rules(document: dict[str, Any]) -> set[str]:
    return {finding["rule"] for form in document["evaluations"] for finding in form["findings"]}


def test_an_ignored_rule_is_not_run_and_the_report_says_so(
    run_main: RunMain, settings: Callable[[str], Path]
) -> None:
    config = settings('[rules]\nignore = ["budget-col-sum"]\n')
    code, out, _ = run_main("check", FAULTY, "--config", config)
    assert code == 0
    assert "不核查 1 条规则：budget-col-sum" in out
    document = _document(run_main, "--config", config)
    assert document["omitted"] == ["budget-col-sum"]
    (form,) = document["evaluations"]
    told = [one["rule"] for key in ("findings", "passed", "not_checked") for one in form[key]]
    assert "budget-col-sum" not in told


def test_only_selected_rules_are_run(run_main: RunMain, settings: Callable[[str], Path]) -> None:
    document = _document(run_main, "--config", settings('[rules]\nselect = ["budget-col-sum"]\n'))
    assert _rules(document) == {"budget-col-sum"}
    assert "rate-recompute" in document["omitted"]


def test_a_settings_file_in_the_working_folder_is_found(
    run_main: RunMain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fuhe.toml").write_text('[rules]\nignore = ["budget-col-sum"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert _document(run_main)["omitted"] == ["budget-col-sum"]


def test_a_severity_can_be_lowered(run_main: RunMain, settings: Callable[[str], Path]) -> None:
    config = settings('[severity]\nbudget-col-sum = "notice"\n')
    assert run_main("check", FAULTY, "--config", config)[0] == 0
    (form,) = _document(run_main, "--config", config)["evaluations"]
    assert {f["severity"] for f in form["findings"] if f["rule"] == "budget-col-sum"} == {"notice"}


def test_a_finding_is_set_aside_with_its_reason_and_stays_in_sight(
    run_main: RunMain, settings: Callable[[str], Path]
) -> None:
    config = settings('[[suppress]]\nrule = "budget-col-sum"\nsubject = "年初"\nreason = "已来函说明"\n')
    code, out, err = run_main("check", FAULTY, "--config", config)
    assert code == 0
    assert "不列为发现 1 处" in out
    assert "已来函说明" in out
    assert "没有用到" not in err
    (form,) = _document(run_main, "--config", config)["evaluations"]
    assert [(one["rule"], one["reason"]) for one in form["suppressed"]] == [("budget-col-sum", "已来函说明")]
    assert "budget-col-sum" not in {finding["rule"] for finding in form["findings"]}


def test_one_finding_is_set_aside_by_its_fingerprint(
    run_main: RunMain, settings: Callable[[str], Path]
) -> None:
    (form,) = _document(run_main)["evaluations"]
    first = form["findings"][0]
    text = (
        f'[[suppress]]\nrule = "{first["rule"]}"\nfingerprint = "{first["fingerprint"]}"\nreason = "同意"\n'
    )
    (again,) = _document(run_main, "--config", settings(text))["evaluations"]
    assert len(again["findings"]) == len(form["findings"]) - 1
    assert [one["fingerprint"] for one in again["suppressed"]] == [first["fingerprint"]]


@pytest.mark.parametrize(
    "narrowed",
    ['file = "*/elsewhere/*"', 'unit = "别的单位"', "year = 1999", 'subject = "全年执行数"'],
)
def test_a_suppression_that_meets_nothing_is_told(
    run_main: RunMain, settings: Callable[[str], Path], narrowed: str
) -> None:
    config = settings(f'[[suppress]]\nrule = "budget-col-sum"\nreason = "已说明"\n{narrowed}\n')
    code, _, err = run_main("check", FAULTY, "--config", config)
    assert code == 1
    assert "没有用到：budget-col-sum" in err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[rules]\nignore = ["budget-col-sun"]', "budget-col-sum"),
        ("[rule]\nignore = []", "rules"),
        ('[[suppress]]\nrule = "budget-col-sum"', "reason"),
        ('[[suppress]]\nrule = "budget-col-sum"\nreason = ""', "reason"),
        ('[[suppress]]\nrule = "budget-col-sum"\nreason = "有说明"\nyaer = 2023', "year"),
        ('[severity]\npercent-attainable = "error"', "percent-attainable"),
        ('[severity]\nbudget-col-sum = "fatal"', "fatal"),
        ('profile = "sichan"', "sichuan"),
    ],
)
def test_a_mistake_in_the_settings_is_a_usage_error(
    run_main: RunMain, settings: Callable[[str], Path], text: str, told: str
) -> None:
    code, out, err = run_main("check", FAULTY, "--config", settings(text))
    assert (code, out) == (2, "")
    assert told in err


def test_known_findings_do_not_count_and_gone_ones_are_told(run_main: RunMain, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    assert run_main("check", FAULTY, "--format", "json", "-o", earlier)[0] == 1
    code, out, _ = run_main("check", FAULTY, "--baseline", earlier)
    assert code == 0
    assert "〔上次已有〕" in out
    assert "〔新〕" not in out
    text = earlier.read_text(encoding="utf-8")
    run = json.loads(text)
    (form,) = run["documents"][0]["evaluations"]
    # what was found then is not found now, and the other way round
    form["findings"][0]["fingerprint"] = "0" * 16
    earlier.write_text(json.dumps(run, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    code, out, _ = run_main("check", FAULTY, "--baseline", earlier)
    assert code == 1
    assert out.count("〔新〕") == 1
    assert "本次已没有 1 处" in out
    (now,) = _document(run_main, "--baseline", earlier)["evaluations"]
    assert sorted({one["standing"] for one in now["findings"]}) == ["known", "new"]
    assert [one["fingerprint"] for one in now["gone"]] == ["0" * 16]


def test_a_new_export_of_the_same_form_has_the_same_fingerprints(run_main: RunMain, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.jsonl"
    run_main("check", SAMPLES / "project-2022.xlsx", "--format", "jsonl", "-o", earlier)
    run_main("check", FAULTY, "--format", "jsonl", "-o", tmp_path / "other.jsonl")
    moved = tmp_path / "moved.pdf"
    _shift(FAULTY, moved)
    _, out, _ = run_main("check", moved, "--format", "json", "--baseline", tmp_path / "other.jsonl")
    (form,) = json.loads(out)["documents"][0]["evaluations"]
    assert {one["standing"] for one in form["findings"]} == {"known"}
    assert form["gone"] == []


def _shift(source: Path, target: Path) -> None:
    """The same pages on larger paper: every place on them is another one."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            left, low, right, high = (float(edge) for edge in page.mediabox)
            page.mediabox = pikepdf.Array([left - 40, low - 30, right + 20, high + 60])
        pdf.save(target)


def test_forms_of_the_earlier_run_that_are_missing_now_are_told(run_main: RunMain, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    run_main("check", FAULTY, SAMPLES / "project-2022.xlsx", "--format", "json", "-o", earlier)
    _, _, err = run_main("check", FAULTY, "--baseline", earlier)
    assert "1 份自评表，这次没有" in err


@pytest.mark.parametrize("content", ["", "no json", '{"schema":1}', "[]", '{"evaluations":[{}]}'])
def test_a_baseline_that_is_none_is_a_usage_error(run_main: RunMain, tmp_path: Path, content: str) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_text(content, encoding="utf-8")
    code, out, err = run_main("check", FAULTY, "--baseline", earlier)
    if content:
        assert (code, out) == (2, "")
        assert "earlier.json" in err
    else:
        assert "这次没有" not in err
