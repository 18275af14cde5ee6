"""Hidden grading of 03_vectorized_gradient: one function an exercise."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from softmax_course.checks.calling import call
from softmax_course.checks.check import Check
from softmax_course.checks.verdict import CheckFailed, Message
from softmax_course.problems import ORDINARY, TAIL
from softmax_course.problems.batches import look_at_batches
from softmax_course.problems.vectorized_gradient import growing_sizes
from softmax_course.problems.verdicts import verdict
from solutions.grading.fresh import FRESH, check_fresh
from solutions.grading.parts import Parts
from solutions.reference import reference

NOTEBOOK = "03_vectorized_gradient"

_fresh = partial(check_fresh, notebook=NOTEBOOK)


def grade_cross_entropy(check: Check, cross_entropy: Callable) -> None:
    """Fresh scores and labels, with margins up to 10⁴."""
    _fresh(check, function=cross_entropy)


def grade_cross_entropy_derivation(check: Check, cross_entropy_derivation: list) -> None:
    """All lines at fresh points."""
    _fresh(check, function=cross_entropy_derivation)


def grade_cross_entropy_gradient(check: Check, cross_entropy_gradient: Callable) -> None:
    """Fresh scores and labels, with margins up to 10⁴."""
    _fresh(check, function=cross_entropy_gradient)


def grade_softmax_loss_naive(check: Check, softmax_loss_naive: Callable) -> None:
    """Fresh data."""
    _fresh(check, function=softmax_loss_naive)


def grade_linear_backward(check: Check, linear_backward: Callable) -> None:
    """Fresh data, and gradients from above that are those of no softmax."""
    _fresh(check, function=linear_backward)


def grade_train_softmax(check: Check, train_softmax: Callable) -> None:
    """Full batches of fresh data by value; small ones by what is drawn, with other seeds."""
    _fresh(check, function=train_softmax)
    look_at_batches(check, train_softmax, seed=FRESH)


# ---- softmax_loss_vectorized, in parts ----------------------------------------------------------------------------


def grade_softmax_loss_vectorized(check: Check, softmax_loss_vectorized: Callable) -> None:
    """The loss and the gradient without a penalty, then what the penalty adds, then scores far out and no loops."""
    problems = check.exercise.draw(FRESH)
    ordinary = [problem for problem in problems if problem.kind == ORDINARY]
    without = [replace(p, args=(*p.args[:3], 0.0), says=_with(p.says, "reg = 0")) for p in ordinary]
    penalised = [p for p in ordinary if p.args[3] > 0]
    far = [problem for problem in problems if problem.kind == TAIL]
    grade = Parts(check, NOTEBOOK, softmax_loss_vectorized, problems).grade
    with check.part("the loss, without a penalty", 1):
        grade(without, ("loss",), lambda f, *args: _result(f(*args), 0))
    with check.part("the gradient, without a penalty", 1):
        grade(without, ("dW",), lambda f, *args: _result(f(*args), 1), analytic=True)
    with check.part("the penalty: what loss and gradient gain from reg = 0 to reg > 0", 1):
        grade(penalised, ("loss", "dW"), _gained)
    with check.part("scores up to 10⁴, and no loop over N, D or C", 1):
        grade(far, ("loss", "dW"), check.exercise.observe)
        for small, large, size in growing_sizes(FRESH):
            check.no_growth(softmax_loss_vectorized, small, large, size)


def _with(says: str, more: str) -> str:
    return f"{says}, {more}" if says else more


def _result(value: Any, index: int) -> Any:
    """One of the two results; what is not a pair is left as it is, for the message to say so."""
    if isinstance(value, dict) and set(value) == {"loss", "dW"}:
        return value[("loss", "dW")[index]]
    return value[index] if isinstance(value, (tuple, list)) and len(value) == 2 else value


def _gained(f: Callable, W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> tuple:
    """What the penalty adds to the loss and to the gradient."""
    with_penalty, without = f(W, X, y, reg), f(W, X, y, 0.0)
    return tuple(np.asarray(_result(with_penalty, i)) - np.asarray(_result(without, i)) for i in (0, 1))


# ---- catches_bug, on the library of mistakes ----------------------------------------------------------------------

# Wrong as answers to the exercise, and right as losses: a test of losses need not find them.
RIGHT_AS_A_LOSS = {"softmax_loss_looping_over_examples", "softmax_loss_looping_over_classes"}
# Right but for features of size 10⁶: a test of losses may think of it as it likes.
NEITHER = {"softmax_loss_by_differences"}


def grade_catches_bug(check: Check, catches_bug: Callable) -> None:
    """The student's test, on losses of the library of mistakes."""
    right, wrong = _losses()
    on_right = [_answer(check, catches_bug, loss_fn) for _says, loss_fn in right]
    on_wrong = [_answer(check, catches_bug, loss_fn) for loss_fn in wrong]
    accused = [says for (says, _loss_fn), answer in zip(right, on_right, strict=True) if answer is not False]
    missed = [loss_fn for loss_fn, answer in zip(wrong, on_wrong, strict=True) if answer is not True]
    caught = len(wrong) - len(missed)
    found = f"{caught} of {len(wrong)} wrong losses"
    counts = f"catches_bug finds {found}, and accuses {len(accused)} of {len(right)} right ones."
    details, look = _words(accused, missed, (on_right + on_wrong).count(None))
    require = partial(_require, message=Message(counts, details, look))
    # Who always says "wrong" finds everything, who never does accuses nobody: each half counts beside some of the other.
    fair, finds = 4 * len(accused) <= len(right), 3 * caught >= len(wrong)
    with check.part("half of the wrong ones are found (and a quarter of the right ones accused at most)", 1):
        require(fair and 2 * caught >= len(wrong))
    with check.part("80 % of the wrong ones are found (likewise)", 2):
        require(fair and 5 * caught >= 4 * len(wrong))
    with check.part("no right one is accused (and a third of the wrong ones found)", 2):
        require(finds and not accused)
    check.say(counts)


