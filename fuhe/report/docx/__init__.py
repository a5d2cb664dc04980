"""The sign-off sheet as a Word document: each form with findings, room for replies, and signatures."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from lxml import etree

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report.docx.body import Body
from fuhe.report.docx.package import NAMESPACE, PARTS
from fuhe.report.signoff import Block, across_block, blocks
from fuhe.together import Across

__all__ = ["write"]


def write(
    audits: Iterable[Audit],
    file: IO[bytes],
    language: Language,
    together: Callable[[], Across] | None = None,
) -> None:
    """Write the document as the audits come; none of it is kept in memory.

    `together` gives what was found across reports; it is asked when the last audit has passed.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            package.writestr(name, content)
        with package.open("word/document.xml", "w", force_zip64=True) as part, etree.xmlfile(part) as xml:
            xml.write_declaration(standalone=True)
            with xml.element(f"{{{NAMESPACE}}}document", nsmap={"w": NAMESPACE}):
                _write_body(_blocks(audits, language, together), xml, language)


def _blocks(
    audits: Iterable[Audit], language: Language, together: Callable[[], Across] | None
) -> Iterator[Block]:
    for audit in audits:
        yield from blocks(audit, language)
    if together is not None:
        yield across_block(together(), language)


def _write_body(given: Iterable[Block], xml: etree._IncrementalFileWriter, language: Language) -> None:
    with xml.element(f"{{{NAMESPACE}}}body"):
        body = Body(xml, language)
        for block in given:
            body.block(block)
        body.end()
