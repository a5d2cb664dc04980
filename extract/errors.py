"""Why a file could not be read: one exception class, one stable code per cause, always with a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.wording import Wording


class UnreadableError(Exception):
    """The file as a whole could not be read.

    `code` is stable and language free (`not-found`, `is-folder`, `no-permission`, `empty`, `too-large`,
    `unknown-format`, `damaged`, `encrypted`, `wrong-password`, `too-many-pages`, `converter-missing`,
    `conversion-failed`, `archive`, `unsafe-name`, `link`).
    """

    def __init__(self, code: str, reason: Wording, remedy: Wording) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
        self.remedy = remedy
