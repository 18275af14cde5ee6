"""01_logistic: wrong and right implementations of its nine exercises.

In this module a cell sees ``np`` and nothing else: every implementation repeats the few lines that it needs.
"""

import numpy as np

from solutions.mistakes.library import right, wrong

# ---- logit -------------------------------------------------------------------------------------------------------


@wrong("logit")
def logit_is_the_odds(p):
    """These are the odds, p against 1 − p. What is asked for is their logarithm.

    The odds of p = 0.5 are 1, and they are never negative. What should the log-odds of p = 0.5 be?
    """
    return p / (1 - p)


@wrong("logit")
def logit_reversed(p):
    """These are the log-odds of the other outcome: every sign is turned round.

    For p = 0.9 the event is likely. Should its log-odds be positive or negative?
    """
    return np.log(1 - p) - np.log(p)


@wrong("logit")
def logit_added_logs(p):
    """The two logarithms are added. That is the log of the product p (1 − p), not of a quotient.

    Which rule turns the log of a quotient into two logarithms?
    """
    return np.log(p) + np.log(1 - p)


@wrong("logit")
def logit_base_ten(p):
    """This is the logarithm to the base 10. The whole course uses the natural one, to the base e.

    Odds of e to 1 should give exactly 1. What does yours give there?
    """
    return np.log10(p / (1 - p))


@wrong("logit")
def logit_base_two(p):
    """This is the logarithm to the base 2, which counts bits. The whole course uses the natural one, to the base e.

    Odds of e to 1 should give exactly 1. What does yours give there?
    """
    return np.log2(p) - np.log2(1 - p)


@wrong("logit")
def logit_log_of_p_alone(p):
    """Only p is inside the logarithm; the result is then divided by 1 − p.

    Count the brackets: where does the argument of the logarithm end, and where should it?
    """
    return np.log(p) / (1 - p)


@wrong("logit")
def logit_quotient_of_logs(p):
    """This is a quotient of two logarithms. The logarithm of a quotient is something else: a difference.

    At p = 0.5 your two logarithms are equal. What comes out then, and what should?
    """
    return np.log(p) / np.log(1 - p)


@wrong("logit")
def logit_log1p_of_plus_p(p):
    """log1p adds its argument to 1, so this is log p − log(1 + p).

    Which argument makes log1p the logarithm of 1 − p?
    """
    return np.log(p) - np.log1p(p)


@wrong("logit")
def logit_clipped(p):
    """p is clipped before the logarithm is taken, so every p below the bound gets the same log-odds.

    Inside (0, 1) the log-odds are finite everywhere, near the ends too. What does the clipping protect from?
    """
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.log(p / (1 - p))


@wrong("logit")
def logit_with_epsilon(p):
    """A small number is added inside the logarithms. Where p or 1 − p is smaller still, it drowns them.

    Inside (0, 1), is there a p at which this logarithm needs protection?
    """
    return np.log(p + 1e-10) - np.log(1 - p + 1e-10)


@wrong("logit")
def logit_one_over_p(p):
    """For p near 1, 1 / p is rounded to a number next to 1, and subtracting 1 then leaves little but the rounding
    error.

    Which difference is exact for p near 1: 1 / p − 1, or 1 − p?
    """
    return -np.log(1 / p - 1)


@wrong("logit")
def logit_artanh(p):
    """2p − 1 is rounded to −1 when p is very small, and everything about p is lost: −inf comes out.

    Take p = 1e-17. What is 2 * p − 1 in floating point, and which formula never forms it?
    """
    return 2 * np.arctanh(2 * p - 1)


@wrong("logit")
def logit_changes_p(p):
    """The division writes into p, so the caller's probabilities have become odds.

    What is the difference between `a /= b` and `a = a / b` for someone else who holds `a`?
    """
    p /= 1 - p
    return np.log(p)


@wrong("logit")
def logit_of_one_number(p):
    """`math.log` takes one number. An array of probabilities stops it.

    Which logarithm works on arrays of any shape, entry by entry?
    """
    import math

    return math.log(p / (1 - p))


@wrong("logit")
def logit_along_the_first_axis(p):
    """The loop runs over the first axis and makes room for one number each. Only arrays with exactly one axis fit.

    "Any shape" includes (2, 3, 4) and (). Do you need a loop at all?
    """
    out = np.zeros(len(p))
    for i in range(len(p)):
        out[i] = np.log(p[i]) - np.log(1 - p[i])
    return out


@wrong("logit")
def logit_flattened(p):
    """The numbers are right, but they come back in one long row whatever the shape of p was.

    Print the shape of what goes in and of what comes out, for p of shape (2, 3, 4).
    """
    return np.array([np.log(v / (1 - v)) for v in p.ravel()])


@wrong("logit")
def logit_printed(p):
    """The result is printed, and then forgotten: the function returns None.

    What does a caller get who writes `log_odds = logit(p)`?
    """
    print(np.log(p / (1 - p)))


@right("logit")
def logit_difference(p):
    """The definition."""
    return np.log(p) - np.log1p(-p)


@right("logit")
def logit_log_of_the_odds(p):
    """The log of the quotient: 1 − p is exact for p near 1, so nothing is lost."""
    return np.log(p / (1 - p))


@right("logit")
def logit_minus_the_log_of_odds_against(p):
    """The other quotient; good in both tails."""
    odds_against = (1 - p) / p
    return -np.log(odds_against)


@right("logit")
def logit_vectorized_math(p):
    """math.log through np.vectorize; a 0-d array comes back for a number."""
    import math

    return np.vectorize(lambda v: math.log(v) - math.log1p(-v))(p)


@right("logit")
def logit_nested_lists(p):
    """Nested lists come back, of the right shape; made by recursion."""

    def of(values):
        if isinstance(values, list):
            return [of(v) for v in values]
        return float(np.log(values) - np.log1p(-values))

    return of(np.asarray(p).tolist())


@right("logit")
def logit_artanh_where_it_is_good(p):
    """Two formulas, each where it is accurate; the other one's warnings are ignored."""
    with np.errstate(divide="ignore"):
        return np.where(p > 0.5, 2 * np.arctanh(2 * p - 1), np.log(p) - np.log1p(-p))


@right("logit")
def logit_loop_over_flat(p: np.ndarray) -> np.ndarray:
    """A loop over .flat into an array of its own, with type hints and a print."""
    out = np.empty(np.shape(p))
    for i, value in enumerate(np.asarray(p).flat):
        out.flat[i] = np.log(value) - np.log(1.0 - value)
    print("log-odds between", out.min(), "and", out.max())
    return out


@right("logit")
def logit_in_place_on_a_copy(p):
    """Works in place, on an array that is its own."""
    odds = np.array(p, dtype=float, copy=True)
    odds /= 1 - odds
    np.log(odds, out=odds)
    return odds


@right("logit")
def logit_float32(p):
    """In single precision throughout: tails are not asked of it."""
    p = np.asarray(p, dtype=np.float32)
    return np.log(p) - np.log1p(-p)


@right("logit")
def logit_masked_arrays(p):
    """np.ma, which masks what has no logarithm: nothing, inside (0, 1)."""
    p = np.ma.asarray(p)
    return np.ma.log(p) - np.ma.log(1 - p)


@right("logit", builds=True)
def logit_as_a_lambda():
    """The name is bound to a lambda with further arguments that nobody gives."""
    return lambda p, log=np.log, log1p=np.log1p, **options: log(p, **options) - log1p(-p)


# ---- sigmoid -----------------------------------------------------------------------------------------------------


@wrong("sigmoid")
def sigmoid_two_large_exponentials(z):
    """exp(z) stands above and below the fraction line. For large z both overflow, and inf / inf is NaN.

    Divide numerator and denominator by exp(z). Which exponential is left, and what happens to it at z = 1000?
    """
    return np.exp(z) / (1 + np.exp(z))


@wrong("sigmoid")
def sigmoid_nan_to_zero(z):
    """The NaN that large z gives is replaced by 0. The probability there is 1.

    Patching the NaN hides where it comes from: which exponential overflows, and can the fraction do without it?
    """
    return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))


@wrong("sigmoid")
def sigmoid_by_tanh(z):
    """Far out on the left, two numbers of size one cancel here, and the small probability is lost in their rounding.

    At z = −50 the answer is about 2e-22. Which form of the fraction gives it without subtracting numbers of size one?
    """
    return 0.5 * (1 + np.tanh(z / 2))


@wrong("sigmoid")
def sigmoid_one_minus(z):
    """Far out on the left, two numbers of size one cancel here, and the small probability is lost in their rounding.

    At z = −50 the answer is about 2e-22. Which form of the fraction gives it without subtracting numbers of size one?
    """
    return 1 - 1 / (1 + np.exp(z))


@wrong("sigmoid")
def sigmoid_logits_clipped_at_30(z):
    """z is clipped to [−30, 30], so all z below −30 get the same probability.

    What is the probability at z = −80, and what do you return? Which exponential were you afraid of?
    """
    z = np.clip(z, -30, 30)
    return 1 / (1 + np.exp(-z))


@wrong("sigmoid")
def sigmoid_logits_clipped_at_500(z):
    """z is clipped to [−500, 500]. At z = −1000 this returns 7e-218, which is e^500 times too much.

    An overflowing exponential in the denominator gives 1 / inf. Is that a wrong answer, or only a warning?
    """
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(-z))


@wrong("sigmoid")
def sigmoid_probabilities_clipped(z):
    """The probability is clipped from below, so everything smaller than the bound becomes the bound.

    At z = −400 the probability is about 2e-174. Is that a number that needs protection?
    """
    return np.clip(1 / (1 + np.exp(-z)), 1e-15, 1 - 1e-15)


@wrong("sigmoid")
def sigmoid_cut_off(z):
    """Left of a bound you return exactly 0. Small probabilities are not 0: their logarithm is a finite number.

    The logarithm of your result at z = −80 should be −80. What is it?
    """
    return np.where(z > 20, 1.0, np.where(z < -20, 0.0, 1 / (1 + np.exp(-z))))


@wrong("sigmoid")
def sigmoid_reversed(z):
    """This falls as z grows: it is the probability of the other outcome.

    Large log-odds mean that the event is likely. Which sign does the exponent need?
    """
    return 1 / (1 + np.exp(z))


@wrong("sigmoid")
def sigmoid_minus_in_the_denominator(z):
    """The denominator is 1 − exp(−z). It is 0 at z = 0, and negative to the left of it.

    Even odds, z = 0, should give 0.5. What must the denominator be there?
    """
    return 1 / (1 - np.exp(-z))


@wrong("sigmoid")
def sigmoid_missing_brackets(z):
    """Python divides before it adds: this is (1 / 1) + exp(−z).

    Evaluate it by hand at z = 0. Which brackets are missing?
    """
    return 1 / 1 + np.exp(-z)


@wrong("sigmoid")
def sigmoid_into_integers(z):
    """The result is stored in an array with the type of z. When z holds integers, every probability is cut to 0 or 1.

    Call it with an integer array and look at the dtype. Which dtype must the new array have?
    """
    out = np.zeros_like(z)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    small = np.exp(z[z < 0])
    out[z < 0] = small / (1 + small)
    return out


@wrong("sigmoid")
def sigmoid_if_on_an_array(z):
    """`if z >= 0` asks one question of the whole array, and an array with several entries has no single answer.

    How can each entry take its own branch?
    """
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


@wrong("sigmoid")
def sigmoid_math_overflows(z):
    """`math.exp` raises OverflowError where NumPy's exponential returns inf, so z far out on the left stops the
    program.

    What is the sign of the exponent there, and which form of the fraction keeps it negative?
    """
    import math

    return np.vectorize(lambda t: 1 / (1 + math.exp(-t)), otypes=[float])(z)


@wrong("sigmoid")
def sigmoid_over_the_array(z):
    """The exponentials are divided by their sum over the array, so the entries compete. That is the softmax, of the
    next notebook; here each z stands for itself.

    Does the probability at one z depend on the other entries of the array?
    """
    shifted = np.exp(z - np.max(z))
    return shifted / np.sum(shifted)


@wrong("sigmoid")
def sigmoid_of_twice_z(z):
    """This is the sigmoid of 2z: the only exponential that is left, after dividing numerator and denominator by a
    common one, is exp(−2z).

    What are the log-odds of your result at z = 1?
    """
    return 1 / (1 + np.exp(-2 * z))


