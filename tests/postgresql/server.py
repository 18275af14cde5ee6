"""A PostgreSQL server of the tests' own, and what a gradebook holds."""

import contextlib
import ctypes
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, text

PASSWORD = "odds up"
PR_SET_PDEATHSIG = 1
SETTINGS = ("listen_addresses=", "fsync=off", "max_connections=50")


def programs() -> Path | None:
    """Where the server's programs are; Debian does not put them on the path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "postgres").is_file()), None)


class Server:
    """A server that is reached through a socket in its folder, as a user who is not root.

    Parameters
    ----------
    programs
        Where initdb and postgres are.
    folder
        A folder that anybody can reach.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        nobody = pwd.getpwnam("nobody")
        self.who: dict[str, Any] = {}
        if os.geteuid() == 0:  # which PostgreSQL refuses
            self.who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        (folder / "password").write_text(PASSWORD)
        (folder / "password").chmod(0o644)
        command = [
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "course",
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(
            [*command, "--no-locale", f"--pwfile={folder / 'password'}"],
            check=True, capture_output=True, cwd=folder, timeout=600, **self.who,
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers; it ends with this process, however that ends."""
        settings = [part for setting in SETTINGS for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *settings],
                cwd=self.folder,
                stderr=log,
                preexec_fn=lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT),
                **self.who,
            )
        deadline = time.monotonic() + 300
        while True:
            try:
                self.connect("postgres").close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.stop()
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.1)

    def stop(self) -> None:
        """Stop it at once, as a power cut would."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(60)

    def connect(self, database: str) -> psycopg.Connection:
        """A connection as the owner."""
        return psycopg.connect(
            host=str(self.folder), user="course", password=PASSWORD, dbname=database, autocommit=True
        )

    def create(self, database: str) -> str:
        """Make an empty database: its URL."""
        with contextlib.closing(self.connect("postgres")) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def url(self, database: str, user: str = "course", password: str = PASSWORD) -> str:
        """The URL of a database, for --db."""
        return f"postgresql+psycopg://{user}:{password.replace(' ', '%20')}@/{database}?host={self.folder}"


@contextlib.contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A server, stopped and removed at the end."""
    with tempfile.TemporaryDirectory(prefix="gradebook-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        server = Server(programs, Path(folder))
        try:
            yield server
        finally:
            server.stop()


def contents(url: str) -> dict[str, list]:
    """What is in a gradebook, but for keys that are drawn, times and the number of the run."""
    engine = create_engine(url)
    with engine.connect() as db:
        grades = db.execute(
            text(
                "SELECT sa.student_id, a.name, bc.name, g.auto_score, g.needs_manual_grade, sn.late_submission_penalty, "
                "sa.timestamp FROM grade g JOIN submitted_notebook sn ON g.notebook_id = sn.id "
                "JOIN submitted_assignment sa ON sn.assignment_id = sa.id JOIN assignment a ON sa.assignment_id = a.id "
                "JOIN base_cell bc ON g.cell_id = bc.id"
            )
        ).all()
        comments = db.execute(
            text(
                "SELECT sa.student_id, a.name, bc.name, c.auto_comment FROM comment c "
                "JOIN submitted_notebook sn ON c.notebook_id = sn.id "
                "JOIN submitted_assignment sa ON sn.assignment_id = sa.id JOIN assignment a ON sa.assignment_id = a.id "
                "JOIN base_cell bc ON c.cell_id = bc.id"
            )
        ).all()
        students = db.execute(text("SELECT id FROM student")).all()
        results = db.execute(
            text("SELECT student, assignment, fingerprint, records, repairs, before FROM softmax_course_results")
        ).all()
    engine.dispose()
    rows = {
        "grades": [(*row[:4], bool(row[4]), row[5], str(row[6]).partition(".")[0]) for row in grades],
        "comments": [tuple(row) for row in comments],
        "students": [tuple(row) for row in students],
        "results": [(*row[:3], _timeless(row[3]), row[4], _timeless(row[5])) for row in results],
    }
    return {name: sorted(found, key=str) for name, found in rows.items()}


def _timeless(records: str) -> list[dict]:
    return [record | {"seconds": 0} for record in json.loads(records) or []]
