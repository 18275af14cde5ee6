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
# # 02 · Softmax and its Jacobian
#
# **Where we are.** In notebook 01 one number, the log-odds, decided between two classes. Now there are C classes. Each
# gets a score of its own, and softmax turns the scores into probabilities.
#
# **What you will be able to do** at the end: write a softmax that survives any input; write its derivative, which is a
# table; multiply by that table without ever building it; and say which gradient dies when a model is confidently wrong,
# and which does not.
#
# **How long.** Three and a half to four hours, ten exercises, 24 points. After section 7, a little over halfway, a good
# place to stop is marked.
#
# **Points.** "(1 + 2 points)" stands for 1 point for the check below the exercise, which you can run as often as you
# like, and 2 for fresh inputs, which are tried when your notebook is graded.
#
# **What it builds on.** Odds, log-odds, the sigmoid and numerical derivatives from notebook 01; NumPy arrays and their
# axes.
#
# | symbol | shape | meaning |
# |---|---|---|
# | N, C | – | examples, classes |
# | `y` | (N,) int | labels 0 … C−1 |
# | `Z` | (N, C) | logits, also called scores: any real numbers |
# | `P` | (N, C) | softmax(Z): every row sums to 1 |
# | `z`, `p` | (C,) | one row of Z and of P |
# | `J` | (C, C) | `J[i, j]` = ∂pᵢ/∂zⱼ: one row per output, one column per logit |
# | `t` | int | the label of one example |
#
# Run the next cell first.

# %%
import numpy as np

from softmax_course import COLOURS, beside, figure, once_works, show

# %% [markdown]
# ## 1 · A label is a row with a single 1
#
# Three kinds of weather: 0 is sun, 1 is cloud, 2 is rain. Four days, four labels:
#
# | day | `y` | sun | cloud | rain |
# |---|---|---|---|---|
# | Monday | 2 | 0 | 0 | 1 |
# | Tuesday | 0 | 1 | 0 | 0 |
# | Wednesday | 0 | 1 | 0 | 0 |
# | Thursday | 1 | 0 | 1 | 0 |
#
# The right-hand side is the same information as `y`, written as probabilities: a label is a forecast by someone who is
# certain and right. That is what makes it comparable with a row of P, entry by entry.
#
# Such a row is called **one-hot**. Labels can be one-hot. What a model puts out is not: its logits are any numbers, and
# its probabilities are all greater than 0.

# %% [markdown]
# ### Exercise: `one_hot(y, num_classes)` (1 point)
#
# `y` has shape (N,) and holds whole numbers 0 … `num_classes` − 1. Return the float array of shape (N, `num_classes`)
# with a 1 in row n at column `y[n]` and 0 elsewhere.
#
# For `y = [2, 0]` and three classes: `[[0, 0, 1], [1, 0, 0]]`.
#
# Why is `num_classes` an argument? A batch may lack a class, even the last one.
#
# <details><summary>Hint 1</summary>
#
# Start from zeros. Which pairs (row, column) have to become 1?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Indexing with two integer arrays of length N, `A[rows, columns]`, picks N entries, one per pair. What are the rows
# here?
#
# </details>


# %% exercise="one_hot" points="1+0"
def one_hot(y, num_classes):
    """Labels as rows with a single 1: shape (N,) int -> (N, num_classes) float."""
    ### BEGIN SOLUTION
    Y = np.zeros((len(y), num_classes))
    Y[np.arange(len(y)), y] = 1
    return Y
    ### END SOLUTION


# %% check="one_hot"
from softmax_course import checking

with checking("one_hot") as check:
    check.values(one_hot)

# %% [markdown]
# ## 2 · From odds to exponentials
#
# With two classes, notebook 01 asked for the odds of one against the other. With three, choose a class to compare with,
# say rain, and state each class's odds **against it**:
#
# | class | sun | cloud | rain |
# |---|---|---|---|
# | odds against rain | 5 : 2 | 3 : 2 | 1 : 1 |
# | as a number | 2.5 | 1.5 | 1 |
#
# The three numbers tell how the probability of 1 is to be shared out. Their sum is 5, so sun gets 2.5/5 = 0.5, cloud
# 0.3 and rain 0.2.
#
# Now the step from notebook 01: let a model state not the odds but their logarithm, because log-odds may be any real
# number, and a linear model gives any real number. Going back from log-odds z to odds is $e^z$, always positive. So
#
# $$p_i = \frac{e^{z_i}}{\sum_k e^{z_k}} .$$
#
# This is **softmax**. The zᵢ are the **logits**. Adding 1 to one of them multiplies that class's odds against every
# other class by e = 2.718….
#
# Where has the reference class gone? In the table its logit is log 1 = 0. Had we compared with cloud, all three odds
# would be divided by 1.5, log 1.5 would be taken from all three logits, and the shares would be the same. The reference
# drops out, and so we need not choose one.
#
# **Two classes.** Put z = [z₀, z₁] and divide above and below by $e^{z_1}$:
#
# $$p_1 = \frac{e^{z_1}}{e^{z_0} + e^{z_1}} = \frac{1}{1 + e^{-(z_1 - z_0)}} = \sigma(z_1 - z_0) .$$
#
# Softmax with C = 2 **is** the sigmoid, of the difference of the two logits. Nothing from notebook 01 is lost.

# %% [markdown]
# ## 3 · Why the row maximum is subtracted
#
# float64 holds numbers up to about 1.8 · 10³⁰⁸, and e⁷¹⁰ is more than that. A logit of 1000 is nothing unusual for a
# model that has gone astray, and then the formula above, typed as it stands, divides inf by inf.
#
# ![Three rows of logits, 1000, 1001 and 1002. Typed as it stands, e to the z is inf three times, and inf divided by inf
# is nan. With the maximum 1002 subtracted first, the logits are minus 2, minus 1 and 0, their exponentials 0.135, 0.368
# and 1, and the probabilities 0.090, 0.245 and 0.665. The ruler below marks where e to the z leaves the range of
# float64: it is 0 left of minus 745 and inf right of 709.8.](../assets/figures/softmax_overflow.svg)
#
# The reference class dropped out: the same number may be taken from every logit of a row. We are free to choose it.
# Take the largest one, m:
#
# $$p_i = \frac{e^{z_i - m}}{\sum_k e^{z_k - m}} , \qquad m = \max_k z_k .$$
#
# Now the largest exponential is e⁰ = 1. Nothing overflows, and the sum lies between 1 and C, so nothing is divided by
# 0. What is far below the maximum becomes 0, which is right to within 10⁻³⁰⁸.
#
# In a batch **every row has a maximum of its own**. Take the maximum of the whole array from a row that lies 4000 below
# it and that row becomes 0/0.

# %% [markdown]
# ### Exercise: `softmax(Z)` (1 + 2 points)
#
# Softmax over the last axis. Z may have shape (N, C), or (C,), or any further axes in front; the result has the same
# shape. It has to be right for logits up to 10⁴ in size, and to leave Z as it was.
#
# For Z = log [[5, 3, 2], [1, 1, 2]] the result is [[0.5, 0.3, 0.2], [0.25, 0.25, 0.5]].
#
# <details><summary>Hint 1</summary>
#
# Over which axis is the maximum taken, over which the sum? What shape comes out, and does it line up with Z?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A result of shape (N,) lines up with the **columns** of an (N, C) array. When N = C that is silent, and wrong. Which
# argument keeps the summed axis as one of length 1?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `Z -= m` changes the caller's array. Does `Z - m`?
#
# </details>


