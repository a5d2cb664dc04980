"""Draws the samples' forms as PDF in a look of our choice, with the scripts that make the samples."""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from bench.scans.fonts import packaged_fonts

SAMPLES = Path(__file__).parents[2] / "samples"
_AT_A_TIME = 12  # files that LibreOffice converts in one go
_SECONDS = 300
Program = Literal["calc", "writer"]


@dataclass(frozen=True)
class Look:
    """How a form is drawn: text size and width of rulings in points, colour of the rulings as RRGGBB."""

    name: str
    font: str
    size: float
    ruling: float
    colour: str


AS_SAMPLES = Look("serif", "Noto Serif CJK SC", 9, 0.5, "000000")


@dataclass(frozen=True)
class Order:
    """A form to be drawn as `name`.pdf by Calc or Writer; `drawn` is a line of the samples' catalogue."""

    name: str
    drawn: Any
    by: Program
    look: Look = AS_SAMPLES


def draw(orders: Sequence[Order], folder: Path) -> list[Path]:
    """Draw into `folder` what is not there yet or has changed; the PDF files in the order of the orders."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [order for order in orders if not _is_drawn(order, folder)]
    for start in range(0, len(missing), _AT_A_TIME):
        with tempfile.TemporaryDirectory() as work:
            some = missing[start : start + _AT_A_TIME]
            _export([_office_file(order, Path(work)) for order in some], folder)
        for order in some:
            (folder / f"{order.name}.drawn").write_text(_mark(order), encoding="ascii")
    return [folder / f"{order.name}.pdf" for order in orders]


def _is_drawn(order: Order, folder: Path) -> bool:
    mark = folder / f"{order.name}.drawn"
    told = mark.read_text(encoding="ascii") if mark.exists() else ""
    return told == _mark(order) and (folder / f"{order.name}.pdf").exists()


def _mark(order: Order) -> str:
    """Changes whenever the file would."""
    drawn = order.drawn
    told = (drawn.form, drawn.layout(drawn.form), drawn.margin, drawn.landscape, order.by, order.look)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def sample_module(name: str) -> ModuleType:
    """A module of the scripts that make the samples."""
    if str(SAMPLES) not in sys.path:
        sys.path.insert(0, str(SAMPLES))
    return importlib.import_module(name)


def _office_file(order: Order, work: Path) -> Path:
    made = order.drawn.layout(order.drawn.form)
    return (_workbook if order.by == "calc" else _word_file)(order, made, work)


def _workbook(order: Order, made: Any, work: Path) -> Path:
    from openpyxl.styles import Border, Side

    render, look = sample_module("render_sheet"), order.look
    weight = "hair" if look.ruling < 0.5 else "thin" if look.ruling < 1 else "medium"
    side = Side(style=weight, color=look.colour)
    before = render.FONT, render.TITLE_FONT, render._EDGES["all"]  # noqa: SLF001 (the script has no setting)
    render.FONT = render.TITLE_FONT = look.font
    render._EDGES["all"] = Border(left=side, right=side, top=side, bottom=side)  # noqa: SLF001
    target = work / f"{order.name}.xlsx"
    render.save(order.drawn.form, made, target, landscape=order.drawn.landscape, size=look.size)
    render.FONT, render.TITLE_FONT, render._EDGES["all"] = before  # noqa: SLF001
    return target


def _word_file(order: Order, made: Any, work: Path) -> Path:
    render, look, drawn = sample_module("render_word"), order.look, order.drawn
    before = render.FONT, render.TITLE_FONT
    render.FONT = render.TITLE_FONT = look.font
    target = work / f"{order.name}.docx"
    render.save(drawn.form, (made,), target, size=look.size, margin=drawn.margin, landscape=drawn.landscape)
    render.FONT, render.TITLE_FONT = before
    _set_rulings(target, look)
    return target


def _set_rulings(file: Path, look: Look) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(str(file))
    borders = document.styles["Table Grid"].element.find(f".//{qn('w:tblBorders')}")
    for edge in borders:
        edge.set(qn("w:sz"), str(round(look.ruling * 8)))
        edge.set(qn("w:color"), look.colour)
    document.save(str(file))


def _export(sources: Sequence[Path], folder: Path) -> None:
    """LibreOffice takes them all in one go, with the fonts that a package brings made known to it."""
    with tempfile.TemporaryDirectory() as own:
        profile = (Path(own) / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, sources)],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "FONTCONFIG_FILE": str(_font_list(Path(own)))},
        )


def _font_list(folder: Path) -> Path:
    """The system's fonts and FangSong, which comes with the package of the recogniser's models."""
    file = folder / "fonts.conf"
    file.write_text(
        '<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{packaged_fonts()}</dir></fontconfig>",
        encoding="utf-8",
    )
    return file
