"""A final-accounts book of 150 pages with self-evaluation tables scattered in it, made of the samples.

`python samples/book.py TARGET` writes TARGET.pdf and TARGET.json; the book itself is too long to be kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pikepdf

HERE = Path(__file__).parent
PAGES = 150
# The forms in the order in which they stand, each after so many pages of other matter.
_FORMS = (
    (41, "dept-2023-clean"),
    (18, "project-2022"),
    (0, "project-2022-yuan"),
    (22, "three-pages"),
    (9, "two-row-header"),
    (14, "eight-forms"),
    (12, "hunan-department"),
)
# Other matter: a chapter with cover, contents and tables; then what else looks like a form and is none.
_CHAPTER, _OTHERS = "book-chapter", ("final-accounts", "prose", "final-accounts", "declaration")


def build(target: Path) -> list[dict[str, Any]]:
    """Write the book; returns the answers of its forms, in order, each with its pages."""
    sources = {path.stem: pikepdf.open(path) for path in HERE.glob("*.pdf")}
    answers: list[dict[str, Any]] = []
    with pikepdf.new() as book:
        other = _other_pages(sources)
        for before, name in _FORMS:
            book.pages.extend(next(other) for _ in range(before))
            answers += _placed(name, len(book.pages))
            book.pages.extend(sources[name].pages)
        book.pages.extend(next(other) for _ in range(PAGES - len(book.pages)))
        book.save(target, deterministic_id=True)
    for source in sources.values():
        source.close()
    return answers


def _other_pages(sources: dict[str, pikepdf.Pdf]) -> Any:
    yield from sources[_CHAPTER].pages
    while True:
        for name in _OTHERS:
            yield from sources[name].pages


def _placed(name: str, before: int) -> list[dict[str, Any]]:
    """The answers of a sample, with pages counted in the book."""
    answer = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    with pikepdf.open(HERE / f"{name}.pdf") as pdf:
        last = len(pdf.pages)
    forms = answer.get("evaluations", [{"pages": [1, last], **answer}])
    return [{**form, "pages": [page + before for page in form["pages"]]} for form in forms]


if __name__ == "__main__":
    place = Path(sys.argv[1])
    made = build(place.with_suffix(".pdf"))
    place.with_suffix(".json").write_text(
        json.dumps({"evaluations": made}, ensure_ascii=False), encoding="utf-8"
    )
