"""Dumps that keep their columns, damaged: each value is that of its row and field, or is not given."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from dump_samples import FIELDS, MONEY, SAMPLES, converted, tight

from extract.document import Document, Source
from extract.dump.plaintext import read_plaintext
from normalize import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

NAMES = (
    "project-2022-units",
    "dept-2023-clean",
    "poverty-fund",
    "transfer-payment",
    "sichuan-0013zp",
    "hubei-project",
    "hubei-county",
    "chongqing-department",
    "hunan-department",
    "check-list",
)
SEEDS = (0, 10)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


def without_lines(lines: list[str], chance: random.Random) -> list[str]:
    lost = set(chance.sample(range(len(lines)), 3))
    return [line for at, line in enumerate(lines) if at not in lost]


def shifted(lines: list[str], chance: random.Random) -> list[str]:
    """Some cells stand one to three characters further to the right or to the left."""

    def moved(gap: re.Match[str]) -> str:
        width = len(gap[0]) + (chance.randint(-3, 3) if chance.random() < 0.2 else 0)
        return " " * max(1, width)

    return [_GAP.sub(moved, line) for line in lines]


def glued(lines: list[str], chance: random.Random) -> list[str]:
    """Some neighbours stand without anything between them."""
    return [_GAP.sub(lambda gap: "" if chance.random() < 0.06 else gap[0], line) for line in lines]


def with_wide_blanks(lines: list[str], chance: random.Random) -> list[str]:
    """Some pairs of blanks are one blank as wide as a Chinese character."""
    return [
        re.sub("  ", lambda two: "\N{IDEOGRAPHIC SPACE}" if chance.random() < 0.3 else two[0], line)
        for line in lines
    ]


def with_tabs(lines: list[str], chance: random.Random) -> list[str]:
    return [_GAP.sub(lambda gap: "\t" if chance.random() < 0.3 else gap[0], line) for line in lines]


def wrapped_again(lines: list[str], chance: random.Random) -> list[str]:
    """The last characters of some lines stand on a line of their own, where the cell begins."""
    out = []
    for line in lines:
        cells = list(re.finditer(r"\S+(?: \S+)*", line))
        if len(cells) > 1 and len(cells[-1][0]) > 3 and chance.random() < 0.15:
            at = cells[-1].end() - chance.randint(1, 2)
            out += [line[:at], " " * cells[-1].start() + line[at:]]
        else:
            out.append(line)
    return out


DAMAGES: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "lines lost": without_lines,
    "cells shifted": shifted,
    "cells glued": glued,
    "wide blanks": with_wide_blanks,
    "tabs": with_tabs,
    "wrapped again": wrapped_again,
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_put_into_a_wrong_field(name: str, damage: str, seed: int) -> None:
    printed = converted(name, "pdftotext-layout").read_text("utf-8")
    lines = DAMAGES[damage](printed.split("\n"), random.Random(f"{name} {damage} {seed}"))  # noqa: S311 - a test's dice
    assert list(wrong_values("\n".join(lines), name, lossy=damage == "lines lost")) == []


def wrong_values(text: str, name: str, *, lossy: bool) -> Iterator[str]:
    """What is read and not printed so; `lossy`: parts of a text may be lost, as it stood on several lines."""
    answer: dict[str, Any] = msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes())
    reading = read_plaintext(text.encode())
    source = Source("dump.txt", "0" * 64, "text/plain", len(reading.pages))
    found = normalized(Document(source, reading.pages, reading.blocks, reading.problems))
    for evaluation in found.evaluations:
        for row in evaluation.indicators:
            # nobody can see that the name of a level stood on a lost line
            names = FIELDS[2:] if lossy else FIELDS
            yield from _wrong(row, answer["indicators"], names, "level3", lossy=lossy)
        for line in evaluation.budget:
            yield from _wrong(line, answer["budget"], ("label", *MONEY), "label", lossy=lossy)
        yield from _wrong(evaluation.goals, [answer["goals"]], ("expected", "actual"), None, lossy=lossy)


def _wrong(
    read: Any, rows: Sequence[Mapping[str, str | None]], names: Sequence[str], key: str | None, *, lossy: bool
) -> Iterator[str]:
    """Nothing, if some row of the form has all that was read; else how it was read."""
    values = {name: getattr(read, name) for name in names}
    written = {name: value for name, value in values.items() if value is not None and value.text.strip()}
    for row in rows:
        if all(
            _is_printed(value, row[name], lossy=lossy and name not in MONEY)
            for name, value in written.items()
        ):
            return
    where = getattr(read, key).text if key else "goals"
    yield f"{where}: { ({name: value.text for name, value in written.items()}) }"


def _is_printed(value: Any, printed: str | None, *, lossy: bool) -> bool:
    true = tight(printed)
    if any(tight(str(text)) == true for text in (value.text, value.value)):
        return True
    rest = iter(true)
    return lossy and all(character in rest for character in tight(value.text))
