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
# # 03 · Cross-entropy and the vectorized gradient
#
# **Where we are.** Notebook 02 turned scores into probabilities. It ended with a promise: put a logarithm behind the
# softmax, and the gradient that reaches the scores is p − onehot, which does not die when the model is sure and wrong.
# Now the promise is kept, for one example, for a batch, and for the weights.
#
# **What you will be able to do** at the end
#
# - say what cross-entropy measures, and compute it where probabilities underflow;
# - derive p − onehot(y), and read its numbers as pushes;
# - write the gradient in the weights twice, with loops and as matrix products, prove the second index by index, and see
#   that the two agree;
# - tell a sum from a mean and ½λ from λ, in other people's code too;
# - train a classifier of handwritten digits, and look at what it has learnt;
# - write a test that finds mistakes in other people's losses.
#
# **How long.** About five hours, nine exercises, 32 points. The ends of sections 4 and 8 are good places to stop for the
# day.
#
# **What it builds on.** From notebook 01: likelihood, the mean of negative logs, central differences. From notebook 02:
# softmax, its Jacobian, the shift by the row maximum.

# %% [markdown]
# | symbol | shape | meaning |
# |---|---|---|
# | N, D, C | – | examples, features, classes |
# | `X` | (N, D) | inputs, one example a row |
# | `y` | (N,) int | labels 0 … C−1 |
# | `W`, `b` | (D, C), (C,) | weights, one column a class; bias |
# | `Z` | (N, C) | logits, also called scores: `Z = X @ W`, or `X @ W + b` |
# | `P` | (N, C) | softmax(Z): every row sums to 1 |
# | `Y` | (N, C) | the labels as one-hot rows |
# | L | number | the loss: a mean over the examples, plus `reg * sum(W**2)` |
# | `dZ`, `dW`, … | as Z, W, … | the gradient of L in Z, W, … |
# | `reg`, λ | number | how strongly large weights are penalised |
#
# Run the next cell first.

# %%
import time

import numpy as np

from softmax_course import COLOURS, beside, central_gradient, figure, once_works, show

# %% [markdown]
# ## 1 · How probable was what happened?
#
# Three days, three forecasts for sun, cloud and rain, and what the weather then was:
#
# | day | p(sun) | p(cloud) | p(rain) | it was | p of what happened | −log of that |
# |---|---|---|---|---|---|---|
# | Monday | 0.2 | 0.3 | 0.5 | cloud, y = 1 | 0.3 | 1.204 |
# | Tuesday | 0.7 | 0.2 | 0.1 | sun, y = 0 | 0.7 | 0.357 |
# | Wednesday | 0.1 | 0.1 | 0.8 | rain, y = 2 | 0.8 | 0.223 |
#
# Notebook 01 gave the reasons for the last two columns. The probability that the forecaster gave to all that happened
# is the product 0.3 · 0.7 · 0.8 = 0.168, the likelihood. Its negative logarithm is a sum, and divided by the number of
# days it is a mean: (1.204 + 0.357 + 0.223) / 3 = 0.595.
#
# Nothing has changed since then but the number of classes. One probability of each row counts: that of the label.

# %% [markdown]
# Write the label as a one-hot row, Y = [0, 1, 0] on Monday. Then −log p of what happened is
#
# $$-\sum_{k} Y_k \log P_k = -(0 \cdot \log 0.2 + 1 \cdot \log 0.3 + 0 \cdot \log 0.5) = 1.204 .$$
#
# The sum of one distribution times the log of another, with a minus, is called their **cross-entropy**, and so is this
# loss. With labels it is a long way of writing "pick one entry": the sum over the classes leaves a single term.
#
# For a batch, the loss is the mean of that over the rows:
#
# $$L = -\frac{1}{N} \sum_{n=1}^{N} \log P[n, y_n] .$$

# %% [markdown]
# ### Predict, then run
#
# Ten classes, and a model that gives all of them the same score. What is its loss, whatever the labels are?

# %%
guess_at_equal_scores = None  # your guess, to two decimals

# %%
beside(guess_at_equal_scores, f"{np.log(10):.4f} = log 10: every p is 1/10")

# %% [markdown]
# **Habit 1: with equal scores the loss is log C.** From section 4 on scores come from weights, and weights that are all
# 0 give equal scores. A training run that begins there with another loss has a mistake in it before the first step. If
# it starts at 230.26, somebody took the sum over a batch of 100.

# %% [markdown]
# ## 2 · The log belongs with the softmax
#
# Two classes, and the label is 1. The scores are [m, 0]: the wrong class leads by a **margin** of m. Then p₁ is
# 1/(1+eᵐ), and the loss is log(1+eᵐ). For a large m that is m itself: an example that is wrong by a margin of 800 costs
# 800.
#
# Now compute it in the obvious two steps, first the softmax (with the row maximum subtracted, as it should be), then
# its logarithm:

# %%
for margin in (10, 100, 700, 750, 800):
    shifted = np.array([margin, 0.0]) - margin
    p = np.exp(shifted) / np.exp(shifted).sum()
    with np.errstate(divide="ignore"):
        print(f"margin {margin}:  p of the label = {p[1]:.3g}   −log p = {-np.log(p[1]):.6g}")

# %% [markdown]
# The softmax did nothing wrong. e⁻⁸⁰⁰ is too small for float64, and 0 is as close as it can get. But −log 0 is
# infinite, and no later step can bring 800 back.
#
# Two cures are common: −log(p + 10⁻⁵), and clipping p to at least 10⁻¹². Both give finite numbers. What else do they do?
#
# ![The loss of one example against the margin by which the wrong class leads, in two panels. Left, margins from 0 to
# 1000: the true loss is a straight line through (800, 800); computed in two steps in float64 it follows the line up to
# 745 and is infinite beyond; in float32 it is infinite from 104 on. Right, margins from 0 to 50: with 1e-5 added to p
# the loss leaves the line at about 10 and stays at 11.5, with p clipped at 1e-12 it stays at
# 27.6.](../assets/figures/margin.svg)
#
# The patched losses are flat, the clipped one from a margin of 27.6 on, the other nearly so from 15 on. Where a loss is
# flat its gradient is 0: the examples that are most wrong no longer count.

# %% [markdown]
# The cure is to go from the scores to the loss without passing through p. Take the logarithm on paper:
#
# $$-\log p_t = -\log \frac{e^{z_t}}{\sum_k e^{z_k}} = \log \sum_k e^{z_k} - z_t .$$
#
# The first term is called **log-sum-exp**. It overflows as it stands, and the shift of notebook 02 helps. With
# $z_{\max}$ the largest score of the row,
#
# $$\log \sum_k e^{z_k} = z_{\max} + \log \sum_k e^{z_k - z_{\max}} .$$
#
# The largest term of the new sum is e⁰ = 1, so the sum lies between 1 and C, and its logarithm is an ordinary number.

# %% [markdown]
# ### Predict, then run
#
# One thing about NumPy before you write it. A function is handed the caller's own array. What is in `scores` after these
# three lines?
#
# ```python
# scores = np.array([3.0, 5.0])
# shifted = scores
# shifted -= 5
# ```

# %%
guess_scores = None  # your guess: two numbers

# %%
scores = np.array([3.0, 5.0])
shifted = scores
shifted -= 5
beside(guess_scores, scores)

# %% [markdown]
# `shifted = scores` makes no second array. It gives the one array a second name, and `-=` writes into it. `scores - 5`
# would have been a new array. The exercises ask that Z stays as it was, since the caller may still need it.

# %% [markdown]
# ### Exercise: `cross_entropy(Z, y)` (1 + 2 points)
#
# Z has shape (N, C) and holds scores, y has shape (N,) and holds labels 0 … C−1. Return one number: the mean over the
# rows of −log softmax(Z)[n, y[n]]. It has to be right for margins up to 10⁴, and to leave Z as it was.
#
# For Z = log [[2, 3, 5], [7, 2, 1], [1, 1, 8]] and y = [1, 0, 2] it is 0.5946, the three days above. For Z = [[800, 0]]
# and y = [1] it is 800.
#
# <details><summary>Hint 1</summary>
#
# The formula has two terms for each row. Which one needs the maximum of the row, and where does that maximum come back?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Take one and the same number off all scores of a row. What happens to each of the two terms, and what to their
# difference?
#
# </details>
# <details><summary>Hint 3</summary>
#
# One entry a row, a different column each time: indexing with two integer arrays of length N, `A[rows, columns]`, picks
# N entries. `A[:, y]` picks N whole columns.
#
# </details>


