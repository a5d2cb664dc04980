"""Grey seals of a black-and-white copy: found by their ring, the ring and star thinned, all strokes marked.

A seal lies over print like tinted glass. Where one stroke of it surely is (the ring, the star), dividing by
its tint gives white where there was paper and print where there was print; nothing is painted over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.scan.ring import Ring, rings

if TYPE_CHECKING:
    from extract.scan.types import Grey, Mask

_DISC = 1.05  # of the radius of the ring: half its stroke and a little blur
_INKED = 225  # grey level; the page is even white
_RING_INCHES = 0.045  # half the band in which the stroke of the ring lies
_STAR = 0.45  # of the radius
_STAR_INCHES = 0.06  # no print is as broad as the arms of a star
_BROAD_INCHES = 0.02  # print of ordinary size has strokes of up to 0.015
_STRAIGHT_INCHES = 0.4  # runs longer than this are rulings
_PRINTED = 140  # grey level: certainly ink of some kind
_PALER = 45  # by how many grey levels a seal must be paler than print for the two to be told apart
_DARKER_STROKES = 4  # percentile of the grey levels of a seal's characters: most of them are lighter
_AROUND = 9  # pixels: print and pale strokes that border on one another
_DARKEST = 0.3  # a seal that lets less light through is black, and dividing would make noise of it


def without_grey(page: Grey, dpi: float) -> tuple[Grey, Grey, Mask]:
    """The page with ring and star of grey seals thinned, the same with all pale strokes bleached, and where.

    Bleaching leaves print to be read, but may break hairlines; rulings are to be looked for on the first.

    Args:
        page: straight, evenly lit.
        dpi: its resolution.
    """
    strokes = np.zeros(page.shape, np.bool_)
    found = rings(page, dpi)
    if not found:
        return page, page, strokes
    thinned, text = page.copy(), page.copy()
    for ring in found:
        _thin(thinned, text, strokes, ring, dpi)
    return thinned, text, strokes


def _thin(page: Grey, text: Grey, strokes: Mask, ring: Ring, dpi: float) -> None:
    """Thins one seal in `page`, bleaches it in `text` and adds its strokes to `strokes`, all in place."""
    reach = ring.radius * _DISC
    left, top = max(0, round(ring.x - reach)), max(0, round(ring.y - reach))
    disc = np.s_[top : round(ring.y + reach) + 1, left : round(ring.x + reach) + 1]
    part = page[disc]
    y, x = np.ogrid[: part.shape[0], : part.shape[1]]
    away = np.hypot(x + left - ring.x, y + top - ring.y)
    inked = (part < _INKED) & (away <= reach)
    broad = _opened(inked, _BROAD_INCHES * dpi)
    star = _opened(inked & (away < _STAR * ring.radius), _STAR_INCHES * dpi)
    certain = star | (broad & (np.abs(away - ring.radius) < _RING_INCHES * dpi))
    if not certain.any():
        return
    tint = float(np.percentile(part[certain], 65)) / 255
    for drawn in (page[disc], text[disc]):
        drawn[certain] = np.minimum(drawn[certain] / max(tint, _DARKEST), 255).astype(np.uint8)
    others = inked & ~_straight(inked, _STRAIGHT_INCHES * dpi)
    level = _print_level(page)
    if tint * 255 - level >= _PALER:
        pale = _pale(part, inked & (others | certain), (tint * 255 + level) / 2)
        made = _bleached(text[disc], pale & certain, level) | _bleached(text[disc], pale & ~certain, level)
        others = (broad & others) | made
    strokes[disc] |= certain | others


def _print_level(page: Grey) -> float:
    """How dark the print of a page is."""
    printed = page[::4, ::4]
    printed = printed[printed < _PRINTED]
    return float(np.percentile(printed, 25)) if printed.size else 0.0


def _pale(part: Grey, inked: Mask, limit: float) -> Mask:
    """Ink paler than this that does not border on print."""
    dark = (part < limit).astype(np.uint8)
    pale: Mask = inked & (cv2.dilate(dark, np.ones((5, 5), np.uint8)) == 0)
    return pale


def _bleached(part: Grey, pale: Mask, level: float) -> Mask:
    """Makes paper, in place, of pale strokes and of what is as pale around them; where, is returned.

    What is darker than half way between the seal and print stays as it is; lighter ink is drawn towards paper
    by as much as makes paper of the strokes, so that a faint point of print grows fainter, but does not go.
    """
    if not pale.any():
        return pale
    strokes = float(np.percentile(part[pale], _DARKER_STROKES))
    middle = (strokes + level) / 2
    around: Mask = cv2.dilate(pale.astype(np.uint8), np.ones((_AROUND, _AROUND), np.uint8)) > 0
    grown = middle + (part - middle) * ((255 - middle) / (strokes - middle))
    part[around] = np.where(part < middle, part, np.minimum(grown, 255))[around].astype(np.uint8)
    return around


def _opened(inked: Mask, width: float) -> Mask:
    """What of the ink is broader than that many pixels, with its soft edges."""
    side = max(3, round(width))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    core = cv2.morphologyEx(inked.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    broad: Mask = (cv2.dilate(core, np.ones((3, 3), np.uint8)) > 0) & inked
    return broad


def _straight(inked: Mask, length: float) -> Mask:
    """Long level or upright runs of ink: rulings."""
    ink, run = inked.astype(np.uint8), round(length)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8))
    straight: Mask = cv2.dilate(np.maximum(level, upright), np.ones((3, 3), np.uint8)) > 0
    return straight
