"""The corpus: cells of Python text, each under a line that says what it tries."""

import re
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
CATEGORIES = ("forging", "stealing", "exhausting", "crashing")  # damaging.py holds functions, not cells
HEADER = re.compile(
    r'^# %% attack="(?P<name>\w+)" says="(?P<says>[^"\n]+)" by="(?P<by>\w+)"(?P<spoils> spoils="own")?(?P<earns> earns="check")?$',
    re.MULTILINE,
)
BY = {
    "judge": "the check runs in a process that this code cannot reach",
    "values": "results cross as plain values, exceptions as text",
    "wire": "messages are typed, checked and bounded",
    "visible": "only the hidden test: the visible one can be answered by heart",
    "files": "the file is not in the sandbox's view",
    "processes": "the sandbox shows no other process",
    "network": "the sandbox has no network, and the call is refused",
    "rights": "no rights, and the call is refused or there is nothing to call it on",
    "nothing": "nothing, and nothing is worth stopping: see below",
    "memory": "the limit of memory",
    "counts": "the limits of threads, processes and descriptors",
    "disk": "the limits of the scratch folder",
    "output": "what a cell shows is cut",
    "time": "the limit of time: interrupted first, killed two seconds later",
    "restart": "only the student's own process ends or breaks; another takes over",
}
DEFINES = re.compile(r"^(def|class) sigmoid\b", re.MULTILINE)
WRONG = "\n\ndef sigmoid(z):\n    return z\n"


@dataclass(frozen=True)
class Attack:
    """What a student hands in instead of a solution.

    Parameters
    ----------
    category
        The file that it stands in.
    name
        Its name.
    says
        What it tries.
    by
        What stops it: a key of ``BY``.
    spoils
        Whether it spoils the student's own process, which may cost points in exercises after it.
    earns
        Whether it earns the points of the visible test, whose answers students have.
    source
        The cell; a wrong ``sigmoid`` follows where it does not define one.
    """

    category: str
    name: str
    says: str
    by: str
    spoils: bool
    earns: bool
    source: str

    @property
    def cell(self) -> str:
        """The cell with a wrong ``sigmoid`` in it."""
        return self.source if DEFINES.search(self.source) else self.source + WRONG


def attacks(category: str) -> list[Attack]:
    """The attacks of one category, in their order."""
    text = (CORPUS / f"{category}.py").read_text(encoding="utf-8")
    headers = list(HEADER.finditer(text))
    if len(headers) != text.count("# %%"):
        raise ValueError(f"{category}.py: a header that cannot be read")
    ends = [header.start() for header in headers[1:]] + [len(text)]
    return [
        Attack(
            category,
            h["name"],
            h["says"],
            h["by"],
            bool(h["spoils"]),
            bool(h["earns"]),
            text[h.end() : end].strip() + "\n",
        )
        for h, end in zip(headers, ends, strict=True)
    ]


def table(category: str) -> str:
    """The attacks of one category as a Markdown table."""
    if category == "damaging":
        from tests.attacks.corpus.damaging import ALL, REFUSED

        rows = [
            f"| `{name}` | {(function.__doc__ or '').strip()} | {'refused' if name in REFUSED else 'repaired, and graded'} |"
            for name, function in ALL.items()
        ]
        return "\n".join(["| damage | what it is | what becomes of it |", "|---|---|---|", *rows])
    rows = [f"| `{attack.name}` | {attack.says} | {BY[attack.by]} |" for attack in attacks(category)]
    return "\n".join(["| attack | what it tries | what stops it |", "|---|---|---|", *rows])


if __name__ == "__main__":
    for category in (*CATEGORIES, "damaging"):
        print(f"### {category.capitalize()}\n\n{table(category)}\n")
