"""Every command in docs/ and README.md is true: it is run as it stands, in the order of its page, in a fresh checkout."""

import re
import shlex
import shutil
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.docs.conftest import NAME, PAGES, STUDENTS, Desk, commands, read

MINUTES = "takes minutes; tests of its own do the same"
SERVER = "needs a server, which tests of its own start"
# What is not run here, and why. By page: what is on no page any more must not stand here.
EXEMPT = {
    "README.md": {
        "make start": "opens a browser",
        "make test": "runs this test",
    },
    "docs/adding.md": {
        "softmax-course mistakes": MINUTES,
    },
    "docs/benchmarks.md": {
        "make bench": MINUTES,
        'make bench ARGS="training --clock cpu --turns 7"': MINUTES,
        'make bench ARGS="--json build/bench.json --lines 50"': MINUTES,
    },
    "docs/cluster.md": {
        ".venv/bin/dask scheduler --no-dashboard": SERVER,
        ".venv/bin/dask worker tcp://SCHEDULER:8786 --nworkers auto --no-dashboard": SERVER,
        ".venv/bin/softmax-course grade --scheduler tcp://SCHEDULER:8786": SERVER,
        ".venv/bin/dask scheduler --protocol tls --no-dashboard": SERVER,
        ".venv/bin/dask worker tls://SCHEDULER:8786 --nworkers auto --no-dashboard": SERVER,
        ".venv/bin/softmax-course grade --scheduler tls://SCHEDULER:8786": SERVER,
    },
    "docs/instructor-guide.md": {
        "sudo apt install git make python3-venv": "changes the machine",
        "make setup": "downloads packages; make test does it before anything else",
        "source .venv/bin/activate": "changes the terminal and nothing else",
        "make demo": MINUTES,
        'pip install "softmax-course[postgresql]"': "downloads packages",
        "createdb --host db.example.org --username course softmax": SERVER,
        "softmax-course grade --db postgresql+psycopg://course@db.example.org/softmax": SERVER,
        "jupyter lab --notebook-dir .": "opens a browser",
    },
}
# What a command leaves behind, where its options do not say so.
MAKES = {
    "softmax-course grade": ["gradebook.db", f"autograded/*/{NAME}/{NAME}.ipynb"],
    f"softmax-course grade {NAME}": ["gradebook.db", f"autograded/*/{NAME}/{NAME}.ipynb"],
    "softmax-course feedback": [f"feedback/*/{NAME}/{NAME}.html"],
    "softmax-course solved 01_logistic --to lecture": ["lecture/01_logistic.html"],
    'softmax-course collect "Logistic-12345.zip" --assignment 01_logistic': [
        f"submitted/{student}/{NAME}/{NAME}.ipynb" for student in STUDENTS
    ],
    f"nbgrader release_assignment {NAME}": [f"exchange/softmax/outbound/{NAME}/{NAME}.ipynb"],
    f"nbgrader collect {NAME}": [f"submitted/*/{NAME}/timestamp.txt"],
    f"nbgrader release_feedback {NAME}": ["exchange/softmax/feedback/*.html"],
}
NAMED = re.compile(r"--(?:to|out|json|export)\b")


def use_the_exchange(desk: Desk) -> None:
    """What the page says about nbgrader_config.py, with a folder of the test's; a class that hands in nowhere else."""
    for folder in ("submitted", "autograded", "feedback"):
        shutil.rmtree(desk.root / folder)
    settings = re.search(r"```python\n(c\.CourseDirectory.*?)```", read("docs/instructor-guide.md"), re.DOTALL)[1]
    exchange = desk.root / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    settings, changed = re.subn(r'Exchange\.root = "[^"]*"', f'Exchange.root = "{exchange}"', settings)
    assert changed
    with (desk.root / "nbgrader_config.py").open("a") as file:
        file.write(settings)


def hand_in_through_the_exchange(desk: Desk) -> None:
    """What a student does in JupyterLab's list of assignments."""
    student = desk.root / "student"
    student.mkdir()
    (student / "nbgrader_config.py").write_text(
        f'c = get_config()\nc.CourseDirectory.course_id = "softmax"\nc.Exchange.root = "{desk.root / "exchange"}"\n'
    )
    desk.run(f"nbgrader fetch_assignment {NAME} && nbgrader submit {NAME}", student)


# What somebody else has done before a reader types a command.
BEFORE: dict[str, Callable[[Desk], None]] = {
    f"nbgrader release_assignment {NAME}": use_the_exchange,
    f"nbgrader collect {NAME}": hand_in_through_the_exchange,
}


@pytest.mark.parametrize("page", [page for page in PAGES if set(commands(page)) - EXEMPT.get(page, {}).keys()])
def test_every_command_does_what_the_page_says(page: str, desk: Desk) -> None:
    typed = commands(page)
    if not any("collect" in command for command in typed):
        desk.hand_in()
    for command in typed:
        if command in EXEMPT.get(page, {}):
            continue
        BEFORE.get(command, lambda desk: None)(desk)
        said = desk.run(command)
        words = shlex.split(command)
        named = [value for option, value in pairwise(words) if NAMED.fullmatch(option)]
        for pattern in [*MAKES.get(command, []), *named]:
            assert list(desk.root.glob(pattern)), f"{command}\nmade no {pattern}:\n{said}"


def test_nothing_is_exempt_that_is_on_no_page() -> None:
    stale = {page: exempt.keys() - set(commands(page)) for page, exempt in EXEMPT.items()}
    assert not {page: names for page, names in stale.items() if names}
    assert MAKES.keys() <= {command for page in PAGES for command in commands(page)}
    assert BEFORE.keys() <= {command for page in PAGES for command in commands(page)}
