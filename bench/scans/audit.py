"""Whether the audit of a scan comes to the same result as that of the exported original.

    python bench/scans/audit.py [--presets NAME...] [--forms N] [--faults N] [--more-clean] [--jobs N]
                                [--list] [--keep FOLDER] [--cache FOLDER]

Clean forms are drawn as they are, and again with one number changed in one digit. A fault is provable if the
exported file with it has an error that the clean one has not. Each file is then scanned, all its pages in one
PDF of pictures, and audited. A fault counts as found where the scan has an error of the same rule;
`as notice`: a notice or a warning of that rule; `unchecked`: it was said that the rule could not be checked;
`missed`: nothing was said; `unread`: files, clean ones too, in which no form was found.
False is what the scan has and the exported file has not, on clean and faulty files alike, but for milder
findings of the rule that a fault breaks; it is listed below the row, rule by rule.
"""

from __future__ import annotations

import argparse
import functools
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

import fuhe
from bench.scans.corpus import DEFAULT_CACHE, LOOKS, clean_forms, drawn_again
from bench.scans.drawing import AS_SAMPLES, Order, Program, draw
from bench.scans.faults import faults
from bench.scans.generator import stored
from bench.scans.presets import PRESETS
from bench.scans.truth import original

Kind = tuple[str, str]
"""Severity (or `could-not-check`) and rule id."""


class Case(NamedTuple):
    """A file to be scanned; `told` is what the audit of the exported file says. A clean one has no fault."""

    path: Path
    told: Counter[Kind]
    fault: str | None = None
    proof: frozenset[str] = frozenset()


@dataclass
class Tally:
    """Counts of one preset; `false` by severity and rule."""

    faults: int = 0
    found: int = 0
    noticed: int = 0
    unchecked: int = 0
    missed: int = 0
    clean_pages: int = 0
    pages: int = 0
    false: Counter[Kind] = field(default_factory=Counter)
    false_clean: Counter[Kind] = field(default_factory=Counter)
    unread: int = 0
    notes: list[str] = field(default_factory=list)


def told(path: Path) -> Counter[Kind]:
    """What an audit says, counted: findings by severity and rule, and rules that could not be checked."""
    return _counted(fuhe.audit(path))


def _counted(audit: fuhe.Audit) -> Counter[Kind]:
    counted: Counter[Kind] = Counter()
    for outcome in audit.outcomes:
        if outcome.finding is not None:
            counted[outcome.finding.severity, outcome.rule] += 1
        elif outcome.status == "could-not-check":
            counted["could-not-check", outcome.rule] += 1
    return counted


def told_of_scan(case: Case, preset: str, cache: Path, keep: Path | None) -> Counter[Kind] | None:
    """The same of the scanned file, written to the folder `keep`; None if no form was found in it."""
    with tempfile.TemporaryDirectory() as folder:
        file = (keep or Path(folder)) / f"{case.path.stem}-{preset}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(scanned_pdf(case.path, preset, cache))
        audit = fuhe.audit(file)
        return _counted(audit) if audit.evaluations else None


