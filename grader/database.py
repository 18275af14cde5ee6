"""Where SQLite and PostgreSQL differ: who may write, who waits for whom, and what their errors mean."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, func, inspect, select, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import scoped_session

PATIENCE = 2.0  # seconds of waiting after which something is said
PAUSE = 0.2  # seconds between two attempts
# So that a PostgreSQL server gives up soon on who has lost power or network: its lock would bind the others for hours.
KEEPALIVE = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}

_DAMAGED = "The file is damaged: put a copy of it in its place, or move it away to begin a new one."
_LOST = "The connection is lost: when the server is there again, run the same command again."
_TWICE = "Another program entered the same at the same time: run the same command again."
_UNREACHABLE = "Is the server running, and are host and port in --db right? Then run the same command again."
_WHO = "Are user and password in --db right? A password may also stand in ~/.pgpass."
CURES = {  # by the database's own words
    "is locked": "Another program is writing to it: wait until it is done, and run the same command again.",
    "not a database": _DAMAGED,
    "malformed": _DAMAGED,
    "is full": "Make room, and run the same command again.",
    "No space left": "Make room on the server, and run the same command again.",
    "readonly": "Change its permissions, and run the same command again.",
    "unable to open": "Can its folder be written to? Name another one with --out.",
    "UNIQUE constraint": _TWICE,
    "duplicate key": _TWICE,
    "deadlock detected": _TWICE,
    "password authentication failed": _WHO,
    "no password supplied": _WHO,
    "role": _WHO,
    "permission denied": "Its owner has to allow it: GRANT CREATE, USAGE ON SCHEMA public TO the user in --db.",
    "does not exist": "Make it with `createdb`, or correct its name in --db.",
    "too many clients": "Wait until others are done, and run the same command again.",
    "terminating connection": _LOST,
    "connection unexpectedly": _LOST,
    "connection is lost": _LOST,
    "connection is closed": _LOST,
    "starting up": _LOST,
    "shutting down": _LOST,
    "Connection refused": _UNREACHABLE,
    "No such file or directory": _UNREACHABLE,
    "resolve host": _UNREACHABLE,
    "translate host name": _UNREACHABLE,
    "timeout expired": _UNREACHABLE,
    "No route to host": _UNREACHABLE,
    "Can't load plugin": "Write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.",
}


def reason_and_cure(error: Exception) -> str:
    """What the database says, and what to do about it where that is known."""
    reason = " ".join(str(getattr(error, "orig", None) or error).split())[:400].rstrip(".?")
    cure = next((cure for words, cure in CURES.items() if words in reason), "")
    return f"{reason}. {cure}".rstrip()


def exists(url: URL) -> bool:
    """Whether there is a gradebook, without making one."""
    file = _sqlite_file(url)
    if file:
        return file.is_file()
    engine = create_engine(url, poolclass=NullPool)
    return inspect(engine).has_table("assignment")


@contextmanager
def turn(url: URL, name: str, waiting: Callable[[], None]) -> Iterator[None]:
    """Wait until nobody else holds what ``name`` stands for, and hold it: to the end of the block or of this process.

    PostgreSQL has locks by name for this. For SQLite it is one lock for everything, on the folder of the file.

    Parameters
    ----------
    url
        The gradebook.
    name
        What only one may do at a time.
    waiting
        Called once if somebody else takes long.
    """
    with _lock(url, name) as take:
        begin, told = time.monotonic(), False
        while not take():
            if not told and time.monotonic() - begin > PATIENCE:
                told = True
                waiting()
            time.sleep(PAUSE)
        yield


def begin_writing(session: scoped_session) -> None:
    """From here to the end of the transaction nobody else enters grades: what was looked up stays true."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_key("writing"))))
    else:
        session.execute(text("BEGIN IMMEDIATE"))


@contextmanager
def _lock(url: URL, name: str) -> Iterator[Callable[[], bool]]:
    if url.get_backend_name() != "postgresql":
        with _folder_lock(_sqlite_file(url)) as take:
            yield take
        return
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting, value in KEEPALIVE.items():
            connection.execute(text(f"SET {setting} = {value}"))
        yield lambda: bool(connection.scalar(select(func.pg_try_advisory_lock(_key(name)))))


@contextmanager
def _folder_lock(file: Path | None) -> Iterator[Callable[[], bool]]:
    """Not on the file itself: closing it would give up SQLite's own locks."""
    try:
        import fcntl  # not on Windows

        folder = os.open(file.resolve().parent, os.O_RDONLY) if file else None
    except (ImportError, OSError):
        folder = None
    if folder is None:
        yield lambda: True
        return

    def take() -> bool:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without such locks: SQLite's own have to do
            return True
        return True

    try:
        yield take
    finally:
        os.close(folder)


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"softmax-course {name}".encode()).digest()[:8], signed=True)


def _sqlite_file(url: URL) -> Path | None:
    is_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return Path(str(url.database)) if is_file else None
