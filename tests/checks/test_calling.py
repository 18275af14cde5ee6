"""What a call of a student's function brings to light."""

import numpy as np
import pytest

from softmax_course.checks.calling import call, executed_lines


def define(source: str, name: str):
    """A function as a notebook cell defines it."""
    import linecache

    filename = f"<cell of {name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    namespace = {"np": np, "__name__": "__main__"}
    exec(compile(source, filename, "exec"), namespace)
    return namespace[name]


def test_changed_arguments_are_seen_and_the_originals_kept():
    x = np.ones(3)
    seen = call(define("def f(x, y):\n    y -= 1\n    return x", "f"), (np.zeros(2), x))
    assert seen.changed == (1,)
    assert (x == 1).all()


@pytest.mark.parametrize("line", ["x[0] = x[0] + 0.0", "x = x - 1", "x = x.copy(); x += 1"])
def test_work_on_a_copy_is_no_change(line):
    assert call(define(f"def f(x):\n    {line}\n    return x", "f"), (np.ones(3),)).changed == ()


def test_an_exception_is_told_with_the_students_own_line():
    source = "def helper(a):\n    return np.linalg.inv(a)\n\ndef f(a):\n    return helper(a) + 1"
    raised = call(define(source, "f"), (np.zeros((2, 2)),)).raised
    assert raised.kind == "LinAlgError"
    assert raised.line == "return np.linalg.inv(a)"


def test_leaving_python_is_an_exception_like_others():
    assert call(define("def f():\n    raise SystemExit(3)", "f"), ()).raised.kind == "SystemExit"


def test_prints_and_warnings_do_not_come_through(capsys):
    call(define("def f(x):\n    print('hello')\n    return np.log(x)", "f"), (np.array(-1.0),))
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


LOOPS = {
    "statement": "def f(X):\n    s = 0\n    for x in X:\n        s += x\n    return s",
    "comprehension": "def f(X):\n    return sum([x for x in X])",
    "recursion": "def f(X):\n    return X[0] + f(X[1:]) if len(X) else 0",
    "apply": "def f(X):\n    return np.apply_along_axis(lambda x: x + 1, 1, X)",
}


@pytest.mark.parametrize("loop", LOOPS)
def test_executed_lines_grow_with_every_kind_of_loop(loop):
    f = define(LOOPS[loop], "f")
    assert executed_lines(f, (np.ones((40, 2)),)) > executed_lines(f, (np.ones((10, 2)),))


def test_executed_lines_do_not_grow_for_array_operations():
    f = define("def f(X):\n    Z = X - X.max(axis=1, keepdims=True)\n    return np.exp(Z).sum(axis=1).mean()", "f")
    assert executed_lines(f, (np.ones((40, 2)),)) == executed_lines(f, (np.ones((10, 2)),))
