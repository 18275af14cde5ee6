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
# # 01 · From odds to the logistic gradient
#
# **Where we are.** At the start. This notebook needs Python, a little NumPy with its matrix product `@`, and the
# derivatives of school: of log, of exp, and the chain rule. What else comes up is explained where it does. Every later
# notebook needs this one: the three symbols p − y, which you will derive, measure and use here, come back in the
# softmax, in the two-layer network and inside every framework.
#
# **At the end you can**
#
# - go from probabilities to odds to log-odds and back, also far out, where eᶻ overflows;
# - say which question the logistic loss answers, and why there is a minus, a log and a mean in it;
# - derive its gradient, the array of its slopes in all weights, write it in one line, and check it against differences
#   that you wrote yourself;
# - choose the step of such a difference, and the learning rate of a descent, for a reason;
# - recognise a wrong loss that trains without complaint.
#
# **How long.** Two to three hours, in as many sittings as you like.
#
# **How it works.** Nine exercises, 22 points. Each has one cell to write in and one cell that checks it, as often as
# you like. When your work is graded, fresh inputs are tried as well. A few cells ask you for a guess before a result
# is shown: nobody grades a guess.

# %% [markdown]
# Symbols, in the order in which they are explained:
#
# | symbol | shape | meaning |
# |---|---|---|
# | p | any | a probability, between 0 and 1 |
# | z | any | log-odds, any real number; also called a logit |
# | `w` | (D,) | the weights, one per feature |
# | `X` | (N, D) | the inputs, one example per row |
# | N, D | – | how many examples, how many features |
# | σ | – | the function that turns z into p, the sigmoid |
# | `y` | (N,) | the labels, 0 or 1 |
# | n | – | the number of an example: pₙ, yₙ, and xₙ of shape (D,) |
# | L | – | the loss, a function of w |
# | m | any | the log-odds of what happened: z or −z |
# | h | – | a small step, for measuring a slope |
# | v | (D,) | a direction |
# | lr | – | the learning rate |
#
# `log` is the natural logarithm throughout, with base e = 2.718…

# %%
import numpy as np

from softmax_course import COLOURS, beside, figure, once_works, show

# %% [markdown]
# ## Three of four
#
# An urn holds four balls, three of them blue. Draw one. The **probability** of blue is the blue share of all: p = 3/4.
#
# The **odds** of blue compare blue with the rest: 3 to 1, so 3. In general the odds are p / (1 − p).
#
# | p | odds p / (1 − p) | log of the odds |
# |---|---|---|
# | 0.10 | 1/9 = 0.111 | −2.197 |
# | 0.25 | 1/3 = 0.333 | −1.099 |
# | 0.50 | 1 | 0 |
# | 0.75 | 3 | +1.099 |
# | 0.90 | 9 | +2.197 |
#
# Odds are not probabilities. Odds of 3 are fine, a probability of 3 is not; odds of 1 mean "even", a probability of 1
# means "certain".

# %% [markdown]
# Look at the pairs 0.25 and 0.75, or 0.1 and 0.9. They are the same statement about "blue" and "not blue", and their
# odds are 1/3 and 3: squeezed between 0 and 1 on one side, spread from 1 to infinity on the other.
#
# The logarithm makes them symmetric: −1.099 and +1.099. Trading the two outcomes only changes the sign.
#
# ![Five probabilities, 0.1 to 0.9, on three parallel scales. On the scale of odds the small ones are squeezed together
# below 1 and 0.9 lies far out at 9; on the scale of log-odds they lie symmetrically around
# 0.](../assets/figures/odds.svg)

# %% [markdown]
# ### Predict, then run
#
# A test result doubles the odds of something. If its probability was 0.5 (odds 1), it is now 2/3 (odds 2). What if it
# was 0.9 before?

# %%
guess_doubled = None  # your guess: the probability after the odds of 0.9 have doubled

# %%
doubled = 2 * 0.9 / (1 - 0.9)
beside(guess_doubled, f"{doubled / (1 + doubled):.4f}: the odds went from 9 to 18, the probability by less than 0.05")

# %% [markdown]
# Doubling the odds always adds log 2 = 0.693 to the log-odds, wherever one starts. On the scale of probabilities the
# same push moves 0.5 a long way and 0.9 a little. Evidence adds up on the scale of log-odds. That is why the model
# below is built there.

# %% [markdown]
# ### Exercise: `logit(p)` (1 + 1 points)
#
# Return the log-odds log p − log(1 − p), entry by entry: `p` is an array of any shape with entries strictly between 0
# and 1, and the result has the same shape. A single number comes as an array of shape ().
#
# `logit(np.array([0.5, 0.75, 0.1]))` is `[0, 1.0986, -2.1972]`.
#
# <details><summary>Hint 1</summary>NumPy's functions work on every entry at once, whatever the shape. Which one is the
# natural logarithm?</details>
# <details><summary>Hint 2</summary>For p between ½ and 1 the difference 1 − p is exact, while 1 / p is rounded. Which
# of the two does your formula use?</details>


# %% exercise="logit" points="1+1"
def logit(p):
    """Log-odds of the probabilities p: any shape -> the same shape."""
    ### BEGIN SOLUTION
    return np.log(p) - np.log(1 - p)
    ### END SOLUTION


# %% check="logit"
import numpy as np

from softmax_course import checking

with checking("logit") as check:
    check.values(logit)
    check.say(f"At p = 3/4 your log-odds are {float(logit(np.array(0.75))):.4f}, and log 3 is {np.log(3):.4f}.")

# %% [markdown]
# **The two ends differ.** Below 1, the nearest number that a computer can hold is 1 − 1.1·10⁻¹⁶. Near 0 it can hold
# 10⁻³⁰⁰ and less. So a stored probability can say "almost impossible" much more sharply than "almost certain":

# %%
with once_works("logit", "The range of log-odds that a stored p can reach"):
    print(f"largest p below 1:  log-odds {float(logit(np.nextafter(1.0, 0.0))):8.1f}")
    print(f"p = 1e-300:         log-odds {float(logit(np.array(1e-300))):8.1f}")

# %% [markdown]
# From here on we carry z, the log-odds, as far as we can, and turn it into p at the last moment. Log-odds of +700 are
# an ordinary number.