@wrong("sigmoid")
def sigmoid_of_the_size(z):
    """The size of z goes into the exponential, which is stable, but its sign is lost: z and −z give the same result.

    σ(−z) and σ(z) add up to 1. Which of the two do you have for negative z?
    """
    return 1 / (1 + np.exp(-np.abs(z)))


@wrong("sigmoid")
def sigmoid_derivative(z):
    """This is the derivative of the sigmoid, σ(z) (1 − σ(z)).

    At z = 0 you return 0.25. What is the probability there?
    """
    p = 1 / (1 + np.exp(-z))
    return p * (1 - p)


@wrong("sigmoid")
def sigmoid_changes_z(z):
    """The sign is turned round in z itself, so the caller's logits have changed sign too.

    Which line writes into z, and how would you write it so that a new array comes out?
    """
    z *= -1
    return 1 / (1 + np.exp(z))


@right("sigmoid")
def sigmoid_plain(z):
    """The plain formula: exp overflows to inf far out on the left, and 1 / inf is the right answer, with a warning."""
    return 1 / (1 + np.exp(-z))


@right("sigmoid")
def sigmoid_where_quiet(z):
    """Two branches by np.where, with the overflow of the unused one suppressed."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@right("sigmoid")
def sigmoid_masks(z):
    """Boolean masks into an array of floats; works on 0-d arrays too."""
    out = np.empty(np.shape(z), dtype=float)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    small = np.exp(z[~positive])
    out[~positive] = small / (1 + small)
    return out


@right("sigmoid")
def sigmoid_logaddexp(z):
    """Through the log of the probability."""
    return np.exp(-np.logaddexp(0, -z))


@right("sigmoid")
def sigmoid_size_and_sign(z):
    """One exponential of −|z|, which cannot overflow."""
    small = np.exp(-np.abs(z))
    return np.where(z < 0, small, 1.0) / (1 + small)


@right("sigmoid")
def sigmoid_clipped_where_it_is_harmless(z):
    """Clipped so far out that the results count as 0 anyway."""
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


@right("sigmoid")
def sigmoid_tanh_on_the_right(z):
    """tanh where it loses nothing, the exponential elsewhere."""
    z = np.asarray(z, dtype=np.float64)
    right_half = 0.5 + 0.5 * np.tanh(0.5 * np.maximum(z, 0))
    left_half = np.exp(np.minimum(z, 0))
    return np.where(z >= 0, right_half, left_half / (1 + left_half))


@right("sigmoid")
def sigmoid_vectorized_math(z):
    """math.exp through np.vectorize, with a branch for each sign."""
    import math

    @np.vectorize
    def one(t):
        if t >= 0:
            return 1 / (1 + math.exp(-t))
        return math.exp(t) / (1 + math.exp(t))

    return one(z)


@right("sigmoid")
def sigmoid_nested_lists(z):
    """Lists in, lists out, by recursion over the axes."""

    def of(t):
        if np.ndim(t) > 0:
            return [of(entry) for entry in t]
        e = np.exp(-abs(float(t)))
        return (1.0 if t >= 0 else e) / (1.0 + e)

    return of(z)


@right("sigmoid")
def sigmoid_float32(z):
    """In single precision, where the tails are lost earlier: they are not asked of it."""
    z = np.asarray(z).astype(np.float32)
    return np.float32(1) / (np.float32(1) + np.exp(-z))


@right("sigmoid")
def sigmoid_reciprocal_in_place(z, dtype=float):
    """In place on an array of its own, with a default argument that nobody gives."""
    out = np.array(z, dtype=dtype)
    np.negative(out, out=out)
    np.exp(out, out=out)
    out += 1
    np.reciprocal(out, out=out)
    return out


@right("sigmoid")
def sigmoid_square_root_form(z):
    """exp(z/2) / (2 cosh(z/2)), written with two logarithms so that nothing overflows; a warning on the way."""
    import warnings

    warnings.warn("this is the long way round", stacklevel=2)
    return np.exp(z / 2 - np.logaddexp(z / 2, -z / 2))


@right("sigmoid")
def sigmoid_result_in_float32(z):
    """Computed in double precision and returned in single: far out on the left it is 0."""
    return (1 / (1 + np.exp(-z))).astype(np.float32)


@right("sigmoid")
def sigmoid_in_long_double(z):
    """In extended precision, as far as the machine has it."""
    return 1 / (1 + np.exp(-np.asarray(z, dtype=np.longdouble)))


@right("sigmoid", builds=True)
def sigmoid_as_a_vectorized_object():
    """The name is bound to an object of np.vectorize, not to a function."""
    import math

    def one(t):
        small = math.exp(-abs(t))
        return (1 if t >= 0 else small) / (1 + small)

    return np.vectorize(one, otypes=[np.float64])


# ---- logistic_loss -----------------------------------------------------------------------------------------------


@wrong("logistic_loss")
def loss_log_of_one_minus_log(w, X, y):
    """In the second term stands log(1 − log p). The probability of label 0 is 1 − p, so there is one log too many.

    What is the probability of label 0 when p = 0.9, and what is 1 − log p there?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - np.log(p)))


@wrong("logistic_loss")
def loss_labels_swapped(w, X, y):
    """The labels have changed places: examples with y = 1 pay for their p, as if it were the probability of label 0.

    For y = 1 a p close to 1 should cost almost nothing. What does it cost here?
    """
    z = X @ w
    return np.mean(np.logaddexp(0, z) - (1 - y) * z)


@wrong("logistic_loss")
def loss_summed(w, X, y):
    """This is the sum over the examples. The loss of this course is their mean.

    With all weights 0 the loss should be log 2, however many examples there are. What is yours?
    """
    z = X @ w
    return np.sum(np.logaddexp(0, z) - y * z)


@wrong("logistic_loss")
def loss_without_minus(w, X, y):
    """This is the mean log-likelihood, which is never positive and should be large. The loss should be small.

    With all weights 0 the loss is log 2 = 0.69. What is the sign of yours?
    """
    z = X @ w
    return np.mean(y * z - np.logaddexp(0, z))


@wrong("logistic_loss")
def loss_of_rounded_p(w, X, y):
    """Sure predictions are rounded to exactly 0 or 1 before the logarithm is taken. Where such a one is wrong, the
    logarithm is that of 0.

    log p and log(1 − p) can be written in terms of z without forming p. Which function of z is −log p?
    """
    z = X @ w
    p = np.exp(-np.logaddexp(0, -z))
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


@wrong("logistic_loss")
def loss_textbook(w, X, y):
    """The formula is right on paper. Far out p is rounded to exactly 0 or 1, and one of the two logarithms is −inf: the
    loss is inf then, or NaN where a factor 0 stands before that logarithm.

    Can −log p be written as a function of z, without forming p first?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong("logistic_loss")
def loss_nan_patched(w, X, y):
    """The NaN of 0 · log 0 is patched, but log 0 of a sure and wrong prediction is patched too, to a huge number.

    At z = 800 and y = 0 the loss of the example is 800. Which function of z gives that without a logarithm of 0?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(np.nan_to_num(y * np.log(p)) + np.nan_to_num((1 - y) * np.log(1 - p)))


@wrong("logistic_loss")
def loss_clipped_p(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = np.clip(1 / (1 + np.exp(-X @ w)), 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong("logistic_loss")
def loss_with_epsilon(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p + 1e-10) + (1 - y) * np.log(1 - p + 1e-10))


@wrong("logistic_loss")
def loss_exponential_overflows(w, X, y):
    """log(1 + exp(z)) is the right function, but exp(z) overflows above z = 709, and the loss is inf.

    For large z, log(1 + exp(z)) is almost exactly z. How do you get there without the exponential of a large number?
    """
    z = X @ w
    return np.mean(np.log(1 + np.exp(z)) - y * z)


@wrong("logistic_loss")
def loss_for_labels_of_plus_minus_one(w, X, y):
    """log(1 + exp(−y z)) is the formula for labels −1 and +1. With y = 0 it gives log 2 for every example, whatever z
    is.

    How do you make −1 and +1 of 0 and 1?
    """
    return np.mean(np.logaddexp(0, -y * (X @ w)))


@wrong("logistic_loss")
def loss_every_label_with_every_example(w, X, y):
    """y has become a column, so that every label meets every example: N × N terms are averaged, not N.

    Print the shape of the array just before the mean. Which shape should it have?
    """
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y[:, None] * z)


@wrong("logistic_loss")
def loss_of_the_ones_only(w, X, y):
    """Examples with y = 0 cost nothing here. A p near 1 for all of them would be called perfect.

    What is the likelihood of an example with y = 0? Which term of the sum says so?
    """
    return np.mean(y * np.logaddexp(0, -(X @ w)))


@wrong("logistic_loss")
def loss_of_the_zeros_only(w, X, y):
    """Examples with y = 1 cost nothing here. A p near 0 for all of them would be called perfect.

    What is the likelihood of an example with y = 1? Which term of the sum says so?
    """
    return np.mean((1 - y) * np.logaddexp(0, X @ w))


