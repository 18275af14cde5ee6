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
# # 06 · What the frameworks fuse, and why
#
# **Where we are.** You have written softmax, its Jacobian, cross-entropy, and the gradient p − onehot in which the
# three meet. A framework hands you all of it in one layer. Here you build such layers, the fused ones and the plain
# ones, and find out what each of them does with a gradient.
#
# **At the end you can**
#
# - say what MXNet's `SoftmaxOutput` and Caffe's `SoftmaxWithLoss` compute, forward and backward, and what they leave
#   out;
# - write layers that pass **any** gradient on, and chain them;
# - name the margin at which the chain softmax → log → pick breaks, and say which half of it breaks first;
# - put a loss of your own on top of a network, one without a logarithm, and say what that costs.
#
# **How long.** About two and a half hours. Seven exercises, 24 points. "(2 + 4 points)" stands for 2 points for the check
# below the exercise, which you can run as often as you like, and 4 for fresh inputs, which are tried when your notebook is
# graded.
#
# **What it builds on.** Softmax and the product Jᵀg (02), cross-entropy and p − onehot (03). No framework is needed:
# the layers are written here, in NumPy.

# %% [markdown]
# | symbol | shape | meaning |
# |---|---|---|
# | N, C | – | examples, classes |
# | `Z`, `P` | (N, C) | logits; softmax(Z), every row sums to 1 |
# | `y` | (N,) int | labels 0 … C−1 |
# | onehot | (N, C) | row n has a 1 at column `y[n]` |
# | `dZ`, `dP`, … | as `Z`, `P`, … | gradient of the loss in it: ∂L/∂Z, ∂L/∂P |
# | **layer** | – | an object with `forward(inputs)` → output and `backward(out_grad)` → gradient in its input |
# | `out_grad` | as the output | the **gradient from above**: ∂L/∂output, handed down by the layer above |
# | **margin** | number | how far the logit of the label lies behind the largest one |
#
# Run the next cell first.

# %%
import numpy as np

from softmax_course import beside, once_works
from softmax_course.data import load_digits_split

# %% [markdown]
# ## 1 · A question
#
# Somebody trains a network whose recipe says: use a loss **without a logarithm**. The network is written in MXNet, and
# its last layer is called `SoftmaxOutput`. MXNet's early manual says two things about it. Forward, it returns the output
# of the softmax. Backward, the cross-entropy is "added".
#
# So the layer that should merely give probabilities has a loss inside, and the loss has a logarithm. Can it be taken
# out? Can it be replaced? What exactly happens in there?
#
# This notebook rebuilds the layer, then takes it apart, and at the end puts a loss without a logarithm in its place. (The
# recipe, and why its own loss is yet another one, is in section 8.)

# %% [markdown]
# ### Predict, before you read on
#
# One row, p = [0.2, 0.3, 0.5], label 1. The layer has done its `forward`. Another layer stands above it, and hands down a
# gradient that is 1000 in every entry. In notebook 03 the gradient of the cross-entropy in the logits was p − onehot.
#
# What does `SoftmaxOutput` return from `backward(1000 * ones)`?

# %%
guess_backward = None  # your guess: three numbers

# %% [markdown]
# The outcome is shown below the first exercise.

# %% [markdown]
# ### Two ways to build the end of a network
#
# MXNet's source answers, and surprises: nowhere in the layer is a loss computed. There is a softmax, and there is a
# subtraction. What the manual means is that the **gradient** of the loss is returned. (Its later editions say so: the
# loss does not need to be computed.)
#
# ![Two rows of boxes. Above, the chain: logits Z go into softmax, which gives P, then into log, which gives log P, then
# into pick, which gives one number an example, then into minus mean, which gives the loss. Below each box an arrow goes
# back with a gradient: from the right 1, then minus 1/N each, then d log P, dP and dZ. Below, SoftmaxOutput: Z and the
# labels go in, P comes out; backward P minus onehot comes out, and the arrow from above is crossed out: it is not used.
# No loss is drawn, since none is computed.](../assets/figures/fused_layer.svg)
#
# **A chain of layers.** Each knows one function and its derivative. `backward` gets the gradient from above, multiplies
# it by the layer's own Jacobian, and hands the result down. Whatever stands above, the layer is right.
#
# **One fused layer.** It takes logits and labels, and does not ask what stands above.
#
# In numbers, one example with p = [0.2, 0.3, 0.5] and label 1. The chain, forward:
#
# | Z | softmax | log | pick | − mean |
# |---|---|---|---|---|
# | [−1.61, −1.20, −0.69] | [0.2, 0.3, 0.5] | [−1.61, −1.20, −0.69] | −1.20 | 1.20 |
#
# and back, from right to left:
#
# | in Z | in P | in log P | in the picked number |
# |---|---|---|---|
# | [0.2, −0.7, 0.5] | [0, −3.33, 0] | [0, −1, 0] | −1 |
#
# The fused layer: [0.2, 0.3, 0.5] forward, [0.2, −0.7, 0.5] backward. The same, with neither −1.20 nor −3.33 on the
# way.

# %% [markdown]
# ## 2 · `SoftmaxOutput`
#
# Forward it is a softmax. The labels come in too, and are kept for later.
#
# Backward it returns P − onehot. This is the gradient of the **summed** cross-entropy, −Σ log P[n, y[n]]. The sum is
# never formed: the gradient needs P and the labels, and nothing else.
#
# Three settings change the result by a factor or a row.
#
# | setting | what it does | by default |
# |---|---|---|
# | `grad_scale` | multiplies the gradient | 1 |
# | `normalization` | `"null"` divides by nothing, `"batch"` by N, `"valid"` by the number of rows that are counted | `"null"` |
# | `ignore_label` | rows with this label get a gradient of 0: they are not counted | no such label |
#
# (In MXNet the last one is two settings: `ignore_label`, −1 by default, has no effect on the rows unless
# `use_ignore=True` stands beside it.)
#
# An example: four rows, labels [2, −1, 0, −1], `ignore_label=-1`. Two rows are padding, so two are counted.
#
# | setting | row 0 | row 1 | row 2 | row 3 |
# |---|---|---|---|---|
# | `"null"` | p − onehot | 0 | p − onehot | 0 |
# | `"batch"` | (p − onehot) / 4 | 0 | (p − onehot) / 4 | 0 |
# | `"valid"` | (p − onehot) / 2 | 0 | (p − onehot) / 2 | 0 |
#
# The label −1 is no class, and column −1 of a NumPy array is the last one. What would happen to a row of padding if its
# label were looked up all the same?
#
# <details><summary>Answer</summary>
#
# Padding would count as an example of the last class, without a word. With 255 in the place of −1 the lookup raises an
# IndexError.
#
# </details>

