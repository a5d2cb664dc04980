"""Builds sets of reports from cases: forms that are named once, and reports that change something in them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from normalize.evaluation import Evaluation
from validate.archive import Filed

Case = dict[str, Any]
_OF_THE_REPORT = {"form", "document", "sha256", "version", "rows", "money"}


@pytest.fixture(scope="session")
def filed(build: Callable[[Case], Evaluation]) -> Callable[[Case, Case], Filed]:
    """`filed(forms, report)`: a report made from a named form.

    `rows` and `money` change cells of indicator and budget rows by the row's name; every other key replaces
    that part of the form. Without a document the report is called by its unit, project and year.
    """

    def make(forms: Case, report: Case) -> Filed:
        form = deepcopy(forms[report["form"]]) | {
            key: value for key, value in report.items() if key not in _OF_THE_REPORT
        }
        _change(form.get("indicators", []), "level3", report.get("rows", {}))
        _change(form.get("budget", []), "label", report.get("money", {}))
        named = "-".join(str(form.get(key, "")) for key in ("unit", "project", "year"))
        return Filed(
            report.get("document", f"{named}.pdf"),
            build(form),
            report.get("sha256"),
            version=report.get("version"),
        )

    return make


def _change(rows: list[Case], name: str, changes: Case) -> None:
    known = {row[name]: row for row in rows}
    for row, cells in changes.items():
        known[row].update(cells)  # a misspelt name is a KeyError
