"""The stable output: schema and output are one thing, and numbers keep their printed precision."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fuhe.audit import Audit
from fuhe.report import json as report
from fuhe.report import shape

MakeAudit = Callable[..., Audit]

GOLDEN = Path(__file__).parent / "schema-1.json"


def decoded(*audits: Audit, **options: bool) -> Any:
    return json.loads("".join(report.render(audits, "zh", **options)))


def test_output_validates_against_the_published_types(full_audit: Audit, unreadable_audit: Audit) -> None:
    written = "".join(report.render([full_audit, unreadable_audit], "zh"))
    output = msgspec.json.decode(written, type=shape.Output)
    assert [one.status for one in output.documents] == ["partly-checked", "unreadable"]


def test_every_key_of_the_output_stands_in_the_schema(full_audit: Audit, unreadable_audit: Audit) -> None:
    schema = report.schema()
    for document in decoded(full_audit, unreadable_audit)["documents"]:
        check_object(document, schema["$defs"]["AuditedDocument"], schema["$defs"])


def check_object(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> None:
    """A small reader of the schema, independent of the types it was made from."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        kinds = [one for one in schema["anyOf"] if fits(value, one, defs)]
        assert kinds, (value, schema)
        check_object(value, kinds[0], defs)
        return
    if schema.get("type") == "object":
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        for key, one in value.items():
            check_object(one, schema["properties"][key], defs)
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        for one in value:
            check_object(one, schema["items"], defs)
    if "enum" in schema:
        assert value in schema["enum"]
    assert fits(value, schema, defs), (value, schema)


def fits(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> bool:
    if "$ref" in schema:
        return fits(value, defs[schema["$ref"].rpartition("/")[2]], defs)
    if "anyOf" in schema:
        return any(fits(value, one, defs) for one in schema["anyOf"])
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "number": (int, float),
        "integer": int,
        "boolean": bool,
    }
    if schema.get("type") == "null":
        return value is None
    if schema.get("type") == "object":
        tag = schema["properties"].get("in", {}).get("enum")
        return isinstance(value, dict) and (tag is None or value.get("in") in tag)
    return "type" not in schema or isinstance(value, kinds[schema["type"]])


def test_numbers_are_strings_with_the_printed_precision(full_audit: Audit) -> None:
    budget = decoded(full_audit)["documents"][0]["evaluations"][0]["budget"][0]
    assert budget["adjusted"]["value"] == "90.50"
    assert budget["initial"]["place"] == {"in": "page", "page": 1, "box": [72.0, 100.0, 130.5, 112.25]}
    assert budget["executed"] is None


def test_reason_is_there_only_where_there_is_one(full_audit: Audit) -> None:
    indicator = decoded(full_audit)["documents"][0]["evaluations"][0]["indicators"][0]
    assert indicator["level1"]["reason"] == "按分值推断"
    assert "reason" not in indicator["level3"]
    assert indicator["score"]["value"] is None
    assert indicator["score"]["text"] == "—"


def test_each_outcome_stands_in_exactly_one_list(full_audit: Audit) -> None:
    one = decoded(full_audit)["documents"][0]["evaluations"][0]
    assert [finding["rule"] for finding in one["findings"]] == ["stale-wording", "budget-col-sum"]
    assert [check["rule"] for check in one["not_checked"]] == ["rate-recompute", "budget-col-sum"]
    assert one["passed"] == [{"rule": "total-score-sum", "subject": "总分", "arithmetic": "10 + 90 = 100"}]
    assert one["not_applicable"] == [{"rule": "grade-band", "subject": "等级", "reason": "未分档"}]


def test_evidence_is_flat(full_audit: Audit) -> None:
    finding = decoded(full_audit)["documents"][0]["evaluations"][0]["findings"][1]
    on_page, in_sheet = finding["evidence"]
    assert on_page["page"] == 2
    assert on_page["box"] == [72.0, 100.0, 130.5, 112.25]
    assert on_page["text"] == "443.88"
    assert (in_sheet["in"], in_sheet["sheet"], in_sheet["cell"]) == ("sheet", "Sheet1", "B5")
    assert "page" not in in_sheet


def test_language_changes_sentences_and_nothing_else(full_audit: Audit) -> None:
    zh = json.loads("".join(report.render([full_audit], "zh")))
    en = json.loads("".join(report.render([full_audit], "en")))
    finding = en["documents"][0]["evaluations"][0]["findings"][1]
    assert finding["message"] == "年初预算数合计不符。 (en)"
    assert finding["rule"] == zh["documents"][0]["evaluations"][0]["findings"][1]["rule"]
    assert keys(zh) == keys(en)


def keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: keys(one) for key, one in value.items()}
    return [keys(one) for one in value] if isinstance(value, list) else None


def test_json_lines_are_the_documents_of_the_json(full_audit: Audit, unreadable_audit: Audit) -> None:
    lines = "".join(report.render_lines([full_audit, unreadable_audit], "zh")).splitlines()
    assert [json.loads(line) for line in lines] == decoded(full_audit, unreadable_audit)["documents"]


def test_no_documents_is_still_json() -> None:
    assert decoded() == {"schema": 1, "documents": []}


def test_ascii_only_says_the_same(full_audit: Audit) -> None:
    written = "".join(report.render([full_audit], "zh", ascii_only=True))
    assert written.isascii()
    assert json.loads(written) == decoded(full_audit)


@pytest.mark.parametrize("nasty", ["\x1b[2J", "\x9b31m", "\u202e", "\U0001f4a9\u2028"])
def test_controls_are_escaped_and_come_back(make_audit: MakeAudit, nasty: str) -> None:
    written = "".join(report.render([make_audit(path=f"a{nasty}.pdf")], "zh"))
    assert nasty not in written or nasty.isprintable()
    assert json.loads(written)["documents"][0]["source"]["path"] == f"a{nasty}.pdf"


def test_a_file_name_that_is_no_unicode_does_not_break_the_json(make_audit: MakeAudit) -> None:
    audit = make_audit(path="a\udcff.pdf")
    assert decoded(audit)["documents"][0]["source"]["path"] == "a\\xff.pdf"


def test_schema_is_the_published_one() -> None:
    """A change here is a change for every user: raise VERSION, or only add (`fuhe schema > …`)."""
    assert report.schema() == json.loads(GOLDEN.read_text(encoding="utf-8"))
