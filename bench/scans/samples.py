"""Whether the samples, printed and scanned, lead to the findings of their originals.

    python bench/scans/samples.py [--presets NAME...] [--only TEXT] [--jobs N] [--cache FOLDER]

Every sample PDF is scanned, all its pages into one PDF of pictures, and audited. An error or a warning of the
exported file counts as told where the scan has one of the same rule on the same printed number; `milder`: the
rule is a notice or could not be checked; `missed`: nothing was said. `false`: an error or a warning that the
exported file has not. Documents whose forms are not the same in number are named.
"""

from __future__ import annotations

import argparse
import functools
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import fuhe
from bench.scans.audit import scanned_pdf
from bench.scans.corpus import DEFAULT_CACHE
from bench.scans.drawing import SAMPLES
from bench.scans.presets import PRESETS

Told = tuple[str, str]
"""A rule and the printed number that it names, blank where it names none."""


class Compared(NamedTuple):
    """One sample in one preset. `notes` say what differs."""

    told: int
    milder: int
    missed: int
    false: int
    notes: list[str]


def compared(path: Path, preset: str, cache: Path) -> Compared:
    """The audit of a scan against that of its original."""
    original = fuhe.audit(path)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{path.stem}-{preset}.pdf"
        file.write_bytes(scanned_pdf(path, preset, cache))
        scan = fuhe.audit(file)
    expected, found = _grave(original), _grave(scan)
    notes = list(_notes(original, scan))
    hushed = {one.rule for one in scan.outcomes if one.status == "could-not-check"}
    hushed |= {one.rule for one in scan.findings if one.severity == "notice"}
    absent = list((expected - found).elements())
    milder = [one for one in absent if one[0] in hushed]
    notes += [f"milder {rule} {printed}" for rule, printed in milder]
    notes += [f"missed {rule} {printed}" for rule, printed in absent if rule not in hushed]
    notes += [f"false {rule} {printed}" for rule, printed in (found - expected).elements()]
    told = sum((expected & found).values())
    false = sum((found - expected).values())
    return Compared(told, len(milder), len(absent) - len(milder), false, notes)


def _grave(audit: fuhe.Audit) -> Counter[Told]:
    return Counter((one.rule, one.printed or "") for one in audit.findings if one.severity != "notice")


def _notes(original: fuhe.Audit, scan: fuhe.Audit) -> Iterator[str]:
    if len(original.evaluations) != len(scan.evaluations):
        yield f"{len(scan.evaluations)} forms instead of {len(original.evaluations)}"
    if [one.form for one in original.evaluations] != [one.form for one in scan.evaluations]:
        yield f"forms {[one.form for one in scan.evaluations]}"


def main(options: argparse.Namespace) -> None:
    """Print a row a preset, and below it every difference."""
    chosen = [path for path in sorted(SAMPLES.glob("*.pdf")) if options.only in path.stem]
    print(f"{len(chosen)} documents\n{'preset':13}{'told':>7}{'milder':>8}{'missed':>8}{'false':>7}")
    with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
        for preset in options.presets:
            read = functools.partial(compared, preset=preset, cache=options.cache)
            made = list(pool.map(read, chosen))
            sums = [sum(column) for column in zip(*(one[:4] for one in made), strict=True)]
            print(f"{preset:13}{sums[0]:>7}{sums[1]:>8}{sums[2]:>8}{sums[3]:>7}")
            for path, one in zip(chosen, made, strict=True):
                print(
                    *(f"    {path.stem}: {note}" for note in one.notes), sep="\n", end="\n" * bool(one.notes)
                )
            sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presets", nargs="+", choices=PRESETS, default=["clean300", "standard300"])
    parser.add_argument("--only", default="", help="only samples with this in their name")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    main(parser.parse_args())
