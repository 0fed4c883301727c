"""Tells a disk on which nothing can be written from all other errors."""

import errno
import logging
import sqlite3

logger = logging.getLogger(__name__)

ERRNOS = {errno.ENOSPC, errno.EROFS, errno.EDQUOT}
# IOERR and CANTOPEN: a full or read-only disk refuses the files beside the database.
SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
POSTGRES = {"53100", "25006"}  # disk_full, read_only_sql_transaction


def reason(error: BaseException | None) -> str:
    """Return why nothing could be written, in one line; empty where ``error`` has another cause."""
    while error is not None:
        if _is_of_disk(error):
            return str(error).partition("\n")[0]
        error = error.__cause__
    return ""


def log_reason(error: BaseException | None) -> bool:
    """Log in one line why nothing could be written, with the mend; return False where ``error`` has another
    cause."""
    why = reason(error)
    if why:
        logger.error("Nothing can be written (%s): make room on the disk.", why)
    return bool(why)


def _is_of_disk(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in ERRNOS
    code = getattr(error, "sqlite_errorcode", None)
    return (code is not None and code & 0xFF in SQLITE) or getattr(error, "sqlstate", None) in POSTGRES