# %% exercise="softmax" points="1+2"
def softmax(Z):
    """Probabilities from logits, over the last axis: shape (..., C) -> (..., C)."""
    ### BEGIN SOLUTION
    Z = np.asarray(Z, dtype=float)
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% check="softmax"
import numpy as np

from softmax_course import checking

with checking("softmax") as check:
    Z = np.log([[5, 3, 2], [1, 1, 2]])
    P = [[0.5, 0.3, 0.2], [0.25, 0.25, 0.5]]
    check.side_by_side("softmax(log [[5, 3, 2], [1, 1, 2]])", yours=lambda: softmax(Z), expected=lambda: P)
    check.values(softmax)

# %% [markdown]
# ### What softmax keeps, and what it does not
#
# Before you read on, commit yourself. With z = [2, 1, 0] the probabilities are about 0.67, 0.24 and 0.09.
#
# 1. Double every logit. What is the largest probability then?
# 2. Divide every logit by 100 instead. What is it now?
#
# Replace the dots by numbers and run both cells.

# %%
guess_after_doubling = ...
guess_after_dividing = ...

# %%
with once_works("softmax", "The outcome beside your guesses"):
    z = np.array([2.0, 1.0, 0.0])
    beside(guess_after_doubling, f"{softmax(2 * z).max():.3f}", "largest probability after doubling")
    beside(guess_after_dividing, f"{softmax(z / 100).max():.3f}", "largest probability after dividing by 100")

# %% [markdown]
# Three facts, each one line of algebra:
#
# - **Order is kept.** $e^z$ grows with z, so a larger logit has a larger probability.
# - **A common shift changes nothing.** $e^{z + c} = e^c \cdot e^z$, and the factor $e^c$ cancels.
# - **A common factor changes everything.** $e^{2z} = (e^z)^2$: all odds are squared. 5 : 2 becomes 25 : 4.
#
# The factor has a name. Write softmax(z / T); T > 0 is the **temperature**. A low one sharpens towards one-hot on the
# largest logit, a high one flattens towards 1/C each.
#
# ![Bars of softmax of z over T for z equal to 2, 1 and 0, at five temperatures. At T = 0.2 the first bar is 0.99 and
# the others nearly 0; at T = 1 the bars are 0.67, 0.24 and 0.09; at T = 20 all three are close to one third. The order
# of the bars is the same at each temperature.](../assets/figures/temperature.svg)
#
# Change z and the temperatures in the next cell. Can a temperature make the second bar higher than the first?

# %%
z = [1.5, 1.2, -0.5, 0.3]  # yours: change them
temperatures = [0.3, 1.0, 5.0]  # as many as you like

# %%
with once_works("softmax", "A picture of your softmax at these temperatures"):
    z, temperatures = np.asarray(z, dtype=float), np.atleast_1d(temperatures)
    if z.ndim != 1 or not temperatures.size or temperatures.min() <= 0:
        print("z has to be one list of logits, and every temperature greater than 0.")
    else:
        rows = [softmax(z / T) for T in temperatures]
        width = min(2.5 * len(rows), 10)
        picture, (axes,) = figure(1, len(rows), figsize=(width, 2.6), sharey=True, squeeze=False)
        for ax, T, p in zip(axes, temperatures, rows, strict=True):
            ax.bar(range(len(z)), p, color=COLOURS["blue"])
            ax.set(title=f"T = {T:g}", xlabel="class", xticks=range(len(z)), ylim=(0, 1))
            ax.set_axisbelow(True)
        axes[0].set_ylabel("probability")
        heights = ", ".join(f"{p.max():.2f} at T = {T:g}" for T, p in zip(temperatures, rows, strict=True))
        show(picture, alt=f"Bars of softmax(z / T) for z = {z.tolist()}. Height of the largest bar: {heights}.")

# %% [markdown]
# ### Find the mistake: three ways to "stabilise"
#
# Popular notes on softmax advise: before taking exponentials, *normalise* z, by its L1 norm, its L2 norm or its maximum.
# Divided by a norm, or by a positive maximum, no entry is larger than 1, so nothing overflows. What else happens?
# Choose a z in the next cell for which at least one of the three goes badly wrong: the **order** of the classes comes
# out reversed.

# %%
circulating = {
    "divided by the L1 norm": lambda z: z / np.abs(z).sum(),
    "divided by the L2 norm": lambda z: z / np.sqrt((z**2).sum()),
    "divided by the maximum": lambda z: z / z.max(),
    "maximum subtracted": lambda z: z - z.max(),
}
z = [3.0, 1.0, 0.5]  # yours: choose another z

# %%
with once_works("softmax", "The comparison of four ways to stabilise"), np.errstate(all="ignore"):
    z = np.asarray(z, dtype=float)
    if z.ndim != 1:
        print("z has to be one example: a list of logits, such as [3.0, 1.0, 0.5].")
    else:
        print(f"{'softmax(z)':24}", softmax(z).round(3))
        for how, prepared in circulating.items():
            print(f"{how:24}", softmax(prepared(z)).round(3))

# %% [markdown]
# Dividing is a temperature in disguise, and one that differs from example to example: T is whatever the norm of z
# happens to be. Only taking the same number from every logit leaves the answer alone: that is the one change of z to
# which softmax is blind.
#
# <details><summary>A z that reverses the order</summary>
#
# z = [−1, −2, −3]: its maximum is negative, and dividing by a negative number turns the order round. (And with a maximum
# of 0 there is nothing to divide by.)
#
# </details>

# %% [markdown]
# ### Find the mistake: a softmax for batches
#
# Three versions that turn up in forums, each right on some input. In the cell below, give for each a Z of shape (N, C),
# with logits up to 10⁴ in size, on which it goes wrong. Then run the cell below it for the verdict.


# %%
def whole_batch(Z):
    exponentials = np.exp(Z - Z.max())
    return exponentials / exponentials.sum()


def one_maximum(Z):
    exponentials = np.exp(Z - Z.max())
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def wrong_axis(Z):
    exponentials = np.exp(Z - Z.max())
    return exponentials / exponentials.sum(axis=0)


exposing = {
    whole_batch: ...,  # an array of shape (N, C)
    one_maximum: ...,
    wrong_axis: ...,
}

# %%
with once_works("softmax", "The verdict on your counterexamples"):
    for version, Z in exposing.items():
        if Z is ...:
            print(f"{version.__name__}: no counterexample yet")
            continue
        try:
            Z = np.asarray(Z, dtype=float)
        except (TypeError, ValueError):
            Z = np.array(np.nan)  # no numbers, or rows of different lengths
        if Z.ndim != 2 or Z.size == 0 or not np.abs(Z).max() <= 1e4:
            print(f"{version.__name__}: a Z of shape (N, C) is wanted, such as [[0, 1], [2, 3]], with logits up to 10⁴")
            continue
        with np.errstate(all="ignore"):
            result = version(Z)
        verdict = "still right" if np.allclose(result, softmax(Z)) else "exposed"
        print(f"{version.__name__}: {verdict}, with row sums {result.sum(axis=-1).round(3)}")

