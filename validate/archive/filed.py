"""What goes into a comparison of reports, and how a report is named in what comes out."""

from __future__ import annotations

from typing import Literal

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation


class Filed(msgspec.Struct, frozen=True):
    """One filled form as it was filed.

    `document` is the path or key of the document that holds it, `form` its number there, from 1. `sha256` is
    the document's. `version` orders filings of one form where that is known (a ledger knows it): a higher one
    is a later one, and of two with the same number nobody knows.
    """

    document: str
    evaluation: Evaluation
    sha256: str | None = None
    form: int = 1
    version: int | None = None


class Report(msgspec.Struct, frozen=True, gc=False):
    """Which report: the document, the number of the form in it, and whose form it is, as printed."""

    document: str
    form: int
    kind: Literal["department", "project", "unknown"]
    year: int | None
    unit: str | None
    project: str | None

    @property
    def file(self) -> Wording:
        """The document with its folder, and which form where it is not the first: 《2023/a.pdf》第2份."""
        name = "/".join(self.document.replace("\\", "/").split("/")[-2:])
        if self.form == 1:
            return Wording(f"《{name}》", f"“{name}”")
        return Wording(f"《{name}》第{self.form}份", f"“{name}”, form {self.form}")

    @property
    def named(self) -> Wording:
        """Whose form it is: 青原州水利局「防汛物资」2023年度."""
        unit, project = self.unit or "", f"「{self.project}」" if self.project else ""
        year_zh, year_en = (f"{self.year}年度", f" {self.year}") if self.year else ("", "")
        return Wording(f"{unit}{project}{year_zh}", f"{unit}{project}{year_en}".strip())


def report_of(filed: Filed) -> Report:
    """The name of a filed report."""
    form = filed.evaluation
    return Report(
        filed.document,
        filed.form,
        form.kind,
        form.year.value if form.year else None,
        form.unit.value if form.unit else None,
        form.project.value if form.project else None,
    )