# %% [markdown]
# ### Exercise: `SoftmaxOutput(grad_scale=1.0, normalization="null", ignore_label=None)` (2 + 4 points)
#
# A class with two methods.
#
# - `forward(Z, y)`: `Z` has shape (N, C), `y` has shape (N,). Return P, shape (N, C), right for logits up to 10⁴ in
#   size.
# - `backward(out_grad=None)`: return the gradient in Z, shape (N, C), for the batch of the last `forward`: (P − onehot)
#   · `grad_scale`, divided as `normalization` says. Rows whose label is `ignore_label` are 0, and that label may lie
#   outside 0 … C−1. Where no row is counted, everything is 0. `out_grad` has no effect.
#
# `Z` and `y` stay as they were. `backward` may be called twice, two layers may be in use at the same time, and the next
# batch may have another size.
#
# With `Z = [log [0.2, 0.3, 0.5]]` and `y = [1]`, forward gives [[0.2, 0.3, 0.5]] and backward [[0.2, −0.7, 0.5]].
#
# The four points of the grade are given in parts: forward; backward as it is by default; `"batch"` and `"valid"`; rows
# that are ignored.
#
# <details><summary>Hint 1</summary>
#
# What does `backward` need that only `forward` has seen? Keep it in `self`. And what if `backward` changes what it
# finds there?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Find the rows that are counted first: an array of N truth values. Which labels may be used as columns, and in which
# rows?
#
# </details>
# <details><summary>Hint 3</summary>
#
# By what do you divide when no row is counted? The result is 0 in any case, so any number but 0 will do.
#
# </details>


# %% exercise="SoftmaxOutput" points="2+4"
class SoftmaxOutput:
    """Softmax forward, P − onehot backward, whatever gradient comes from above."""

    def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
        ### BEGIN SOLUTION
        self.grad_scale, self.normalization, self.ignore_label = grad_scale, normalization, ignore_label
        ### END SOLUTION

    def forward(self, Z, y):
        """Logits (N, C) and labels (N,) -> probabilities (N, C)."""
        ### BEGIN SOLUTION
        exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
        self.P, self.y = exponentials / exponentials.sum(axis=1, keepdims=True), y
        return self.P
        ### END SOLUTION

    def backward(self, out_grad=None):
        """Gradient in the logits of the last forward, shape (N, C); out_grad has no effect."""
        ### BEGIN SOLUTION
        N = len(self.y)
        counted = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
        rows = np.flatnonzero(counted)
        dZ = np.where(counted[:, None], self.P, 0.0)
        dZ[rows, self.y[rows]] -= 1
        divisor = {"null": 1, "batch": N, "valid": max(len(rows), 1)}[self.normalization]
        return dZ * (self.grad_scale / divisor)
        ### END SOLUTION


# %% check="SoftmaxOutput"
import numpy as np

from softmax_course import central_gradient, checking
from softmax_course.problems.watching import watch

with checking("SoftmaxOutput") as check:
    Z, y, from_above = check.problems[0][:3]

    def summed_cross_entropy(Z):  # of the probabilities that your forward gives
        P = SoftmaxOutput().forward(Z, y)
        return -np.log(P[np.arange(len(y)), y]).sum()

    def your_backward():
        layer = SoftmaxOutput()
        layer.forward(Z, y)
        return np.asarray(layer.backward(from_above))[:2]

    check.side_by_side(
        f"Z of shape {Z.shape}, a random gradient from above; the first two rows of dZ, and differences of −Σ log P[n, y[n]]:",
        your_backward=your_backward,
        differences_with_your_forward=lambda: central_gradient(summed_cross_entropy, Z)[:2],
    )
    watch(check, SoftmaxOutput)

# %%
with once_works("SoftmaxOutput", "What comes back when 1000 comes from above"):
    layer = SoftmaxOutput()
    layer.forward(np.log([[0.2, 0.3, 0.5]]), np.array([1]))
    beside(guess_backward, np.round(layer.backward(1000 * np.ones((1, 3))), 3), "backward(1000 * ones):")

# %% [markdown]
# ### What follows from "divides by nothing"
#
# The loss of notebook 03 was a mean, and its gradient had a 1/N. This one has not. Here is the length of the gradient in
# the weights of a linear model, all of them 0:

# %%
with once_works("SoftmaxOutput", "The length of the gradient for batches of 10, 100 and 1000 digits"):
    (X_digits, y_digits), _held_back = load_digits_split()
    table = ["rows    null   batch"]
    for N in (10, 100, 1000):
        lengths = []
        for normalization in ("null", "batch"):
            layer = SoftmaxOutput(normalization=normalization)
            layer.forward(np.zeros((N, 10)), y_digits[:N])
            lengths.append(np.linalg.norm(X_digits[:N].T @ layer.backward()))
        table.append(f"{N:4d} {lengths[0]:7.1f} {lengths[1]:7.2f}")
    print("\n".join(table))

# %% [markdown]
# With ten times the rows the sum has ten times the terms. It grows less than tenfold, because the rows pull in different
# directions and partly cancel, most of all in the small batch; from 100 to 1000 rows it is already ninefold. The mean in
# the last column falls for the same reason, and settles.
#
# In MXNet few people notice, because its training loop (`Module.fit`) sets the optimiser's `rescale_grad` to 1 / batch
# size unless told otherwise: the 1/N sits in the updater. Take the gradient without that loop, or set
# `normalization="batch"` **and** leave `rescale_grad` as it is, and steps are N times too long, or N times too short.

# %% [markdown]
# ### Find the mistake: a weight that does nothing
#
# Two heads on one network. The second is to count a tenth. Its author takes the outputs for losses, and writes:
#
# ```python
# total = out_1 + 0.1 * out_2        # both are outputs of a SoftmaxOutput
# ```
#
# The gradient from above is 1 for the first head and 0.1 for the second. How strongly does each head train? And what are
# the numbers in `total`?

