"""Old Office and WPS files, turned by LibreOffice into .xlsx or .docx and then read like any other.

LibreOffice works on a copy in a folder of its own, with a profile of its own in which macros and links are
off, without a way to the network, and is ended with all it started when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import msgspec

from extract import refusals
from extract.archive import LARGEST
from extract.document import Problem, Reading
from extract.errors import UnreadableError
from extract.office.docx import read_docx
from extract.office.ole2 import OldKind
from extract.office.xlsx import read_xlsx
from extract.wording import Wording

DEADLINE = 60.0
"""Seconds; a form takes about two."""

_LABEL = {"doc": ".doc、.wps", "xls": ".xls、.et"}
_NEW = {"doc": "docx", "xls": "xlsx"}
_FILTER = {"doc": "docx:MS Word 2007 XML", "xls": "xlsx:Calc MS Excel 2007 XML"}
# Where it is installed without being on PATH.
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"
 oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName"
 oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort"
 oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def read_converted(data: bytes, kind: OldKind) -> Reading:
    """Read an old Word or Excel file through LibreOffice; a problem says that it was done this way.

    Raises:
        UnreadableError: `converter-missing` or `conversion-failed`, or what the reader of the result raises.
    """
    content = _converted(data, kind)
    reading = read_docx(content) if kind == "doc" else read_xlsx(content)
    return msgspec.structs.replace(reading, problems=(_was_converted(kind), *reading.problems))


def office() -> str | None:
    """The command that starts LibreOffice, if it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _USUAL if Path(path).exists()), None)


@cache
def version(command: str) -> str | None:
    """What LibreOffice says about itself; None where it does not answer."""
    try:
        told = subprocess.run(  # noqa: S603 - the command is LibreOffice's own, found by `office`
            [command, "--version"], capture_output=True, timeout=DEADLINE, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = told.stdout.split()
    return words[1] if len(words) > 1 else None


def _was_converted(kind: OldKind) -> Problem:
    return Problem(
        "converted",
        Wording(
            zh=f"旧版文件（{_LABEL[kind]}），由 LibreOffice 转换为 .{_NEW[kind]} 后读取",
            en=f"An old file ({_LABEL[kind].replace('、', ', ')}), "
            f"read after LibreOffice made a .{_NEW[kind]} of it",
        ),
        Wording(
            zh="请以原件为准；如有疑问，请用 Office 或 WPS 另存后再核查。",
            en="The original counts; where in doubt, save it anew in Office or WPS and audit that.",
        ),
    )


def _converted(data: bytes, kind: OldKind) -> bytes:
    command = office()
    if command is None:
        raise refusals.converter_missing(_LABEL[kind])
    with tempfile.TemporaryDirectory(prefix="fuhe-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"form.{kind}"
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        _run([*_limited(command), *_arguments(folder, source, kind)], folder)
        return _result(folder / "out" / f"form.{_NEW[kind]}")


def _arguments(folder: Path, source: Path, kind: OldKind) -> list[str]:
    return [
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nofirststartwizard",
        "--convert-to",
        _FILTER[kind],
        "--outdir",
        str(folder / "out"),
        str(source),
    ]


def _limited(command: str) -> list[str]:
    """The shell forbids files larger than we would read; Windows has no such limit."""
    if os.name != "posix":
        return [command]
    return ["/bin/sh", "-c", f'ulimit -f {LARGEST // 512}; exec "$0" "$@"', command]


def _run(command: list[str], folder: Path) -> None:
    """Run it to its end or the deadline. What it says is of no use: it also reports failures as success."""
    quiet = subprocess.DEVNULL
    surroundings = os.environ | {"HOME": str(folder), "TMPDIR": str(folder)}
    with subprocess.Popen(  # noqa: S603 - the arguments are our own
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=surroundings, start_new_session=True, cwd=folder
    ) as process:
        try:
            process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            raise _took_too_long() from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all it started: `soffice` is a script that starts the real one."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)  # noqa: S603, S607
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _result(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise refusals.conversion_failed(
            "LibreOffice 无法打开这个旧版文件，文件可能已损坏或设有密码",
            "LibreOffice could not open this old file; it may be damaged or have a password",
        ) from None
    if len(content) > LARGEST:
        raise refusals.too_large("文件转换后超过 200 MB", "The file is larger than 200 MB once converted")
    return content


def _took_too_long() -> UnreadableError:
    return refusals.conversion_failed(
        f"LibreOffice 在 {DEADLINE:.0f} 秒内没有完成转换",
        f"LibreOffice did not finish within {DEADLINE:.0f} s",
    )