# %% exercise="cross_entropy" points="1+2"
def cross_entropy(Z, y):
    """Mean of -log softmax(Z)[n, y[n]] over the rows: Z (N, C), y (N,) int -> float."""
    ### BEGIN SOLUTION
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_sum_exp = np.log(np.exp(shifted).sum(axis=1))
    return np.mean(log_sum_exp - shifted[np.arange(len(y)), y])
    ### END SOLUTION


# %% check="cross_entropy"
import numpy as np

from softmax_course import checking

with checking("cross_entropy") as check:
    check.side_by_side(
        "The three days:",
        yours=lambda: cross_entropy(np.log([[2, 3, 5], [7, 2, 1], [1, 1, 8]]), np.array([1, 0, 2])),
        expected=lambda: -np.log([0.3, 0.7, 0.8]).mean(),
    )
    check.side_by_side(
        "One example that is wrong by a margin of 800:",
        yours=lambda: cross_entropy(np.array([[800.0, 0.0]]), np.array([1])),
        expected=lambda: 800,
    )
    check.values(cross_entropy)

# %% [markdown]
# ## 3 · p minus one-hot
#
# Back to Monday: p = [0.2, 0.3, 0.5], and it was cloud, t = 1. The loss is −log p₁. How does it change with each score?
#
# The chain rule, with what we have. The loss depends on the scores through p₁ alone. Its slope in p₁ is −1/p₁ = −3.333.
# And how p₁ depends on the scores is row 1 of the Jacobian of notebook 02, p₁(δ₁ⱼ − pⱼ):
#
# | logit | z₀ | z₁ | z₂ |
# |---|---|---|---|
# | ∂p₁/∂zⱼ | −0.3 · 0.2 = −0.06 | 0.3 · 0.7 = 0.21 | −0.3 · 0.5 = −0.15 |
# | times −1/0.3 | **0.2** | **−0.7** | **0.5** |
#
# The numbers of p, except that 1 is taken off at the label.

# %% [markdown]
# That is general. The 0.3 of the Jacobian cancels the 1/0.3 of the logarithm, whatever it is:
#
# $$\frac{\partial L}{\partial z_j} = -\frac{1}{p_t} \, p_t (\delta_{tj} - p_j) = p_j - \delta_{tj} .$$
#
# As a vector: **p − onehot(t)**. The cancelling is what keeps this gradient alive. The Jacobian may be nearly 0,
# because p_t is; the logarithm divides by the same p_t.
#
# ![Bars for the classes sun, cloud and rain. Left, the probabilities 0.2, 0.3 and 0.5, and the one-hot label, 1 at
# cloud. Right, their difference 0.2, −0.7 and 0.5: the gradient pushes the scores of sun and rain down and that of
# cloud up, and the three numbers sum to zero.](../assets/figures/push_and_pull.svg)
#
# **How to read it.** Raise the score of sun a little, and the loss rises at the rate 0.2. Raise the score of cloud, and
# it falls at the rate 0.7. Descent goes against the gradient, so cloud is pushed up by 0.7 and the other two down, rain
# more than sun because it was given more. The pushes sum to 0.

# %% [markdown]
# ### Exercise: `cross_entropy_derivation` (1 + 1 points)
#
# Write the derivation as code. Every line is a function of the same inputs, z of shape (C,) and the label t, and
# returns the gradient in z of −log softmax(z)[t], of shape (C,). The first line is given: it measures. Yours are
#
# 2. `by_the_chain_rule`: the slope of the loss in p, times the Jacobian of softmax, nothing cancelled;
# 3. `in_two_cases`: after cancelling, one rule for j = t and one for j ≠ t;
# 4. `p_minus_one_hot`: both cases in one.
#
# The check evaluates every line at random points and names the first that is not equal to the one before. You may put
# further lines in between, and then change the list. The last line has to be right to ten digits, which no difference
# is.
#
# For z = log [2, 3, 5] and t = 1 every line gives [0.2, −0.7, 0.5].
#
# <details><summary>Hint 1</summary>
#
# Line 2: the slope of the loss in p is a vector with one entry that is not 0. Times the Jacobian, a matrix: `slope @ J`
# sums over the outputs pᵢ, which are the rows of J.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Line 3: in the formula with δ, put 1 for δ at j = t, and 0 elsewhere. What is left of each?
#
# </details>


# %% exercise="cross_entropy_derivation" points="1+1"
def measured(z, t, h=1e-5):
    """Line 1, given: central differences of -log(e^z_t / sum of e^z), written from its definition."""

    def loss(z):
        return -np.log(np.exp(z[t]) / np.exp(z).sum())

    return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])


def by_the_chain_rule(z, t):
    """Line 2: (slope of the loss in p) times (Jacobian of p in z)."""
    ### BEGIN SOLUTION
    p = np.exp(z) / np.exp(z).sum()
    slope = np.zeros(len(z))
    slope[t] = -1 / p[t]
    jacobian = np.diag(p) - np.outer(p, p)
    return slope @ jacobian
    ### END SOLUTION


def in_two_cases(z, t):
    """Line 3: one rule for entry t, one for all the others."""
    ### BEGIN SOLUTION
    p = np.exp(z) / np.exp(z).sum()
    return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])
    ### END SOLUTION


def p_minus_one_hot(z, t):
    """Line 4: the difference of two vectors."""
    ### BEGIN SOLUTION
    p = np.exp(z) / np.exp(z).sum()
    return p - np.eye(len(z))[t]
    ### END SOLUTION


cross_entropy_derivation = [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]

# %% check="cross_entropy_derivation"
from functools import partial

import numpy as np

from softmax_course import checking

with checking("cross_entropy_derivation") as check:
    for number, line in enumerate(check.functions(cross_entropy_derivation), start=1):
        check.side_by_side(
            f"line {number} at z = log [2, 3, 5], t = 1",
            yours=partial(line, np.log([2, 3, 5]), 1),
            expected=lambda: [0.2, -0.7, 0.5],
        )
    check.derivation(cross_entropy_derivation)

# %% [markdown]
# ### Find the mistake: three sentences
#
# You will meet sentences like these in blog posts and lecture notes about softmax. Decide before you open the answers.
# In the second, `dscores` is a name that much code gives to ∂L/∂z, one row an example.
#
# 1. "The gradient is the target distribution minus the predicted one."
# 2. "dscores is a partial derivative and not a difference."
# 3. "Gradient descent is easy here: take 1 off p at the target class, and leave the others."
#
# <details><summary>Answers</summary>
#
# 1. The sign is the other way: predicted minus target. Target minus predicted is the direction of the *step*.
# 2. It is both. It is the partial derivative of the loss in the scores, and it is a difference, p − onehot, in value.
# 3. That describes how to compute the gradient from p. The descent moves the weights, by a small multiple of what this
#    gradient becomes further down, and in the opposite direction. No p is ever changed directly.
#
# </details>

# %% [markdown]
# ### A whole batch
#
# The loss is a mean over N rows. Row n of Z enters only term n of it, with the factor 1/N. So row n of the gradient is
# (pₙ − onehot(yₙ)) / N, and for the batch
#
# $$\frac{\partial L}{\partial Z} = \frac{P - Y}{N}, \qquad \text{of shape } (N, C) .$$
#
# ### Predict, then run
#
# Three examples, all with label 1. The forecasts are [0.98, 0.01, 0.01], [0.2, 0.3, 0.5] and [0.01, 0.98, 0.01]. Rank
# them by the length of their row of the gradient. How many times as long is the longest as the shortest?

# %%
guess_ratio = None  # your guess: longest row divided by shortest row