# %%
with once_works("SoftmaxOutput", "What the weight 0.1 does to the gradient, and what does it instead"):
    Z, y = np.log([[0.2, 0.3, 0.5]]), np.array([1])
    plain, weighted, scaled = SoftmaxOutput(), SoftmaxOutput(), SoftmaxOutput(grad_scale=0.1)
    for layer in (plain, weighted, scaled):
        layer.forward(Z, y)
    print("without a weight                  ", np.round(plain.backward(np.ones((1, 3))), 3))
    print("0.1 comes from above              ", np.round(weighted.backward(0.1 * np.ones((1, 3))), 3))
    print("SoftmaxOutput(grad_scale=0.1)     ", np.round(scaled.backward(np.ones((1, 3))), 3))

# %% [markdown]
# Nothing warns. Both heads train at full strength, and `total` is a sum of probabilities and no loss at all. A layer that ignores the
# gradient from above has to be the **last** one: whatever is computed from its output is decoration. This is why
# `grad_scale` exists.
#
# *You will also meet* `out_grad=True` in MXNet's `SoftmaxOutput`, which does multiply by the gradient from above; it is
# off by default. `multi_output` is the same layer for pictures, one label a pixel. In PyTorch and TensorFlow the fused
# function returns the **loss**, a number that other numbers may be computed from, and the gradient from above counts.

# %% [markdown]
# ## 3 · `LogisticRegressionOutput`
#
# The same idea with a sigmoid. Forward: p = σ(x), entry by entry. Backward: p − label, the gradient that notebook 01
# found, entry by entry. There may be several numbers an example, each with a label of its own: is there a cat, is there
# a dog, is it night?
#
# Here a factor hides. The gradient is divided by the number of outputs **an example**, and not by the number of
# examples. For x of shape (N, 3) it is divided by 3.
#
# | shape of x and label | `label.size` | N | divided by |
# |---|---|---|---|
# | (7,) | 7 | 7 | 1 |
# | (5, 3) | 15 | 5 | 3 |
# | (4, 3, 2) | 24 | 4 | 6 |

# %% [markdown]
# ### Exercise: `LogisticRegressionOutput(grad_scale=1.0)` (1 + 2 points)
#
# - `forward(x, label)`: two arrays of the same shape, (N,) or (N, anything). Return σ(x), right in both tails, for |x|
#   up to 10⁴: small probabilities to all their digits, and 0 where float64 has nothing smaller. Labels are numbers from 0
#   to 1, mostly just these two.
# - `backward()`: return the gradient in x, of x's shape: (σ(x) − label) · `grad_scale` / (`label.size` / N).
#
# With `x = [[0, 0]]` and `label = [[1, 0]]`, forward gives [[0.5, 0.5]] and backward [[−0.25, 0.25]]: two outputs an
# example.
#
# <details><summary>Hint 1</summary>
#
# exp(800) is inf. What do 1/(1 + e⁻ˣ) and eˣ/(1 + eˣ) give for x = 800, and what for x = −800? (An overflow that ends in
# the right number costs no points.)
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which attribute of an array counts all its entries, and which function its rows?
#
# </details>


# %% exercise="LogisticRegressionOutput" points="1+2"
class LogisticRegressionOutput:
    """Sigmoid forward, σ(x) − label backward, divided by the number of outputs an example."""

    def __init__(self, grad_scale=1.0):
        ### BEGIN SOLUTION
        self.grad_scale = grad_scale
        ### END SOLUTION

    def forward(self, x, label):
        """Two arrays of shape (N, ...) -> σ(x), of the same shape."""
        ### BEGIN SOLUTION
        tail = np.exp(-np.abs(x))
        self.p, self.label = np.where(x >= 0, 1, tail) / (1 + tail), label
        return self.p
        ### END SOLUTION

    def backward(self):
        """Gradient in x of the last forward, in x's shape."""
        ### BEGIN SOLUTION
        outputs = self.label.size / len(self.label)
        return (self.p - self.label) * (self.grad_scale / outputs)
        ### END SOLUTION


# %% check="LogisticRegressionOutput"
import numpy as np

from softmax_course import central_gradient, checking
from softmax_course.problems.watching import watch

with checking("LogisticRegressionOutput") as check:
    x, label = check.problems[2][:2]

    def loss(x):  # negative log-likelihood of your probabilities: a mean over the outputs, a sum over the examples
        p = LogisticRegressionOutput().forward(x, label)
        return -(label * np.log(p) + (1 - label) * np.log(1 - p)).mean(axis=1).sum()

    def your_backward():
        layer = LogisticRegressionOutput()
        layer.forward(x, label)
        return np.asarray(layer.backward())[:2]

    check.side_by_side(
        f"x of shape {x.shape}; the first two rows of its gradient:",
        your_backward=your_backward,
        central_differences=lambda: central_gradient(loss, x)[:2],
    )
    watch(check, LogisticRegressionOutput)

# %% [markdown]
# *You will also meet* `BCEWithLogitsLoss` in PyTorch and `sigmoid_cross_entropy_with_logits` in TensorFlow. The words
# "with logits" mean: the function that makes probabilities of logits, here the sigmoid, is inside. Do not put it before.

# %% [markdown]
# ## 4 · `MakeLoss`
#
# So a network that should descend on something else cannot end in `SoftmaxOutput`. It ends in a layer that does next to
# nothing: forward, it passes on whatever numbers it is given, and calls them a loss. Backward, it starts the chain.
#
# Every chain of gradients has to start somewhere. The derivative of the loss in itself is 1. So `MakeLoss` sends down
# `grad_scale` times 1, for every entry. And since it starts, it asks for nothing from above.
#
# An array of losses, one an example, is therefore **summed** by this layer, without saying so: the sum is the function
# whose gradient in every entry is 1. For the mean of N losses take `grad_scale=1/N`.

# %% [markdown]
# ### Exercise: `MakeLoss(grad_scale=1.0)` (1 + 1 points)
#
# - `forward(loss)`: return what was given. Any shape, also a single number (of Python or of NumPy), and whole numbers too.
# - `backward()`: return an array of the same shape with `grad_scale` everywhere.
#
# After `MakeLoss(0.5).forward(np.array([3, 1]))` comes `backward()` → [0.5, 0.5].
#
# <details><summary>Hint</summary>
#
# The loss may be of whole numbers. May the gradient be?
#
# </details>


