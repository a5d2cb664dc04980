"""Many small documents through `fuhe ingest`: memory, cores, and what the run itself costs.

    python bench/ingest.py [--documents 20000] [--forms 10] [--jobs 2] [--plot bench/ingest.png]

One document in `--forms` is a filled form, the others are short letters. Every second the resident memory of
the driver and of its children, their CPU time and the documents that are done are written down. Then the same
documents go through the engine alone: a reader that does nothing, a ledger that keeps nothing, so that what
is left is the engine's own cost. Times are CPU seconds; a busy machine changes them little.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from fuhe.guard.setup import Setup, Task
from fuhe.record import Attempted, DocumentRecord

_FORM = """部门整体支出绩效自评表
（2023年度）
部门（单位）名称：第{n}局 单位：万元
年度资金总额 年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 100.00 120.00 {x}.00 10 {x}% 9.5
基本支出 60.00 70.00 70.00
项目支出 40.00 50.00 40.00
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因
产出指标 数量指标 培训次数 ≥4次 7次 50 50
效益指标 社会效益指标 知晓率 ≥90% 95% 30 30
满意度指标 服务对象满意度指标 群众满意度 ≥90% 92% 10 10
总分 100 99.5
"""
_LETTER = "关于报送第{n}号材料的函\n现将第{n}号材料报送你处，请予查收。\n联系人：{x}\n"
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Sample(NamedTuple):
    """One look at a run: seconds since its start, documents done, resident MiB, CPU seconds."""

    seconds: float
    done: int
    driver_mib: float
    children_mib: float
    driver_cpu: float
    children_cpu: float


def generated(folder: Path, count: int, forms: int) -> None:
    """Write the documents, a thousand a folder."""
    for n in range(count):
        path = folder / f"{n // 1000:03}" / f"{n:06}.txt"
        path.parent.mkdir(exist_ok=True)
        text = _LETTER if n % forms else _FORM
        path.write_text(text.format(n=n, x=80 + n % 20), encoding="utf-8")


def measured(command: list[str], ledger: Path) -> list[Sample]:
    """Run a command and look at it every second."""
    samples: list[Sample] = []
    begun = time.monotonic()
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            time.sleep(1)
            samples += _look(process.pid, ledger, time.monotonic() - begun)
    return samples


def _look(driver: int, ledger: Path, seconds: float) -> list[Sample]:
    try:
        mine, buried = _stat(driver)
        tasks = Path(f"/proc/{driver}/task").glob("*/children")
        children = [int(one) for task in tasks for one in task.read_text().split()]
        living = [sum(_stat(child)) for child in children]
        mib = [_mib(child) for child in children]
        return [Sample(seconds, _done(ledger), _mib(driver), sum(mib), mine, buried + sum(living))]
    except OSError:  # one of them just ended
        return []


def _stat(process: int) -> tuple[float, float]:
    """CPU seconds of a process, and of its children that are no more."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK, (int(fields[13]) + int(fields[14])) / _TICK


def _mib(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE / 1024**2


def _done(ledger: Path) -> int:
    try:
        connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True, timeout=5)
        try:
            return int(
                connection.execute("SELECT count(*) FROM attempt WHERE outcome = 'done'").fetchone()[0]
            )
        finally:
            connection.close()
    except sqlite3.OperationalError:  # not made yet
        return 0


def nothing(_: Setup, __: Callable[[str], object]) -> Callable[[Task], DocumentRecord]:
    """A reader that does nothing, for the guard's child."""
    return lambda task: DocumentRecord(os.fsdecode(task.path), None, "checked", (), (), ())


class Forgetful:
    """A ledger that keeps nothing."""

    def standing(self, *_: object) -> str:
        """Everything is new."""
        return "new"

    def tries(self, _: str) -> int:
        """Nothing was tried."""
        return 0

    def last_outcome(self, _: str) -> None:
        """Nothing was tried."""

    def note_path(self, *_: object) -> None:
        """Not kept."""

    def attempt(self, *_: object) -> int:
        """Not kept."""
        return 0

    def finish(self, _: int, attempted: Attempted) -> None:
        """Not kept; but it must have gone well."""
        if attempted.outcome != "done":
            sys.exit(f"{attempted.outcome}: {attempted.detail}")

    def quarantine(self, _: str) -> None:
        """Not kept."""


