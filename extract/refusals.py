"""Every refusal of a file in both languages: why it cannot be read, and what to do next."""

from __future__ import annotations

from extract.errors import UnreadableError
from extract.wording import Wording

_EXPORT = Wording(
    zh="请用 Office 或 WPS 打开，另存为 .xlsx 或 .docx，或导出为 PDF 后再试。",
    en="Open it in Office or WPS, save it as .xlsx or .docx or export it as PDF, and try again.",
)
_AGAIN = Wording(
    zh="请向提供者重新索取完整的文件，或在原软件中打开确认后重新保存。",
    en="Ask for the complete file again, or open it in the program it came from and save it anew.",
)


def not_found() -> UnreadableError:
    """There is no such file."""
    return UnreadableError(
        "not-found",
        Wording(zh="找不到该文件", en="There is no such file"),
        Wording(zh="请检查路径和文件名。", en="Check the path and the file name."),
    )


def is_folder() -> UnreadableError:
    """The path is a folder."""
    return UnreadableError(
        "is-folder",
        Wording(zh="这是一个文件夹，不是文件", en="This is a folder, not a file"),
        Wording(zh="请给出文件夹中的具体文件。", en="Name the files inside the folder."),
    )


def no_permission() -> UnreadableError:
    """The system does not let us read it."""
    return UnreadableError(
        "no-permission",
        Wording(zh="没有读取该文件的权限", en="No permission to read this file"),
        Wording(
            zh="请为当前用户开放读取权限，或复制到有权限的位置。",
            en="Grant the current user read permission, or copy it to where there is.",
        ),
    )


def empty() -> UnreadableError:
    """Not one byte, or nothing but blanks."""
    return UnreadableError("empty", Wording(zh="文件是空的", en="The file is empty"), _AGAIN)


def too_large(zh: str, en: str) -> UnreadableError:
    """Over one of our limits; say which one."""
    return UnreadableError(
        "too-large",
        Wording(zh=zh, en=en),
        Wording(
            zh="请只保留自评表所在的页或工作表，另存后再试。",
            en="Keep only the pages or sheets that hold the form, save them apart, and try again.",
        ),
    )


def unknown_format(zh: str, en: str, remedy: Wording = _EXPORT) -> UnreadableError:
    """A kind of file that we do not read; say which kind."""
    return UnreadableError("unknown-format", Wording(zh=zh, en=en), remedy)


def damaged(zh: str, en: str) -> UnreadableError:
    """The right kind of file, but broken; say where."""
    return UnreadableError("damaged", Wording(zh=zh, en=en), _AGAIN)


def encrypted_office() -> UnreadableError:
    """An Office file behind a password."""
    return UnreadableError(
        "encrypted",
        Wording(zh="Office 文件设有打开密码", en="The Office file is protected by a password"),
        Wording(
            zh="请在 Office 或 WPS 中打开，取消密码后另存再试。",
            en="Open it in Office or WPS, remove the password, save it and try again.",
        ),
    )


def encrypted_ofd() -> UnreadableError:
    """An OFD package whose parts are encrypted."""
    return UnreadableError(
        "encrypted",
        Wording(zh="OFD 文件已加密", en="The OFD file is encrypted"),
        Wording(
            zh="请在 OFD 阅读器中打开，取消加密后另存，或导出为 PDF 后再试。",
            en="Open it in an OFD viewer, save it without encryption or export it as PDF, and try again.",
        ),
    )


def is_archive() -> UnreadableError:
    """A zip of documents stands where one document is wanted."""
    return UnreadableError(
        "archive",
        Wording(
            zh="这是压缩包，里面的每个文件各是一份文档",
            en="This is a zip archive; each file in it is a document of its own",
        ),
        Wording(
            zh="请用 fuhe check（Python 中用 fuhe.audits）逐个核查其中的文件，或解压后给出具体文件。",
            en="Audit its files with fuhe check (in Python: fuhe.audits), or unpack it and name one file.",
        ),
    )


def converter_missing(kind: str) -> UnreadableError:
    """An old Office or WPS file, and no LibreOffice to convert it."""
    return UnreadableError(
        "converter-missing",
        Wording(
            zh=f"这是旧版 Office/WPS 文件（{kind}），需要用 LibreOffice 转换，而本机没有安装",
            en=f"This is an old Office or WPS file ({kind.replace('、', ', ')}); "
            "reading it takes LibreOffice, which is not installed",
        ),
        Wording(
            zh="请安装 LibreOffice（命令 soffice 须在 PATH 中），"
            "或用 Office、WPS 另存为 .xlsx 或 .docx 后再试。",
            en="Install LibreOffice (its command soffice must be on PATH), "
            "or save the file as .xlsx or .docx in Office or WPS and try again.",
        ),
    )


def conversion_failed(zh: str, en: str) -> UnreadableError:
    """LibreOffice could not turn an old file into a new one; say how it went."""
    return UnreadableError("conversion-failed", Wording(zh=zh, en=en), _EXPORT)
