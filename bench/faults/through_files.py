"""A sample of the seeded faults through real files: written as a workbook, exported as PDF, audited as files.

    python bench/faults/through_files.py [--faults N] [--cache FOLDER]

The same faults as in study.py, every so many of them. In a workbook the finding must cite the very cell; on a
page, where cells have boxes in place of names, a cell with the very print. Drawing needs LibreOffice.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

import fuhe
from bench.faults import drawn
from bench.faults.families import Family, families
from bench.faults.fault import Fault, Kind, cells_of, value_at
from bench.faults.study import KINDS, Case, cases, seeded_fault
from bench.scans.corpus import DEFAULT_CACHE
from bench.scans.drawing import Order, draw
from extract.document import InSheet
from validate.outcome import Finding


class Seeded(NamedTuple):
    """A fault with what it was made for."""

    case: Case
    kind: Kind
    family: Family
    fault: Fault


def sample(faults: int) -> list[Seeded]:
    """So many faults, spread evenly over the thousand of the study."""
    chosen, known = cases(1000, 0), families()
    picked = []
    for at in range(faults):
        case = chosen[at * len(chosen) // faults]
        kind = next(one for one in KINDS if one.name == case.kind)
        _, fault = seeded_fault(case, kind)
        if fault is not None:
            picked.append(Seeded(case, kind, known[case.family], fault))
    return picked


def workbooks(seeded: Sequence[Seeded], folder: Path) -> Iterator[tuple[Seeded, bool]]:
    """Whether each fault is named in the workbook."""
    save = drawn.sample("render_sheet").save
    for number, one in enumerate(seeded):
        path = folder / f"{number}.xlsx"
        save(one.fault.form, one.family.layout(one.fault.form), path)
        cells = {cell for where in one.fault.paths for cell in cells_of(one.fault.form, one.family, where)}
        yield one, any(_cites_cell(finding, cells) for finding in _right(path, one.kind))


def pages(seeded: Sequence[Seeded], cache: Path) -> Iterator[tuple[Seeded, bool]]:
    """Whether each fault is named in the exported PDF."""
    template = drawn.sample("catalogue").FILES[0]
    orders = [Order(f"fault{number}", _line(template, one), "calc") for number, one in enumerate(seeded)]
    for one, path in zip(seeded, draw(orders, cache / "seeded"), strict=True):
        prints = {"".join(value_at(one.fault.form, where).split()) for where in one.fault.paths}
        yield one, any(_cites_print(finding, prints) for finding in _right(path, one.kind))


def _line(template: Any, one: Seeded) -> Any:
    """A line of the samples' catalogue; wide forms across the page."""
    wide = one.family.form == "chongqing-department"
    return replace(template, form=one.fault.form, layout=one.family.layout, kind="calc", landscape=wide)


def _right(path: Path, kind: Kind) -> list[Finding]:
    return [one for one in fuhe.audit(path).findings if one.rule in kind.rules]


def _cites_cell(finding: Finding, cells: set[str]) -> bool:
    places = [piece.place for piece in finding.evidence]
    return any(isinstance(place, InSheet) and place.cell.split(":")[0] in cells for place in places)


def _cites_print(finding: Finding, prints: set[str]) -> bool:
    """A blank print stands for a blank cell, which a finding cites without text or names in its role."""
    said = {"".join(piece.text.split()) for piece in finding.evidence}
    return any(one in said or any(one and one in text for text in said) for one in prints)


def main() -> None:
    """Print how many were found in each kind of file, and the others."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--faults", type=int, default=50)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    options = parser.parse_args()
    seeded = sample(options.faults)
    with tempfile.TemporaryDirectory() as folder:
        results = {
            "workbooks": list(workbooks(seeded, Path(folder))),
            "PDF": list(pages(seeded, options.cache)),
        }
    kinds, seen = (
        len(set(some)) for some in zip(*((one.kind.name, one.case.family) for one in seeded), strict=True)
    )
    print(f"{len(seeded)} faults of {kinds} kinds, {seen} families")
    for name, told in results.items():
        print(f"{name}: {sum(found for _, found in told)} of {len(told)} named, with the cell")
        for one, found in told:
            if not found:
                print(f"  missed: {one.case} {one.fault.told}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main()
