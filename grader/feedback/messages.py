"""The message of a check, taken apart for a page: what the terminal wrapped flows again."""

import re
from dataclasses import dataclass

from softmax_course.text import translate as _

HINT = "→ "
KNOWN = re.compile(r"\([^()\n]* \w+\)")
LEAD = _("Your results are exactly those of a common mistake:")


@dataclass(frozen=True)
class Block:
    """A piece of a message.

    Parameters
    ----------
    kind
        "text", "figures" (to be kept as it is), "hint" or "known".
    text
        The piece.
    """

    kind: str
    text: str


def blocks(message: str) -> list[Block]:
    """The pieces of a message, in order.

    Parameters
    ----------
    message
        As :class:`softmax_course.checks.verdict.Message` renders it.
    """
    found = []
    for paragraph in re.split(r"\n\s*\n", message.strip("\n")):
        lines: list[str] = []
        for line in [*paragraph.split("\n"), ""]:
            if lines and (line.startswith(" ") != lines[-1].startswith(" ") or not line):
                found.append(_block(lines))
                lines = []
            if line:
                lines.append(line)
    return found


def _block(lines: list[str]) -> Block:
    if lines[0].startswith(" "):
        return Block("figures", "\n".join(lines))
    text = " ".join(lines)
    if text.startswith(HINT):
        return Block("hint", text.removeprefix(HINT))
    return Block("known" if KNOWN.fullmatch(text) else "text", text)


def headline(message: str) -> str:
    """The first sentence of a message."""
    text = next((block.text for block in blocks(message) if block.kind == "text"), "")
    return text if not text or text.endswith((".", "!", "?", ":")) else f"{text}."


def meaning(message: str) -> str:
    """What the library of mistakes says of it, where it knows the mistake."""
    found = next((block.text for block in blocks(message) if block.text.startswith(LEAD)), "")
    return found.removeprefix(LEAD).strip()
