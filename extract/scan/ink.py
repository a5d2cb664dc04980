"""Which pixels of a straight page are ink, and what of the ink in a cell is text.

Left out are remains of the cell's own rulings and specks. Nothing else: a lone stroke may be a dash, and
a dot beside a digit is a decimal point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extract.scan.types import Grey

    Boxes = NDArray[np.int32]  # pieces x 4: x0, top, x1, bottom
    Bits = NDArray[np.uint8]  # height x width, 1 is ink

PixelBox: TypeAlias = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels; x1 and bottom are the first pixels outside."""

_CONTRAST = 0.2
"""A pixel is ink when it is darker than paper by this share of what full ink is: thin strokes blur."""
_NOISE = 4.0
"""And by so many standard deviations of the paper's noise."""
_FAINTEST = 24.0
"""And by so many grey levels."""
_BORDER = 3.5
"""Remains of a ruling lie this near to the cell's edge (points)."""
_NEAR = 1.5
"""And begin this near to it; text may begin close behind."""
_ALONG = 0.8
"""A row or column near the edge that is ink over this share of its length is the ruling."""
_THIN = 1.5
"""What touches the edge and stands out from it by less than this (points) is a remain of the ruling."""
_SPECK = 0.2
"""Ink smaller than this (in heights of the text) is a speck unless it stands beside a character."""
_BESIDE = 0.6
_BROKEN = 0.25
"""Where a cell seems to hold specks alone, those less than this apart (in heights of the text) are one stroke
of faded toner."""
_SMOOTH, _FAINTLY = 0.06, 7
"""Such a cell is smoothed (in heights of the text) and searched for ink of so few grey levels."""
_WORN = 2.7
"""There a speck may be this many times as large: what is left of a character is larger still."""
_TOUCHING = 3
"""Ink less than this many pixels apart is one piece."""


class Inked(NamedTuple):
    """A straight page with its ink: `bits` is 1 where there is ink, `paper` the grey level of the ground."""

    grey: Grey
    bits: Bits
    paper: int
    per_point: float


class CellInk(NamedTuple):
    """The inside of a cell: where it is on the page, the ink of its text, its pixels without dirt."""

    inside: PixelBox
    bits: Bits
    grey: Grey


def inked(grey: Grey, per_point: float) -> Inked:
    """The ink of a page whose ground is even.

    Args:
        grey: ink dark on light.
        per_point: pixels to one point (1/72 inch).
    """
    import numpy as np  # noqa: PLC0415

    counts = np.cumsum(np.bincount(grey.ravel(), minlength=256)) / grey.size
    paper, dark = (int(np.searchsorted(counts, share)) for share in (0.5, 0.01))
    noise = float(np.searchsorted(counts, 0.84)) - paper
    least = max(_CONTRAST * (paper - dark), _NOISE * noise, _FAINTEST)
    return Inked(grey, (grey < paper - least).astype(np.uint8), paper, per_point)


def cell_ink(page: Inked, cell: PixelBox, em: float) -> CellInk:
    """What is written inside a cell.

    Args:
        page: the whole page.
        cell: the cell up to the middle of its rulings.
        em: height of the text in pixels.
    """
    inside = _inside(page, cell)
    x0, top, x1, bottom = inside
    bits, grey = page.bits[top:bottom, x0:x1], page.grey[top:bottom, x0:x1]
    thin = _THIN * page.per_point
    whole = CellInk(inside, bits, grey)
    pieces = _pieces(bits, _TOUCHING)
    cell_only = _without(whole, page, pieces, _remains(pieces.boxes, bits.shape, thin))
    if cell_only is not whole:
        pieces = _pieces(cell_only.bits, _TOUCHING)
    text = _without(cell_only, page, pieces, _specks(pieces.boxes, em))
    if text.bits.any() or not text.bits.size:
        return text
    faint = CellInk(inside, _faint(cell_only, page, em), cell_only.grey)
    pieces = _pieces(faint.bits, round(_BROKEN * em))
    return _without(faint, page, pieces, _specks(pieces.boxes, _WORN * em))


def free_ink(page: Inked, box: PixelBox, em: float) -> CellInk:
    """What is written inside a box that no rulings surround."""
    height, width = page.bits.shape
    x0, top, x1, bottom = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
    whole = CellInk((x0, top, x1, bottom), page.bits[top:bottom, x0:x1], page.grey[top:bottom, x0:x1])
    pieces = _pieces(whole.bits, _TOUCHING)
    return _without(whole, page, pieces, _specks(pieces.boxes, em))


