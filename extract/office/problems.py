"""What a reader of an Office file must tell about it: hidden, uncomputed, tracked, or only in a picture."""

from __future__ import annotations

from extract.document import Problem
from extract.wording import Wording

_MOST_LISTED = 10
_RECALCULATE = Wording(
    zh="请用 Excel 或 WPS 打开，重新计算后保存再试。",
    en="Open it in Excel or WPS, recalculate, save and try again.",
)
_LOOK = Wording(zh="请确认这部分内容是否应当参与核查。", en="Check whether this part is meant to be audited.")


def hidden_sheet(title: str, page: int) -> Problem:
    """A sheet that the workbook does not show."""
    message = Wording(
        zh=f"工作表“{title}”是隐藏的，已一并读取", en=f"Sheet {title} is hidden; it was read too"
    )
    return Problem("hidden-sheet", message, _LOOK, page)


def hidden_cells(title: str, names: list[str], page: int) -> Problem:
    """Rows (by number) or columns (by letter) that the sheet does not show."""
    message = Wording(
        zh=f"工作表“{title}”有隐藏的行或列（{_listed(names)}），已一并读取",
        en=f"Sheet {title} has hidden rows or columns ({_listed(names)}); they were read too",
    )
    return Problem("hidden-cells", message, _LOOK, page)


def formula_without_value(title: str, cells: list[str], page: int) -> Problem:
    """Formulas that were saved without their result."""
    message = Wording(
        zh=f"工作表“{title}”有 {len(cells)} 个公式没有保存计算结果，按空白读取：{_listed(cells)}",
        en=f"Sheet {title}: {len(cells)} formulas saved without a result, read as blank: {_listed(cells)}",
    )
    return Problem("formula-without-value", message, _RECALCULATE, page)


def formula_error(title: str, cells: list[str], page: int) -> Problem:
    """Formulas that show #REF! and the like."""
    message = Wording(
        zh=f"工作表“{title}”有 {len(cells)} 个公式显示错误值：{_listed(cells)}",
        en=f"Sheet {title}: {len(cells)} formulas show an error value: {_listed(cells)}",
    )
    return Problem("formula-error", message, _RECALCULATE, page)


def sparse_sheet(title: str, page: int) -> Problem:
    """A sheet whose few cells lie very far apart."""
    message = Wording(
        zh=f"工作表“{title}”的内容散布在很大的范围内，空白单元格未逐个列出",
        en=f"Sheet {title} is spread over a very large range; its blank cells are not listed one by one",
    )
    remedy = Wording(
        zh="请删除表格以外的零散内容后再试。", en="Delete stray cells outside the form and try again."
    )
    return Problem("sparse-sheet", message, remedy, page)


def picture_not_read() -> Problem:
    """Pictures and no table: the form is probably in a picture."""
    message = Wording(
        zh="文件中没有表格，只有图片；图片中的内容未读取",
        en="The file holds pictures but no table; what the pictures show was not read",
    )
    remedy = Wording(
        zh="请提供含有表格文字的原件，或把图片转为 PDF。",
        en="Give the original with the table as text, or turn the pictures into a PDF.",
    )
    return Problem("picture-not-read", message, remedy)


def tracked_changes() -> Problem:
    """Insertions and deletions that nobody accepted yet."""
    message = Wording(
        zh="文档含有未接受的修订：新增内容已读取，删除内容未读取",
        en="The document holds tracked changes: insertions were read, deletions were not",
    )
    remedy = Wording(
        zh="请在 Word 或 WPS 中接受或拒绝全部修订后再试。",
        en="Accept or reject all changes in Word or WPS and try again.",
    )
    return Problem("tracked-changes", message, remedy)


def hidden_text() -> Problem:
    """Text that is formatted as hidden."""
    message = Wording(zh="文档含有隐藏文字，未读取", en="The document holds hidden text, which was not read")
    remedy = Wording(
        zh="请在 Word 或 WPS 中确认隐藏文字是否属于填报内容。",
        en="Check in Word or WPS whether the hidden text belongs to the form.",
    )
    return Problem("hidden-text", message, remedy)


def embedded_document() -> Problem:
    """A whole other document embedded in this one."""
    message = Wording(
        zh="文档中嵌入了另一份文档，未读取", en="Another document is embedded in this one; it was not read"
    )
    remedy = Wording(
        zh="请在 Word 或 WPS 中打开后另存为 .docx 再试。",
        en="Open it in Word or WPS, save it as .docx and try again.",
    )
    return Problem("embedded-document", message, remedy)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST_LISTED]) + ("…" if len(names) > _MOST_LISTED else "")
