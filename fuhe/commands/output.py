"""Where data goes: to stdout, or to the file named by `-o`."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from fuhe.language import current, say
from fuhe.streams import visible, write, write_utf8

if TYPE_CHECKING:
    from fuhe.report.words import Look

Write = Callable[[str], object]
_File = TypeVar("_File", bound=IO[Any])

FORMAT_HELP = "Output format; unless given, by the ending of the -o file, else text."
_COLUMNS = 100  # of a report in a file
_AS_TEXT = ("", "txt")  # endings of files that are to hold text
_WIDEST = 120  # longer lines are hard to read, however wide the terminal is


def opened(path: str | None, inputs: Sequence[str], *, bom: bool) -> contextlib.AbstractContextManager[Write]:
    """A function that takes the output piece by piece. With `bom` Excel is told that it is UTF-8."""
    if path is None:
        return contextlib.nullcontext(_Marked() if bom and not on_terminal() else write)
    spare(path, inputs)
    return _file(path, "utf-8-sig" if bom else "utf-8")


@contextlib.contextmanager
def opened_binary(path: str | None, inputs: Sequence[str], kind: str) -> Iterator[IO[bytes]]:
    """A file for a format that is no text, as xlsx; such a format needs `-o`."""
    if path is None:
        raise click.UsageError(
            say(
                f"{kind} 不能写到标准输出，请用 -o 指定文件，如 -o 问题清单.{kind}。",
                f"{kind} is not written to stdout; name a file with -o, as -o findings.{kind}.",
            )
        )
    spare(path, inputs)
    with _opened(path, lambda: Path(path).open("wb")) as file:
        yield file


def spare(path: str, inputs: Sequence[str]) -> None:
    """Refuse to write over a file that is to be checked."""
    if any(_same(path, one) for one in inputs):
        raise click.UsageError(
            say(f"-o {path} 会覆盖要核查的文件。", f"-o {path} would overwrite a file that is to be checked.")
        )


class _Marked:
    """Writes UTF-8 to stdout, a byte order mark first."""

    def __init__(self) -> None:
        self._mark = "\ufeff"

    def __call__(self, text: str) -> None:
        write_utf8(self._mark + text)
        self._mark = ""


def _same(one: str, other: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return Path(one).samefile(other)
    return False


@contextlib.contextmanager
def _file(path: str, encoding: str) -> Iterator[Write]:
    with _opened(
        path, lambda: Path(path).open("w", encoding=encoding, errors="backslashreplace", newline="")
    ) as file:
        yield file.write


def _opened(path: str, opening: Callable[[], _File]) -> _File:
    """The open file; only its opening may be the user's mistake."""
    try:
        return opening()
    except (OSError, ValueError) as error:
        raise not_written(path, error) from None


def not_written(path: str | Path, error: Exception) -> click.UsageError:
    """The user's mistake of naming a place where nothing can be written."""
    why = _why(error)
    return click.UsageError(say(f"无法写入 {path}：{why}。", f"Cannot write {path}: {why}."))


def _why(error: Exception) -> str:
    """The reason of the system in the reader's language, where it is a common one."""
    known = {
        errno.ENOENT: say("文件夹不存在", "the folder does not exist"),
        errno.EACCES: say("没有写入权限", "no permission to write there"),
        errno.EEXIST: say("已有同名的文件", "a file of that name is there"),
        errno.ENOTDIR: say("路径中有一段不是文件夹", "a part of the path is no folder"),
        errno.EISDIR: say("这是一个文件夹", "it is a folder"),
        errno.ENOSPC: say("磁盘已满", "the disk is full"),
        errno.EROFS: say("磁盘是只读的", "the disk is read-only"),
    }
    return known.get(getattr(error, "errno", None) or 0) or getattr(error, "strerror", None) or str(error)


def format_for(asked: object, path: object, formats: Sequence[str]) -> str:
    """The format that was asked for; else the one that the output file's ending names; else text.

    Raises:
        click.UsageError: the ending names no format; text under it would not be what was meant.
    """
    if isinstance(asked, str):
        return asked
    ending = Path(path).suffix.removeprefix(".").lower() if isinstance(path, str) else ""
    if "html" in formats and isinstance(path, str) and (ending == "htm" or is_folder(path)):
        return "html"
    if ending in formats:
        return ending
    if ending not in _AS_TEXT:
        raise click.UsageError(visible(_unknown(ending, formats)))
    return "text"


def _unknown(ending: str, formats: Sequence[str]) -> str:
    listed = say("、", ", ").join(f".{one}" for one in formats if one != "text")
    return say(
        f"不能输出 .{ending} 文件；-o 可用 .txt、{listed}。要用其他文件名，请以 --format 指定格式。",
        f"No .{ending} file can be written; -o takes .txt, {listed}. "
        "To give the file another name, choose its format with --format.",
    )


def is_folder(path: str) -> bool:
    """Whether `-o` names a folder: one that is there, or one with a slash behind it."""
    return path.endswith(("/", os.sep)) or ("\0" not in path and Path(path).is_dir())


def on_terminal() -> bool:
    """Whether somebody reads stdout as it comes."""
    return sys.stdout.isatty()


def ascii_only(path: str | None) -> bool:
    """Whether JSON must do with ASCII, because stdout is not Unicode; a file always is."""
    return path is None and not (sys.stdout.encoding or "utf-8").lower().startswith("utf")


def look(path: str | None, color: str) -> Look:
    """How a report for people is to look where it goes."""
    from fuhe.report.words import Look, wants_colour  # noqa: PLC0415  (the reports load the stages)

    terminal = path is None and on_terminal()
    columns = min(shutil.get_terminal_size().columns, _WIDEST) if terminal else _COLUMNS
    return Look(current(), columns, wants_colour(color, terminal=terminal))