# %%
forecasts = np.array([[0.98, 0.01, 0.01], [0.2, 0.3, 0.5], [0.01, 0.98, 0.01]])
lengths = np.linalg.norm((forecasts - np.array([0, 1, 0])) / 3, axis=1)
beside(
    guess_ratio,
    f"lengths {lengths.round(3)}, so {lengths.max() / lengths.min():.0f} times: what is right already hardly pushes",
)

# %% [markdown]
# ### Exercise: `cross_entropy_gradient(Z, y)` (1 + 2 points)
#
# Return the gradient of `cross_entropy(Z, y)` in Z, an array of shape (N, C), from the formula and without differences.
# Right for margins up to 10⁴, and Z stays as it was.
#
# For Z = log [[2, 3, 5], [7, 2, 1]] and y = [1, 0] it is [[0.1, −0.35, 0.25], [−0.15, 0.1, 0.05]].
#
# <details><summary>Hint 1</summary>
#
# P needs the shift by the row maximum, as in notebook 02. How many entries of P have to change, and which?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `P[:, y] -= 1` changes whole columns. What does `P[rows, y] -= 1` change, with rows = 0 … N−1?
#
# </details>


# %% exercise="cross_entropy_gradient" points="1+2"
def cross_entropy_gradient(Z, y):
    """Gradient of the mean cross-entropy in the scores: Z (N, C), y (N,) int -> (N, C)."""
    ### BEGIN SOLUTION
    N = len(y)
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = exponentials / exponentials.sum(axis=1, keepdims=True)
    dZ[np.arange(N), y] -= 1
    return dZ / N
    ### END SOLUTION


# %% check="cross_entropy_gradient"
import numpy as np

from softmax_course import central_gradient, checking

with checking("cross_entropy_gradient") as check:
    Z, y = check.problems[0]  # copies, at each asking new ones
    check.side_by_side(
        f"A random problem with N, C = {Z.shape}; the first two rows:",
        own="cross_entropy",
        your_gradient=lambda: cross_entropy_gradient(*check.problems[0])[:2],
        central_differences=lambda: central_gradient(cross_entropy, Z, y)[:2],
    )
    check.values(cross_entropy_gradient)
    largest_row_sum = np.abs(np.sum(cross_entropy_gradient(Z, y), axis=1)).max()
    check.say(f"Every row of dZ sums to 0, to within {largest_row_sum:.0e}.")

# %% [markdown]
# **Habit 2: the rows of dZ sum to 0.** Probability is moved and never made, so a row of P and a row of Y have the same
# sum.
#
# ### Find the mistake: a loss that turns into nan
#
# You will meet lines like these three. P is right, of shape (N, C), and holds the probabilities:
#
# ```python
# dZ = P
# dZ[np.arange(N), y] -= 1
# dZ /= N
# ```
#
# The gradient comes out right. Then somebody adds a line below: `loss = -np.log(P[np.arange(N), y]).mean()`. Does the
# next cell print 0.595, or something else? Repair it, so that it prints 0.595.

