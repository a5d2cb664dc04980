"""How long all rules take on one evaluation.

    python bench/rules.py [--forms N]

Every sample, and honest forms of all families filled by chance (see bench/faults), are read first; then all
rules run once on each, and the CPU time of that is taken. Nothing is checked twice, so that no cache is warm.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.faults import drawn
from bench.faults.families import families
from bench.faults.study import honest
from bench.faults.written import written
from extract import read
from normalize import evaluations
from normalize.evaluation import Evaluation
from validate import check

SAMPLES = Path(__file__).parents[1] / "samples"
_SUFFIXES = {".pdf", ".xlsx", ".docx", ".txt"}


def _samples() -> Iterator[Evaluation]:
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix in _SUFFIXES:
            yield from evaluations(read(path))


def _filled(forms: int) -> Iterator[Evaluation]:
    known = families()
    for number in range(forms):
        family = list(known.values())[number % len(known)]
        plan = honest(family.id, "speed", number, variations=4)
        yield drawn.evaluation(written(plan), family.layout)


def _milliseconds(one: Evaluation) -> float:
    start = time.process_time()
    check(one)
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Print a row a set of evaluations."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--forms", type=int, default=130)
    options = parser.parse_args()
    sets = {"samples": list(_samples()), "filled by chance": list(_filled(options.forms))}
    for one in _filled(3):
        check(one)  # the rules and their data are loaded
    gc.freeze()  # the forms kept here are not the rules' to be looked through for garbage
    print("| evaluations | number | rows | CPU ms, median | 9 of 10 below | longest |")
    print("|---|---|---|---|---|---|")
    for name, some in sets.items():
        took = sorted(map(_milliseconds, some))
        rows = statistics.median(len(one.indicators) for one in some)
        figures = (statistics.median(took), took[len(took) * 9 // 10], took[-1])
        print(f"| {name} | {len(some)} | {rows:.0f} | {' | '.join(f'{one:.1f}' for one in figures)} |")


if __name__ == "__main__":
    main()
