"""The documents that are scanned: the samples, and their forms drawn again in other fonts and rulings.

    python bench/scans/corpus.py [--cache FOLDER]

draws what is missing (with LibreOffice) and lists all pages. What is drawn stays in the cache folder.
"""

from __future__ import annotations

import argparse
import functools
import tempfile
from pathlib import Path
from typing import Any

from bench.scans.drawing import SAMPLES, Look, Order, Program, draw, sample_module
from bench.scans.truth import original

DEFAULT_CACHE = Path(tempfile.gettempdir()) / "fuhe-scans"
LOOKS = (
    Look("sans", "Noto Sans CJK SC", 9, 1.0, "000000"),
    Look("ming", "AR PL UMing CN", 9, 0.5, "000000"),
    Look("zenhei", "WenQuanYi Zen Hei", 8.5, 0.25, "404040"),
    Look("microhei", "WenQuanYi Micro Hei", 9, 0.75, "808080"),
    Look("fangsong", "FangSong", 10, 0.5, "000000"),
)
_TIMES = 4  # how often each form is drawn again
_WIDTHS = (10.0, 14.0, 17.0, 31.0, 24.0, 25.0, 12.0, 17.0, 22.0)  # millimetres


def documents(cache: Path) -> list[Path]:
    """Every document of the corpus: the samples, then those drawn again."""
    return sorted(SAMPLES.glob("*.pdf")) + drawn_again(cache)


def drawn_again(cache: Path) -> list[Path]:
    """The clean forms of the samples in other fonts and rulings."""
    return draw(_orders(), cache / "documents")


def pages(cache: Path, most: int | None = None) -> list[tuple[Path, int]]:
    """(document, page from 1) of all pages with ruled tables and nothing else; if `most`, so many of them.

    They are spread evenly over the corpus.
    """
    found = [
        (path, page.number)
        for path in documents(cache)
        for page in original(path).pages
        if page.tables and all(table.how == "ruled" for table in page.tables)
    ]
    if most is None or most >= len(found):
        return found
    return [found[at * len(found) // most] for at in range(most)]


def clean_forms() -> list[Any]:
    """The clean forms of the samples, each in one layout, as lines of the samples' catalogue."""
    listed = sample_module("catalogue")
    known = [one for one in listed.FILES if one.rulings == "all" and one.known == listed.Answer()]
    return [*_national(), *{one.layout: one for one in reversed(known)}.values()]


def _national() -> tuple[Any, ...]:
    """The national forms, which the samples' script draws itself."""
    listed, layout = sample_module("catalogue"), sample_module("layout")
    department, project = sample_module("content_department"), sample_module("content_project")
    deviation = functools.partial(layout.grid, widths=_WIDTHS)
    return (
        listed.Drawn("dept-2023-clean", "calc", department.CLEAN, deviation),
        listed.Drawn("project-2022-yuan", "writer", project.WATER_YUAN, deviation),
        listed.Drawn("three-pages", "writer", project.CARE, deviation),
    )


def _orders() -> list[Order]:
    """Every form in some of the looks, by turns from Calc and from Writer."""
    orders = []
    for at, drawn in enumerate(clean_forms()):
        for step in range(_TIMES):
            look = LOOKS[(at + 2 * step) % len(LOOKS)]
            by: Program = "calc" if (at + step) % 2 else "writer"
            orders.append(Order(f"{drawn.name}-{by}-{look.name}", drawn, by, look))
    return orders


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    found = pages(parser.parse_args().cache)
    for path, page in found:
        print(f"{path}  page {page}")
    print(f"{len(found)} pages of {len({path for path, _ in found})} documents")


if __name__ == "__main__":
    _main()