@wrong("logistic_loss")
def loss_squared_error(w, X, y):
    """This is the mean squared error between probability and label. What is asked for comes from the likelihood.

    How much does an example with y = 1 cost when p goes to 0: at most 1, or more and more?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return np.mean((p - y) ** 2)


@wrong("logistic_loss")
def loss_in_bits(w, X, y):
    """This is the loss in bits, with the logarithm to the base 2. The course uses the natural one throughout.

    With all weights 0 the loss should be 0.693. What is yours?
    """
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z) / np.log(2)


@wrong("logistic_loss")
def loss_halved(w, X, y):
    """There is an extra factor ½, which belongs to squared errors. The likelihood has none.

    With all weights 0 the loss should be log 2 = 0.693. What is yours?
    """
    z = X @ w
    return np.sum(np.logaddexp(0, z) - y * z) / (2 * len(y))


@wrong("logistic_loss")
def loss_labels_as_positions(w, X, y):
    """y holds whole numbers, so p[y] picks the entries at positions 0 and 1 again and again. It does not select the
    examples with label 1.

    What does `p[y]` give when y = [0, 1, 1], and what does a comparison such as `y == 1` change about it?
    """
    z = X @ w
    return np.mean(np.where(y == 1, np.logaddexp(0, -z[y]), np.logaddexp(0, z[y])))


@wrong("logistic_loss")
def loss_not_averaged(w, X, y):
    """One loss for each example comes back, not one number.

    Which operation turns N losses into their mean?
    """
    z = X @ w
    return np.logaddexp(0, z) - y * z


@wrong("logistic_loss")
def loss_mean_of_class_means(w, X, y):
    """Each class is averaged by itself and the two means are added, so the N examples no longer count the same.

    How often does one example of the rarer class count in your result, and how often in the mean over all N?
    """
    z = X @ w
    return np.mean(np.logaddexp(0, -z[y == 1])) + np.mean(np.logaddexp(0, z[y == 0]))


@wrong("logistic_loss")
def loss_log_of_the_mean(w, X, y):
    """The mean is taken of the probabilities, and its logarithm afterwards. The likelihood is a product, not a mean.

    Is the logarithm of a mean the mean of the logarithms? Try it with 0.1 and 0.9.
    """
    z = X @ w
    return -np.log(np.mean(np.exp(-np.logaddexp(0, np.where(y == 1, -z, z)))))


@wrong("logistic_loss")
def loss_with_a_penalty(w, X, y):
    """A penalty on the weights is added. There is none in this exercise.

    Let the predictions be nearly perfect with large weights. What is the negative log-likelihood then, and what is
    yours?
    """
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z) + 0.01 * np.sum(w**2)


@wrong("logistic_loss")
def loss_divided_by_features(w, X, y):
    """The sum is divided by the number of features. The mean goes over the examples.

    Which of the two numbers in X.shape counts the examples?
    """
    z = X @ w
    return np.sum(np.logaddexp(0, z) - y * z) / X.shape[1]


@wrong("logistic_loss")
def loss_without_the_correction(w, X, y):
    """This is max(z, 0) − y z: a right prediction costs nothing, even at z = 0. It is what the loss tends to far out,
    and near z = 0 something is missing.

    With all weights 0 the loss should be log 2. How much of log(1 + exp(z)) is left when max(z, 0) is taken away?
    """
    z = X @ w
    return np.mean(np.maximum(z, 0) - y * z)


@wrong("logistic_loss")
def loss_with_epsilon_of_1e_7(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))


@wrong("logistic_loss")
def loss_with_epsilon_of_1e_8(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))


@wrong("logistic_loss")
def loss_with_epsilon_of_1e_9(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))


@wrong("logistic_loss")
def loss_with_epsilon_of_1e_12(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))


@wrong("logistic_loss")
def loss_with_epsilon_of_1e_15(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -np.mean(y * np.log(p + 1e-15) + (1 - y) * np.log(1 - p + 1e-15))


@wrong("logistic_loss")
def loss_clipped_at_1e_7(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = np.clip(1 / (1 + np.exp(-X @ w)), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong("logistic_loss")
def loss_clipped_at_1e_8(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = np.clip(1 / (1 + np.exp(-X @ w)), 1e-8, 1 - 1e-8)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong("logistic_loss")
def loss_clipped_at_1e_10(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = np.clip(1 / (1 + np.exp(-X @ w)), 1e-10, 1 - 1e-10)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@wrong("logistic_loss")
def loss_clipped_at_1e_12(w, X, y):
    """A small number keeps p away from 0 and 1, added inside the logarithm or as a bound of p. The logarithm stays
    finite, and there is a ceiling on what one example can cost, however sure and wrong it is.

    At z = 800 and y = 0 an example should cost 800. What does it cost here?
    """
    p = np.clip(1 / (1 + np.exp(-X @ w)), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@right("logistic_loss")
def loss_logaddexp(w, X, y):
    """log(1 + exp(z)) − y z."""
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z)


@right("logistic_loss")
def loss_signed_margins(w, X, y):
    """Through labels −1 and +1, which are made here."""
    signs = 2 * y - 1
    return np.logaddexp(0.0, -signs * X.dot(w)).mean()


@right("logistic_loss")
def loss_loop(w, X, y):
    """A loop over examples and one over features, a Python float at the end, and a print in each turn."""
    import math

    total = 0.0
    for row, label in zip(X, y, strict=True):
        z = 0.0
        for weight, value in zip(w, row, strict=True):
            z += weight * value
        m = z if label == 1 else -z
        total += math.log1p(math.exp(-m)) if m > 0 else -m + math.log1p(math.exp(m))
        print(label, z, total)
    return total / len(y)


@right("logistic_loss")
def loss_max_and_log1p(w, X, y):
    """max(z, 0) − y z + log(1 + exp(−|z|)), with einsum for the logits; a 0-d array comes back."""
    z = np.einsum("nd,d->n", X, w)
    each = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    return np.asarray(each.sum() / each.size)


@right("logistic_loss")
def loss_by_masks(w, X, y):
    """The two classes apart, added and then divided by N."""
    z = np.matmul(X, w)
    ones = np.logaddexp(0, -z[y == 1]).sum()
    zeros = np.logaddexp(0, z[y == 0]).sum()
    return (ones + zeros) / X.shape[0]


@right("logistic_loss")
def loss_logsumexp_of_two(w, X, y):
    """As a softmax over the two logits 0 and z, with the row maximum taken out."""
    z = (X @ w[:, None])[:, 0]
    both = np.stack([np.zeros_like(z), z], axis=1)
    top = both.max(axis=1)
    logs = top + np.log(np.exp(both - top[:, None]).sum(axis=1))
    return float((logs - both[np.arange(len(y)), y]).mean())


@right("logistic_loss")
def loss_float32(w, X, y):
    """In single precision."""
    z = X.astype(np.float32) @ w.astype(np.float32)
    return np.float32(np.mean(np.logaddexp(np.float32(0), np.where(y == 1, -z, z))))


@right("logistic_loss")
def loss_series_for_large_margins(w, X, y):
    """The naive formula where it is good, the linear one where it overflows, as often seen."""
    m = (X @ w) * np.where(y, 1.0, -1.0)
    with np.errstate(over="ignore"):
        return np.average(np.where(m < -30, -m + np.exp(np.minimum(m, 0)), np.log1p(np.exp(-m))))


@right("logistic_loss")
def loss_padded(w, X, y):
    """With a column of zeros and a weight for it, and reduceat instead of a sum."""
    X = np.hstack([np.zeros((len(X), 1)), X])
    w = np.concatenate([[7.0], w])
    z = X @ w
    return np.add.reduceat(np.logaddexp(0, z) - y * z, [0])[0] / z.shape[0]


@right("logistic_loss")
def loss_features_in_float32(w, X, y):
    """Only the features are in single precision: a mixture."""
    z = X.astype(np.float32) @ w
    return np.mean(np.logaddexp(0, z) - y * z)


@right("logistic_loss", builds=True)
def loss_as_an_object():
    """The name is bound to an object that can be called, and counts its calls."""

    class Loss:
        calls = 0

        def __call__(self, w, X, y):
            self.calls += 1
            z = X @ w
            return np.mean(np.logaddexp(0, np.where(y == 1, -z, z)))

    return Loss()


# ---- numerical_gradient ------------------------------------------------------------------------------------------


@wrong("numerical_gradient")
def differences_forward(f, x, h=1e-5):
    """This is the forward difference: from x to x + h. Its error is of the order of h, that of central ones of the
    order of h².

    A central difference looks in both directions. At which two points is f needed, and how far apart are they?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    here = f(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += h
        gradient[i] = (f(moved) - here) / h
    return gradient


@wrong("numerical_gradient")
def differences_backward(f, x, h=1e-5):
    """This is the backward difference: from x − h to x. Its error is of the order of h, that of central ones of the
    order of h².

    A central difference looks in both directions. At which two points is f needed, and how far apart are they?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    here = f(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] -= h
        gradient[i] = (here - f(moved)) / h
    return gradient


@wrong("numerical_gradient")
def differences_step_too_small(f, x, h=1e-10):
    """The default step is 1e-10. The two values of f then agree in almost all digits, and their difference is mostly
    rounding.

    Which default does the statement give, and on which side of the V of the step-size figure is yours?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_step_too_large(f, x, h=1e-2):
    """The default step is 1e-2. A function that bends on that scale is stepped over.

    Which default does the statement give, and on which side of the V of the step-size figure is yours?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_own_step(f, x, h=1e-5):
    """The step that the caller gives is overwritten, so every call uses the same one.

    Differentiate x³ at 1 with h = 0.1: central differences give 3.01. What do you get?
    """
    h = 1e-5
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_half_a_step(f, x, h=1e-5):
    """You go half a step to each side. That is a central difference, but with step h / 2.

    Differentiate x³ at 1 with h = 0.1: the statement's formula gives 3.01. What do you get?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h / 2
        gradient[i] = (f(x + step) - f(x - step)) / h
    return gradient


@wrong("numerical_gradient")
def differences_relative_step(f, x, h=1e-5):
    """The step grows with the size of the entry. Asked for is the step h itself, for every entry.

    Differentiate x³ at 10 with h = 0.1: the statement's formula gives 300.01. What do you get?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h * (1 + abs(x[i]))
        gradient[i] = (f(x + step) - f(x - step)) / (2 * step[i])
    return gradient


@wrong("numerical_gradient")
def differences_divided_by_h(f, x, h=1e-5):
    """The two points are 2h apart, and the difference is divided by h: every entry is twice too large.

    How long is the way from x − h to x + h?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / h
    return gradient


@wrong("numerical_gradient")
def differences_missing_brackets(f, x, h=1e-5):
    """`/ 2 * h` divides by 2 and then multiplies by h, from left to right.

    What must stand in brackets so that the whole of 2h is below the fraction line?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / 2 * h
    return gradient


@wrong("numerical_gradient")
def differences_all_entries_at_once(f, x, h=1e-5):
    """All entries of x move together, so one number comes out: the sum of all partial derivatives.

    A partial derivative moves one entry and holds the others. How many pairs of evaluations does that take?
    """
    return (f(x + h) - f(x - h)) / (2 * h)


@wrong("numerical_gradient")
def differences_x_restored_by_arithmetic(f, x, h=1e-5):
    """x is changed in place and changed back by adding and subtracting. Rounding leaves some entries off by one bit.

    How can you put back exactly the number that stood there, whatever it was?
    """
    gradient = np.zeros(x.shape)
    moving = x if x.dtype == float else x.astype(float)
    for i in np.ndindex(x.shape):
        moving[i] += h
        up = f(moving)
        moving[i] -= 2 * h
        down = f(moving)
        moving[i] += h
        gradient[i] = (up - down) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_x_left_moved(f, x, h=1e-5):
    """x is moved in place and not put back. The caller's x has changed, and later entries are differentiated somewhere
    else.

    Compare x before and after the call. Whose array is it that your loop writes into?
    """
    gradient = np.zeros(x.shape)
    moving = x if x.dtype == float else x.astype(float)
    for i in np.ndindex(x.shape):
        moving[i] += h
        up = f(moving)
        moving[i] -= 2 * h
        down = f(moving)
        gradient[i] = (up - down) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_in_float32(f, x, h=1e-5):
    """x is converted to single precision. That keeps seven digits, and a step of 1e-5 changes hardly more than the last
    two.

    How many digits of x are left to carry the step? Which dtype do differences need?
    """
    x = np.array(x, dtype=np.float32)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_ravel_of_a_view(f, x, h=1e-5):
    """The step is made in `x.ravel()`. For a transposed x that is a copy, so f never sees the step, and 0 comes out.

    When is `ravel` a view of the same numbers, and when a copy? Which way of indexing reaches every layout?
    """
    x = np.array(x, dtype=float)
    flat = x.ravel()
    gradient = np.zeros(x.size)
    for i in range(x.size):
        saved = flat[i]
        flat[i] = saved + h
        up = f(x)
        flat[i] = saved - h
        down = f(x)
        flat[i] = saved
        gradient[i] = (up - down) / (2 * h)
    return gradient.reshape(x.shape)


@wrong("numerical_gradient")
def differences_integer_steps(f, x, h=1e-5):
    """The moved copies have the type of x. When x holds integers, the step of less than one is cut off.

    What is `np.array([3])` after `a[0] = a[0] + 0.1`? Which type must the copies have?
    """
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] = up[i] + h
        down[i] = down[i] - h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_f_of_a_flat_x(f, x, h=1e-5):
    """f gets x flattened to one axis. A function that uses rows and columns then computes something else, or stops.

    In which shape does the caller's f expect its argument?
    """
    x = np.array(x, dtype=float)
    flat = x.reshape(-1)
    gradient = np.zeros(x.size)
    for i in range(x.size):
        up, down = flat.copy(), flat.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient.reshape(x.shape)


@wrong("numerical_gradient")
def differences_flat_gradient(f, x, h=1e-5):
    """The numbers are right, but they come back in one row. A gradient has the shape of what it is the gradient of.

    Print the shapes of x and of your gradient, for x of shape (3, 4).
    """
    x = np.array(x, dtype=float)
    gradient = []
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient.append((f(up) - f(down)) / (2 * h))
    return np.array(gradient)


@wrong("numerical_gradient")
def differences_row_by_row(f, x, h=1e-5):
    """The loop goes over the first axis only. In a matrix it moves a whole row at once, and a single number has no
    length.

    How many entries does x of shape (3, 4) have, and how many turns does your loop take?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_five_points(f, x, h=1e-5):
    """This is the formula with five points, of fourth order. It is more accurate, and not the one that is asked for.

    Differentiate x³ at 1 with h = 0.1. The second-order difference gives 3.01; which error has yours removed?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        near, far = f(x + step) - f(x - step), f(x + 2 * step) - f(x - 2 * step)
        gradient[i] = (8 * near - far) / (12 * h)
    return gradient


@wrong("numerical_gradient")
def differences_second_derivative(f, x, h=1e-5):
    """This is the second derivative: the two outer values minus twice the middle one, over h².

    Which combination of f(x + h) and f(x − h) vanishes for a constant f and is 2h for f(x) = x?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - 2 * f(x) + f(x - step)) / h**2
    return gradient


