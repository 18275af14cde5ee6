"""Each op of graph_ops is judged by itself: what is finished gets its diagnosis while the others are stubs."""

import pytest

from softmax_course.checks import NotPassed
from softmax_course.checks.check import Check
from softmax_course.checks.verdict import NothingToCheck
from solutions.mistakes import LIBRARY
from solutions.reference import reference

RIGHT = reference("07_autodiff")["graph_ops"]


class Stub:
    """An op of which nothing is written."""

    def __init__(self, *args, **options):
        pass

    def __call__(self, *inputs):
        raise NotImplementedError


def failure(classes: tuple) -> NotPassed:
    with pytest.raises(NotPassed) as caught:
        Check("graph_ops").values(classes)
    return caught.value


def mistake(name: str) -> tuple:
    return next(entry.answer for entry in LIBRARY if entry.name == name)


@pytest.mark.parametrize(
    ("name", "place"), [("matmul_transposed", 0), ("reduce_sum_not_expanded", 1), ("log_of_base_two", 2)]
)
def test_an_op_is_named_while_the_others_are_stubs(name, place):
    classes = tuple(mistake(name)[i] if i == place else Stub for i in range(4))
    assert failure(classes).message.mistake == name


def test_the_first_mistake_is_named_where_two_ops_are_wrong():
    classes = (RIGHT[0], RIGHT[1], mistake("log_times_x")[2], mistake("softmax_op_negative")[3])
    found = failure(classes)
    assert found.message.mistake == "log_times_x"
    assert "MatMul, ReduceSum are right." in str(found)
    assert "gradient of Log in x" in found.message.headline


def test_a_stub_is_said_last_and_what_is_right_is_said():
    found = failure((RIGHT[0], Stub, RIGHT[2], Stub))
    assert isinstance(found, NothingToCheck)
    assert "MatMul, Log are right." in str(found)
