"""What forms call their columns, rows and titles is data: no such word stands in the code of normalize/."""

from __future__ import annotations

import ast
from pathlib import Path

import msgspec
import pytest

from normalize.form import shipped_forms
from normalize.wordings import bare

PACKAGE = Path(__file__).parents[2] / "normalize"
# The grammar of targets and actual values in expressions/ speaks of quantities and dates, not of forms.
MODULES = sorted(one for one in PACKAGE.rglob("*.py") if "expressions" not in one.parts)
# One character is no word: 优 or 元 may stand in any text.
SHORTEST = 2
# A head may call its year so; a date says 2022年度 on any paper.
DATES = frozenset({"年度"})


def words() -> frozenset[str]:
    """Every wording of every form: titles, headings, row labels, levels, ratings, look-alikes."""
    found: set[str] = set()
    for form in shipped_forms():
        found |= _texts(msgspec.to_builtins(form.vocabulary)) | _texts(msgspec.to_builtins(form.fingerprint))
    known = frozenset(word for text in found if len(word := bare(text)) >= SHORTEST and not word.isascii())
    return known - DATES


def _texts(value: object) -> set[str]:
    """All texts of a structure; patterns and the names for people are no wordings."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*(_texts(one) for key, one in value.items() if key not in ("targets", "zh", "en")))
    if isinstance(value, (list, tuple)):
        return set().union(*map(_texts, value))
    return set()


def literals(source: str) -> list[tuple[int, str]]:
    """The string literals that are neither docstrings nor messages for people, with their lines."""
    tree = ast.parse(source)
    told = {
        id(inner)
        for node in ast.walk(tree)
        if _is_docstring(node) or _is_message(node)
        for inner in ast.walk(node)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Wording"


def test_the_search_finds_what_it_looks_for() -> None:
    source = '"""分值"""\nA = Wording("分值", "weight")\nB = "年度指标值|指标值"\nC = f"{B}得分"\n'
    assert [line for line, text in literals(source) if any(word in text for word in words())] == [3, 4]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_wording_of_a_form_stands_in_the_code(module: Path) -> None:
    known = words()
    found = [
        f"{module.name}:{line}: {text!r} has {sorted(word for word in known if word in text)}"
        for line, text in literals(module.read_text(encoding="utf-8"))
        if any(word in text for word in known)
    ]
    assert found == []
