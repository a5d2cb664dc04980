"""Chinese unless asked otherwise, down to click's own words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from fuhe.cli import cli
from fuhe.language import choose
from fuhe.language.catalogue import MO, PO, compiled, entries
from fuhe.language.spoken import Option

RunMain = Callable[..., tuple[int, str, str]]


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert MO.read_bytes() == compiled(PO.read_text(encoding="utf-8"))


def test_every_help_text_has_its_chinese() -> None:
    known = entries(PO.read_text(encoding="utf-8"))
    choose(["--lang", "en"], {})
    commands = [cli, *cli.commands.values()]
    texts = [command.help for command in commands]
    texts += [one.help for command in commands for one in command.params if isinstance(one, Option)]
    texts += [command.epilog for command in commands]
    choose([], {})
    assert [text for text in texts if text and text not in known] == []


@pytest.mark.parametrize("command", [[], *([name] for name in cli.commands)])
def test_help_is_chinese_by_default(run_main: RunMain, command: list[str]) -> None:
    code, out, _ = run_main(*command, "--help")
    assert code == 0
    assert "用法：" in out
    assert not re.search("Usage|Options|Show this|Commands:", out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "en", "check", "--help"],
        ["check", "--lang=en", "--help"],
        ["check", "--help", "--lang", "en"],
    ],
)
def test_english_by_option_wherever_it_stands(run_main: RunMain, arguments: list[str]) -> None:
    _, out, _ = run_main(*arguments)
    assert "Usage:" in out
    assert not re.search("[\u4e00-\u9fff]", out)


def test_english_by_environment_and_chinese_by_option(
    run_main: RunMain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUHE_LANG", "en")
    assert "Usage:" in run_main("--help")[1]
    assert "用法：" in run_main("--lang", "zh", "--help")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "您是否要用：'check', 'recheck'？"),
        (["check", "--formt", "json", "x"], "没有选项 '--formt'。"),
        (["check", "--format", "yaml", "x"], "不在可选值"),
        (["check"], "缺少参数 '文件...'"),
        (["decide", "a", "approve", "--reason", "x", "--by", "y"], "'处理结果' 的取值无效"),
        (["list", "--limit", "0"], "0 不在允许的范围（x>=1）内。"),
        (["list", "--year", "abc"], "'abc' 不是有效的数值。"),
        (["check", "x", "--format"], "需要一个取值"),
        (["check", "x", "--baseline", "无.json"], "无.json：无法读取（找不到该文件）"),
        (["check", "x", "--config", "无.toml"], "无.toml：无法读取（找不到该文件）"),
        (["ingest", "--files-from", "无.txt"], "无法读取 无.txt：找不到该文件。"),
        (["explain", "a", "b"], "多余的参数：b"),
        (["explain", "budget-colsum"], "您是否要找：budget-col-sum"),
    ],
)
def test_wrong_usage_is_told_in_chinese_with_code_2(
    run_main: RunMain, arguments: list[str], said: str
) -> None:
    code, out, err = run_main(*arguments)
    assert code == 2
    assert out == ""
    assert said in err
    assert not re.search("Error|Usage|Try ", err)