# %% [markdown]
# <details><summary>What exposes them</summary>
#
# `whole_batch` is wrong whenever N > 1: the whole array sums to 1, not each row. `wrong_axis` is wrong for nearly every
# Z. The one in the middle is the sly one. It passes every test with ordinary logits; [[0, 1], [4000, 4001]] makes its
# first row NaN.
#
# </details>

# %% [markdown]
# ## 4 · The logarithm of a softmax
#
# The loss of notebook 01 was a −log p, and so will be that of notebook 03. Take z = [0, −800]. The second probability
# is e⁻⁸⁰⁰, about 10⁻³⁴⁸. float64 cannot hold that, so it is 0, and log 0 is −inf. Yet the true logarithm is −800, an
# ordinary number.
#
# The number was lost in between. So do not go through it: take the logarithm of the formula, on paper, with the maximum
# m already subtracted.
#
# $$\log p_i = (z_i - m) - \log \sum_k e^{z_k - m}$$
#
# The sum is at least 1, so its logarithm is at least 0 and never infinite.

# %% [markdown]
# ### Exercise: `log_softmax(Z)` (1 + 1 points)
#
# The logarithm of softmax over the last axis, same shapes as `softmax`: finite and right also where softmax itself
# underflows to 0.
#
# For Z = [0, −800] the result is [0, −800]; for Z = [0, 0] it is [−log 2, −log 2] ≈ [−0.693, −0.693].
#
# <details><summary>Hint 1</summary>
#
# Which two terms does the formula have, and what is the shape of each? The second is one number per row.
#
# </details>
# <details><summary>Hint 2</summary>
#
# In which order do log and exp stand in the formula? `np.log(softmax(Z))` has them in an order in which something is
# lost.
#
# </details>


# %% exercise="log_softmax" points="1+1"
def log_softmax(Z):
    """Logarithm of softmax over the last axis: shape (..., C) -> (..., C), finite for every finite Z."""
    ### BEGIN SOLUTION
    Z = np.asarray(Z, dtype=float)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    # The largest exponential is exp(0) = 1. log1p adds that 1 itself, and so keeps the digits of a sum
    # that is small beside it.
    others = np.exp(np.sort(shifted, axis=-1)[..., :-1])
    return shifted - np.log1p(others.sum(axis=-1, keepdims=True))
    ### END SOLUTION


# %% check="log_softmax"
import numpy as np

from softmax_course import checking

with checking("log_softmax") as check:
    z = np.array([0.0, -800.0])
    check.side_by_side("log_softmax([0, −800])", yours=lambda: log_softmax(z), expected=lambda: z)
    check.values(log_softmax)

# %% [markdown]
# ## 5 · Pushing probability around
#
# Back to the weather: p = [0.5, 0.3, 0.2]. Raise the first logit by 0.01. Sun becomes more probable. Who pays for it,
# and how much?

# %%
with once_works("softmax", "The table of who gives how much"):
    z = np.log([0.5, 0.3, 0.2])
    before, after = softmax(z), softmax(z + np.array([0.01, 0, 0]))
    print("              sun     cloud    rain")
    for label, row in (("before", before), ("after", after), ("change / 0.01", (after - before) / 0.01)):
        print(f"{label:13}" + "".join(f"{value:8.4f}" for value in row))

# %% [markdown]
# Compare the last row with three products: 0.5 · 0.5 = 0.25, −0.3 · 0.5 = −0.15, −0.2 · 0.5 = −0.10. Cloud and rain
# pay, each in proportion to what it has.
#
# The changes sum to 0. They have to: the total is 1 before and after. Probability is moved and never made.
#
# Raise the second logit and the third in turn, and there are three such lists. Written as the **columns** of a table
# they are the **Jacobian**:
#
# | `J[i, j]` = ∂pᵢ/∂zⱼ | raise z₀ | raise z₁ | raise z₂ |
# |---|---|---|---|
# | p₀ = 0.5 | +0.25 | −0.15 | −0.10 |
# | p₁ = 0.3 | −0.15 | +0.21 | −0.06 |
# | p₂ = 0.2 | −0.10 | −0.06 | +0.16 |
#
# One row per output, one column per logit. Now for the formula that fills such a table.

# %% [markdown]
# ### Two cases of the quotient rule
#
# Write S for the sum, $S = \sum_k e^{z_k}$, so that $p_i = e^{z_i} / S$. To differentiate in zⱼ we need two
# derivatives:
#
# - of the sum: only the term k = j depends on zⱼ, so $\partial S / \partial z_j = e^{z_j}$;
# - of the numerator: $\partial e^{z_i} / \partial z_j$ is $e^{z_i}$ if i = j, and 0 if not.
#
# The second has two cases, and so has the result. With the symbol **δᵢⱼ**, which is 1 for i = j and 0 otherwise, both
# fit in one line: $\partial e^{z_i} / \partial z_j = \delta_{ij}\, e^{z_i}$. The quotient rule then reads
#
# $$\frac{\partial p_i}{\partial z_j} = \frac{\delta_{ij}\, e^{z_i}\, S - e^{z_i}\, e^{z_j}}{S^2} .$$
#
# From here it is school algebra, and it is yours.

# %% [markdown]
# ### Exercise: `softmax_derivation` (1 + 1 points)
#
# Write the derivation as code: each line of it is a function of the same inputs, z of shape (C,) and two whole numbers
# i and j, and returns the number ∂pᵢ/∂zⱼ. The first line is given and measures the derivative. Yours are
#
# 2. `quotient_rule`: the line above, before anything is simplified;
# 3. `two_fractions`: the same split into two terms, each cancelled as far as it goes;
# 4. `factored`: pᵢ taken out in front of a bracket, with no differences of z and no case for i = j left but δᵢⱼ.
#
# The check evaluates every line at random points and names the first that is not equal to the one before. It compares
# values and nothing else: that a line is the step it is called is up to you. You may put further lines in between.
#
# For z = log [0.5, 0.3, 0.2] every line gives −0.15 at (i, j) = (1, 0) and 0.21 at (1, 1).
#
# <details><summary>Hint 1</summary>
#
# In Python `(i == j)` is True or False and counts as 1 or 0 in a product: that is δᵢⱼ.
#
# </details>
# <details><summary>Hint 2</summary>
#
# In the first of the two fractions one S cancels. In the second, S² is S · S: one S for each exponential. Which
# probabilities do you see?
#
# </details>


# %% exercise="softmax_derivation" points="1+1"
def measured(z, i, j):
    """Line 1, given: the definition of p_i, differentiated numerically in z_j."""
    step = 1e-5 * (np.arange(len(z)) == j)
    above, below = np.exp(z + step), np.exp(z - step)
    return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5


def quotient_rule(z, i, j):
    """Line 2: the quotient rule on exp(z_i) / S, nothing simplified."""
    ### BEGIN SOLUTION
    e = np.exp(z)
    S = e.sum()
    return ((i == j) * e[i] * S - e[i] * e[j]) / S**2
    ### END SOLUTION


def two_fractions(z, i, j):
    """Line 3: two terms, each a probability or a product of two."""
    ### BEGIN SOLUTION
    p = np.exp(z) / np.exp(z).sum()
    return (i == j) * p[i] - p[i] * p[j]
    ### END SOLUTION


