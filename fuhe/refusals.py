"""Why a file was not audited although it could be opened: what it is, and what to do."""

from __future__ import annotations

import traceback
from pathlib import Path

from extract.document import Document, Problem
from extract.wording import Wording
from normalize.recognise import describe

_EXPORT_OR_RESCAN = Wording(
    "请提交由 Excel、Word 或 WPS 直接导出的 PDF，或重新清晰扫描。",
    "Submit a PDF exported from Excel, Word or WPS, or scan it again, clearly.",
)
_SEND_THE_TABLE = Wording(
    "请确认交来的是绩效自评表；用 fuhe show 可以看到读出了什么。",
    "Make sure that the file is a self-evaluation table; fuhe show prints what was read.",
)


def no_text(pages: int) -> Problem:
    """Not one page has text that can be read."""
    return Problem(
        "no-text",
        Wording(
            f"文件的 {pages} 页都是图片或乱码，没有可读取的文字。",
            f"All {pages} pages are pictures or garbled; there is no text to read.",
        ),
        _EXPORT_OR_RESCAN,
    )


def no_evaluation(document: Document, unread: int) -> Problem:
    """It was read and holds no self-evaluation, as far as its pages could be read."""
    looks = describe(document)
    left = Wording(
        f"；另有 {unread} 页是图片或乱码，未能读取，自评表可能在其中",
        f"; {unread} pages are pictures or garbled, were not read, and may hold it",
    )
    message = Wording(
        f"没有找到绩效自评表；所读内容：{looks.zh}{left.zh if unread else ''}。",
        f"No self-evaluation table was found; what was read: {looks.en}{left.en if unread else ''}.",
    )
    return Problem("no-evaluation", message, _EXPORT_OR_RESCAN if unread else _SEND_THE_TABLE)


def crashed(crash: Exception) -> Problem:
    """A defect of ours, told with its place so that it can be reported."""
    what = located(crash)
    return Problem(
        "crashed",
        Wording(f"处理此文件时程序内部出错（{what}）。", f"The program failed inside on this file ({what})."),
        Wording(
            "这是 fuhe 的缺陷，不是文件的过错：请把这一行报告给开发者。",
            "This is a defect of fuhe, not of the file: please report this line to its developers.",
        ),
    )


def located(crash: Exception) -> str:
    """What went wrong inside, and on which line."""
    frame = traceback.extract_tb(crash.__traceback__)[-1]
    where = f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno}"
    return f"{type(crash).__name__}: {crash}, {where}"
