"""`fuhe profiles`, and `fuhe check --profile`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from validate.profile import shipped

RunMain = Callable[..., tuple[int, str, str]]

SAMPLES = Path(__file__).parents[2] / "samples"


def test_profiles_lists_what_each_fixes(run_main: RunMain) -> None:
    code, out, err = run_main("profiles")
    assert (code, err) == (0, "")
    blocks = out.strip().split("\n\n")
    assert [block.partition("[")[2].partition("]")[0] for block in blocks] == [one.id for one in shipped()]
    (sichuan,) = [block for block in blocks if "[sichuan]" in block]
    assert "510000_0013zp" in sichuan
    assert "预算执行分值：10" in sichuan
    assert "执行率低于此须说明原因：90%（表式要求）" in sichuan
    (national,) = [block for block in blocks if "[national-2020]" in block]
    assert "产出50、效益30、满意度10；产出50、效益40" in national
    assert "预算调整提示／预警：10% / 30%" in national


def test_profiles_as_json(run_main: RunMain) -> None:
    listed = json.loads(run_main("profiles", "--format", "json")[1])["profiles"]
    assert [one["id"] for one in listed] == [one.id for one in shipped()]
    assert next(one for one in listed if one["id"] == "hubei")["execution_weight"] == "20"


def test_a_profile_of_ones_own_changes_the_verdict(run_main: RunMain, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('title = "某县"\nbase = "national-2020"\ntotal_weight = "90"\n', encoding="utf-8")
    assert "total-weight-sum" not in run_main("check", SAMPLES / "dept-2023-clean.pdf")[1]
    assert "total-weight-sum" in run_main("check", SAMPLES / "dept-2023-clean.pdf", "--profile", own)[1]


def test_a_profile_that_cannot_be_used_is_a_usage_error_before_any_file_is_read(
    run_main: RunMain, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('total_wieght = "90"\n', encoding="utf-8")
    code, out, err = run_main("check", SAMPLES / "dept-2023-clean.pdf", "--profile", own)
    assert (code, out) == (2, "")
    assert "total_weight" in err
    assert run_main("check", "x.pdf", "--profile", "sichan")[0] == 2