# %% [markdown]
# ## A model: the log-odds are a line
#
# Hours of study, and passing an exam. Say that without study the odds of passing are 1 to 20, and that every hour
# multiplies them by 2.
#
# | hours | 0 | 1 | 2 | 3 | 4 | 5 | 6 |
# |---|---|---|---|---|---|---|---|
# | odds | 0.05 | 0.1 | 0.2 | 0.4 | 0.8 | 1.6 | 3.2 |
# | log-odds z | −3.00 | −2.30 | −1.61 | −0.92 | −0.22 | 0.47 | 1.16 |
# | p | 0.05 | 0.09 | 0.17 | 0.29 | 0.44 | 0.62 | 0.76 |
#
# In the row of log-odds every step is the same: +0.693. The log-odds are a straight line in the hours, z = −3.00 +
# 0.693 · hours.
#
# That is all of the model that is called **logistic regression**: the log-odds are linear in the features.

# %% [markdown]
# Written for one example with features x₀, x₁, …: z = w₀x₀ + w₁x₁ + …, one weight per feature. A weight of 0.693
# says: one more unit of this feature doubles the odds. The constant −3.00 is a weight too, of a feature that is
# always 1.
#
# For all examples at once, `z = X @ w`: (N, D) times (D,) gives (N,), one number per example.

# %% [markdown]
# ### Back from z to p
#
# Odds of 3 mean 3 parts of 4: from odds o one gets p = o / (1 + o). The odds are eᶻ, so
#
# $$p = \sigma(z) = \frac{e^z}{1 + e^z} = \frac{1}{1 + e^{-z}}$$
#
# The two forms are the same number: multiply the second above and below by eᶻ. On a computer they are not the same
# program.

# %% [markdown]
# ### Predict, then run
#
# At z = 1000 the answer is 1, to more digits than anybody can store. What does the first form give?

# %%
guess_naive = None  # your guess for e^1000 / (1 + e^1000) in floating point: a number, "inf" or "nan"

# %%
with np.errstate(all="ignore"):
    power = np.exp(1000.0)
    beside(guess_naive, f"{power / (1 + power)}, because e^1000 is {power} and inf / inf has no value")

# %% [markdown]
# The second form has the large power on the other side: at z = −1000 it computes 1 / (1 + inf) = 0. That happens to be
# as right as can be, but it comes with an overflow warning. A program that stays calm on both sides never raises e to
# a large positive number.

# %% [markdown]
# ### Exercise: `sigmoid(z)` (1 + 1 points)
#
# Return σ(z), entry by entry, for an array `z` of any shape, () included, of floats or integers, with entries from
# −10 000 to 10 000. Far out on the left the result is tiny and must be right to seven digits of its own size: σ(−30)
# is 9.3576·10⁻¹⁴.
#
# `sigmoid(np.array([0.0, np.log(3), -1000.0]))` is `[0.5, 0.75, 0.0]`.
#
# <details><summary>Hint 1</summary>For which signs of z does each of the two forms behave?</details>
# <details><summary>Hint 2</summary>e to the power −|z| is never above 1. What are the two forms, written with
# it?</details>
# <details><summary>Hint 3</summary><code>np.where(z >= 0, a, b)</code> takes a where z is not negative and b
# elsewhere. It computes both.</details>


# %% exercise="sigmoid" points="1+1"
def sigmoid(z):
    """Probability whose log-odds are z: any shape -> the same shape."""
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))  # at most 1, so nothing overflows
    return np.where(z >= 0, 1.0, small) / (1.0 + small)
    ### END SOLUTION


# %% check="sigmoid"
import numpy as np

from softmax_course import checking

with checking("sigmoid") as check:
    check.values(sigmoid)
    check.say(f"sigmoid(log 3) is {float(sigmoid(np.array(np.log(3)))):.4f}: odds of 3 are three of four.")

# %%
with once_works("sigmoid", "The curve of your sigmoid"):
    z = np.linspace(-6, 6, 121)
    p = sigmoid(z)
    picture, axis = figure(figsize=(7, 3.4))
    axis.plot(z, p, color=COLOURS["blue"], label="σ(z)")
    axis.plot(z, 1 - p, color=COLOURS["orange"], ls="--", label="1 − σ(z) = σ(−z)")
    axis.plot([-2, 2], [0, 1], color=COLOURS["black"], lw=1, ls=":", label="slope 1/4 at z = 0")
    axis.set(xlabel="log-odds z", ylabel="probability", ylim=(-0.05, 1.05))
    axis.legend()
    show(
        picture,
        alt="The sigmoid rises from 0 to 1, steepest at z = 0 with slope one quarter; "
        "its mirror image is the probability of the other outcome.",
    )

# %% [markdown]
# ## How good is a guess?
#
# Three people sat the exam. The model gave them 0.8, 0.3 and 0.6. The first passed, the second failed, the third
# passed.
#
# | person | p | y | probability given to what happened |
# |---|---|---|---|
# | first | 0.8 | 1 | 0.8 |
# | second | 0.3 | 0 | 1 − 0.3 = 0.7 |
# | third | 0.6 | 1 | 0.6 |
#
# Who passed contributes p, who failed contributes 1 − p. If the three are independent, the model gave the whole
# outcome the probability 0.8 · 0.7 · 0.6 = 0.336. That number is the **likelihood** of the weights. Better weights
# make what happened more probable.

# %% [markdown]
# Both cases in one formula: p to the power y, times (1 − p) to the power 1 − y. One of the two exponents is 0, and its
# factor is 1.
#
# $$\text{likelihood} = \prod_{n=1}^{N} p_n^{\,y_n} (1 - p_n)^{1 - y_n}$$

# %% [markdown]
# **Why the log.** Two thousand fair coins, each called right with probability ½: the product is 2⁻²⁰⁰⁰. A computer
# holds nothing that small, except 0. The sum of the logs is an ordinary number. And log is increasing: what makes the
# one largest makes the other largest.

# %%
print("product:    ", np.prod(np.full(2000, 0.5)))
print("sum of logs:", np.sum(np.log(np.full(2000, 0.5))))