# %% exercise="MakeLoss" points="1+1"
class MakeLoss:
    """Whatever is given becomes the loss: passed on forward, grad_scale backward."""

    def __init__(self, grad_scale=1.0):
        ### BEGIN SOLUTION
        self.grad_scale = grad_scale
        ### END SOLUTION

    def forward(self, loss):
        """Any shape -> the same numbers."""
        ### BEGIN SOLUTION
        self.shape = np.shape(loss)
        return loss
        ### END SOLUTION

    def backward(self):
        """grad_scale, in the shape of the loss of the last forward."""
        ### BEGIN SOLUTION
        return np.full(self.shape, float(self.grad_scale))
        ### END SOLUTION


# %% check="MakeLoss"
import numpy as np

from softmax_course import checking
from softmax_course.problems.watching import watch

with checking("MakeLoss") as check:

    def your_backward():
        layer = MakeLoss(0.5)
        layer.forward(np.array([3, 1]))
        return layer.backward()

    check.side_by_side("MakeLoss(0.5), two losses:", your_backward=your_backward, half_of_each_1=lambda: [0.5, 0.5])
    watch(check, MakeLoss)

# %% [markdown]
# ## 5 · The chain, layer by layer
#
# Now the plain layers. Each must be right **for any gradient from above**, because nobody knows what will stand above.
#
# | layer | forward | backward: gradient from above g → gradient in the input |
# |---|---|---|
# | softmax | P | in each row pⱼ (gⱼ − Σₖ pₖ gₖ): the Jᵀg of notebook 02 |
# | log | log P | each entry on its own. What is the derivative of log p? |
# | pick | Q[n, y[n]], one number a row | the other way: one number a row goes where it was picked |
#
# For the numbers of section 1 you can follow all three by hand.

# %% [markdown]
# ### Predict, then run
#
# p = [0.2, 0.3, 0.5] again, and the gradient from above is [5, 5, 5]. What does the softmax layer hand down?

# %%
guess_constant = None  # your guess: three numbers

# %%
p, g = np.array([0.2, 0.3, 0.5]), np.array([5.0, 5.0, 5.0])
jacobian = np.diag(p) - np.outer(p, p)
beside(guess_constant, np.round(jacobian.T @ g, 12) + 0.0, "from [5, 5, 5] above:")

# %% [markdown]
# Every row of P sums to 1 whatever the logits are, so the sum of all outputs never changes, and its gradient is 0.
#
# So "any gradient from above" is easy to test badly. With the same number everywhere above it, a layer that returns 0, or
# twice the right answer, passes. From here on a gradient from above is made of **random numbers**.

# %% [markdown]
# ### Exercise: `SoftmaxLayer`, `LogLayer`, `PickLayer` (2 + 3 points)
#
# Three classes, one cell. Nothing is passed when they are made.
#
# - `SoftmaxLayer().forward(Z)`: (N, C) → P (N, C), right for logits up to 10⁴ in size; `backward(out_grad)`: (N, C) →
#   gradient in Z.
# - `LogLayer().forward(P)`: (N, C) of positive numbers → log P; `backward(out_grad)`: (N, C) → gradient in P.
# - `PickLayer().forward(Q, y)`: (N, C) and (N,) → the N entries `Q[n, y[n]]`; `backward(out_grad)`: (N,) → gradient in
#   Q, (N, C). `Q` may be of whole numbers, as logits may.
#
# Each is checked alone, on inputs of its own: the log layer gets positive numbers that need not sum to 1.
#
# With P = [[0.2, 0.3, 0.5]] and [[0, −3.33, 0]] from above, the softmax layer hands down [[0.2, −0.7, 0.5]].
#
# <details><summary>Hint 1</summary>
#
# For each layer: which arrays of `forward` does `backward` need again? Its input, its output, or only a shape and some
# labels?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Softmax: Σₖ pₖ gₖ is one number a row. Which shape must it have to be subtracted from an (N, C) array?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Pick: start from zeros. Which N entries are different, and how does one write into N entries at once?
#
# </details>


# %% exercise="unfused_layers" points="2+3" defines="SoftmaxLayer LogLayer PickLayer"
class SoftmaxLayer:
    """Softmax over each row, for any gradient from above."""

    def forward(self, Z):
        """Logits (N, C) -> probabilities (N, C)."""
        ### BEGIN SOLUTION
        exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
        self.P = exponentials / exponentials.sum(axis=1, keepdims=True)
        return self.P
        ### END SOLUTION

    def backward(self, out_grad):
        """Gradient in P (N, C) -> gradient in Z (N, C)."""
        ### BEGIN SOLUTION
        return self.P * (out_grad - (self.P * out_grad).sum(axis=1, keepdims=True))
        ### END SOLUTION


class LogLayer:
    """The logarithm of every entry."""

    def forward(self, P):
        """Positive numbers (N, C) -> their logarithms (N, C)."""
        ### BEGIN SOLUTION
        self.P = P
        return np.log(P)
        ### END SOLUTION

    def backward(self, out_grad):
        """Gradient in log P (N, C) -> gradient in P (N, C)."""
        ### BEGIN SOLUTION
        return out_grad / self.P
        ### END SOLUTION


class PickLayer:
    """The entry of each row at its label."""

    def forward(self, Q, y):
        """Numbers (N, C) and labels (N,) -> the entries Q[n, y[n]] (N,)."""
        ### BEGIN SOLUTION
        self.shape, self.place = Q.shape, (np.arange(len(y)), y)
        return Q[self.place]
        ### END SOLUTION

    def backward(self, out_grad):
        """Gradient in the picked entries (N,) -> gradient in Q (N, C)."""
        ### BEGIN SOLUTION
        dQ = np.zeros(self.shape)
        dQ[self.place] = out_grad
        return dQ
        ### END SOLUTION


# %% check="unfused_layers"
import numpy as np

from softmax_course import central_gradient, checking
from softmax_course.problems.watching import watch

