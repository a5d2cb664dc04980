"""click's commands and options, with help texts that are looked up in the catalogue when they are shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from gettext import gettext
from typing import Any, TypeVar

import click

from fuhe.language import choose, say

F = TypeVar("F", bound=Callable[..., Any])


class _Looked:
    """An attribute kept in English and read in the chosen language."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._slot = f"_english_{name}"

    def __get__(self, instance: object, owner: type | None = None) -> str | None:
        english: str | None = vars(instance).get(self._slot)
        return gettext(english) if english else english

    def __set__(self, instance: object, english: str | None) -> None:
        vars(instance)[self._slot] = english


class Option(click.Option):
    """An option with a help text in two languages."""

    help = _Looked()


class _Formatter(click.HelpFormatter):
    """Help with the colon of the language after a heading."""

    def write_heading(self, heading: str) -> None:
        """A heading, as 选项：."""
        self.write(f"{'':>{self.current_indent}}{heading}{say('：', ':')}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class _HelpInBoth(click.Command):
    """click keeps its help option in the language of the first look; this asks anew."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The placeholders of the usage line in the chosen language: [选项] 文件..."""
        return [gettext(piece) for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Wrong values are told with the argument's placeholder in the chosen language."""
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter as wrong:
            if isinstance(wrong.param, click.Argument):
                wrong.param_hint = f"'{gettext(wrong.param.make_metavar(ctx))}'"
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option `--help` in the chosen language."""
        one = super().get_help_option(ctx)
        if one is not None:
            one.help = gettext("Show this message and exit.")
        return one


class Command(_HelpInBoth):
    """A command with a help text in two languages."""

    help = _Looked()
    epilog = _Looked()


class Group(_HelpInBoth, click.Group):
    """The command with its sub-commands; it picks the language before it parses anything."""

    command_class = Command
    help = _Looked()
    epilog = _Looked()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click hands it over)
        """The sub-commands in the order in which they are needed."""
        return list(self.commands)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Choose the language, then parse."""
        choose(args, os.environ)
        return super().make_context(info_name, args, parent, **extra)


def option(*names: str, **attributes: Any) -> Callable[[F], F]:
    """`click.option` with a help text in two languages."""
    return click.option(*names, cls=Option, **attributes)


# The value was taken by `choose` already; here the option is declared, so that it is checked and listed.
language_option = option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    expose_value=False,
    help="Language of messages and help (also by FUHE_LANG).",
)

color_option = option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colours: auto, always or never. NO_COLOR is honoured.",
)
