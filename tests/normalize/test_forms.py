"""Forms as data: the shipped files are sound, a wrong one is told what is wrong, a new province is a file."""

from __future__ import annotations

from importlib.resources import files

import pytest

from normalize.form import FormError, load_form, shipped_forms
from normalize.misspelt import Spelling
from normalize.wordings import Labels, bare
from validate.profile import load

COMMON = (files("normalize") / "forms" / "_common.toml").read_text(encoding="utf-8")
PROVINCE = """
id = "province"
kind = "project"
title = { zh = "某省自评表", en = "A province's form" }
basis = { zh = "某省办法", en = "The province's measures" }

[fingerprint]
titles = ["某省自评表"]
labels = []
against = []
requires = []
points = 3

[weights]
execution = "20"
groups = { "产出指标" = "40", "效益指标" = "40" }

[extra.columns]
actual = ["年末达到数"]
weight = ["标准分"]
other = ["完成情况"]
"""


def test_the_shipped_forms_are_the_families_of_the_catalogue_and_the_permissive_one() -> None:
    assert {form.id for form in shipped_forms()} == {
        "mof-2020-department", "mof-2020-project", "mof-2021-project", "poverty-fund", "transfer-payment",
        "sichuan-0013zp", "hubei-project", "hubei-county", "chongqing-department", "hunan-department",
        "check-list", "input-process-output", "unknown",
    }  # fmt: skip


def test_every_shipped_form_is_named_by_exactly_one_profile() -> None:
    """Its own rules, or none at all: never two sets of them."""
    folder = files("validate") / "profiles"
    profiles = [
        load(entry.name.removesuffix(".toml")) for entry in folder.iterdir() if entry.name.endswith(".toml")
    ]
    named = sorted(form for profile in profiles for form in profile.forms)
    assert named == sorted(form.id for form in shipped_forms() if form.id != "unknown")


def test_the_weights_of_a_shipped_form_make_a_hundred() -> None:
    for form in shipped_forms():
        if form.weights is not None:
            assert form.weights.execution + sum(form.weights.groups.values()) == 100


def test_a_new_province_is_a_file() -> None:
    form = load_form("province.toml", PROVINCE, COMMON)
    assert form.columns.role("年末达到数") == "actual"
    assert form.columns.role("实际完成值") == "actual"
    assert form.columns.role("完成情况") == "other"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (PROVINCE.replace('kind = "project"', 'kind = "village"'), "village"),
        (PROVINCE.replace("[weights]", "colour = 1\n[weights]"), "colour"),
        (PROVINCE.replace('"产出指标" = "40"', '"产岀指标" = "40"'), "产岀指标"),
        (PROVINCE.replace('"20"', '"twenty"'), "execution"),
        (PROVINCE.replace('id = "province"', 'id = "elsewhere"'), "elsewhere.toml"),
        (PROVINCE.replace('other = ["完成情况"]', 'other = ["年末达到数"]'), "年末达到数"),
        (PROVINCE.replace("[fingerprint]", "[fingerprint"), "province.toml"),
        (PROVINCE.replace("points = 3", ""), "points"),
    ],
)
def test_a_wrong_form_file_is_refused_with_its_name_and_the_reason(wrong: str, said: str) -> None:
    with pytest.raises(FormError) as refused:
        load_form("province.toml", wrong, COMMON)
    assert "province.toml" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (COMMON.replace('level1 = "效益指标"', 'level1 = "效果"', 1), "效果"),
        (COMMON.replace("targets = '(≥", "targets = '((≥"), "数量指标"),
    ],
)
def test_a_wrong_common_file_is_refused(wrong: str, said: str) -> None:
    with pytest.raises(FormError, match=r"_common\.toml") as refused:
        load_form("province.toml", PROVINCE, wrong)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("全年预算数(A)", "全年预算数"),
        ("执行率(B/A)", "执行率"),
        ("资 金 来 源", "资金来源"),
        ("实际完成值(B", "实际完成值"),
        ("得分（20分×执行率）", "得分"),
        ("年度资金总额：", "年度资金总额"),
        ("项目资金\n（万元）", "项目资金"),
    ],
)
def test_labels_are_compared_bare(printed: str, plain: str) -> None:
    assert bare(printed) == plain


def test_close_labels_count_only_where_nothing_else_is_as_close() -> None:
    roles = {"target": ["年度指标值"], "actual": ["实际完成值"], "initial": ["年初指标计划值"]}
    labels = Labels(roles, Spelling(fillers=frozenset("本")))
    assert labels.role("本年度指标值") == "target"
    assert labels.role("上年度指标值") is None
    assert labels.role("年度完成值") is None
    assert labels.role("指标") is None
    assert labels.role("") is None
    twins = Labels({"one": ["全年预算执行数额"], "other": ["全年预算执行金额"]})
    assert twins.role("全年预算执行额") is None