# %%
days = np.array([[0.2, 0.3, 0.5], [0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])  # the three days of section 1
weather = np.array([1, 0, 2])

pushes = days
pushes[np.arange(3), weather] -= 1
pushes /= 3

with np.errstate(invalid="ignore"):
    print("loss =", -np.log(days[np.arange(3), weather]).mean())

# %% [markdown]
# <details><summary>What happened, and the repair</summary>
#
# It is the second name of section 2 again: `pushes = days` makes no second array, and `-= 1` works on both. The entry of
# the label was 0.3 and is now −0.7 / 3, and the logarithm of a negative number is nan. `pushes = days.copy()` repairs
# it. So does computing the loss first, until somebody moves a line. A difference such as `days -
# labels_as_rows` is a new array, and cannot go wrong like this.
#
# </details>

# %% [markdown]
# ## 4 · A price on large weights
#
# From here on the scores come from weights: `Z = X @ W`, with W of shape (D, C). Column k of W holds the weights of
# class k. This model is called **softmax regression**.
#
# When the classes can be told apart without error, making W larger makes the loss smaller, for ever. A **penalty** puts
# a price on it. Ours is λ times the sum of all squared weights, in code `reg * (W**2).sum()`, and the loss is
#
# $$L(W) = \text{mean cross-entropy} + \lambda \sum_{d,k} W_{dk}^2 .$$
#
# An example: W = [[1, −2], [0, 3]] and λ = 0.1. The squares sum to 14, so the penalty is 1.4. Its slope in the entry 3
# is 2 · 0.1 · 3 = 0.6, since the square w² has the slope 2w. For all entries at once the gradient of the penalty is
# 2λW.

# %% [markdown]
# **The 2 goes missing easily,** because there are two conventions:
#
# | convention | in the loss | in the gradient |
# |---|---|---|
# | this course | λ Σ W² | 2λW |
# | many others | ½λ Σ W² | λW |
#
# Each row fits together: the ½ is there to make the gradient shorter, and a λ of 0.02 beside a ½ is our λ = 0.01. What
# is wrong is to mix the rows, the loss of one with the gradient of the other. Then the steps belong to another loss than
# the one that is reported.
#
# ### Predict, then run
#
# One weight w, and the loss log(1 + e⁻ʷ) + λw² with λ = 0.1. Somebody steps with λw where 2λw belongs. Sixty steps, from
# w = 0: does the reported loss fall all the way?

# %%
guess_falls = None  # your guess: "yes", or what it does instead

# %%
w, reported = 0.0, []
for _step in range(60):
    reported.append(np.log(1 + np.exp(-w)) + 0.1 * w**2)
    w = w - 0.5 * (-1 / (1 + np.exp(w)) + 0.1 * w)  # the 2 is missing
lowest = int(np.argmin(reported))
print("loss:", ",  ".join(f"{reported[t]:.4f} at step {t}" for t in (0, lowest, 20, 59)), f"  at last w = {w:.2f}")
beside(guess_falls, f"no: it falls to {reported[lowest]:.4f}, and then rises to {reported[-1]:.4f}")

# %% [markdown]
# The steps go downhill on log(1 + e⁻ʷ) + ½λw², whose lowest point is at w = 1.63. That of the reported loss is at 1.18,
# and the descent walks past it. The difference is small, and training goes on more or less well: so it is rarely noticed.

# %% [markdown]
# The penalty is no part of the mean: it is not divided by N. A bias b would not be penalised, as it does not decide how
# steeply the scores react to the inputs. In this notebook there is no bias until section 7.

# %% [markdown]
# ## 5 · From scores to weights, one number at a time
#
# One example, x = [1, 2], with scores z = x @ W. The weight W[d, k] multiplies x_d and is added to z_k, and to no other
# score. So ∂z_k/∂W[d, k] = x_d, and the chain rule has a single path:
#
# $$\frac{\partial L}{\partial W_{dk}} = x_d \, \frac{\partial L}{\partial z_k} = x_d \, (p_k - \delta_{k t}) .$$
#
# With Monday's p − onehot = [0.2, −0.7, 0.5] that is a table, one row a feature, one column a class:
#
# | class | sun | cloud | rain |
# |---|---|---|---|
# | x₀ = 1 | 0.2 | −0.7 | 0.5 |
# | x₁ = 2 | 0.4 | −1.4 | 1.0 |
#
# A feature that is twice as large moves its weights twice as far. A feature that is 0 leaves its weights alone.

# %% [markdown]
# A second example, x = [3, −1], with Tuesday's p − onehot = [−0.3, 0.2, 0.1], has a table of its own:
#
# | class | sun | cloud | rain |
# |---|---|---|---|
# | x₀ = 3 | −0.9 | 0.6 | 0.3 |
# | x₁ = −1 | 0.3 | −0.2 | −0.1 |
#
# The loss is the mean of the two, and so is its gradient: add the tables entry by entry, divide by 2.
#
# | dW | sun | cloud | rain |
# |---|---|---|---|
# | feature 0 | −0.35 | −0.05 | 0.40 |
# | feature 1 | 0.35 | −0.80 | 0.45 |
#
# That is already the whole algorithm: for every example, for every class, for every feature, add x_d (p_k − δ) to an
# entry.

# %% [markdown]
# ### Exercise: `softmax_loss_naive(W, X, y, reg)` (1 + 2 points)
#
# Return two things, `loss` and `dW`: the mean cross-entropy of the scores X @ W plus `reg * (W**2).sum()`, a number,
# and its gradient in W, of shape (D, C). W has shape (D, C), X (N, D), y (N,). Right for scores up to 10⁴ in size. The
# arguments stay as they were.
#
# Write it with explicit loops over examples, classes and features, as one would by hand. (It is judged by its numbers.)
#
# With X = [[1, 2], [3, −1]], y = [1, 0], W = 0 of shape (2, 3) and reg = 0: the loss is log 3 = 1.0986, and dW is
# [[−0.8333, 0.1667, 0.6667], [0.6667, −0.8333, 0.1667]]. With W = [[1, 0, −1], [0, 1, 0]] and reg = 0.1: the loss is
# 0.4848, of which 0.3 is the penalty.
#
# <details><summary>Hint 1</summary>
#
# For one example: compute its C scores, their maximum, the C exponentials, their sum. Both the loss and p follow.
#
# </details>
# <details><summary>Hint 2</summary>
#
# dW starts as zeros. Which line adds to `dW[d, k]`, and what is δ in Python?
#
# </details>
# <details><summary>Hint 3</summary>
#
# What happens once at the end, after all examples: which sums are divided by N, and which are not?
#
# </details>


# %% exercise="softmax_loss_naive" points="1+2"
def softmax_loss_naive(W, X, y, reg):
    """Softmax loss and gradient with loops: W (D, C), X (N, D), y (N,) int, reg float -> loss, dW (D, C)."""
    ### BEGIN SOLUTION
    N, D = X.shape
    C = W.shape[1]
    loss, dW = 0.0, np.zeros((D, C))
    for n in range(N):
        z = [sum(X[n, d] * W[d, k] for d in range(D)) for k in range(C)]
        largest = max(z)
        exponentials = [np.exp(z_k - largest) for z_k in z]
        total = sum(exponentials)
        loss += (np.log(total) + largest - z[y[n]]) / N
        for k in range(C):
            dz = exponentials[k] / total - (k == y[n])
            for d in range(D):
                dW[d, k] += X[n, d] * dz / N
    for d in range(D):
        for k in range(C):
            loss += reg * W[d, k] ** 2
            dW[d, k] += 2 * reg * W[d, k]
    return loss, dW
    ### END SOLUTION


# %% check="softmax_loss_naive"
import numpy as np

from softmax_course import central_gradient, checking

with checking("softmax_loss_naive") as check:
    W, X, y, reg = check.problems[0]  # copies, at each asking new ones
    check.side_by_side(
        f"N, D = {X.shape}, C = {W.shape[1]}, reg = {reg}; the first two rows of dW:",
        own="loss",
        your_gradient=lambda: softmax_loss_naive(*check.problems[0])[1][:2],
        central_differences=lambda: central_gradient(softmax_loss_naive, W, X, y, reg, part=0)[:2],
    )
    check.side_by_side(
        "Your loss at zero weights, and log 3:",
        yours=lambda: softmax_loss_naive(0 * W, X, y, reg)[0],
        log_3=lambda: np.log(3),
    )
    check.values(softmax_loss_naive)

# %% [markdown]
# **Habit 3: compare with central differences at random weights that are not zero, with a penalty that is not zero, and
# with N, D and C all different.** Each of these three conditions has a mistake that hides without it. At W = 0 the
# penalty and its gradient are 0, right or wrong. With reg = 0 they are 0 everywhere. What equal sizes hide comes next.

# %% [markdown]
# ## 6 · All numbers at once
#
# Now the loops become matrix products. One can guess which product, by asking what fits. Here is the proof first.
#
# **Index by index.** Write dZ = (P − Y)/N, with entries dZ[n, k]. The score Z[n, k] is Σ_d X[n, d] W[d, k]. The weight
# W[d, k] occurs in it for every n, always multiplied by X[n, d]. So the paths from W[d, k] to the loss are the N scores
# Z[0, k] … Z[N−1, k], and the chain rule adds them up:
#
# $$dW[d, k] = \sum_{n} X[n, d] \; dZ[n, k] .$$
#
# Compare with what a matrix product does: (A B)[d, k] = Σₙ A[d, n] B[n, k]. The summed index stands *second* in A and
# *first* in B. Ours, n, stands first in X. Transposing X puts it second: Xᵀ[d, n] = X[n, d]. So
#
# $$dW = X^{\mathsf T} dZ = X^{\mathsf T} (P - Y) / N .$$
#
# With the penalty, 2λW is added.

# %% [markdown]
# The sum over n can be seen. Its term n is a table of all products of row n of X with row n of dZ: the tables of section
# 5, each divided by N = 2, since dZ is.
#
# ![Two tables of products are added. On the left, row 0 of X, 1 and 2, stands as a column beside row 0 of dZ, 0.1,
# −0.35 and 0.25, and the table between them holds their six products. On the right the same for row 1, with 3 and −1,
# and −0.15, 0.1 and 0.05. The sum of the two tables is dW, with rows −0.35, −0.05, 0.4 and 0.35, −0.8, 0.45: the matrix
# product of X transposed and dZ.](../assets/figures/outer_products.svg)
#
# ### Matching dimensions: a check, not a proof
#
# "X is (N, D), dZ is (N, C), dW has to be (D, C), so it must be XᵀdZ." As a way to remember a formula this is fine. As
# an argument it rests on N, D and C being different.
#
# Take N = D = C = 3. There are eight ways to multiply X or Xᵀ with dZ or dZᵀ, in either order, and all eight have the
# shape of W. How many are right?

# %%
guess_right = None  # your guess: a number from 0 to 8

# %%
with once_works("cross_entropy_gradient", "the table of the eight products"):
    rng = np.random.default_rng(3)
    X_cube, W_cube, y_cube = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), np.array([2, 0, 2])
    dZ_cube = cross_entropy_gradient(X_cube @ W_cube, y_cube)
    true_dW = central_gradient(lambda W: cross_entropy(X_cube @ W, y_cube), W_cube)
    factors = {"X": X_cube, "X.T": X_cube.T, "dZ": dZ_cube, "dZ.T": dZ_cube.T}
    gaps = []
    for left, right in [(a, b) for a in factors for b in factors if a[0] != b[0]]:
        product = factors[left] @ factors[right]
        gaps.append(np.abs(product - true_dW).max())
        print(f"{left:>4} @ {right:4}  shape {product.shape}   largest gap to the differences {gaps[-1]:.0e}")
    beside(guess_right, f"{sum(gap < 1e-8 for gap in gaps)} of {len(gaps)}")

# %% [markdown]
# All eight fit and one is right. So: **test a gradient with sizes that are all different**, where a wrong product
# cannot even be formed. And when a derivation says "by dimensions", do the indices once.

# %% [markdown]
# ### Exercise: `softmax_loss_vectorized(W, X, y, reg)` (2 + 4 points)
#
# The same two results as `softmax_loss_naive`, with no Python loop over N, D or C. The check counts the lines and calls
# that are executed: their number must not grow with any of the three. Right for scores up to 10⁴ in size; the arguments stay as they were.
#
# The four points of the grade are given in parts: the loss, the gradient, the penalty, and scores far out without
# loops.
#
# The examples of `softmax_loss_naive` hold here too.
#
# <details><summary>Hint 1</summary>
#
# You have written nearly all of it: section 2 goes from Z to the loss, section 3 from Z to dZ. What comes before, and
# what after?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The shifted scores and their exponentials serve both the loss and the gradient. Compute them once, and take care that
# the one does not spoil the other.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A list comprehension is a loop. So are `map`, `np.vectorize` and the `sum` of Python, which take one entry after the
# other (the check does not see all of these, the clock of the next section does). What does a sum over the examples look
# like as a product?
#
# </details>


