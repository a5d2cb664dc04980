"""The sign-off sheet as a Word document: each form with findings, room for replies, and signatures."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import IO

from lxml import etree

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report.docx.body import Body
from fuhe.report.docx.package import NAMESPACE, PARTS
from fuhe.report.signoff import blocks

__all__ = ["write"]


def write(audits: Iterable[Audit], file: IO[bytes], language: Language) -> None:
    """Write the document as the audits come; none of it is kept in memory."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            package.writestr(name, content)
        with package.open("word/document.xml", "w", force_zip64=True) as part, etree.xmlfile(part) as xml:
            xml.write_declaration(standalone=True)
            with xml.element(f"{{{NAMESPACE}}}document", nsmap={"w": NAMESPACE}):
                _write_body(audits, xml, language)


def _write_body(audits: Iterable[Audit], xml: etree._IncrementalFileWriter, language: Language) -> None:
    with xml.element(f"{{{NAMESPACE}}}body"):
        body = Body(xml, language)
        for audit in audits:
            for block in blocks(audit, language):
                body.block(block)
        body.end()
