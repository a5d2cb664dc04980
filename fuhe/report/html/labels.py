"""The words of the pages themselves; what is said of a document comes from the shared table of findings."""

from __future__ import annotations

from extract.wording import Language, Wording
from fuhe.audit import Condition
from fuhe.report.rows import COLUMNS
from fuhe.report.words import NO_EVALUATION, SEVERITY, UNREADABLE

STATUS: dict[Condition, Wording] = {
    "checked": Wording("已核查", "checked"),
    "partly-checked": Wording("部分核查", "partly checked"),
    "no-evaluation": NO_EVALUATION,
    "unreadable": UNREADABLE,
}

# Beside the word and the colour: a black-and-white print must tell them apart too.
SHAPES = {"error": "■", "warning": "▲", "notice": "●"}

_LABELS = {
    "report": Wording("绩效自评表复核报告", "Review of a self-evaluation"),
    "index": Wording("绩效自评表复核汇总", "Review of self-evaluations"),
    "product": Wording("复核 fuhe", "fuhe 复核"),
    "pages": Wording("原件", "The document"),
    "as_read": Wording("读到的内容", "As read"),
    "findings": Wording("复核发现", "Findings"),
    "page": Wording("第 {} 页", "Page {}"),
    "evidence_here": Wording("{} 处", "{} marked"),
    "no_picture": Wording(
        "本页没有图像，以下是读到的内容。", "There is no picture of this page; below is what was read of it."
    ),
    "changed": Wording(
        "没有原件，或原件在核查后已改动，此处不显示。",
        "The file is not here, or changed since; it is not shown.",
    ),
    "all_rules": Wording("全部规则", "All rules"),
    "rule": Wording("规则", "Rule"),
    "shown": Wording("显示 {} / {} 项", "{} of {} shown"),
    "none_left": Wording("没有符合筛选条件的发现。", "No finding fits the filters."),
    "help": Wording(
        "J / K 或 ↓ / ↑ 换一项，Enter 看下一处，Esc 取消",
        "J / K or ↓ / ↑: next, previous; Enter: next cell; Esc: none",
    ),
    "smaller": Wording("缩小", "Smaller"),
    "larger": Wording("放大", "Larger"),
    "fit": Wording("适合宽度", "Fit width"),
    "basis": Wording("依据", "Basis"),
    "held": Wording("核查相符的勾稽关系（{} 条）", "Sums that hold ({})"),
    "blank": Wording("（空）", "(blank)"),
    "left_out": Wording("（此处略去 {} 行，其中没有证据）", "({} rows without evidence are not shown)"),
    "nothing_found": Wording("未发现不一致。", "Nothing was found."),
    "documents": Wording("文件", "Documents"),
    "document": Wording("文件", "Document"),
    "status": Wording("核查情况", "Status"),
    "forms": Wording("自评表", "Forms"),
    "not_checked": Wording("未能核查", "Not checked"),
    "by_rule": Wording("按规则（前 {} 项）", "By rule (first {})"),
    "by_document": Wording("按文件", "By document"),
    "workbook": Wording("问题清单（Excel）", "List of findings (Excel)"),
    "back": Wording("返回汇总", "Back to the index"),
    "total": Wording("合计", "Total"),
    "not_passed": Wording("未能核查不等于通过。", "Not checked is not the same as passed."),
}


def labels(language: Language) -> dict[str, str]:
    """All words by name, the columns of the table of findings among them."""
    columns = {f"column_{field}": title.text(language) for field, title in COLUMNS.items()}
    graded = {str(severity): word.text(language) for severity, word in SEVERITY.items()}
    return {**columns, **graded, **{name: word.text(language) for name, word in _LABELS.items()}}
