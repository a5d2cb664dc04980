"""Which form is drawn in which layout as which kind of file: a line a file, in the order of the families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import content_fund
import content_plain
import content_project
import content_province
import content_quirks
import content_system
import families_fund
import families_plain
import families_province
import families_system
from form import Answer
from layout import grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from form import Form
    from layout import Grid
    from render_sheet import Rulings

# calc and writer are PDF files exported from a workbook and from a Word document.
Kind = Literal["calc", "writer", "xlsx", "docx"]
SUFFIX: dict[Kind, str] = {"calc": "pdf", "writer": "pdf", "xlsx": "xlsx", "docx": "docx"}


_CLEAN = Answer()


@dataclass(frozen=True)
class Drawn:
    """One file. `margin` is in millimetres (Word only); `rulings` are those drawn (spreadsheet only)."""

    name: str
    kind: Kind
    form: Form
    layout: Callable[[Form], Grid]
    known: Answer = _CLEAN
    landscape: bool = False
    margin: float = 15
    rulings: Rulings = "all"


_QUIRKS = Answer(inferred=("indicators.level1",))
_POVERTY_FAULTS = Answer(errors=("budget-col-sum", "rate-recompute", "total-score-sum"))
_SICHUAN_FAULTS = Answer(errors=("exec-score-recompute", "total-score-sum"))
_CHONGQING_FAULTS = Answer(errors=("total-score-sum",))
_HUBEI_FAULTS = Answer(errors=("rate-recompute", "total-score-sum"))
_OLD_FAULTS = Answer(errors=("group-weight-sum", "total-score-sum"))
_HUNAN_FAULTS = Answer(errors=("budget-col-sum",))

_WIDTHS = (10.0, 14.0, 17.0, 30.0, 24.0, 25.0, 20.0, 20.0, 22.0)


def _national(form: Form) -> Grid:
    return grid(form, _WIDTHS)


FILES = (
    Drawn("project-2022-units", "writer", content_project.WATER_UNITS, _national),
    Drawn("no-rulings", "calc", content_project.WATER_UNITS, _national, rulings="none"),
    Drawn("poverty-fund", "writer", content_fund.POVERTY, families_fund.poverty),
    Drawn("poverty-fund", "xlsx", content_fund.POVERTY, families_fund.poverty),
    Drawn("poverty-fund-faulty", "docx", content_fund.POVERTY_FAULTY, families_fund.poverty, _POVERTY_FAULTS),
    Drawn("poverty-fund-top", "calc", content_fund.POVERTY_TOP, families_fund.poverty),
    Drawn(
        "horizontal-rulings", "calc", content_fund.POVERTY_TOP, families_fund.poverty, rulings="horizontal"
    ),
    Drawn("transfer-payment", "writer", content_fund.TRANSFER, families_fund.transfer),
    Drawn("transfer-payment", "docx", content_fund.TRANSFER, families_fund.transfer),
    Drawn("transfer-untitled", "writer", content_fund.TRANSFER_UNTITLED, families_fund.transfer),
    Drawn("sichuan-0013zp", "calc", content_system.SICHUAN, families_system.sichuan),
    Drawn("sichuan-0013zp", "xlsx", content_system.SICHUAN, families_system.sichuan),
    Drawn(
        "sichuan-faulty", "writer", content_system.SICHUAN_FAULTY, families_system.sichuan, _SICHUAN_FAULTS
    ),
    Drawn("hubei-project", "writer", content_province.HUBEI, families_province.hubei),
    Drawn("hubei-project", "docx", content_province.HUBEI, families_province.hubei),
    Drawn("hubei-faulty", "calc", content_province.HUBEI_FAULTY, families_province.hubei, _HUBEI_FAULTS),
    Drawn("hubei-county", "writer", content_province.COUNTY, families_province.county),
    Drawn("hubei-county", "xlsx", content_province.COUNTY, families_province.county),
    Drawn(
        "chongqing-department", "calc", content_system.CHONGQING, families_system.chongqing, landscape=True
    ),
    Drawn(
        "chongqing-department", "xlsx", content_system.CHONGQING, families_system.chongqing, landscape=True
    ),
    Drawn(
        "chongqing-faulty",
        "docx",
        content_system.CHONGQING_FAULTY,
        families_system.chongqing_two_rows,
        _CHONGQING_FAULTS,
        landscape=True,
    ),
    Drawn("hunan-department", "calc", content_province.HUNAN, families_province.hunan),
    Drawn("hunan-faulty", "docx", content_province.HUNAN_FAULTY, families_province.hunan, _HUNAN_FAULTS),
    Drawn("check-list", "writer", content_plain.CHECKLIST, families_plain.checklist),
    Drawn("check-list", "docx", content_plain.CHECKLIST, families_plain.checklist),
    Drawn("mof-2021-project", "calc", content_plain.COSTED, families_plain.costed),
    Drawn("mof-2021-project", "xlsx", content_plain.COSTED, families_plain.costed),
    Drawn("input-process-output", "writer", content_plain.OLD, families_plain.old),
    Drawn("input-process-faulty", "xlsx", content_plain.OLD_FAULTY, families_plain.old, _OLD_FAULTS),
    Drawn("project-quirks", "writer", content_quirks.QUIRKS, families_plain.costed, _QUIRKS),
    Drawn("two-row-header", "calc", content_quirks.TWO_ROW, families_plain.two_row),
    Drawn("two-row-header", "docx", content_quirks.TWO_ROW, families_plain.two_row),
)
