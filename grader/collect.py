"""What students handed in somewhere else, laid out for grading: ``submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``.

Three shapes are known, and each archive is read as the first that fits:

- a Moodle download: ``Ada Lovelace_12345_assignsubmission_file_/work.ipynb``, as folders or as files. The student is the name: the
  number belongs to this one assignment. It is kept only where two students of a download have the same name;
- a Canvas download: ``lovelaceada_LATE_12345_678910_work-1.ipynb``. The student is name and number, ``lovelaceada_12345``: the number is
  Canvas's own, and ``export --format canvas`` gives it back;
- plain files: ``ada.ipynb``, or ``ada/…/work.ipynb`` in a folder a student, also with one folder around everything.

The rules:

- Of several notebooks of one student one is taken: the one with the assignment's name before others, then the later upload (Canvas
  numbers them), the higher attempt (``-1``, ``(2)``), the newer file.
- What was collected before is replaced by a newer file, and by nothing else.
- A file that is no notebook is named and left out. A notebook that cannot be read is handed on: grading says why, and the student reads it.
- Canvas and Moodle stamp every file with the time of the download. So the times decide what is newer, and no ``timestamp.txt`` (by which
  nbgrader counts who is late) is made of them; one that stands beside a plain notebook is taken along.

nbgrader's own ``zip_collect`` is not used: it extracts a whole archive to the disk before it looks at it, knows one pattern of names,
needs a folder layout of its own, and stops at the first student with two notebooks.
"""

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from grader.errors import CourseError
from grader.submissions import SubmissionError, read_notebook

MEGABYTE = 2**20
FILE_LIMIT = 50 * MEGABYTE  # a notebook full of figures has one or two
TOTAL_LIMIT = 4096 * MEGABYTE
COUNT_LIMIT = 100_000  # files in an archive
NAME_LIMIT = 128  # what the gradebook holds

MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?", re.DOTALL)
CANVAS = re.compile(
    r"(?:(?P<name>\w+?)_)??(?P<late>LATE_)?(?P<number>(?(name)\d+|anon_[A-Za-z0-9]+))_(?P<upload>\d+)_(?P<file>.+)",
    re.DOTALL,
)
ATTEMPT = re.compile(r"(?P<stem>.+?)(?:-(?P<dash>\d{1,3})| ?\((?P<bracket>\d{1,3})\))")
TIMESTAMP, TIMESTAMP_LIMIT = "timestamp.txt", 100
LEFT_BY_SYSTEMS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__")


@dataclass(frozen=True)
class Member:
    """A file of an archive, not yet read.

    Parameters
    ----------
    archive
        What the archive is called.
    parts
        The file's path in it.
    size
        Its bytes, unpacked.
    time
        When it was changed, in seconds since 1970; 0 where the archive does not say.
    read
        Gives its bytes.
    reason
        Why it must not be read, if so.
    """

    archive: str
    parts: tuple[str, ...]
    size: int
    time: float
    read: Callable[[], bytes]
    reason: str = ""

    @property
    def name(self) -> str:
        """The path as a message shows it."""
        return "".join(letter if letter.isprintable() else "�" for letter in "/".join(self.parts))

    @property
    def is_notebook(self) -> bool:
        """Whether it is called one."""
        return self.parts[-1].lower().endswith(".ipynb")


@dataclass(frozen=True)
class Found:
    """A notebook whose student is known.

    Parameters
    ----------
    member
        The file.
    student, number
        The student's name, and the number that tells two of the same name apart.
    file
        What the student called it.
    upload
        Canvas's number of the upload.
    late
        Whether Canvas calls it late.
    timestamp
        The timestamp.txt beside it, of a plain notebook in a folder.
    """

    member: Member
    student: str
    number: str
    file: str
    upload: int = 0
    late: bool = False
    timestamp: Member | None = None


