"""A profile of the user's own: what it sets, what it inherits, and how its mistakes are told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from normalize.evaluation import Evaluation
from validate.profile import Profile, for_form, shipped
from validate.profile_file import profile_named, read_profile
from validate.rule import registered, run
from validate.toml_file import FileMistakeError

Build = Callable[[dict[str, Any]], Evaluation]


def _file(folder: Path, text: str) -> Path:
    path = folder / "某县.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_file_does_not_set_is_taken_from_its_base(tmp_path: Path) -> None:
    path = _file(tmp_path, 'title = "某县口径"\nbase = "national-2020"\ntotal_weight = 90.50\n')
    profile = read_profile(path)
    national = for_form("mof-2020-project")
    assert (profile.id, profile.title.zh) == ("某县", "某县口径")
    assert str(profile.total_weight) == "90.50"
    assert profile.execution_weight == national.execution_weight
    assert profile.grade_bands == national.grade_bands
    assert profile.forms == ()


def test_without_a_base_nothing_is_fixed(tmp_path: Path) -> None:
    profile = read_profile(_file(tmp_path, 'title = "某县"\n'))
    assert profile.total_weight is None
    assert profile.execution_rule == "unknown"


def test_own_bands_replace_those_of_the_base(tmp_path: Path) -> None:
    text = 'base = "national-2020"\n[[grade_bands]]\nname = "优"\nat_least = 85\n'
    assert [band.at_least for band in read_profile(_file(tmp_path, text)).grade_bands] == [Decimal(85)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('total_wieght = "90"', "total_weight"),
        ('base = "nationl-2020"', "national-2020"),
        ('[[grade_bands]]\nname = "优"\nat_lest = 90', "at_least"),
        ('execution_rule = "linaer"', "linaer"),
        ('total_weight = "ninety"', "total_weight"),
        ('total_weight = "-1"', "total_weight"),
        ("base = 3", "permissive"),
        ("title = ", "某县.toml"),
    ],
)
def test_a_mistake_is_named_with_what_was_probably_meant(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(FileMistakeError) as caught:
        read_profile(_file(tmp_path, text))
    for language in ("zh", "en"):
        sentence = caught.value.reason.text(language)  # type: ignore[arg-type]
        assert "某县.toml" in sentence
        assert told in sentence


def _statuses(build: Build, profile: Profile, rule: str, case: dict[str, Any]) -> list[str]:
    outcomes = run(registered()[rule], build(case), profile)
    return [one.finding.severity if one.finding else one.status for one in outcomes]


_LOW = {
    "budget": [{"label": "年度资金总额", "adjusted": "300.00", "executed": "258.60", "rate": "86.20%"}],
    "goals": {"actual": "各项任务按计划推进。"},
}
_ADJUSTED = {"budget": [{"label": "年度资金总额", "initial": "100.00", "adjusted": "112.00"}]}
_UNSET = {"indicators": [{"level1": "成本指标", "level3": "未填报", "weight": "10", "score": "8"}]}
_ON_INITIAL = {
    "budget": [
        {
            "label": "年度资金总额",
            "initial": "200.00",
            "adjusted": "160.00",
            "executed": "150.00",
            "rate": "75.00%",
        }
    ]
}
_PARTLY = {
    "indicators": [
        {
            "level3": "机制",
            "target": "健全",
            "actual": "部分达成年度指标并具有一定效果",
            "weight": "10",
            "score": "5.5",
        }
    ]
}
_SATISFIED = {
    "indicators": [
        {
            "level1": "满意度指标",
            "level3": "群众满意度",
            "target": "≥95%",
            "actual": "91%",
            "weight": "10",
            "score": "7",
            "deviation": "",
        }
    ]
}
_CEILING = {
    "indicators": [
        {
            "level3": "平均办理时限",
            "target": "≤10天",
            "actual": "15天",
            "weight": "10",
            "score": "6.67",
            "deviation": "系统升级期间人工办理较慢，次年恢复正常。",
        }
    ]
}
_WEIGHTS = {
    "indicators": [
        {"level1": "产出指标", "level3": "甲", "weight": "60", "score": "60"},
        {"level1": "效益指标", "level3": "乙", "weight": "30", "score": "30"},
    ]
}


@pytest.mark.parametrize(
    ("own", "rule", "case", "before", "after"),
    [
        ("explain_below = 0.85", "exec-low-unexplained", _LOW, ["notice"], ["ok"]),
        ("explain_required = true", "exec-low-unexplained", _LOW, ["notice"], ["warning"]),
        ("adjust_notice = 0.15", "adjust-large", _ADJUSTED, ["notice"], ["ok"]),
        ("adjust_warning = 0.11", "adjust-large", _ADJUSTED, ["notice"], ["warning"]),
        ("cost_cap = 5", "cost-default-cap", _UNSET, ["notice"], ["warning"]),
        ("cost_cap = 8", "cost-default-cap", _UNSET, ["notice"], ["ok"]),
        ('execution_base = "initial"', "rate-recompute", _ON_INITIAL, ["warning"], ["ok"]),
        ("tiers = [0.5, 0.8]", "qual-tier", _PARTLY, ["warning"], ["ok"]),
        ('ceiling_scoring = "linear"', "score-vs-proportion", _CEILING, ["ok"], ["warning"]),
        (
            "[[satisfaction_bands]]\nat_least = 0.9\nshare = 0.7",
            "satisfaction-band",
            _SATISFIED,
            ["ok"],
            ["notice"],
        ),
        ('[[level1_models]]\n"产出" = 60\n"效益" = 30', "level1-weights", _WEIGHTS, ["notice"], ["ok"]),
    ],
)
def test_every_trait_of_a_profile_decides(  # noqa: PLR0917  (a table with that many columns)
    tmp_path: Path,
    build: Build,
    own: str,
    rule: str,
    case: dict[str, Any],
    before: list[str],
    after: list[str],
) -> None:
    national = profile_named("national-2020")
    changed = read_profile(_file(tmp_path, f'base = "national-2020"\n{own}\n'))
    assert _statuses(build, national, rule, case) == before
    assert _statuses(build, changed, rule, case) == after


def test_whether_points_are_taken_for_over_completion_is_the_profiles(tmp_path: Path, build: Build) -> None:
    case = {
        "indicators": [
            {
                "level3": "编印手册",
                "target": "≥100册",
                "actual": "180册",
                "weight": "10",
                "score": "8",
                "deviation": "",
            }
        ]
    }
    strict = read_profile(_file(tmp_path, 'base = "national-2020"\nover_completion_deducts = false\n'))
    assert _statuses(build, profile_named("national-2020"), "met-but-deducted", case) == ["notice"]
    assert _statuses(build, strict, "met-but-deducted", case) == ["warning"]


def test_tiers_that_do_not_rise_are_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileMistakeError, match="tiers"):
        read_profile(_file(tmp_path, "tiers = [0.8, 0.6]\n"))


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMistakeError, match=r"none\.toml"):
        read_profile(tmp_path / "none.toml")
    with pytest.raises(FileMistakeError, match="too large"):
        read_profile(_file(tmp_path, "#" * 1_000_001))


def test_a_shipped_profile_is_found_by_its_id_and_a_mistyped_one_suggested() -> None:
    assert profile_named("sichuan") in shipped()
    with pytest.raises(FileMistakeError, match="sichuan"):
        profile_named("sichan")