# %% [markdown]
# **Why the minus.** The log of a probability is at most 0. With a minus we have a cost: 0 for an outcome that was
# called with certainty, larger the more the outcome surprises, without a bound. Calling 0.01 for what then happens
# costs −log 0.01 = 4.6.
#
# **Why the mean.** A sum doubles when the same data are given twice, though nothing was learnt. The mean stays. So
# losses of data sets of different sizes can be compared, and a learning rate that suits 100 examples suits 10 000.
#
# $$L(w) = -\frac{1}{N} \sum_{n=1}^{N} \big[\, y_n \log p_n + (1 - y_n) \log (1 - p_n) \,\big]$$
#
# This is the **mean negative log-likelihood**. For the three above it is −log(0.336) / 3 = 0.364.

# %% [markdown]
# **In terms of z.** With p = 1 / (1 + e⁻ᶻ), the cost of a label 1 is −log p = log(1 + e⁻ᶻ). For a label 0 it is −log(1
# − p) = log(1 + eᶻ). One formula, read twice: log(1 + e⁻ᵐ), where m is the log-odds of *what happened*: z for y = 1,
# and −z for y = 0.
#
# The left panel shows both. Far on the wrong side the cost grows like a straight line: m = −1000 costs 1000, not
# infinity.
#
# ![Left: the loss of one example against its log-odds z. For y = 1 it falls from 5 at z = −5 towards 0, for y = 0 it
# is the mirror image, and both are log 2 at z = 0. Right: the slopes of these curves, two parallel S-shapes. For y = 1
# from −1 to 0, for y = 0 from 0 to 1.](../assets/figures/surprise.svg)

# %% [markdown]
# ### Predict, then run
#
# All weights are zero. Whatever the data are: what is the loss?

# %%
guess_zero = None  # your guess: the mean negative log-likelihood at w = 0

# %%
beside(guess_zero, f"{-np.log(0.5):.4f} = log 2: every z is 0, every p is one half")

# %% [markdown]
# Keep this as a habit: **before training, the loss at zero weights is log 2**. If it is not, something is wrong before
# anything was learnt.

# %% [markdown]
# ### Exercise: `logistic_loss(w, X, y)` (1 + 2 points)
#
# Return the mean negative log-likelihood, one number. `w` has shape (D,), `X` (N, D), `y` (N,) with entries 0 and 1.
# It must be finite and right for log-odds up to 10 000 in size.
#
# With `X = [[1, 2], [1, -1]]`, `w = [0, 1]` and `y = [1, 1]`: z is `[2, -1]`, the costs are log(1 + e⁻²) = 0.1269 and
# log(1 + e¹) = 1.3133, the loss is 0.7201.
#
# <details><summary>Hint 1</summary>At z = 800, p rounds to 1 and log(1 − p) is −inf. Can you go from z to the cost
# without passing through p?</details>
# <details><summary>Hint 2</summary>The cost is log(e⁰ + e⁻ᵐ). NumPy has a function for the log of a sum of two
# exponentials, given the two exponents.</details>
# <details><summary>Hint 3</summary>It is called <code>np.logaddexp</code>. What is m for y = 1, and what for y =
# 0?</details>


# %% exercise="logistic_loss" points="1+2"
def logistic_loss(w, X, y):
    """Mean negative log-likelihood: w (D,), X (N, D), y (N,) of 0 and 1 -> float."""
    ### BEGIN SOLUTION
    z = X @ w
    log_odds_of_what_happened = np.where(y == 1, z, -z)
    return np.logaddexp(0.0, -log_odds_of_what_happened).mean()
    ### END SOLUTION


# %% check="logistic_loss"
import numpy as np

from softmax_course import checking

with checking("logistic_loss") as check:
    check.values(logistic_loss)
    w, X, y = check.problems[0]
    check.say(f"At zero weights your loss is {float(logistic_loss(0 * w, X, y)):.4f}, and log 2 is {np.log(2):.4f}.")

# %% [markdown]
# ## The slope, measured
#
# To make the loss smaller we need to know how it changes with each weight. Its slope in one weight, while the others
# stand still, is called a partial derivative; all of them together, in an array of the shape of w, are the
# **gradient**. Before deriving a formula for it, let us build the instrument that will check it.
#
# The slope of x³ at x = 1 is 3. Pretend we did not know. Take a step h = 0.1 and measure:
#
# | kind | quotient | value | error |
# |---|---|---|---|
# | forward | (1.1³ − 1³) / 0.1 | 3.31 | 0.31 |
# | central | (1.1³ − 0.9³) / 0.2 | 3.01 | 0.01 |
#
# And with h = 0.01: forward 3.0301, central 3.0001. A step ten times smaller makes the forward error about ten times
# smaller, and the central error a hundred times.

# %% [markdown]
# Why? Near x a smooth function is nearly a polynomial in h, made of its derivatives at x, the first f′, the second f″,
# the third f‴ (Taylor's formula):
#
# f(x + h) = f + h f′ + ½ h² f″ + ⅙ h³ f‴ + …
#
# f(x − h) = f − h f′ + ½ h² f″ − ⅙ h³ f‴ + …
#
# Subtract: the terms with h² cancel. Divide by 2h: f′ + ⅙ h² f‴ + …. For x³ we have f‴ = 6 and nothing after it, so
# the error is h² exactly: 0.01 and 0.0001, as measured. The forward quotient keeps its ½ h f″.

# %% [markdown]
# ### Predict, then run
#
# So a smaller h is better. How small? Numbers are stored to about 16 digits. Guess which of 10⁻¹, 10⁻², …, 10⁻¹² gives
# the *forward* quotient of x³ at 1 the smallest error.

# %%
guess_h = None  # your guess, such as 1e-3

# %%
errors = {10.0**-k: abs(((1 + 10.0**-k) ** 3 - 1) / 10.0**-k - 3) for k in range(1, 13)}
beside(guess_h, f"{min(errors, key=errors.get):.0e}")
for h, error in errors.items():
    print(f"h = {h:.0e}   forward error {error:.1e}")

# %% [markdown]
# Down to 10⁻⁸ the error shrinks with h. Then it grows again. f(x + h) and f(x) agree in more and more digits, the
# difference keeps fewer and fewer, and dividing by h blows up what is left of the rounding: about 10⁻¹⁶ |f| / h. That
# is its size; what it is exactly is luck. At 10⁻⁹, 10⁻¹⁰ and 10⁻¹¹ it happens to be the same 2.5·10⁻⁷, then it jumps.
#
# Two errors, one falling and one rising with h. With both axes logarithmic each is nearly a straight line, and
# together they make a V:
#
# ![Error of the numerical derivative of log(1 + exp(−x)) at x = 1 against the step h, both axes logarithmic. The
# forward quotient is best near h = 1e-8 with an error near 1e-9, the central one near 1e-5 with an error near 1e-12.
# Below that both errors rise as 1e-16 / h. The complex step falls like the central one and then stays at the level of
# rounding.](../assets/figures/step_size.svg)