def extent(bits: Bits) -> PixelBox | None:
    """The box of all ink, if there is any."""
    import numpy as np  # noqa: PLC0415

    rows, columns = np.flatnonzero(bits.any(axis=1)), np.flatnonzero(bits.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def runs(profile: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches that are true: first index, and first index after it."""
    import numpy as np  # noqa: PLC0415

    steps = np.flatnonzero(np.diff(np.concatenate(([0], profile.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(steps[::2], steps[1::2], strict=True)]


def _inside(page: Inked, cell: PixelBox) -> PixelBox:
    """The cell without its rulings, which may be thick and lie a little beside where the grid has them."""
    height, width = page.bits.shape
    x0, top, x1, bottom = max(cell[0], 0), max(cell[1], 0), min(cell[2], width), min(cell[3], height)
    bits = page.bits[top:bottom, x0:x1]
    if not bits.size:
        return x0, top, x0, top
    near, far = round(_NEAR * page.per_point), round(_BORDER * page.per_point)
    rows, columns = bits.mean(axis=1) >= _ALONG, bits.mean(axis=0) >= _ALONG
    left, right = _ruled(columns, near, far), _ruled(columns[::-1], near, far)
    above, below = _ruled(rows, near, far), _ruled(rows[::-1], near, far)
    return x0 + left, top + above, max(x1 - right, x0 + left), max(bottom - below, top + above)


def _ruled(covered: NDArray[np.bool_], near: int, far: int) -> int:
    """How many rows or columns at the start belong to the ruling, with one more for its blur."""
    first = next(iter(runs(covered[: min(far, len(covered) // 3)])), None)
    return first[1] + 1 if first and first[0] <= near else 1


class _Pieces(NamedTuple):
    """The connected ink of a cell: a number from 1 for each of its pixels, and the box of each piece."""

    labels: NDArray[np.int32]
    boxes: Boxes


def _pieces(bits: Bits, gap: int) -> _Pieces:
    """Ink less than `gap` pixels apart is one piece."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    if not bits.any():
        return _Pieces(np.zeros(bits.shape, np.int32), np.empty((0, 4), np.int32))
    whole = cv2.morphologyEx(bits, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    _, labels, parts, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    boxes = np.column_stack((parts[1:, :2], parts[1:, :2] + parts[1:, 2:4]))
    return _Pieces(labels.astype(np.int32, copy=False), boxes)


def _without(cell: CellInk, page: Inked, pieces: _Pieces, dirt: NDArray[np.bool_]) -> CellInk:
    """The cell with these of its pieces painted out, and the blur around them."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    if not dirt.any():
        return cell
    gone = np.concatenate(([False], dirt))[pieces.labels]
    bits = np.where(gone, 0, cell.bits).astype(np.uint8)
    halo = cv2.dilate(gone.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & (bits == 0)
    return CellInk(cell.inside, bits, np.where(halo, page.paper, cell.grey).astype(np.uint8))


def _faint(cell: CellInk, page: Inked, em: float) -> Bits:
    """The ink of a cell that seems empty, down to the faintest: a hairline dash, a worn digit."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    smooth = cv2.GaussianBlur(cell.grey, (0, 0), _SMOOTH * em)
    faint: Bits = (smooth < page.paper - _FAINTLY).astype(np.uint8)
    edge = round(_BORDER * page.per_point)  # the blur of a ruling is as faint
    faint[:edge] = faint[max(len(faint) - edge, 0) :] = 0
    faint[:, :edge] = faint[:, max(faint.shape[1] - edge, 0) :] = 0
    return faint


def _remains(boxes: Boxes, shape: tuple[int, ...], thin: float) -> NDArray[np.bool_]:
    """Which pieces touch the edge of the cell and stand out from it only a little."""
    height, width = shape
    x0, top, x1, bottom = boxes.T
    flat = ((top <= 1) | (bottom >= height - 1)) & (bottom - top <= thin)
    upright = ((x0 <= 1) | (x1 >= width - 1)) & (x1 - x0 <= thin)
    touching: NDArray[np.bool_] = flat | upright
    return touching


def _specks(boxes: Boxes, em: float) -> NDArray[np.bool_]:
    """Which pieces are tiny and have no character near them."""
    import numpy as np  # noqa: PLC0415

    specks: NDArray[np.bool_] = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0) < _SPECK * em
    near = boxes[~specks]
    if not len(near):
        return specks
    for number in specks.nonzero()[0]:
        x0, top, x1, bottom = boxes[number]
        across = np.maximum(np.maximum(near[:, 0] - x1, x0 - near[:, 2]), 0)
        down = np.maximum(np.maximum(near[:, 1] - bottom, top - near[:, 3]), 0)
        specks[number] = bool(np.hypot(across, down).min() > _BESIDE * em)
    return specks