def engine_alone(folder: Path, jobs: int) -> tuple[float, float]:
    """CPU milliseconds a document of the driver and of the children, when there is nothing to do."""
    import msgspec

    from fuhe.bulk.interrupts import Interrupts
    from fuhe.bulk.listing import Listing
    from fuhe.bulk.progress import Progress
    from fuhe.bulk.run import Order, Run
    from fuhe.bulk.tally import Tally
    from fuhe.engine import local

    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    setup = msgspec.msgpack.encode(Setup(target="ingest:nothing"))
    tally = Tally()
    with local(jobs) as engine:
        run = Run(Order(1, setup), Forgetful(), engine, Progress(tally, None, None), Interrupts())
        run.all(Listing([str(folder / "000")]))  # the children are there now
        before, mine = tally.audited, time.process_time()
        theirs = _children_cpu()
        run.all(Listing([str(folder)]))
        count = tally.audited - before
        return (1000 * (time.process_time() - mine) / count, 1000 * (_children_cpu() - theirs) / count)


def _children_cpu() -> float:
    _, buried = _stat(os.getpid())
    tasks = Path("/proc/self/task").glob("*/children")
    return buried + sum(sum(_stat(int(one))) for task in tasks for one in task.read_text().split())


def plot(samples: list[Sample], file: Path) -> None:
    """Memory of the driver and of the children over the documents done."""
    width, height, left, bottom = 720, 320, 60, 40
    most = max(max(s.driver_mib, s.children_mib) for s in samples) * 1.15
    last = samples[-1].done
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)

    def at(done: int, mib: float) -> tuple[float, float]:
        return left + (width - left - 20) * done / last, height - bottom - (height - bottom - 20) * mib / most

    for step in range(5):
        mib = most * step / 4
        draw.line([at(0, mib), at(last, mib)], fill="#dddddd")
        draw.text((8, at(0, mib)[1] - 6), f"{mib:.0f} MiB", fill="black")
        draw.text(
            (at(last * step // 4, 0)[0] - 14, height - bottom + 8), f"{last * step // 4:,}", fill="black"
        )
    draw.text((width // 2 - 50, height - 16), "documents done", fill="black")
    for name, colour, row in (("driver", "#1f5fa8", 24), ("children together", "#b5561c", 40)):
        values = [(s.done, s.driver_mib if name == "driver" else s.children_mib) for s in samples]
        draw.line([at(*value) for value in values], fill=colour, width=2)
        draw.text((left + 12, row), name, fill=colour)
    image.quantize(16).save(file, optimize=True)


def report(samples: list[Sample], jobs: int) -> None:
    """The figures of the run."""
    end = samples[-1]
    print(f"{end.done} documents in {end.seconds:.0f} s ({end.done / end.seconds:.0f}/s)")
    for part in (0.1, 0.25, 0.5, 0.75, 1.0):
        one = next(s for s in samples if s.done >= part * end.done)
        print(f"  at {one.done:6}: driver {one.driver_mib:.0f} MiB, children {one.children_mib:.0f} MiB")
    used = end.driver_cpu + end.children_cpu
    print(f"CPU: driver {end.driver_cpu:.0f} s, children {end.children_cpu:.0f} s, ", end="")
    print(f"{used / end.seconds:.2f} cores of {jobs} over the whole run")
    print(f"driver {1000 * end.driver_cpu / end.done:.2f} ms of CPU a document, its start included")


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--forms", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuhe-bench-") as name:
        folder, ledger = Path(name) / "archive", Path(name) / "fuhe.db"
        folder.mkdir()
        generated(folder, asked.documents, asked.forms)
        command = [sys.executable, "-m", "fuhe", "ingest", str(folder), "--ledger", str(ledger), "-q"]
        samples = measured([*command, "--jobs", str(asked.jobs)], ledger)
        report(samples, asked.jobs)
        mine, theirs = engine_alone(folder, asked.jobs)
        print(f"engine alone: {mine:.2f} ms of CPU a document in the driver, {theirs:.2f} ms in the children")
        if asked.plot:
            plot(samples, asked.plot)


if __name__ == "__main__":
    main()
