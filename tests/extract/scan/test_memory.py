"""A process that reads one scan after the other does not grow."""

from __future__ import annotations

import subprocess
import sys

import pytest

_ARRAYS_COME_AND_GO = """
import sys
import numpy as np
from extract.scan.memory import give_back_large
if sys.argv[1] == "told":
    give_back_large()
page = np.ones(9_000_000, np.uint8)
del page
pages, lines = [], []
for _ in range(20):
    pages.append(np.ones(9_000_000, np.uint8))
    lines.append(bytearray(100_000))
del pages
print(open("/proc/self/status").read().partition("VmRSS:")[2].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how large a process is")
def test_what_large_arrays_took_is_given_back() -> None:
    def kilobytes(how: str) -> int:
        command = [sys.executable, "-c", _ARRAYS_COME_AND_GO, how]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  (our own)
        return int(done.stdout)

    assert kilobytes("told") < kilobytes("as it is") - 100_000
