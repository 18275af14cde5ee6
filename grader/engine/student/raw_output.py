"""What is written to file descriptors 1 and 2, past Python: a kernel shows that as well."""

import os
import tempfile

from grader.engine.cells import LONGEST_OUTPUT, Message


class RawOutput:
    """Two files in the scratch folder that stand for standard output and standard error."""

    def __init__(self) -> None:
        self._files = []
        for descriptor in (1, 2):
            file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
            os.dup2(file.fileno(), descriptor)
            self._files.append(file)

    def messages(self) -> list[Message]:
        """What has been written since the last time."""
        texts = [self._taken(descriptor) for descriptor in (1, 2)]
        return [("stream", {"name": n, "text": t}) for n, t in zip(("stdout", "stderr"), texts, strict=True) if t]

    def forget(self) -> None:
        """Drop what has been written."""
        for descriptor in (1, 2):
            self._taken(descriptor)

    def _taken(self, descriptor: int) -> str:
        try:
            size = os.lseek(descriptor, 0, os.SEEK_END)
            if not size:
                return ""
            text = os.pread(descriptor, min(size, LONGEST_OUTPUT), 0).decode("utf-8", "replace")
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
        except OSError:  # the student has closed it
            return ""
        return text