with checking("unfused_layers") as check:
    Z, P, Q, y, from_above, picked = check.problems[0]
    cases = [
        (SoftmaxLayer, "SoftmaxLayer", (Z,), from_above),
        (LogLayer, "LogLayer", (P,), from_above),
        (PickLayer, "PickLayer", (Q, y), picked),
    ]
    for layer_class, name, inputs, out_grad in cases:

        def your_backward(layer_class=layer_class, inputs=inputs, out_grad=out_grad):
            layer = layer_class()
            layer.forward(*inputs)
            return np.asarray(layer.backward(out_grad))[:1]

        def weighted(x, layer_class=layer_class, inputs=inputs, out_grad=out_grad):  # its gradient is that layer's
            return (out_grad * np.reshape(layer_class().forward(x, *inputs[1:]), out_grad.shape)).sum()

        check.side_by_side(
            f"{name}, input of shape {inputs[0].shape}, random numbers from above; the first row handed down:",
            your_backward=your_backward,
            central_differences=lambda f=weighted, inputs=inputs: central_gradient(f, inputs[0])[:1],
        )
    watch(check, (SoftmaxLayer, LogLayer, PickLayer))

# %% [markdown]
# Put together, on five rows of random logits: the chain and the fused layer say the same.

# %%
with once_works("unfused_layers", "The chain of your three layers beside p − onehot"):
    rng = np.random.default_rng(6)
    Z, y = rng.normal(size=(5, 3)), np.array([1, 0, 2, 2, 1])
    softmax, log, pick = SoftmaxLayer(), LogLayer(), PickLayer()
    P = softmax.forward(Z)
    picked = pick.forward(log.forward(P), y)
    chained = softmax.backward(log.backward(pick.backward(np.full(5, -1 / 5))))
    print(f"loss through the chain: {-picked.mean():.6f}")
    print("gradient through the chain, and (P − onehot) / 5:")
    for left, right in zip(chained, (P - np.eye(3)[y]) / 5, strict=True):
        print("  ", np.round(left, 4), "  ", np.round(right, 4))

# %% [markdown]
# ## 6 · Where the chain breaks
#
# On paper the two are equal. So why does every framework have the fused layer?
#
# Two classes, z = [m, 0], label 1. The label is behind by the margin m: the model is wrong, and the surer the larger m
# is. The true loss is log(1 + eᵐ), which is m + e⁻ᵐ up to an even smaller rest: at a margin of 100 the loss is 100. The
# true gradient is [1, −1] to sixteen digits as soon as m exceeds 40.
#
# Nothing there is large. But on the way through the chain stands $p_1 = e^{-m} / (1 + e^{-m})$, and that is small. In
# float64 the smallest positive number is about 4.9 · 10⁻³²⁴, in float32 1.4 · 10⁻⁴⁵. What is below half of it is rounded
# to 0, and log 0 is −inf.
#
# The row maximum is subtracted here, as it should be. It protects from e¹⁰⁰⁰ = inf. It does not help a small
# probability.

# %% [markdown]
# ### Predict, then run
#
# At which whole margin does the chain's loss become inf? Notebook 03 had float64. Guess both.

# %%
guess_float64 = None  # your guess, a whole number
guess_float32 = None  # your guess, a whole number

# %% [markdown]
# The outcome is shown below the exercise.

# %% [markdown]
# ### Exercise: `breaking_margin(dtype)` (1 + 1 points)
#
# `dtype` is a NumPy type such as `np.float64` or `np.float32`. Return the smallest whole margin m ≥ 0 for which the
# loss of z = [m, 0], label 1, is **not finite** when it is computed as −log(softmax(z)[1]) in that type, the maximum
# subtracted first. Find it by computing: raise m until it happens. On the way NumPy warns that it divides by zero in log;
# that is as it should be.
#
# If the check does not come to an end, your loop does not: stop it with the button ■.
#
# <details><summary>Hint 1</summary>
#
# `np.array([m, 0], dtype)` has the right type. Does every step after it keep that type? Print `p.dtype`, in a cell of
# your own: the check shows no prints.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.isfinite(loss)` is the question. Which m do you return, the last one that is fine or the first that is not?
#
# </details>


# %% exercise="breaking_margin" points="1+1"
def breaking_margin(dtype):
    """The smallest whole margin at which the unfused loss is not finite in a NumPy type."""
    ### BEGIN SOLUTION
    margin = 0
    with np.errstate(divide="ignore", under="ignore"):
        while True:
            exponentials = np.exp(np.array([0, -margin], dtype))
            if not np.isfinite(-np.log(exponentials[1] / exponentials.sum())):
                return margin
            margin += 1
    ### END SOLUTION


# %% check="breaking_margin"
import numpy as np

from softmax_course import checking

with checking("breaking_margin") as check:
    margin = breaking_margin(np.float32)
    if isinstance(margin, (int, float, np.number)) and np.isfinite(margin):
        for m, words in ((margin - 1, "one below your margin"), (margin, "at your margin")):
            p = np.exp(np.array([-m], np.float32))[0]
            check.say(f"In float32, {words}: −log({p:.3g}) = {-np.log(p):.4g}")
    check.values(breaking_margin)

# %%
with once_works("breaking_margin", "The two margins"):
    beside(guess_float64, breaking_margin(np.float64), "float64, the chain's loss is inf from a margin of")
    beside(guess_float32, breaking_margin(np.float32), "float32, the chain's loss is inf from a margin of")

# %% [markdown]
# ### Backward breaks first
#
# The log layer hands down −1/p₁. When p₁ is smaller than the inverse of the largest number, this is −inf, although p₁
# itself is not 0 yet. Then the softmax layer computes p₁ · (−inf + inf), which is nan, and inf for the other logit. So
# there are margins at which the loss still looks fine and the gradient is gone.
#
# The fused computation needs neither log p₁ nor 1/p₁: its loss is log Σⱼ eᶻʲ − z₁, as in notebook 03, and its gradient is
# P − onehot.
#
# ![Four panels, relative error against the margin on logarithmic scales: above the loss, below the gradient; left
# float32, margins 0 to 120, right float64, margins 0 to 800. The fused computation stays at or below the rounding error
# of its type in all four, 1e-7 and 1e-16. The chain follows it and then breaks: its gradient is inf and nan from margin
# 89 in float32 and 710 in float64, its loss loses digits from about 90 and 715 on and is inf from 104 and
# 746.](../assets/figures/fused_and_unfused.svg)
#
# (Errors of exactly 0 are drawn near the lower edge.)
#
# | what happens | float32 | float64 |
# |---|---|---|
# | chain: p₁ is subnormal from margin | 88 | 709 |
# | chain: gradient has inf and nan from margin | 89 | 710 |
# | chain: loss is inf from margin | 104 | 746 |
# | fused: loss and gradient | right | right |
#
# **Subnormal** means: smaller than the smallest number with all its digits, and short of digits itself. The smaller it
# gets, the fewer are left. The loss inherits the damage.
#
# Networks are mostly trained in float32, or in types with even fewer bits. A margin of 104 happens in the first steps
# of a run with a learning rate that is too large, and on a single mislabelled example of a model that is very sure. One
# nan in one row is enough: the step makes all weights nan.

