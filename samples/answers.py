"""The known answer of a sample file, as JSON (format: README.md)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from form import Answer, Form

_FUND_FIELDS = ("label", "initial", "adjusted", "executed", "weight", "rate", "score")
_ROW_FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")


def answer(form: Form, known: Answer) -> dict[str, Any]:
    """What the form says, and what an audit of it must report."""
    return {
        "form": form.form,
        "kind": form.kind,
        "title": form.title,
        "year": form.year,
        "unit": form.unit,
        "project": form.project,
        "money_unit": form.money_unit,
        "budget": [{name: getattr(fund, name) for name in _FUND_FIELDS} for fund in form.funds],
        "goals": {"expected": form.expected, "actual": form.actual},
        "indicators": [
            {name: getattr(row, name) for name in _ROW_FIELDS} for row in form.rows if not row.unused
        ],
        "total": {"weight": form.total_weight, "score": form.notes.get("said_total", form.total_score)},
        "rating": form.rating,
        "findings": [
            *({"rule": rule, "severity": "error"} for rule in known.errors),
            *({"rule": rule, "severity": "warning"} for rule in known.warnings),
        ],
        "notices": list(known.notices),
        "inferred": list(known.inferred),
        "lost": list(known.lost),
    }


def dumps(value: dict[str, Any]) -> str:
    """JSON with a line for each budget row, indicator and page range, so that a change shows as a line."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    flat = re.sub(r"\{\n\s+([^{}]*?)\n\s+\}", lambda m: "{" + re.sub(r"\n\s+", " ", m[1]) + "}", text)
    flat = re.sub(r"\[\n\s+(\d+),\n\s+(\d+)\n\s+\]", r"[\1, \2]", flat)
    return flat + "\n"
