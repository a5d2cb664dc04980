"""What a scanned page costs, beside what the networks alone cost, and what two workers do.

    python bench/scans/speed.py [--preset standard200] [--pages 4] [--cache FOLDER]

Reads the pages whole, on one thread in a process of its own, once to warm up and once measured; then with two
processes at the same time, each on all pages. `networks` is the CPU time inside detection and recognition;
`ratio` the whole against it. `speed-up` is pages an hour of two workers against one. On a machine that does
other things it says little; there `CPU of two` (CPU seconds a page with two workers at work) says whether
they hinder one another.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from bench.scans.corpus import DEFAULT_CACHE, pages
from bench.scans.generator import stored
from bench.scans.measure import _ONE_THREAD, Task
from bench.scans.presets import PRESETS

_STATUS = Path("/proc/self/status")


class Cost(NamedTuple):
    """Seconds for all pages: CPU, CPU inside the networks, on the clock; peak resident MiB."""

    cpu: float
    networks: float
    clock: float
    peak: float


def read(tasks: Sequence[Task], cache: Path) -> Cost:
    """Read all pages twice in this process; the second time counts."""
    import cv2

    from extract.read import read_bytes
    from extract.scan import models

    cv2.setNumThreads(1)
    spent = [0.0]
    load = models.session

    def counted(*told: Any, **named: Any) -> Any:
        run = load(*told, **named)

        def timed(batch: Any) -> Any:
            start = time.process_time()
            try:
                return run(batch)
            finally:
                spent[0] += time.process_time() - start

        return timed

    models.session = counted  # type: ignore[assignment]
    scans = [stored(*task, cache).data for task in tasks]
    for data in scans:
        read_bytes(data, "page")
    spent[0] = 0.0
    start, clock = time.process_time(), time.perf_counter()
    for data in scans:
        read_bytes(data, "page")
    made = time.process_time() - start, spent[0], time.perf_counter() - clock
    peak = int(_STATUS.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024
    return Cost(*made, peak)


def main(options: argparse.Namespace) -> None:
    """Print one worker's costs, then two workers'."""
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    tasks = [Task(path, page, options.preset) for path, page in pages(options.cache, options.pages)]
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        list(pool.map(stored, *zip(*tasks, strict=True), repeat(options.cache)))
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        one = pool.submit(read, tasks, options.cache).result()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        two = [job.result() for job in [pool.submit(read, tasks, options.cache) for _ in range(2)]]
    count = len(tasks)
    load = os.getloadavg()[0]
    print(f"{options.preset}, {count} pages, load of the machine {load:.1f}")
    ratio = one.cpu / one.networks
    print(f"CPU s/page {one.cpu / count:.2f}, networks {one.networks / count:.2f}, ratio {ratio:.2f}")
    print(f"peak MB {one.peak:.0f}")
    print(f"speed-up of two {2 * one.clock / max(cost.clock for cost in two):.2f}")
    print(f"CPU of two {sum(cost.cpu for cost in two) / (2 * count):.2f} s/page")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", choices=PRESETS, default="standard200")
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    main(parser.parse_args())