# %% [markdown]
# ### Explore: look at one margin closely
#
# Change the two values and run the cell. Start at margin 80 and go up; then take float64.
#
# 1. Between which margins is the chain's loss finite and its gradient not?
# 2. Take `np.float16`, the type with 16 bits. Is there a margin at which the fused gradient fails?

# %%
my_margin, my_dtype = 80, np.float32  # change me

# %%
with np.errstate(all="ignore"):
    z, label = np.array([my_margin, 0], my_dtype), np.array([0, 1], my_dtype)
    shifted = z - z.max()
    P = np.exp(shifted) / np.exp(shifted).sum()
    log_sum = np.log(np.exp(shifted).sum())
    from_log = -label / P  # what the log layer hands down
    from_log[0] = 0
    through = P * (from_log - (P * from_log).sum())
print(f"{np.dtype(my_dtype).name}, z = [{my_margin}, 0], label 1      p₁ = {P[1]:.3g}      −1/p₁ = {from_log[1]:.3g}")
print(f"loss      chain {-np.log(P[1]) if P[1] else np.inf:<12.6g} fused {log_sum - shifted[1]:.6g}")
print(f"gradient  chain {through}      fused {P - label}")

# %% [markdown]
# <details><summary>Answers</summary>
#
# 1. From 89 to 103 in float32, from 710 to 745 in float64. A loop that only watches the loss sees nothing.
# 2. Not up to 65504, the largest number that float16 has; beyond it the logit itself is inf. The only division is that of
#    softmax, by a sum of exponentials that is at least 1: nothing is divided by a small probability. The chain's gradient
#    is gone from margin 12 on, its loss from 18.
#
# </details>

# %% [markdown]
# ## 7 · Caffe's `SoftmaxWithLoss`
#
# Caffe fuses too, and makes other choices. Its layer returns the **loss**, a mean. It computes P first, takes the entry
# at the label, and then has to take a logarithm of something that may be 0. It clamps: a probability under `FLT_MIN` =
# 1.17549435 · 10⁻³⁸ counts as `FLT_MIN`. That is the smallest float32 that has all its digits, and −log of it is 87.34. The
# name is that of C; NumPy calls the number `np.finfo(np.float32).tiny`.
#
# So no example can cost more than 87.34, in float64 too. The reported loss is too small when the margin is larger. And
# the gradient?
#
# | margin | true loss | Caffe's loss | derivative of Caffe's loss in z₁ | what Caffe hands down for z₁ |
# |---|---|---|---|---|
# | 50 | 50 | 50 | −1 | −1 |
# | 87 | 87 | 87 | −1 | −1 |
# | 88 | 88 | 87.34 | **0** | −1 |
# | 500 | 500 | 87.34 | **0** | −1 |
#
# The clamped loss is flat beyond 87.34, so its derivative is 0 there. Caffe does not hand that down. It hands down (P −
# onehot)/N, the gradient of the loss that it would have computed with better arithmetic. A numerical gradient check
# fails at such a point, and the layer is right all the same: the 0 would freeze the very examples that are most wrong.

# %% [markdown]
# ### Exercise: `SoftmaxWithLoss` (1 + 2 points)
#
# A class; nothing is passed when it is made.
#
# - `forward(Z, y)`: (N, C) and (N,) → the mean over the rows of −log(max(p_y, FLT_MIN)), a number.
# - `backward()`: (P − onehot)/N, shape (N, C), **not** clamped.
#
# Right for logits up to 10⁴ in size.
#
# For Z = [[0, 0], [500, 0]] and y = [0, 1] the loss is (log 2 + 87.34)/2 = 44.01, and backward gives [[−0.25, 0.25],
# [0.5, −0.5]].
#
# <details><summary>Hint 1</summary>
#
# What is clamped: the loss, all of P, or one entry a row? Before or after the mean?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Which P does `backward` need, the clamped one or the other?
#
# </details>


# %% exercise="SoftmaxWithLoss" points="1+2"
class SoftmaxWithLoss:
    """Caffe's layer: the mean clamped cross-entropy forward, (P − onehot) / N backward."""

    def forward(self, Z, y):
        """Logits (N, C) and labels (N,) -> the mean of −log(max(p_y, FLT_MIN)), a number."""
        ### BEGIN SOLUTION
        exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
        self.P, self.y = exponentials / exponentials.sum(axis=1, keepdims=True), y
        at_the_label = self.P[np.arange(len(y)), y]
        return -np.log(np.maximum(at_the_label, 1.17549435e-38)).mean()
        ### END SOLUTION

    def backward(self):
        """Gradient in the logits of the last forward, not clamped: shape (N, C)."""
        ### BEGIN SOLUTION
        dZ = self.P.copy()
        dZ[np.arange(len(self.y)), self.y] -= 1
        return dZ / len(self.y)
        ### END SOLUTION


# %% check="SoftmaxWithLoss"
import numpy as np

from softmax_course import central_gradient, checking
from softmax_course.problems.watching import watch

with checking("SoftmaxWithLoss") as check:
    Z, y = np.array([[0.0, 0.0], [500.0, 0.0]]), np.array([0, 1])

    def your_backward():
        layer = SoftmaxWithLoss()
        layer.forward(Z, y)
        return layer.backward()

    check.side_by_side(
        "One row at margin 0, one at 500, where the clamped loss is flat and backward is not: a gap of 0.5 is right here.",
        your_backward=your_backward,
        differences_of_your_loss=lambda: central_gradient(lambda Z: SoftmaxWithLoss().forward(Z, y), Z),
    )
    watch(check, SoftmaxWithLoss)

