"""What is said of wrong answers that the library does not hold: two of its mistakes together, or the terms of a gradient, or nothing."""

import contextlib
import io
from unittest import mock

import numpy as np
import pytest

from grader.build.notebook import grade_cell_text
from grader.build.source import read_sources
from softmax_course.checks import NotPassed
from solutions.grading import fresh
from tests.conftest import ROOT

SOURCES = {exercise: source for source in read_sources(ROOT)[0] for exercise in source.exercises}

SOFTMAX_LOSS = """
def softmax_loss_vectorized(W, X, y, reg):
    N = len(y)
    S = X @ W
    S = S - S.max(axis=1, keepdims=True)
    total = np.log(np.exp(S).sum(axis=1))
    P = np.exp(S - total[:, None])
    Y = np.eye(W.shape[1])[y]
    loss = (total - S[np.arange(N), y]).mean() + reg * (W**2).sum()
    dW = X.T @ (P - Y) / N + 2 * reg * W
    return loss, dW
"""
TWO_LAYER_LOSS = """
def two_layer_loss(params, X, y, reg):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(S, 0)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    total = np.log(np.exp(Z).sum(axis=1))
    P = np.exp(Z - total[:, None])
    Y = np.eye(len(b2))[y]
    loss = (total - Z[np.arange(N), y]).mean() + reg * ((W1**2).sum() + (W2**2).sum())
    dZ = (P - Y) / N
    dA = dZ @ W2.T
    dS = dA * (S > 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1, "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2, "b2": dZ.sum(axis=0),
    }
    return loss, grads
"""


def with_slips(code: str, *slips: tuple[str, str]) -> str:
    for right, wrong in slips:
        assert code.count(right) == 1
        code = code.replace(right, wrong)
    return code


def failures(code: str, exercise: str) -> list[NotPassed]:
    """What the check and the grade say of a solution cell, the first part that is wrong of a grade in parts."""
    source = SOURCES[exercise]
    check = next(cell.text for cell in source.cells if cell.kind == "check" and cell.name == exercise)
    found = []
    for text in (check, grade_cell_text(source, source.exercises[exercise])):
        namespace = {"__name__": "__main__", "np": np}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, namespace)
            try:
                exec(text, namespace)
            except NotPassed as failure:
                found.append(failure)
                continue
        if namespace["check"].failure is not None:
            found.append(namespace["check"].failure)
    return found


def said(failure: NotPassed) -> str:
    return " ".join(str(failure).split())


@pytest.mark.parametrize(
    ("exercise", "code"), [("softmax_loss_vectorized", SOFTMAX_LOSS), ("two_layer_loss", TWO_LAYER_LOSS)]
)
def test_the_code_without_slips_is_right(exercise, code):
    assert failures(code, exercise) == []


# ---- two mistakes at once -----------------------------------------------------------------------------------------

HALF = ("+ reg * (W**2)", "+ 0.5 * reg * (W**2)")
NOT_DIVIDED = ("(P - Y) / N + 2", "(P - Y) + 2")
NO_TWO = ("2 * reg * W\n", "reg * W\n")
NO_MASK = ('"W1": X.T @ dS', '"W1": X.T @ dA')
BIAS_AVERAGED = ('"b1": dS.sum(axis=0)', '"b1": dA.sum(axis=0)')
ONE_PENALTY = ("+ 2 * reg * W1", "")

PAIRS = [
    ("softmax_loss_vectorized", SOFTMAX_LOSS, HALF, NOT_DIVIDED,
     {"softmax_loss_half_penalty_in_the_loss", "softmax_loss_gradient_of_the_sum"}),
    ("softmax_loss_vectorized", SOFTMAX_LOSS, NOT_DIVIDED, NO_TWO,  # in the same array
     {"softmax_loss_gradient_of_the_sum", "softmax_loss_penalty_gradient_without_two"}),
    ("two_layer_loss", TWO_LAYER_LOSS, BIAS_AVERAGED, ONE_PENALTY,
     {"two_layer_loss_db1_before_the_mask", "two_layer_loss_penalty_gradient_missing_in_w1"}),
    ("two_layer_loss", TWO_LAYER_LOSS, NO_MASK, ("+ 2 * reg * W2", "+ reg * W2"), None),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "code", "one", "other", "ids"), PAIRS)
