"""What can be wrong with a ledger, each in one sentence: what, why, and what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from extract.wording import Wording


class LedgerError(Exception):
    """The ledger cannot be used; `reason` says what, why and what to do."""

    def __init__(self, reason: Wording) -> None:
        super().__init__(reason.en)
        self.reason = reason


_FULL = Wording(
    "磁盘已满，未能写入；腾出空间后再运行同一命令，会从中断处继续",
    "the disk is full and nothing more was written; free some space and run the same command again, "
    "it goes on where it stopped",
)
_READ_ONLY = Wording(
    "没有写入权限（文件、文件夹或数据库是只读的）；请换有写入权限的位置，或改用只读的命令（list、stats、export）",
    "it is read-only (the file, its folder or the database); put it where you may write, or use the commands "
    "that only read (list, stats, export)",
)
_FOREIGN = Wording(
    "不是 fuhe 的台账；请用 --ledger 另指定一个文件", "is no ledger of fuhe; name another file with --ledger"
)
_DAMAGED = Wording(
    "台账文件已损坏；请用备份恢复（见 docs/ledger.md），原文件请留存",
    "the file is damaged; restore a backup (docs/ledger.md) and keep the damaged file",
)
_BUSY = Wording(
    "其他程序占用着台账；请等它结束后再试",
    "another program holds the ledger; wait until it ends and try again",
)
NO_FOLDER = Wording(
    "无法打开（文件夹不存在、没有权限，或这是一个文件夹）；请检查路径",
    "cannot be opened (no such folder, no permission, or it is a folder); check the path",
)
_CANNOT_WRITE = Wording(
    "写入失败（磁盘已满、超出配额或磁盘故障）；处理后再运行同一命令，会从中断处继续",
    "writing failed (disk full, over quota, or a fault of the disk); see to it and run the same command "
    "again, it goes on where it stopped",
)
_NOT_REACHED = Wording(
    "无法连接数据库服务器；请检查地址、用户和密码，以及服务器是否在运行",
    "the database server cannot be reached; check address, user and password, and whether it is running",
)

# By the beginning of SQLite's name for the error; the first that fits.
_SQLITE = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_NOTADB": _FOREIGN,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_CANTOPEN": NO_FOLDER,
    "SQLITE_IOERR_READ": _DAMAGED,
    "SQLITE_IOERR_SHORT_READ": _DAMAGED,
    "SQLITE_IOERR": _CANNOT_WRITE,
}
# By the beginning of the SQLSTATE (PostgreSQL manual, appendix A); a connection that failed has none.
_POSTGRES = {
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "55P03": _BUSY,
    "XX001": _DAMAGED,
    "08": _NOT_REACHED,
    "28": _NOT_REACHED,
    "3D": _NOT_REACHED,
    "57P": _NOT_REACHED,
}


@contextlib.contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what the database says into a `LedgerError` with a sentence."""
    try:
        yield
    except LedgerError:
        raise
    except Exception as error:
        origin = _of_driver(error)
        if origin is None:
            raise
        raise problem(where, _meaning(origin)) from error


def _of_driver(error: Exception) -> BaseException | None:
    """The driver's own error, by itself or as SQLAlchemy hands it on; None for any other."""
    origin = getattr(error, "orig", None) or error
    package = type(origin).__module__.partition(".")[0]
    return origin if package in ("sqlite3", "psycopg") else None


def problem(where: str, what: Wording) -> LedgerError:
    """The error of this ledger, with its name in front."""
    return LedgerError(Wording(f"台账 {where}：{what.zh}。", f"Ledger {where}: {what.en}."))


def foreign(where: str) -> LedgerError:
    """It belongs to another program."""
    return problem(where, _FOREIGN)


def read_only(where: str) -> LedgerError:
    """It may only be read."""
    return problem(where, _READ_ONLY)


def _meaning(origin: BaseException) -> Wording:
    named = getattr(origin, "sqlite_errorname", None)
    state = getattr(origin, "sqlstate", None)
    table, code = (_SQLITE, named) if named else (_POSTGRES, state)
    known = next((text for begin, text in table.items() if code and code.startswith(begin)), None)
    if known is None and not named and not state and type(origin).__name__ == "OperationalError":
        return _NOT_REACHED  # psycopg without a SQLSTATE: the connection failed, or broke
    return known or _unknown(origin)


def _unknown(origin: BaseException) -> Wording:
    first = (str(origin).splitlines() or [type(origin).__name__])[0]
    return Wording(
        f"数据库报错（{first}）；请把这一行报告给开发者",
        f"the database reports an error ({first}); please report this line to the developers",
    )