# %% exercise="softmax_loss_vectorized" points="2+4"
def softmax_loss_vectorized(W, X, y, reg):
    """Softmax loss and gradient without loops: W (D, C), X (N, D), y (N,) int, reg float -> loss, dW (D, C)."""
    ### BEGIN SOLUTION
    N = len(y)
    rows = np.arange(N)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    sums = exponentials.sum(axis=1, keepdims=True)

    data_loss = np.mean(np.log(sums[:, 0]) - shifted[rows, y])
    dZ = exponentials / sums
    dZ[rows, y] -= 1
    dZ /= N

    loss = data_loss + reg * np.sum(W**2)
    dW = X.T @ dZ + 2 * reg * W
    return loss, dW
    ### END SOLUTION


# %% check="softmax_loss_vectorized"
from softmax_course import central_gradient, checking
from softmax_course.problems.vectorized_gradient import growing_sizes

with checking("softmax_loss_vectorized") as check:
    W, X, y, reg = check.problems[0]  # copies, at each asking new ones
    check.side_by_side(
        f"N, D = {X.shape}, C = {W.shape[1]}, reg = {reg}; the first two rows of dW:",
        own="loss",
        your_gradient=lambda: softmax_loss_vectorized(*check.problems[0])[1][:2],
        central_differences=lambda: central_gradient(softmax_loss_vectorized, W, X, y, reg, part=0)[:2],
    )
    check.values(softmax_loss_vectorized)
    for small, large, size in growing_sizes(seed=0):
        check.no_growth(softmax_loss_vectorized, small, large, size)
    check.say("The lines and calls that it executes do not grow with N, D or C.")

# %% [markdown]
# **Do the two agree?** They should, to rounding: one adds the products in another order than the other. This is a check
# that you can always make for yourself, when a slow version is easy to trust and a fast one is not.

# %%
rng = np.random.default_rng(6)
both = [
    (rng.normal(size=(D, C)), rng.normal(size=(N, D)), rng.integers(0, C, N), 0.1)
    for N, D, C in ((7, 5, 3), (20, 4, 6), (50, 10, 2))
]
with once_works("softmax_loss_naive", "how far apart your two versions are"):
    by_loops = [softmax_loss_naive(*problem) for problem in both]
    with once_works("softmax_loss_vectorized", "how far apart your two versions are"):
        for problem, (loss, dW) in zip(both, by_loops, strict=True):
            fast_loss, fast_dW = softmax_loss_vectorized(*problem)
            print(f"W {problem[0].shape}, X {problem[1].shape}: ", end="")
            print(f"losses {abs(loss - fast_loss):.0e} apart, gradients {np.abs(np.subtract(dW, fast_dW)).max():.0e}")

# %% [markdown]
# ### Predict, then run
#
# N = 1000 examples, D = 20 features, C = 5 classes. How many times as long does the naive version take as the
# vectorized one?

# %%
guess_speed = None  # your guess: a factor


# %%
def seconds(f, *args, at_least=0.02):
    """Time of one call of f, from as many calls as fit into a moment."""
    calls, start = 0, time.perf_counter()
    while calls == 0 or time.perf_counter() - start < at_least:
        f(*args)
        calls += 1
    return (time.perf_counter() - start) / calls


sizes, times = [10, 30, 100, 300, 1000], {}
rng = np.random.default_rng(0)
races = [(rng.normal(size=(20, 5)), rng.normal(size=(N, 20)), rng.integers(0, 5, N), 0.1) for N in sizes]

with once_works("softmax_loss_naive", "the naive side of the race"):
    times["naive"] = [seconds(softmax_loss_naive, *race) for race in races]

with once_works("softmax_loss_vectorized", "the vectorized side of the race"):
    softmax_loss_vectorized(*races[0])  # once without the clock
    times["vectorized"] = [seconds(softmax_loss_vectorized, *race) for race in races]

if len(times) == 2:
    picture, axis = figure(figsize=(7, 3.6))
    for (label, values), marker, colour in zip(times.items(), "so", ("vermilion", "blue"), strict=True):
        axis.loglog(sizes, np.multiply(values, 1000), marker=marker, color=COLOURS[colour], label=label)
    axis.set(xlabel="examples N (D = 20, C = 5)", ylabel="milliseconds a call")
    axis.legend()
    show(
        picture,
        alt="Time of one call against N, both axes logarithmic. The naive version grows in proportion to N. The "
        "vectorized one lies far below it, flat at first and then rising slowly.",
    )
    beside(guess_speed, f"about {times['naive'][-1] / times['vectorized'][-1]:.0f} times, on this machine, this time")

# %% [markdown]
# Both do the same multiplications. The naive version pays Python's price for each of them, the vectorized one pays it
# once per array. That is why its curve is flat on the left: with few examples nearly all of its time is that fixed
# price.

# %% [markdown]
# ## 7 · Backward through Z = XW + b
#
# The step from dZ to dW did not use that dZ came from a cross-entropy. It holds for **any** dZ, whatever comes after Z.
# That makes the line Z = XW + b a building block: given the gradient in its output, it can tell the gradient in each of
# its inputs. The networks of the next notebook are stacks of such blocks.
#
# Three inputs, three questions: which entries of Z does an entry reach, and with which factor?
#
# | entry | reaches | with the factor | so its gradient is |
# |---|---|---|---|
# | W[d, k] | Z[n, k] for all n | X[n, d] | Σₙ X[n, d] dZ[n, k] |
# | X[n, d] | Z[n, k] for all k | W[d, k] | Σₖ dZ[n, k] W[d, k] |
# | b[k] | Z[n, k] for all n | 1 | Σₙ dZ[n, k] |
#
# The bias is added to every row, so it collects from every row. One entry is used N times, and its gradient is a sum of
# N.

# %% [markdown]
# ### Exercise: `linear_backward(dZ, X, W)` (1 + 2 points)
#
# dZ has shape (N, C), X (N, D), W (D, C). Return three arrays, `dX`, `dW` and `db`, of shapes (N, D), (D, C) and (C,).
# There is no penalty here, and dZ has been divided by N already, if it had to be: nothing is divided again.
#
# With X = [[1, 2], [3, −1]], W = [[1, 0, −1], [2, 1, 0]] and dZ = [[0.2, −0.7, 0.5], [−0.3, 0.2, 0.1]]:
# dX = [[−0.3, −0.3], [−0.4, −0.4]], dW = [[−0.7, −0.1, 0.8], [0.7, −1.6, 0.9]], db = [−0.1, −0.5, 0.6].
#
# <details><summary>Hint 1</summary>
#
# Do for dX what section 6 did for dW: over which index is summed, and in which place does it stand in each factor?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Why has db the shape (C,) and not (1, C)? A gradient has the shape of what it is the gradient of.
#
# </details>


# %% exercise="linear_backward" points="1+2"
def linear_backward(dZ, X, W):
    """Gradients through Z = X @ W + b: dZ (N, C), X (N, D), W (D, C) -> dX (N, D), dW (D, C), db (C,)."""
    ### BEGIN SOLUTION
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db
    ### END SOLUTION


# %% check="linear_backward"
from functools import partial

import numpy as np

from softmax_course import central_gradient, checking

with checking("linear_backward") as check:
    X, W = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
    b, dZ = np.zeros(3), np.array([[0.2, -0.7, 0.5], [-0.3, 0.2, 0.1]])

    def yours(place):
        return linear_backward(dZ.copy(), X.copy(), W.copy())[place]

    def measured_gradient(place):
        def passed_on(X, W, b):  # a number whose gradient in Z is dZ
            return (dZ * (X @ W + b)).sum()

        return central_gradient(passed_on, X, W, b, wrt=place)

    for place, name in enumerate(("dX", "dW", "db")):
        check.side_by_side(
            f"{name} of the example:",
            yours=partial(yours, place),
            measured=partial(measured_gradient, place),
        )
    check.values(linear_backward)

