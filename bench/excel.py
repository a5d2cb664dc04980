"""How long a workbook of many findings takes, and how much memory: `python bench/excel.py [FINDINGS ...]`.

Each size runs in a process of its own, so that its peak memory is its own. The findings are those of a
sample, over and over; the workbook has all its sheets.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "dept-2023-sheet.pdf"
SIZES = (10_000, 100_000)


def main(sizes: list[int]) -> None:
    """Print a table row for each size."""
    print("| findings | CPU s | peak MB | before writing MB | file MB |\n|---|---|---|---|---|")
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, cwd=ROOT
        )
        one = json.loads(done.stdout)
        figures = (f"{one[key]:.0f}" for key in ("cpu", "peak", "before", "file"))
        print(f"| {size:,} | {' | '.join(figures)} |", flush=True)


def measured(size: int) -> dict[str, float]:
    """Write one workbook of at least so many findings."""
    import fuhe
    from fuhe.report import excel

    audit = fuhe.audit(SAMPLE)
    copies = -(-size // len(audit.findings))
    excel.write([audit], tempfile.TemporaryFile(), "zh")  # noqa: SIM115  (what is loaded once is not growth)
    before, began = peak(), time.process_time()
    with tempfile.TemporaryFile() as file:
        excel.write((audit for _ in range(copies)), file, "zh")
        length = file.tell()
    return {"cpu": time.process_time() - began, "peak": peak(), "before": before, "file": length / 1e6}


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(int(sys.argv[2]))))
    else:
        main([int(one) for one in sys.argv[1:]] or list(SIZES))