def factored(z, i, j):
    """Line 4: p_i in front of a bracket."""
    ### BEGIN SOLUTION
    p = np.exp(z) / np.exp(z).sum()
    return p[i] * ((i == j) - p[j])
    ### END SOLUTION


softmax_derivation = [measured, quotient_rule, two_fractions, factored]

# %% check="softmax_derivation"
import numpy as np

from softmax_course import checking

with checking("softmax_derivation") as check:
    z = np.log([0.5, 0.3, 0.2])
    check.side_by_side(
        "at z = log [0.5, 0.3, 0.2]: (i, j) = (1, 0), then (1, 1)",
        your_last_line=lambda: [softmax_derivation[-1](z, 1, 0), softmax_derivation[-1](z, 1, 1)],
        central_differences=lambda: [softmax_derivation[0](z, 1, 0), softmax_derivation[0](z, 1, 1)],
    )
    check.derivation(softmax_derivation)

# %% [markdown]
# ### Find the mistake: two lines in circulation
#
# **First.** A derivation that many readers have seen writes oᵢ for the logits and says on its way: "for i = j,
# $\partial e^{o_j} / \partial e^{o_i} = e^{o_i}$; for i ≠ j, $\partial o_j / \partial o_i = 0$". Its result is right.
# Which derivative should stand there in both cases?
#
# <details><summary>Answer</summary>
#
# $\partial e^{o_j} / \partial o_i$: the exponential, differentiated in a logit. What is written first is a derivative
# of one exponential in another, which is 1 for i = j. What is written second is true, but it is a derivative of a
# logit, and no logit stands in the numerator.
#
# </details>
#
# **Second.** Some notes draw the Jacobian with ∂p₁/∂z₀ in the **first** row and second column. Is the table that they
# fill in wrong?
#
# <details><summary>Answer</summary>
#
# It is the transpose, rows being logits and columns outputs. The numbers are the same, because this Jacobian is
# symmetric: −pᵢpⱼ does not mind which is which. The harm comes later. The Jacobian of Z = XW is not symmetric, and
# whoever is used to the transposed layout multiplies by it from the wrong side. In this course J[i, j] = ∂pᵢ/∂zⱼ
# throughout.
#
# </details>

# %% [markdown]
# ## 6 · The Jacobian as a matrix
#
# pᵢ(δᵢⱼ − pⱼ) = δᵢⱼpᵢ − pᵢpⱼ. The first term fills the diagonal with p. The second is the table of all products, the
# outer product p pᵀ. So
#
# $$J = \operatorname{diag}(p) - p\,p^{\mathsf T} .$$
#
# Two classes once more: with p for p₁, all four entries are ±p(1 − p), the derivative of the sigmoid.

# %% [markdown]
# ### Exercise: `softmax_jacobian(z)` (1 + 2 points)
#
# z is one example, of shape (C,). Return the array of shape (C, C) with `J[i, j]` = ∂pᵢ/∂zⱼ, from the formula and not
# by differences. Stable, as always: logits up to 10⁴.
#
# For z = log [0.5, 0.3, 0.2] it is the table of section 5.
#
# <details><summary>Hint 1</summary>
#
# Which NumPy function makes a matrix of all products of the entries of two vectors? `p @ p` is not it: that is one
# number.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Check one entry by hand: for p = [0.5, 0.3, 0.2], what has to stand at [0, 0], and which two numbers is it the
# difference of?
#
# </details>


# %% exercise="softmax_jacobian" points="1+2"
def softmax_jacobian(z):
    """Jacobian of softmax at one example: shape (C,) -> (C, C), entry [i, j] = dp_i / dz_j."""
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    exponentials = np.exp(z - z.max())
    p = exponentials / exponentials.sum()
    return np.diag(p) - np.outer(p, p)
    ### END SOLUTION


# %% check="softmax_jacobian"
import numpy as np

from softmax_course import central_jacobian, checking

with checking("softmax_jacobian") as check:
    z = np.log([0.5, 0.3, 0.2])
    check.side_by_side(
        "the table at p = [0.5, 0.3, 0.2]; column j is what happens when z[j] is raised",
        yours=lambda: softmax_jacobian(z),
        central_differences=lambda: central_jacobian(softmax, z),
    )
    check.values(softmax_jacobian)

# %% [markdown]
# ### What the matrix tells
#
# Where Jv is a multiple of v ≠ 0, Jv = λv, J does no more to v than stretch it by λ. Such a λ is an **eigenvalue** of J,
# and a symmetric matrix with C rows has C of them. Predict: of the three for C = 3, how many are negative, how many 0?

# %%
guess_negative = ...
guess_zero = ...

# %%
with once_works("softmax_jacobian", "The number of eigenvalues beside your guesses"):
    J = softmax_jacobian(np.log([0.5, 0.3, 0.2]))
    eigenvalues = np.linalg.eigvalsh(J)
    beside(guess_negative, int((eigenvalues < -1e-12).sum()), "negative eigenvalues")
    beside(guess_zero, int((np.abs(eigenvalues) < 1e-12).sum()), "eigenvalues that are 0")
    print("eigenvalues", eigenvalues.round(4) + 0.0)  # + 0.0 turns -0. into 0.
    print("row sums   ", J.sum(axis=1).round(12) + 0.0)
    print("column sums", J.sum(axis=0).round(12) + 0.0)
    print("symmetric  ", np.allclose(J, J.T))

# %% [markdown]
# - **Columns sum to 0.** Raising one logit moves probability and makes none.
# - **Rows sum to 0**, that is J·1 = 0. Raising all logits together does nothing: the shift again, now as a derivative.
#   It is the eigenvalue 0.
# - **Symmetric.** What a rise of z₁ takes from p₀ is what a rise of z₀ takes from p₁.
# - **Positive semi-definite**: no eigenvalue is negative or, what is the same here, vᵀJv is not, for any v of shape (C,):
#
# $$v^{\mathsf T} J v = \sum_i p_i v_i^2 - \Big(\sum_i p_i v_i\Big)^2 ,$$
#
# the mean of v² minus the square of the mean of v, under the probabilities p. That is a variance, and a variance is
# never negative. It is 0 only when v is the same number wherever p is positive, so a finite z has one eigenvalue 0 and
# no more.
#
# These four are the cheapest test there is of a Jacobian someone hands you: no derivative has to be computed for them.

# %%
with once_works("softmax_jacobian", "The variance test of your Jacobian"):
    z, v = np.log([0.5, 0.3, 0.2]), np.array([3.0, -1.0, 2.0])
    p = np.array([0.5, 0.3, 0.2])
    print(f"vᵀJv = {v @ softmax_jacobian(z) @ v:.4f},  variance of v under p = {p @ v**2 - (p @ v) ** 2:.4f}")

# %% [markdown]
# ### Exercise: `softmax_jacobians(Z)` (1 + 1 points)
#
# A whole batch at once: Z of shape (N, C) gives N tables, an array of shape (N, C, C), with `J[n]` the Jacobian of row
# n. No Python loop over N.
#
# For Z = log [[5, 3, 2], [1, 1, 2]] the second table has the diagonal [0.1875, 0.1875, 0.25].
#
# <details><summary>Hint 1</summary>
#
# Write the entry with three indices: J[n, i, j] = P[n, i] (δ[i, j] − P[n, j]). Which of the three does each factor
# lack?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `P[:, :, None]` has shape (N, C, 1): constant along j. What has shape (N, 1, C)? What has shape (C, C) and holds δ?
#
# </details>