# %% [markdown]
# ## 8 · A sum, a mean, and the learning rate
#
# A set of lecture notes trains the same model twice, on batches of 100. The version in NumPy takes the step
#
# ```python
# W -= 0.5 / 100 * (X.T @ (P - Y))
# ```
#
# The version in TensorFlow takes the mean of the losses, and a learning rate of 0.5. Two rates that differ by a factor
# of 100. A mistake?
#
# The first gradient is not divided by 100: it belongs to the *sum* of the 100 losses. How long is the gradient of a sum
# beside that of the mean? And what has the rate to do, for the step to be the same?

# %% [markdown]
# ### Exercise: `equivalent_learning_rate(lr, batch_size)` (1 point)
#
# `lr` is a learning rate that is used with the mean loss over batches of `batch_size` examples. Return the rate that
# gives the same steps with the summed loss. There is no penalty.
#
# <details><summary>Hint 1</summary>
#
# Two losses, 1 and 3: their sum is 4, their mean 2. Which of the two has the larger gradient, and how many times?
#
# </details>


# %% exercise="equivalent_learning_rate" points="1+0"
def equivalent_learning_rate(lr, batch_size):
    """Rate for the summed loss that gives the steps which lr gives with the mean: float, int -> float."""
    ### BEGIN SOLUTION
    return lr / batch_size
    ### END SOLUTION


# %% check="equivalent_learning_rate"
from softmax_course import checking

with checking("equivalent_learning_rate") as check:
    check.values(equivalent_learning_rate)

# %% [markdown]
# So it was no mistake: a sum of 100 losses has 100 times the gradient of their mean, and 0.5/100 times the one is 0.5
# times the other. The two programs take the same steps. Seen the other way: if you take a rate from a paper that sums,
# and your loss is a mean, your training will look frozen.
#
# ### Predict, then run
#
# Is that still so with a penalty? Compare two descents of ten steps. One is on mean + λΣW² with the rate 0.5, the other
# on sum + λΣW², with the same λ and the rate 0.5/100. Do they arrive at the same weights?

# %%
guess_same_weights = None  # your guess: "yes" or "no"

# %%
with once_works("softmax_loss_vectorized", "the two descents, without and with a penalty"):
    rng = np.random.default_rng(8)
    X_hundred, y_hundred = rng.normal(size=(100, 6)), rng.integers(0, 4, 100)
    for lam, lam_for_sum in ((0.0, 0.0), (0.05, 0.05), (0.05, 100 * 0.05)):
        W_mean, W_sum = np.zeros((6, 4)), np.zeros((6, 4))
        for _step in range(10):
            W_mean = W_mean - 0.5 * softmax_loss_vectorized(W_mean, X_hundred, y_hundred, lam)[1]
            gradient_of_sum = 100 * softmax_loss_vectorized(W_sum, X_hundred, y_hundred, 0.0)[1]
            W_sum = W_sum - 0.5 / 100 * (gradient_of_sum + 2 * lam_for_sum * W_sum)
        gap = np.abs(W_mean - W_sum).max()
        print(f"λ = {lam} beside the mean, {lam_for_sum} beside the sum: largest gap between the weights {gap:.0e}")
    beside(guess_same_weights, "no: only without a penalty, or when λ is multiplied by 100 as well")

# %% [markdown]
# The penalty is not summed over the examples. Beside a sum of 100 losses the same λ weighs a hundredth of what it
# weighs beside their mean. When you carry settings over from elsewhere, carry the pair (rate, λ), and ask of both what
# stands beside them.

# %% [markdown]
# ## 9 · Ten digits
#
# Everything is ready for real data: 1 797 handwritten digits, each an image of 8 × 8 pixels, flattened to a row of 64
# numbers between 0 and 1. 1 437 of them are for training, and 360 are held back.

# %%
from softmax_course.data import load_digits_split

(X_train, y_train), (X_test, y_test) = load_digits_split()
print("X_train", X_train.shape, "  y_train", y_train.shape, "  X_test", X_test.shape)

picture, axes = figure(1, 10, figsize=(9, 1.4))
for axis, pixels, label in zip(axes, X_train, y_train, strict=False):
    axis.imshow(pixels.reshape(8, 8), cmap="Greys", vmin=0, vmax=1)
    axis.set_title(label)
    axis.set_axis_off()
show(
    picture,
    alt=f"The first ten training images, coarse handwritten digits labelled {', '.join(map(str, y_train[:10]))}.",
)

# %% [markdown]
# **Minibatches.** The gradient of the mean over all 1 437 examples can be estimated from a few of them: draw 100 at
# random, and take the mean over those. The estimate is noisy, on average right, and 14 times cheaper. Each step draws
# its own.
#
# ### Predict, then run
#
# Draw 1 437 times from 1 437 rows, each time from all of them, as `rng.choice(1437, 1437)` does. Which share of the
# rows has been drawn at least once?

# %%
guess_share = None  # your guess, in per cent

# %%
drawn = np.random.default_rng(1).choice(1437, 1437)
beside(guess_share, f"{100 * len(np.unique(drawn)) / 1437:.0f} %: in the long run 1 − 1/e, which is 63 %")

# %% [markdown]
# More than a third has been missed, while others came two or three times. By itself drawing so, **with replacement**,
# is a legitimate way to estimate a mean. But it is not "one pass through the data", which it is often called. In this
# exercise the rows of a batch are distinct.

# %% [markdown]
# ### Exercise: `train_softmax(X, y, num_classes, *, lr, steps, batch_size, reg, rng)` (1 + 3 points)
#
# Train by minibatch descent. Start from W = 0, of shape (D, `num_classes`). Each of the `steps` steps
#
# 1. takes a fresh batch of `batch_size` distinct rows, drawn with `rng` (a `np.random.Generator`) and nothing else:
#    either from all rows in every step, or the next ones of a shuffled pass, with a new shuffle when it is used up;
# 2. appends the loss of that batch, with the penalty and before the update, to a list;
# 3. moves W by `-lr` times the gradient: of the mean over the batch, and of the penalty `reg * (W**2).sum()`.
#
# Return two things, `W` and `losses`. Parameters behind the `*` are passed by name. X and y stay as they were.
#
# With X = [[1.0]], y = [0], two classes, `lr=1, steps=2, batch_size=1, reg=0`: W goes [[0, 0]] → [[0.5, −0.5]] →
# [[0.7689, −0.7689]], and the losses are [0.6931, 0.3133].
#
# You may call your functions from above. If you would rather that a slip there does not follow you here, write the
# lines again.
#
# <details><summary>Hint 1</summary>
#
# Draw row numbers, not rows: then X and y can both be picked with the same numbers.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Look up `Generator.choice` and `Generator.permutation`. Either can give distinct row numbers; one of them needs an
# argument for it.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Both the loss and the gradient of a step are taken at the same weights. By which number is each divided?
#
# </details>