# %% [markdown]
# *You will also meet* clamps inside a loss in other places: ε = 10⁻⁷ in Keras when it is given probabilities, and the
# machine epsilon of the type, 2.2 · 10⁻¹⁶ in float64, in scikit-learn's `log_loss`. Where the framework differentiates
# that clamped expression for you, the gradient beyond the clamp **is** 0. Caffe wrote its gradient by hand. In Caffe the
# gradient from above does count, as a single number: the `loss_weight`.

# %% [markdown]
# ### Find the mistake: softmax twice
#
# The most frequent mistake with fused layers is to feed them probabilities. The network ends in a softmax, "because we
# want probabilities", and the loss has one inside. Nothing crashes. All shapes fit.
#
# Ten classes. The network is as sure and as right as can be: it hands the loss a row with a 1 at the label and 0
# elsewhere. Which loss comes out, where 0 should be?

# %%
guess_twice = None  # your guess, a number

# %%
best = np.eye(10)[[3]]  # a softmax that is sure of class 3, fed to a loss that applies softmax again
again = np.exp(best) / np.exp(best).sum()
beside(guess_twice, f"{-np.log(again[0, 3]):.4f}", "the smallest loss that is possible with softmax twice:")
print(f"the probability that this loss sees: {again[0, 3]:.3f}")

# %% [markdown]
# A loss that starts at log 10 = 2.30 and will not go below 1.46, with ten classes, is the sign to know. The formula is
# log(1 + (C − 1)/e).
#
# What would you look at in somebody's code to be sure? In which of these does the mistake sit?
#
# ```python
# a)  loss = CrossEntropyLoss()(Z, y)                    # PyTorch; Z are logits
# b)  loss = CrossEntropyLoss()(softmax(Z), y)
# c)  loss = NLLLoss()(log_softmax(Z), y)                # NLLLoss picks and averages
# d)  loss = NLLLoss()(softmax(Z), y)
# ```
#
# <details><summary>Answer</summary>
#
# b) applies softmax twice. d) has no logarithm at all: it is the mean of −P[y], the loss of the next section, by
# accident. a) and c) are the same function, and right.
#
# </details>

# %% [markdown]
# ## 8 · The loss without a log
#
# Back to the question. The recipe is the Wasserstein GAN. It calls its network a **critic**, and lets it end in plain
# scores: no softmax, no sigmoid, and a loss that is a difference of means of such scores. For a network that classifies,
# the plainest loss without a logarithm is another one, and we take that.
#
# The loss is now the mean of −P[y]: the share of right answers to expect if one answered at random with the probabilities
# P, and a minus before it. It is bounded: an example contributes between −1 and 0.
#
# All parts are there: softmax, pick, and `MakeLoss` with `grad_scale` = 1/N on top of −P[y]. The log layer is left out.
# The chain back has two steps for p = [0.2, 0.3, 0.5], label 1, N = 1:
#
# | loss | in Z | in P | in P[y] |
# |---|---|---|---|
# | without the log | [0.06, −0.21, 0.15] | [0, −1, 0] | −1 |
# | with the log | [0.2, −0.7, 0.5] | [0, −3.33, 0] | −3.33 |
#
# Compare the two rows. What is the factor between them, and where have you seen that number?

# %% [markdown]
# ### Exercise: `critic_loss_gradient(Z, y)` (1 + 2 points)
#
# Return the gradient in Z, shape (N, C), of the mean over the rows of −P[n, y[n]], where P = softmax(Z). Right for
# logits up to 10⁴ in size. No differences: send a gradient through the layers.
#
# You may use your layers `SoftmaxLayer`, `PickLayer` and `MakeLoss`; then a slip up there shows down here as well. Or
# write down what they would do.
#
# For Z = [log [0.2, 0.3, 0.5]] and y = [1] it is [[0.06, −0.21, 0.15]].
#
# <details><summary>Hint 1</summary>
#
# Forward: Z → P → picked → −picked → loss. Walk back from the right: what does each station hand down?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The minus is a layer too. What does it do to a gradient from above?
#
# </details>


# %% exercise="critic_loss_gradient" points="1+2"
def critic_loss_gradient(Z, y):
    """Gradient in Z (N, C) of the mean of −softmax(Z)[n, y[n]], labels y (N,): shape (N, C)."""
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = exponentials / exponentials.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / len(y)
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))
    ### END SOLUTION


# %% check="critic_loss_gradient"
import numpy as np

from softmax_course import central_gradient, checking

with checking("critic_loss_gradient") as check:
    Z, y = check.problems[0]

    def loss(Z):
        e = np.exp(Z - Z.max(axis=1)[:, None])
        return -np.mean((e / e.sum(axis=1)[:, None])[range(len(y)), y])

    check.side_by_side(
        f"Z of shape {Z.shape}; the first two rows of dZ:",
        your_gradient=lambda: critic_loss_gradient(Z, y)[:2],
        central_differences=lambda: central_gradient(loss, Z)[:2],
    )
    check.values(critic_loss_gradient)

# %% [markdown]
# ### Predict, then run
#
# Think of the factor between the two rows of the table. An example with p_y = 0.001 is badly wrong. How long is its
# gradient without the log, compared with p − onehot?

# %%
guess_ratio = None  # your guess: the first length divided by the second

# %%
with once_works("critic_loss_gradient", "The ratio of the two lengths"):
    Z = np.log([[0.001, 0.999]])
    y = np.array([0])
    ratio = np.linalg.norm(critic_loss_gradient(Z, y)) / np.linalg.norm([0.001 - 1, 0.999])
    beside(guess_ratio, f"{ratio:.4f}", "without the log / with it:")

# %% [markdown]
# ### What the logarithm buys, and what it costs
#
# The factor is p_y: with the log, 1/p_y from the logarithm and p_y from the softmax cancel. Without it p_y stays.
#
# So a badly wrong example pulls hardest with the logarithm, and hardly at all without. Is that good? It depends on
# whether the example is wrong because the **model** is, or because the **label** is.
#
# Two trials with softmax regression on the digits, full batches, a large learning rate of 5:
#
# - a model that starts **sure and wrong**: it was trained to call every digit by the next one's name;
# - **wrong labels**: four in ten of the training labels are replaced by random ones, so that 35 % of them are wrong.
#
# The second cell below takes some seconds.