# %% [markdown]
# The third curve, the **complex step**, is an aside for those who know complex numbers: it evaluates f at x + ih and
# takes the imaginary part. No difference is formed, so nothing cancels and there is no left arm. (Errors of exactly 0
# are drawn at 10⁻¹⁷.) It needs an f that understands complex numbers; an `np.abs` inside makes the slope wrong, and no
# error says so. We stay with central differences.
#
# **Read it off.** At which h do forward and central quotients have their lowest points, and what is the error there?
#
# <details><summary>Answer</summary>Forward: near 10⁻⁸, with an error of about 10⁻⁹ (the stray points below are luck of
# the rounding). Central: near 10⁻⁵, with an error of about 10⁻¹². The two arms ½h|f″| and 10⁻¹⁶|f|/h cross near h =
# 10⁻⁸; ⅙h²|f‴| and 10⁻¹⁶|f|/h cross near 10⁻⁵.</details>

# %% [markdown]
# ### Explore: how small should the step be?
#
# The same V, to play with. Move the step by its slider, or drag along the curves. Arrow keys work too.
#
# 1. Let h shrink and watch the table of digits. How many tell f(x + h) and f(x − h) apart at 10⁻⁵, and how many at
#    10⁻¹⁴?
# 2. Compare the three functions at h = 10⁻². Is the largest error of the central quotient that of the function with the
#    largest third derivative?
# 3. Add a large constant to f. The slope is the same. Which arm of the V moves, and which stays?
#
# **Question.** Add 10⁶, with any of the three functions. Which h is good for the central quotient now? Set it, then run
# the cell below the picture.

# %%
from softmax_course.explorations import StepSize

steps = StepSize()
steps

# %%
now = steps.readings
print(f"constant {steps.constant:g}, h = {now['h']:.1e}: the central error is {now['central']:.1e}")
if steps.constant != 1e6:
    print("Not yet: set the added constant to 10⁶.")
elif now["central"] > 5e-7:
    print("Not yet: another h brings the error under 5e-07.")
else:
    print("Yes: about as small as it gets. Without the constant a smaller h was good, and the error near 10⁻¹².")

# %% [markdown]
# ### Exercise: `numerical_gradient(f, x, h=1e-5)` (1 + 2 points)
#
# `f` takes an array and returns a number. Return the array of its slopes at `x`, one per entry, by central
# differences with step `h`: the shape is that of `x`, whatever that is. A single number, an array of shape (), is a
# shape too, and `x` may hold integers. `x` itself is left as it was.
#
# For f(x) = x₀² · x₁ at x = [3, 2] the gradient is [2 · 3 · 2, 3²] = [12, 9].
#
# <details><summary>Hint 1</summary>One entry at a time: the other entries must stand where they were. How many
# evaluations of f does an x of shape (3, 4) need?</details>
# <details><summary>Hint 2</summary><code>np.ndindex(x.shape)</code> walks through all indices of any shape, also of
# shape (). Index with the whole tuple: <code>x[index]</code>.</details>
# <details><summary>Hint 3</summary>What does <code>a[0] += 1e-5</code> do to an array a of integers? And to the array
# of the caller, if a is the same object?</details>


# %% exercise="numerical_gradient" points="1+2"
def numerical_gradient(f, x, h=1e-5):
    """Central differences of f, a function array -> float, at x: any shape -> the same shape."""

    ### BEGIN SOLUTION
    def moved(index, step):
        copy = np.array(x, dtype=float)
        copy[index] += step
        return copy

    gradient = np.zeros(np.shape(x))
    for index in np.ndindex(np.shape(x)):
        gradient[index] = (f(moved(index, h)) - f(moved(index, -h))) / (2 * h)
    return gradient
    ### END SOLUTION


# %% check="numerical_gradient"
import numpy as np

from softmax_course import checking

with checking("numerical_gradient") as check:
    check.values(numerical_gradient)
    slopes = numerical_gradient(lambda x: x[0] ** 2 * x[1], np.array([3.0, 2.0]))
    check.say(f"x₀² x₁ at (3, 2): your slopes are {np.round(slopes, 6)}, by hand [12, 9].")

# %% [markdown]
# ### Exercise: `best_step(f, df, x)` (1 + 1 points)
#
# `f` is a function of one number, `df` its true derivative, `x` a number. Return the step `h` among 10⁻¹, 10⁻², …,
# 10⁻¹² for which the central difference of `f` at `x` has the smallest error. You are asked only where one step is
# clearly best.
#
# For f(x) = x³ at x = 2.5 it is 10⁻⁵.
#
# <details><summary>Hint 1</summary>There are twelve candidates. Nothing clever is needed: try them all.</details>
# <details><summary>Hint 2</summary>An error has a sign. Which error is smaller, −3 or 1?</details>


# %% exercise="best_step" points="1+1"
def best_step(f, df, x):
    """Best step for central differences: f and df functions float -> float, x a float -> h, a whole power of ten."""

    ### BEGIN SOLUTION
    def error(h):
        return abs((f(x + h) - f(x - h)) / (2 * h) - df(x))

    return min([10.0**-k for k in range(1, 13)], key=error)
    ### END SOLUTION


# %% check="best_step"
from softmax_course import checking

with checking("best_step") as check:
    check.values(best_step)

# %% [markdown]
# ### Explore: what moves the bottom of the V?
#
# Adding a constant to a function leaves its slope as it is. Does it leave the best step as it is? Change `constant`
# below: 0, then 1e6, 1e9, 1e12.

# %%
constant = 0.0  # change me

with once_works("best_step", "The best step for x³ plus your constant"):
    h = best_step(lambda x: constant + x**3, lambda x: 3 * x**2, 2.5)
    print(f"constant {constant:g}: best step {h:.0e}")

# %% [markdown]
# <details><summary>What is there to find?</summary>10⁻⁵, then 10⁻⁴, 10⁻³, 10⁻². The constant raises the rounding,
# 10⁻¹⁶ |f| / h, and leaves the truncation, ⅙h²|f‴|. They meet where h³ is proportional to |f|: a thousand times the
# constant, ten times the step. A loss that carries a large constant is measured worse, although its gradient is the
# same.</details>

