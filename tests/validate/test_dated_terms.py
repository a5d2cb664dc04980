"""The dated terms: every pattern matches something, and looking back is not taken for current work."""

from __future__ import annotations

import re

import pytest

from validate.texts.dated_terms import dated_terms, known


def test_every_term_has_both_notes_and_an_end_that_its_note_reaches() -> None:
    for term in known().term:
        re.compile(term.pattern)
        years = [int(year) for note in (term.zh, term.en) for year in re.findall(r"20\d\d", note)]
        assert years, term
        assert min(years) - 1 <= term.last_year <= max(years) + 1, term


@pytest.mark.parametrize(
    ("text", "last_year"),
    [
        ("决战决胜脱贫攻坚", 2020),
        ("坚决打赢脱贫攻坚战", 2020),
        ("为决胜全面建成小康社会而努力", 2020),
        ("认真落实“十三五”规划", 2020),
        ("深入开展“不忘初心、牢记使命”主题教育", 2020),
        ("开展学习贯彻习近平新时代中国特色社会主义思想主题教育", 2024),
        ("以优异成绩迎接党的二十大", 2022),
        ("深入推进扫黑除恶专项斗争", 2020),
        ("实施国企改革三年行动", 2022),
        ("做好新冠肺炎疫情常态化防控", 2022),
    ],
)
def test_current_use_is_seen(text: str, last_year: int) -> None:
    assert [term.last_year for term, _ in dated_terms(text)] == [last_year]


@pytest.mark.parametrize(
    "text",
    [
        "巩固拓展脱贫攻坚成果同乡村振兴有效衔接",
        "弘扬脱贫攻坚精神",
        "打赢脱贫攻坚战以来,群众收入稳步增长",
        "支付农村人居环境整治三年行动尾款",
        "依据《打赢蓝天保卫战三年行动计划》",
        "学习宣传贯彻党的二十大精神",
        "常态化开展扫黑除恶斗争",
        "做好非洲猪瘟疫情常态化防控",
        "编制“十三五”规划实施情况总结评估报告",
    ],
)
def test_looking_back_and_later_terms_are_left_alone(text: str) -> None:
    assert list(dated_terms(text)) == []