@dataclass
class Summary:
    """What happened.

    Attributes
    ----------
    read_as
        For every archive how it was read.
    students
        For every student what happened: "new", "newer", "unchanged" or "kept".
    skipped
        Files that were left out, each with the reason.
    notes
        Students about whom there is something to know, each with what.
    """

    read_as: dict[str, str] = field(default_factory=dict)
    students: dict[str, str] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def collect(archives: Sequence[Path], assignment: str, others: Sequence[str], submitted: Path) -> Summary:
    """Lay out the notebooks of some archives for grading.

    Parameters
    ----------
    archives
        Zip files, folders, notebooks.
    assignment
        What was handed in.
    others
        The other assignments: a notebook that is called so is none of this one.
    submitted
        Where to write.

    Returns
    -------
    Summary
        What happened.

    Raises
    ------
    CourseError
        If an archive cannot be read or is too large; nothing is written then. If a file cannot be written.
    """
    summary = Summary()
    found: list[Found] = []
    for archive in archives:
        members, skipped = _readable(list(_members(archive)))
        summary.skipped += skipped
        shape = _shape(members)
        summary.read_as[str(archive)] = SHAPES[shape]
        found += _students_of(members, shape, assignment, others, summary)
    _require_total_size(found)
    by_student = _by_student(found, summary)
    for student in sorted(by_student):
        best, *worse = sorted(by_student[student], key=lambda one: _rank(one, assignment), reverse=True)
        summary.skipped += [(one.member.name, f"{student} also handed in {best.member.name}") for one in worse]
        _lay_out(best, student, assignment, submitted, summary)
    return summary


# ---- archives ---------------------------------------------------------------------------------------------------


def _members(archive: Path) -> Iterator[Member]:
    """The files of an archive, in a fixed order."""
    try:
        if archive.is_dir():
            yield from _members_of_folder(archive)
        elif archive.suffix.lower() == ".ipynb" and archive.is_file():
            yield _member_of_folder(archive.parent, archive)
        elif zipfile.is_zipfile(archive):
            yield from _members_of_zip(archive)
        elif archive.exists():
            raise CourseError(
                f"{archive} is no zip file, folder or notebook. Unpack it with what made it, and name the folder."
            )
        else:
            raise CourseError(f"{archive} is not there. Name a zip file, a folder or a notebook.")
    except OSError as error:
        raise CourseError(
            f"{archive} cannot be read: {error.strerror}. Change its permissions or name a copy."
        ) from error


def _members_of_folder(folder: Path) -> Iterator[Member]:
    for path, folders, files in os.walk(folder):  # does not follow links
        links = [name for name in folders if os.path.islink(os.path.join(path, name))]
        folders[:] = sorted(set(folders) - set(links))
        for name in sorted([*files, *links]):
            yield _member_of_folder(folder, Path(path, name))


def _member_of_folder(folder: Path, path: Path) -> Member:
    state = path.lstat()
    reason = ""
    if stat.S_ISLNK(state.st_mode):
        reason = "is a link to somewhere else"
    elif not stat.S_ISREG(state.st_mode):
        reason = "is a pipe or a device"
    parts = path.relative_to(folder).parts
    return Member(str(folder), parts, state.st_size, state.st_mtime, path.read_bytes, reason)


def _members_of_zip(path: Path) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(path)  # stays open as long as its members are in use
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CourseError(f"{path} is a damaged zip file ({error}). Download it again.") from error
    if len(infos) > COUNT_LIMIT:
        raise CourseError(f"{path} holds {len(infos):,} files, more than {COUNT_LIMIT:,}: no class hands in so many.")
    for info in infos:
        name = _zip_name(info).replace("\\", "/")  # as old programs on Windows write
        if name.endswith("/"):
            continue
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        reason = ""
        if name.startswith("/") or ".." in parts or not parts:
            reason = "has a path that leads out of the archive"
        elif stat.S_ISLNK(info.external_attr >> 16):
            reason = "is a link to somewhere else"
        elif info.flag_bits & 1:
            reason = "is locked with a password"
        yield Member(str(path), parts or (name,), info.file_size, _zip_time(info), _zip_reader(archive, info), reason)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; Canvas writes UTF-8 without saying so, which Python then reads as cp437."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name


def _zip_time(info: zipfile.ZipInfo) -> float:
    try:
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        with archive.open(info) as file:
            return file.read(FILE_LIMIT + 1)

    return read


def _readable(members: list[Member]) -> tuple[list[Member], list[tuple[str, str]]]:
    """The members that may be read, and the others with the reason; what operating systems leave is not worth a word."""
    readable, skipped = [], []
    for member in members:
        if any(part in LEFT_BY_SYSTEMS or part.startswith("._") for part in member.parts):
            continue
        reason = member.reason
        if not reason and member.is_notebook and member.size > FILE_LIMIT:
            reason = f"unpacks to {member.size / MEGABYTE:.0f} MB; a notebook has at most {FILE_LIMIT // MEGABYTE}"
        if reason:
            skipped.append((member.name, reason))
        else:
            readable.append(member)
    return readable, skipped


