"""What a quantity counts: the words around a figure, reduced to what tells one thing from another."""

from __future__ import annotations

import re
from functools import lru_cache

_BRACKETED = re.compile(r"\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]")
_QUOTES = re.compile(r"[“”\"「」《》'‘’:·,.。;、!?\s\-—]")
# Synonyms first, so that both sides say the same word; then the words that carry no distinction.
_SYNONYMS = (
    (re.compile("参会|到会|与会|参训|参加|参与"), "参加"),
    (re.compile("会议|座谈会|例会"), "会"),
    (re.compile("培训班|轮训|集训|培训会"), "培训"),
    (re.compile("督查|督办|督促检查"), "督导"),
    (re.compile("播报|刊登|刊发|报道|推送|发布|宣讲|宣传报道"), "宣传"),
    (re.compile("走访慰问|看望慰问"), "慰问"),
    (re.compile("检查|巡检"), "检查"),
    (re.compile("成本|支出|开支|花费"), "费用"),
)
_ANY_SYNONYM = re.compile("|".join(pattern.pattern for pattern, _ in _SYNONYMS))
_EMPTY_WORDS = re.compile(
    "开展|举办|召开|(?<!党)组织|完成|实施|进行|推进(?!会|现场)|落实|新增|实现|累计|合计|共计|总计|工作|任务|次数|人数|人次数?|数量|场次"
    "|期数|个数|家数|份数|篇数|总数|数额|金额|总额|全年|年度|本年|当年|今年|上年|去年|实际|计划|目标|预计|我委|我局|我单位|我办|本单位"
    "|其中|达到|达成|不少于|不低于|不超过|控制|各类|相关|有关|情况|左右|以上|以内|之内|范围|以来|指标|年内|每次|每期|每场"
    "|[的了在对为是达约近共各于至将已等均每总]"
)
_VERB_BEFORE = re.compile("(?:开展|举办|召开|组织|完成|实施|进行|举行|建成|新建)了?(?:·|至少|不少于)*$")
_FIGURES = re.compile("[0-9%≥≤<>=~]")
_CONJUNCTION = re.compile("以及|[和及与、并]")


@lru_cache(maxsize=4096)
def core(text: str) -> str:
    """The distinguishing words: brackets, verbs of doing, counting words and particles taken out."""
    plain = _QUOTES.sub("", _BRACKETED.sub("", text))
    for pattern, word in _SYNONYMS if _ANY_SYNONYM.search(plain) else ():
        plain = pattern.sub(word, plain)
    plain = _EMPTY_WORDS.sub("", plain)
    return _FIGURES.sub("", plain)


def words_around(left: str, right: str, *, noun_after: bool = False) -> str:
    """What a figure counts: the words before it; those after it too where a verb stands right before it.

    `培训班7期` counts 培训班, `开展1次督导` counts 督导; with `noun_after` `覆盖12个村` counts 村.
    """
    before = core(left)
    if _CONJUNCTION.search(left[-1:]):
        return core(right) or before
    if noun_after:
        return before + core(right[:8])
    if not before or _VERB_BEFORE.search(left):
        return before + core(right)
    return before


def conjuncts(text: str) -> tuple[str, ...]:
    """`A和B`, `A、B及C` -> the cores of A, B (and C); empty where only one thing is named."""
    pieces = tuple(piece for piece in (core(part) for part in _CONJUNCTION.split(text)) if len(piece) > 1)
    return pieces if len(pieces) > 1 else ()
