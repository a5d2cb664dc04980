"""The memory of a process that reads scans: what large arrays took is given back when they go."""

from __future__ import annotations

import contextlib
import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of mallopt(3)
_LARGE = 8_000_000
"""Bytes: a page in 32 bit takes 15 MB, a line's probabilities 3 MB."""


def give_back_large() -> None:
    """Keep arrays as large as a page out of the heap, whose holes nothing else fits in.

    Glibc moves both limits up to 32 MB by itself as arrays come and go; then a process grows by 80 MB in some
    ten pages. Elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            libc = ctypes.CDLL(None)
            libc.mallopt(_MMAP_THRESHOLD, _LARGE)
            libc.mallopt(_TRIM_THRESHOLD, _LARGE)
