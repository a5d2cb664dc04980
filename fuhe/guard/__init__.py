"""Every document is worked on in a child that can be killed: what it does to the child, it does to no other.

    encoded = work(encoded_setup, encoded_task)      # of an `Attempted`, whatever happened to the child

One child lives in each thread that calls `work`, for as many documents as the limits say. Only `subprocess`
and a socket pair are used, so the same code runs under threads here and inside the worker of a cluster, where
`multiprocessing` may not have children.
"""

from fuhe.guard.failure import failed, lost
from fuhe.guard.parent import Guard, GuardError
from fuhe.guard.setup import Limits, Setup, Task, program
from fuhe.guard.threads import guards, work

__all__ = ["Guard", "GuardError", "Limits", "Setup", "Task", "failed", "guards", "lost", "program", "work"]