# %% exercise="softmax_jacobians" points="1+1"
def softmax_jacobians(Z):
    """Jacobians of softmax, one per example: shape (N, C) -> (N, C, C), [n, i, j] = dP[n, i] / dZ[n, j]."""
    ### BEGIN SOLUTION
    Z = np.asarray(Z, dtype=float)
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = exponentials / exponentials.sum(axis=1, keepdims=True)
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])
    ### END SOLUTION


# %% check="softmax_jacobians"
import numpy as np

from softmax_course import central_jacobian, checking

with checking("softmax_jacobians") as check:
    Z = np.log([[5, 3, 2], [1, 1, 2]])
    for n in range(2):
        check.side_by_side(
            f"diagonal of J[{n}]",
            yours=lambda n=n: np.diagonal(softmax_jacobians(Z)[n]),
            central_differences=lambda n=n: np.diagonal(central_jacobian(softmax, Z[n])),
        )
    check.values(softmax_jacobians)
    check.no_growth(softmax_jacobians, (np.ones((4, 3)),), (np.ones((16, 3)),), "N")

# %% [markdown]
# ## 7 · Multiplying without building
#
# In training nobody wants J. What is wanted: somewhere above, a loss L has been computed from p, and its gradient g,
# with gᵢ = ∂L/∂pᵢ, has come down to us. The chain rule asks for
#
# $$\frac{\partial L}{\partial z_j} = \sum_i \frac{\partial L}{\partial p_i}\,\frac{\partial p_i}{\partial z_j}
# = \sum_i J_{ij}\, g_i ,
# \qquad\text{that is } J^{\mathsf T} g .$$
#
# A language model has C = 100 000 classes. J then holds 10¹⁰ numbers, 80 GB, for one example. Yet Jᵀg has 100 000. With
# the numbers of section 5 and g = [1, 0, −1]:
#
# | logit | z₀ | z₁ | z₂ |
# |---|---|---|---|
# | p | 0.5 | 0.3 | 0.2 |
# | g | 1 | 0 | −1 |
# | g − 0.3 | 0.7 | −0.3 | −1.3 |
# | Jᵀg | 0.35 | −0.09 | −0.26 |
#
# Where does the 0.3 come from? It is Σ pₖgₖ, the mean of g under p. And the last row is the first times the third. In
# general
#
# $$(J^{\mathsf T} g)_j = \sum_i (\delta_{ij} p_i - p_i p_j)\, g_i = p_j \Big(g_j - \sum_i p_i g_i\Big) .$$
#
# In words: **a logit is pushed by how much its g exceeds the average, and in proportion to its probability.** If all gᵢ
# are equal nothing exceeds the average, and nothing moves.
#
# Such a product is called a **vector–Jacobian product**, vjp for short. Every layer of every framework has one, and
# hardly any layer has a Jacobian.

# %% [markdown]
# ### Exercise: `softmax_vjp(Z, G)` (1 + 2 points)
#
# Z and G have shape (N, C). Return the array of shape (N, C) whose row n is Jᵀg, with J the Jacobian of softmax at
# `Z[n]` and g = `G[n]`. No Jacobian is built: it has to work for C = 100 000.
#
# For Z = log [[5, 3, 2]] and G = [[1, 0, −1]] the result is [[0.35, −0.09, −0.26]].
#
# <details><summary>Hint 1</summary>
#
# The sum in the bracket is one number per row. Over which axis is it taken, and how does it line up with G?
#
# </details>
# <details><summary>Hint 2</summary>
#
# For 100 000 classes every array on the way has to have N · C entries or fewer. Which of yours has more?
#
# </details>


# %% exercise="softmax_vjp" points="1+2"
def softmax_vjp(Z, G):
    """Gradient in Z from the gradient G in softmax(Z): shapes (N, C), (N, C) -> (N, C), each row J^T g."""
    ### BEGIN SOLUTION
    Z = np.asarray(Z, dtype=float)
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = exponentials / exponentials.sum(axis=1, keepdims=True)
    average = (P * G).sum(axis=1, keepdims=True)
    return P * (G - average)
    ### END SOLUTION


# %% check="softmax_vjp"
import numpy as np

from softmax_course import central_gradient, checking
from softmax_course.problems.many_classes import require_no_jacobian

with checking("softmax_vjp") as check:
    Z, G = np.log([[5, 3, 2], [1, 1, 2]]), np.array([[1.0, 0.0, -1.0], [2.0, -1.0, 0.5]])
    # The gradient of the number L = Σ P · G: then G is ∂L/∂P, and central differences give ∂L/∂Z.
    check.side_by_side(
        "row 0 is Jᵀg for p = [0.5, 0.3, 0.2], g = [1, 0, −1]; row 1 another",
        yours=lambda: softmax_vjp(Z, G),
        central_differences=lambda: central_gradient(lambda Z: (softmax(Z) * G).sum(), Z),
    )
    check.values(softmax_vjp)
    require_no_jacobian(check, softmax_vjp)  # with 2000 classes: how much memory does it take?

# %% [markdown]
# **A good place to stop for today.** Softmax, its logarithm, its Jacobian and the product that replaces it are written.
# Sections 8 and 9 ask what they mean for learning; when you come back, run all cells above first.

# %% [markdown]
# ## 8 · How much can move at all
#
# One number for the size of J would be handy, a **gauge** that reads how much can still move. Add up the absolute values
# of all entries, and halve the sum, because whatever is moved is counted twice, once where it leaves and once where it
# arrives:
#
# $$\tfrac12\|J\|_1 = \tfrac12 \sum_{i,j} |J_{ij}| .$$
#
# Diagonal entries are positive, pᵢ(1 − pᵢ), the others negative. As each row sums to 0, the others add up to as much as
# the diagonal, in absolute value. So half the sum is the sum of the diagonal:
#
# $$\tfrac12\|J\|_1 = \sum_i p_i(1 - p_i) = 1 - \sum_i p_i^2 .$$
#
# For p = [0.5, 0.3, 0.2]: 0.25 + 0.21 + 0.16 = 0.62, and 1 − 0.25 − 0.09 − 0.04 = 0.62.
#
# It has a second meaning. Draw two days at random from p: Σpᵢ² is the chance that both have the same weather, and 1 −
# Σpᵢ² that they **differ**. It is 0 for a one-hot p and largest, 1 − 1/C, for a uniform one.
#
# (In other texts ‖J‖₁ may be the *induced* 1-norm, `np.linalg.norm(J, 1)`: the largest column sum of absolute values,
# another number.)

# %% [markdown]
# ### Exercise: `jacobian_half_l1(P)` (1 + 1 points)
#
# P holds **probabilities**, shape (…, C): any axes in front, or none. Return ½‖J‖₁, entrywise, of each row: shape (…),
# one number for a P of shape (C,).
#
# For P = [[0.5, 0.3, 0.2], [0, 1, 0]] the result is [0.62, 0].
#
# <details><summary>Hint</summary>
#
# No Jacobian is needed: the formula has one sum. Over which axis?
#
# </details>