# %% [markdown]
# ## The slope, derived
#
# A weight acts on the loss through two stations: w → z → p → loss. Take one example with x = [1, 2], w = [0, 0.5] and
# label y = 1. Then z = 1 and p = 0.7311. The three slopes along the way:
#
# | link | slope | here |
# |---|---|---|
# | loss in p | −1/p | −1.3679 |
# | p in z | p(1 − p) | 0.1966 |
# | z in w | x | [1, 2] |
#
# Multiply the first two: −1.3679 · 0.1966 = −0.2689. And p − 1 is −0.2689.

# %% [markdown]
# That is no accident: −1/p · p(1 − p) = −(1 − p) = p − 1. With label 0 the loss is −log(1 − p), its slope in p is 1/(1
# − p), and 1/(1 − p) · p(1 − p) = p.
#
# Both in one: **the slope of the loss in z is p − y**. It is a partial derivative, and it is also a difference between
# what was said and what happened. Now look again at the right panel of the picture of the loss of one example: its two
# curves are p − 1 and p. They lie between −1 and 1, and come near ±1 exactly where the model is confidently wrong.

# %% [markdown]
# The middle link in full. From p = (1 + e⁻ᶻ)⁻¹, the chain rule gives
#
# $$\frac{dp}{dz} = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}} = p\,(1 - p)$$
#
# It is p(1 − p), with the output p in it. Formulas that read z(1 − z) have taken "the output" for the input.

# %% [markdown]
# **From one example to all.** The loss is a mean, so its gradient is the mean of the gradients: the mean over n of (pₙ
# − yₙ) xₙ.
#
# Entry d of it is (1/N) · Σₙ X[n, d] · (pₙ − yₙ): go down column d of `X`, multiply by the differences, add up. Column
# d of `X` is row d of `X.T`, and "row times vector, add up" is a matrix product. So the whole gradient is `X.T @ (p -
# y) / N`, with shapes (D, N) times (N,) → (D,).

# %% [markdown]
# ### Exercise: `logistic_derivation` (1 + 1 points)
#
# A derivation that runs. Every line is a function of the same `w` (D,), `X` (N, D), `y` (N,) and returns the gradient,
# shape (D,). Line 1 is given: the definition of the loss, differentiated by brute force. Write lines 2 to 4 as their
# docstrings say. The check evaluates all lines at random points and names the first one that differs from the line
# before. It compares values. Whether one line follows from another it cannot see: the steps are yours.
#
# You may add lines, or cut the path in another way: then change the list at the end of the cell. At least two lines
# after the first are yours, and the last has to be right to ten digits, which no difference is.
#
# For w = [0, 0.5], X = [[1, 2]], y = [1] every line gives [−0.2689, −0.5379].
#
# <details><summary>Hint 1</summary>Line 2: write the three slopes of the table above as three variables, for one
# example, and multiply them. Both labels in one formula: −y/p + (1 − y)/(1 − p).</details>
# <details><summary>Hint 2</summary>Line 3: the product of the first two slopes is p − y. Nothing else
# changes.</details>
# <details><summary>Hint 3</summary>Line 4: no loop. Which shapes have to meet so that the sum over the examples
# happens inside the matrix product?</details>


# %% exercise="logistic_derivation" points="1+1"
def probability(w, X):
    """The model: w (D,), X (N, D) -> p (N,); or one example, (D,) -> a number."""
    return 1 / (1 + np.exp(-(X @ w)))


def by_brute_force(w, X, y, h=1e-5):
    """Line 1, given: central differences of the mean negative log-likelihood, written from its definition."""

    def loss(w):
        p = probability(w, X)
        return -np.mean(np.log(p**y * (1 - p) ** (1 - y)))

    return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])


def by_the_chain_rule(w, X, y):
    """Line 2: the mean over the examples of (slope of the loss in p) * (slope of p in z) * (slope of z in w)."""
    ### BEGIN SOLUTION
    total = np.zeros(len(w))
    for x, label in zip(X, y, strict=True):
        p = probability(w, x)
        loss_in_p = -label / p + (1 - label) / (1 - p)
        p_in_z = p * (1 - p)
        z_in_w = x
        total += loss_in_p * p_in_z * z_in_w
    return total / len(y)
    ### END SOLUTION


def with_the_product_simplified(w, X, y):
    """Line 3: still a mean over the examples, with the first two slopes multiplied out."""
    ### BEGIN SOLUTION
    return sum((probability(w, x) - label) * x for x, label in zip(X, y, strict=True)) / len(y)
    ### END SOLUTION


def as_a_matrix_product(w, X, y):
    """Line 4: all examples at once, without a loop."""
    ### BEGIN SOLUTION
    return X.T @ (probability(w, X) - y) / len(y)
    ### END SOLUTION


logistic_derivation = [by_brute_force, by_the_chain_rule, with_the_product_simplified, as_a_matrix_product]

# %% check="logistic_derivation"
from softmax_course import checking

with checking("logistic_derivation") as check:
    check.derivation(logistic_derivation)

# %% [markdown]
# ### Exercise: `logistic_gradient(w, X, y)` (1 + 2 points)
#
# Return the gradient of the mean negative log-likelihood, shape (D,), from the formula and without differences. `w`
# has shape (D,), `X` (N, D), `y` (N,). Log-odds are of ordinary size here: nothing overflows.
#
# With `X = [[1, 2], [1, -1]]`, `w = [0, 1]` and `y = [1, 1]`: p − y is `[-0.1192, -0.7311]`, and the gradient is
# `[-0.4251, 0.2463]`.
#
# <details><summary>Hint 1</summary>Which line of your derivation needs no loop and no differences? Here it stands
# alone: where does its p come from?</details>
# <details><summary>Hint 2</summary>The shape says which matrix goes left: the result has D entries, and the sum runs
# over N.</details>


# %% exercise="logistic_gradient" points="1+2"
def logistic_gradient(w, X, y):
    """Gradient of the mean negative log-likelihood in w: w (D,), X (N, D), y (N,) -> (D,)."""
    ### BEGIN SOLUTION
    p = 1 / (1 + np.exp(-(X @ w)))
    return X.T @ (p - y) / len(y)
    ### END SOLUTION