@wrong("numerical_gradient")
def differences_two_names_for_one_array(f, x, h=1e-5):
    """All derivatives come out as 0, because both calls of f see the same real numbers: the two steps land in one array
    and cancel, or they never reach it.

    Print the two arrays just before f is called with them. In which entry do they differ, and who makes the copies?
    """
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = down = np.array(x, dtype=float)
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_numbers_cannot_be_indexed(f, x, h=1e-5):
    """Arithmetic on an array of shape () gives a plain number, and into a number one cannot write by index.

    What is `type(np.array(2.0) * 1.0)`? Which way of copying keeps an array an array?
    """
    x = x * 1.0
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_returned_too_early(f, x, h=1e-5):
    """The `return` stands inside the loop, so only the first entry is differentiated and the others stay 0.

    How far is the last line indented, and which block does that put it in?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
        return gradient


@wrong("numerical_gradient")
def differences_up_minus_up(f, x, h=1e-5):
    """The minus sign is on the wrong side: this is f(x − h) − f(x + h), and every derivative has the wrong sign.

    A rising function has a positive derivative. Which of the two values is larger there?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x - step) - f(x + step)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_row_by_row_in_the_type_of_x(f, x, h=1e-5):
    """The loop goes over the first axis only. In a matrix it moves a whole row at once, and a single number has no
    length. And the copies have the type of x: in integers a part of the step is cut off.

    How many entries does x of shape (3, 4) have, and how many turns does your loop take?
    """
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_row_by_row_cut_to_integers(f, x, h=1e-5):
    """The loop goes over the first axis only. In a matrix it moves a whole row at once, and a single number has no
    length. And the steps have the type of x: in integers h is cut to 0.

    How many entries does x of shape (3, 4) have, and how many turns does your loop take?
    """
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_row_by_row_into_integers(f, x, h=1e-5):
    """The loop goes over the first axis only. In a matrix it moves a whole row at once, and a single number has no
    length. And the gradient has the type of x: in integers every derivative is cut to one.

    How many entries does x of shape (3, 4) have, and how many turns does your loop take?
    """
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_second_name_for_x(f, x, h=1e-5):
    """Nothing makes a copy here: what is moved is the caller's x under other names. Both steps land in it before f is
    called, so both calls of f see the same numbers and all derivatives come out as 0.

    Print the two arrays just before f is called with them. In which entry do they differ, and who makes the copies?
    """
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x
        down = x
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_second_name_for_x_row_by_row(f, x, h=1e-5):
    """Nothing makes a copy here: what is moved is the caller's x under other names. Both steps land in it before f is
    called, so both calls of f see the same numbers and all derivatives come out as 0. And the loop goes over the first axis only.

    Print the two arrays just before f is called with them. In which entry do they differ, and who makes the copies?
    """
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up = x
        down = x
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("numerical_gradient")
def differences_step_taken_back_before_the_second_value(f, x, h=1e-5):
    """Nothing makes a copy here: what is moved is the caller's x under other names. The step down only takes the step
    up back, so the second value of f is that at x, and half the slope comes out.

    Print the two arrays with which f is called. By how much do they differ, and who makes the copies?
    """
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x
        up[i] += h
        above = f(up)
        down = x
        down[i] -= h
        gradient[i] = (above - f(down)) / (2 * h)
    return gradient


@right("numerical_gradient")
def differences_ndindex(f, x, h=1e-5):
    """np.ndindex over copies."""
    gradient = np.zeros(np.shape(x))
    for i in np.ndindex(np.shape(x)):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@right("numerical_gradient")
def differences_flat(f, x, h=1e-5):
    """Over .flat of a copy, perturbed and restored."""
    x = x.astype(float)
    gradient = np.empty_like(x)
    for i in range(x.size):
        saved = x.flat[i]
        x.flat[i] = saved + h
        up = f(x)
        x.flat[i] = saved - h
        down = f(x)
        x.flat[i] = saved
        gradient.flat[i] = (up - down) / (2.0 * h)
    return gradient


@right("numerical_gradient")
def differences_in_x_itself(f, x, h=1e-5):
    """In x itself, whose entries are put back from saved values, bit for bit; integers are copied first."""
    if x.dtype.kind != "f":
        x = x.astype(np.float64)
    gradient = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        i = it.multi_index
        saved = float(x[i])
        try:
            x[i] = saved + h
            up = f(x)
            x[i] = saved - h
            down = f(x)
        finally:
            x[i] = saved
        gradient[i] = (up - down) / (2 * h)
        it.iternext()
    return gradient


@right("numerical_gradient")
def differences_eye(f, x, h=1e-5):
    """Unit vectors as directions, in a comprehension."""
    directions = np.eye(np.size(x)).reshape((np.size(x), *np.shape(x)))
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in directions]).reshape(np.shape(x))


@right("numerical_gradient")
def differences_lambda(f, x, h=1e-5):
    """A function of one number for each entry, and a derivative of one-dimensional functions."""

    def derivative(g):
        return 0.5 * (g(h) - g(-h)) / h

    def along(i):
        unit = np.zeros(np.shape(x))
        unit[i] = 1
        return lambda t: f(np.asarray(x) + t * unit)

    gradient = np.empty(np.shape(x))
    for i in np.ndindex(*np.shape(x)):
        gradient[i] = derivative(along(i))
    return gradient


@right("numerical_gradient")
def differences_recursive_lists(f, x, h=1e-5):
    """Nested lists come back, made by recursion over the axes."""
    x = np.asarray(x)

    def partial(index):
        if len(index) < x.ndim:
            return [partial((*index, k)) for k in range(x.shape[len(index)])]
        values = []
        for sign in (+1, -1):
            moved = np.array(x, dtype=float)
            moved[index] += sign * h
            values.append(f(moved))
        return (values[0] - values[1]) / h / 2

    return partial(())


@right("numerical_gradient")
def differences_in_flat_copy(f, x, h=1e-5):
    """Perturbs a contiguous copy and reshapes it for f, with a print for each entry."""
    flat = np.array(x, dtype=float, order="C").reshape(-1)
    gradient = np.zeros_like(flat)
    for i in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = np.divide(f(up.reshape(x.shape)) - f(down.reshape(x.shape)), 2 * h)
        print(i, gradient[i])
    return gradient.reshape(x.shape)


@right("numerical_gradient")
def differences_memoized(f, x, h=1e-5):
    """All inputs first, all values next, all quotients last; the inputs are views into one large array."""
    n = x.size
    inputs = np.repeat(np.asarray(x, dtype=float)[None], 2 * n, axis=0)
    for i, index in enumerate(np.ndindex(x.shape)):
        inputs[(i, *index)] += h
        inputs[(n + i, *index)] -= h
    values = np.array([f(each) for each in inputs]).reshape(2, *x.shape)
    return (values[0] - values[1]) / (2 * h)


@right("numerical_gradient")
def differences_fortran_order(f, x, h=1e-5):
    """Works in the other memory order; the gradient comes back in it too."""
    x = np.array(x, dtype=np.float64, order="F")
    gradient = np.zeros(x.shape, order="F")
    flat, out = x.reshape(-1, order="F"), gradient.reshape(-1, order="F")
    for i, saved in enumerate(flat.copy()):
        flat[i] = saved + h
        out[i] = f(x)
        flat[i] = saved - h
        out[i] -= f(x)
        flat[i] = saved
    gradient /= 2 * h
    return gradient


@right("numerical_gradient")
def differences_by_the_step_made(f, x, h=1e-5):
    """Divided by the step that was really made, after rounding; the result in single precision."""
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape, dtype=np.float32)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (up[i] - down[i])
    return gradient


@right("numerical_gradient", builds=True)
def differences_decorated():
    """Decorated: the wrapper makes a float array of x and gives the gradient its shape back."""
    import functools

    def on_floats(function):
        @functools.wraps(function)
        def wrapper(f, x, *args, **options):
            x = np.array(x, dtype=float)
            return np.reshape(function(f, x, *args, **options), x.shape)

        return wrapper

    @on_floats
    def gradient(f, x, h=1e-5):
        result = []
        for k in range(x.size):
            step = np.zeros(x.size)
            step[k] = h
            step = step.reshape(x.shape)
            result.append((f(x + step) - f(x - step)) / (2 * h))
        return result

    return gradient


# ---- logistic_derivation -----------------------------------------------------------------------------------------


@wrong("logistic_derivation", builds=True)
def derivation_of_two_lines():
    """The list jumps from the definition to the result. The lines between them are what the exercise is about.

    Which quantity does w enter first, and on what does that act next? Write the chain rule with each factor by itself.
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_ends_with_differences():
    """The last line is again a difference quotient. It agrees with the lines before, but it is no formula.

    Which line of the derivation needs neither h nor the loss?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def numerical_in_half_steps(w, X, y):
        return numerical(w, X, y, h=5e-6)

    return [numerical, numerical_in_half_steps, numerical]