def _require_total_size(found: Sequence[Found]) -> None:
    total = sum(one.member.size for one in found)
    if total > TOTAL_LIMIT:
        raise CourseError(
            f"The notebooks unpack to {total / MEGABYTE:,.0f} MB, more than {TOTAL_LIMIT // MEGABYTE:,}: no class hands in so "
            "much. Nothing was collected. Look at the archives, or collect them in smaller lots."
        )


# ---- whose it is ------------------------------------------------------------------------------------------------

SHAPES = {"moodle": "a Moodle download", "canvas": "a Canvas download", "plain": "plain files"}


def _shape(members: Sequence[Member]) -> str:
    """How the files of an archive are named."""
    notebooks = [member for member in members if member.is_notebook]
    if any(MOODLE.fullmatch(part) for member in members for part in member.parts):
        return "moodle"
    if notebooks and all(CANVAS.fullmatch(member.parts[-1]) for member in notebooks):
        return "canvas"
    return "plain"


def _students_of(
    members: Sequence[Member], shape: str, assignment: str, others: Sequence[str], summary: Summary
) -> Iterator[Found]:
    """The notebooks of an archive with their students; what is left out goes to the summary."""
    notebooks = [member for member in members if member.is_notebook]
    around = _folder_around(notebooks, assignment) if shape == "plain" else 0
    timestamps = {member.parts[:-1]: member for member in members if member.parts[-1] == TIMESTAMP}
    for member in members:
        if not member.is_notebook:
            if member.parts[-1] != TIMESTAMP:
                summary.skipped.append((member.name, "is not a notebook"))
            continue
        if shape == "plain":
            found = _plain(member, around, assignment, timestamps)
        else:
            found = _moodle(member) if shape == "moodle" else _canvas(member)
        reason = "has no student's name in it" if found is None else _unfit(found.student)
        if found is not None and not reason:
            names = {_stem_and_attempt(found.file)[0], *(member.parts[:-1] if shape == "plain" else ())}
            other = next((name for name in others if name in names), "")
            reason = f"is called {other}, and {assignment} is collected" if other else ""
        if reason or found is None:
            summary.skipped.append((member.name, reason))
        else:
            yield found


def _moodle(member: Member) -> Found | None:
    for part in member.parts:
        match = MOODLE.fullmatch(part)
        if match:
            file = match["file"] if part is member.parts[-1] else member.parts[-1]
            return Found(member, _clean(match["name"]), match["number"], file or "")
    return None


def _canvas(member: Member) -> Found | None:
    match = CANVAS.fullmatch(member.parts[-1])
    if match is None:
        return None
    student = "_".join(part for part in (match["name"], match["number"]) if part)
    return Found(member, _clean(student), "", match["file"], int(match["upload"]), bool(match["late"]))


def _plain(member: Member, around: int, assignment: str, timestamps: Mapping[tuple[str, ...], Member]) -> Found | None:
    folders, file = member.parts[around:-1], member.parts[-1]
    stem, _attempt = _stem_and_attempt(file)
    if folders:
        timestamp = timestamps.get(member.parts[:-1])
        return None if folders[0] == assignment else Found(member, _clean(folders[0]), "", file, timestamp=timestamp)
    return None if stem == assignment else Found(member, _clean(stem), "", file)


def _folder_around(notebooks: Sequence[Member], assignment: str) -> int:
    """1 where one folder stands around the notebooks of several students, 0 where the first folder is a student's."""
    tops = {member.parts[0] for member in notebooks}
    if len(tops) != 1 or len(notebooks) < 2:
        return 0
    inner = {member.parts[1] if len(member.parts) > 1 else "" for member in notebooks}
    of_one = "" in inner or any(_stem_and_attempt(name)[0] == assignment for name in inner)
    return 0 if of_one else 1


def _stem_and_attempt(file: str) -> tuple[str, int]:
    """``work-1.ipynb`` is the second attempt at ``work``."""
    stem = file[: -len(".ipynb")]
    match = ATTEMPT.fullmatch(stem)
    return (match["stem"], int(match["dash"] or match["bracket"])) if match else (stem, 0)