def _require(condition: bool, message: Message) -> None:
    if not condition:
        raise CheckFailed(message)


def _words(accused: list[str], missed: list[Callable], silent: int) -> tuple[list[str], str | None]:
    """Details and hint: one right loss that was accused, one property that a wrong one broke unnoticed."""
    details, look = [], None
    if missed:
        details.append(f"One that is wrong and got through: {broken_property(missed[0])}")
        look = "On which problem would that show? Try it in your test."
    if accused:
        details.append(f"One that is right and was accused: {accused[0]}")
        look = "Right is what is right by value, to a thousandth of the largest entry. Does your test ask for more?"
    if silent:
        details.append(f"{silent} times catches_bug raised an exception, or answered neither True nor False.")
        look = "What does your test do when loss_fn raises, and does every way through it end in a `return`?"
    return details, look


def _losses() -> tuple[list[tuple[str, Callable]], list[Callable]]:
    """Right softmax losses, each with what is said about it, and wrong ones."""
    from solutions.mistakes import LIBRARY

    right, wrong = [], []
    for entry in LIBRARY:
        if entry.exercise != "softmax_loss_vectorized" or entry.name in NEITHER:
            continue
        loss_fn = _four_arguments(entry.answer)
        if entry.right or entry.name in RIGHT_AS_A_LOSS:
            right.append((entry.message or entry.hint, loss_fn))
        else:
            wrong.append(loss_fn)
    return right, wrong


def _four_arguments(loss_fn: Callable) -> Callable:
    """The loss as a function of W, X, y and reg and of nothing else, under a name that says nothing.

    What comes in a dictionary, as the exercise admits it, is handed on as the pair that a test of losses may ask for.
    """

    def loss(W: np.ndarray, X: np.ndarray, y: np.ndarray, reg: float) -> Any:
        result = loss_fn(W, X, y, reg)
        return (result["loss"], result["dW"]) if isinstance(result, dict) else result

    return loss


def _answer(check: Check, catches_bug: Callable, loss_fn: Callable) -> bool | None:
    """What the student's test says; None where it raises or says neither True nor False."""

    def ask(loss_fn: Callable) -> bool:
        return verdict(check, catches_bug, loss_fn)

    asked = call(ask, (loss_fn,))
    if asked.raised is not None and asked.raised.missing:
        raise NotImplementedError
    return None if asked.raised is not None else asked.value


def broken_property(loss_fn: Callable) -> str:
    """A property of softmax losses that a wrong one does not have, as a sentence.

    Parameters
    ----------
    loss_fn
        A wrong loss, a function of W, X, y and reg.
    """
    return next(_broken(loss_fn), "on some problem its numbers are not those of a softmax loss.")


