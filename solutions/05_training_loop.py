# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 · A training loop worth keeping
#
# **Where we are.** Notebooks 03 and 04 ended with a loop each: draw some rows, get a gradient, take a step. The two
# loops looked alike, and neither could tell you whether the model was any good. Here the loop is written once, for
# every model.
#
# **At the end you can**
#
# - cut a data set into batches so that an epoch sees every example once, and say what goes wrong otherwise;
# - measure loss and accuracy so that they are right for uneven batches too;
# - take a step inside the arrays of a model, so that other parts of a program that hold these arrays see it;
# - put these pieces together into a loop that trains a linear model and a network alike, with curves that grow as it
#   runs;
# - say what a learning rate has to do with a batch size.
#
# **How long.** About two hours. Eight exercises, 27 points.
#
# **What it builds on.** Cross-entropy and its gradient (03), the two-layer network (04). If you have not finished
# those, you can still do this one: both models are given, further down.

# %% [markdown]
# | symbol | shape | meaning |
# |---|---|---|
# | N, D, C, H | – | examples, features, classes, hidden units |
# | `X`, `y` | (N, D), (N,) | inputs, one example a row; labels 0 … C−1 |
# | `Z` | (N, C) | logits, also called scores |
# | **batch** | – | a few rows of `X` with their labels |
# | **step**, or update | – | one change of the parameters, made after one batch |
# | **epoch** | – | one pass over the whole training set, each example once |
# | lr | number | learning rate: a step subtracts lr times the gradient |
#
# Run the next cell first. It holds the imports, among them `beside`, which shows your guess and what came.

# %%
import numpy as np

from softmax_course import beside, central_gradient, figure, once_works, show
from softmax_course.data import FASHION_LABELS, DataUnavailable, load_digits_split, load_fashion_mnist
from softmax_course.live import LiveCurves

# %% [markdown]
# ## 1 · The parts, before any of them is written
#
# ![The training loop as a picture. A frame called train repeats for every epoch. In it, minibatches hands one batch
# after another into a second frame, train_epoch, which repeats for every batch: the model gives loss and hits to an
# Accumulator, and gradients to sgd, which changes the model's params in place. Then comes the next batch. After the
# epoch the model goes to evaluate_accuracy, which scores the test set. Its result and the sums go into the history,
# on_epoch prints or draws it, and the next epoch begins with fresh minibatches.](../assets/figures/training_loop.svg)
#
# Two loops, one inside the other. The inner one, `train_epoch`, is an epoch: batch, measure, step, until the batches are
# used up. The outer one, `train`, counts epochs. It has fresh batches made for each, and looks at the test set after it.
#
# None of the parts knows what the model is. That is the point of the design: a model may be anything that can do three
# things.
#
# | what | gives |
# |---|---|
# | `model.params` | a dictionary of arrays, by name: what training changes |
# | `model.scores(X)` | logits of shape (N, C) |
# | `model.loss_and_grads(X, y)` | the mean loss of these examples, and a dictionary of gradients, named as `params` |

# %% [markdown]
# ### The data
#
# 1 797 handwritten digits of 8 × 8 pixels. 1 437 are for training. 360 are **held back**: no step is ever taken on
# them, so they tell how the model does on digits it has not seen.

# %%
(X_train, y_train), (X_test, y_test) = load_digits_split()
train_set, test_set = (X_train, y_train), (X_test, y_test)
print("training:", X_train.shape, y_train.shape, "  held back:", X_test.shape, y_test.shape)