# %% check="logistic_gradient"
from softmax_course import central_gradient, checking

with checking("logistic_gradient") as check:
    w, X, y = check.problems[0]
    check.side_by_side(
        f"A random problem with N, D = {X.shape}, at random weights:",
        own="logistic_loss",
        your_gradient=lambda: logistic_gradient(w, X, y),
        differences_of_your_loss=lambda: central_gradient(logistic_loss, w, X, y),
    )
    check.values(logistic_gradient)

# %% [markdown]
# This comparison is the second habit: **gradient against numerical gradient, at random points that are not zero**,
# with N and D different.
#
# Why not at w = 0? There every p is ½, whatever `X` is. A gradient that computes p from −z, for instance, is perfectly
# right at w = 0 and wrong everywhere else. And where N = D, a forgotten transpose still has the right shape.

# %%
with once_works("sigmoid", "A wrong gradient that passes at w = 0"):
    X_small, y_small = np.random.default_rng(3).normal(size=(6, 3)), np.array([0, 1, 1, 0, 1, 1])
    for w_try in (np.zeros(3), np.array([0.4, -1.0, 0.7])):
        right = X_small.T @ (sigmoid(X_small @ w_try) - y_small) / 6
        wrong = X_small.T @ (sigmoid(-X_small @ w_try) - y_small) / 6
        print(f"w = {w_try}: largest difference between right and wrong {np.abs(right - wrong).max():.3f}")

# %% [markdown]
# ## Down the slope
#
# At a minimum the gradient is 0. So why not solve `X.T @ (p - y) = 0` for w, as one solves 2x = 0 to minimise x²?
#
# Not because of a second valley, in which one could end by mistake: the logistic loss has none. It is **convex**.

# %% [markdown]
# Convex means that every straight cut through it is a bowl: the slope along the cut never decreases. Along a direction
# v, the slope of the loss changes at the rate
#
# mean over n of pₙ(1 − pₙ)(xₙ · v)²,
#
# since dp/dz = p(1 − p) and z changes at the rate x · v. No term is negative, so the slope can only grow.
#
# Here are two clouds of 30 points each, 60 examples with two features, and four cuts through their loss:

# %%
y_toy = np.arange(60) % 2
X_toy = np.random.default_rng(0).normal(size=(60, 2)) * [1.0, 2.2] + np.outer(2 * y_toy - 1, [0.5, 0.9])

with once_works("logistic_loss", "A picture of four cuts through your loss"):
    along = np.linspace(-6, 6, 81)
    cuts = {}
    for angle in (0, 45, 90, 135):
        direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        cuts[angle] = [logistic_loss(t * direction, X_toy, y_toy) for t in along]
    picture, axis = figure(figsize=(7, 3.6))
    for (angle, losses), style in zip(cuts.items(), ("-", "--", "-.", ":"), strict=True):
        axis.plot(along, losses, ls=style, label=f"direction {angle}°")
    axis.plot(0, np.log(2), "o", color=COLOURS["black"])
    axis.annotate("log 2", (0, np.log(2)), (-9, -13), textcoords="offset points", ha="right")
    axis.set(xlabel="distance t along the direction", ylabel="loss", ylim=(0, 6))
    axis.legend(ncols=2)
    show(
        picture,
        alt="Four straight cuts through the logistic loss: each curve has one valley and bends upwards everywhere. "
        "All pass through log 2 at zero weights.",
    )

# %% [markdown]
# The real reason is plainer: **there is no closed form**. The unknown w stands inside N different sigmoids, and the
# sum of them has to equal a given number. No finite formula in elementary functions solves that in general.
#
# There are special cases where one does. With a single feature that is always 1, every p is the same, and p − y
# averages to 0 when p is the share of ones. For labels 1, 1, 1, 0 that gives w = log 3: three of four again.
#
# So we go downhill in steps. The gradient points where the loss grows fastest; we go the other way, by the **learning
# rate** times the gradient:
#
# w ← w − lr · gradient
#
# The gradient carries p − y. The step, because of the minus, carries y − p. Both signs appear in texts; they are about
# different things.

# %% [markdown]
# ### Exercise: `fit_logistic(X, y, lr, steps)` (1 + 2 points)
#
# Start from zero weights and make `steps` updates with learning rate `lr`. Return two things, `w` and `losses`: the
# final weights, shape (D,), and a list in which `losses[t]` is the loss *before* update number t, counted from 0. The
# gradient is that of the mean.
#
# For `X = [[1.0]]`, `y = [1]`, `lr = 1` and two steps: w goes 0 → 0.5 → 0.8775, and the losses are `[0.6931, 0.4741]`.
#
# You may call your functions from above. If you would rather that a slip there does not follow you here, write the two
# lines again.
#
# <details><summary>Hint 1</summary>Which comes first inside the loop: measuring the loss or moving the weights? What
# is <code>losses[0]</code> always?</details>
# <details><summary>Hint 2</summary>How many entries has <code>losses</code> after three steps? The loss at the final
# weights is not among them.</details>


# %% exercise="fit_logistic" points="1+2"
def fit_logistic(X, y, lr, steps):
    """Gradient descent from zero weights: X (N, D), y (N,) -> w (D,), and the list of the losses before each update."""
    ### BEGIN SOLUTION
    w = np.zeros(X.shape[1])
    losses = []
    for _step in range(steps):
        z = X @ w
        losses.append(np.logaddexp(0.0, np.where(y == 1, -z, z)).mean())
        p = np.exp(-np.logaddexp(0.0, -z))
        w = w - lr * X.T @ (p - y) / len(y)
    return w, losses
    ### END SOLUTION


# %% check="fit_logistic"
import numpy as np

from softmax_course import checking

with checking("fit_logistic") as check:
    check.values(fit_logistic)
    w, losses = fit_logistic(np.ones((4, 1)), np.array([1, 1, 1, 0]), 1.0, 200)
    check.say(f"Labels 1, 1, 1, 0 and a constant feature: w = {float(w[0]):.4f}, and log 3 is {np.log(3):.4f}.")

# %% [markdown]
# ### Step by step
#
# The descent on the two clouds, as five snapshots. Above, the points and the **decision line**, where z = 0 and so p =
# ½. Below, the landscape of the loss over the two weights, with one scale for both, and the path so far. At step 0
# both weights are 0: every p is ½, and there is no line.

