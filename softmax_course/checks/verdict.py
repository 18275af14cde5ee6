"""What a check says when the answer is not right: one exception, rendered as one message and never as a traceback."""

import textwrap
from dataclasses import dataclass, field

from softmax_course.checks.heat_maps import HeatMaps
from softmax_course.text import translate as _

WIDTH = 80  # nbgrader validate cuts lines at 83 characters


@dataclass
class Message:
    """What the student reads.

    Parameters
    ----------
    headline
        One sentence: what is wrong.
    details
        Paragraphs: what was expected, what came, where. Lines that start with a space are kept as they are.
    look
        Where to look next; never the line to type.
    mistake
        The id in the library of mistakes, where it is certain which mistake this is.
    certain
        Whether the message says what is wrong, and not only which numbers differ.
    picture
        What is shown above it, where a picture says more than the numbers.
    to_try
        The lines with which the student sees it for herself.
    result
        The name of the result that it is about, where it is about one of several.
    """

    headline: str
    details: list[str] = field(default_factory=list)
    look: str | None = None
    mistake: str | None = None
    certain: bool = True
    picture: HeatMaps | None = None
    to_try: str | None = None
    result: str | None = None

    def __str__(self) -> str:
        paragraphs = [self.headline, *self.details]
        if self.to_try:
            paragraphs.append(self.to_try)
        if self.look:
            paragraphs.append("→ " + self.look)
        if self.mistake:
            paragraphs.append(f"({_('known as')} {self.mistake})")
        return "\n\n".join(_wrap(paragraph) for paragraph in paragraphs)


def _wrap(paragraph: str) -> str:
    lines = []
    for line in paragraph.splitlines():
        if line.startswith(" ") or len(line) <= WIDTH:
            lines.append(line[:WIDTH])
        else:
            lines.extend(textwrap.wrap(line, WIDTH, break_long_words=True, break_on_hyphens=False))
    return "\n".join(lines)


class NotPassed(AssertionError):
    """An exercise that did not pass. IPython shows the message alone, in the notebook as in nbgrader's feedback."""

    status = "failed"

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class CheckFailed(NotPassed):
    """The student's code ran and its result is not right."""


class CodeRaised(NotPassed):
    """The student's code raised an exception."""

    status = "error"


class NothingToCheck(NotPassed):
    """The exercise is still the stub, or its name was never defined."""

    status = "missing"


class TookTooLong(NotPassed):
    """The student's code was interrupted."""

    status = "timeout"


class EndedPython(NotPassed):
    """The student's code ended the process that it ran in."""

    status = "killed"


class Stopped(KeyboardInterrupt):
    """The process in which the student's code runs was stopped.

    Parameters
    ----------
    text
        What happened to it, to stand behind a name: "was stopped after 30 s".
    status
        "timeout" or "killed".
    """

    def __init__(self, text: str, status: str) -> None:
        super().__init__(text)
        self.status = status


STATUS = {kind.__name__: kind.status for kind in (CheckFailed, CodeRaised, NothingToCheck, TookTooLong, EndedPython)}
