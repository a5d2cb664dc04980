"""Who is whose child, and who is gone; as Linux tells it."""

from __future__ import annotations

import time
from pathlib import Path


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def alive(process: int) -> bool:
    try:
        return " Z" not in Path(f"/proc/{process}/stat").read_text()[-400:].split(")")[1][:3]
    except OSError:
        return False


def gone(processes: list[int]) -> bool:
    until = time.monotonic() + 5
    while any(map(alive, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(alive, processes))