# %%
w_across, w_up = np.linspace(-0.4, 2.4, 57), np.linspace(-0.4, 1.2, 33)


def draw_data(axis, w):
    """The two clouds, and the line on which p = 1/2."""
    for label, marker, colour in ((0, "s", "orange"), (1, "o", "blue")):
        axis.scatter(*X_toy[y_toy == label].T, s=14, marker=marker, color=COLOURS[colour], label=f"y = {label}")
    if np.any(w != 0):
        along = np.array([-w[1], w[0]]) / np.hypot(*w) * 12  # at a right angle to w
        axis.plot([-along[0], along[0]], [-along[1], along[1]], color=COLOURS["black"], lw=1.5)
    axis.set(xlim=(-4, 4), ylim=(-7, 7), xticks=[-3, 0, 3], yticks=[-5, 0, 5], xlabel="x₀")


with once_works("fit_logistic", "The descent on the two clouds"):
    path = np.array([fit_logistic(X_toy, y_toy, 1.0, t)[0] for t in range(21)])
    with once_works("logistic_loss", "The landscape under the path"):
        landscape = np.array([[logistic_loss(np.array([a, b]), X_toy, y_toy) for a in w_across] for b in w_up])
        levels = np.geomspace(1.01 * landscape.min(), landscape.max(), 12)
        picture, axes = figure(2, 5, figsize=(11, 4.8), sharey="row", height_ratios=[1.9, 1.2])
        for column, t in enumerate((0, 1, 2, 5, 20)):
            above, below = axes[:, column]
            draw_data(above, path[t])
            above.set_title(f"step {t}")
            below.contour(w_across, w_up, landscape, levels=levels, cmap="Greys_r", linewidths=0.8)
            below.plot(*path[: t + 1].T, "o-", color=COLOURS["vermilion"], ms=4, lw=1.2)
            below.set(aspect="equal", xlabel="w₀", xticks=[0, 1, 2], yticks=[0, 1])
        axes[0, 0].set_ylabel("x₁")
        axes[0, 0].legend(loc="upper left", fontsize=9, handletextpad=0)
        axes[1, 0].set_ylabel("w₁")
        show(
            picture,
            alt="Five snapshots of gradient descent. The decision line turns until it separates the two clouds as well "
            "as a line can, while the path runs down the contours of the loss: a long first step across the valley, "
            "then many short ones along its floor.",
        )

# %% [markdown]
# The valley is longer in w₀ than in w₁, because the second feature varies about twice as much as the first. The first
# step goes straight across the contours. After it the path creeps along the floor, where the slope is small.

# %% [markdown]
# ### Predict, then run
#
# With lr = 1 the first step takes the loss from 0.693 to 0.524. With lr = 3.4, is the loss after the first step lower
# or higher than 0.693?

# %%
guess_first_step = None  # your guess: "lower" or "higher"

# %%
with once_works("fit_logistic", "The beginning of a descent with lr = 3.4"):
    beside(guess_first_step, ", then ".join(f"{loss:.3f}" for loss in fit_logistic(X_toy, y_toy, 3.4, 5)[1]))

# %% [markdown]
# Higher, although every step goes downhill where it starts. The slope holds at the starting point; a long step leaves
# the place where it was measured.
#
# ![Paths of gradient descent on the contours of the loss. Left, on the mean: lr 0.05 has covered a short way after 20
# steps, lr 1 runs along the valley towards the minimum, lr 3.4 leaps across the valley and then jumps to and fro, a
# little less each time. Right, on the sum over 60 examples: lr 1/60 gives exactly the path of lr 1 on the mean, while
# lr 1 leaps to (19, 32).](../assets/figures/descent_path.svg)

# %% [markdown]
# The right panel follows the *sum* instead of the mean. Its gradient is N = 60 times as long. With lr / 60 the path is
# the same, point for point; with the same lr the first step ends far outside the picture. When a recipe's learning
# rate looks odd, check first whether its loss is a sum or a mean.
#
# ### Explore: one landscape, many ways down
#
# Choose a learning rate and press ▶: the path grows step by step, and with it the line between the clouds and the curve
# of the loss. The black point, where the descent starts, can be dragged.
#
# 1. lr = 4, all 60 steps. Between which two losses does it end up jumping?
# 2. lr = 1 on the sum. Where is it after one step? Then 1/60 on the sum: which path do you see?
# 3. Drag the start from corner to corner, with lr = 1. Does any start end in another valley?
#
# **Question.** Start at zero weights, on the mean. What is the largest learning rate, to one decimal, with which the
# loss falls at every one of the first 20 steps? Set it, then run the cell below the picture.

# %%
from softmax_course.explorations import DescentPath

descent = DescentPath()
descent

# %%
now = descent.readings
print(f"lr = {descent.rate:g}, on the {descent.loss}, from w = {descent.start}")
if descent.loss != "mean" or any(descent.start):
    print("The question is about the mean, and a start at [0, 0]: Reset brings both back.")
elif now["rises_at"]:
    print(f"Too large: the loss rises at step {now['rises_at']}.")
else:
    print("The loss falls at each of the first 20 steps. Does it still with 0.1 more?")

with once_works("fit_logistic", "The same descent by your own function"):
    rate = descent.rate * (len(y_toy) if descent.loss == "sum" else 1)
    losses = np.array(fit_logistic(X_toy, y_toy, rate, 21)[1])
    print(f"your fit_logistic, from zero: {np.round(losses[:6], 3)} … {losses[20]:.4f}")

# %% [markdown]
# <details><summary>What is there to find?</summary>2.7. Beyond it the first step already overshoots. Up to about 3.6
# the descent recovers, because the landscape is flatter near the minimum than at zero: across the valley the slope
# changes there at the rate 0.556, and steps shrink what is left of the way as long as lr is below 2 / 0.556 = 3.6.
# With lr = 4 it ends up jumping to and fro between two points for ever, with losses of 0.470 and 0.488.</details>

# %% [markdown]
# ## Find the mistake
#
# Notes that many people learn from print the loss like this:
#
# $$-\frac{1}{N} \sum_{n} \big[\, y_n \log p_n + (1 - y_n) \log (1 - \log p_n) \,\big]$$
#
# One log too many, easily overlooked. And it does not give itself away: it is finite wherever p is not 0, its slope in
# p has the right sign for both labels, and on the two clouds it falls at every step, whether one descends by its own
# gradient or by the right one. Expose it.