# %% exercise="jacobian_half_l1" points="1+1"
def jacobian_half_l1(P):
    """Half the entrywise 1-norm of the softmax Jacobian, from probabilities: shape (..., C) -> (...)."""
    ### BEGIN SOLUTION
    return 1 - (np.asarray(P) ** 2).sum(axis=-1)
    ### END SOLUTION


# %% check="jacobian_half_l1"
import numpy as np

from softmax_course import central_jacobian, checking

with checking("jacobian_half_l1") as check:
    p = np.array([0.5, 0.3, 0.2])
    check.side_by_side(
        "at p = [0.5, 0.3, 0.2]",
        yours=lambda: jacobian_half_l1(p),
        summed_from_central_differences=lambda: np.abs(central_jacobian(softmax, np.log(p))).sum() / 2,
    )
    check.values(jacobian_half_l1)

# %% [markdown]
# ### Near one-hot everything stands still
#
# Follow p from uniform to one-hot, by lowering the temperature or raising one logit. 1 − Σpᵢ² goes to 0, and every
# entry of J with it: when a g of ordinary size comes down from above, Jᵀg is nearly 0. This is what is meant when one
# reads that the gradient of softmax **vanishes**.
#
# ![Three rows of panels for three classes. Top: for p = 0.50, 0.30 and 0.20 the heat map of the Jacobian has 0.25, 0.21
# and 0.16 on its diagonal and negative numbers elsewhere; half its norm is 0.62. Middle: at logits 6, 0 and 0 the first
# probability is 1.00 and all nine entries of the Jacobian are 0.00. Bottom left: one minus the sum of squares falls
# from two thirds at uniform to 0 at one-hot. Bottom right, with the label 1: as the first logit grows to 10, the
# squared-error gradient rises a little, to 0.3, and then falls to 0, while the length of p minus onehot rises to the
# square root of 2 and stays there.](../assets/figures/vanishing_gradient.svg)
#
# Is that good or bad? If the model is **right**, a gradient of 0 is what we want: nothing is left to learn. The panel
# at the bottom right is about a model that is sure and **wrong**. The next exercises take up one question each: how far
# from one-hot must p stay, and which loss still moves it from there?
#
# Before that, one question to the panel at the bottom left: how large may the largest probability become before half of
# the size of J is lost?
#
# <details><summary>Answer</summary>
#
# About 0.8 if the other two are equal, as they are in the panel: there the curve is at 1/3, half of the 2/3 at uniform.
# Most of the fall comes late, on the last stretch to 1.
#
# </details>

# %% [markdown]
# ### Explore: which gradient vanishes?
#
# The same panels, to play with. Move the logits and the temperature by their sliders, or drag along the curves. Arrow
# keys work too.
#
# 1. Start from "sure and wrong" and raise the temperature. What does the Jacobian do, what do the two gradients do?
# 2. Set z = [2, 1, 0]. At which temperature is ½‖J‖₁ equal to 0.1? (The exercise below asks for a function that finds
#    it.)
# 3. Tie two logits at 8 and leave the third at 0. How cold must it be for J to vanish now?
#
# **Question.** Bring ½‖J‖₁ under 0.01. The gradient of the squared error is nearly 0 then. Is that of cross-entropy
# nearly 0 too? What does it depend on? Find a state for each answer, and run the cell below the picture at both.

# %%
from softmax_course.explorations import VanishingGradient

vanishing = VanishingGradient()
vanishing

# %%
now = vanishing.readings
print(f"½‖J‖₁ = {now['half_l1']:g}   squared error {now['squared_error']:g}   cross-entropy {now['cross_entropy']:g}")
if now["half_l1"] >= 0.01:
    print("Not yet: ½‖J‖₁ is still above 0.01.")
elif now["cross_entropy"] > 1:
    print("One of the two: J has vanished, and cross-entropy sends back all it can. The model is sure, and wrong.")
else:
    print("One of the two: J has vanished, and both are silent. The model is sure, and right: nothing is left to learn.")

# %% [markdown]
# ### How cold is too cold?
#
# softmax(z / T) at T = 1, 0.5, 0.25, …: the gauge ½‖J‖₁ falls. At which T is it 0.1? There is no formula for that T,
# but the gauge **grows with T**, all the way from cold to hot.
#
# Why? Write β = 1/T. A short calculation with J gives d/dβ Σpᵢ² = 2 Σ pᵢ² (zᵢ − z̄), where z̄ = Σ pₖzₖ. That is twice
# the **covariance** of p and z under p: positive when the two are large together, and p is larger where z is larger. So
# unless z is constant the concentration Σpᵢ² grows with β, and 1 − Σpᵢ² with T.
#
# (J is the derivative in z / T here. The derivative in z has a further factor 1/T. Towards cold that helps little:
# without ties J falls exponentially in 1/T.)
#
# What it cannot leave is an interval:
#
# - **T → ∞** makes p uniform, and the gauge tends to 1 − 1/C.
# - **T → 0** shares everything among the largest logits. If k of them are tied, each gets 1/k, and the gauge tends to 1
#   − 1/k. Without ties that is 0.
#
# Both ends are approached and never reached. For a target between them there is exactly one T; for any other there is
# none.
#
# **Bisection** finds it: hold two temperatures, one too cold and one too hot, try one in between, replace the end that
# is on the same side, and repeat. T may turn out as 0.00001 or as 1 000 000, so measure the bracket by its ratio: take
# the geometric middle √(low · high), and stop when high / low is below 1 + 10⁻⁶.

# %% [markdown]
# ### Exercise: `vanishing_temperature(z, eps)` (1 + 2 points)
#
# z has shape (C,). Return the temperature T > 0 at which ½‖J‖₁ at softmax(z / T) equals `eps`, to a relative 10⁻⁶, by
# bisection. `eps` may be as small as 10⁻⁹.
#
# Raise a `ValueError` when no T does it: `eps` not strictly between 1 − 1/k and 1 − 1/C, with k the number of logits
# tied at the maximum, that is exactly equal to it: 2 and 1.999 are no tie. (If z is constant, k = C, and nothing is
# between.)
#
# For z = [log 4, 0] and eps = 0.32 it is T = 1: there p = [0.8, 0.2], and 1 − 0.64 − 0.04 = 0.32.
#
# <details><summary>Hint 1</summary>
#
# First find a bracket. From any T, what do you do while the gauge is too large? While it is too small? And why should
# an `eps` that no T reaches be refused before?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Multiply z by 1000: what happens to T? A bracket that is the same for every z cannot be right for both, nor can a stop
# at a width of 10⁻⁶.
#
# </details>
# <details><summary>Hint 3</summary>
#
# At a low temperature z / T is huge. Which two lines keep the softmax finite?
#
# </details>


