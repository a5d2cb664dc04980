"""`fuhe.audit`: the Python door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

import extract.second_opinion
import fuhe
from fuhe.audit import Audit
from validate.toml_file import FileMistakeError

MakeAudit = Callable[..., Audit]

SAMPLES = Path(__file__).parents[2] / "samples"


def test_the_function_stays_a_function_after_its_module_was_imported() -> None:
    import fuhe.audit  # noqa: PLC0415  (what this test is about)

    assert callable(fuhe.audit)


def test_a_faulty_form_gives_findings_and_a_frame() -> None:
    audit = fuhe.audit(SAMPLES / "dept-2023-sheet.pdf")
    errors = [finding for finding in audit.findings if finding.severity == "error"]
    assert [error.rule for error in errors] == ["budget-col-sum"]
    frame = audit.to_frame()
    row = frame[frame["rule"] == "budget-col-sum"].iloc[0]
    assert row["page"] == 1
    assert row["text"] == "443.88"
    assert row["arithmetic"] == "353.88 + 90.5 = 444.38 ≠ 443.88"
    assert len(frame) == len(audit.findings)
    assert list(frame.columns) == [
        "path",
        "evaluation",
        "rule",
        "severity",
        "message",
        "printed",
        "recomputed",
        "difference",
        "arithmetic",
        "page",
        "place",
        "text",
    ]


def test_the_clean_twin_has_neither_error_nor_warning() -> None:
    audit = fuhe.audit(SAMPLES / "dept-2023-clean.pdf")
    assert [finding for finding in audit.findings if finding.severity != "notice"] == []


def test_a_frame_without_findings_still_has_its_columns(make_audit: MakeAudit) -> None:
    assert list(make_audit().to_frame().columns)[:3] == ["path", "evaluation", "rule"]


def test_what_could_not_be_checked_makes_it_partly_checked() -> None:
    audit = fuhe.audit(SAMPLES / "dept-2023-dump.txt")
    assert audit.status == "partly-checked"
    assert any(outcome.status == "could-not-check" for outcome in audit.outcomes)


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("missing.pdf", "unreadable", "not-found"),
        (".", "unreadable", "is-folder"),
        ("prose.pdf", "no-evaluation", "no-evaluation"),
        ("final-accounts.pdf", "no-evaluation", "no-evaluation"),
    ],
)
def test_what_cannot_be_audited_says_why_and_never_raises(name: str, status: str, code: str | int) -> None:
    audit = fuhe.audit(SAMPLES / name)
    assert isinstance(audit, Audit)
    assert audit.status == status
    assert audit.problems[0].code == code
    assert audit.problems[0].remedy.zh
    assert audit.evaluations == ()


def with_scans(source: Path, target: Path, *, keep: bool) -> Path:
    """The PDF with a page at its end that is a picture of a disc; without its own pages unless kept."""
    disc = bytes(0 if (x - 40) ** 2 + (y - 60) ** 2 < 900 else 255 for y in range(120) for x in range(85))
    with pikepdf.open(source) as pdf:
        if not keep:
            del pdf.pages[:]
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = pdf.make_stream(disc, Width=85, Height=120, BitsPerComponent=8)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.ColorSpace = pikepdf.Name.DeviceGray
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        pdf.save(target)
    return target


def test_a_page_that_cannot_be_read_makes_it_partly_checked(tmp_path: Path) -> None:
    audit = fuhe.audit(with_scans(SAMPLES / "dept-2023-clean.pdf", tmp_path / "a.pdf", keep=True))
    assert audit.status == "partly-checked"
    assert audit.source is not None
    assert audit.problems[0].page == audit.source.pages
    assert len(audit.evaluations) == 1


def test_a_scan_is_unreadable_and_not_without_evaluation(tmp_path: Path) -> None:
    audit = fuhe.audit(with_scans(SAMPLES / "prose.pdf", tmp_path / "a.pdf", keep=False))
    assert (audit.status, audit.problems[0].code) == ("unreadable", "no-text")
    assert "扫描" in audit.problems[0].remedy.zh


def test_prose_with_a_scan_says_that_the_form_may_be_in_the_scan(tmp_path: Path) -> None:
    audit = fuhe.audit(with_scans(SAMPLES / "prose.pdf", tmp_path / "a.pdf", keep=True))
    assert audit.status == "no-evaluation"
    assert "1 页是图片或乱码" in audit.problems[0].message.zh


def test_a_second_reader_that_sees_otherwise_takes_the_error_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        extract.second_opinion, "reread", lambda _data, places, _password: ["444.38" for _ in places]
    )
    audit = fuhe.audit(SAMPLES / "dept-2023-sheet.pdf")
    assert [finding for finding in audit.findings if finding.severity == "error"] == []
    reasons = [
        o.reason.zh for o in audit.outcomes if o.status == "could-not-check" and o.rule == "budget-col-sum"
    ]
    assert any("443.88" in reason and "444.38" in reason for reason in reasons)
    assert audit.status == "partly-checked"


def test_a_profile_that_does_not_exist_is_the_callers_mistake() -> None:
    with pytest.raises(FileMistakeError, match="no-such-profile"):
        fuhe.audit(SAMPLES / "prose.pdf", profile="no-such-profile")
