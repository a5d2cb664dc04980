"""What a reader of the result must know about a page that was not, or not wholly, read."""

from __future__ import annotations

from typing import Literal

from extract.document import Problem, TextLayer
from extract.wording import Wording

_EXPORT_OR_RESCAN = Wording(
    zh="请提交由 Excel、Word 或 WPS 直接导出的 PDF，或重新清晰扫描本页",
    en="submit a PDF exported from Excel, Word or WPS, or scan the page again, clearly",
)
_LOOK = Wording(zh="请人工核对本页", en="look at the page yourself")


def unreadable(page: int, why: TextLayer | Literal["damaged"]) -> Problem:
    """The page hands on no text at all."""
    message = {
        "none": Wording(
            zh=f"第 {page} 页没有文字层（图片或扫描件），未读取",
            en=f"page {page} has no text layer (a picture or scan); not read",
        ),
        "garbled": Wording(
            zh=f"第 {page} 页的文字层无法还原成文字（乱码），未读取",
            en=f"the text layer of page {page} cannot be turned into text (garbled); not read",
        ),
    }.get(why, Wording(zh=f"第 {page} 页已损坏，未读取", en=f"page {page} is damaged; not read"))
    return Problem("page-not-readable", message, _EXPORT_OR_RESCAN, page)


def recognised(page: int, cells: int, doubtful: int, *, garbled: bool = False) -> Problem:
    """The page was read from a picture; how many of its cells were not read well."""
    why_zh = "的文字层是乱码" if garbled else "是图片或扫描件"
    why_en = "has a garbled text layer" if garbled else "is a picture or scan"
    doubt_zh = f"，其中 {doubtful} 个读数存疑" if doubtful else ""
    doubt_en = f", {doubtful} of them with doubt" if doubtful else ""
    return Problem(
        "page-recognised",
        Wording(
            zh=f"第 {page} 页{why_zh}，{cells} 个单元格由图像识别读出{doubt_zh}",
            en=f"page {page} {why_en}; {cells} cells were recognised{doubt_en}",
        ),
        Wording(
            zh="重要数字请对照原件；最好提交由 Excel、Word 或 WPS 直接导出的 PDF",
            en="compare important numbers with the original; better, submit a PDF exported from Office",
        ),
        page,
    )


def earlier_layer(page: int, count: int, compared: tuple[int, int] | None) -> Problem:
    """Text that an earlier recognition left under the picture.

    `compared`: how many cells it reads alike and how many otherwise; None for a layer that is of no use.
    """
    zh = "与本次识别大多不一致，未采用"
    en = "it mostly differs from what was recognised now and was left out"
    if compared:
        same, differing = compared
        zh = f"只用于核对，不单独采信：{same} 个单元格与本次识别一致"
        en = f"it only served as a check: {same} cells agree with what was recognised now"
        if differing:
            zh += f"，{differing} 个不一致，已标为存疑"
            en += f", {differing} differ and are marked as doubtful"
    return Problem(
        "earlier-text-layer",
        Wording(
            zh=f"第 {page} 页的图片下有此前识别留下的不可见文字（{count} 字），{zh}",
            en=f"under the picture of page {page} lies invisible text of an earlier recognition "
            f"({count} characters); {en}",
        ),
        Wording(zh="存疑处请对照原件", en="compare what is doubtful with the original"),
        page,
    )


def cells_recognised(page: int, count: int, doubtful: int, unread: int) -> Problem:
    """Cells of a page with a text layer that are pictures, or whose codes mean nothing."""
    zh = f"，其中 {doubtful} 个读数存疑" if doubtful else ""
    zh += f"；另有 {unread} 处没有识别出文字" if unread else ""
    en = f", {doubtful} of them with doubt" if doubtful else ""
    en += f"; in {unread} more no text was recognised" if unread else ""
    return Problem(
        "cells-recognised",
        Wording(
            zh=f"第 {page} 页有 {count} 处是贴入的图片或乱码，由图像识别读出{zh}",
            en=f"page {page}: {count} places are pictures or garbled and were recognised{en}",
        ),
        Wording(
            zh="重要数字请对照原件；最好改为文字后重新导出",
            en="compare important numbers with the original; better, export the file again with text there",
        ),
        page,
    )


def cells_not_recognised(page: int, count: int, reason: Wording, remedy: Wording) -> Problem:
    """The same where this machine cannot recognise text."""
    return Problem(
        "cells-not-recognised",
        Wording(
            zh=f"第 {page} 页有 {count} 处是贴入的图片或乱码，未读取：{reason.zh}",
            en=f"page {page}: {count} places are pictures or garbled and were not read: {reason.en}",
        ),
        remedy,
        page,
    )


def nothing_recognised(page: int) -> Problem:
    """A picture in which no text was found."""
    return Problem(
        "page-not-readable",
        Wording(
            zh=f"第 {page} 页是图片，没有识别出文字",
            en=f"page {page} is a picture in which no text was recognised",
        ),
        Wording(
            zh="请确认这是自评表；扫描或拍照时请放平、照亮，分辨率不低于 200 dpi",
            en="make sure that it shows the form; scan it flat and well lit at 200 dpi or more",
        ),
        page,
    )


def recognition_missing(page: int, reason: Wording, remedy: Wording) -> Problem:
    """The page is a picture, and this machine cannot recognise its text."""
    return Problem(
        "page-not-readable",
        Wording(
            zh=f"第 {page} 页没有文字层（图片或扫描件），未读取：{reason.zh}",
            en=f"page {page} has no text layer (a picture or scan) and was not read: {reason.en}",
        ),
        remedy,
        page,
    )


