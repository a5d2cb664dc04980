"""The sheet of indicators: which formula gives the printed score."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace
from workbook import found

from extract.document import Box, OnPage
from fuhe.audit import Audit
from normalize.evaluation import Traced
from validate.profile import Profile, load


def test_every_indicator_with_the_scores_that_it_may_have(full_audit: Audit) -> None:
    (row,) = found("逐指标", full_audit)
    assert (row["三级指标"], row["年度指标值"], row["实际完成值"]) == ("培训次数", "≥4次", "7次")
    assert (row["分值"], row["得分"]) == (5, "—")
    assert (row["复算最低分"], row["复算最高分"]) == (5, 5)
    assert row["读取说明"] == "一级指标推断"


def scored(audit: Audit, target: str, actual: str, score: str, confidence: float = 1.0) -> Audit:
    """The audit with one indicator of ten points."""
    at = OnPage(1, Box(0, 0, 9, 9))
    one = audit.evaluated[0]
    row = replace(
        one.evaluation.indicators[0],
        target=Traced(target, target, at),
        actual=Traced(actual, actual, at, confidence=confidence),
        weight=Traced(Decimal(10), "10", at),
        score=Traced(Decimal(score), score, at),
    )
    return replace(audit, evaluated=(replace(one, evaluation=replace(one.evaluation, indicators=(row,))),))


def test_the_formula_that_gives_the_score_is_named(full_audit: Audit) -> None:
    (fits,) = found("逐指标", scored(full_audit, "≥100次", "95次", "9.50"))
    (does_not,) = found("逐指标", scored(full_audit, "≥100次", "95次", "9.80"))
    assert fits["填报得分符合的算法"] == "按完成比例"
    assert "得不出" in does_not["填报得分符合的算法"]
    assert "按完成比例：9.5分" in fits["各算法得分"]


def test_a_score_is_not_compared_where_reading_is_in_doubt(full_audit: Audit) -> None:
    (row,) = found("逐指标", scored(full_audit, "≥100次", "95次", "9.80", confidence=0.5))
    assert row["填报得分符合的算法"] == "读取存疑，不作比对"
    assert row["读取说明"].endswith("实际完成值读取存疑")


def test_the_profile_of_the_run_decides_on_the_formulas(full_audit: Audit) -> None:
    audit = scored(full_audit, "≥100次", "50次", "5")
    lenient: Profile = replace(load("permissive"), pass_threshold=Decimal("0.4"))
    (usual,), (asked) = found("逐指标", audit), found("逐指标", audit, profile=lenient)
    assert usual["各算法得分"] != asked[0]["各算法得分"]


def test_a_bug_in_a_formula_does_not_take_the_list_down(
    full_audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("fuhe.report.excel.indicators.envelope", broken)
    (row,) = found("逐指标", full_audit)
    assert row["各算法得分"] == "未推算：推算时程序出错"
