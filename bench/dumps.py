"""Random forms of all families as text dumps: how much of a dump is read, and whether any of it is wrong.

    python bench/dumps.py [--forms 130] [--seed 1] [--keep FOLDER] [--list]

A form is filled at random, some of its cells are made long, its columns narrower or wider. It is drawn by
LibreOffice (a spreadsheet and a Word document), by Chromium, or as characters of one width, with cells in the
middle or at the top; `pdftotext` makes three dumps of each PDF. What fuhe reads is held against what was
filled in: a value that differs from what its row has in that field is wrong. FOLDER keeps forms and dumps, so
that a second run need not make them again; `--list` prints what is wrong and which rows are left out.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import fuhe
from bench.faults.drawn import sample
from bench.faults.families import Family, families
from bench.faults.filled import plan_of
from bench.faults.habits import any_habit
from bench.faults.written import written
from bench.typewriter import typed

WRITERS = ("calc", "word", "chromium", "typed")
KINDS = {"layout": ["-layout"], "blocks": [], "raw": ["-raw"]}
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
MONEY = ("initial", "adjusted", "executed", "weight", "rate", "score")
_CLAUSES = (
    "其中乡镇{0}个，街道{1}个", "（含上年结转{0}个）", "，每季度不少于{0}次", "，已全部验收合格",
    "，逐级签订责任书{1}份", "并建立台账，落实专人管理", "、新建改建及维修养护工程{0}处",
    "，较上年增加{0}个", "，群众反映良好", "及时足额拨付到位",
)  # fmt: skip


def main(forms: int, seed: int, folder: Path, *, tell: bool) -> None:
    """Make the dumps where they are missing, read them all, print what came of it by writer and by family."""
    if not any(folder.glob("*.json")):
        make(forms, seed, folder)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for answer in sorted(folder.glob("*.json")):
        truth = json.loads(answer.read_text("utf-8"))
        family, writer, _ = answer.stem.split(".")
        for kind in KINDS:
            dump = folder / f"{answer.stem}.{kind}.txt"
            if not dump.exists():
                continue
            one, told = compared(dump, truth)
            for key in ((kind, writer), (kind, family)):
                counts.setdefault(key, Counter()).update(one)
            if tell and told:
                print(dump.name, *told, sep="\n    ")
    heads = ("dump", "of", "forms", "rows", "whole", "cells", "numbers", "goals", "WRONG")
    print(("{:8}{:24}" + "{:>13}" * 7).format(*heads))
    for (kind, name), one in sorted(counts.items(), key=lambda it: (it[0][0], it[0][1] not in WRITERS, it)):
        shares = (
            f"{one[part]}/{one[f'all {part}']}" for part in ("rows", "whole", "cells", "money", "goals")
        )
        print(("{:8}{:24}" + "{:>13}" * 7).format(kind, name, one["forms"], *shares, one["wrong"]))


def compared(dump: Path, truth: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """Counts of what is read of a dump, and a line on each value that is wrong and each row left out."""
    found = fuhe.audit(dump).evaluations
    rows = {tight(row["level3"]): row for row in truth["indicators"]}
    funds = {tight(line["label"]): line for line in truth["budget"]}
    count, told, seen = Counter(forms=1), [], set()
    for evaluation in found:
        for row in evaluation.indicators:
            name = tight(row.level3.text)
            read, wrong = held(row, rows.get(name), FIELDS)
            count += Counter(rows=name in rows, cells=read, wrong=len(wrong))
            count["whole"] += name in rows and read == filled(rows[name], FIELDS)
            seen.add(name)
            told += [f"WRONG {name} {one}" for one in wrong]
        for line in evaluation.budget:
            read, wrong = held(line, funds.get(tight(line.label.value)), MONEY)
            count += Counter(money=read, wrong=len(wrong))
            told += [f"WRONG {line.label.value} {one}" for one in wrong]
        read, wrong = held(evaluation.goals, truth["goals"], ("expected", "actual"))
        _, false = held(evaluation.total, truth["total"], ("weight", "score"))
        count += Counter(goals=read, wrong=len(wrong) + len(false))
        told += [f"WRONG {one}" for one in (*wrong, *false)]
    told += [f"left out: {row['level3']}" for name, row in rows.items() if name not in seen]
    count["all rows"] = count["all whole"] = len(rows)
    count["all cells"] = sum(filled(row, FIELDS) for row in rows.values())
    count["all money"] = sum(filled(line, MONEY) for line in funds.values())
    count["all goals"] = filled(truth["goals"], ("expected", "actual"))
    return count, told


def held(read: Any, true: dict[str, str | None] | None, names: Sequence[str]) -> tuple[int, list[str]]:
    """How many values are as printed, and which are not."""
    good, wrong = 0, []
    for name in names:
        value = getattr(read, name)
        if value is None or not (value.text.strip() or (name.startswith("level") and value.value)):
            continue
        expected = tight(true[name]) if true else None
        if expected is not None and expected in (tight(value.text), tight(str(value.value))):
            good += 1
        else:
            wrong.append(f"{name}: {value.text or value.value!r}, printed {true[name] if true else None!r}")
    return good, wrong


def filled(printed: dict[str, str | None], names: Sequence[str]) -> int:
    """How many of the fields are printed."""
    return sum(bool(printed[name]) for name in names)


def tight(text: str | None) -> str:
    """Without blanks; the colon after a label does not count."""
    return "".join((text or "").split()).rstrip(":：")


def make(forms: int, seed: int, folder: Path) -> None:
    """Fill and draw the forms, and dump them."""
    with tempfile.TemporaryDirectory() as work:
        for number in range(forms):
            chance = Random(f"{seed} {number}")  # noqa: S311  (sample text, not a secret)
            family = list(families().values())[number % len(families())]
            writer = WRITERS[number // len(families()) % len(WRITERS)]
            form = lengthened(written(plan_of(family, chance, any_habit(chance))), chance)
            name = f"{family.id}.{writer}.{number:03}"
            answer = sample("answers").answer(form, sample("form").Answer())
            if said := re.search(r"自评得分([\d.]+)分", form.conclusion):
                answer["total"]["score"] = said[1]
            (Path(work) / f"{name}.json").write_text(json.dumps(answer, ensure_ascii=False), "utf-8")
            made = _narrowed(family, form, chance)
            drawn = "".join(cell.text for cell in made.cells)
            (Path(work) / f"{name}.drawn").write_text(drawn, "utf-8")
            if writer == "typed":
                (folder / f"{name}.layout.txt").write_text(typed(form, made, chance), "utf-8")
            else:
                DRAW[writer](form, made, Path(work) / name, chance)
        _export(Path(work))
        for answer in Path(work).glob("*.json"):
            _dump(answer, folder)


def _dump(answer: Path, folder: Path) -> None:
    """The dumps of a drawn form and its answer, if all its text came through (a cell may be clipped)."""
    pdf = answer.with_suffix(".pdf")
    dumps = [folder / f"{answer.stem}.{kind}.txt" for kind in KINDS]
    if pdf.exists():
        for dump, options in zip(dumps, KINDS.values(), strict=True):
            command = ["pdftotext", *options, str(pdf), str(dump)]
            subprocess.run(command, check=True)
    drawn = Counter(tight(answer.with_suffix(".drawn").read_text("utf-8")))
    if drawn <= Counter(tight(dumps[0].read_text("utf-8"))):
        shutil.copy(answer, folder)
    else:
        for dump in dumps:
            dump.unlink(missing_ok=True)


def lengthened(form: Any, chance: Random) -> Any:
    """The form with clauses added to some cells; a target in several cells stays as it is."""
    rows = []
    for row in form.rows:
        longer = {"level3": row.level3 + _more(chance, 0.25), "actual": row.actual}
        if row.actual and "number" not in row.more:
            longer["actual"] = row.actual + _more(chance, 0.3)
        if row.target and "number" not in row.more:
            longer["target"] = row.target + _more(chance, 0.2)
        if row.deviation is not None and not row.deviation:
            longer["deviation"] = "因" + _more(chance, 1) + "。" if chance.random() < 0.15 else ""
        rows.append(replace(row, **longer))
    return replace(form, rows=tuple(rows))


def _more(chance: Random, often: float) -> str:
    added = ""
    while chance.random() < often and len(added) < 60:
        added += chance.choice(_CLAUSES).format(chance.randint(2, 99), chance.randint(2, 9))
        often *= 0.6
    return added


def _narrowed(family: Family, form: Any, chance: Random) -> Any:
    made = family.layout(form)
    made.widths = tuple(max(9.0, width * chance.uniform(0.7, 1.3)) for width in made.widths)
    return made


def _calc(form: Any, made: Any, target: Path, chance: Random) -> None:
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment

    path = target.with_name(target.name + ".xlsx")
    sample("render_sheet").save(
        form, made, path, size=chance.choice([8, 9, 10]), landscape=chance.random() < 0.2
    )
    if chance.random() < 0.4:
        book = load_workbook(path)
        across, down = chance.choice([("left", "center"), ("center", "top"), ("left", "top")])
        for row in book.active.iter_rows(min_row=4):
            for cell in row:
                cell.alignment = Alignment(horizontal=across, vertical=down, wrap_text=True)
        book.save(path)


def _word(form: Any, made: Any, target: Path, chance: Random) -> None:
    path = target.with_name(target.name + ".docx")
    room = {"margin": chance.choice([12, 15, 20]), "landscape": chance.random() < 0.2}
    sample("render_word").save(form, (made,), path, size=chance.choice([7.5, 9, 10.5]), **room)


def _chromium(form: Any, made: Any, target: Path, chance: Random) -> None:
    looks = {
        "font": f"{chance.choice([7.5, 9, 10.5])}pt 'Noto Serif CJK SC'",
        "padding": f"{chance.choice([0, 1, 3])}pt",
        "vertical-align": chance.choice(["middle", "middle", "top"]),
    }  # fmt: skip
    style = "".join(f"{name}:{value};" for name, value in looks.items())
    lines = "".join(
        f"<p align=center>{html.escape(text)}</p>" for text in (form.title or "", *form.lines_above)
    )
    rows = "".join(_html_row(made, row) for row in range(made.row_count))
    widths = "".join(f"<col style='width:{width}mm'>" for width in made.widths)
    target.with_name(target.name + ".html").write_text(
        "<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:12mm}table{border-collapse:collapse;"
        f"table-layout:fixed}}td{{border:1px solid;{style}}}</style>{lines}<table>{widths}{rows}</table>",
        encoding="utf-8",
    )


def _html_row(made: Any, row: int) -> str:
    cells = (cell for cell in made.cells if cell.row == row)
    return "<tr>" + "".join(
        f"<td rowspan={cell.rows} colspan={cell.columns} align={cell.align}>{html.escape(cell.text)}</td>"
        for cell in cells
    )


DRAW = {"calc": _calc, "word": _word, "chromium": _chromium}


def _export(work: Path) -> None:
    """All files as PDF, those of LibreOffice in one go."""
    office = [str(path) for ending in ("xlsx", "docx") for path in sorted(work.glob(f"*.{ending}"))]
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(work)]
    for some in _by_twenty(office):
        subprocess.run([*command, *some], check=True, capture_output=True)
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    for page in work.glob("*.html"):
        made = f"--print-to-pdf={work / page.stem}.pdf"
        subprocess.run([*browser, made, page.as_uri()], check=True, capture_output=True)


def _by_twenty(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(paths), 20):
        yield paths[start : start + 20]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forms", type=int, default=130)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        kept = options.keep or Path(temporary)
        kept.mkdir(parents=True, exist_ok=True)
        main(options.forms, options.seed, kept, tell=options.list)
