"""The given graph page: its gradients are those of differences, for a random gradient from above and with broadcasting."""

import numpy as np
import pytest

from softmax_course import central_gradient, graph
from softmax_course.graph import Elementwise, Variable, assign, constant, placeholder
from softmax_course.graph_drawing import draw_graph
from softmax_course.problems.graphs import read
from solutions.reference import reference

RNG = np.random.default_rng(7)
A, B, ROW, COLUMN, NUMBER = (RNG.uniform(0.5, 2.0, size) for size in ((4, 3), (4, 3), (3,), (4, 1), ()))
PROGRAMS = {
    "add": (lambda a, b: a + b, A, ROW),
    "subtract": (lambda a, b: a - b, COLUMN, A),
    "multiply": (lambda a, b: a * b, A, NUMBER),
    "divide": (lambda a, b: a / b, ROW, A),
    "divide by a column": (lambda a, b: a / b, A, COLUMN),
    "numbers and arrays on the left": (lambda a, b: 2 - (A * a) / (3.0 + b), A, B),
    "minus and power": (lambda a, b: graph.Exp()(-a) * b, A, B),
    "a function": (lambda a, b: Elementwise(np.sin, np.cos)(a * b), A, B),
    "turned over": (lambda a, b: graph.transpose(a) * graph.transpose(b), A, B),
    "axes put in": (lambda a, b: graph.expand_dims(a, (0, -1)) * b, ROW, NUMBER),
    "repeated": (lambda a, b: graph.broadcast_like(a, b) * b, COLUMN, B),
    "only shapes": (lambda a, b: graph.ones_like(a) * b + graph.zeros_like(b), A, B),
}


@pytest.fixture(autouse=True)
def _students_function(monkeypatch):
    monkeypatch.setattr(graph.SumLike, "reduce_like", staticmethod(reference("07_autodiff")["reduce_like"]))


@pytest.mark.parametrize(("program", "a", "b"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_gradients_are_those_of_differences(program, a, b):
    gradients = reference("07_autodiff")["gradients"]
    first, second = Variable(a), Variable(b)
    output = program(first, second)
    (value,) = read(graph.Node, [output])
    G = np.random.default_rng(8).normal(size=value.shape)
    found = read(graph.Node, gradients(output * constant(G), [first, second]))
    for which, gradient in enumerate(found):
        true = central_gradient(
            lambda a, b: (G * read(graph.Node, [program(Variable(a), Variable(b))])[0]).sum(), a, b, wrt=which
        )
        assert gradient.shape == true.shape
        assert np.abs(gradient - true).max() < 1e-8


def test_a_variable_is_read_when_it_is_computed_and_old_values_stay():
    w = Variable([1.0, 2.0], "w")
    (before,) = read(graph.Node, [w])
    (given,) = read(graph.Node, [assign(w, w + 1)])
    assert given.tolist() == read(graph.Node, [w])[0].tolist() == [2.0, 3.0]
    assert before.tolist() == [1.0, 2.0]


def test_a_variable_keeps_its_shape():
    with pytest.raises(ValueError, match=r"<Variable w> has shape \(2,\), the new value \(3,\)"):
        read(graph.Node, [assign(Variable([1.0, 2.0], "w"), constant([1.0, 2.0, 3.0]))])


def test_without_the_students_function_a_broadcast_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(graph.SumLike, "reduce_like", None)
    total = constant(A) + constant(ROW)
    with pytest.raises(TypeError, match=r"\(4, 3\) is due in shape \(3,\): see use_reduce_like"):
        read(graph.Node, total.op.gradient(total, constant(A)))


def test_names_show_what_a_node_is():
    x, w = placeholder("x"), Variable(1.0, "w")
    assert repr([x, w, x * w, constant(2)]) == "[<placeholder x>, <Variable w>, <Mul>, <Stored>]"


def test_a_drawing_names_every_node_and_leaves_out_what_does_nothing():
    a, b = Variable(2.0, "a"), Variable(3.0, "b")
    L = (a + b) * a
    texts = [text.get_text() for text in draw_graph([L]).axes[0].texts]
    assert sorted(texts) == ["Add", "Mul", "a", "b"]
    gradients = reference("07_autodiff")["gradients"](L, [a, b])
    texts = [text.get_text() for text in draw_graph([L, *gradients], program=[L]).axes[0].texts]
    assert sorted(texts) == ["Add", "Add", "Mul", "Mul", "Mul", "a", "b", "ones"]
