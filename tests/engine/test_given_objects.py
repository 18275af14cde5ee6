"""What checks hand to students' functions can be used as in one process: copied, written on, called from threads."""

import pytest

from tests.engine.conftest import Run

GRADIENTS = {
    "counts calls on the function itself": """
def numerical_gradient(f, x, h=1e-5):
    def slope(i):
        f.calls = getattr(f, "calls", 0) + 2
        step = np.zeros(x.size)
        step[i] = h
        step = step.reshape(x.shape)
        return (f(x + step) - f(x - step)) / (2 * h)
    gradient = np.array([slope(i) for i in range(x.size)]).reshape(x.shape)
    assert f.calls >= 2 * x.size
    return gradient
""",
    "from threads": """
from concurrent.futures import ThreadPoolExecutor

def numerical_gradient(f, x, h=1e-5):
    def slope(i):
        step = np.zeros(x.size)
        step[i] = h
        step = step.reshape(x.shape)
        return (f(x + step) - f(x - step)) / (2 * h)
    with ThreadPoolExecutor(4) as threads:
        return np.array(list(threads.map(slope, range(x.size)))).reshape(x.shape)
""",
}
LOOP = """
import copy

def train(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    {first}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for rows in (order[i : i + batch_size] for i in range(0, len(y), batch_size)):
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += (model.scores(X[rows]).argmax(axis=1) == y[rows]).sum()
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append((model.scores(X_test).argmax(axis=1) == y_test).mean())
        {then}
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history
"""
RIGHT = {
    "keeps copies": ("kept = []", "kept.append(copy.deepcopy(model))"),
    "writes on the model": ("model.shown = model._best = 0", "model.shown, model._best = history, model._best + 1"),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_a_function(name: str, run: Run) -> None:
    ran = run(numerical_gradient="import numpy as np\n" + GRADIENTS[name])
    assert sum(ran.points.values()) == 22, ran.outcome("check_numerical_gradient").message


@pytest.mark.parametrize("name", RIGHT)
def test_a_model(name: str, run: Run) -> None:
    first, then = RIGHT[name]
    ran = run("05_training_loop", train=LOOP.replace("{first}", first).replace("{then}", then), seconds=30)
    assert sum(ran.points.values()) == 27, ran.outcome("check_train").message


def test_a_copy_is_not_the_model(run: Run) -> None:
    ran = run("05_training_loop", train=LOOP.replace("{first}", "model = copy.deepcopy(model)").replace("{then}", ""))
    assert (ran.points["check_train"], ran.points["grade_train"]) == (0, 0)
    assert "known as training_without_steps" in ran.outcome("check_train").message
