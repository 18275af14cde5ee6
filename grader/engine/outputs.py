"""From a kernel's messages to the outputs of a notebook's cell, as nbclient makes them."""

from collections.abc import Sequence
from typing import Any

import nbformat
from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_output

from grader.engine.cells import size

MOST_MESSAGES = 1_000  # of one cell: each takes the judge a millisecond or more
MOST_PLACES = 20  # that one display is updated in
MOST_CHARACTERS = 60_000_000  # of one notebook's outputs
CUT = "\n… what this cell showed after this has been left out: it is too much.\n"
SHOWN = ("display_data", "execute_result", "error", "stream")


class OutputArea:
    """The outputs of one notebook; a display that is updated later changes where it stands."""

    def __init__(self) -> None:
        self._displays: dict[str, list[NotebookNode]] = {}
        self._left = MOST_CHARACTERS

    def outputs(self, messages: Sequence[Any]) -> list[NotebookNode]:
        """The outputs of a cell.

        Parameters
        ----------
        messages
            Type and content of what the cell's process said; what is no message of a kernel is left out.
        """
        outputs: list[NotebookNode] = []
        clear_before_next = False
        for message in messages[:MOST_MESSAGES]:
            if not isinstance(message, (list, tuple)) or len(message) != 2 or not isinstance(message[1], dict):
                continue
            kind, content = message
            self._left -= size(content)
            if self._left < 0:
                break
            if kind == "clear_output":
                clear_before_next = bool(content.get("wait"))
                if not clear_before_next:
                    outputs.clear()
                continue
            output = _output(kind, content)
            if output is None:
                continue
            if clear_before_next:
                outputs.clear()
                clear_before_next = False
            if kind == "update_display_data":
                self._update(content, output)
                continue
            last = outputs[-1] if outputs else None
            if kind == "stream" and last is not None and last.output_type == "stream" and last.name == output.name:
                last.text += output.text
                continue
            outputs.append(output)
            self._remember(content, output)
        if len(messages) > MOST_MESSAGES or self._left < 0:
            outputs.append(new_output("stream", name="stdout", text=CUT))
        return outputs

    def _remember(self, content: dict, output: NotebookNode) -> None:
        name = _display_id(content)
        if name is not None:
            places = self._displays.setdefault(name, [])
            places += [output] if len(places) < MOST_PLACES else []

    def _update(self, content: dict, new: NotebookNode) -> None:
        for output in self._displays.get(_display_id(content) or "", []):
            output.data, output.metadata = new.data, new.metadata


def _display_id(content: dict) -> str | None:
    transient = content.get("transient")
    name = transient.get("display_id") if isinstance(transient, dict) else None
    return name if isinstance(name, str) else None


def _output(kind: Any, content: dict) -> NotebookNode | None:
    """A valid output, or None."""
    try:
        if kind == "stream":
            output = new_output("stream", name=str(content["name"]), text=str(content["text"]))
        elif kind == "error":
            lines = [str(line) for line in content["traceback"]]
            output = new_output("error", ename=str(content["ename"]), evalue=str(content["evalue"]), traceback=lines)
        elif kind in ("display_data", "update_display_data", "execute_result"):
            output = _shown(kind, content)
        else:
            return None
        nbformat.validate(output, ref="output", version=4)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, ValidationError):
        return None
    return output


def _shown(kind: str, content: dict) -> NotebookNode:
    data = nbformat.from_dict(content["data"])
    metadata = nbformat.from_dict(content.get("metadata") or {})
    if kind == "execute_result":
        return new_output(kind, data=data, metadata=metadata, execution_count=int(content["execution_count"]))
    return new_output("display_data", data=data, metadata=metadata)