def test_two_mistakes_at_once_are_named_together_or_not_at_all(exercise, code, one, other, ids):
    found = failures(with_slips(code, one, other), exercise)
    assert len(found) == 2
    for failure in found:
        text = said(failure)
        assert failure.message.mistake is None
        assert "exactly those" not in text
        assert ("consistent with" in text) == (ids is not None)
        for name in ids or ():
            assert name in text


def test_one_mistake_alone_is_named_as_one():
    for failure in failures(with_slips(SOFTMAX_LOSS, NOT_DIVIDED), "softmax_loss_vectorized"):
        assert failure.message.mistake == "softmax_loss_gradient_of_the_sum"
        assert "consistent with" not in said(failure)


# ---- the terms of a gradient --------------------------------------------------------------------------------------

RIGHT_SUM = "X.T @ (P - Y) / N + 2 * reg * W"
TAKEN_APART = [
    ("X.T @ (P - 2 * Y) / N + 2 * reg * W", ["the part with Y has the factor −2/N where −1/N is expected."]),
    ("X.T @ (P / 2 - Y) / N", ["the part with P has the factor ½/N where 1/N is expected;", "penalty is missing."]),
    ("X.T @ (P - Y + 3 * P * Y) / N + 2 * reg * W", ["a part with P ∘ Y, with the factor 3/N, does not belong there."]),
]
NOTHING_KNOWN = ["X.T @ (P - 2.3456 * Y) / N + 2 * reg * W", "X.T @ (P - Y) / N + 2 * reg * W + 0.01 * np.sin(W)"]


@pytest.mark.parametrize(("wrong", "sentences"), TAKEN_APART)
def test_a_gradient_is_taken_apart_into_its_terms(wrong, sentences):
    check, grade = map(said, failures(with_slips(SOFTMAX_LOSS, (RIGHT_SUM, wrong)), "softmax_loss_vectorized"))
    for sentence in sentences:
        assert sentence in check
        assert sentence in grade
    assert "known as" not in check + grade


@pytest.mark.parametrize("wrong", NOTHING_KNOWN)
def test_nothing_is_said_of_a_gradient_that_is_no_plain_sum_of_terms(wrong):
    for failure in failures(with_slips(SOFTMAX_LOSS, (RIGHT_SUM, wrong)), "softmax_loss_vectorized"):
        assert "Taken apart" not in said(failure)
        assert "consistent with" not in said(failure)
        assert failure.message.mistake is None


def test_each_gradient_of_the_network_is_taken_apart_by_itself():
    slips = ("A.T @ dZ + 2 * reg * W2", "A.T @ dZ + 5 * reg * W2"), ('"b2": dZ.sum', '"b2": ((P + Y) / N).sum')
    text = said(failures(with_slips(TWO_LAYER_LOSS, *slips[1:]), "two_layer_loss")[0])
    assert (
        "db2 is the same on every ordinary problem: the part with Y has the factor 1/N where −1/N is expected" in text
    )
    text = said(failures(with_slips(TWO_LAYER_LOSS, *slips), "two_layer_loss")[0])
    assert "db2 is the same" in text  # and nothing of dW2: a factor of 5 is none that is known
    assert "dW2 is the same" not in text


# ---- at grading ---------------------------------------------------------------------------------------------------


def test_once_prepared_naming_runs_no_mistake_of_the_library():
    code = with_slips(TWO_LAYER_LOSS, ("dA * (S > 0)", "dA"))
    with mock.patch("solutions.mistakes.signatures._KEPT", {}):
        fresh.prepare("04_two_layer_network")
        with mock.patch(
            "solutions.mistakes.signatures.observe_result", side_effect=AssertionError("a mistake was run")
        ):
            named = [failure.message.mistake for failure in failures(code, "two_layer_loss")]
    assert named == ["two_layer_loss_no_mask"] * 2


# ---- derivations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["lambda z, t: z", "[np.ones(3), np.ones(3), np.ones(3)]", "None", "7"])
def test_what_is_no_list_of_functions_is_said_in_words(answer):
    for exercise in ("cross_entropy_derivation", "two_layer_derivation"):
        for failure in failures(f"{exercise} = {answer}", exercise):
            assert failure.message.headline == f"{exercise} is not a list of functions."
