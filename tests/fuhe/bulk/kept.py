"""What a ledger holds, row by row, without what differs between two runs that found the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

_DOCUMENTS = "SELECT sha256, size, media_type, pages, state, status, replaced, hex(record) FROM document"
_SIGHTINGS = "SELECT sha256, path, is_current FROM sighting JOIN document ON document.id = document_id"
_FORMS = """
    SELECT sha256, ordinal, identity, form, kind, unit, year, found, hex(record.record)
    FROM evaluation JOIN document ON document.id = document_id JOIN record ON evaluation_id = evaluation.id
"""
_FINDINGS = """
    SELECT sha256, fingerprint, rule, severity, unit, message_zh, printed, arithmetic
    FROM finding JOIN document ON document.id = document_id
"""
_DONE = """
    SELECT sha256, count(*) FROM attempt JOIN document ON document.id = document_id
    WHERE outcome = 'done' GROUP BY sha256
"""


def rows(ledger: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, sorted; `done` counts how often each document came to its end."""
    connection = sqlite3.connect(ledger)
    try:
        queries = {
            "documents": _DOCUMENTS,
            "sightings": _SIGHTINGS,
            "forms": _FORMS,
            "findings": _FINDINGS,
            "done": _DONE,
        }
        return {name: sorted(connection.execute(query)) for name, query in queries.items()}
    finally:
        connection.close()


def count(ledger: Path, query: str) -> int:
    """One number from a ledger that somebody may be writing."""
    connection = sqlite3.connect(ledger, timeout=5)
    try:
        return int(connection.execute(query).fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0
    finally:
        connection.close()
