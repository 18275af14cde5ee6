"""Grading on Dask workers: the same gradebook as here, whatever happens to them, and none at all where one is not fit for it."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cluster.conftest import LONG, Machines, slow, wait_until
from tests.conftest import ROOT
from tests.nbgrader.classroom import BROKEN, NAME, REPAIRED, UNREADABLE, Checkout, solved
from tests.nbgrader.test_killed import alive, children, contents

GUIDE = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")


def graded(out: Path) -> list[str]:
    """The students whose results are in the gradebook, as far as there is one."""
    if not (out / "gradebook.db").exists():
        return []
    with sqlite3.connect(out / "gradebook.db") as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'softmax_course_results'").fetchone():
            return []
        return [student for (student,) in db.execute("SELECT student FROM softmax_course_results ORDER BY 1")]


def records(out: Path) -> list[dict]:
    """What --json wrote, but for times."""
    return [record | {"seconds": 0} for record in json.loads((out / "records.json").read_text())]


def hand_in_class(checkout: Checkout) -> None:
    """A small class in which much happens, and two who take long enough for a worker to be killed meanwhile."""
    some = {student: (REPAIRED | BROKEN)[student] for student in ("no metadata", "upside down", "quits", "curious")}
    for student, changes in (some | {"slow 1": [slow(3)], "slow 2": [slow(3)]}).items():
        notebook = solved(checkout)
        for change in changes:
            change(notebook)
        checkout.hand_in(student, notebook)
    checkout.hand_in("half", UNREADABLE["half"][0])


def test_the_gradebook_is_that_of_one_machine_though_a_worker_is_killed(machines: Machines, tmp_path: Path) -> None:
    hand_in_class(machines.checkout)
    machines.scheduler()
    machines.worker("--nworkers", "2")
    here, there = tmp_path / "here", tmp_path / "there"
    run = machines.grade(there)
    wait_until(lambda: run.poll() is not None or len(machines.busy()) == 2)
    address, pid = sorted(machines.busy().items())[0]
    engine = children(pid)
    os.kill(pid, signal.SIGKILL)
    assert run.poll() is None
    assert len(engine) == 2
    machines.said(run, 0)
    assert address not in machines.addresses()
    wait_until(lambda: not any(map(alive, engine)))
    machines.checkout.run("grade", "--workers", "1", "--out", str(here), "--json", str(here / "records.json"))
    assert contents(there) == contents(here)
    assert records(there) == records(here)
    assert sorted(path.relative_to(there) for path in there.rglob("*.ipynb")) == sorted(
        path.relative_to(here) for path in here.rglob("*.ipynb")
    )


def test_ctrl_c_keeps_what_is_graded_and_leaves_nothing_behind(machines: Machines, tmp_path: Path) -> None:
    notebook = solved(machines.checkout)
    for number in range(18):  # a whole chunk, with ada and bea
        machines.checkout.hand_in(f"student {number:02d}", notebook)
    slow(100)(notebook)
    machines.checkout.hand_in("wait for me", notebook)
    machines.scheduler()
    machines.worker()
    run = machines.grade(tmp_path / "out", "--timeout", "200")
    wait_until(lambda: run.poll() is not None or len(list(tmp_path.glob("out/autograded/*/*/*.ipynb"))) == 20)
    ((_address, pid),) = machines.busy().items()
    engine = children(pid)
    os.kill(run.pid, signal.SIGINT)
    assert "What has been graded is kept" in machines.said(run, 130)
    assert len(graded(tmp_path / "out")) == 20
    assert len(engine) == 2
    wait_until(lambda: not any(map(alive, engine)))
    wait_until(lambda: not machines.busy())


def test_a_notebook_that_kills_workers_stops_nobody_else(machines: Machines, tmp_path: Path) -> None:
    poison = solved(machines.checkout)
    poison.cells[0].source += "POISON"
    machines.checkout.hand_in("eve", poison)
    deadly = tmp_path / "deadly.py"
    deadly.write_text(DEADLY)
    machines.environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "0"
    machines.scheduler()
    machines.worker("--preload", str(deadly))
    said = machines.said(machines.grade(tmp_path / "out"), 0)
    assert said.count("7 of 7") == 2
    found = {record["student"]: record for record in records(tmp_path / "out")}
    assert found["eve"]["status"] == "error"
    assert "could not run this notebook" in found["eve"]["message"]
    assert found["ada"]["status"] == found["bea"]["status"] == "passed"


DEADLY = """
import os
from grader.engine.engine import Engine

def run(self, job, run=Engine.run):
    return os._exit(1) if b"POISON" in job.content else run(self, job)

