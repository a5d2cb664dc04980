"""What a supervisor reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import InParagraph, InSheet, InText, InWordTable, Place, Problem
from extract.wording import Language, Wording
from fuhe.audit import Audit
from fuhe.report.cited import excerpt
from fuhe.report.places import in_words
from fuhe.report.problems import ended, sentence
from fuhe.report.text import render
from fuhe.report.width import width, wrap
from fuhe.report.words import Look, wants_colour
from normalize.evaluation import Evaluation
from validate.outcome import Evidence, Finding, Outcome

MakeAudit = Callable[..., Audit]


def printed(*audits: Audit, **look: Any) -> str:
    return "".join(render(audits, Look(**look)))


def test_a_finding_shows_severity_place_numbers_arithmetic_and_question(full_audit: Audit) -> None:
    report = printed(full_audit)
    assert "错误" in report
    assert "[budget-col-sum]" in report
    assert "第2页" in report
    assert "工作表 Sheet1!B5" in report
    assert "填报 443.88万元  复算 444.38万元  差额 -0.50万元" in report
    assert "353.88 + 90.5 = 444.38 ≠ 443.88" in report
    assert "请提供预算批复。" in report
    assert "也可能读作84" in report


def test_the_gravest_finding_comes_first(full_audit: Audit) -> None:
    report = printed(full_audit)
    assert report.index("[budget-col-sum]") < report.index("[stale-wording]")


def test_what_was_not_checked_is_told_once_by_reason_and_is_not_a_pass(full_audit: Audit) -> None:
    report = printed(full_audit, columns=200)
    assert "未能核查 2 项（不等于通过）" in report
    assert report.count("文本丢失了此列") == 1
    assert "- 执行率、全年执行数：文本丢失了此列（规则：" in report
    assert "资金合计与分项不符 [budget-col-sum]" in report


def test_the_verdict_counts_everything(full_audit: Audit) -> None:
    report = printed(full_audit, columns=200)
    assert "发现 2 处：错误 1，预警 0，提示 1。核查相符 1 项，不适用 1 项，未能核查 2 项（见上，" in report


def test_nothing_found_but_something_unchecked_does_not_read_like_a_pass(make_audit: MakeAudit) -> None:
    unchecked = Outcome(
        "rate-recompute", "could-not-check", Wording("执行率", "rate"), reason=Wording("缺", "no")
    )
    report = printed(make_audit(unchecked, status="partly-checked"), columns=200)
    assert "已核查的部分未发现不一致。" in report
    assert "未能核查 1 项（见上，不等于通过）" in report
    passed = Outcome("total-score-sum", "ok", Wording("总分", "total"))
    assert "未发现不一致。" in printed(make_audit(passed))


def test_forms_of_one_file_are_counted(make_audit: MakeAudit) -> None:
    audit = make_audit(Outcome("total-score-sum", "ok", Wording("总分", "total")))
    twice = msgspec.structs.replace(audit, evaluated=audit.evaluated * 2)
    report = printed(twice)
    assert "第 1 份自评表" in report
    assert "第 2 份自评表" in report
    assert "自评表 1" not in printed(audit)


def test_of_a_long_sum_some_places_are_shown_and_the_rest_counted(
    make_audit: MakeAudit, error: Finding
) -> None:
    places = tuple(
        Evidence(Wording(f"甲{n}·得分", f"a{n} · score"), str(n), error.evidence[0].place) for n in range(30)
    )
    long = msgspec.structs.replace(error, evidence=places)
    report = printed(make_audit(Outcome("x", "finding", error.message, finding=long)), columns=200)
    assert "「甲7」得分“7”；「甲8」得分“8”" in report
    assert "另有 10 处" in report


def test_a_row_with_several_cells_is_named_once(make_audit: MakeAudit, error: Finding) -> None:
    cells = tuple(
        Evidence(Wording(f"公用经费·{name}", f"row · {name}"), text, error.evidence[0].place)
        for name, text in (("分值", "2"), ("得分", ""))
    )
    finding = msgspec.structs.replace(error, evidence=cells)
    audit = make_audit(Outcome("x", "finding", error.message, finding=finding))
    assert "第2页  「公用经费」分值“2”、得分（空白）" in printed(audit)
    assert "page 2  「row」 分值 “2”, 得分 (blank)" in printed(audit, language="en")


def test_english_report_has_no_chinese_of_ours(full_audit: Audit) -> None:
    report = printed(full_audit, language="en")
    assert "error" in report
    assert "2 not checked (not the same as passed)" in report
    assert "printed 443.88万元  recomputed 444.38万元" in report
    assert not re.search("错误|位置|复算|结论", report)


def test_unreadable_file_is_in_the_report_with_reason_and_remedy(unreadable_audit: Audit) -> None:
    report = printed(unreadable_audit)
    assert "密.pdf" in report
    assert "无法读取" in report
    assert "文件已加密。请用 --password 给出打开密码" in report


def test_many_problems_of_a_kind_are_drawn_together_without_losing_a_page(make_audit: MakeAudit) -> None:
    problems = tuple(
        Problem("page-not-readable", Wording(f"第 {n} 页未读取", f"page {n}"), Wording("请看原件", "look"), n)
        for n in (*range(4, 20), 30)
    )
    report = printed(make_audit(problems=problems))
    assert "第 4 页未读取。请看原件。" in report
    assert "同样情况另有 14 处（第7—19、30页）。" in report


def test_escape_sequences_of_a_document_do_not_reach_the_terminal(
    make_audit: MakeAudit, error: Finding
) -> None:
    nasty = "\x1b[2J\x9b31m\u202e443.88"
    hostile = msgspec.structs.replace(
        error,
        message=Wording(nasty, nasty),
        evidence=(Evidence(Wording("格", "cell"), nasty, error.evidence[0].place),),
    )
    outcome = Outcome("budget-col-sum", "finding", Wording("列", "col"), finding=hostile)
    report = printed(make_audit(outcome, path="a\x1b]0;x\x07.pdf"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", report)
    assert "\\x1b[2J\\x9b31m\\u202e443.88" in report


def test_colour_only_repeats_what_the_words_say(full_audit: Audit) -> None:
    plain, coloured = printed(full_audit), printed(full_audit, colour=True)
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lines_stay_within_the_terminal(full_audit: Audit, columns: int) -> None:
    heading = re.compile(r"^  (错误|提示|预警)  ")
    lines = [one for one in printed(full_audit, columns=columns).splitlines() if not heading.match(one)]
    assert max(width(one) for one in lines) <= columns


def test_wrapping_keeps_numbers_whole_and_marks_off_the_line_start() -> None:
    text = "资金表年初预算数列分项合计353.88与443.88不符，差额0.50万元；请核对。"
    lines = wrap(text, 20)
    assert "".join(lines) == text
    assert all(line[0] not in "，。；" for line in lines)
    assert any("353.88" in line for line in lines)
    assert any("443.88" in line for line in lines)


@given(st.text(alphabet="年初预算数，。；（）“”a1.%≥ \u0301", max_size=80), st.integers(6, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


def test_a_line_end_in_a_quoted_cell_is_no_escape(make_audit: MakeAudit, error: Finding) -> None:
    quoting = msgspec.structs.replace(error, message=Wording("填报“12\n34”。", "printed “12\n34”."))
    assert "填报“12 34”。" in printed(make_audit(Outcome("x", "finding", error.message, finding=quoting)))


def test_a_word_wider_than_the_line_is_broken_and_nothing_is_lost() -> None:
    lines = wrap("x" * 95, 30)
    assert "".join(lines) == "x" * 95
    assert max(map(len, lines)) == 30


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (InSheet("一季度", "B5:C7"), "工作表 一季度!B5:C7"),
        (InWordTable(1, 3, 2), "第1个表格第3行第2格"),
        (InParagraph(4), "第4段"),
        (InText(12, 1, 12, 9), "第12行"),
        (InText(12, 1, 14, 9), "第12—14行"),
    ],
)
def test_places_in_words(place: Place, words: str) -> None:
    assert in_words(place).zh == words


def test_no_color_and_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert wants_colour("auto", terminal=True)
    assert not wants_colour("auto", terminal=False)
    assert wants_colour("always", terminal=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour("auto", terminal=True)
    assert wants_colour("always", terminal=True)


def test_an_indicator_row_is_named_by_its_number_and_said_once(
    make_audit: MakeAudit, evaluation: Evaluation, error: Finding
) -> None:
    row = evaluation.indicators[0]
    cells = tuple(
        Evidence(Wording(f"培训次数·{zh}", f"培训次数 · {en}"), "7", InText(line, 1, line, 9))
        for line, zh, en in ((3, "实际完成值", "actual"), (4, "分值", "weight"))
    )
    moved = msgspec.structs.replace(
        row,
        actual=msgspec.structs.replace(row.actual, place=cells[0].place),
        weight=msgspec.structs.replace(row.weight, place=cells[1].place),
    )
    audit = make_audit(
        Outcome("x", "finding", error.message, finding=msgspec.structs.replace(error, evidence=cells))
    )
    form = msgspec.structs.replace(evaluation, indicators=(moved,))
    audit = msgspec.structs.replace(
        audit, evaluated=(msgspec.structs.replace(audit.evaluated[0], evaluation=form),)
    )
    report = printed(audit)
    assert report.count("第1项「培训次数」") == 1
    assert "第3行  实际完成值“7”" in report
    assert "第4行  分值“7”" in report
    assert "indicator 1 「培训次数」" in printed(audit, language="en")


def test_a_long_quotation_is_cut_around_what_the_finding_is_about() -> None:
    text = "本年度各项工作均已按照年初计划完成，预算执行情况良好，资金使用规范，经自评等级为“良”，报送备案。"
    assert "“良”" in excerpt(text, 40, "良")
    assert excerpt(text, 40, "良").startswith("…")
    assert width(excerpt(text, 40, "良")) <= 40
    assert excerpt(text, 40) == "本年度各项工作均已按照年初计划完成，预…"
    assert excerpt("短", 40, "良") == "短"


def test_what_the_file_lost_is_listed_and_blamed_on_the_file(full_audit: Audit) -> None:
    report = printed(full_audit)
    assert "未读到的内容（文件所致，不归责于单位）" in report
    assert "“全年执行数”列：文本丢失" in report
    assert "Not read (the file's doing" in printed(full_audit, language="en")


def test_a_reason_that_another_one_holds_is_told_once(make_audit: MakeAudit) -> None:
    outcomes = [
        Outcome(rule, "could-not-check", Wording("培训次数", "培训次数"), reason=Wording(reason, reason))
        for rule, reason in (
            ("part-missing", "是否同一事项需核对。"),
            ("target-not-met-full-score", "写作“个1次”，是否同一事项需核对。"),
        )
    ]
    report = printed(make_audit(*outcomes, status="partly-checked"), columns=200)
    assert report.count("是否同一事项需核对") == 1
    assert "第1项「培训次数」：写作“个1次”，是否同一事项需核对。（规则：" in report
    assert "[part-missing]" in report
    assert "[target-not-met-full-score]" in report


def test_a_remedy_names_the_option_only_where_the_option_helps() -> None:
    office = Problem(
        "encrypted",
        Wording("Office 文件设有打开密码", "The Office file is protected by a password"),
        Wording("请另存。", "Save it without."),
    )
    assert sentence(office, "zh") == "Office 文件设有打开密码。请另存。"


@pytest.mark.parametrize(
    ("text", "language", "whole"),
    [
        ("文件已损坏（结构读不出来）", "zh", "文件已损坏（结构读不出来）。"),
        ("请看原件（第3页。）", "zh", "请看原件（第3页。）"),
        ("the file is damaged", "en", "The file is damaged."),
        ("is it whole?", "en", "Is it whole?"),
    ],
)
def test_a_problem_is_told_in_whole_sentences(text: str, language: Language, whole: str) -> None:
    assert ended(text, language) == whole


def test_rules_that_had_nothing_to_look_at_are_named(full_audit: Audit) -> None:
    report = printed(full_audit, columns=200)
    assert "本表未涉及 1 条规则所查的内容：等级与总分不符。" in report
    assert "资金合计与分项不符、" not in report
    twice = msgspec.structs.replace(full_audit, evaluated=full_audit.evaluated * 2)
    assert "本表未涉及 1 条规则所查的内容：用 --format json 可见。" in printed(twice, columns=200)
