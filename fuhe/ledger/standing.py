"""What is known of a content: whether there is work to be done."""

from __future__ import annotations

from typing import Literal, TypeAlias

# done: by the present reading and rules. unfinished: begun and never ended, as the process died.
# quarantined: it failed for good. error, crash, timeout, memory: how the last attempt ended.
Standing: TypeAlias = Literal[
    "new",
    "done",
    "changed-engine",
    "changed-rules",
    "unfinished",
    "error",
    "crash",
    "timeout",
    "memory",
    "quarantined",
]
