"""A filed form reduced to what grouping needs, with the form itself packed: about 5 kB each."""

from __future__ import annotations

import zlib
from array import array
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, TypeAlias

import msgspec

from normalize.evaluation import Evaluation
from validate.archive.compare import contents
from validate.archive.filed import Filed, Report, report_of
from validate.archive.names import project_key, unit_key
from validate.archive.tokens import actual_tokens, clause_tokens
from validate.evidence import seen_whole

# kind, unit, project: what is the same for all years and versions of one form.
Chain: TypeAlias = tuple[str, str, str]

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Evaluation)
_FAST = 1


class Digest(msgspec.Struct, frozen=True, gc=False):
    """One form of the set. `order` is its place in the set; `unit` and `project` are keys, empty if unknown.

    `content` is the same for forms that say the same; `rows` counts the indicators. `whole`: nothing of it
    can have been lost in reading. `actuals` and `clauses` are 64-bit hashes.
    """

    order: int
    report: Report
    sha256: str | None
    version: int | None
    unit: str
    project: str
    content: bytes
    rows: int
    whole: bool
    actuals: bytes
    clauses: bytes
    packed: bytes

    @property
    def chain(self) -> Chain | None:
        """Which form it is, whatever the year; None where the form does not say."""
        if not self.unit or (self.report.kind == "project" and not self.project):
            return None
        return (self.report.kind, self.unit, self.project)

    @property
    def year(self) -> int | None:
        """The year that is evaluated."""
        return self.report.year

    def common(self, other: Digest, field: Literal["actuals", "clauses"]) -> int:
        """How many hashes two reports have in common."""
        one, two = (array("Q", getattr(each, field)) for each in (self, other))
        return len(set(one) & set(two))

    @property
    def evaluation(self) -> Evaluation:
        """The form."""
        return _unpacked(self.packed)


def digest_of(filed: Filed, order: int) -> Digest:
    """Reduce one filed form."""
    form = filed.evaluation
    packed = zlib.compress(_encoder.encode(form), _FAST)
    return Digest(
        order,
        report_of(filed),
        filed.sha256,
        filed.version,
        unit_key(form),
        project_key(form) if form.kind != "department" else "",
        blake2b("\x1f".join(contents(form)).encode(), digest_size=16).digest(),
        len(form.indicators),
        seen_whole(form),
        actual_tokens(form),
        clause_tokens(form),
        packed,
    )


@lru_cache(maxsize=256)
def _unpacked(packed: bytes) -> Evaluation:
    return _decoder.decode(zlib.decompress(packed))
