"""What the grading asks of the engine, and what it gets back."""

from dataclasses import asdict, dataclass, field

import msgpack

LARGEST_JOB = 1 << 30
CELLS_AT_FULL_TIME = 10  # a notebook may take so many times what a cell may take


@dataclass(frozen=True)
class Job:
    """A notebook to be run.

    Parameters
    ----------
    content
        The notebook as it was handed in: bytes that :func:`grader.submissions.read_notebook` has looked at.
    cells
        The cells of the course, as :class:`grader.repair.CourseCell` takes them; none where the notebook is to be run as it is.
    files
        Other files of the submission, by path.
    seconds
        What a cell may take.
    """

    content: bytes
    cells: list[dict] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    seconds: float = 30.0
    memory: int = 1 << 30

    def to_bytes(self) -> bytes:
        """The job as a message."""
        return msgpack.packb(asdict(self))

    @classmethod
    def from_bytes(cls, message: bytes) -> "Job":
        """The job in a message."""
        return cls(**msgpack.unpackb(message, max_bin_len=LARGEST_JOB))


@dataclass(frozen=True)
class Result:
    """A notebook that was run.

    Parameters
    ----------
    notebook
        Its JSON text.
    notes
        The repairs that were made, as sentences.
    problem
        Why there is no notebook.
    seconds
        CPU time by stage.
    """

    notebook: str = ""
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def failure(cls, problem: str) -> "Result":
        """The result of a judge that could not do its work."""
        return cls(problem=problem)

    def to_bytes(self) -> bytes:
        """The result as a message."""
        return msgpack.packb(asdict(self), unicode_errors="surrogatepass")

    @classmethod
    def from_bytes(cls, message: bytes) -> "Result":
        """The result in a message."""
        return cls(**msgpack.unpackb(message, max_str_len=LARGEST_JOB, unicode_errors="surrogatepass"))
