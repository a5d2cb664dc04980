"""What an error on an OFD page rests on is read a second time, by ofdkit."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import fuhe
from extract.document import Box, OnPage
from extract.ofd.second_opinion import reread
from extract.read import read_bytes
from extract.second_opinion import agree
from fuhe.audit import Audit

SAMPLES = Path(__file__).parents[3] / "samples"
OfdOf = Callable[..., bytes]


def audited(data: bytes, folder: Path) -> Audit:
    file = folder / "form.ofd"
    file.write_bytes(data)
    return fuhe.audit(file)


def errors(audit: Audit) -> set[tuple[str, str | None]]:
    return {(one.rule, one.printed) for one in audit.findings if one.severity == "error"}


@pytest.mark.parametrize("name", ["dept-2023-sheet", "project-2022", "sichuan-faulty", "hubei-faulty"])
def test_errors_that_both_readers_see_stand(name: str, ofd_from_pdf: OfdOf, tmp_path: Path) -> None:
    expected = errors(fuhe.audit(SAMPLES / f"{name}.pdf"))
    assert expected
    assert errors(audited(ofd_from_pdf(SAMPLES / f"{name}.pdf"), tmp_path)) == expected


def test_an_error_on_which_the_readers_differ_becomes_could_not_check(
    ofd_from_pdf: OfdOf, tmp_path: Path
) -> None:
    plain = ofd_from_pdf(SAMPLES / "project-2022.pdf")
    (told,) = [one for one in audited(plain, tmp_path).findings if one.rule == "rate-recompute"]
    # hidden from us, for we look at Visible, and not from ofdkit, which does not
    hidden = patched(plain, "86.30", "7")
    audit = audited(hidden, tmp_path)
    assert told.rule not in {one.rule for one in audit.findings}
    (unchecked,) = [
        one for one in audit.outcomes if one.rule == told.rule and one.status == "could-not-check"
    ]
    assert unchecked.reason is not None
    assert "ofdkit" in unchecked.reason.zh


def patched(data: bytes, beside: str, text: str) -> bytes:
    """The package with invisible text on top of an object."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("Content.xml"):
                page = content.decode()
                (found,) = re.findall(
                    rf"<ofd:TextObject(?:(?!</ofd:TextObject>).)*{beside}.*?</ofd:TextObject>", page
                )
                again = re.sub(r">[^<]*</ofd:TextCode>", f">{text}</ofd:TextCode>", found)
                again = again.replace("<ofd:TextObject", '<ofd:TextObject Visible="false"', 1)
                content = page.replace(found, found + again).encode()
            new.writestr(name, content)
    return out.getvalue()


def test_nearly_every_cell_is_read_alike(ofd_from_pdf: OfdOf) -> None:
    data = ofd_from_pdf(SAMPLES / "dept-2023-sheet.pdf")
    document = read_bytes(data, "form.ofd")
    cells = [cell for page in document.pages for table in page.tables for cell in table.cells if cell.text]
    again = reread(data, [cell.place for cell in cells if isinstance(cell.place, OnPage)])
    differing = [
        (cell.text, text) for cell, text in zip(cells, again, strict=True) if not agree(cell.text, text)
    ]
    assert len(cells) > 100
    assert not [pair for pair in differing if re.search(r"\d", pair[0])]


def test_what_ofdkit_cannot_open_gives_no_opinion() -> None:
    assert reread(b"PK\x03\x04 nothing", [OnPage(1, Box(0, 0, 9, 9))]) == [None]