def show_images(images, titles, columns, alt):
    """Grey pictures in rows, each with a title of one or two lines above it; images (n, side * side), pixels 0 to 1."""
    side, rows = int(np.sqrt(images.shape[1])), -(-len(images) // columns)
    picture, axis = figure(figsize=(7.6, rows * 11 / columns), layout="none")
    axis.set_position((0, 0, 1, 1))
    for number, (pixels, title) in enumerate(zip(images, titles, strict=True)):
        left, top = number % columns + 0.08, number // columns * 1.45 + 0.55
        grey = pixels.reshape(side, side)
        axis.imshow(grey, cmap="gray_r", vmin=0, vmax=1, extent=(left, left + 0.84, top + 0.84, top), aspect="auto")
        axis.text(left + 0.42, top - 0.04, title, ha="center", va="bottom", fontsize=10)
    axis.axis((0, columns, rows * 1.45, 0))
    axis.set_axis_off()
    show(picture, alt=alt)


alt = f"The first 16 training images, 8 by 8 grey pixels each. Their labels are {y_train[:16].tolist()}."
show_images(X_train[:16], y_train[:16], 8, alt)

# %% [markdown]
# ### The models
#
# Here are two objects of that kind, with what you built in 03 and 04 inside. You need not read the bodies. Find the
# three things of the table in each class, and the arguments with which each is made.
#
# `reg` is the λ of the penalty λ ΣW², as before; biases are not penalised. `dtype` says how precisely the parameters are
# kept; section 10 makes use of it.


# %%
def cross_entropy_and_gradient(Z, y):
    """Mean cross-entropy of the logits Z (N, C) under the labels y (N,), and its gradient in Z, shape (N, C)."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dZ = np.exp(log_P)
    dZ[rows, y] -= 1
    return -float(log_P[rows, y].mean()), dZ / len(y)


class SoftmaxRegression:
    """Z = X W + b, starting from zeros."""

    def __init__(self, num_features, num_classes, reg=0.0, dtype=np.float64):
        self.params = {"W": np.zeros((num_features, num_classes), dtype), "b": np.zeros(num_classes, dtype)}
        self.reg = reg

    def scores(self, X):
        """(N, D) -> logits (N, C)."""
        return X @ self.params["W"] + self.params["b"]

    def loss_and_grads(self, X, y):
        """Mean loss of these examples, and its gradients as a dictionary like params."""
        loss, dZ = cross_entropy_and_gradient(self.scores(X), y)
        grads = {"W": X.T @ dZ, "b": dZ.sum(axis=0)}
        if self.reg:
            W = self.params["W"]
            loss += self.reg * float((W**2).sum())
            grads["W"] += 2 * self.reg * W
        return loss, grads


class TwoLayerNet:
    """Z = relu(X W1 + b1) W2 + b2, starting from random weights."""

    def __init__(self, num_features, num_hidden, num_classes, rng, reg=0.0, dtype=np.float64):
        start = {
            "W1": rng.normal(size=(num_features, num_hidden)) * np.sqrt(2 / num_features),
            "b1": np.zeros(num_hidden),
            "W2": rng.normal(size=(num_hidden, num_classes)) * np.sqrt(2 / num_hidden),
            "b2": np.zeros(num_classes),
        }
        self.params = {name: array.astype(dtype) for name, array in start.items()}
        self.reg = reg

    def scores(self, X):
        """(N, D) -> logits (N, C)."""
        p = self.params
        return np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"]

    def loss_and_grads(self, X, y):
        """Mean loss of these examples, and its gradients as a dictionary like params."""
        p = self.params
        S = X @ p["W1"] + p["b1"]
        A = np.maximum(S, 0)
        loss, dZ = cross_entropy_and_gradient(A @ p["W2"] + p["b2"], y)
        dS = (dZ @ p["W2"].T) * (S > 0)
        grads = {"W1": X.T @ dS, "b1": dS.sum(axis=0), "W2": A.T @ dZ, "b2": dZ.sum(axis=0)}
        if self.reg:
            for name in ("W1", "W2"):
                loss += self.reg * float((p[name] ** 2).sum())
                grads[name] += 2 * self.reg * p[name]
        return loss, grads


# %% [markdown]
# Before a model is trained it is worth half a minute of doubt. Two questions from the earlier notebooks:
#
# 1. With all weights zero, every class gets probability 1/10. The loss should be log 10.
# 2. Do the gradients agree with central differences, with `reg` above 0 and weights that are not zero?

# %%
untrained = SoftmaxRegression(64, 10)
print(f"loss at zero weights: {untrained.loss_and_grads(X_train, y_train)[0]:.4f}    log 10: {np.log(10):.4f}")

net = TwoLayerNet(64, 5, 10, np.random.default_rng(3), reg=0.01)


def loss_with(W2):
    """The loss of seven examples with other second-layer weights."""
    probe = TwoLayerNet(64, 5, 10, np.random.default_rng(3), reg=0.01)
    probe.params["W2"] = W2
    return probe.loss_and_grads(X_train[:7], y_train[:7])[0]


formula = net.loss_and_grads(X_train[:7], y_train[:7])[1]["W2"]
differences = central_gradient(loss_with, net.params["W2"])
gap = np.abs(formula - differences).max()
print(f"gradient in W2: largest entry {np.abs(formula).max():.3f}, largest gap to differences {gap:.0e}")

# %% [markdown]
# ## 2 · One epoch: every example once
#
# 1 437 rows in batches of 100 are 15 batches: fourteen of 100, and a last one of 37. The last one is **kept**. Those
# 37 examples are as good as the others; whoever drops them trains on less, and measures on less.
#
# Which rows share a batch should be left to chance, and newly so in every epoch. There is a well-known way to get that
# wrong: for every batch, draw row numbers with `rng.integers(0, N, batch_size)`, or `np.random.choice(N, batch_size)`.
# These draw **with replacement**. A row that was drawn goes back into the pot.

# %% [markdown]
# ### Predict, then run
#
# Draw 1 437 times from 1 437 rows, with replacement, and call it an epoch. Which percentage of the rows has been
# seen at least once?

# %%
guess_percent_seen = None  # your guess, a number between 0 and 100

# %%
drawn = np.random.default_rng(1).integers(0, len(y_train), len(y_train))
seen = len(set(drawn.tolist()))
most = np.bincount(drawn).max()
beside(guess_percent_seen, f"{100 * seen / len(y_train):.1f} %: {seen} rows of {len(y_train)}. One came {most} times.")

# %% [markdown]
# Other seeds give between 61 and 65 %. The mean hardly depends on N. One draw misses a given row with probability
# 1 − 1/N, so N draws miss it with probability (1 − 1/N)ᴺ:
#
# | N | missed | seen |
# |---|---|---|
# | 10 | 34.9 % | 65.1 % |
# | 100 | 36.6 % | 63.4 % |
# | 1 437 | 36.8 % | 63.2 % |
# | → ∞ | 1/e = 36.8 % | 63.2 % |
#
# ![Two squares of 60 cells, one cell a training row, after 60 draws. Left, shuffled: every cell was seen exactly once.
# Right, drawn with replacement: 22 cells were never seen, the others once, twice or up to four
# times.](../assets/figures/one_epoch.svg)
#
# Training does survive this. But "after ten epochs" then means something else for every row, and an accuracy measured
# on such draws counts some rows three times and others never.

# %% [markdown]
# **Pairs stay together.** `X` and `y` are two arrays, and row 17 of one belongs to entry 17 of the other. Shuffle them
# one after the other with the same `rng` and they part company, because the second shuffle is a different one. Nearly
# every image then has somebody else's label, and nothing complains.
#
# Where it happens in every epoch, an image has another label each time. There is nothing to learn, and the loss stays
# near log 10. Where it happens once, before the training, it is harder to notice: a network can learn wrong labels by
# heart. On these digits, the training loss of the network above sinks from 2.35 to 0.5 in 350 epochs, and it gets 13 %
# of the test digits right.
#
# **The caller keeps what is the caller's.** Somebody hands you `X`, `y` and an `rng`. When you are done, `X` and `y`
# have to be as they were. The `rng` has moved on, and that is its job: this is why the next epoch has another order.

# %% [markdown]
# ### Exercise: `minibatches(X, y, batch_size, rng)` (1 + 3 points)
#
# Give the batches of one epoch, one after the other, as pairs `(X_batch, y_batch)`. `X` has shape (N, D), `y` has
# shape (N,). Every batch holds `batch_size` rows, only the last may be shorter: `X_batch` has shape (n, D) and
# `y_batch` shape (n,).
#
# Every example comes once. The order is drawn from `rng` and from nothing else, anew at every call. `X` and `y` are
# left as they were. A batch that the caller keeps must not change afterwards.
#
# With N = 7 and `batch_size` = 3 the batches have 3, 3 and 1 rows. If the order drawn is 4, 0, 6, 2, 5, 1, 3, then the
# first batch is rows 4, 0, 6 of `X` with entries 4, 0, 6 of `y`.
#
# A function with `yield` in it is natural here: it hands out one batch, and goes on from there when it is asked for
# the next.
#
# <details><summary>Hint 1</summary>What one random thing decides the whole epoch? If X and y are both looked up by it,
# can they lose each other?</details>
# <details><summary>Hint 2</summary>A shuffled pack of cards is dealt out in pieces. Which method of <code>rng</code>
# gives such a pack of row numbers, as a new array? <code>help(np.random.Generator)</code> lists them
# all.</details>
# <details><summary>Hint 3</summary>Which pieces of that order are the batches? A slice that reaches beyond the end
# stops at the end.</details>
#
# A remark for this check and all others: what your functions print while a check runs is set aside. To see it, call
# the function yourself, in a cell of your own.


# %% exercise="minibatches" points="1+3"
def minibatches(X, y, batch_size, rng):
    """One epoch: X (N, D), y (N,) -> pairs (X_batch (n, D), y_batch (n,)), every example once, in an order from rng."""
    ### BEGIN SOLUTION
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]
    ### END SOLUTION


# %% check="minibatches"
from itertools import islice

import numpy as np

from softmax_course import checking
from softmax_course.problems.first_results import require_pair
from softmax_course.problems.watching import watch

with checking("minibatches") as check:
    X, y = np.arange(14.0).reshape(7, 2), np.array([8, 9, 8, 7, 9, 7, 8])  # row i of X is [2 i, 2 i + 1]
    given = minibatches(X.copy(), y.copy(), 3, np.random.default_rng(0))
    check.require(given is not None, "minibatches gives None.", look="Which line hands a batch out? `yield` does that.")
    rows, labels = [], []
    for batch in islice(given, 20):
        require_pair(check, batch, num_features=2)
        rows.append(np.array(batch[0]))  # copied as they come: what becomes of a batch later is looked at below
        labels.append(np.array(batch[1]))
    sizes = [len(batch) for batch in labels]
    check.require(
        sizes == [3, 3, 1],
        "The batches do not have the right sizes.",
        f"  expected  [3, 3, 1] for 7 examples in batches of 3\n  got       {sizes}",
        look="Where does each batch begin, where does the last one end, and are these the arguments X and y?",
    )
    order = [int(row[0]) // 2 for row in np.concatenate(rows)]
    check.require(
        sorted(order) == list(range(7)),
        "Not every example comes exactly once.",
        f"  the rows 0 … 6 of X came in this order: {order}",
        look="Where do the row numbers come from: drawn with replacement, drawn anew for each batch, or from labels?",
    )
    paired = np.concatenate(labels) == y[order]
    check.require(
        paired.all(),
        f"{7 - paired.sum()} of 7 rows come with a label that is not theirs.",
        f"  expected  labels {y[order].tolist()} for the rows {order}\n  got       {np.concatenate(labels).tolist()}",
        look="Which order do the rows come in, and which the labels? One order has to decide both.",
    )
    check.say(f"In the order {order}: batches of {sizes}, each row with its own label.")
    watch(check, minibatches)

# %% [markdown]
# On the digits, two epochs from the same `rng`:

# %%
with once_works("minibatches", "The first batches of two epochs"):
    rng = np.random.default_rng(0)
    for number in (1, 2):
        epoch = list(minibatches(X_train, y_train, 100, rng))
        sizes = [len(labels) for _rows, labels in epoch]
        print(f"epoch {number}: {len(epoch)} batches, the last of {sizes[-1]}; first labels {epoch[0][1][:10]}")

# %% [markdown]
# *You will also meet:* a **data loader** or **data iterator** with `shuffle=True`. Where one finds `drop_last=True`,
# the 37 are thrown away; a different 37 in every epoch. "Iteration" nearly always means one step, sometimes an epoch.

# %% [markdown]
# ## 3 · Adding up, and dividing once
#
# Two batches. In the first, 3 of 4 digits are read correctly: 0.75. In the second, which is the short one, 0 of 1:
# 0.00.
#
# The mean of the two rates is 0.375. But of five digits, three were read correctly: 0.6. The single digit of the short
# batch was given the same weight as the other four together.
#
# The remedy is to carry **sums** through the loop, and to divide once, at the end: 3 + 0 correct, 4 + 1 seen. For the
# loss it is the same. A batch of n examples with mean loss 1.2 adds 1.2 · n to a sum, and n to a count.
#
# Several sums grow side by side, so a small object to hold them keeps the loops readable.

# %% [markdown]
# ### Exercise: `Accumulator` (1 + 1 points)
#
# A class that holds n running sums.
#
# - `Accumulator(n)` starts with n zeros.
# - `.add(*args)` takes n numbers and adds each to its own sum.
# - `.reset()` sets all of them back to zero.
# - `[i]` reads sum number i.
#
# After `a = Accumulator(2)`, `a.add(3, 4)` and `a.add(0, 1)`, `a[0]` is 3 and `a[1]` is 5.
#
# <details><summary>If classes are new to you</summary>
#
# A class describes objects of one kind. `Accumulator(2)` makes such an object, and Python calls `__init__(self, 2)` at
# once; `a.add(3, 4)` calls `add(self, 3, 4)`. In all of them `self` is the object itself. What is stored as
# `self.something` in one method can be read as `self.something` in the others, and belongs to this object alone. A name
# without `self.` is forgotten when the method is over.
#
# In `def add(self, *args)` the star collects all further arguments in a tuple `args`: here (3, 4).
#
# </details>
#
# <details><summary>Hint 1</summary>Which method does Python call for <code>a[0]</code>? Its stub is there. What has
# to be in the object for it to read?</details>
# <details><summary>Hint 2</summary>Two accumulators may live at the same time. Does each have its own sums, or do they
# share a list?</details>


# %% exercise="Accumulator" points="1+1"
class Accumulator:
    """n running sums, which start at zero."""

    def __init__(self, n):
        ### BEGIN SOLUTION
        self.sums = [0.0] * n
        ### END SOLUTION

    def add(self, *args):
        """Add each number to its own sum."""
        ### BEGIN SOLUTION
        self.sums = [total + value for total, value in zip(self.sums, args, strict=True)]
        ### END SOLUTION

    def reset(self):
        """Set every sum back to zero."""
        ### BEGIN SOLUTION
        self.sums = [0.0] * len(self.sums)
        ### END SOLUTION

    def __getitem__(self, i):
        """Sum number i."""
        ### BEGIN SOLUTION
        return self.sums[i]
        ### END SOLUTION


# %% check="Accumulator"
from softmax_course import checking
from softmax_course.problems.watching import watch

with checking("Accumulator") as check:
    a = Accumulator(2)
    a.add(3, 4)
    a.add(0, 1)
    check.say(f"After add(3, 4) and add(0, 1) your sums are {a[0]} and {a[1]}, by hand 3 and 5.")
    watch(check, Accumulator)

# %% [markdown]
# ## 4 · Is the model right?
#
# A model gives ten logits for a digit, and its answer is the class with the largest. No softmax is needed for that: it
# keeps the order, so the largest logit has the largest probability.
#
# | logits | class 0 | class 1 | class 2 | answer | label | verdict |
# |---|---|---|---|---|---|---|
# | row 0 | **2.0** | −1.0 | 0.5 | 0 | 0 | right |
# | row 1 | 0.1 | 0.3 | **0.4** | 2 | 1 | wrong |
# | row 2 | −3.0 | −2.0 | **−1.0** | 2 | 2 | right |
# | row 3 | 0.2 | **1.5** | −0.7 | 1 | 1 | right |
#
# Three of four. The **count** is 3, the **rate**, or accuracy, is 0.75. A count can be added up over batches and a
# rate cannot, so the function for one batch counts.
#
# Logits may be equal. The model with zero weights gives ten equal logits for every digit. `argmax` then takes the first
# of the largest: that model answers 0 throughout, and is right for every zero. The checks contain no such ties.
#
# Its name should say so. In code that is copied a lot, a function called `accuracy` returns this count, and then
# somebody prints "accuracy 212.0".

# %% [markdown]
# ### Exercise: `count_correct(Z, y)` (1 + 1 points)
#
# `Z` has shape (N, C), `y` has shape (N,). Return the number of rows whose largest logit stands at the label. A
# number, not a rate.
#
# For the table above it is 3.
#
# <details><summary>Hint 1</summary>Which axis of Z runs over the classes? How many answers should come out?</details>
# <details><summary>Hint 2</summary>Comparing two arrays of shape (N,) gives N truth values. What is their
# sum?</details>


# %% exercise="count_correct" points="1+1"
def count_correct(Z, y):
    """How many rows of the logits Z (N, C) are largest at their label y (N,): a number from 0 to N."""
    ### BEGIN SOLUTION
    return int((Z.argmax(axis=1) == y).sum())
    ### END SOLUTION


# %% check="count_correct"
import numpy as np

from softmax_course import checking

with checking("count_correct") as check:
    Z, y = np.array([[2.0, -1.0, 0.5], [0.1, 0.3, 0.4], [-3.0, -2.0, -1.0], [0.2, 1.5, -0.7]]), np.array([0, 1, 2, 1])
    check.side_by_side("The table above:", yours=lambda: count_correct(Z, y), expected=lambda: 3)
    check.values(count_correct)

# %% [markdown]
# ### Exercise: `evaluate_accuracy(model, batches)` (1 + 2 points)
#
# Score every batch with `model.scores` and return the accuracy over all of them: correct answers divided by examples
# seen. `batches` is anything that one can run through once, such as a list of pairs `(X_batch, y_batch)` or what
# `minibatches` gives. The model is looked at, not trained.
#
# If 3 of 4 are right in the first batch and 0 of 1 in the second, the result is 0.6.
#
# You may use what you have written above. Then a slip up there shows down here as well.
#
# <details><summary>Hint 1</summary>Which two sums does the loop carry, and what happens after the loop?</details>
# <details><summary>Hint 2</summary>An iterator that has been run through is empty. How often does your code run
# through <code>batches</code>?</details>


# %% exercise="evaluate_accuracy" points="1+2"
def evaluate_accuracy(model, batches):
    """Share of right answers over all batches, pairs (X_batch (n, D), y_batch (n,)) -> a number from 0 to 1."""
    ### BEGIN SOLUTION
    correct = seen = 0
    for X_batch, y_batch in batches:
        correct += int((model.scores(X_batch).argmax(axis=1) == y_batch).sum())
        seen += len(y_batch)
    return correct / seen
    ### END SOLUTION


# %% check="evaluate_accuracy"
import numpy as np

from softmax_course import checking
from softmax_course.problems.first_results import require_number
from softmax_course.problems.watching import watch

with checking("evaluate_accuracy") as check:

    class Echo:
        """A model whose scores are its inputs."""

        def scores(self, X):
            return X

    four, one = np.eye(3)[[0, 1, 2, 2]], np.eye(3)[[1]]  # the largest entries stand at 0, 1, 2, 2 and at 1
    batches = [(four, np.array([0, 1, 2, 0])), (one, np.array([2]))]
    accuracy = require_number(check, evaluate_accuracy(Echo(), iter(batches)))
    check.require(
        abs(accuracy - 0.375) > 1e-6,
        "This is the mean of the rates, 0.75 and 0. What is asked for is the rate over all examples.",
        "  expected  3 of 5 = 0.6\n  got       0.375",
        look="Which sums should the loop carry, so that a batch of 1 does not weigh as much as a batch of 4?",
    )
    check.say(f"3 of 4 and 0 of 1: your accuracy is {accuracy:.4g}, by hand 0.6.")
    watch(check, evaluate_accuracy)

# %% [markdown]
# ### Find the mistake: the mean of means
#
# This evaluation circulates. On most data sets nobody notices, since all batches but the last have the same size.


# %%
def circulating_accuracy(correct_and_size):
    """The accuracy of batches, each given as (number of right answers, number of examples)."""
    rates = [correct / size for correct, size in correct_and_size]
    return sum(rates) / len(rates)


# %% [markdown]
# Expose it. Make up batches for which it is wrong **by more than 0.4**.

# %%
exposing_batches = None  # yours: a list of pairs (right answers, examples), such as [(3, 4), (0, 1)]

# %%
if exposing_batches is None:
    print("no batches yet")
elif not exposing_batches or not all(0 <= correct <= size and size >= 1 for correct, size in exposing_batches):
    print("no such batches: each has at least one example, and from none to all of its answers are right")
else:
    told = circulating_accuracy(exposing_batches)
    true = sum(correct for correct, _size in exposing_batches) / sum(size for _correct, size in exposing_batches)
    verdict = "exposed" if abs(told - true) > 0.4 else "not far enough apart yet"
    print(f"it says {told:.3f}, and {true:.3f} is right: {verdict}")

# %% [markdown]
# <details><summary>One that exposes it</summary>
#
# [(99, 100), (0, 1)]: it says 0.495, and 99 of 101 is 0.980. The difference can come close to 0.5 with two batches.
# How close to 1 can it come with many?
#
# </details>
#
# <details><summary>How close to 1?</summary>
#
# As close as you like. One large batch that is all right, and k batches of one example that is read wrongly: the mean of
# the rates is 1/(k + 1), and the truth is near 1 if the large batch is large enough. [(10000, 10000)] with nine times
# (0, 1): it says 0.100, and 0.999 is right.
#
# </details>
#
# *You will also meet* `net.eval()` in front of such a loop, and `net.train()` after it. Some layers (dropout, batch
# normalisation) behave differently while a network is trained; these calls switch them. Ours have no such layer. Where
# the second call is forgotten, everything after the first evaluation trains a network that believes it is being
# examined.

# %% [markdown]
# ## 5 · A step that everybody sees
#
# A step is p ← p − lr · g, for every array of parameters. In Python there are two ways to read the arrow, and they
# differ.

# %%
weights = np.array([1.0, 2.0])
held_elsewhere = weights  # a second name for the same array: the model's, say
weights = weights - 0.5
print("after  weights = weights - 0.5:   weights", weights, "  held elsewhere", held_elsewhere)

weights = held_elsewhere
weights -= 0.5
print("after  weights -= 0.5:            weights", weights, "  held elsewhere", held_elsewhere)

# %% [markdown]
# The first line makes a **new array**, and moves the name `weights` to it. Whoever holds the old array sees nothing.
# The second line changes the numbers **inside the array**, which is then different under all its names.
#
# In a training loop the model holds the arrays, and the updater is a function outside it. So the updater writes into
# the arrays themselves. A new array in the same dictionary would still reach our models. It would not reach anybody
# who holds the array and not the dictionary: a second model that shares a layer, an average that is kept beside it.

# %% [markdown]
# ### Exercise: `sgd(params, grads, lr)` (1 + 1 points)
#
# `params` and `grads` are dictionaries of arrays with the same names and the same shapes. Subtract `lr` times its
# gradient from every array in `params`, **inside the array**. `grads` is left as it was. Nothing needs to be returned.
#
# With `params = {"b": b}`, `b = [1.0, 2.0]`, `grads = {"b": [10.0, 0.0]}` and lr = 0.1, `b` itself is [0.0, 2.0]
# afterwards.
#
# <details><summary>Hint 1</summary>Dictionaries have an order of their own. What connects an array with its gradient:
# its place, or its name?</details>
# <details><summary>Hint 2</summary>Which of the two lines above is the one you need?</details>


# %% exercise="sgd" points="1+1"
def sgd(params, grads, lr):
    """One step of gradient descent, written into the arrays of params; both are dictionaries of arrays by name."""
    ### BEGIN SOLUTION
    for name, array in params.items():
        array -= lr * grads[name]
    ### END SOLUTION


# %% check="sgd"
import numpy as np

from softmax_course import checking
from softmax_course.problems.watching import watch

with checking("sgd") as check:
    b = np.array([1.0, 2.0])
    sgd({"b": b}, {"b": np.array([10.0, 0.0])}, 0.1)
    check.require(
        not np.array_equal(b, [1.0, 2.0]),
        "The array has not changed: whoever holds it sees no step.",
        "  expected  b = [0, 2]\n  got       b = [1, 2], as before",
        look="Which line of yours changes numbers inside the array? (A new array under the old name is another array.)",
    )
    check.say(f"b was [1, 2]; whoever holds it sees [{b[0]:g}, {b[1]:g}] after your step.")
    watch(check, sgd)

# %% [markdown]
# ### Find the mistake: an updater that runs without complaint
#
# This one was posted in a forum with the question why the loss stays where it is. It has **two** mistakes. The cell
# after it shows what the first one does. Repair that in `posted_updater`. Then make the second one show: it is about
# which gradient goes with which array. Give both arrays the same shape, and the two gradients different numbers, so that
# nothing stops with an error. What else can you change in the first two lines of the other cell?


# %%
def posted_updater(params, grads, lr):
    for p, g in zip(params.values(), grads.values(), strict=True):
        p = p - lr * g


# %%
some_params = {"W": np.ones((2, 2)), "b": np.zeros(2)}
some_grads = {"W": np.ones((2, 2)), "b": np.ones(2)}
posted_updater(some_params, some_grads, 0.1)
print("after the step:", {name: array.tolist() for name, array in some_params.items()})

# %% [markdown]
# <details><summary>The two mistakes</summary>
#
# <code>p = p - …</code> gives a new array to the name <code>p</code>, which is forgotten in the next turn. And the
# pairs are made by place: if <code>grads</code> was built as <code>{"b": …, "W": …}</code>, the bias gets the gradient
# of the weights. With the shapes above that stops with an error. With equal shapes it is silent: write
# <code>{"W": np.ones(2), "b": np.zeros(2)}</code> for the parameters and <code>{"b": np.zeros(2), "W": np.ones(2)}</code>
# for the gradients, and the step that belongs to W is taken by b.
#
# </details>

# %% [markdown]
# ### How large is a step?
#
# A useful number to know is the size of a step compared with the size of what it changes: lr · ‖g‖ / ‖p‖. A rule of
# thumb puts it near 10⁻³ for weights. It comes from large networks and long runs. At 10⁻⁶ nothing will happen before
# you lose patience. At 1 everything learnt so far is overwritten.

# %%
fresh_net = TwoLayerNet(64, 64, 10, np.random.default_rng(0))
_loss, grads = fresh_net.loss_and_grads(X_train[:32], y_train[:32])
ratios = {name: np.linalg.norm(grads[name]) / np.linalg.norm(fresh_net.params[name]) for name in ("W1", "W2")}
for lr in (0.001, 0.03, 0.5):
    print(
        f"lr = {lr:5}: the first step changes W1 by a share of {lr * ratios['W1']:.0e}, W2 by {lr * ratios['W2']:.0e}"
    )

# %% [markdown]
# At lr = 0.5 the first step changes W1 by 4 · 10⁻², forty times the rule of thumb, and training succeeds all the same,
# as you will see: the network is small, its data are easy, and a run is short. From epoch to epoch the gradients shrink,
# with large ones in between. In one run, the mean over the steps of an epoch was 4 · 10⁻² in the first epoch, 9 · 10⁻³
# in the eleventh and 5 · 10⁻³ in the twentieth. Take the rule as a warning lamp for ratios that are off by factors of
# hundreds.

# %% [markdown]
# ## 6 · One epoch of training
#
# For each batch: **measure, then step**. In this order the measurement is honest. The model is asked about examples on
# which it has not yet been trained in this epoch, and the answer costs no extra pass over the data.
#
# The other order flatters. Take one batch, step on it, and measure on it: the loss has gone down on exactly these
# examples, since that is what the step was for.
#
# What comes out are running numbers. The first batches were measured with a worse model than the last ones, so the
# training accuracy of the first epochs may lie *below* the test accuracy, which is measured at the end. That is no
# mistake.

# %% [markdown]
# ### Exercise: `train_epoch(model, batches, lr)` (1 + 3 points)
#
# Run once through `batches`, pairs `(X_batch, y_batch)`. For each: take the loss, the gradients and the number of
# right answers with the parameters as they are, then take one step of size `lr` on `model.params`. Return the pair
# `(mean loss per example, accuracy)` over the whole epoch.
#
# What is looked at afterwards is the model. Whether its arrays were changed or replaced in `model.params` is up to you
# here; `sgd` changes them.
#
# `model.loss_and_grads` gives the mean over the batch. If one batch of 4 has mean loss 1.0 and one of 1 has loss 2.0,
# the mean loss per example is (4 · 1.0 + 1 · 2.0) / 5 = 1.2.
#
# <details><summary>Hint 1</summary>Three sums: which? What does a batch of n examples with mean loss l add to
# each?</details>
# <details><summary>Hint 2</summary>Which of your lines use the parameters as they were before the step? Do all of them
# stand before the step?</details>


# %% exercise="train_epoch" points="1+3"
def train_epoch(model, batches, lr):
    """One epoch of steps; batches are pairs (X_batch (n, D), y_batch (n,)) -> (mean loss per example, accuracy)."""
    ### BEGIN SOLUTION
    total_loss = 0.0
    correct = seen = 0
    for X_batch, y_batch in batches:
        loss, grads = model.loss_and_grads(X_batch, y_batch)
        total_loss += loss * len(y_batch)
        correct += int((model.scores(X_batch).argmax(axis=1) == y_batch).sum())
        seen += len(y_batch)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total_loss / seen, correct / seen
    ### END SOLUTION


# %% check="train_epoch"
import numpy as np

from softmax_course import checking
from softmax_course.problems.first_results import require_two_numbers
from softmax_course.problems.watching import watch

with checking("train_epoch") as check:

    class Scripted:
        """A model with one parameter, the gradient 1, and the losses of the statement: it always answers class 0."""

        def __init__(self):
            self.params = {"w": np.zeros(1)}

        def scores(self, X):
            return np.tile([1.0, 0.0], (len(X), 1))

        def loss_and_grads(self, X, y):
            return (1.0 if len(y) == 4 else 2.0), {"w": np.ones(1)}

    model = Scripted()
    batches = [(np.zeros((4, 3)), np.array([0, 0, 0, 1])), (np.zeros((1, 3)), np.array([1]))]
    loss, accuracy = require_two_numbers(check, train_epoch(model, iter(batches), 0.25))
    check.say(f"4 examples with mean loss 1 and one with loss 2: your mean loss is {loss:.4g}, by hand 1.2.")
    check.say(f"3 of 4 and 0 of 1 are right: your accuracy is {accuracy:.4g}, by hand 0.6.")
    check.say(f"Two steps of 0.25 downhill from w = 0: your w is {model.params['w'][0]:.4g}, by hand -0.5.")
    watch(check, train_epoch)

# %% [markdown]
# ### Predict, then run
#
# Sort the training digits by label: first all zeros, then all ones, … at last all nines. Run one epoch of softmax
# regression over them **in this order**, in 45 batches of about 32. Then test.
#
# With shuffled batches, one epoch at this learning rate gets about nine test digits in ten right. What does the sorted
# one get?

# %%
guess_sorted_accuracy = None  # your guess, between 0 and 1

# %%
with once_works("train_epoch", "What an epoch over sorted digits learns"):
    by_label = np.argsort(y_train, kind="stable")
    sorted_batches = [(X_train[rows], y_train[rows]) for rows in np.array_split(by_label, 45)]
    sorted_model = SoftmaxRegression(64, 10)
    loss, accuracy = train_epoch(sorted_model, sorted_batches, lr=0.5)
    answers = np.bincount(sorted_model.scores(X_test).argmax(axis=1), minlength=10)
    beside(guess_sorted_accuracy, f"{evaluate_accuracy(sorted_model, [test_set]):.3f}")
    print(f"its answers on the test set, class by class: {answers}")
    print(f"and the epoch itself reported a loss of {loss:.2f} and a training accuracy of {accuracy:.2f}")

# %% [markdown]
# It answers "nine", whatever it is shown, because nines are what it has seen last: 48 of the 360 held-back digits are
# nines, and 48/360 is 0.133.
#
# Look at the last line too. While it ran, the epoch looked splendid. Within a run of equal labels the model has only
# to repeat its last answer, and it was measured before every step, as it should be. **A training accuracy says how
# well the model does on the batches that come, in the order in which they come.** That is the reason for the shuffle,
# and for held-back data.

# %% [markdown]
# ## 7 · The loop
#
# Now the outer loop. For every epoch: fresh batches, one `train_epoch`, one look at the test set. The numbers of each
# epoch are kept, so that a run can be looked at afterwards, and compared with another one.
#
# And somebody may want to watch. The loop does not draw anything itself. If it was given a function, it calls that
# function after every epoch, and says which epoch is over and what is known so far. What the function does with it,
# the loop need not know: print a line, draw a curve, save the parameters.

# %% [markdown]
# ### Exercise: `train(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None)` (2 + 3 points)
#
# `train_set` and `test_set` are pairs `(X, y)`. Train for that many epochs, each over freshly shuffled batches from
# `rng`, with one step of size `lr` for each batch. Return the **history**, a dictionary of three lists with one number
# per epoch:
#
# - `"train_loss"` and `"train_accuracy"`: what the epoch measured, each batch before its step;
# - `"test_accuracy"`: accuracy on the whole test set, after the epoch.
#
# After each epoch, if `on_epoch` was given, call `on_epoch(epoch, history)`, with `epoch` counting from 0. The history
# already holds this epoch then.
#
# With 7 training examples, batches of 3 and 2 epochs, the model takes 6 steps, and every list has 2 entries.
# `on_epoch` is called with 0, when the lists have one entry, and with 1, when they have two.
#
# You are judged by the batches that the model saw and by what the history says about them, not by a particular order
# of the rows.
#
# <details><summary>Hint 1</summary>Look at the picture of section 1. Which boxes stand inside the outer frame, and which
# of them have you written already? Everything behind the <code>*</code> is passed by name.</details>
# <details><summary>Hint 2</summary>Does every epoch get an order of its own? An iterator that was made before the loop
# is empty after the first epoch.</details>
# <details><summary>Hint 3</summary><code>evaluate_accuracy</code> wants something that one can run through, and that
# gives a pair at a time. <code>test_set</code> itself is one pair. What has that pair as its only
# entry?</details>


# %% exercise="train" points="2+3"
def train(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Train on train_set = (X, y) -> history: lists train_loss, train_accuracy, test_accuracy, one entry per epoch."""
    ### BEGIN SOLUTION
    (X, y), (X_test, y_test) = train_set, test_set

    def correct_answers(X, y):
        return int((model.scores(X).argmax(axis=1) == y).sum())

    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total_loss, correct = 0.0, 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            X_batch, y_batch = X[rows], y[rows]
            loss, grads = model.loss_and_grads(X_batch, y_batch)
            total_loss += loss * len(rows)
            correct += correct_answers(X_batch, y_batch)
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total_loss / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(correct_answers(X_test, y_test) / len(y_test))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history
    ### END SOLUTION


# %% check="train"
from softmax_course import checking
from softmax_course.problems.history_figures import history_figures
from softmax_course.problems.watching import watch

with checking("train") as check:
    watch(check, train, history_figures(train))
    check.say("In every epoch the model saw each row once, in an order of its own; every step was lr times a gradient,")
    check.say("and the history says what the model saw.")

# %% [markdown]
# The simplest `on_epoch` prints a line. `epoch` counts from 0, so `epoch + 1` of them are over:


# %%
def print_line(epoch, history):
    """One line per epoch."""
    print(
        f"after epoch {epoch + 1}: loss {history['train_loss'][-1]:.3f}, "
        f"training accuracy {history['train_accuracy'][-1]:.3f}, test accuracy {history['test_accuracy'][-1]:.3f}"
    )


with once_works("train", "A line for each of three epochs"):
    linear = SoftmaxRegression(64, 10)
    options = {"epochs": 3, "batch_size": 32, "lr": 0.5, "rng": np.random.default_rng(0)}
    train(linear, train_set, test_set, **options, on_epoch=print_line)

# %% [markdown]
# ### Overfit twenty examples
#
# The last doubt before a long run: can the model learn twenty examples by heart? If it cannot, something is wrong with
# the model, the gradient or the loop, and more data will not help. If it can, the loss goes to nearly 0 and the
# training accuracy to 1. (On the test set it is poor. It has seen twenty digits.)

# %%
with once_works("train", "The result of learning twenty digits by heart"):
    twenty = (X_train[:20], y_train[:20])
    options = {"epochs": 300, "batch_size": 20, "lr": 0.5, "rng": np.random.default_rng(0)}
    history = train(TwoLayerNet(64, 64, 10, np.random.default_rng(0)), twenty, test_set, **options)
    for name, values in history.items():
        print(f"{name:15} {values[0]:.3f} → {values[-1]:.4f}")

# %% [markdown]
# ### Both models, one loop
#
# `LiveCurves` is an `on_epoch` that draws. It shows one picture and replaces it while the loop runs; what is there at
# the end stays. Its first argument says how far the axis of the epochs reaches, on which the first epoch stands at 1. The
# loss is drawn on a logarithmic axis. On these small data all is over in a moment.

# %%
epochs = 20

with once_works("train", "The learning curve of softmax regression"):
    linear = SoftmaxRegression(64, 10)
    options = {"epochs": epochs, "batch_size": 32, "lr": 0.5, "rng": np.random.default_rng(0)}
    train(linear, train_set, test_set, **options, on_epoch=LiveCurves(epochs, "Softmax regression on the digits"))

# %%
with once_works("train", "The learning curve of the two-layer network"):
    network = TwoLayerNet(64, 64, 10, np.random.default_rng(0))
    options = {"epochs": epochs, "batch_size": 32, "lr": 0.5, "rng": np.random.default_rng(0)}
    train(network, train_set, test_set, **options, on_epoch=LiveCurves(epochs, "Two-layer network on the digits"))

# %% [markdown]
# What to expect, averaged over twenty runs:
#
# ![Two panels against the epoch, 1 to 20, for softmax regression and a two-layer network of 64 hidden units on the
# digits. Left, the training loss on a logarithmic scale: the linear model flattens out near 0.13, the network goes on
# falling to 0.02. Right, the accuracy: on the test set the linear model reaches 0.958 and the network 0.972; on the
# training set they reach 0.975 and 0.998. In the first epoch both training accuracies are near 0.7, and the test
# accuracies near 0.9.](../assets/figures/learning_curves.svg)
#
# Three things to read off:
#
# 1. The loss of the network goes on falling long after its test accuracy has settled. Being surer of what one gets
#    right lowers a loss; it corrects no digit.
# 2. Training accuracy ends above test accuracy: by 0.017 for the linear model, by 0.026 for the network, which could
#    learn the training set by heart.
# 3. Single runs are noisy. One held-back digit is 1/360, about 0.003, and more than one changes sides by chance: in
#    sixty runs, the network's test accuracy after twenty epochs lay between 0.936 and 0.981, with a standard deviation
#    of 0.007. Even late in a run it may dip by more than 0.04 from one epoch to the next. A difference of 0.01 between two single
#    runs says nothing.

# %% [markdown]
# *You will also meet* loops that add up the **sum** of the losses over a batch and let the updater divide by the batch
# size. With per-example losses `l`, `l.sum().backward()` and an update of lr/n times that gradient is the same step as
# ours. Divide in both places and the steps are n times too small; in neither, and they are n times too large. *Dive
# into Deep Learning* calls the pieces `data_iter`, `updater`, `Accumulator`, `evaluate_accuracy` and `train_ch3`, and
# its drawing helper `Animator`.

# %% [markdown]
# ## 8 · Explore: what a learning rate has to do with a batch size
#
# Same model, same number of epochs. A batch four times as large means a quarter of the steps. By how much does lr have to
# change, so that ten epochs bring the model **equally far**?
#
# Change the two numbers below and run the cell. Start from lr = 0.008, batch size 16, and write down the test accuracy.
# Then go to batches of 64 and of 256, and look for the lr that brings about the same. (To 0.02: see above for the noise.
# The test set serves as a yardstick here; no model is chosen by it.)

# %%
my_lr = 0.008  # change me
my_batch_size = 16  # change me

with once_works("train", "The curve for your learning rate and batch size"):
    options = {"epochs": 10, "batch_size": my_batch_size, "lr": my_lr, "rng": np.random.default_rng(0)}
    curves = LiveCurves(10, f"Two-layer network, lr = {my_lr:g}, batches of {my_batch_size}")
    network = TwoLayerNet(64, 64, 10, np.random.default_rng(0))
    reached = train(network, train_set, test_set, **options, on_epoch=curves)["test_accuracy"][-1]
    print(f"lr = {my_lr:g}, batches of {my_batch_size}: test accuracy {reached:.3f} after ten epochs")

# %% [markdown]
# <details><summary>What is there to find?</summary>
#
# ![Test accuracy of the two-layer network after ten epochs, mean of three runs, against the learning rate, on a
# logarithmic axis, for batches of 16, 64 and 256. While they rise, the three curves have the same shape, and each is
# shifted to the right of the one before by a factor of 4: an accuracy of 0.62 is reached at lr 0.002 with batches of 16,
# at 0.008 with 64 and at 0.03 with 256. All three are near 0.95 at lr 1, and break down at lr
# 2.](../assets/figures/rate_and_batch.svg)
#
# Four times the batch, four times the learning rate: where the curves rise, they lie nearly on top of each other when
# drawn against lr / batch size. The gradient of a mean over 64 points about the same way as that over 16 and is about as
# long, but there are only a quarter as many steps, so each has to go four times as far.
#
# It ends where steps become too long for the landscape: at lr = 2 all three have broken down, whatever the batch size.
# Large batches therefore have less room. And the *best* rate hardly depends on the batch size here: between 0.5 and 1
# for all three, just below the limit.
#
# </details>
#
# Notebook 03 had a relative of this: there the *sum* took the place of the mean, and the rate had to be divided by the
# batch size to give the **same step**. Here the steps differ, and only the journey is about the same.

# %% [markdown]
# ## 9 · A model that reads digits
#
# Everything is in place. Choose a model, a learning rate, a batch size, a number of epochs.
#
# How does one choose without peeking? The held-back digits are there to tell the truth at the end. If you try twenty
# settings and keep the one with the best test accuracy, that number is too good: it has been selected. (The curves of
# section 7 have given something away already. They show what to expect, and you have seen them.)
#
# The clean way is to hold back a part of the *training* digits as well, a **validation set**: here the last 300. Settings
# are compared on those, and the test set is looked at once, at the end.
#
# The cell has two gaps. The first is a function without arguments that gives a fresh model: every run begins with one. The
# second is a list of settings, which are tried one after the other.

# %%
make_my_model = None  # yours, such as: lambda: SoftmaxRegression(64, 10)
my_settings = []  # yours: dictionaries, each with the keys "epochs", "batch_size" and "lr"

fit_set, validation_set = (X_train[:-300], y_train[:-300]), (X_train[-300:], y_train[-300:])
if make_my_model is None or not my_settings:
    print("nothing to compare yet")
else:
    with once_works("train", "The validation accuracy of each of your settings"):
        for settings in my_settings:
            history = train(make_my_model(), fit_set, validation_set, **settings, rng=np.random.default_rng(0))
            # train calls it test accuracy; here it was measured on the validation set
            print(f"{settings}: validation accuracy {history['test_accuracy'][-1]:.3f}")

# %% [markdown]
# ### Exercise: `trained_digits_model()` (2 + 3 points)
#
# Return a trained model: an object with `scores(X)` for `X` of shape (n, 64), pixels from 0 to 1, which gives logits
# (n, 10). On the 360 held-back digits of `load_digits_split()` it has to reach an accuracy of at least 0.95, that is
# 342 of 360. Call and training together may take 20 seconds; two are plenty.
#
# The held-back digits are not for training. No check can see what a model was trained on, because these data are
# public: whoever trains on the test digits gets the points, and a number that says nothing about any other digit.
#
# <details><summary>Hint 1</summary>Which model and which settings did best in your comparison on the validation
# set?</details>
# <details><summary>Hint 2</summary>Where does the function get its data, its <code>rng</code> and its model? It is
# called without arguments. And if you call <code>train</code>: it wants a <code>test_set</code> too. Which digits can
# you give it that leave the test set alone?</details>
# <details><summary>Hint 3</summary>0.951 in one run may be 0.948 in the next. Leave some room, or seed the
# <code>rng</code>.</details>


# %% exercise="trained_digits_model" points="2+3"
def trained_digits_model():
    """A model trained on the training digits: scores(X) maps (n, 64) to logits (n, 10)."""
    ### BEGIN SOLUTION
    (X, y), _held_back = load_digits_split()
    rng = np.random.default_rng(0)
    model = TwoLayerNet(64, 64, 10, rng)
    for _epoch in range(20):
        order = rng.permutation(len(y))
        for start in range(0, len(y), 32):
            rows = order[start : start + 32]
            _loss, grads = model.loss_and_grads(X[rows], y[rows])
            for name, array in model.params.items():
                array -= 0.5 * grads[name]
    return model
    ### END SOLUTION


# %% check="trained_digits_model"
import time

import numpy as np

from softmax_course import checking
from softmax_course.data import load_digits_split

with checking("trained_digits_model") as check:
    _training, (X_test, y_test) = load_digits_split()
    begin = time.monotonic()
    model = trained_digits_model()
    seconds = time.monotonic() - begin
    check.require(
        hasattr(model, "scores"),
        "What trained_digits_model returns has no scores(X).",
        look="Does it return the model? A model is an object with params, scores and loss_and_grads.",
    )
    Z = np.asarray(model.scores(X_test))
    check.require(
        Z.shape == (360, 10), "The scores have the wrong shape.", f"  expected  (360, 10)\n  got       {Z.shape}"
    )
    correct = int((Z.argmax(axis=1) == y_test).sum())
    check.say(f"{correct} of 360 held-back digits are right: accuracy {correct / 360:.3f}, in {seconds:.1f} seconds.")
    check.require(
        np.isfinite(Z).all(),
        "Some scores are not finite.",
        look="Look at the training loss, epoch by epoch. If it grows, which of your settings makes the steps too long?",
    )
    check.require(
        correct >= 342,
        f"An accuracy of {correct / 360:.3f} is below 0.95: {correct} digits instead of 342.",
        look=(
            "Look at the curve of your run: is it still rising, or has it settled? What would change that?"
            if correct > 180
            else "That is far below: is the training loss sinking at all? If it grows, or stays, which of your settings "
            "makes the steps too long, or too short?"
        ),
    )
    check.require(
        seconds <= 20,
        f"It took {seconds:.0f} seconds, and 20 are allowed.",
        look="How many epochs does the curve need before it settles?",
    )
    if correct == 360:
        check.say("All of them. Were they trained on? In sixty runs, the two-layer network got 355 at best.")
    check.say("trained_digits_model: at least 342 are needed, and 20 seconds are allowed.")

# %% [markdown]
# ### What it gets wrong
#
# Numbers hide what pictures show. Here are held-back digits that your model misreads, with what it says. **Margin** is
# how much larger the logit of its answer is than the logit of the label: near 0 it was nearly right, at 5 it is sure
# of itself and wrong. (For this picture it is trained once more.)

# %%
with once_works("trained_digits_model", "The gallery of digits that your model misreads"):
    Z = trained_digits_model().scores(X_test)
    said = Z.argmax(axis=1)
    margins = Z.max(axis=1) - Z[np.arange(len(y_test)), y_test]
    missed = sorted(np.flatnonzero(said != y_test), key=lambda row: -margins[row])[:12]
    titles = [f"{y_test[row]}, read as {said[row]}\nmargin {margins[row]:.1f}" for row in missed]
    pairs = ", ".join(f"{y_test[row]} as {said[row]}" for row in missed)
    show_images(X_test[missed], titles, 6, f"Misread test digits, the surest first: {pairs}.")

# %% [markdown]
# Which of them would you have read otherwise? Some are badly written, and some are plain to us. On these the model has
# something to learn. Look for pairs that turn up more than once: which digit is read as which?
#
# <details><summary>Pairs that turned up in twenty runs of the two-layer network</summary>
#
# 8 read as 1, by far the most often. 9 read as 5, 3 or 1; 5 as 6; 6 as 8; 7 as 8. Three digits were misread in all
# twenty runs.
#
# </details>

# %% [markdown]
# ## 10 · Fashion-MNIST
#
# The same loop, on 70 000 pictures of clothes: 28 × 28 pixels, ten classes from T-shirt to ankle boot, 60 000 for
# training. Many books and courses use it, so there are numbers to compare with. These were read off the curves in the
# chapters of *Dive into Deep Learning* that are named below, so they are good to about 0.01:
#
# | model | settings | published test accuracy |
# |---|---|---|
# | softmax regression, 784-10 | ten epochs, lr 0.1, batches of 256 | about 0.83 – 0.84 |
# | two layers with ReLU, 784-256-10 | ten epochs, lr 0.1, batches of 256 | about 0.85 – 0.88 |
#
# The data are not part of the course. Set the switch to `True`, and the next cell downloads them once (30 MB), checks
# that they are the published files, and keeps them. Without network it says so. Without the data, the three cells of this
# section show nothing, and you lose nothing that is needed later.

# %%
USE_FASHION_MNIST = False  # True downloads 30 MB on the first run

fashion = None
if USE_FASHION_MNIST:
    try:
        fashion = load_fashion_mnist()
        print("training:", fashion[0][0].shape, "  test:", fashion[1][0].shape)
    except DataUnavailable as reason:
        print(reason)
else:
    print("Fashion-MNIST is switched off.")

# %%
if fashion is not None:
    shown = [FASHION_LABELS[label] for label in fashion[0][1][:16]]
    show_images(fashion[0][0][:16], shown, 8, f"The first 16 training images of Fashion-MNIST: {', '.join(shown)}.")

# %% [markdown]
# Now your loop with the published settings. The green band is the published result. The pictures are float32, and so
# are the parameters here: seven digits are plenty for a step, and it takes about half the time that it takes in
# float64. (A gradient check needs float64.) On two cores the first run takes a few seconds, the second some ten.

# %%
fashion_runs = {
    "Softmax regression on Fashion-MNIST": (lambda: SoftmaxRegression(784, 10, dtype=np.float32), (0.83, 0.84)),
    "784-256-10 on Fashion-MNIST": (
        lambda: TwoLayerNet(784, 256, 10, np.random.default_rng(0), dtype=np.float32),
        (0.85, 0.88),
    ),
}
if fashion is None:
    print("The two curves and the published bands appear here once Fashion-MNIST is switched on.")
else:
    with once_works("train", "The two curves on Fashion-MNIST, with the published bands"):
        for title, (make_model, (low, high)) in fashion_runs.items():
            curves = LiveCurves(10, title, bands=[(low, high, f"published, {low} to {high}")])
            options = {"epochs": 10, "batch_size": 256, "lr": 0.1, "rng": np.random.default_rng(0)}
            train(make_model(), *fashion, **options, on_epoch=curves)

# %% [markdown]
# The last points of these curves should lie in or near the bands. From run to run they jump by about 0.01: a step of
# fixed length never comes to rest. Should a curve end well below its band, look at the first epochs of the loss before
# you look anywhere else.

# %% [markdown]
# ## What you have now
#
# | name | in one line |
# |---|---|
# | an epoch | `order = permutation of 0 … N−1`; batches are consecutive pieces of it, the short last one kept |
# | drawn with replacement | N draws see a share of 1 − (1 − 1/N)ᴺ → 1 − 1/e = 0.632 of the rows |
# | mean over uneven batches | Σ (nᵢ · mᵢ) / Σ nᵢ, never the mean of the mᵢ |
# | accuracy | right answers / examples; the answer is the class of the largest logit |
# | a step | p ← p − lr · g, inside the array |
# | in an epoch | measure, then step |
# | batch size and rate | k times the batch, k times lr, as long as lr stays below its limit |
#
# **Names that other sources use.** A *data loader* is what `minibatches` gives. The *updater* or *optimiser* is `sgd`;
# its `step()` is one step, and its `zero_grad()` is needed where gradients add up from call to call, which ours do
# not. *Callback* or *hook*: a function like `on_epoch`. *Validation set*: held-back data that one may use for choosing
# settings, unlike the *test set*. *Metric*: a number that is reported, and not descended upon.

# %% [markdown]
# **Further reading**
#
# - A. Zhang, Z. C. Lipton, M. Li, A. J. Smola, *Dive into Deep Learning*, the chapters on softmax regression and
#   multilayer perceptrons from scratch: the loop of this notebook, in four frameworks.
# - L. Bottou, *Stochastic Gradient Descent Tricks* (2012): why shuffle, how to choose a rate, what to monitor.
# - P. Goyal et al., *Accurate, Large Minibatch SGD* (2017): the linear rule of section 8 at a scale of thousands, and
#   where it ends.
# - A. Karpathy, *A Recipe for Training Neural Networks* (2019): overfit a batch first, and much more in this spirit.
# - H. Xiao, K. Rasul, R. Vollgraf, *Fashion-MNIST* (2017): the data, and a table of results.
#
# **What comes next.** The models of this notebook fuse softmax and loss into one function with one gradient. The
# frameworks do the same, each in a manner of its own, and notebook 06 looks at what they fuse, and why.
