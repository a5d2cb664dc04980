"""Fit what the ink along an edge says about a rule being there: `WEIGHTS` of `extract/scan/lattice.py`.

    python bench/scans/fit.py [--pages 118] [--jobs 2] [--keep FILE.npz] [--cache FOLDER]

Every page is scanned with half of the presets. The edges of its lattices, as the reader looks at them first,
are drawn or not by the truth; a logistic regression tells which parts of the evidence speak for which. It is
fitted on every second document; how many edges come out wrong is counted on the others, beside what the
weights of the reader do there. FILE keeps the evidence for a second run.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.scans.corpus import DEFAULT_CACHE, pages
from bench.scans.generator import stored
from bench.scans.presets import PRESETS
from bench.scans.truth import Scan, mapped
from extract.scan.lattice import WEIGHTS, Line, Side, evidence

Floats = NDArray[np.float64]

_NEAR = 2.0
"""Points of the page: an edge this near to the border of a cell is that border."""
_APART = 4.0
"""And one farther away than this is none; what lies between is not counted."""
_MOST_INK, _DEPTH, _AVERAGED = 9, 13, 14
"""Parts of the evidence: ink at the end that has more, how dark, ink averaged."""
_PALE = 0.05
_ALONG = (0.25, 0.5, 0.75)
_PRIOR = 1.0
"""How strongly weights are held to be 0, in edges."""
_ROUNDS = 30


def edges(path: Path, page: int, preset: str, cache: Path) -> tuple[Floats, Floats]:
    """Evidence (edges x parts) of the edges of one scan, and whether each is drawn (1), or not (0)."""
    from bench.scans.stages import shared_detector
    from extract.scan.picture import pictures
    from extract.scan.rulings import parts, possible, sides
    from extract.scan.straighten import straightened

    scan = stored(path, page, preset, cache)
    straight = straightened(next(iter(pictures(scan.data, scan.kind))))
    across, down = sides(straight, shared_detector().lines(straight.grey))
    to_picture = straight.to_picture @ np.diag([straight.per_point, straight.per_point, 1])
    seen, drawn = [np.empty((0, len(WEIGHTS)))], [np.empty(0)]
    for part in parts(across, down):
        rows, columns, _ = possible(across, down, *part)
        if min(len(rows), len(columns)) < 2:
            continue
        for side, lines, stops in ((across, rows, columns), (down, columns, rows)):
            for line in lines:
                marks = np.array([stop.at for stop in stops])
                places = _places(side, line, marks, turned=side is down)
                seen.append(evidence(side, line, marks.tolist()))
                drawn.append(_drawn(scan, scan.to_page(mapped(to_picture, places)), turned=side is down))
    weighed, known = np.vstack(seen), np.concatenate(drawn)
    known[(known > 0) & _is_blank(weighed)] = -1  # a border that is not printed, or lost with its toner
    return weighed[known >= 0], known[known >= 0]


def _is_blank(seen: Floats) -> NDArray[np.bool_]:
    """Edges along which nothing is seen that might be ink."""
    no_ink = (seen[:, _MOST_INK] <= 0) & (seen[:, _AVERAGED] <= 0)
    blank: NDArray[np.bool_] = no_ink & (seen[:, _DEPTH] < _PALE * seen[:, 0])
    return blank


def _places(side: Side, line: Line, marks: Floats, *, turned: bool) -> Floats:
    """Three places on each edge (points of the straight page), edge after edge."""
    along = np.array([low + share * (high - low) for low, high in itertools.pairwise(marks)
                      for share in _ALONG])  # fmt: skip
    off = line.at + side.bend.at(along, line.at)
    return np.column_stack((off, along) if turned else (along, off))


def _drawn(scan: Scan, places: Floats, *, turned: bool) -> Floats:
    """1 for an edge that is a border of a cell, 0 for one that is none, -1 where the truth leaves it open."""
    boxes = np.array([(c.box.x0, c.box.top, c.box.x1, c.box.bottom) for c in scan.cells]).reshape(-1, 4)
    x0, top, x1, bottom = boxes.T
    along, off = (places[:, 1:], places[:, :1]) if turned else (places[:, :1], places[:, 1:])
    first, last, low, high = (top, bottom, x0, x1) if turned else (x0, x1, top, bottom)
    away = np.minimum(np.abs(off - low), np.abs(off - high))
    away = np.where((along > first - 1) & (along < last + 1), away, np.inf).min(axis=1, initial=np.inf)
    nearest = np.median(away.reshape(-1, len(_ALONG)), axis=1)
    known: Floats = np.where(nearest < _NEAR, 1.0, np.where(nearest > _APART, 0.0, -1.0))
    return known


def fitted(seen: Floats, drawn: Floats) -> Floats:
    """The weights under which what is drawn is likeliest: a logistic regression by Newton's method."""
    weights = np.zeros(seen.shape[1])
    prior = _PRIOR * np.eye(len(weights))
    for _ in range(_ROUNDS):
        sure = 1 / (1 + np.exp(-(seen @ weights).clip(-30, 30)))
        slope = seen.T @ (drawn - sure) - prior @ weights
        bend = (seen * (sure * (1 - sure))[:, None]).T @ seen + prior
        weights += np.linalg.solve(bend, slope)
    return weights


def _tasks(count: int | None, cache: Path) -> Iterator[tuple[Path, int, str]]:
    for number, (path, page) in enumerate(pages(cache, count)):
        yield from ((path, page, preset) for preset in list(PRESETS)[number % 2 :: 2])


def _collected(options: argparse.Namespace) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    if options.keep and options.keep.exists():
        held = np.load(options.keep)
        return held["seen"], held["drawn"], held["taught"]
    tasks = list(_tasks(options.pages, options.cache))
    documents = sorted({path.stem for path, _, _ in tasks})
    with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
        found = list(pool.map(edges, *zip(*tasks, strict=True), repeat(options.cache), chunksize=3))
    seen, drawn = (np.concatenate(part) for part in zip(*found, strict=True))
    taught = np.concatenate([
        np.full(len(known), documents.index(path.stem) % 2 == 0)
        for (path, _, _), (_, known) in zip(tasks, found, strict=True)
    ])  # fmt: skip
    if options.keep:
        np.savez_compressed(options.keep, seen=seen, drawn=drawn, taught=taught)
    return seen, drawn, taught


def main(options: argparse.Namespace) -> None:
    """Print the weights, and the edges that come out wrong with them and with those of the reader."""
    seen, drawn, taught = _collected(options)
    weights = fitted(seen[taught], drawn[taught])
    print(f"{len(seen)} edges, {int(drawn.sum())} drawn; fitted on {int(taught.sum())}")
    print("weights", [round(float(weight), 2) for weight in weights])
    for name, some in (("fitted on", taught), ("others", ~taught)):
        print(name, *(f"{told}: {_wrong(seen[some], drawn[some], by)}" for told, by in
                      (("with these", weights), ("with the reader's", WEIGHTS))), sep="; ")  # fmt: skip


def _wrong(seen: Floats, drawn: Floats, weights: Floats) -> str:
    told = seen @ weights > 0
    missed, added = int((~told & (drawn > 0)).sum()), int((told & (drawn < 1)).sum())
    return f"{missed} rules missed, {added} added"


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, help="so many pages, spread over the corpus; all if not given")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    return parser.parse_args(given)


if __name__ == "__main__":
    main(arguments())