def scanned_pdf(path: Path, preset: str, cache: Path) -> bytes:
    """All pages of a document scanned, each a picture on a page as large as the picture would print."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for page in original(path).pages:
        scan = stored(path, page.number, preset, cache)
        size = (scan.width * 72 / scan.dpi, scan.height * 72 / scan.dpi)
        canvas.setPageSize(size)
        data = io.BytesIO(scan.data)
        # a JPEG goes into the PDF as it is; reportlab knows no TIFF
        picture = ImageReader(Image.open(data) if scan.kind == "image/tiff" else data)
        canvas.drawImage(picture, 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def cases(cache: Path, forms: int | None, most: int) -> list[Case]:
    """Clean forms, and each with up to `most` provable faults."""
    orders: list[Order] = []
    named: list[tuple[int, str | None]] = []
    looks = (AS_SAMPLES, *LOOKS)
    for at, drawn in enumerate(clean_forms()[:forms]):
        by: Program = "calc" if drawn.kind in {"calc", "xlsx"} else "writer"
        variants: list[tuple[Any, str | None]] = [(drawn.form, None)]
        variants += [
            (one.form, f"{one.field} {one.before} → {one.after}")
            for one in faults(drawn.form, drawn.name, most)
        ]
        for number, (form, fault) in enumerate(variants):
            name = f"{drawn.name}-{f'fault{number}' if fault else 'clean'}"
            orders.append(Order(name, replace(drawn, form=form), by, looks[at % len(looks)]))
            named.append((at, fault))
    return list(_provable(draw(orders, cache / "faults"), named))


def _provable(paths: Sequence[Path], named: Sequence[tuple[int, str | None]]) -> Iterator[Case]:
    clean: dict[int, Counter[Kind]] = {}
    for path, (at, fault) in zip(paths, named, strict=True):
        said = told(path)
        if fault is None:
            clean[at] = said
            yield Case(path, said)
            continue
        proof = frozenset(rule for severity, rule in said - clean[at] if severity == "error")
        if proof:
            yield Case(path, said, fault, proof)


def count(tally: Tally, case: Case, said: Counter[Kind] | None, preset: str) -> None:
    """Add one scanned file to the tally."""
    pages = len(original(case.path).pages)
    tally.pages += pages
    name = f"{case.path.stem}-{preset}"
    tally.faults += case.fault is not None
    tally.clean_pages += pages if case.fault is None else 0
    if said is None:
        tally.unread += 1
        tally.notes.append(f"{name}: no form was read")
        return
    false = Counter(
        {
            (severity, rule): number
            for (severity, rule), number in (said - case.told).items()
            if severity != "could-not-check" and (severity == "error" or rule not in case.proof)
        }
    )
    tally.false += false
    if case.fault is None:
        tally.false_clean += false
    else:
        how = _found(case.proof, said)
        setattr(tally, how, getattr(tally, how) + 1)
        if how != "found":
            tally.notes.append(f"{name}: {case.fault} ({', '.join(sorted(case.proof))}): {how}")
    tally.notes += [f"{name}: false {severity} {rule}" for severity, rule in false.elements()]


def _found(proof: frozenset[str], said: Counter[Kind]) -> str:
    severities = {severity for severity, rule in said if rule in proof}
    if "error" in severities:
        return "found"
    if severities & {"warning", "notice"}:
        return "noticed"
    return "unchecked" if severities else "missed"


def _row(preset: str, tally: Tally) -> str:
    def of(severity: str, counted: Counter[Kind]) -> int:
        return sum(number for (kind, _), number in counted.items() if kind == severity)

    return (
        f"{preset:13}{f'{tally.found}/{tally.faults}':>14}{tally.noticed:>11}{tally.unchecked:>11}"
        f"{tally.missed:>8}{tally.clean_pages:>13}{of('error', tally.false_clean):>14}"
        f"{of('warning', tally.false_clean):>10}{of('notice', tally.false_clean):>9}"
        f"{tally.pages:>11}{of('error', tally.false):>14}{tally.unread:>8}"
    )


_HEAD = (
    f"{'preset':13}{'faults found':>14}{'as notice':>11}{'unchecked':>11}{'missed':>8}"
    f"{'clean pages':>13}{'false errors':>14}{'warnings':>10}{'notices':>9}"
    f"{'all pages':>11}{'false errors':>14}{'unread':>8}"
)


def main(options: argparse.Namespace) -> None:
    """Print a row a preset, and below it what was false."""
    chosen = cases(options.cache, options.forms, options.faults)
    if options.more_clean:
        chosen += [Case(path, told(path)) for path in drawn_again(options.cache)]
    provable = sum(case.fault is not None for case in chosen)
    print(f"{len(chosen) - provable} clean files, {provable} files with a provable fault\n{_HEAD}")
    with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
        for preset in options.presets:
            tally = Tally()
            read = functools.partial(told_of_scan, preset=preset, cache=options.cache, keep=options.keep)
            for case, said in zip(chosen, pool.map(read, chosen), strict=True):
                count(tally, case, said, preset)
            print(_row(preset, tally), flush=True)
            for (severity, rule), number in tally.false.most_common():
                print(f"    false {severity} {rule}: {number}")
            if options.list:
                print(*(f"    {note}" for note in tally.notes), sep="\n", flush=True)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presets", nargs="+", choices=PRESETS, default=list(PRESETS))
    parser.add_argument("--forms", type=int, help="so many forms; all if not given")
    parser.add_argument("--faults", type=int, default=3, help="numbers changed in each form, one at a time")
    parser.add_argument("--more-clean", action="store_true", help="also the clean forms in all other looks")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="every fault not found and everything false")
    parser.add_argument("--keep", type=Path, help="folder for the scanned files")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    main(parser.parse_args())
