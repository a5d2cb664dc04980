"""The parts of an OFD package: which pages there are, in their order, and what each of them is made of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from extract import refusals
from extract.archive import Archive
from extract.errors import UnreadableError
from extract.ofd.values import Rect, numbers

_A4 = Rect(0.0, 0.0, 210.0, 297.0)


class Media(NamedTuple):
    """The file of a picture in the package."""

    archive: Archive
    name: str

    def read(self) -> bytes:
        """Its bytes; raises `UnreadableError` where they are damaged."""
        return self.archive.read(self.name)


class PageParts(NamedTuple):
    """One page: its area in millimetres, its contents from the back to the front, and what they refer to.

    `contents` is None where a part is missing or damaged. `units` are what composite objects draw,
    `media` the files of pictures, by id.
    """

    area: Rect
    contents: tuple[etree._Element, ...] | None
    units: dict[str, etree._Element]
    media: dict[str, Media] = {}  # noqa: RUF012 - a default that nobody writes to


class _Body(NamedTuple):
    """What the pages of one document share."""

    path: str
    root: etree._Element
    area: Rect
    templates: dict[str, str]
    units: dict[str, etree._Element]
    media: dict[str, Media]


class Package:
    """An opened OFD file; raises `UnreadableError` where it is damaged or encrypted as a whole."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        self._names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in self._archive.names}
        if any(name.endswith("encryptions.xml") for name in self._names):
            raise refusals.encrypted_ofd()
        self._bodies = [self._body(path) for path in self._roots()]

    def page_count(self) -> int:
        """How many pages there are in all documents of the package."""
        return sum(1 for _ in self._listed())

    def pages(self) -> Iterator[PageParts]:
        """The pages in their order, each loaded when it is its turn."""
        for body, entry in self._listed():
            try:
                yield self._page(body, entry)
            except UnreadableError:
                yield PageParts(body.area, None, {})

    def _roots(self) -> list[str]:
        entry = self._names["ofd.xml"]
        bodies = named(self._archive.xml(entry), "DocBody")
        found = [path for one in bodies if (path := self._resolved(entry, text_of(one, "DocRoot")))]
        if not found:
            raise refusals.damaged("OFD 文件中没有文档", "The OFD file holds no document")
        return found

    def _body(self, path: str) -> _Body:
        root = self._archive.xml(path)
        common = first(root, "CommonData")
        templates = {
            one.get("ID", ""): target
            for one in named(common, "TemplatePage")
            if (target := self._resolved(path, one.get("BaseLoc")))
        }
        resources = [*named(common, "PublicRes"), *named(common, "DocumentRes")]
        area = _area(first(common, "PageArea")) or _A4
        return _Body(path, root, area, templates, self._units(path, resources), self._media(path, resources))

    def _listed(self) -> Iterator[tuple[_Body, etree._Element]]:
        for body in self._bodies:
            for entry in named(first(body.root, "Pages"), "Page"):
                yield body, entry

    def _page(self, body: _Body, entry: etree._Element) -> PageParts:
        path = self._resolved(body.path, entry.get("BaseLoc"))
        if path is None:
            return PageParts(body.area, None, {})
        root = self._archive.xml(path)
        back: list[etree._Element] = []
        front: list[etree._Element] = []
        for use in named(root, "Template"):
            target = body.templates.get(use.get("TemplateID", ""))
            if target is None:
                return PageParts(body.area, None, {})
            (front if use.get("ZOrder") == "Foreground" else back).append(self._archive.xml(target))
        own = named(root, "PageRes")
        units, media = body.units | self._units(path, own), body.media | self._media(path, own)
        return PageParts(_area(first(root, "Area")) or body.area, (*back, root, *front), units, media)

    def _units(self, base: str, resources: list[etree._Element]) -> dict[str, etree._Element]:
        units = {}
        for one in resources:
            path = self._resolved(base, one.text)
            if path is None:
                continue
            for unit in named(
                first(self._archive.xml(path), "CompositeGraphicUnits"), "CompositeGraphicUnit"
            ):
                units[unit.get("ID", "")] = unit
        return units

    def _media(self, base: str, resources: list[etree._Element]) -> dict[str, Media]:
        found = {}
        for one in resources:
            path = self._resolved(base, one.text)
            if path is None:
                continue
            root = self._archive.xml(path)
            folder = posixpath.join(root.get("BaseLoc", ""), "")
            for medium in named(first(root, "MultiMedias"), "MultiMedia"):
                file = (text_of(medium, "MediaFile") or "").strip()
                name = self._resolved(path, folder + file) or self._resolved(path, file)
                if file and name:
                    found[medium.get("ID", "")] = Media(self._archive, name)
        return found

    def _resolved(self, base: str, location: str | None) -> str | None:
        """The member that a location means.

        It counts from the root, or from the part that names it, or (wrongly, but it happens) from the root
        without saying so; not all exporters keep to one letter case.
        """
        wanted = (location or "").strip().replace("\\", "/")
        if not wanted:
            return None
        here = posixpath.join(posixpath.dirname(base.replace("\\", "/")), wanted)
        for candidate in (wanted,) if wanted.startswith("/") else (here, wanted):
            name = self._names.get(posixpath.normpath(candidate).lstrip("/").casefold())
            if name:
                return name
        return None


def tag_of(element: etree._Element) -> str:
    """The element's name; OFD's exporters do not agree on its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def named(parent: etree._Element | None, name: str) -> list[etree._Element]:
    """Children of this name."""
    return [] if parent is None else [child for child in parent if tag_of(child) == name]


def first(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this name."""
    return next(iter(named(parent, name)), None)


def text_of(parent: etree._Element | None, name: str) -> str | None:
    """The text of the first child of this name."""
    child = first(parent, name)
    return None if child is None else child.text


def _area(element: etree._Element | None) -> Rect | None:
    values = numbers(text_of(element, "PhysicalBox"), 4)
    if values is None or values[2] <= 0 or values[3] <= 0:
        return None
    x, y, width, height = values
    return Rect(x, y, x + width, y + height)
