"""The list as Markdown, read as a reader of Markdown reads it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

import fuhe
from fuhe.audit import Audit
from fuhe.report.markdown import render

from .conftest import HOSTILE, SAMPLES, RunMain


def parsed(audits: list[Audit], language: str = "zh") -> list[Token]:
    source = "".join(render(audits, "en" if language == "en" else "zh"))
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(source)


def kinds(tokens: list[Token]) -> set[str]:
    inline = {child.type for token in tokens for child in token.children or ()}
    return {token.type for token in tokens} | inline


def cells(tokens: list[Token]) -> list[list[str]]:
    """The texts of all table rows."""
    rows: list[list[str]] = []
    for before, token in itertools.pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if token.type == "inline" and before.type in ("td_open", "th_open"):
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


def test_a_finding_is_a_row_with_room_for_the_reply(full_audit: Audit) -> None:
    header, *rows = cells(parsed([full_audit]))
    assert header == ["序号", "级别", "复核发现", "请单位说明", "单位说明"]
    assert [row[1] for row in rows] == ["错误", "提示"]
    assert "353.88 + 90.5 = 444.38 ≠ 443.88" in rows[0][2]
    assert rows[0][3:] == ["请提供预算批复。", ""]


def test_what_was_not_checked_follows_with_its_reason(full_audit: Audit) -> None:
    shown = "".join(render([full_audit], "zh"))
    assert "未能核查（不等于通过）" in shown
    assert "文本丢失了此列" in shown
    assert "Not the same as passed".lower() in "".join(render([full_audit], "en")).lower()


def test_a_file_that_could_not_be_read_has_its_section(unreadable_audit: Audit) -> None:
    shown = "".join(render([unreadable_audit], "zh"))
    assert f"## {unreadable_audit.path}" in shown
    assert "文件未能核查" in shown


def test_nothing_of_a_hostile_document_becomes_markup(hostile_audit: Audit) -> None:
    tokens = parsed([hostile_audit])
    found = kinds(tokens)
    assert not found & {
        "html_block",
        "link_open",
        "image",
        "code_inline",
        "fence",
        "ordered_list_open",
        "em_open",
    }
    markup = {c.content for token in tokens for c in token.children or () if c.type == "html_inline"}
    assert markup <= {"<br>"}
    assert {len(row) for row in cells(tokens)} == {5}


def test_hostile_text_can_still_be_read(hostile_audit: Audit) -> None:
    text = "".join(child.content for token in parsed([hostile_audit]) for child in token.children or ())
    for harm in HOSTILE:
        if harm.isprintable():
            assert harm in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sample_reads_in_both_languages(language: str) -> None:
    rows = cells(parsed([fuhe.audit(SAMPLES / "sichuan-faulty.pdf")], language))
    assert "exec-score-recompute" in rows[1][2]


def test_the_command_writes_it_by_the_ending(run_main: RunMain, tmp_path: Path) -> None:
    code, _, _ = run_main("check", SAMPLES / "sichuan-faulty.pdf", "-o", tmp_path / "意见表.md")
    assert code == 1
    assert (tmp_path / "意见表.md").read_text(encoding="utf-8").startswith("# 绩效自评表复核意见表")
