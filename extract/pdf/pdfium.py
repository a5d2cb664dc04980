"""The few pdfium calls that reading needs, bound once so that a page costs as little as pdfium allows.

Handles are plain addresses (int) and results land in memory that the caller owns (`numbers`). Every function
is pdfium's own public API (fpdfview.h, fpdf_text.h, fpdf_edit.h, fpdf_annot.h, fpdf_flatten.h);
`pypdfium2.raw` ships the library and initialises it.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_char, c_char_p, c_int, c_uint, c_ulong, c_void_p
from typing import Any, Literal

import pypdfium2.raw as pdfium_c

from extract.errors import UnreadableError
from extract.wording import Wording

_P, _I = c_void_p, c_int


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(_address(name))


def _ask(name: str, result: Any = _I) -> Any:
    """A short question about a handle; after it C integers and pointers from `numbers` may follow.

    They are asked a thousand times a page, and most of the cost of such a call is Python's: only the handle
    is declared (ctypes passes an int and a pointer on as they are), and other threads wait until it is over.
    """
    return ctypes.PYFUNCTYPE(result, _P)(_address(name))


def _address(name: str) -> int:
    return ctypes.cast(getattr(pdfium_c, name), c_void_p).value or 0


load_page = _bind("FPDF_LoadPage", _P, _P, _I)
close_page = _bind("FPDF_ClosePage", None, _P)
page_count = _bind("FPDF_GetPageCount", _I, _P)
page_rotation = _bind("FPDFPage_GetRotation", _I, _P)
page_bounding_box = _bind("FPDF_GetPageBoundingBox", _I, _P, _P)

load_text = _bind("FPDFText_LoadPage", _P, _P)
close_text = _bind("FPDFText_ClosePage", None, _P)
count_chars = _bind("FPDFText_CountChars", _I, _P)
get_text = _bind("FPDFText_GetText", _I, _P, _I, _I, _P)
char_code = _ask("FPDFText_GetUnicode", c_uint)
char_box = _ask("FPDFText_GetCharBox")
char_loose_box = _ask("FPDFText_GetLooseCharBox")
char_origin = _ask("FPDFText_GetCharOrigin")
char_matrix = _ask("FPDFText_GetMatrix")
char_object = _ask("FPDFText_GetTextObject", _P)
char_is_generated = _ask("FPDFText_IsGenerated")
char_is_hyphen = _ask("FPDFText_IsHyphen")
char_has_no_unicode = _ask("FPDFText_HasUnicodeMapError")

count_objects = _ask("FPDFPage_CountObjects")
get_object = _ask("FPDFPage_GetObject", _P)
form_count_objects = _ask("FPDFFormObj_CountObjects")
form_get_object = _bind("FPDFFormObj_GetObject", _P, _P, c_ulong)
object_type = _ask("FPDFPageObj_GetType")
object_matrix = _ask("FPDFPageObj_GetMatrix")
object_bounds = _ask("FPDFPageObj_GetBounds")
object_clip = _ask("FPDFPageObj_GetClipPath", _P)
fill_colour = _ask("FPDFPageObj_GetFillColor")
stroke_colour = _ask("FPDFPageObj_GetStrokeColor")
stroke_width = _ask("FPDFPageObj_GetStrokeWidth")
set_active = _bind("FPDFPageObj_SetIsActive", _I, _P, _I)
text_font = _ask("FPDFTextObj_GetFont", _P)
text_render_mode = _ask("FPDFTextObj_GetTextRenderMode")

rendered_image = _bind("FPDFImageObj_GetRenderedBitmap", _P, _P, _P, _P)
image_size = _bind("FPDFImageObj_GetImagePixelSize", _I, _P, _P, _P)

new_bitmap = _bind("FPDFBitmap_CreateEx", _P, _I, _I, _I, _P, _I)
fill_bitmap = _bind("FPDFBitmap_FillRect", _I, _P, _I, _I, _I, _I, c_ulong)
render_page = _bind("FPDF_RenderPageBitmap", None, _P, _P, _I, _I, _I, _I, _I, _I)
bitmap_format = _bind("FPDFBitmap_GetFormat", _I, _P)
bitmap_height = _bind("FPDFBitmap_GetHeight", _I, _P)
bitmap_pixels = _bind("FPDFBitmap_GetBuffer", _P, _P)
bitmap_stride = _bind("FPDFBitmap_GetStride", _I, _P)
close_bitmap = _bind("FPDFBitmap_Destroy", None, _P)

count_annotations = _bind("FPDFPage_GetAnnotCount", _I, _P)
get_annotation = _bind("FPDFPage_GetAnnot", _P, _P, _I)
close_annotation = _bind("FPDFPage_CloseAnnot", None, _P)
remove_annotation = _bind("FPDFPage_RemoveAnnot", _I, _P, _I)
annotation_rect = _bind("FPDFAnnot_GetRect", _I, _P, _P)
annotation_kind = _bind("FPDFAnnot_GetSubtype", _I, _P)
annotation_flags = _bind("FPDFAnnot_GetFlags", _I, _P)
annotation_has_key = _bind("FPDFAnnot_HasKey", _I, _P, c_char_p)
annotation_count_objects = _bind("FPDFAnnot_GetObjectCount", _I, _P)
annotation_object = _bind("FPDFAnnot_GetObject", _P, _P, _I)
flatten = _bind("FPDFPage_Flatten", _I, _P, _I)

clip_count_paths = _ask("FPDFClipPath_CountPaths")
clip_count_segments = _ask("FPDFClipPath_CountPathSegments")
clip_get_segment = _ask("FPDFClipPath_GetPathSegment", _P)
path_draw_mode = _ask("FPDFPath_GetDrawMode")
path_count_segments = _ask("FPDFPath_CountSegments")
path_get_segment = _ask("FPDFPath_GetPathSegment", _P)
segment_point = _ask("FPDFPathSegment_GetPoint")
segment_type = _ask("FPDFPathSegment_GetType")
segment_closes = _ask("FPDFPathSegment_GetClose")

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""Types of page objects (FPDF_PAGEOBJ_*)."""
MOVE_TO = 2
"""The type of path segment that starts a new outline (FPDF_SEGMENT_MOVETO)."""
FOR_DISPLAY = 0
"""As a screen shows it, not as a printer does (FLAT_NORMALDISPLAY)."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def numbers(count: int, kind: Literal["d", "f", "i", "I"]) -> tuple[array[Any], tuple[Any, ...]]:
    """Zeroed C numbers (kinds as in `array`), and a pointer to each of them for pdfium to write to."""
    values = array(kind, [0] * count)
    memory = (c_char * (count * values.itemsize)).from_buffer(values)
    return values, tuple([ctypes.byref(memory, i * values.itemsize) for i in range(count)])


def combine(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first and `outer` second (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@contextmanager
def opened(data: bytes, password: str | None) -> Iterator[int]:
    """The document of these bytes, closed again at the end.

    Raises:
        UnreadableError: `damaged`, `encrypted` (no password given) or `wrong-password`.
    """
    secret = None if password is None else password.encode("utf-8")
    document = pdfium_c.FPDF_LoadMemDocument64(data, len(data), secret)
    handle = ctypes.cast(document, c_void_p).value
    if handle is None:
        raise _why_not(pdfium_c.FPDF_GetLastError(), password)
    try:
        yield handle
    finally:
        pdfium_c.FPDF_CloseDocument(document)


def _why_not(error: int, password: str | None) -> UnreadableError:
    if error == pdfium_c.FPDF_ERR_PASSWORD and password is None:
        return UnreadableError(
            "encrypted",
            Wording(zh="PDF 文件已加密", en="the PDF is encrypted"),
            Wording(
                zh="请提供打开密码，或另存为未加密的文件", en="give its password, or save it without one"
            ),
        )
    if error == pdfium_c.FPDF_ERR_PASSWORD:
        return UnreadableError(
            "wrong-password",
            Wording(zh="打开密码不正确", en="the password does not open the PDF"),
            Wording(zh="请核对密码后重试", en="check the password and try again"),
        )
    return UnreadableError(
        "damaged",
        Wording(zh="PDF 文件已损坏或不完整", en="the PDF is damaged or incomplete"),
        Wording(zh="请重新导出或重新下载该文件", en="export or download the file again"),
    )
