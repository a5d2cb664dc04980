"""Records carry an audit over a process wall and back without losing anything."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fuhe.audit import Audit, audit, audits
from fuhe.record import DocumentRecord, audit_of, record
from fuhe.report import json
from fuhe.settings import Settings, Suppression

MakeAudit = Callable[..., Audit]

SAMPLES = Path(__file__).parents[2] / "samples"
_ENDINGS = {".pdf", ".xlsx", ".docx", ".txt", ".ofd", ".png", ".jpg"}
FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in _ENDINGS)


def through_the_wall(one: Audit) -> Audit:
    packed = msgspec.msgpack.encode(record(one))
    return audit_of(msgspec.msgpack.decode(packed, type=DocumentRecord))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_comes_back_the_same(path: Path) -> None:
    before = audit(path)
    after = through_the_wall(before)
    assert after == before
    assert [str(one) for one in json.render([after], "zh")] == [
        str(one) for one in json.render([before], "zh")
    ]


def test_what_was_set_aside_comes_back_too() -> None:
    suppression = Suppression("budget-col-sum", "已由单位说明", year=2023)
    path = SAMPLES / "dept-2023-sheet.pdf"
    (before,) = audits(path, settings=Settings(suppress=(suppression,)))
    after = through_the_wall(before)
    assert after == before
    assert after.evaluated[0].suppressed[0].by == suppression


def test_fingerprints_stand_beside_the_findings() -> None:
    one = audit(SAMPLES / "dept-2023-sheet.pdf")
    (kept,) = record(one).evaluations
    assert len(kept.fingerprints) == len(kept.outcomes)
    for outcome, fingerprint in zip(kept.outcomes, kept.fingerprints, strict=True):
        assert (fingerprint is None) == (outcome.finding is None)
        assert not outcome.finding or fingerprint == one.evaluated[0].fingerprint(outcome)


def test_a_file_that_could_not_be_read_comes_back(unreadable_audit: Audit, hostile_audit: Audit) -> None:
    assert through_the_wall(unreadable_audit) == unreadable_audit
    assert through_the_wall(hostile_audit) == hostile_audit


def test_a_name_that_is_no_utf8_can_be_kept(make_audit: MakeAudit) -> None:
    kept = through_the_wall(make_audit(path=os.fsdecode(b"\xd7\xd4.pdf")))
    assert kept.path == r"\xd7\xd4.pdf"
    assert kept.source
    assert kept.source.path == kept.path