def too_complex(page: int) -> Problem:
    """The page exceeds a limit on objects, characters or rulings."""
    return Problem(
        "page-too-complex",
        Wording(
            zh=f"第 {page} 页的图形或文字数量远超一般表格，未读取",
            en=f"page {page} draws far more than a form does; not read",
        ),
        Wording(zh="请从原软件重新导出本页", en="export the page again from its source"),
        page,
    )


def picture_beside_text(page: int) -> Problem:
    """A large picture on a page with little text: the table may be in the picture."""
    return Problem(
        "picture-not-read",
        Wording(
            zh=f"第 {page} 页有大幅图片，图片中的内容未读取",
            en=f"page {page} holds a large picture; what it shows was not read",
        ),
        _EXPORT_OR_RESCAN,
        page,
    )


def invisible_text(page: int, count: int) -> Problem:
    """Characters that the file holds but nobody sees."""
    return Problem(
        "invisible-text",
        Wording(
            zh=f"第 {page} 页有 {count} 个不可见或在页面之外的字符，未采用",
            en=f"page {page} holds {count} characters that are invisible or off the page; they were left out",
        ),
        _LOOK,
        page,
    )


def structure_uncertain(page: int) -> Problem:
    """A table without vertical rules whose rows or columns two methods see differently."""
    return Problem(
        "structure-uncertain",
        Wording(
            zh=f"第 {page} 页的表格没有竖线，行列按文字位置推断，存在疑点，据此不作认定",
            en=f"the table on page {page} draws no vertical rules; its rows and columns were told from where "
            "the text stands, with doubt, so nothing is claimed on them",
        ),
        Wording(
            zh="请对照原件核对本页，或提交带表格线的文件、.xlsx 或 .docx 原件",
            en="compare this page with the original, or submit it with its rules drawn, or as .xlsx or .docx",
        ),
        page,
    )


def clipped_text(page: int, count: int) -> Problem:
    """Text that its cell is too small to show."""
    return Problem(
        "clipped-text",
        Wording(
            zh=f"第 {page} 页有 {count} 个字符因单元格太小而没有显示，未采用",
            en=f"page {page} holds {count} characters that their cell is too small to show; left out",
        ),
        Wording(zh="请把行高调大后重新导出", en="make the row higher and export the file again"),
        page,
    )


def font_missing(page: int) -> Problem:
    """A font that is neither embedded nor installed: single characters may have been passed over."""
    return Problem(
        "font-missing",
        Wording(
            zh=f"第 {page} 页使用了未嵌入文件、本机也没有的字体，个别字符可能漏读",
            en=f"page {page} uses a font neither embedded nor on this machine; characters may be missing",
        ),
        Wording(
            zh="请在本机安装中文字体，或导出时嵌入字体",
            en="install a Chinese font on this machine, or embed the fonts when exporting",
        ),
        page,
    )


def unnamed_characters(page: int, count: int) -> Problem:
    """A few characters whose code means nothing; the text shows U+FFFD in their place."""
    return Problem(
        "unreadable-characters",
        Wording(
            zh=f"第 {page} 页有 {count} 个字符无法识别，文中以 \ufffd 表示",
            en=f"page {page} holds {count} characters that could not be read; \ufffd stands for each",
        ),
        _LOOK,
        page,
    )


def doubtful_cells(page: int, count: int) -> Problem:
    """Cells whose text crosses a rule, stands on other text, or is struck out."""
    return Problem(
        "doubtful-cells",
        Wording(
            zh=f"第 {page} 页有 {count} 个单元格的文字越出边框、相互重叠或带有删除线，可能归错单元格",
            en=f"page {page}: in {count} cells text crosses a rule, overlaps other text or is struck out; "
            "it may belong to another cell",
        ),
        Wording(
            zh="请人工核对这些单元格，或把行高列宽调大后重新导出",
            en="look at these cells yourself, or make rows and columns larger and export the file again",
        ),
        page,
    )


def remarks(page: int, count: int) -> Problem:
    """Annotations with text: somebody's remarks on the page, not the table's own content."""
    return Problem(
        "annotations-not-read",
        Wording(
            zh=f"第 {page} 页有 {count} 处批注（文本框、删除线或图章文字），未采用",
            en=f"page {page} holds {count} annotations with text (boxes, strike-outs, stamps); left out",
        ),
        _LOOK,
        page,
    )


def blank_fields(page: int, count: int) -> Problem:
    """Form fields that hold a value but no picture of it: each viewer draws them its own way."""
    return Problem(
        "form-fields-not-read",
        Wording(
            zh=f"第 {page} 页有 {count} 个表单域的内容未写入页面，未读取",
            en=f"page {page} holds {count} form fields whose values are not drawn on the page; not read",
        ),
        Wording(zh="请打印或另存为普通 PDF 后再检查", en="print it to a plain PDF and check that file"),
        page,
    )


def slanted_text(page: int, text: str) -> Problem:
    """Text at a slant is a watermark over the page, not part of its table."""
    return Problem(
        "slanted-text",
        Wording(
            zh=f"第 {page} 页有倾斜的文字（水印）“{text}”，未采用",
            en=f"page {page} holds slanted text (a watermark), “{text}”; left out",
        ),
        _LOOK,
        page,
    )
