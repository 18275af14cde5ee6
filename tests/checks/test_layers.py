"""What a student reads of her layers: the method that is meant, in words that are true, and lines that show it."""

import contextlib
import io
import textwrap

import numpy as np
import pytest

from softmax_course.checks import Check, NotPassed
from softmax_course.checks.trying import lines_to_try
from softmax_course.problems import EXERCISES, VISIBLE
from softmax_course.problems.watching import watch
from solutions.reference import reference

SIX = reference("06_inside_frameworks")
LAYERS = sorted(name for name, exercise in EXERCISES.items() if exercise.origins)


def said_of(name: str, answer) -> str:
    """The message of a failing check, on one line."""
    with pytest.raises(NotPassed) as failed:
        watch(Check(name), answer)
    return " ".join(str(failed.value).split())


@pytest.mark.parametrize("name", LAYERS)
def test_the_lines_for_every_part_run_on_every_problem(name):
    exercise = EXERCISES[name]
    assert set(exercise.origins) == set(exercise.returns)
    for number, _problem in enumerate(exercise.draw(VISIBLE), start=1):
        for origin in exercise.origins.values():
            text = lines_to_try(exercise, number, name, origin)
            assert max(map(len, text.splitlines())) <= 80
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(textwrap.dedent(text.partition("\n")[2]), dict(SIX))
            assert printed.getvalue()


def test_the_lines_print_what_was_expected():
    exercise = EXERCISES["unfused_layers"]
    lines = lines_to_try(exercise, 2, "unfused_layers", exercise.origins["dP"]).splitlines()[1:]
    namespace = {**SIX, "print": lambda value: printed.append(value)}
    printed: list = []
    exec(textwrap.dedent("\n".join(lines)), namespace)
    _Z, P, _Q, _y, out_grad, _picked = exercise.draw(VISIBLE)[1].args
    assert np.allclose(printed[1], out_grad / P)


class Shared(SIX["SoftmaxWithLoss"]):
    def forward(self, Z, y):
        loss = super().forward(Z, y)
        Shared.P, Shared.y = self.__dict__.pop("P"), self.__dict__.pop("y")
        return loss


class Spoiling(SIX["SoftmaxWithLoss"]):
    def backward(self):
        self.P[np.arange(len(self.y)), self.y] -= 1
        return self.P / len(self.y)


class WithoutLabels(SIX["SoftmaxWithLoss"]):
    def forward(self, Z):
        return 0.0


class Silent(SIX["SoftmaxWithLoss"]):
    def backward(self):
        super().backward()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Shared, ["Two layers of SoftmaxWithLoss disturb each other"]),
        (Spoiling, ["SoftmaxWithLoss: backward works once."]),
        (
            WithoutLabels,
            ["forward() takes 2 positional arguments but 3 were given", "→ The check calls it as the statement"],
        ),
        (Silent, ["dZ (from SoftmaxWithLoss.backward): None came back; no `return` with a result was reached."]),
    ],
)
def test_a_message_names_what_is_wrong(answer, told):
    message = said_of("SoftmaxWithLoss", answer)
    for sentence in told:
        assert sentence in message
    assert "= 1" not in message
    assert "after_another_batch" not in message


def test_of_several_classes_the_one_that_is_meant_is_named():
    class LogLayer(SIX["LogLayer"]):
        def backward(self, out_grad):
            return -out_grad / self.P

    message = said_of("unfused_layers", (SIX["SoftmaxLayer"], LogLayer, SIX["PickLayer"]))
    assert message.startswith("dP (from LogLayer.backward) is not right yet.")
    assert "layer = LogLayer()" in message
    assert "SoftmaxLayer" not in message