# %% exercise="train_softmax" points="1+3"
def train_softmax(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Minibatch descent from zero weights: X (N, D), y (N,) int -> W (D, num_classes), list of the batch losses."""
    ### BEGIN SOLUTION

    def loss_and_gradient(W, X, y):
        shifted = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        dZ = (np.exp(log_P) - np.eye(num_classes)[y]) / len(y)
        loss = -log_P[np.arange(len(y)), y].mean() + reg * np.sum(W**2)
        return loss, X.T @ dZ + 2 * reg * W

    W = np.zeros((X.shape[1], num_classes))
    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, dW = loss_and_gradient(W, X[rows], y[rows])
        losses.append(loss)
        W = W - lr * dW
    return W, losses
    ### END SOLUTION


# %% check="train_softmax"
from softmax_course import checking
from softmax_course.problems.batches import look_at_batches

with checking("train_softmax") as check:
    check.values(train_softmax, among="where the draws make no difference")  # every row in every batch
    look_at_batches(check, train_softmax, seed=3)  # small ones: whatever is drawn, it can be read off W
    check.say("train_softmax: right with small batches too, of distinct rows, fresh in every step.")

# %% [markdown]
# A thousand steps with the settings of section 8, batches of 100 and a rate of 0.5. Where does the loss begin?

# %%
with once_works("train_softmax", "the training on the digits"):
    options = {"lr": 0.5, "steps": 1000, "batch_size": 100, "reg": 0.0}
    W_digits, digit_losses = train_softmax(X_train, y_train, 10, rng=np.random.default_rng(0), **options)
    accuracy = {
        "training": np.mean((X_train @ W_digits).argmax(axis=1) == y_train),
        "held back": np.mean((X_test @ W_digits).argmax(axis=1) == y_test),
    }
    picture, axis = figure(figsize=(7, 3.4))
    axis.plot(digit_losses, color=COLOURS["sky"], lw=0.8, label="loss of the batch")
    axis.plot(
        np.arange(25, 976),
        np.convolve(digit_losses, np.ones(50) / 50, "valid"),
        color=COLOURS["blue"],
        label="mean of 50 batches",
    )
    axis.axhline(np.log(10), color=COLOURS["black"], ls=":", lw=1, label="log 10")
    axis.set(xlabel="step", ylabel="loss", ylim=(0, 2.5))
    axis.legend()
    show(
        picture,
        alt="The loss of the batches starts at log 10 and falls, quickly and then slowly, to about 0.13. Single "
        "batches scatter around their mean.",
    )
    print(
        "first loss",
        round(float(digit_losses[0]), 4),
        "  share of digits recognised:",
        {k: round(float(v), 3) for k, v in accuracy.items()},
    )

# %% [markdown]
# It starts at log 10 = 2.3026, and a model with 640 numbers recognises about 96 of 100 digits that it never saw.
#
# ### What it has learnt
#
# The score of class k is the sum over the pixels of x_d W[d, k]. Column k of W has 64 entries, one a pixel: it is an
# image too. A positive weight says "ink here speaks for k", a negative one "ink here speaks against k".

# %%
with once_works("train_softmax", "the weights as pictures"):
    picture, axes = figure(2, 5, figsize=(8.4, 3.8))
    limit = np.abs(W_digits).max()
    for k, axis in enumerate(axes.flat):
        image = axis.imshow(W_digits[:, k].reshape(8, 8), cmap="PuOr_r", vmin=-limit, vmax=limit)
        axis.set_title(k)
        axis.set_axis_off()
    picture.colorbar(image, ax=axes, label="weight")
    show(
        picture,
        alt="Ten images of 8 by 8 weights, one a digit. That of 0 is negative in the middle, where a zero has no ink. "
        "The others are mottled, with single strong pixels.",
    )

# %% [markdown]
# The 0 is easily recognised: ink in the middle speaks against it. Others are mottled. These are no average digits. Each
# image says what tells *its* digit from the nine others, and where that is decided in a few pixels, a few pixels get
# all the weight.
#
# With all 1 437 digits in every step, and without a penalty, they change like this:
#
# ![The weights of the digits 0 to 9 as pictures of 8 by 8 pixels, orange for positive and purple for negative, in four
# rows, each with a colour bar of its own. After one step 1, 2, 6 and 7 can be made out as blurred digits; no weight
# exceeds 0.032, and 70% of the held-back digits are recognised. After 10 steps the pictures are much the same, with
# weights to 0.28 and 86%. After 100 steps, with weights to 1.1 and 94%, they begin to change, and after 1 000 steps
# they are mottled, with single strong pixels, weights to 2.6 and 96%.](../assets/figures/digit_weights.svg)
#
# **Explore.** Change the settings in the next cell, and look for answers to these questions:
#
# 1. One step, with all 1 437 digits in the batch: what exactly do the pictures show? (Put P = 1/10 into Xᵀ(P − Y)/N.)
# 2. 1 000 steps with `my_reg` at 0.1: which row of the figure do the pictures resemble? How large is the largest
#    weight?
# 3. Which share of the held-back digits do penalties of 0.001, 0.01 and 0.1 cost? For 0.1, try some other values of
#    `my_seed`, and then all digits in the batch, before you answer.
# 4. Each step multiplies W by 1 − 2 · lr · reg before it adds anything. What is that factor for `my_reg` = 1, and what
#    does the training have left to learn from? What happens beyond `my_reg` = 2?

# %%
my_steps, my_batch, my_reg, my_seed = 1000, 100, 0.01, 0  # change us; my_batch can be 1437 at most

with once_works("train_softmax", "the weights at your settings"):
    options = {"lr": 0.5, "steps": my_steps, "batch_size": my_batch, "reg": my_reg}
    with np.errstate(all="ignore"):
        W_mine, losses_mine = train_softmax(X_train, y_train, 10, rng=np.random.default_rng(my_seed), **options)
    if not np.isfinite(W_mine).all():
        raise OverflowError("the weights have grown beyond all numbers, and are nan now")
    picture, axes = figure(1, 10, figsize=(9, 1.5))
    limit = np.abs(W_mine).max()
    for k, axis in enumerate(axes):
        axis.imshow(W_mine[:, k].reshape(8, 8), cmap="PuOr_r", vmin=-limit, vmax=limit)
        axis.set_title(k)
        axis.set_axis_off()
    show(picture, alt=f"The ten weight images after {my_steps} steps with batches of {my_batch} and reg = {my_reg}.")
    share = np.mean((X_test @ W_mine).argmax(axis=1) == y_test)
    print(f"last loss {losses_mine[-1]:.3g}, largest weight {limit:.2g}, held-back digits recognised: {share:.3f}")

# %% [markdown]
# <details><summary>What is there to find?</summary>
#
# 1. For class k: (lr/N) times the sum of its own images minus a tenth of the sum of all images. As every class has
#    about a tenth of the examples, that is the average digit k minus the average of all digits.
# 2. The first two rows: the largest weight is 0.23. A penalty holds the weights near where a short training leaves
#    them.
# 3. Under the seeds 0 to 7, 0.956 to 0.964 are recognised without a penalty, 0.956 to 0.961 with 0.001, and 0.925 to
#    0.939 with 0.01. With 0.1 it depends on the draws, 0.711 to 0.869, and with all digits in every batch it is 0.867,
#    where 0.958 were without. So the penalty costs about 0.09. The rest is noise: each step multiplies W by 0.9, so that
#    W holds little more than the last twenty batches.
# 4. The factor is 0: every step forgets all that was learnt before it, and what remains is the gradient of a single
#    batch. Beyond 2 the factor is below −1, and the weights swing to and fro, larger each time, until they are nan.
#
# </details>

# %% [markdown]
# **Habit 4: overfit twenty examples.** Before a long training, take twenty examples and train on these alone, without a
# penalty. A model with 640 weights has to be able to learn twenty images by heart. If the loss does not go towards 0,
# something is wrong, and finding out took a second.

# %%
with once_works("train_softmax", "the test with twenty examples"):
    options = {"lr": 2.0, "steps": 400, "batch_size": 20, "reg": 0.0}
    _W, few = train_softmax(X_train[:20], y_train[:20], 10, rng=np.random.default_rng(0), **options)
    print("loss on twenty digits at steps 0, 100, 200 and 399:", [round(float(few[t]), 4) for t in (0, 100, 200, 399)])

# %% [markdown]
# ## 10 · Testing a test
#
# You have met a dozen ways to get this loss wrong. Most of them still train. Suppose that somebody hands you a
# function and says: here is a softmax loss, same signature as yours. How would you find out whether it is right?
#
# | what you try | what it finds | what it misses |
# |---|---|---|
# | loss at W = 0 is log C | sum for mean, a wrong axis | nearly everything about the gradient and the penalty |
# | gradient against differences of its own loss | a 2 or a 1/N missing on one side | a wrong loss and its gradient |
# | loss and gradient against your own | both of these | what your problem hides: N = D, reg = 0, small scores … |
# | the arguments before and after | `X -= …`, `W *= …` | every wrong number |
#
# A test is only as good as the problem on which it is run.

# %% [markdown]
# ### Exercise: `catches_bug(loss_fn)` (2 + 5 points)
#
# Write a test of losses. `loss_fn` is a function that takes `(W, X, y, reg)` and claims to return `(loss, dW)` as
# `softmax_loss_vectorized` should. Return True when it is wrong and False when it is right. You choose on which
# problems you try it.
#
# **Wrong** is what raises an exception, returns something of another shape, changes its arguments, gives nan, or gives
# wrong numbers: somewhere, for any sizes, any labels from 0 to C−1 (a class may be absent), any `reg` ≥ 0, and scores
# up to 10⁴ in size.
#
# The wrong ones are of these kinds: labels (whole columns, off by one, an absent class), signs, sums for means and other
# divisors, the penalty (missing, halved, of another power, divided), the softmax (along the wrong axis, over the batch,
# not normalised), scores far out (no shift, the wrong one, clipping), shapes and orders, arguments that are changed. A
# check cell with nine of them stands below; the grade has more of each kind.
#
# **Right** is what is right by value, however it is written. Some compute in single precision. So count two results as
# equal when they differ by no more than a thousandth of the largest entry; every wrong one here is off by more than
# that on some reasonable problem. Central differences of a loss in single precision are no use: with h = 10⁻⁵ its
# rounding alone makes errors of about a per cent.
#
# The grade tries your test on losses that you have not seen, 12 or more of them right and 25 or more wrong. For full
# points it accuses no right one and catches at least 80 % of the wrong ones. Its points are given in parts.
#
# You may call your functions from above. Then the answer is as good as they are. And one trap: every comparison with nan
# is False. `gap > 0.001` does not notice a gap that is nan.
#
# <details><summary>Hint 1</summary>
#
# Start with one problem: sizes all different, W not zero, reg not zero. Compare the loss, then dW, with what you know
# to be right. What has to happen when `loss_fn` raises?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.allclose` broadcasts: a dW of shape (1, C) or a loss of shape (N,) may pass by accident. What do you ask first?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Which mistakes of sections 2 and 3 show only for scores of 1000 and more, only when examples differ much from each
# other, or only when a class is absent? Keep copies of W, X and y from before the call.
#
# </details>


# %% exercise="catches_bug" points="2+5"
def catches_bug(loss_fn):
    """Whether loss_fn, a function (W, X, y, reg) -> (loss, dW), is wrong: True when it is, False when it is right."""
    ### BEGIN SOLUTION

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        shifted = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    def agree(got, true):
        got = np.asarray(got, dtype=float)
        return got.shape == np.shape(true) and np.abs(got - true).max() <= 1e-3 * np.abs(true).max()

    def passes(W, X, y, reg):
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, reg)
            true_loss, true_dW = right(W, X, y, reg)
            unchanged = all(map(np.array_equal, given, (W, X, y)))
            return unchanged and agree(loss, true_loss) and agree(dW, true_dW)
        except Exception:
            return False

    rng = np.random.default_rng(0)
    for N, D, C, scale in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):  # all different; the last with scores far out
        W, X = rng.normal(size=(D, C)), scale * rng.normal(size=(N, D))
        y = rng.integers(0, C - 1, N)  # no example has the last class
        if not passes(W, X, y, 0.3):
            return True
    return False
    ### END SOLUTION


# %% check="catches_bug"
import numpy as np

from softmax_course import checking
from softmax_course.problems.verdicts import judge

with checking("catches_bug") as check:
    (right,) = check.problems[0]  # a softmax loss, right to three digits

    def spoilt(spoil):
        return lambda W, X, y, reg: spoil(*right(W, X, y, reg), W, X, y, reg)

    def in_single_precision(W, X, y, reg):
        loss, dW = right(W, X, y, reg)
        return np.float32(loss), dW.astype(np.float32)

    def in_place(W, X, y, reg):
        result = right(W, X, y, reg)
        X -= X.mean(axis=0)
        return result

    def raising(W, X, y, reg):
        raise ValueError("raised by a loss_fn on purpose")

    fine = {"one that is right to three digits": right, "one in single precision": in_single_precision}
    wrong = {
        "The gradient is N times too long.": spoilt(lambda loss, dW, W, X, y, reg: (loss, len(y) * dW)),
        "The loss lacks the penalty.": spoilt(lambda loss, dW, W, X, y, reg: (loss - reg * (W**2).sum(), dW)),
        "The penalty's gradient lacks its 2.": spoilt(lambda loss, dW, W, X, y, reg: (loss, dW - reg * W)),
        "Loss and gradient are twice too large.": spoilt(lambda loss, dW, W, X, y, reg: (2 * loss, 2 * dW)),
        "dW is transposed.": spoilt(lambda loss, dW, W, X, y, reg: (loss, dW.T)),
        "The loss is nan where a score exceeds 700.": spoilt(
            lambda loss, dW, W, X, y, reg: (loss if (X @ W).max() < 700 else np.nan, dW)
        ),
        "The loss comes back as an array with one entry.": spoilt(
            lambda loss, dW, W, X, y, reg: (np.array([loss]), dW)
        ),
        "Its results are right, but it changes X.": in_place,
        "It raises an exception.": raising,
    }
    judge(check, catches_bug, fine, wrong)
    check.say(f"catches_bug: finds these {len(wrong)} wrong losses, and accuses neither of the two right ones.")
    check.say("The grade tries more, of all the kinds that the exercise lists: does your test have a problem for each?")

# %% [markdown]
# ## 11 · Summary
#
# | name | formula | remember |
# |---|---|---|
# | cross-entropy | mean of log Σₖ eᶻᵏ − z_y | straight from the scores, with the row maximum taken off |
# | gradient, one example | p − onehot(t) | [0.2, −0.7, 0.5]: the 1/p_t of the log cancels the p_t of the Jacobian |
# | gradient, a batch | dZ = (P − Y) / N | rows sum to 0 |
# | penalty | λ Σ W², gradient 2λW | not divided by N, no biases |
# | weights | dW = Xᵀ dZ + 2λW | the sum over the examples is inside the product |
# | Z = XW + b, any dZ | dX = dZ Wᵀ, dW = Xᵀ dZ, db = column sums of dZ | each has the shape of its variable |
# | sum and mean | rate for the sum = rate for the mean / N | λ for the sum = N · λ for the mean |
#
# Habits: the loss at zero weights is log C; the rows of dZ sum to 0; gradient against differences at random, non-zero
# weights, with N, D, C all different and λ > 0; overfit twenty examples.

# %% [markdown]
# **You will also meet**
#
# - *log loss*, *negative log-likelihood*, *softmax loss*, *multinomial logistic regression*, *maximum entropy model*:
#   the same thing. "Softmax loss" is short for the cross-entropy of a softmax; softmax itself is no loss.
# - `CrossEntropyLoss` in PyTorch takes scores. `NLLLoss` takes log-probabilities. Feeding probabilities to the first
#   applies softmax twice: it trains, badly.
# - W as (C, D), one class a *row*: then Z = X Wᵀ, and dW = dZᵀ X. Several texts have classes as rows in the formula and
#   as columns in the code.
# - m for N, K for C, o, s, f or a for the scores, ŷ, q or a for the probabilities, θ for W. A sum "from i = 0 to m" has
#   one term too many.
# - ½λ in place of λ, a sum in place of the mean, *weight decay* for a penalty's step: W shrinks by the factor 1 −
#   2·lr·λ.
# - Slips in typed-up lecture notes: a λ left out of a loss, two indices exchanged in a matrix that is written out. If you
#   have done the indices yourself once, you can tell.

# %% [markdown]
# **Further reading**
#
# - [CS231n, *Linear classification*](https://cs231n.github.io/linear-classify/) and [*Putting it together: minimal
#   neural network case study*](https://cs231n.github.io/neural-networks-case-study/): the numbers [0.2, −0.7, 0.5] come
#   from the second. It uses ½λ.
# - C. M. Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3.4: multiclass logistic regression, with
#   its second derivatives.
# - P. Blanchard, D. J. Higham, N. J. Higham, *Accurately computing the log-sum-exp and softmax functions*, IMA Journal
#   of Numerical Analysis 41 (2021).
# - E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository (1998): where
#   the digits come from.
#
# **Next.** The boundaries between these ten classes are straight. Notebook 04 puts a second layer in front, made of the
# same block Z = XW + b and one bend, and passes dZ back through both.