def _clean(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _unfit(student: str) -> str:
    """Why a name cannot be that of a folder, if so."""
    shown = student.replace("\u200c", "").replace("\u200d", "")  # which some scripts need inside a name
    if not shown or student.startswith(".") or not shown.isprintable() or set(student) & set('/\\:*?"<>|'):
        return "has a student's name that no folder can have"
    if len(student) > NAME_LIMIT:
        return f"has a student's name of more than {NAME_LIMIT} letters"
    return ""


def _by_student(found: Sequence[Found], summary: Summary) -> dict[str, list[Found]]:
    """The notebooks by student's folder: two of one name are told apart by their numbers, or else by their letters alone."""
    numbers: dict[str, set[str]] = {}
    for one in found:
        numbers.setdefault(one.student, set()).add(one.number)
    by_student: dict[str, list[Found]] = {}
    spelled: dict[str, str] = {}
    for one in found:
        several = len(numbers[one.student]) > 1
        student = f"{one.student}_{one.number}" if several else one.student
        first = spelled.setdefault(student.casefold(), student)
        if first != student:
            summary.skipped.append(
                (
                    one.member.name,
                    f"differs from {first} only in capitals, and some disks take them for one: rename one",
                )
            )
            continue
        if several and student not in by_student:
            summary.notes.append(
                (
                    student,
                    f"is one of {len(numbers[one.student])} called {one.student}; the number is another in each assignment",
                )
            )
        by_student.setdefault(student, []).append(one)
    return by_student


def _rank(one: Found, assignment: str) -> tuple:
    stem, attempt = _stem_and_attempt(one.file)
    return stem == assignment, one.upload, attempt, one.member.time, one.member.name


# ---- laying out -------------------------------------------------------------------------------------------------


def _lay_out(one: Found, student: str, assignment: str, submitted: Path, summary: Summary) -> None:
    """Write one submission, unless what is there is as new."""
    target = submitted / student / assignment / f"{assignment}.ipynb"
    try:
        content = one.member.read()
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        summary.skipped.append((one.member.name, f"cannot be unpacked ({error}); ask for it again"))
        return
    try:
        state = _state(target, content, one.member.time)
        if state in ("new", "newer"):
            _write(target, content, one.member.time)
            _take_timestamp_along(one, target.parent)
    except OSError as error:
        raise CourseError(
            f"{target} cannot be written: {error.strerror}. Name another folder with --submitted."
        ) from error
    if state in ("a link", "a folder"):
        summary.skipped.append((one.member.name, f"{target} is {state}, and is left as it is"))
        return
    summary.students[student] = state
    if state == "kept":
        summary.skipped.append((one.member.name, f"is not newer than {target}; delete that one to have this one"))
        return
    if one.late:
        summary.notes.append((student, "is late, says Canvas"))
    try:
        read_notebook(target)
    except SubmissionError as reason:
        summary.notes.append((student, f"is handed on as it is, and will have 0 points: {reason}"))


def _state(target: Path, content: bytes, time: float) -> str:
    """What a notebook is beside the one that is there."""
    if any(path.is_symlink() for path in (target, target.parent, target.parent.parent)):
        return "a link"
    if target.is_dir():
        return "a folder"
    if not target.exists():
        return "new"
    if target.read_bytes() == content:
        return "unchanged"
    return "newer" if time > target.stat().st_mtime else "kept"


def _write(target: Path, content: bytes, time: float) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    fresh.write_bytes(content)
    os.utime(fresh, (time, time))  # by which a newer one is known
    os.replace(fresh, target)


def _take_timestamp_along(one: Found, folder: Path) -> None:
    """Copy the timestamp.txt beside a plain notebook; one that was there before speaks of another notebook."""
    path = folder / TIMESTAMP
    path.unlink(missing_ok=True)
    if one.timestamp is not None and one.timestamp.size < TIMESTAMP_LIMIT:
        path.write_bytes(one.timestamp.read())


def counted(summary: Summary) -> str:
    """The summary in one line, as in "3 students: 2 new, 1 unchanged"."""
    counts = Counter(summary.students.values())
    words = {"new": "new", "newer": "replaced by a newer file", "unchanged": "unchanged", "kept": "kept as they were"}
    states = ", ".join(f"{counts[state]} {word}" for state, word in words.items() if counts[state])
    students = len(summary.students)
    return f"{students} student{'' if students == 1 else 's'}" + (f": {states}" if states else "")
