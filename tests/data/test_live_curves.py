"""The live curves: one picture, replaced in place, with alt text, whatever the numbers are."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from softmax_course import live
from softmax_course.live import LiveCurves


class Handle:
    def __init__(self, shown):
        self.shown = shown

    def update(self, image):
        self.shown.append(("update", image))


@pytest.fixture
def shown(monkeypatch):
    shown = []

    def display(image, display_id):
        assert display_id is True
        shown.append(("display", image))
        return Handle(shown)

    monkeypatch.setattr(live, "display", display)
    return shown


def run(curves, losses):
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch, loss in enumerate(losses):
        history["train_loss"].append(loss)
        history["train_accuracy"].append(0.5)
        history["test_accuracy"].append(0.25 * epoch)
        curves(epoch, history)


def test_one_picture_is_shown_and_then_replaced(shown):
    run(LiveCurves(4, "A <model>", pause=0), [2.0, 1.0, 0.5, 0.25])
    assert [how for how, _image in shown] == ["display", "update", "update", "update"]
    sizes = {image.data.split("width=")[1].split(" src=")[0] for _how, image in shown}
    assert len(sizes) == 1
    assert 'alt="A &lt;model&gt;, 4 epochs' in shown[-1][1].data
    assert "from 2.000 to 0.250, and the test accuracy ends at 0.750" in shown[-1][1].data


def test_a_fast_loop_draws_its_last_epoch_alone(shown):
    run(LiveCurves(30, "Quick", pause=60), [1.0] * 30)
    assert len(shown) == 1
    assert "30 epochs" in shown[-1][1].data


@pytest.mark.parametrize("epochs", [3, 12])
def test_a_run_shorter_or_longer_than_announced_is_drawn_to_its_end_when_the_cell_ends(shown, epochs, monkeypatch):
    shell = InteractiveShell()
    monkeypatch.setattr(live, "get_ipython", lambda: shell)
    shell.user_ns["loop"] = lambda: run(LiveCurves(10, "Other", pause=60), [1.0] * epochs)
    shell.run_cell("loop()")
    assert f"{epochs} epochs" in shown[-1][1].data
    drawn = len(shown)
    shell.run_cell("1")  # and no more than once
    assert len(shown) == drawn


def test_a_loss_that_is_no_number_any_more_is_said_to_be_none(shown):
    run(LiveCurves(3, "Wild", pause=0, bands=[(0.8, 0.9, "published")]), [2.0, float("inf"), float("nan")])
    assert "The loss is not a number from epoch 2 on." in shown[-1][1].data
    assert "is not a number" not in shown[0][1].data


def test_a_loss_of_nothing_but_nan_and_zeros_is_no_error(shown):
    run(LiveCurves(3, "Wild", pause=0), [float("nan"), 0.0, 0.0])
    assert len(shown) == 3


def test_nothing_is_left_open():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    LiveCurves(3, "Never run")
    assert plt.get_fignums() == before