Engine.run = run
"""


def test_a_scheduler_that_goes_away(machines: Machines, tmp_path: Path) -> None:
    notebook = solved(machines.checkout)
    slow(20)(notebook)
    machines.checkout.hand_in("slow", notebook)
    scheduler = machines.scheduler()
    machines.worker()
    run = machines.grade(tmp_path / "out")
    wait_until(lambda: run.poll() is not None or machines.busy())
    os.kill(scheduler.pid, signal.SIGKILL)
    assert f"The scheduler {machines.address} is gone. What has been graded is kept" in machines.said(run, 1)


def test_a_worker_without_its_sandbox_refuses(machines: Machines, tmp_path: Path) -> None:
    machines.scheduler()
    machines.worker(within=("unshare", "-Ur", "sh", "-c", 'echo 0 > /proc/sys/user/max_mnt_namespaces; exec "$@"', "-"))
    (address,) = machines.addresses()
    said = machines.said(machines.grade(tmp_path / "out"), 1)
    assert f"The worker {address} refuses to grade: This machine does not offer" in said
    assert "namespaces" in said
    assert "--unsafe" in said
    assert graded(tmp_path / "out") == []
    machines.said(machines.grade(tmp_path / "out", "--unsafe"), 0)
    assert {record["sandbox"] for record in records(tmp_path / "out")} == {"landlock+seccomp+rlimits"}


def test_a_worker_that_comes_later_with_another_course_refuses(machines: Machines, tmp_path: Path) -> None:
    notebook = solved(machines.checkout)
    slow(2)(notebook)
    for number in range(38):  # two chunks, with ada and bea
        machines.checkout.hand_in(f"student {number:02d}", notebook)
    other = tmp_path / "other"
    shutil.copytree(machines.checkout.root, other, ignore=shutil.ignore_patterns("submitted"))
    with (other / "solutions" / f"{NAME}.py").open("a") as source:
        source.write("\n# %% [markdown]\n# A word more.\n")
    machines.scheduler()
    machines.worker()
    (first,) = machines.addresses()
    run = machines.grade(tmp_path / "out")
    wait_until(lambda: run.poll() is not None or machines.busy())
    machines.worker(root=other)
    (second,) = set(machines.addresses()) - {first}
    said = machines.said(run, 1)
    assert f"The worker {second} refuses to grade: the sources of the course are not the same" in said
    assert "What has been graded is kept" in said
    kept = graded(tmp_path / "out")
    said = machines.said(machines.grade(tmp_path / "out"), 1)
    assert f"The worker {second} refuses to grade: the sources of the course are not the same" in said
    assert graded(tmp_path / "out") == kept


def test_without_a_scheduler_or_workers_it_says_so(machines: Machines, tmp_path: Path) -> None:
    machines.address = "tcp://127.0.0.1:9"
    assert "No scheduler answers at tcp://127.0.0.1:9" in machines.said(machines.grade(tmp_path / "out"), 1)
    machines.address = "8786"
    assert "--scheduler 8786 is not an address" in machines.said(machines.grade(tmp_path / "out"), 1)
    machines.scheduler()
    said = machines.said(machines.grade(tmp_path / "out"), 1)
    assert f"has no workers: start them with `dask worker {machines.address}`" in said
    assert graded(tmp_path / "out") == []


def test_a_scheduler_of_another_version(machines: Machines, tmp_path: Path) -> None:
    older = tmp_path / "older.py"
    older.write_text(
        "import distributed.versions\n\ndistributed.versions._version_cached = lambda package: '2025.1.0'\n"
    )
    machines.scheduler("--preload", str(older))
    assert "has Dask 2025.1.0, and this machine" in machines.said(machines.grade(tmp_path / "out"), 1)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="NO OPENSSL FOUND: certificates cannot be made")
def test_with_certificates_as_the_guide_says(machines: Machines, tmp_path: Path) -> None:
    mine, others = tmp_path / "mine", tmp_path / "others"
    for folder in (mine, others):
        make_certificates(folder)
    machines.environment["DASK_CONFIG"] = str(mine)
    machines.scheduler("--protocol", "tls")
    assert machines.address.startswith("tls://")
    machines.worker("--nthreads", "2", wait=False)  # ada on one, bea on the other
    machines.said(machines.grade(tmp_path / "out"), 0)
    assert graded(tmp_path / "out") == ["ada", "bea"]
    for folder, reason in ((others, "certificate verify failed"), (tmp_path, "needs certificates")):
        machines.environment["DASK_CONFIG"] = str(folder)
        assert reason in machines.said(machines.grade(tmp_path / "refused"), 1)
    machines.environment["DASK_CONFIG"] = str(mine)
    machines.address = machines.address.replace("tls://", "tcp://")
    assert "encryption" in machines.said(machines.grade(tmp_path / "refused"), 1)
    assert graded(tmp_path / "refused") == []


def make_certificates(folder: Path) -> None:
    """Do what the guide says: its commands, and its configuration."""
    folder.mkdir()
    commands = next(block for block in GUIDE.split("```bash\n") if "openssl" in block).partition("```")[0]
    subprocess.run(["bash", "-ec", commands], cwd=folder, check=True, capture_output=True, timeout=LONG)
    strict = ["openssl", "verify", "-x509_strict", "-CAfile", "ca.pem", "scheduler.pem", "worker.pem", "client.pem"]
    subprocess.run(strict, cwd=folder, check=True, capture_output=True)
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("*-key.pem"))
    configuration = GUIDE.partition("```yaml\n")[2].partition("```")[0]
    (folder / "tls.yaml").write_text(configuration.replace("/home/you/certificates", str(folder)))
