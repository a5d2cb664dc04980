"""The list as Markdown (GitHub flavour): a table of findings for each form, with room for a reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report.signoff import CONCLUSION, HEADS, SIGNERS, TITLE, Block, Item, Note, across_block, blocks
from fuhe.streams import visible
from fuhe.together import Across

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What may begin emphasis, code, a link, a cell (GitHub Flavored Markdown 0.29), or a formula on GitHub.
_MARKS = re.compile(r"([\\`*_\[\]|~$!])")
# Addresses become links without any mark around them (6.9); a line's head may begin a list or a heading.
_ADDRESS = re.compile(r"(?i)(?<=www)\.|:(?=//)|(?<=mailto):|(?<=xmpp):")
_BLOCK = re.compile(r"^([#+=-]|\d+(?=[.)]))")

_LINE = "＿＿＿＿＿＿"


def render(
    audits: Iterable[Audit], language: Language, together: Callable[[], Across] | None = None
) -> Iterator[str]:
    """The title, then form by form as the audits come; then what was found across reports."""
    yield f"# {TITLE.text(language)}\n"
    for audit in audits:
        for block in blocks(audit, language):
            yield "\n".join(["", *_block(block, language), ""])
    if together is not None:
        yield "\n".join(["", *_block(across_block(together(), language), language), ""])


def escaped(text: str) -> str:
    """Text of a document on one line, so that a reader of Markdown only shows it."""
    plain = visible(" ".join(text.split("\n"))).strip()
    marked = _MARKS.sub(r"\\\1", plain.translate(_ENTITIES))
    harmless = _ADDRESS.sub(lambda found: _entity(found[0]), marked)
    return _BLOCK.sub(lambda head: "".join(map(_entity, head[0])), harmless)


def _entity(text: str) -> str:
    return f"&#{ord(text)};"


def _block(block: Block, language: Language) -> Iterator[str]:
    yield f"## {escaped(block.facts or block.file)}"
    yield ""
    if block.facts:
        yield escaped(block.file)
        yield ""
    if block.items:
        yield from _table(block.items, language)
        yield ""
    for note in block.notes:
        yield from _note(note)
    if block.facts:
        yield from _signatures(language)


def _table(items: Sequence[Item], language: Language) -> Iterator[str]:
    yield _row([head.text(language) for head in HEADS])
    yield _row(["---"] * len(HEADS))
    for item in items:
        found = "<br>".join([f"**{escaped(item.title)}**", *map(escaped, item.lines)])
        yield _row([str(item.number), item.level, found, escaped(item.ask), ""])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _note(note: Note) -> Iterator[str]:
    if note.heading:
        yield f"**{escaped(note.heading)}**"
        yield ""
    yield from (f"- {escaped(line)}" for line in note.lines)
    yield ""


def _signatures(language: Language) -> Iterator[str]:
    colon = "：" if language == "zh" else ": "
    yield CONCLUSION.text(language)
    for signers in SIGNERS:
        yield ""
        yield "　".join(signer.text(language) + colon + _LINE for signer in signers)
