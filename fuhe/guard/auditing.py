"""What the child does with a document: audit it, and make a record of that."""

from __future__ import annotations

import os
from collections.abc import Callable

# Loaded before the child says that it is ready, so that no document pays for it.
import extract.office.docx
import extract.office.xlsx
import extract.pdf.reader  # noqa: F401  (the same)
from extract.bundle import Member
from fuhe.audit import Auditor, Stage
from fuhe.guard.setup import Setup, Task
from fuhe.record import DocumentRecord, record


def auditing(setup: Setup, tell: Callable[[Stage], object]) -> Callable[[Task], DocumentRecord]:
    """A function that audits a task; `tell` hears each stage as it begins."""
    auditor = Auditor(setup.password, setup.profile, setup.settings, watch=tell)

    def audited(task: Task) -> DocumentRecord:
        path = os.fsdecode(task.path)
        if task.content is None:
            return record(auditor.file(path))
        return record(auditor.member(Member(path, task.content)))

    return audited
