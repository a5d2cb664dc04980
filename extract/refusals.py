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
