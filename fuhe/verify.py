"""No unit is accused on the word of one reader: what an error rests on is read a second time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import msgspec

from extract import second_opinion
from extract.document import Document, MediaType, OnPage, Source
from extract.ofd import second_opinion as ofd_second_opinion
from extract.second_opinion import agree
from extract.wording import Wording
from validate.outcome import Evidence, Outcome

# The bytes of a file, places in it, its password -> the text at each place, None where it cannot say.
SecondReader = Callable[[bytes, Sequence[OnPage], str | None], Sequence[str | None]]


class _Pair(NamedTuple):
    """The module whose `reread` is the second reader of a kind of file, and the names of both readers."""

    module: ModuleType
    first: str
    second: str


_READERS: dict[MediaType, _Pair] = {
    "application/pdf": _Pair(second_opinion, "pdfium", "pdfplumber"),
    "application/ofd": _Pair(ofd_second_opinion, "fuhe", "ofdkit"),
}


def second_reader(document: Document) -> SecondReader | None:
    """The second reader of a PDF with text that nobody sees, told where; None where the usual one will do."""
    unseen = second_opinion.unseen_on(document.problems)
    is_pdf = document.source.media_type == "application/pdf"
    return partial(second_opinion.reread, unseen=unseen) if is_pdf and unseen else None


def verified(
    outcomes: tuple[Outcome, ...],
    source: Source,
    password: str | None = None,
    reader: SecondReader | None = None,
    content: bytes | None = None,
) -> tuple[Outcome, ...]:
    """The outcomes, each error on a PDF or OFD page kept only if a second reader sees the same characters.

    An error on which the readers disagree becomes `could-not-check` with both readings. `reader` is
    pdfplumber for PDF and ofdkit for OFD unless a test brings another. `content` is the file's bytes;
    without it the file is opened again.
    """
    resting = [one for outcome in outcomes if _is_error(outcome) for one in _evidence_on_pages(outcome)]
    pair = _READERS.get(source.media_type)
    if pair is None or not resting:
        return outcomes
    places = list(dict.fromkeys(place for one in resting for place in _places(one)))
    try:
        data = Path(source.path).read_bytes() if content is None else content
        read: SecondReader = reader or pair.module.reread
        texts = read(data, places, password)
    except OSError:  # the file went away since the first reading: nothing can be confirmed
        texts = [None] * len(places)
    second = dict(zip(places, texts, strict=True))
    return tuple(_judged(outcome, second, pair) if _is_error(outcome) else outcome for outcome in outcomes)


def _is_error(outcome: Outcome) -> bool:
    return outcome.finding is not None and outcome.finding.severity == "error"


def _evidence_on_pages(outcome: Outcome) -> list[Evidence]:
    """What stands in a text layer; recognised text has been read by two models already (extract.scan)."""
    evidence = outcome.finding.evidence if outcome.finding else ()
    return [one for one in evidence if isinstance(one.place, OnPage) and one.confidence == 1]


def _places(evidence: Evidence) -> list[OnPage]:
    """All places of a cell; a page break may have cut it in two."""
    return [place for place in (evidence.place, *evidence.more) if isinstance(place, OnPage)]


def _judged(outcome: Outcome, second: dict[OnPage, str | None], pair: _Pair) -> Outcome:
    for evidence in _evidence_on_pages(outcome):
        readings = [second[place] for place in _places(evidence)]
        again = None if None in readings else "".join(filter(None, readings))
        if not agree(evidence.text, again):
            reason = _unread(evidence, pair) if again is None else _disagreement(evidence, again, pair)
            return msgspec.structs.replace(outcome, status="could-not-check", reason=reason, finding=None)
    return outcome


def _unread(evidence: Evidence, pair: _Pair) -> Wording:
    return Wording(
        f"“{evidence.role.zh}”读作“{evidence.text}”，与其他数字不一致，但第二个读取器（{pair.second}）"
        f"未能读出此处，因此不作认定，请看原件。",
        f"{evidence.role.en} reads “{evidence.text}” and does not add up, but the second reader "
        f"({pair.second}) could not read it, so nothing is claimed; please look at the page.",
    )


def _disagreement(evidence: Evidence, again: str, pair: _Pair) -> Wording:
    return Wording(
        f"两个读取器对“{evidence.role.zh}”读数不同：{pair.first} 读作“{evidence.text}”，"
        f"{pair.second} 读作“{again}”，因此不作认定，请看原件。",
        f"Two readers differ on {evidence.role.en}: {pair.first} reads “{evidence.text}”, "
        f"{pair.second} reads “{again}”, so nothing is claimed; please look at the page.",
    )