# %% [markdown]
# ### Exercise: `exposes_wrong_likelihood()` (1 + 1 points)
#
# A function without arguments. Return `w`, `X` and `y`, of shapes (D,), (N, D) and (N,), with N and D of your choice,
# finite numbers, and labels 0 or 1, at which the formula above and the right mean negative log-likelihood differ by
# more than 0.1.
#
# An example that does *not* expose it: `w = [0.5]`, `X = [[2.0]]`, `y = [1]`. Both formulas give 0.3133.
#
# <details><summary>Hint 1</summary>Which of the two labels makes the formulas differ at all?</details>
# <details><summary>Hint 2</summary>One example with one feature is enough. Work out both formulas for p = ½.</details>


# %% exercise="exposes_wrong_likelihood" points="1+1"
def exposes_wrong_likelihood():
    """A counterexample: nothing -> w (D,), X (N, D), y (N,) at which the two formulas differ by more than 0.1."""
    ### BEGIN SOLUTION
    w = np.array([0.0])
    X = np.array([[1.0]])
    y = np.array([0])  # right: -log(1/2) = 0.69; with the log too many: -log(1 + log 2) = -0.53
    return w, X, y
    ### END SOLUTION


# %% check="exposes_wrong_likelihood"
import numpy as np

from softmax_course import checking
from softmax_course.problems.counterexample import counterexample

with checking("exposes_wrong_likelihood") as check:
    w, X, y = counterexample(check, exposes_wrong_likelihood())
    log_p, log_1_minus_p = -np.logaddexp(0, -(X @ w)), -np.logaddexp(0, X @ w)
    right = -np.mean(y * log_p + (1 - y) * log_1_minus_p)
    wrong = -np.mean(y * log_p + (1 - y) * np.log(1 - log_p))
    check.say(f"right formula: {right:.4f}   wrong formula: {wrong:.4f}   difference: {abs(right - wrong):.4f}")
    check.require(
        abs(right - wrong) > 0.1,
        "At these w, X and y the two formulas differ by no more than 0.1.",
        look="For which label do they differ at all, and for which p is the difference large?",
    )
    check.say("exposes_wrong_likelihood: the two formulas are told apart.")

# %% [markdown]
# **How one could have seen it.** A mean negative log-likelihood is never negative: a probability is at most 1. The
# wrong formula is negative for every example with label 0. That is a check for any loss of this kind, and it
# costs one line.
#
# **What it does to an answer.** One ball of four is blue: one label 1 and three labels 0, and a single probability p
# for all. The right loss is lowest at p = ¼. The other one is lowest somewhere else:

# %%
p_grid = np.linspace(0.001, 0.999, 999)
for ones, zeros in ((1, 3), (3, 1)):
    right_curve = -(ones * np.log(p_grid) + zeros * np.log(1 - p_grid)) / 4
    wrong_curve = -(ones * np.log(p_grid) + zeros * np.log(1 - np.log(p_grid))) / 4
    lowest, wrong_lowest = p_grid[right_curve.argmin()], p_grid[wrong_curve.argmin()]
    print(f"{ones} of 4 blue: right loss lowest at p = {lowest:.3f}, the wrong one at p = {wrong_lowest:.3f}")

# %% [markdown]
# With three of four blue it runs to the edge of the grid: it would learn that blue is certain. A loss that falls is
# not yet a loss that is right.

# %% [markdown]
# ## Summary
#
# | name | formula | in NumPy |
# |---|---|---|
# | odds | p / (1 − p) | |
# | log-odds | z = log p − log(1 − p) | `np.log(p) - np.log(1 - p)` |
# | model | z = X w | `X @ w` |
# | probability | p = 1 / (1 + e⁻ᶻ) | a form for each sign of z |
# | loss | −mean[y log p + (1 − y) log(1 − p)] | mean of log(1 + e⁻ᵐ), m the log-odds of what happened |
# | slope in z, one example | p − y | |
# | gradient | Xᵀ(p − y) / N | `X.T @ (p - y) / N` |
# | central difference | (f(x + h) − f(x − h)) / 2h | best near h = 10⁻⁵ for values of order one |
#
# Habits: the loss at zero weights is log 2; the gradient agrees with the numerical one at random points that are not
# zero; a negative log-likelihood is not negative.

# %% [markdown]
# **You will also meet**
#
# - *sum* instead of mean: gradient and best learning rate differ by the factor N.
# - labels −1 and +1: the loss of one example is then log(1 + e^(−yz)). With labels 0 and 1 in that formula, or −1 and
#   +1 in ours, the result is wrong without an error.
# - θ for w, m for N, h(x) or ŷ for p, *expit* for σ, *log loss* or *binary cross-entropy* for L; statisticians'
#   *deviance* is 2N times our L.
# - one input written x⁽ⁱ⁾ or xᵢ; then a bare xⱼ may be an example or a feature. Here rows of `X` are examples, columns
#   are features.
# - "positive examples contribute 1 − p, negative ones p": the two exchanged. Who passed contributes p.
# - the likelihood called "the total odds". It is a probability of what happened; odds compare what happened with what
#   did not.
# - "one cannot set the derivative to 0, because the loss is not monotone and has local optima": it is convex. What is
#   missing is a formula for the solution.
# - data that a line separates without error: there the loss has no minimum. It approaches 0 as the weights grow for
#   ever. Convex means at most one valley; its floor may lie infinitely far away.

# %% [markdown]
# **Further reading**
#
# - D. R. Cox, *The regression analysis of binary sequences*, Journal of the Royal Statistical Society B 20 (1958): a
#   founding paper of the model.
# - S. Boyd and L. Vandenberghe, *Convex Optimization*, chapters 3 and 7: why the loss is convex, and what follows.
# - W. Squire and G. Trapp, *Using complex variables to estimate derivatives of real functions*, SIAM Review 40 (1998):
#   the complex step, on three pages.
# - N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, chapter 1: where digits go.
#
# **What comes next.** Two classes had one number z, the log-odds of one against the other. With three classes or more,
# each gets its own number, and the sigmoid becomes the softmax. Its derivative is a matrix, and the p − y of this
# notebook is waiting at the end of it.
