"""`fuhe forms`, why a form was recognised, and how the forms of one file are told apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from extract.wording import Language
from normalize.form import shipped_forms

RunMain = Callable[..., tuple[int, str, str]]

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A project form on page 2, a declaration of targets on page 3, a department form on pages 4 and 5."""
    names = ("prose", "project-2022-yuan", "declaration", "dept-2023-clean")
    target = tmp_path / "bundle.pdf"
    with pikepdf.new() as book:
        for name in names:
            with pikepdf.open(SAMPLES / f"{name}.pdf") as one:
                book.pages.extend(one.pages)
        book.save(target)
    return target


@pytest.mark.parametrize("language", ["zh", "en"])
def test_forms_lists_every_family_with_what_it_is_recognised_by(
    run_main: RunMain, language: Language
) -> None:
    code, out, err = run_main("forms", "--lang", language)
    assert (code, err) == (0, "")
    blocks = out.strip().split("\n\n")
    assert len(blocks) == len(shipped_forms())
    tight = "".join(out.split())
    for form in shipped_forms():
        (block,) = [one for one in blocks if f"[{form.id}]" in one]
        assert block.startswith(form.title.text(language))
        assert "".join(form.basis.text(language).split()) in tight
        for word in (*form.fingerprint.titles, *form.fingerprint.labels, *form.fingerprint.requires):
            assert "".join(word.split()) in "".join(block.split())
    assert ("预算执行 10" if language == "zh" else "execution 10") in out


def test_forms_as_json(run_main: RunMain) -> None:
    code, out, _ = run_main("forms", "--format", "json")
    assert code == 0
    listed = {one["id"]: one for one in json.loads(out)["forms"]}
    assert listed.keys() == {form.id for form in shipped_forms()}
    national = listed["mof-2020-project"]
    assert national["kind"] == "project"
    assert national["weights"]["execution"] == "10"
    assert national["weights"]["groups"]["产出指标"] == "50"
    assert "年度指标值" in national["fingerprint"]["labels"]
    assert listed["unknown"]["fingerprint"] is None


def test_forms_speaks_the_chosen_language_only(run_main: RunMain) -> None:
    assert "依据" not in run_main("forms", "--lang", "en")[1]
    assert "Basis" not in run_main("forms", "--lang", "zh")[1]


def test_show_says_why_a_form_won_against_the_next(run_main: RunMain) -> None:
    _, out, _ = run_main("show", SAMPLES / "project-2022-yuan.pdf")
    tight = "".join(out.split())
    assert "识别为“项目支出绩效自评表”：题名含" in tight
    assert "其次是“" in tight
    _, out, _ = run_main("show", "--lang", "en", SAMPLES / "project-2022-yuan.pdf")
    tight = " ".join(out.split())
    assert "Recognised as mof-2020-project: the title has" in tight
    assert "next comes " in tight


def test_the_forms_of_a_file_are_told_apart(run_main: RunMain, bundle: Path) -> None:
    for command in ("check", "show"):
        _, out, _ = run_main(command, bundle)
        tight = "".join(out.split())
        first, second = tight.index("第1份自评表"), tight.index("第2份自评表")
        assert "项目：" in tight[first:second]
        assert "第2页" in tight[first:second]
        assert "部门整体支出绩效自评表" in tight[second:]
        assert re.search("第4.5页", tight[second:])


def test_the_json_gives_every_form_its_pages_and_findings(run_main: RunMain, bundle: Path) -> None:
    (one,) = json.loads(run_main("check", "--format", "json", bundle)[1])["documents"]
    project, department = one["evaluations"]
    assert (project["pages"], department["pages"]) == ([2, 2], [4, 5])
    assert (project["kind"], department["kind"]) == ("project", "department")
    for form in (project, department):
        first, last = form["pages"]
        evidence = [place for finding in form["findings"] for place in finding["evidence"]]
        assert all(first <= place["page"] <= last for place in evidence)


def test_a_look_alike_beside_a_form_is_a_problem_and_no_error(run_main: RunMain, bundle: Path) -> None:
    code, out, _ = run_main("check", bundle)
    assert code == 0
    assert "第3页的表是绩效目标申报表" in "".join(out.split())
    (one,) = json.loads(run_main("show", "--format", "json", bundle)[1])["documents"]
    assert [(problem["code"], problem["page"]) for problem in one["problems"]] == [("look-alike", 3)]


def test_a_look_alike_alone_is_named_and_is_3(run_main: RunMain) -> None:
    code, out, err = run_main("check", SAMPLES / "declaration.pdf")
    assert code == 3
    assert "绩效目标申报表" in "".join((out + err).split())


def test_the_forms_of_a_workbook_are_told_apart_by_their_sheets(run_main: RunMain, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "project-2022.xlsx")
    book.active.title = "修渠"
    book.copy_worksheet(book["修渠"]).title = "打井"
    book.save(tmp_path / "both.xlsx")
    _, out, _ = run_main("check", tmp_path / "both.xlsx")
    tight = "".join(out.split())
    first, second = tight.index("第1份自评表"), tight.index("第2份自评表")
    assert "工作表修渠" in tight[first:second]
    assert "工作表打井" not in tight[first:second]
    assert "工作表打井" in tight[second:]