# %% exercise="vanishing_temperature" points="1+2"
def vanishing_temperature(z, eps):
    """Temperature at which half the 1-norm of the softmax Jacobian is eps: shape (C,), float -> float.

    Raises ValueError when no temperature does that.
    """
    ### BEGIN SOLUTION
    from fractions import Fraction

    z = np.asarray(z, dtype=float)
    gaps = z.max() - z
    C, k = gaps.size, int((gaps == 0).sum())
    # 1 - 1/3 is not a float, so an eps within rounding of an end is taken for the end.
    if not (1 - 1 / k) * (1 + 4e-16) < eps < (1 - 1 / C) * (1 - 4e-16):
        raise ValueError(f"eps = {eps} is not between 1 - 1/{k} and 1 - 1/{C}: no temperature does that")

    # Near an end, 1 - Σp² and eps differ in their last digits only. So their distances to the nearer end
    # are compared instead: that of eps in fractions, which do not round, and that of 1 - Σp² in a form
    # that subtracts no nearly equal numbers.
    above_cold = float(Fraction(float(eps)) - (1 - Fraction(1, k)))
    below_hot = float((1 - Fraction(1, C)) - Fraction(float(eps)))

    def too_hot(T):
        exponentials = np.exp(-gaps / T)
        p = exponentials / exponentials.sum()
        if below_hot < above_cold:
            return ((p - 1 / C) ** 2).sum() < below_hot  # = (1 - 1/C) - (1 - Σp²)
        others = p[gaps > 0]
        left = others.sum()
        return left * (2 - left) / k - (others**2).sum() > above_cold  # = (1 - Σp²) - (1 - 1/k)

    # exp(-800) is 0: at the low end p is as cold as can be. At the high end it is uniform to within 1e-9.
    low, high = gaps[gaps > 0].min() / 800, 1e9 * gaps.max()
    for _ in range(80):
        T = np.sqrt(low * high)
        low, high = (low, T) if too_hot(T) else (T, high)
    return float(T)
    ### END SOLUTION


# %% check="vanishing_temperature"
import numpy as np

from softmax_course import checking
from softmax_course.problems.temperatures import in_words, require_refusals

with checking("vanishing_temperature") as check:
    z = np.array([2.0, 1.0, 0.0])
    check.side_by_side(
        "the gauge at your temperature, z = [2, 1, 0], eps = 0.1",
        yours=lambda: jacobian_half_l1(softmax(z / vanishing_temperature(z, 0.1))),
        wanted=lambda: 0.1,
    )
    check.side_by_side(
        "T scales with z: T for 1000 z, z and z / 1000, divided by 1000, 1 and 1 / 1000",
        yours=lambda: [vanishing_temperature(scale * z, 0.1) / scale for scale in (1000, 1, 0.001)],
        wanted=lambda: [0.33994442351] * 3,
    )
    require_refusals(check, vanishing_temperature)
    with in_words(check, vanishing_temperature):
        check.values(vanishing_temperature)

# %% [markdown]
# ## 9 · Which gradient dies, and which does not
#
# A model says sun, with p = [0.99, 0.005, 0.005]. The day turned out cloudy: the label is t = 1. The forecast was sure
# and wrong, and the model should be told so loudly.
#
# Let the loss be the **squared error**, L = ½ Σᵢ (pᵢ − yᵢ)², with y = onehot(t). Its gradient in p is g = p − y, of
# length about 1.4: loud. But on its way down to the logits it passes through the Jacobian, ∂L/∂z = Jᵀ(p − y), and J is
# nearly 0 here.
#
# Now take the **cross-entropy**, L = $-\log p_t$. Its gradient in p is 0 but for the entry $-1/p_t$ = −200. Through the
# same Jacobian:
#
# $$\frac{\partial L}{\partial z_j} = -\frac{1}{p_t}\, p_t(\delta_{tj} - p_j) = p_j - \delta_{tj} ,
# \qquad\text{that is } p - \text{onehot}(t) .$$
#
# The $1/p_t$ of the logarithm cancels the $p_t$ of the Jacobian. What vanishes is ∂p/∂z; what arrives at the logits
# does not.
#
# Predict: from z = [10, 0, 0] with t = 1, a model learns by z ← z − gradient, once with each loss. After how many steps
# is class 1 the most probable? An order of magnitude will do.

# %%
guess_squared_error = ...
guess_cross_entropy = ...

# %% [markdown]
# ### Exercise: `squared_error_gradient(z, t)` (1 + 2 points)
#
# z has shape (C,), t is a label 0 … C−1. Return the gradient in z, of shape (C,), of L = ½ ‖softmax(z) − onehot(t)‖².
#
# For z = log [0.5, 0.3, 0.2] and t = 1: p − y = [0.5, −0.7, 0.2], its mean under p is 0.25 − 0.21 + 0.04 = 0.08, so the
# gradient is [0.5 · 0.42, 0.3 · (−0.78), 0.2 · 0.12] = [0.21, −0.234, 0.024].
#
# <details><summary>Hint 1</summary>
#
# Section 7 did the second half: given g = ∂L/∂p, what is ∂L/∂z? What is g here?
#
# </details>
# <details><summary>Hint 2</summary>
#
# p − onehot(t) differs from p in one entry. Work on a copy if p is needed afterwards.
#
# </details>


# %% exercise="squared_error_gradient" points="1+2"
def squared_error_gradient(z, t):
    """Gradient in z of half the squared distance of softmax(z) from onehot(t): shape (C,), int -> (C,)."""
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    exponentials = np.exp(z - z.max())
    p = exponentials / exponentials.sum()
    error = p.copy()
    error[t] -= 1
    return p * (error - p @ error)
    ### END SOLUTION


# %% check="squared_error_gradient"
import numpy as np

from softmax_course import central_gradient, checking

with checking("squared_error_gradient") as check:
    z, y = np.log([0.5, 0.3, 0.2]), np.array([0.0, 1.0, 0.0])
    check.side_by_side(
        "z = log [0.5, 0.3, 0.2], t = 1",
        yours=lambda: squared_error_gradient(z, 1),
        central_differences=lambda: central_gradient(lambda z: 0.5 * ((softmax(z) - y) ** 2).sum(), z),
    )
    check.values(squared_error_gradient)

# %%
with once_works("squared_error_gradient", "The outcome beside your guesses"):
    start, y, most = np.array([10.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]), 20_000
    for guess, loss, gradient in (
        (guess_squared_error, "squared error", lambda z: squared_error_gradient(z, 1)),
        (guess_cross_entropy, "cross-entropy", lambda z: softmax(z) - y),
    ):
        z, steps = start, 0
        while z.argmax() != 1 and steps < most:
            z, steps = z - gradient(z), steps + 1
        length = np.linalg.norm(gradient(start))
        outcome = f"{steps} steps" if steps < most else f"not in {most} steps"
        beside(guess, f"{outcome}; the first gradient has length {length:.2g}", f"steps with the {loss}")

# %% [markdown]
# ### Explore: where on the triangle does learning stop?
#
# Three probabilities that sum to 1 are a point in a triangle: a corner is a one-hot p, the centre is uniform, an edge
# lacks one class. Here are three such triangles, coloured by the size of J and by the length of the two gradients, each
# on a colour scale of its own. The label is the top corner.
#
# ![Three triangles of all probabilities of three classes, dark for 0 and bright for large, the label at the top. Left,
# half the 1-norm of the Jacobian: bright in the centre and dark at all three corners. Middle, the length of the
# squared-error gradient: dark at all three corners and at the middle of the bottom edge, although only the top corner
# is the right answer; brightest, 0.42, on the two side edges, a third of the way up. Right, the length of p minus
# onehot: dark at the top corner only and brightest at the two bottom corners.](../assets/figures/simplex_map.svg)
#
# Drag the point in the next picture. Two descents start from it, 60 steps with learning rate 1, one with each loss.
#
# 1. "Sure and wrong": how far does each of the two get?
# 2. "Two wrong ones": both descents begin at a p far from one-hot. Which of them is stuck?
# 3. Switch the colour to the size of J. Which dark places does it share with the squared error, and which not?
#
# **Question.** Colour by the squared error. Where is its gradient longest? Take the point there, then run the cell below
# the picture.

