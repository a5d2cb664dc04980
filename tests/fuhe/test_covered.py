"""A number whited out and written over in a real form: the audit goes by what a supervisor sees."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

import fuhe
from extract.document import Box, OnPage
from extract.read import read

SAMPLE = Path(__file__).parents[2] / "samples" / "project-2022.pdf"
OLD, NEW = "258.60", "268.60"


def box_of(text: str) -> Box:
    (cell,) = [
        c for page in read(SAMPLE).pages for table in page.tables for c in table.cells if c.text == text
    ]
    place = cell.words[0].place
    assert isinstance(place, OnPage)
    return place.box


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The sample with `OLD` below a white box and `NEW` on top."""
    box, height = box_of(OLD), read(SAMPLE).pages[0].height
    low = height - box.bottom
    drawn = (
        f"1 g {box.x0 - 1} {low - 1} {box.x1 - box.x0 + 2} {box.bottom - box.top + 2} re f "
        f"BT 0 g /New 10 Tf {box.x0} {low} Td ({NEW}) Tj ET"
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    file = tmp_path / "edited.pdf"
    with pikepdf.open(SAMPLE) as pdf:
        over = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 2000, 2000],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(New=font)),
        )
        form = pdf.make_stream(drawn.encode(), over)
        page = pikepdf.Page(pdf.pages[0])
        name = page.add_resource(form, pikepdf.Name.XObject)
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q {name} Do".encode())
        pdf.save(file)
    return file


def test_errors_rest_on_what_is_seen_and_the_covered_number_comes_back_nowhere(edited: Path) -> None:
    audit = fuhe.audit(edited)
    (told,) = [one.message.zh for one in audit.problems if one.code == "covered-text"]
    assert f"“{OLD}”（距页面左边" in told
    errors = {one.rule: one for one in audit.findings if one.severity == "error"}
    assert errors["budget-col-sum"].printed is not None
    assert NEW in errors["budget-col-sum"].printed
    said = [outcome.reason.zh for outcome in audit.outcomes if outcome.reason]
    assert not [reason for reason in said if OLD in reason]
    quoted = [one.text for finding in audit.findings for one in finding.evidence]
    assert not [text for text in quoted if text == OLD]
