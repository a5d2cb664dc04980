"""`fuhe`, with the faulty reader in place of the real one: run as a process by the tests."""

from __future__ import annotations

import sys

from msgspec.structs import replace

from fuhe.cli import main
from fuhe.commands.ingestion import Ingestion
from fuhe.guard import Setup

_real = Ingestion._setup


def _faulty(self: Ingestion) -> Setup:
    return replace(_real(self), target="faults:faulty", version="")


if __name__ == "__main__":
    Ingestion._setup = _faulty  # type: ignore[method-assign]  (in this process only)
    sys.exit(main())