# %%
from softmax_course.explorations import SimplexMap

simplex = SimplexMap()
simplex

# %%
now, p = simplex.readings, [round(share, 2) for share in simplex.p]
print(f"p = {p}, label {simplex.label}: the squared-error gradient has length {now['squared_error']:.3f}")
if now["squared_error"] < 0.41:
    print("Not yet: there are places where it is longer.")
else:
    print("Yes: 0.419 is the most. One wrong class has 2/3, the label 1/3: unsure, and leaning the wrong way.")

# %% [markdown]
# Now with your own functions. Change the logits, the temperature and the label below, and look for answers to three
# questions:
#
# 1. z = [m, 0, 0] with t = 1 and m ≥ 0. At which m, to within 0.1, is the squared-error gradient longest? From which m
#    on is it less than a hundredth as long as p − onehot?
# 2. In the middle triangle the bottom edge is dark in its **middle** too. Which z gives that point, nearly? Why does
#    nothing move there, although p is far from one-hot?
# 3. Is there any p at which p − onehot(t) is shorter than 0.1 and the answer (the largest pᵢ) is wrong?

# %%
z, T, t = [3.0, 0.0, 0.0], 1.0, 1  # yours: change them

# %%
with once_works("everything above", "The panel of numbers"):
    z = np.asarray(z, dtype=float)
    if z.ndim != 1 or T <= 0 or t not in range(len(z)):
        print("z has to be one list of logits, T greater than 0, and t one of the labels 0 … C−1.")
    else:
        p = softmax(z / T)
        print("p", p.round(4), f"   gauge ½‖J‖₁ = {jacobian_half_l1(p):.4f}")
        print("J", str(softmax_jacobian(z / T).round(4)).replace("\n", "\n  "))
        squared_error, cross_entropy = squared_error_gradient(z / T, t), p - np.eye(len(z))[t]
        print("gradients in z / T (those in z have a further factor 1/T):")
        print("squared error ", squared_error.round(5), f" length {np.linalg.norm(squared_error):.5f}")
        print("p − onehot(t) ", cross_entropy.round(5), f" length {np.linalg.norm(cross_entropy):.5f}")

# %% [markdown]
# And the first question as a curve:

# %%
with once_works("squared_error_gradient", "The curve of your squared-error gradient"):
    m = np.linspace(0, 12, 200)
    logits = np.stack([m, np.zeros_like(m), np.zeros_like(m)], axis=1)
    cross_entropy = [np.linalg.norm(softmax(z) - [0, 1, 0]) for z in logits]
    squared_error = [np.linalg.norm(squared_error_gradient(z, 1)) for z in logits]
    picture, ax = figure(figsize=(7.0, 3.4))
    ax.plot(m, cross_entropy, color=COLOURS["blue"])
    ax.plot(m, squared_error, color=COLOURS["vermilion"], linestyle="--")
    ax.text(8, 1.28, "p − onehot", color=COLOURS["blue"])
    ax.text(8, 0.1, "squared error", color=COLOURS["vermilion"])
    ax.set(xlabel="m, with z = [m, 0, 0] and label 1", ylabel="length of the gradient in z", ylim=(0, 1.5))
    show(
        picture,
        alt="Over m from 0 to 12 the length of p minus onehot rises to 1.41 and stays there; "
        "that of the squared-error gradient peaks near m = 1.2 at 0.30 and falls to 0.",
    )

# %% [markdown]
# <details><summary>Answers</summary>
#
# 1. Longest at m ≈ 1.2, with a length of 0.30; less than a hundredth of the other from m ≈ 5.6 on. (This path runs from
#    the centre to a corner. The triangle's maximum of 0.42 lies beside it, at p = [2/3, 1/3, 0].)
# 2. z = [20, 0, 20] with t = 1, say. There p ≈ [0.5, 0, 0.5] and g = [0.5, −1, 0.5]: where p is positive g is the same,
#    so nothing exceeds the average. And p₁ would be raised if it were not multiplied by p₁ ≈ 0. The gauge is 0.5 there:
#    J has not vanished, it happens to send this g to 0.
# 3. No. If the length is below 0.1 then $1 - p_t < 0.1$, and $p_t > 0.9$ is the largest.
#
# </details>

# %% [markdown]
# So the sentence "softmax has vanishing gradients" is half of the story. The Jacobian vanishes near one-hot, at a wrong
# corner as at the right one. Whether learning stops there depends on what it is multiplied by. Squared error stops.
# Cross-entropy goes on, and this is why the two, softmax and logarithm, are met together so often.

# %% [markdown]
# ## 10 · Summary
#
# | name | formula | remember |
# |---|---|---|
# | softmax | $p_i = e^{z_i - m} / \sum_k e^{z_k - m}$, m maximum | log-odds in, probabilities out; sigmoid if C = 2 |
# | shift, scale | softmax(z + c) = softmax(z), softmax(z / T) differs | subtract, never divide |
# | log-softmax | $z_i - m - \log \sum_k e^{z_k - m}$ | not through p |
# | Jacobian | J[i, j] = pᵢ(δᵢⱼ − pⱼ), J = diag(p) − p pᵀ | symmetric, rows sum to 0, no negative eigenvalue |
# | vjp | Jᵀg = p ∘ (g − Σ pₖgₖ), ∘ entry by entry | O(C) numbers, not C² |
# | size | ½‖J‖₁ = 1 − Σpᵢ², entrywise | 0 at one-hot, 1 − 1/C at uniform |
# | squared error | p ∘ ((p − y) − p·(p − y)) | dies when sure and wrong |
# | cross-entropy | p − y | does not |
#
# **You will also meet**
#
# - x, o, s, f or a for the logits; ŷ, q, a or σ(z)ⱼ for the probabilities. "Scores" is a good word for logits;
#   "outputs" may mean either.
# - The Jacobian with rows for logits: the transpose of ours, and equal to it here.
# - β = 1/T, the *inverse temperature*, and $e^{-E/T}$ with energies E = −z: this is the Boltzmann distribution of
#   physics.
# - 1 − Σpᵢ² as the *Gini impurity* of decision trees, and as the Gini–Simpson index of diversity in ecology.
# - Jᵀg written as Jg: the same here, since J is symmetric, and a different thing for nearly every other layer.
#
# **Further reading**
#
# - J. S. Bridle, *Probabilistic interpretation of feedforward classification network outputs* (1990): where the name
#   softmax comes from.
# - P. Blanchard, D. J. Higham, N. J. Higham, *Accurately computing the log-sum-exp and softmax functions*, IMA Journal
#   of Numerical Analysis 41 (2021): why the shift is safe, with error bounds.
# - I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org/), sections 4.1 and
#   6.2.2.3: overflow, and softmax output units.
# - [CS231n, *Linear classification*](https://cs231n.github.io/linear-classify/): the softmax classifier beside the SVM.
#
# **Next.** Notebook 03 puts the logarithm on top: cross-entropy for a whole batch, p − onehot(y) divided by N, and the
# gradient in the weights W, first with loops and then as Xᵀ(P − Y)/N.
