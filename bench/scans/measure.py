"""How well scans are read, preset by preset.

    python bench/scans/measure.py [--stage all] [--presets NAME...] [--pages N] [--jobs 2] [--peers NAME...]
                                  [--list-misses] [--overlays FOLDER] [--cache FOLDER]

Stages: `structure` is the grid alone, `text` the recogniser on lines cut out by the truth (an upper bound),
`all` the whole reader. Every cell of a page must be found (boxes alike by 0.7, intersection over union), in
its row and column with its spans, and none besides, for the page to be fully right. `silent` are numbers
misread and not marked doubtful (confidence of 0.9 or more); `lost` are numeric cells that were not found.
Levels and fields are compared with what the reader makes of the exported original, page by page.
CPU seconds are of the process, on one thread, once libraries and models are loaded; the pictures are made
beforehand, by other processes.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from bench.scans import overlay, peers
from bench.scans.corpus import DEFAULT_CACHE, pages
from bench.scans.generator import stored
from bench.scans.presets import PRESETS
from bench.scans.score import Score, score
from bench.scans.stages import STAGES, Read, fields_of, page_alone, text

# Before the libraries of the readers load: one thread, so that CPU seconds can be compared.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_loaded: set[str] = set()  # tools whose libraries and models this process has loaded
_HEAD = (
    f"{'tool':22}{'preset':13}{'CPU s/page':>11}{'peak MB':>9}{'cells found / extra':>21}"
    f"{'fully right pages':>19}{'num cells':>12}{'silent':>8}{'lost':>6}{'CER':>9}"
    f"{'levels exact':>14}{'fields exact':>14}"
)


class Task(NamedTuple):
    """One page to be scanned in one way."""

    path: Path
    page: int
    preset: str


class How(NamedTuple):
    """What is to be done with every page; `tool` is a stage or a peer."""

    tool: str
    model: str
    cache: Path
    overlays: Path | None


def prepare(task: Task, stage: str, cache: Path) -> dict[str, str]:
    """Make the picture where it is missing; returns the fields of the exported original if needed."""
    stored(*task, cache)
    return fields_of(page_alone(task.path, task.page)) if stage == "all" else {}


def measure(task: Task, expected: dict[str, str], how: How) -> Score:
    """Read one page and hold it against the truth. A page that cannot be read is counted as failed."""
    scan = stored(*task, how.cache)
    tools = {**STAGES, "text": partial(text, model=how.model), **peers.PEERS}
    if how.tool not in _loaded:
        _loaded.add(how.tool)
        with contextlib.suppress(Exception):  # it will fail again below, where it is counted
            tools[how.tool](scan)
    _forget_peak()
    start = time.process_time()
    try:
        read = tools[how.tool](scan)
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001 (one page must not end the measuring of the others)
        nothing = Read([], upright=True, fields={} if how.tool == "all" else None)
        made = score(scan, nothing, expected)
        made.failed, made.misses = 1, [f"{scan.name}: {type(error).__name__}: {str(error).splitlines()[:1]}"]
        return made
    seconds, peak = time.process_time() - start, _peak()
    made = score(scan, read, expected)
    made.seconds, made.peak = seconds, peak
    if how.overlays and made.boxes:
        overlay.save(scan, made.boxes, how.overlays / f"{scan.name}.jpg", upright=read.upright)
    return made


def run(tasks: Sequence[Task], expected: Iterable[dict[str, str]], how: How, jobs: int) -> list[Score]:
    """Measure all pages in fresh processes; the scores in the order of the tasks."""
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_one_thread) as pool:
        return list(pool.map(measure, tasks, expected, repeat(how)))


def line(tool: str, preset: str, made: Score) -> str:
    """A row of the table; a dash where the tool says nothing of the kind."""
    return (
        f"{tool:22}{preset:13}{made.seconds / max(made.pages - made.failed, 1):11.2f}{made.peak:9.0f}"
        f"{_of(made.found, made.cells) + (f' / {made.extra}' if made.cells else ''):>21}"
        f"{_of(made.right, made.pages if made.cells else 0):>19}"
        f"{_of(made.numeric_right, made.numeric):>12}{made.silent if made.numeric else '-':>8}"
        f"{made.loose if made.numeric else '-':>6}{_share(made.edits, made.letters):>9}"
        f"{_of(made.levels_right, made.levels):>14}{_of(made.fields_right, made.fields):>14}"
        + (f"  {made.failed} failed" if made.failed else "")
    )


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else "-"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def _one_thread() -> None:
    import cv2

    cv2.setNumThreads(1)


def _forget_peak() -> None:
    if _CLEAR.exists():
        _CLEAR.write_text("5", encoding="ascii")  # resets the high-water mark of resident memory


def _peak() -> float:
    """Peak resident MiB since it was forgotten; 0 where the system does not say."""
    if not _STATUS.exists():
        return 0.0
    return int(_STATUS.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stage", choices=list(STAGES), default="all")
    parser.add_argument("--presets", nargs="+", choices=PRESETS, default=list(PRESETS))
    parser.add_argument("--pages", type=int, help="so many pages of each preset, spread over the corpus")
    parser.add_argument("--only", default="", help="only documents with this in their name")
    parser.add_argument("--model", choices=("tiny", "small"), default="tiny", help="of the stage `text`")
    parser.add_argument("--peers", nargs="*", choices=peers.PEERS, default=[])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list-misses", action="store_true")
    parser.add_argument("--overlays", type=Path, help="folder for pictures of the pages with misses")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    return parser.parse_args()


def main(options: argparse.Namespace) -> None:
    """Print one table: a row a preset, and a row a peer."""
    chosen = [one for one in pages(options.cache, options.pages) if options.only in one[0].stem]
    tools = [options.stage, *options.peers]
    print(f"{len(chosen)} pages\n{_HEAD}")
    for preset in options.presets:
        tasks = [Task(path, page, preset) for path, page in chosen]
        with ProcessPoolExecutor(options.jobs, get_context("spawn")) as pool:
            expected = list(pool.map(prepare, tasks, repeat(options.stage), repeat(options.cache)))
        for tool in tools:
            how = How(tool, options.model, options.cache, options.overlays if tool == options.stage else None)
            try:
                _report(tool, preset, run(tasks, expected, how, options.jobs), options)
            except ImportError as error:
                print(f"{tool:22}{preset:13} not measured: {error}")


def _report(tool: str, preset: str, scores: Sequence[Score], options: argparse.Namespace) -> None:
    total = Score()
    for one in scores:
        total.add(one)
    name = f"fuhe {tool}" if tool in STAGES else tool
    print(line(name, preset, total), flush=True)
    if options.list_misses and tool in STAGES:
        print(*(f"    {miss}" for miss in total.misses), sep="\n", flush=True)
    elif total.failed:
        print(f"    the first: {next(miss for one in scores if one.failed for miss in one.misses)}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(_options())