def _broken(loss_fn: Callable) -> Iterator[str]:
    """The properties that a loss breaks, the plainest first."""
    rng = np.random.default_rng(FRESH)
    N, D, C, reg = 9, 5, 4, 0.3
    W, X, y = rng.normal(size=(D, C)), rng.normal(size=(N, D)), np.array([0, 2, 1, 3, 1, 0, 3, 3, 2])
    truth = reference(NOTEBOOK)["softmax_loss_vectorized"]

    def returned(*args: Any) -> Any:
        result = call(loss_fn, args)
        return None if result.raised is not None else result.value

    def loss(*args: Any) -> np.ndarray:
        return np.asarray(returned(*args)[0], dtype=float)

    def gradient(*args: Any) -> np.ndarray:
        return np.asarray(returned(*args)[1], dtype=float)

    def near(got: np.ndarray, true: Any) -> bool:
        return bool(np.abs(got - true).max() <= 1e-3 * max(np.abs(true).max(), 1e-3))

    first = call(loss_fn, (W, X, y, reg))
    if first.raised is not None:
        yield f"it raises {first.raised.kind}."
        return
    if not isinstance(first.value, (tuple, list)) or len(first.value) != 2:
        yield "it does not return two results."
        return
    if np.shape(first.value[0]) != () or np.shape(first.value[1]) != W.shape:
        yield f"with W of shape {W.shape} it returns shapes {np.shape(first.value[0])} and {np.shape(first.value[1])}."
        return
    if first.changed:
        yield f"it changes {', '.join('WXy'[i] for i in first.changed)}."
    again = np.concatenate([X, X]), np.concatenate([y, y])
    if not near(loss(0 * W, X, y, 0.0), np.log(C)):
        yield "at zero weights its loss is not log C."
    if not np.isfinite(loss(W, X, y, 0.0)):
        yield "its loss is not a finite number, for ordinary weights and examples."
    if not near(loss(W, *again, 0.0), loss(W, X, y, 0.0)):
        yield "give it every example twice, and its loss changes."
    if not near(gradient(W, *again, 0.0), gradient(W, X, y, 0.0)):
        yield "give it every example twice, and its gradient changes."
    if not near(loss(W, X, y, reg) - loss(W, X, y, 0.0), reg * (W**2).sum()):
        yield "from reg = 0 to reg > 0 its loss does not gain reg · ΣW²."
    if not near(gradient(W, X, y, reg) - gradient(W, X, y, 0.0), 2 * reg * W):
        yield "from reg = 0 to reg > 0 its gradient does not gain the gradient of reg · ΣW²."
    if not near(gradient(W, X, y, 0.0).sum(axis=1) + 1, 1.0):
        yield "with reg = 0 the rows of its dW do not sum to 0."
    if not near(loss(W, X, y, 0.0), truth(W, X, y, 0.0)[0]):
        yield "with reg = 0 its loss is not the mean of −log p of the labels."
    if not near(gradient(W, X, y, 0.0), truth(W, X, y, 0.0)[1]):
        yield "with reg = 0 its dW is not the gradient of the mean cross-entropy."
    raised = np.vstack([W, np.ones(C)]), np.column_stack([X, np.full(N, 1000.0)])
    apart = raised[0], np.column_stack([X, 1000.0 * np.arange(N)])
    fewer = np.where(y == C - 1, 0, y)
    for says, args in (
        ("when the last class has no example", (W, X, fewer, reg)),
        ("when 1000 is added to every score", (*raised, y, 0.0)),
        ("when the scores of the examples lie thousands apart", (*apart, y, 0.0)),
        ("when examples are wrong by margins of 1000 and more", (2000 * W, X, np.argmin(X @ W, axis=1), 0.0)),
    ):
        result, (true_loss, true_dW) = call(loss_fn, args), truth(*args)
        if result.raised is not None:
            yield f"it raises {result.raised.kind} {says}."
        elif np.shape(result.value[1]) != args[0].shape:
            yield f"its dW has another shape than W {says}."
        elif not near(np.asarray(result.value[0]), true_loss) or not near(np.asarray(result.value[1]), true_dW):
            yield f"its results are not right {says}."
