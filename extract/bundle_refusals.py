"""Why a member of a zip archive is not read, in both languages, and what to do next."""

from __future__ import annotations

from extract.errors import UnreadableError
from extract.wording import Wording

_UNPACK = Wording(zh="请解压后单独给出这个文件。", en="Unpack the archive and name this file by itself.")
_PACK_AGAIN = Wording(
    zh="请重新打包，或解压后给出具体文件。", en="Pack it anew, or unpack it and name the files."
)
_SPLIT = Wording(
    zh="请解压后分批核查其中的文件。", en="Unpack the archive and audit the files in several runs."
)


def empty_archive() -> UnreadableError:
    """An archive without a single document."""
    return UnreadableError(
        "empty",
        Wording(zh="压缩包里没有文件", en="The zip archive holds no files"),
        Wording(zh="请确认打包时选对了文件。", en="Make sure that the right files were packed."),
    )


def rest_not_read(count: int, most: int) -> UnreadableError:
    """A limit of the whole walk was reached."""
    return UnreadableError(
        "too-large",
        Wording(
            zh=f"压缩包过大（总数超过 {most} 个或解压后超过 8 GB），其余 {count} 个文件没有核查",
            en=f"The zip archive is too large (over {most} files or 8 GB unpacked); "
            f"{count} files were not audited",
        ),
        _SPLIT,
    )


def too_many_members() -> UnreadableError:
    """The archive's table of contents alone is beyond measure."""
    return UnreadableError(
        "too-large", Wording(zh="压缩包里的文件过多", en="The zip archive holds too many files"), _SPLIT
    )


def too_deep(depth: int) -> UnreadableError:
    """Archives within archives within archives."""
    return UnreadableError(
        "too-large",
        Wording(
            zh=f"压缩包套压缩包超过 {depth} 层，没有打开",
            en=f"Archives are nested more than {depth} deep; this one was not opened",
        ),
        _UNPACK,
    )


def unsafe_name() -> UnreadableError:
    """The name points out of the archive."""
    return UnreadableError(
        "unsafe-name",
        Wording(
            zh="压缩包内的路径指向压缩包之外，没有读取",
            en="The path inside the archive points out of the archive; not read",
        ),
        _PACK_AGAIN,
    )


def link() -> UnreadableError:
    """A symbolic link instead of a file."""
    return UnreadableError(
        "link",
        Wording(zh="压缩包内是一个链接，不是文件", en="This entry of the archive is a link, not a file"),
        _PACK_AGAIN,
    )


def encrypted_member() -> UnreadableError:
    """The member asks for the archive's password."""
    return UnreadableError(
        "encrypted",
        Wording(
            zh="压缩包设有密码，这个文件无法读取", en="The archive has a password; this file cannot be read"
        ),
        Wording(zh="请用密码解压后给出具体文件。", en="Unpack it with the password and name the files."),
    )


def unknown_compression() -> UnreadableError:
    """Packed by a method that is not read."""
    return UnreadableError(
        "unknown-format",
        Wording(
            zh="压缩包使用了不支持的压缩方法", en="The archive uses a way of packing that is not supported"
        ),
        _UNPACK,
    )


def damaged_member() -> UnreadableError:
    """The member's bytes are not what was packed."""
    return UnreadableError(
        "damaged",
        Wording(zh="压缩包中的这个文件已损坏", en="This file in the archive is damaged"),
        Wording(zh="请向提供者重新索取完整的压缩包。", en="Ask for the complete archive again."),
    )