# %%
guess_sure_and_wrong = None  # which loss does better from the wrong start: "log" or "no log"?
guess_wrong_labels = None  # and which with wrong labels?
my_lr = 5.0  # change me after the first run: 1.0?


# %%
def with_log(Z, y):
    """(P − onehot) / N."""
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) / len(y)


def descend(gradient, W, X, y, steps, lr):
    """Full-batch descent: weights (D, C) -> weights (D, C)."""
    for _step in range(steps):
        W = W - lr * X.T @ gradient(X @ W, y)
    return W


with once_works("critic_loss_gradient", "Both losses in both trials"):
    (X, y), (X_test, y_test) = load_digits_split()
    rng = np.random.default_rng(0)
    noisy = np.where(rng.random(len(y)) < 0.4, rng.integers(0, 10, len(y)), y)
    start = descend(with_log, np.zeros((64, 10)), X, (y + 1) % 10, 100, my_lr)
    trials = {"sure and wrong": (start, y), "wrong labels": (np.zeros((64, 10)), noisy)}
    winners = {}
    for name, (W, labels) in trials.items():
        reached = {}
        for loss, gradient in (("log", with_log), ("no log", critic_loss_gradient)):
            trained = descend(gradient, W, X, labels, 200, my_lr)
            reached[loss] = float(((X_test @ trained).argmax(axis=1) == y_test).mean())
        winners[name] = max(reached, key=reached.get)
        print(f"{name:15} test accuracy after 200 steps:", "  ".join(f"{k} {v:.3f}" for k, v in reached.items()))
    beside(guess_sure_and_wrong, winners["sure and wrong"], "better from the wrong start:")
    beside(guess_wrong_labels, winners["wrong labels"], "better with wrong labels:")

# %% [markdown]
# ![Two panels, test accuracy against the number of steps up to 1000, with and without the log. Left, from a start that
# is sure and wrong: with the log the accuracy climbs from 0 to above 0.9 within 50 steps and ends at 0.97; without it it
# rises to a third in 200 steps and stays there. Right, with four in ten labels replaced by random ones: with the log it jumps up
# and down between 0.5 and 0.75, without it it climbs within 150 steps to above 0.9 and ends at
# 0.97.](../assets/figures/with_and_without_log.svg)
#
# With the logarithm a lost example is found again. Without it, in this trial, the wrong labels are given up and do little
# harm. Neither loss is the right one: they answer different questions.
#
# The jumps on the right are the large rate's doing as well. With lr = 1 the picture is milder, and the log is ahead for a
# long time: .92 against .64 after 100 steps, .91 against .93 after 1000. What does not pull hard is slow, too.
#
# *You will also meet* this loss as the **mean absolute error** of P: Σⱼ|pⱼ − onehotⱼ| is 2 (1 − p_y). For the loss of the
# Wasserstein GAN there is no layer with a softmax to take apart: what the framework must offer for it is `MakeLoss`.

# %% [markdown]
# ## What you have now
#
# | layer | forward | backward | from above |
# |---|---|---|---|
# | `SoftmaxOutput` | P | (P − onehot) · scale, divided by nothing, N or counted rows | ignored |
# | `LogisticRegressionOutput` | σ(x) | (σ(x) − label) · scale / outputs an example | ignored |
# | `MakeLoss` | its input | scale, everywhere | ignored |
# | `SoftmaxLayer` | P | p ∘ (g − Σ p g) | g |
# | `LogLayer` | log P | g / P | g |
# | `PickLayer` | Q[n, y[n]] | g at the label, 0 elsewhere | g |
# | `SoftmaxWithLoss` | mean of −log max(p_y, FLT_MIN) | (P − onehot)/N | here none; Caffe: `loss_weight` |
# | loss without a log | mean of −p_y | p_y (P − onehot)/N | – |
#
# **Why fuse?** Three reasons, in order of weight.
#
# 1. The factor 1/p of the log and the factor p of the softmax cancel on paper. In floating point they have to be
#    computed first, and one of them overflows.
# 2. log Σ exp can be computed without ever forming a small p.
# 3. One pass over the memory instead of three. (This we have not measured.)

# %% [markdown]
# **What it is called elsewhere**
#
# | framework | takes logits, fused | takes log-probabilities | ignores rows |
# |---|---|---|---|
# | PyTorch | `CrossEntropyLoss`, `BCEWithLogitsLoss` | `NLLLoss` after `LogSoftmax` | `ignore_index`, by default −100 |
# | TensorFlow | `sparse_softmax_cross_entropy_with_logits` | – | weights of 0 |
# | Keras | `from_logits=True` | – (probabilities with `from_logits=False`) | `ignore_class` |
# | JAX, Optax | `softmax_cross_entropy_with_integer_labels` | `jax.nn.log_softmax` and indexing | a mask of yours |
# | scikit-learn | – | – (`log_loss` takes probabilities and clips them) | `sample_weight` |
#
# With every row ignored, PyTorch's mean is 0/0 and gives nan, where `valid` here gives 0. "Logits", "scores" and
# "unnormalised log-probabilities" are the same thing.

# %% [markdown]
# **Further reading**
#
# - C. Zhang (pluskid), *Softmax vs. Softmax-Loss: Numerical Stability*: the two layers of Caffe, and why the gradient of
#   the fused one is safer.
# - The documentation of MXNet's `SoftmaxOutput` and `MakeLoss`, and of Caffe's `SoftmaxWithLoss`; all three are short.
# - D. Goldberg, *What Every Computer Scientist Should Know About Floating-Point Arithmetic* (1991): subnormal numbers,
#   and why they exist.
# - A. Ghosh, H. Kumar, P. S. Sastry, *Robust Loss Functions under Label Noise for Deep Neural Networks* (2017): the
#   loss without a log, and a proof that it tolerates random labels.
# - M. Arjovsky, S. Chintala, L. Bottou, *Wasserstein GAN* (2017): a loss without a log, and why.
#
# **What comes next.** You wrote `backward` for every layer, and the order of the calls by hand. Notebook 07 lets a
# graph remember what was computed from what, so that `gradients(loss, [W])` finds the order, and the layers, by itself.