@wrong("logistic_derivation", builds=True)
def derivation_target_minus_prediction():
    """This line has the opposite sign: target minus prediction, y − p, where prediction minus target belongs.

    Raising z raises p. If y = 1, does the loss go up or down, and what is then the sign of its derivative?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return -X.T @ ((y / p - (1 - y) / (1 - p)) * p * (1 - p)) / len(y)

    def simplified(w, X, y):
        return X.T @ (y - 1 / (1 + np.exp(-X @ w))) / len(y)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_mean_lost():
    """In this line the factor 1/N is missing: it is the gradient of a sum over the examples, not of their mean.

    The loss has a factor in front of its sum. Where is it in this line?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return -X.T @ ((y / p - (1 - y) / (1 - p)) * p * (1 - p)) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_wrong_in_the_middle():
    """This line has log(1 − p) differentiated without its inner derivative −1: examples with y = 0 enter with the wrong
    sign.

    What is the derivative of log(1 − p) in p, and which sign does 1 − p bring with it?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return -X.T @ ((y / p + (1 - y) / (1 - p)) * p * (1 - p)) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_without_the_slope_of_sigma():
    """The chain rule stops at p: the factor dp/dz is missing in this line.

    The loss depends on p, p on z, and z on w. How many factors does the chain rule have, and how many do you have?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return -X.T @ (y / p - (1 - y) / (1 - p)) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_slope_of_sigma_in_z():
    """In this line the slope of the sigmoid is z (1 − z). It has the value of the sigmoid in it, p, not its argument z.

    At z = 0 the sigmoid is steepest. What does your factor say there?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        z = X @ w
        p = 1 / (1 + np.exp(-z))
        return -X.T @ ((y / p - (1 - y) / (1 - p)) * z * (1 - z)) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_stops_at_the_logits():
    """This line is the derivative in the logits, one entry per example. The derivation is about w, one entry per
    feature.

    How does a logit depend on w? That is one more factor of the chain rule.
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return -X.T @ (y * (1 - p) - (1 - y) * p) / len(y)

    def simplified(w, X, y):
        return (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_by_features():
    """This line divides by the number of features. The mean goes over the examples.

    Which of the two numbers in X.shape counts the examples?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return X.T @ ((1 - y) * p - y * (1 - p)) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(w)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_in_other_arguments():
    """In this line the first argument is used as if it were p. All lines are functions of the same inputs: w, X and y.

    What does a line need in order to find p by itself?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(p, X, y):
        return -X.T @ ((y / p - (1 - y) / (1 - p)) * p * (1 - p)) / len(y)

    def simplified(p, X, y):
        return X.T @ (p - y) / len(y)

    return [numerical, chain_rule, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_last_line_only():
    """The name stands for one function, the last line. It should be a list of all lines, the given one first.

    What was there before you wrote your lines? Put them between its brackets.
    """

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return simplified


@wrong("logistic_derivation", builds=True)
def derivation_called_already():
    """The list holds numbers: the lines were called when it was built. The check wants to call them itself, at its own
    points.

    What is the difference between `line` and `line(w, X, y)`?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    w, X, y = np.array([0.1, 0.2]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([0, 1, 1])
    return [numerical(w, X, y), simplified(w, X, y), simplified(w, X, y)]


@wrong("logistic_derivation", builds=True)
def derivation_scales_the_rows_in_place():
    """This line multiplies the rows of X in place. The lines after it, and the caller, then have another X.

    Which assignment writes into X? What would make a new array instead?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def one_row_an_example(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        X *= (p - y)[:, None]
        return X.mean(axis=0)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, one_row_an_example, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_factor_p_left_over():
    """This line has a factor p too many: (p − y) p instead of p − y. The fraction 1/p of the slope of the loss cancels it.

    Multiply −1/p by p (1 − p) on paper, for y = 1. Which factor is left?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def product(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return X.T @ ((p - y) * p) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, product, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_slopes_not_cancelled():
    """This line has p − y and the slope p (1 − p) of the sigmoid besides it. The slope is in p − y already: the slope of
    the loss in p is (p − y) / (p (1 − p)).

    Which of your factors would also be there if the loss were a squared error?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def product(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return X.T @ ((p - y) * p * (1 - p)) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, product, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_factor_one_minus_p_left_over():
    """This line has a factor 1 − p too many: (p − y) (1 − p) instead of p − y. The fraction 1/(1 − p) of the slope of
    the loss cancels it.

    Multiply 1/(1 − p) by p (1 − p) on paper, for y = 0. Which factor is left?
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def product(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return X.T @ ((p - y) * (1 - p)) / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, product, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_of_the_first_example():
    """This line has the term of one example alone: of the first. The gradient is the mean over all of them.

    How many rows of X does your result depend on? Look at what the loop keeps, and at where its `return` stands.
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def one_example(w, X, y):
        p = 1 / (1 + np.exp(-X[0] @ w))
        return (p - y[0]) * X[0]

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, one_example, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_of_the_first_example_over_n():
    """This line has the term of one example alone: of the first, divided by N. The gradient is the mean over all of them.

    How many rows of X does your result depend on? Look at what the loop keeps, and at where its `return` stands.
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def one_example(w, X, y):
        p = 1 / (1 + np.exp(-X[0] @ w))
        return (p - y[0]) * X[0] / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, one_example, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_of_the_last_example():
    """This line has the term of one example alone: of the last. The gradient is the mean over all of them.

    How many rows of X does your result depend on? Look at what the loop keeps, and at where its `return` stands.
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def one_example(w, X, y):
        p = 1 / (1 + np.exp(-X[-1] @ w))
        return (p - y[-1]) * X[-1]

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, one_example, simplified]


@wrong("logistic_derivation", builds=True)
def derivation_of_the_last_example_over_n():
    """This line has the term of one example alone: of the last, divided by N. The gradient is the mean over all of them.

    How many rows of X does your result depend on? Look at what the loop keeps, and at where its `return` stands.
    """

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def one_example(w, X, y):
        p = 1 / (1 + np.exp(-X[-1] @ w))
        return (p - y[-1]) * X[-1] / len(y)

    def simplified(w, X, y):
        return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)

    return [numerical, one_example, simplified]


@right("logistic_derivation", builds=True)
def derivation_in_three_lines():
    """The shortest: definition, chain rule, result."""

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return X.T @ ((-y / p + (1 - y) / (1 - p)) * p * (1 - p)) / len(y)

    def simplified(w, X, y):
        p = 1 / (1 + np.exp(-X @ w))
        return X.T @ (p - y) / len(y)

    return [numerical, chain_rule, simplified]


@right("logistic_derivation", builds=True)
def derivation_in_seven_lines():
    """A tuple of seven lines, from the loop over examples to the matrix form."""

    def sigma(z):
        return 1 / (1 + np.exp(-z))

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            p = sigma(X @ w)
            return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

        gradient = np.zeros(len(w))
        for d in range(len(w)):
            step = np.zeros(len(w))
            step[d] = h
            gradient[d] = (loss(w + step) - loss(w - step)) / (2 * h)
        return gradient

    def quotients(w, X, y):
        total = 0
        for x, t in zip(X, y, strict=True):
            p = sigma(x @ w)
            total = total - (t * (1 / p) * p * (1 - p) * x + (1 - t) * (1 / (1 - p)) * (-p * (1 - p)) * x)
        return total / len(y)

    def cancelled(w, X, y):
        return sum(-(t * (1 - sigma(x @ w)) - (1 - t) * sigma(x @ w)) * x for x, t in zip(X, y, strict=True)) / len(y)

    def multiplied_out(w, X, y):
        p = sigma(X @ w)
        return np.mean((-y + y * p + p - y * p)[:, None] * X, axis=0)

    def collapsed(w, X, y):
        return [float(np.mean((sigma(X @ w) - y) * X[:, d])) for d in range(X.shape[1])]

    def einsum(w, X, y):
        return np.einsum("n,nd->d", sigma(X @ w) - y, X) / X.shape[0]

    def matrix_form(w, X, y):
        return X.T @ (sigma(X @ w) - y) / X.shape[0]

    return numerical, quotients, cancelled, multiplied_out, collapsed, einsum, matrix_form


@right("logistic_derivation", builds=True)
def derivation_by_lambdas():
    """Lambdas, and a definition with forward differences of the logits and the exact rest."""

    def sigma(z):
        return np.exp(-np.logaddexp(0, -z))

    def definition(w, X, y):
        h = 1e-6
        slope = (sigma(X @ w + h) - sigma(X @ w - h)) / (2 * h)
        return -X.T @ ((y / sigma(X @ w) - (1 - y) / (1 - sigma(X @ w))) * slope) / len(y)

    return [
        definition,
        lambda w, X, y: -X.T @ (y - sigma(X @ w) * y - sigma(X @ w) + y * sigma(X @ w)) / len(y),
        lambda w, X, y: -(y - sigma(X @ w)) @ X / len(y),
        lambda w, X, y: X.T @ (sigma(X @ w) - y) / len(y),
    ]


@right("logistic_derivation", builds=True)
def derivation_signed_margins():
    """Another way: through labels −1 and +1 and the sigmoid of the margin, and back to y at the end."""

    def numerical(w, X, y, h=1e-5):
        signs = 2 * y - 1
        gradient = []
        for d in range(w.size):
            up, down = w.copy(), w.copy()
            up[d] += h
            down[d] -= h
            losses = [np.logaddexp(0, -signs * (X @ v)).mean() for v in (up, down)]
            gradient.append((losses[0] - losses[1]) / (2 * h))
        return gradient

    def margins(w, X, y):
        signs = 2 * y - 1
        return -(X.T @ (signs / (1 + np.exp(signs * (X @ w))))) / y.size

    def by_cases(w, X, y):
        z = X @ w
        residual = np.where(y == 1, -1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))
        return (residual[:, None] * X).mean(axis=0)

    def simplified(w, X, y):
        return X.T.dot(1 / (1 + np.exp(-X.dot(w))) - y) / y.size

    return [numerical, margins, by_cases, simplified]


@right("logistic_derivation", builds=True)
def derivation_one_line_calls_another():
    """Lines that use each other, print, and warn."""
    import warnings

    def residual(w, X, y):
        return 1 / (1 + np.exp(-(X @ w))) - y

    def numerical(w, X, y, h=1e-5):
        def loss(w):
            return np.mean(np.log1p(np.exp(X @ w)) - y * (X @ w))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def outer(w, X, y):
        print("outer", X.shape)
        return sum(np.multiply(r, x) for r, x in zip(residual(w, X, y), X, strict=True)) / len(X)

    def mean(w, X, y):
        warnings.warn("on the way", stacklevel=2)
        return outer(w, X, y)

    def final(w, X, y):
        return residual(w, X, y) @ X / len(X)

    lines = [numerical]
    lines += [outer, mean]
    lines.append(final)
    return lines


@right("logistic_derivation", builds=True)
def derivation_in_mixed_precision():
    """A wider step in the first line, single precision in the middle, the last line exact."""

    def numerical(w, X, y, h=1e-4):
        def loss(w):
            p = 1 / (1 + np.exp(-X @ w))
            return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

        return np.array([(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(len(w))])

    def chain_rule(w, X, y):
        w, X = w.astype(np.float32), X.astype(np.float32)
        p = 1 / (1 + np.exp(-X @ w))
        return -X.T @ ((y / p - (1 - y) / (1 - p)) * p * (1 - p)) / len(y)

    def simplified(w, X, y):
        return ((1 / (1 + np.exp(-X @ w)) - y) @ X) / len(y)

    return [numerical, chain_rule, simplified]


# ---- logistic_gradient -------------------------------------------------------------------------------------------


@wrong("logistic_gradient")
def logistic_gradient_of_the_sum(w, X, y):
    """This is the gradient of the loss summed over the examples. The loss is their mean.

    The derivative of a mean of N terms: what happens to the factor in front of the sum?
    """
    return X.T @ (1 / (1 + np.exp(-X @ w)) - y)


@wrong("logistic_gradient")
def logistic_gradient_target_minus_prediction(w, X, y):
    """This is target minus prediction: it points downhill. The gradient points uphill, and descent subtracts it.

    Raising z raises p. If y = 0, does the loss go up or down?
    """
    return X.T @ (y - 1 / (1 + np.exp(-X @ w))) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_by_features(w, X, y):
    """The sum is divided by the number of features. The mean goes over the examples.

    Which of the two numbers in X.shape counts the examples?
    """
    return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / X.shape[1]


@wrong("logistic_gradient")
def logistic_gradient_halved(w, X, y):
    """Everything is half as large as it should be: there is a factor 2 in the denominator, which nothing brings in.

    Does the loss of the exercise have a ½ in front of it, or a square whose derivative brings a 2?
    """
    return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / (2 * len(y))


@wrong("logistic_gradient")
def logistic_gradient_of_squared_error(w, X, y):
    """The derivative of the sigmoid is still there, as a factor p (1 − p). That belongs to the squared error: in the
    likelihood it cancels.

    Divide by p and by 1 − p where the logarithms ask for it. What remains of p (1 − p)?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ ((p - y) * p * (1 - p)) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_slope_in_z(w, X, y):
    """There is a factor z (1 − z), meant as the slope of the sigmoid. That formula holds for its value, not for its
    argument, and in the gradient it cancels.

    Write the chain rule with all its factors. Which of them cancel?
    """
    z = X @ w
    p = 1 / (1 + np.exp(-z))
    return X.T @ ((p - y) * z * (1 - z)) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_slope_missing(w, X, y):
    """The residual is divided by p (1 − p): this is the derivative in p carried on to w, with the slope of the sigmoid
    left out.

    The loss depends on p, p on z, and z on w. How many factors does the chain rule have?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ ((p - y) / (p * (1 - p))) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_of_linear_regression(w, X, y):
    """The logits are compared with the labels. That is linear regression: the sigmoid is missing.

    Which quantity is a probability, and may be subtracted from a label?
    """
    return X.T @ (X @ w - y) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_of_decisions(w, X, y):
    """The predictions are rounded to 0 or 1 first, so an example that is on the right side counts for nothing. That is
    the perceptron's rule.

    How far from its label is a prediction of 0.6? What is left of that when it is rounded to 1?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ ((p > 0.5) - y) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_label_ones_only(w, X, y):
    """Only examples with y = 1 have an effect here. Those with y = 0 have a loss too, and it depends on w. (The formula
    for labels −1 and +1 does the same when it is given 0 and 1.)

    What is the derivative of −log(1 − p) in z?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ (y * (p - 1)) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_label_zeros_only(w, X, y):
    """The labels are missing from the residual: every example is treated as if its label were 0.

    What should the residual be for an example with y = 1 and p close to 1?
    """
    return X.T @ (1 / (1 + np.exp(-X @ w))) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_labels_made_plus_minus_one(w, X, y):
    """The labels are turned into −1 and +1, and then subtracted from a probability, which lies between 0 and 1.

    For an example with label 0 and p = 0, everything is right. What is your residual there?
    """
    return X.T @ (1 / (1 + np.exp(-X @ w)) - (2 * y - 1)) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_reversed_sigmoid(w, X, y):
    """The exponent has the wrong sign, so p is the probability of label 0 and is compared with label 1.

    Large z should give a p near 1. What does yours give?
    """
    return X.T @ (1 / (1 + np.exp(X @ w)) - y) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_labels_as_a_column(w, X, y):
    """The labels have become a column, so the residual is N × N: every prediction minus every label.

    Print the shape of `p − y`. Which shape should it have?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ (p - y[:, None]) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_as_a_column(w, X, y):
    """The numbers are right, but they stand in a column of shape (D, 1). A gradient has the shape of w.

    Print the shapes of w and of your result. What would `w - lr * gradient` be?
    """
    p = 1 / (1 + np.exp(-X @ w[:, None]))
    return X.T @ (p - y[:, None]) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_one_number(w, X, y):
    """The mean runs over examples and features, and one number is left. Each weight has a derivative of its own.

    Which axis of the array before the mean counts the examples?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return np.mean((p - y)[:, None] * X)


@wrong("logistic_gradient")
def logistic_gradient_one_row_an_example(w, X, y):
    """One gradient for each example comes back, N rows of them. What is asked for is their mean.

    Which axis of your result counts the examples?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return (p - y)[:, None] * X


@wrong("logistic_gradient")
def logistic_gradient_residual_alone(w, X, y):
    """This is the derivative in the logits, one entry per example. The features are missing.

    How does the logit of an example change when one weight changes?
    """
    return (1 / (1 + np.exp(-X @ w)) - y) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_last_example_forgotten(w, X, y):
    """The loop stops before the last example.

    `range(a)` ends at a − 1. Which is the last row that your loop visits?
    """
    gradient = np.zeros(len(w))
    for n in range(len(y) - 1):
        gradient += (1 / (1 + np.exp(-X[n] @ w)) - y[n]) * X[n]
    return gradient / len(y)


@wrong("logistic_gradient")
def logistic_gradient_of_the_last_example(w, X, y):
    """In each turn of the loop the gradient is replaced, not added to: what comes back is the last example's share.

    What does `=` do to what the turns before have found?
    """
    for n in range(len(y)):
        gradient = (1 / (1 + np.exp(-X[n] @ w)) - y[n]) * X[n] / len(y)
    return gradient


@wrong("logistic_gradient")
def logistic_gradient_of_the_first_example(w, X, y):
    """The `return` stands inside the loop: after the first example the function is over.

    How far is the last line indented, and which block does that put it in?
    """
    gradient = np.zeros(len(w))
    for n in range(len(y)):
        gradient += (1 / (1 + np.exp(-X[n] @ w)) - y[n]) * X[n]
        return gradient / len(y)


@wrong("logistic_gradient")
def logistic_gradient_by_differences(w, X, y):
    """This is a numerical derivative. Where features are large, its step is far too long; a formula has no step.

    What is left of the chain rule when p (1 − p) has cancelled?
    """
    gradient = np.zeros(len(w))
    for d in range(len(w)):
        step = np.zeros(len(w))
        step[d] = 1e-5
        up, down = X @ (w + step), X @ (w - step)
        gradient[d] = np.mean(np.logaddexp(0, up) - y * up) - np.mean(np.logaddexp(0, down) - y * down)
    return gradient / 2e-5


@wrong("logistic_gradient")
def logistic_gradient_with_a_penalty(w, X, y):
    """A penalty on the weights is differentiated too. The loss of this exercise has none.

    Let all predictions be right and sure. What is the gradient of the loss then, and what is yours?
    """
    return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y) + 0.02 * w


@wrong("logistic_gradient")
def logistic_gradient_changes_X(w, X, y):
    """The rows of X are multiplied in place, so the caller's features are changed after the call.

    What is the difference between `X *= a` and `X = X * a` for someone else who holds X?
    """
    p = 1 / (1 + np.exp(-X @ w))
    X *= (p - y)[:, None]
    return X.mean(axis=0)


@wrong("logistic_gradient")
def logistic_gradient_writes_into_y(w, X, y):
    """`y -= p` writes fractions into an array of integers, which NumPy refuses; and the labels belong to the caller.

    How do you get a new array for the residual?
    """
    p = 1 / (1 + np.exp(-X @ w))
    y -= p
    return -X.T @ y / len(y)


@wrong("logistic_gradient")
def logistic_gradient_of_log_of_log(w, X, y):
    """This is the gradient of the formula with log(1 − log p) in it. It is correctly derived, from a loss that is not
    right.

    Compare with the numerical gradient of the right loss, at an example with y = 0: what is the probability of that
    label?
    """
    p = 1 / (1 + np.exp(-X @ w))
    return -X.T @ (y * (1 - p) - (1 - y) * (1 - p) / (1 - np.log(p))) / len(y)


@wrong("logistic_gradient")
def logistic_gradient_only_its_direction(w, X, y):
    """The gradient is scaled to length 1. Its direction is right; how steep the loss is has been lost.

    Compare the length of your result at the minimum of the loss with the length far from it.
    """
    gradient = X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
    return gradient / np.sqrt(np.sum(gradient**2))


@right("logistic_gradient")
def logistic_gradient_matrix_form(w, X, y):
    """The matrix form."""
    return X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)


@right("logistic_gradient")
def logistic_gradient_two_loops(w, X, y):
    """Loops over examples and features, in plain Python, with a list for the result."""
    import math

    N, D = X.shape
    gradient = [0.0] * D
    for n in range(N):
        z = sum(float(X[n, d]) * float(w[d]) for d in range(D))
        p = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
        for d in range(D):
            gradient[d] += (p - int(y[n])) * float(X[n, d]) / N
    return gradient


@right("logistic_gradient")
def logistic_gradient_einsum(w, X, y):
    """Two einsums and a sigmoid through logaddexp."""
    p = np.exp(-np.logaddexp(0, -np.einsum("nd,d->n", X, w)))
    return np.einsum("n,nd->d", p - y, X) / X.shape[0]


@right("logistic_gradient")
def logistic_gradient_tanh(w, X, y):
    """The sigmoid by tanh: on the scale of a gradient its lost tail does not matter."""
    residual = 0.5 * (1 + np.tanh(0.5 * X.dot(w))) - y
    return np.mean(residual.reshape(-1, 1) * X, axis=0)


@right("logistic_gradient")
def logistic_gradient_unsimplified(w, X, y):
    """The chain rule as it stands, nothing cancelled."""
    p = 1 / (1 + np.exp(-(X @ w)))
    dp = -(y / p) + (1 - y) / (1 - p)
    dz = dp * p * (1 - p)
    dw = 0
    for x, d in zip(X, dz, strict=True):
        dw = dw + d * x
    return dw / len(dz)


@right("logistic_gradient")
def logistic_gradient_float32(w, X, y):
    """In single precision."""
    X, w, y = X.astype(np.float32), w.astype(np.float32), y.astype(np.float32)
    p = 1 / (1 + np.exp(-X @ w))
    return (X.T @ (p - y)) / np.float32(len(y))


@right("logistic_gradient")
def logistic_gradient_by_masks(w, X, y):
    """The two classes apart; prints on the way."""
    z = X @ w
    ones, zeros = y == 1, y == 0
    pull = -(X[ones] / (1 + np.exp(z[ones]))[:, None]).sum(axis=0)
    push = (X[zeros] / (1 + np.exp(-z[zeros]))[:, None]).sum(axis=0)
    print(f"pull {pull}, push {push}")
    return (pull + push) / (ones.sum() + zeros.sum())


@right("logistic_gradient")
def logistic_gradient_columns(w, X, y):
    """Everything in columns, (N, 1) and (D, 1), and back to (D,) at the end; in place on arrays of its own."""
    residual = -(X @ w.reshape(-1, 1))
    np.exp(residual, out=residual)
    residual += 1
    np.divide(1, residual, out=residual)
    residual -= y.reshape(-1, 1)
    residual /= len(y)
    return (X.T @ residual).ravel()


@right("logistic_gradient")
def logistic_gradient_signed_margins(w: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Through labels −1 and +1, made here; with type hints."""
    signs = np.where(y > 0, 1.0, -1.0)
    return -np.average(signs[:, None] * X, axis=0, weights=1 / (1 + np.exp(signs * (X @ w)))) * np.mean(
        1 / (1 + np.exp(signs * (X @ w)))
    )


@right("logistic_gradient")
def logistic_gradient_divide_and_conquer(w, X, y):
    """By recursion: the gradient of two halves, weighted by their sizes."""

    def total(rows):
        if len(rows) == 1:
            (n,) = rows
            return (1 / (1 + np.exp(-np.dot(X[n], w))) - y[n]) * X[n]
        half = len(rows) // 2
        return total(rows[:half]) + total(rows[half:])

    return total(list(range(len(y)))) / len(y)


@right("logistic_gradient")
def logistic_gradient_helper_for_each_feature(w, X, y):
    """A helper that is called once per feature, as differences would be, and is exact."""

    def sigma(z):
        return 1 / (1 + np.exp(-z))

    def entry(d):
        return np.mean((sigma(X @ w) - y) * X[:, d])

    return np.array([entry(d) for d in range(len(w))])


# ---- fit_logistic ------------------------------------------------------------------------------------------------


@wrong("fit_logistic")
def fit_from_ones(X, y, lr, steps):
    """The weights start at 1. The exercise starts from zeros.

    With all weights 0 the first loss is log 2 = 0.693. What is yours?
    """
    w = np.ones(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_from_random_weights(X, y, lr, steps):
    """The weights start at small random numbers. The exercise starts from zeros, and gives the same at every call.

    The loss is convex: is there anything that random weights would help against here?
    """
    w = 0.01 * np.random.randn(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_losses_after_the_update(X, y, lr, steps):
    """Each loss is taken after its update. The weights are right, but `losses[0]` is not the loss at the start.

    With all weights 0 the first loss is log 2 = 0.693. Which line should come first in the loop?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        w = w - lr * X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
    return w, losses


@wrong("fit_logistic")
def fit_one_loss_too_many(X, y, lr, steps):
    """There is one loss more than steps: the one after the last update is recorded too.

    `losses[t]` belongs to update t. How many updates are there?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    z = X @ w
    losses.append(np.mean(np.logaddexp(0, z) - y * z))
    return w, losses


@wrong("fit_logistic")
def fit_one_step_short(X, y, lr, steps):
    """The loop makes one update too few, and records one loss too few.

    For steps = 3, write down the numbers that your `range` goes through. How many are there?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(1, steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_weights_before_the_last_update(X, y, lr, steps):
    """The losses are right, but the weights that come back are those before the last update.

    With steps = 1, should w still be zero?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        before = w
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return before, losses


@wrong("fit_logistic")
def fit_uphill(X, y, lr, steps):
    """Every step goes uphill: either it adds the gradient, or the gradient that it uses has the wrong sign.

    Print your gradient at w = 0 beside differences of the loss there. If they agree, look at the sign of the step.
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w + lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_with_summed_gradient(X, y, lr, steps):
    """The steps use the gradient of the sum, which is N times that of the mean; the losses are means.

    Both belong to the same function. Which of them has lost its 1/N?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y)
    return w, losses


@wrong("fit_logistic")
def fit_with_summed_losses(X, y, lr, steps):
    """The recorded losses are sums over the examples; the steps use the gradient of the mean.

    With all weights 0 the first loss is log 2 = 0.693, whatever N is. What is yours?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.sum(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_returns_the_last_loss(X, y, lr, steps):
    """One loss comes back, the last. What is asked for is all of them, one per step.

    Someone wants to draw the learning curve from your result. How many points does it have?
    """
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        z = X @ w
        loss = np.mean(np.logaddexp(0, z) - y * z)
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, loss


@wrong("fit_logistic")
def fit_returns_weights_only(X, y, lr, steps):
    """The weights come back alone. The losses on the way are asked for as well.

    What does `w, losses = fit_logistic(X, y, lr, steps)` need on its right-hand side?
    """
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - lr * X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
    return w


@wrong("fit_logistic")
def fit_returns_losses_first(X, y, lr, steps):
    """The two results have changed places: the losses come first.

    In which order does the statement name them?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return losses, w


@wrong("fit_logistic")
def fit_gradient_at_the_start(X, y, lr, steps):
    """The gradient is computed once, before the loop, and used at every step: the walk goes straight on and never
    turns.

    The slope under your feet changes as you walk. At which w is it needed in step t?
    """
    w = np.zeros(X.shape[1])
    gradient = X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y)
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * gradient
    return w, losses


@wrong("fit_logistic")
def fit_one_example_a_step(X, y, lr, steps):
    """Each step looks at one example only. The exercise uses the mean gradient of all of them.

    How many rows of X does each of your steps read?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for t in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        n = t % len(y)
        w = w - lr * (1 / (1 + np.exp(-z[n])) - y[n]) * X[n]
    return w, losses


@wrong("fit_logistic")
def fit_epochs_of_single_examples(X, y, lr, steps):
    """Each step goes through all examples and updates the weights after each one: N updates per step, not one.

    How often does w change between two recorded losses?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        losses.append(np.mean(np.logaddexp(0, X @ w) - y * (X @ w)))
        for x, t in zip(X, y, strict=True):
            w = w - lr * (1 / (1 + np.exp(-x @ w)) - t) * x / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_stops_early(X, y, lr, steps):
    """The loop ends as soon as the loss hardly changes. The number of steps is given, and all of them are asked for.

    How many losses come back for steps = 40?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        if len(losses) > 1 and abs(losses[-2] - losses[-1]) < 1e-2:
            break
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_rate_decays(X, y, lr, steps):
    """The learning rate shrinks from step to step. Here it stays as it is given.

    By how much is the gradient multiplied in the last step?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for t in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr / (1 + t) * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_with_momentum(X, y, lr, steps):
    """Each step carries some of the one before it along. That is momentum; the exercise is plain gradient descent.

    What does step t depend on, besides the gradient at w?
    """
    w, velocity = np.zeros(X.shape[1]), np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        velocity = 0.9 * velocity - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
        w = w + velocity
    return w, losses


@wrong("fit_logistic")
def fit_step_of_length_lr(X, y, lr, steps):
    """All steps are equally long: the gradient that they use has been scaled to length 1.

    Near the minimum the gradient is small. What does that do to the steps of plain descent, and to yours?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        gradient = X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
        w = w - lr * gradient / np.sqrt(gradient @ gradient)
    return w, losses


@wrong("fit_logistic")
def fit_keeps_the_losses_of_earlier_calls(X, y, lr, steps, losses=[]):  # noqa: B006
    """The list of losses is a default argument: it is made once, and every call adds to what earlier calls have left in
    it.

    Call it twice and look at the number of losses. When does Python evaluate a default argument?
    """
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_adds_a_bias(X, y, lr, steps):
    """A column of ones is put beside X, so there is one weight more than features.

    Which shape does w have, and how many columns has X?
    """
    X = np.hstack([X, np.ones((len(X), 1))])
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_standardizes(X, y, lr, steps):
    """The columns of X are standardized first. The weights that come back belong to other features than the caller's.

    What does `X @ w` mean to a caller who knows only the X that was given?
    """
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_records_error_rates(X, y, lr, steps):
    """What is recorded is the share of wrong decisions, not the loss. The weights are right.

    Descent lowers the negative log-likelihood. With all weights 0 it is log 2 = 0.693: what do you record there?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        p = 1 / (1 + np.exp(-X @ w))
        losses.append(np.mean((p > 0.5) != y))
        w = w - lr * X.T @ (p - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_updates_one_weight_after_another(X, y, lr, steps):
    """The weights are updated one after another, and each update already uses those before it. A gradient step moves
    all of them from the same point.

    At which w is the second partial derivative taken: before or after the first weight has moved?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        for d in range(len(w)):
            w[d] -= lr * np.mean((1 / (1 + np.exp(-X @ w)) - y) * X[:, d])
    return w, losses


@wrong("fit_logistic")
def fit_one_step_too_many(X, y, lr, steps):
    """The loop makes one update too many, and records one loss too many.

    For steps = 3, write down the numbers that your `range` goes through. How many are there?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps + 1):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@wrong("fit_logistic")
def fit_returned_too_early(X, y, lr, steps):
    """One update is made and one loss recorded, whatever `steps` is: the `return` comes in the first turn of the loop.

    How far is the last line indented, and which block does that put it in?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
        return w, losses


@right("fit_logistic")
def fit_plain(X, y, lr, steps):
    """Lists of NumPy scalars for the losses."""
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w -= lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@right("fit_logistic")
def fit_into_an_array(X, y, lr, steps):
    """Losses in an array; a list [w, losses] comes back instead of a tuple."""
    N, D = X.shape
    w, losses = np.zeros(D), np.empty(steps)
    for t in range(steps):
        m = (2 * y - 1) * X.dot(w)
        losses[t] = np.logaddexp(0, -m).sum() / N
        w = w + lr * (X * ((2 * y - 1) / (1 + np.exp(m)))[:, None]).mean(axis=0)
    return [w, losses]


@right("fit_logistic")
def fit_plain_python(X, y, lr, steps):
    """No array operation at all: lists of floats, loops, math; prints every loss."""
    import math

    N, D = X.shape
    w, losses = [0.0] * D, []
    for t in range(steps):
        loss, gradient = 0.0, [0.0] * D
        for n in range(N):
            z = sum(X[n][d] * w[d] for d in range(D))
            loss += max(z, 0.0) + math.log1p(math.exp(-abs(z))) - y[n] * z
            r = 1 / (1 + math.exp(-z)) - y[n]
            gradient = [g + r * X[n][d] for d, g in enumerate(gradient)]
        losses.append(loss / N)
        w = [v - lr * g / N for v, g in zip(w, gradient, strict=True)]
        print(f"step {t}: {losses[-1]:.4f}")
    return w, losses


@right("fit_logistic")
def fit_while_loop(X, y, lr, steps):
    """A while loop, the textbook loss with a harmless epsilon, a warning."""
    import warnings

    warnings.warn("no bias", stacklevel=2)
    w = 0.0 * X[0]
    history = []
    while len(history) < steps:
        p = 1 / (1 + np.exp(-(X @ w)))
        history += [float(-(y * np.log(p + 1e-300) + (1 - y) * np.log(1 - p)).mean())]
        w = w - lr * (X.T @ (p - y)) / y.shape[0]
    return w, tuple(history)


@right("fit_logistic")
def fit_keeps_every_w(X, y, lr, steps):
    """All weights first, all losses afterwards, in one matrix product."""
    path = [np.zeros(X.shape[1])]
    for _ in range(steps):
        p = 1 / (1 + np.exp(-X @ path[-1]))
        path.append(path[-1] - lr * np.einsum("n,nd->d", p - y, X) / len(X))
    Z = X @ np.array(path[:-1]).T
    losses = (np.logaddexp(0, Z) - y[:, None] * Z).mean(axis=0)
    return path[-1], losses


@right("fit_logistic")
def fit_recursive(X, y, lr, steps):
    """By recursion over the steps, with helper functions inside."""

    def loss(w):
        return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))

    def gradient(w):
        return X.T @ (np.exp(-np.logaddexp(0, -X @ w)) - y) / len(y)

    def descend(w, left):
        if left == 0:
            return w, []
        end, losses = descend(w - lr * gradient(w), left - 1)
        return end, [loss(w), *losses]

    return descend(np.zeros(X.shape[1]), steps)


@right("fit_logistic")
def fit_columns(X, y, lr, steps):
    """Columns inside, w of shape (D, 1), and back to (D,) at the end; 0-d arrays as losses."""
    labels = y.astype(float)[:, np.newaxis]
    w = np.zeros((X.shape[1], 1))
    losses = []
    for _step in range(int(steps)):
        Z = X @ w
        losses.append(np.array(np.mean(np.logaddexp(0, Z) - labels * Z)))
        w = w - lr / len(X) * X.T @ (0.5 + 0.5 * np.tanh(Z / 2) - labels)
    return w[:, 0], losses


@right("fit_logistic")
def fit_float32(X, y, lr, steps):
    """In single precision."""
    X, y = X.astype(np.float32), y.astype(np.float32)
    w = np.zeros(X.shape[1], dtype=np.float32)
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(np.float32(0), z) - y * z))
        w = w - np.float32(lr) * (X.T @ (1 / (1 + np.exp(-z)) - y)) / np.float32(len(y))
    return w, losses


@right("fit_logistic")
def fit_generator(X, y, lr, steps):
    """A generator of losses that is emptied into a list while w moves in place."""
    w = np.zeros(X.shape[1])

    def walk():
        for _ in range(steps):
            z = X @ w
            yield float(np.mean(np.logaddexp(0, z) - y * z))
            np.subtract(w, lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y), out=w)

    losses = list(walk())
    return w, losses


@right("fit_logistic")
def fit_named_tuple(X, y, lr, steps):
    """A named tuple comes back, with the losses in a deque."""
    from collections import deque, namedtuple

    w, losses = np.zeros(X.shape[1]), deque()
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return namedtuple("Fit", "weights losses")(w, losses)


# ---- exposes_wrong_likelihood ------------------------------------------------------------------------------------


@wrong("exposes_wrong_likelihood")
def exposes_with_ones_only():
    """All your labels are 1. The two formulas differ only in the term of label 0, so here they agree exactly.

    Which term of the sum contains the mistake, and for which y does it count?
    """
    return np.array([1.0, -1.0]), np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0]]), np.array([1, 1, 1])


@wrong("exposes_wrong_likelihood")
def exposes_one_among_many():
    """One label among many is 0. The sums differ by more than 0.1, but both formulas are means, and those differ by
    less.

    What share of the examples must show the mistake, so that the mean shows it too?
    """
    y = np.ones(40, dtype=int)
    y[0] = 0
    return np.zeros(2), np.ones((40, 2)), y


@wrong("exposes_wrong_likelihood")
def exposes_with_minus_one():
    """The labels are −1 and +1. Both formulas are for labels 0 and 1, and with −1 neither of them means anything.

    Which values can y take in `y log p + (1 − y) log(1 − p)`, so that exactly one of the two terms counts?
    """
    return np.array([1.0]), np.array([[1.0], [-2.0], [0.5]]), np.array([1, -1, -1])


@wrong("exposes_wrong_likelihood")
def exposes_with_soft_labels():
    """A label of ½ is neither of the two outcomes. A counterexample should be an input that really occurs: y is 0 or 1.

    Which of the two labels brings out the difference by itself?
    """
    return np.array([1.0]), np.array([[2.0], [-1.0]]), np.array([0.5, 0.5])


@wrong("exposes_wrong_likelihood")
def exposes_in_another_order():
    """The three arrays are there, but in another order: X comes first.

    In which order does the statement name them, and the signature of the loss?
    """
    return np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0]]), np.array([1.0, -1.0]), np.array([0, 1, 0])


@wrong("exposes_wrong_likelihood")
def exposes_weights_in_a_column():
    """w is a column of shape (D, 1), so the logits are one too, and every label meets every example. w has shape (D,).

    Print the shape of `X @ w`. Which shape has y?
    """
    return np.array([[1.0], [-1.0]]), np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0]]), np.array([0, 1, 0])


@wrong("exposes_wrong_likelihood")
def exposes_single_numbers():
    """These are three single numbers. The loss takes arrays: w of shape (D,), X of shape (N, D), y of shape (N,).

    How do you write one example with one feature, so that X has a row and a column?
    """
    return 1.0, 2.0, 0


@wrong("exposes_wrong_likelihood")
def exposes_a_probability():
    """A probability and a label come back. The formulas are to be compared at weights and inputs, from which p follows.

    Which w and which row of X give the p that you have in mind?
    """
    return np.array([0.9]), np.array([0])


@wrong("exposes_wrong_likelihood")
def exposes_the_difference():
    """The difference between the two formulas comes back, not the inputs at which they differ.

    What does somebody need who wants to see the difference with his own loss functions?
    """
    p = 1 / (1 + np.exp(-2.0))
    return np.log(1 - np.log(p)) - np.log(1 - p)


@wrong("exposes_wrong_likelihood")
def exposes_infinite_weights():
    """An infinite weight makes infinite logits, and at those no formula has a value that could be compared.

    How far from 0 does a logit have to be for the two formulas to differ? Try z = 0.
    """
    return np.array([np.inf, 1.0]), np.array([[1.0, 0.0], [-1.0, 2.0]]), np.array([0, 1])


@right("exposes_wrong_likelihood")
def exposes_zero_weights():
    """The smallest: p = ½ and one label 0."""
    return np.zeros(1), np.ones((1, 1)), np.array([0])


@right("exposes_wrong_likelihood")
def exposes_lists():
    """Lists instead of arrays, integers instead of floats."""
    return [1, -1], [[1, 2], [3, -1], [0, 1]], [0, 1, 0]


@right("exposes_wrong_likelihood")
def exposes_drawn():
    """Drawn from a generator of its own, with a seed; found by trying."""
    rng = np.random.default_rng(7)
    while True:
        w, X, y = rng.normal(size=3), rng.normal(size=(8, 3)), rng.integers(0, 2, 8)
        p = 1 / (1 + np.exp(-X @ w))
        right_loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        wrong_loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - np.log(p)))
        if abs(right_loss - wrong_loss) > 0.5:
            return w, X, y


@right("exposes_wrong_likelihood")
def exposes_sure_and_wrong():
    """A sure and wrong example: z = 40 and y = 0, where p is rounded to 1; float labels, a list of three."""
    return [np.array([20.0, 20.0]), np.array([[1.0, 1.0]]), np.array([0.0])]


@right("exposes_wrong_likelihood")
def exposes_boolean_labels():
    """Boolean labels, and logits of −1000 and 1000."""
    X = np.array([[-1000.0], [1000.0], [0.5]])
    return np.array([1.0]), X, np.array([False, True, False])


# ---- best_step ---------------------------------------------------------------------------------------------------


@wrong("best_step")
def step_as_an_exponent(f, df, x):
    """The exponent comes back, not the step: k instead of 10^−k.

    What would a caller do with your result in `f(x + h)`?
    """
    errors = []
    for k in range(1, 13):
        h = 10.0**-k
        errors.append(abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))
    return 1 + int(np.argmin(errors))


@wrong("best_step")
def step_as_an_index(f, df, x):
    """The position in the list comes back, not the step that stands there.

    What does `np.argmin` return: the smallest value, or where it is?
    """
    steps = [10.0**-k for k in range(1, 13)]
    return np.argmin([abs((f(x + h) - f(x - h)) / (2 * h) - df(x)) for h in steps])


@wrong("best_step")
def step_smallest_error(f, df, x):
    """The smallest error comes back, not the step at which it is reached.

    Which of the two numbers is a caller looking for?
    """
    return min(abs((f(x + 10.0**-k) - f(x - 10.0**-k)) / (2 * 10.0**-k) - df(x)) for k in range(1, 13))


@wrong("best_step")
def step_with_the_largest_error(f, df, x):
    """This is the worst step: the one with the largest error.

    Print the errors beside their steps, and look for yours among them.
    """
    return max((10.0**-k for k in range(1, 13)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))


@wrong("best_step")
def step_of_forward_differences(f, df, x):
    """This is the best step for forward differences, whose error falls more slowly with h. Asked for are central ones.

    At which two points does a central difference evaluate f?
    """
    return min((10.0**-k for k in range(1, 13)), key=lambda h: abs((f(x + h) - f(x)) / h - df(x)))


@wrong("best_step")
def step_with_signed_errors(f, df, x):
    """The errors keep their signs, and the smallest is then the most negative one. It is far from zero.

    Which is the smaller error, −0.5 or 0.001?
    """
    return min((10.0**-k for k in range(1, 13)), key=lambda h: (f(x + h) - f(x - h)) / (2 * h) - df(x))


@wrong("best_step")
def step_divided_by_h(f, df, x):
    """The difference is divided by h, though the two points are 2h apart: every estimate is about twice the derivative.

    How long is the way from x − h to x + h?
    """
    return min((10.0**-k for k in range(1, 13)), key=lambda h: abs((f(x + h) - f(x - h)) / h - df(x)))


@wrong("best_step")
def step_missing_brackets(f, df, x):
    """`/ 2 * h` divides by 2 and then multiplies by h, so no estimate is anywhere near the derivative.

    What must stand in brackets so that the whole of 2h is below the fraction line?
    """
    return min((10.0**-k for k in range(1, 13)), key=lambda h: abs((f(x + h) - f(x - h)) / 2 * h - df(x)))


@wrong("best_step")
def step_against_the_function(f, df, x):
    """The estimates are compared with f(x), the value of the function. They are estimates of its derivative.

    Which of the two functions that you are given is the truth here?
    """
    return min((10.0**-k for k in range(1, 13)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - f(x)))


@wrong("best_step")
def step_from_the_rule_of_thumb(f, df, x):
    """This is the rule of thumb, the cube root of the machine precision, rounded to a power of ten. It does not look at
    f.

    When a function bends a thousand times more quickly, should its best step be the same?
    """
    return 10.0 ** round(np.log10(np.cbrt(np.finfo(float).eps)))


@wrong("best_step")
def step_always_the_smallest(f, df, x):
    """The smallest step is returned, as in the limit of the definition. In floating point the rounding error grows as h
    falls.

    How many digits do f(x + h) and f(x − h) still differ in when h = 1e-12?
    """
    return 10.0**-12


@wrong("best_step")
def step_smallest_difference(f, df, x):
    """The difference f(x + h) − f(x − h) itself is made small, which the smallest h does best. The derivative is never
    looked at.

    Which number should be close to df(x)?
    """
    return min((10.0**-k for k in range(1, 13)), key=lambda h: abs(f(x + h) - f(x - h)))


@wrong("best_step")
def step_not_a_power(f, df, x):
    """The steps are spread evenly from 1e-12 to 0.1, so all but the first are of the order of 0.01 or more.

    How do you list twelve numbers of which each is a tenth of the one before?
    """
    steps = np.linspace(1e-12, 0.1, 12)
    errors = [abs((f(x + h) - f(x - h)) / (2 * h) - df(x)) for h in steps]
    return steps[int(np.argmin(errors))]


@wrong("best_step")
def step_integer_powers(f, df, x):
    """NumPy does not raise integers to negative integer powers: `10 ** -np.arange(1, 13)` stops with an error.

    Which type must the 10 have so that a tenth of it can be represented?
    """
    steps = 10 ** -np.arange(1, 13)
    errors = [abs((f(x + h) - f(x - h)) / (2 * h) - df(x)) for h in steps]
    return steps[np.argmin(errors)]


@wrong("best_step")
def step_as_the_whole_list(f, df, x):
    """All steps come back, sorted by their error. One number is asked for.

    Which entry of your list is the answer?
    """
    return sorted((10.0**-k for k in range(1, 13)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))


@wrong("best_step")
def step_list_reversed(f, df, x):
    """The errors are listed from the smallest step to the largest, the steps the other way round: the index fits the
    wrong list.

    Print the two lists side by side. Does each error stand beside its own step?
    """
    steps = np.logspace(-1, -12, 12)
    errors = [abs((f(x + h) - f(x - h)) / (2 * h) - df(x)) for h in np.logspace(-12, -1, 12)]
    return steps[np.argmin(errors)]


@wrong("best_step")
def step_starts_at_a_hundredth(f, df, x):
    """The step 0.1 is never tried: the list of steps starts at 0.01.

    Which powers of ten does the statement name, and which are in your list? Print its first and its last.
    """
    return min((10.0**-k for k in range(2, 13)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))


@wrong("best_step")
def step_good_enough(f, df, x):
    """The first step whose error is below a fixed bound is returned. A later one may be better still.

    When do you know that no other step has a smaller error?
    """
    for k in range(1, 13):
        h = 10.0**-k
        if abs((f(x + h) - f(x - h)) / (2 * h) - df(x)) < 1e-6:
            break
    return h


@wrong("best_step")
def step_of_rounded_errors(f, df, x):
    """The errors are rounded to six decimals, so that many of them look equal, and the first of those wins.

    How large are the two smallest errors, before they are rounded?
    """
    return min((10.0**-k for k in range(1, 13)), key=lambda h: round(abs((f(x + h) - f(x - h)) / (2 * h) - df(x)), 6))


@wrong("best_step")
def step_stops_at_one_ten_billionth(f, df, x):
    """No step below 10^−10 is tried.

    Which powers of ten does the statement name, and which are in your list? Print its first and its last.
    """
    return min((10.0**-k for k in range(1, 11)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))


@wrong("best_step")
def step_stops_at_one_hundred_billionth(f, df, x):
    """No step below 10^−11 is tried.

    Which powers of ten does the statement name, and which are in your list? Print its first and its last.
    """
    return min((10.0**-k for k in range(1, 12)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))


@right("best_step")
def step_by_loop(f, df, x):
    """A loop that keeps the best."""
    best, smallest = None, np.inf
    for k in range(1, 13):
        h = 10.0**-k
        error = abs((f(x + h) - f(x - h)) / (2 * h) - df(x))
        if error < smallest:
            best, smallest = h, error
    return best


@right("best_step")
def step_by_min(f, df, x):
    """min with a key."""
    return min((10.0**-k for k in range(1, 13)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))


@right("best_step")
def step_by_argmin(f, df, x):
    """np.logspace, whose powers may be off by a bit, and np.argmin; a NumPy scalar comes back."""
    steps = np.logspace(-12, -1, 12)
    errors = np.array([abs((f(x + h) - f(x - h)) / (2 * h) - df(x)) for h in steps])
    return steps[errors.argmin()]


@right("best_step")
def step_by_sorting(f, df, x):
    """Pairs, sorted by the relative error; prints its table."""
    truth = df(x)
    steps = [float(f"1e-{k}") for k in range(1, 13)]
    table = sorted((abs((f(x + h) - f(x - h)) / (2 * h) / truth - 1), h) for h in steps)
    for error, h in table:
        print(f"{h:.0e} {error:.2e}")
    return table[0][1]


@right("best_step")
def step_by_vectorize(f, df, x):
    """np.vectorize around f, powers made by repeated division, a 0-d array at the end."""
    steps = [0.1]
    while len(steps) < 12:
        steps.append(steps[-1] / 10)
    steps = np.array(steps)
    each = np.vectorize(f, otypes=[float])
    errors = np.abs((each(x + steps) - each(x - steps)) / steps / 2 - df(x))
    return np.array(steps[np.argmin(errors)])


@right("best_step")
def step_by_recursion(f, df, x):
    """By recursion, from the smallest step up, with a comparison of squares."""

    def error(h):
        return (0.5 / h * (f(x + h) - f(x - h)) - df(x)) ** 2

    def best_of(k):
        h = 0.1**k
        if k == 12:
            return h
        other = best_of(k + 1)
        return h if error(h) < error(other) else other

    return best_of(1)


@right("best_step")
def step_by_dictionary(f, df, x):
    """A dictionary from steps to errors."""
    truth = df(x)
    errors = {}
    for exponent in np.arange(-12, 0):
        h = np.power(10.0, exponent)
        errors[h] = np.fabs(np.divide(f(x + h) - f(x - h), h + h) - truth)
    return min(errors, key=errors.get)


@right("best_step")
def step_by_geomspace(f, df, x):
    """np.geomspace, x in an array of one entry, errors by hypot; a single-precision number comes back."""
    x = np.array([x])
    steps = np.geomspace(1e-1, 1e-12, 12)
    errors = [np.hypot(0, (f(x + h) - f(x - h)) / (h + h) - df(x)).item() for h in steps]
    return np.float32(steps[np.nanargmin(errors)])


@wrong("numerical_gradient")
def differences_into_integers(f, x, h=1e-5):
    """The gradient is stored in an array with the type of x. When x holds integers, every derivative is cut to one.

    Call it with an integer x and look at the dtype of the result. Which dtype must the new array have?
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("best_step")
def step_first_rise(f, df, x):
    """The search stops at the first step that is worse than the one before. A step that is much too large can be worse
    by chance, and the best one then lies behind it.

    Print all twelve errors for a function that oscillates quickly. Do they fall without a break?
    """
    best = 0.1
    smallest = abs((f(x + best) - f(x - best)) / (2 * best) - df(x))
    for k in range(2, 13):
        h = 10.0**-k
        error = abs((f(x + h) - f(x - h)) / (2 * h) - df(x))
        if error > smallest:
            break
        best, smallest = h, error
    return best


@wrong("logistic_loss")
def loss_log_of_the_product(w, X, y):
    """The probabilities are multiplied first. Far out the product is rounded to 0, and its logarithm is −inf.

    Why does one add logarithms of probabilities, rather than take the logarithm of their product?
    """
    z = X @ w
    likelihood = np.prod(np.exp(-np.logaddexp(0, np.where(y == 1, -z, z))))
    return -np.log(likelihood) / len(y)


@wrong("numerical_gradient")
def differences_not_restored(f, x, h=1e-5):
    """The entry that was moved is not put back before the next one is moved, so later derivatives are taken somewhere else.

    Print the array that f gets in the last turn of the loop. In how many entries does it differ from x?
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        gradient[i] = (up - down) / (2 * h)
    return gradient


@wrong("best_step")
def step_stops_at_one_hundred_millionth(f, df, x):
    """No step below 10^−8 is tried.

    Which powers of ten does the statement name, and which are in your list? Print its first and its last.
    """
    return min((10.0**-k for k in range(1, 9)), key=lambda h: abs((f(x + h) - f(x - h)) / (2 * h) - df(x)))


@wrong("fit_logistic")
def fit_stops_when_the_loss_rises(X, y, lr, steps):
    """The loop ends when the loss rises. The number of steps is given, and all of them are asked for.

    How many losses come back for steps = 40 when the learning rate is too large?
    """
    w = np.zeros(X.shape[1])
    losses = []
    for _ in range(steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        if len(losses) > 1 and losses[-1] > losses[-2]:
            break
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
    return w, losses


@right("logistic_gradient")
def logistic_gradient_float32_feature_by_feature(w, X, y):
    """In single precision, by a helper that is called once per feature."""
    X, w = X.astype(np.float32), w.astype(np.float32)
    residual = (1 / (1 + np.exp(-X @ w)) - y).astype(np.float32)

    def entry(d):
        return np.mean(residual * X[:, d])

    return [entry(d) for d in range(len(w))]


@right("sigmoid")
def sigmoid_frompyfunc(z):
    """np.frompyfunc, whose arrays have dtype object and hold Python floats."""
    import math

    def one(t):
        small = math.exp(-abs(t))
        return (1.0 if t >= 0 else small) / (1 + small)

    return np.frompyfunc(one, 1, 1)(z)
