"""02_softmax_jacobian: wrong and right implementations of its ten exercises.

In this module a cell sees ``np`` and nothing else: every implementation repeats the few lines that it needs.
"""

import numpy as np

from solutions.mistakes.library import right, wrong

# ---- one_hot -----------------------------------------------------------------------------------------------------


@wrong("one_hot")
def one_hot_as_wide_as_the_labels(y, num_classes):
    """There are as many columns as the largest label in this batch asks for. A batch may lack the last class.

    What is `num_classes` for, and where does it appear in your code?
    """
    return np.eye(np.max(y) + 1)[y]


@wrong("one_hot")
def one_hot_all_rows_at_once(y, num_classes):
    """Every row gets a 1 at the labels of *all* examples, so a row holds as many ones as there are different
    labels.

    `Y[:, y]` picks whole columns. How do you pick one entry per row?
    """
    Y = np.zeros((len(y), num_classes))
    Y[:, y] = 1
    return Y


@wrong("one_hot")
def one_hot_in_columns(y, num_classes):
    """The examples stand in the columns: the shape is (C, N). In this course a row is an example.

    Print the shape for seven labels and five classes. Which of the two numbers should come first?
    """
    return np.eye(num_classes)[:, y]


@wrong("one_hot")
def one_hot_counted_from_one(y, num_classes):
    """The labels are counted from 1, so every 1 stands one column too far to the left, and label 0 lands in the
    last.

    Labels are 0 … C−1. In which column should the 1 of label 0 stand?
    """
    Y = np.zeros((len(y), num_classes))
    Y[np.arange(len(y)), y - 1] = 1
    return Y


@wrong("one_hot")
def one_hot_into_the_flat_array(y, num_classes):
    """The labels are used as positions in the flattened array, and all of them lie in its first row.

    How far from the start of the flattened array does row n begin?
    """
    Y = np.zeros((len(y), num_classes))
    Y.flat[y] = 1
    return Y


@wrong("one_hot")
def one_hot_renumbered(y, num_classes):
    """The labels are numbered anew, by the classes that this batch has. A class that is missing moves all later
    ones.

    If no example has class 2, in which column should the 1 of class 3 stand?
    """
    _, renumbered = np.unique(y, return_inverse=True)
    return np.eye(num_classes)[renumbered]


@wrong("one_hot")
def one_hot_starting_at_the_smallest(y, num_classes):
    """The smallest label is subtracted from all, and in the caller's array too. Labels begin at 0 already, whether
    or not this batch has a 0.

    What comes out for the single label 3, and what is left in `y` afterwards?
    """
    y -= y.min()
    return np.eye(num_classes)[y]


@wrong("one_hot")
def one_hot_smoothed(y, num_classes):
    """A tenth of every 1 is handed to the other classes. That is label smoothing, a trick for training; one-hot has
    only ones and zeros.

    How many entries of a one-hot row are different from 0?
    """
    return 0.9 * np.eye(num_classes)[y] + 0.1 / num_classes


@wrong("one_hot")
def one_hot_up_to_the_label(y, num_classes):
    """There are ones in all columns up to the label, so a row holds several.

    `<=` or `==`: which of the two is true in exactly one column?
    """
    return (np.arange(num_classes) <= np.reshape(y, (-1, 1))).astype(float)


@wrong("one_hot")
def one_hot_from_too_small_an_identity(y, num_classes):
    """The identity matrix has one row per example. It is classes that it has to have rows for.

    `np.eye(n)[y]` looks up row `y[k]` for each example. How many different labels can there be?
    """
    return np.eye(len(y))[y]


@wrong("one_hot")
def one_hot_with_labels_written(y, num_classes):
    """The label itself is written where a 1 should stand, so the row of class 0 is empty and that of class 3 holds
    a 3.

    Every row of a one-hot array sums to the same number. To which?
    """
    Y = np.zeros((len(y), num_classes))
    Y[np.arange(len(y)), y] = y
    return Y


@wrong("one_hot")
def one_hot_inverted(y, num_classes):
    """Ones and zeros are exchanged: a row says which classes the example does *not* have.

    For label 2, which column should hold the 1?
    """
    return (np.arange(num_classes) != np.reshape(y, (-1, 1))).astype(float)


@wrong("one_hot")
def one_hot_whole_rows(y, num_classes):
    """The labels are used as *row* numbers: row y[n] is filled with ones, all of it. With fewer rows than classes there
    may be no such row, and NumPy stops.

    An array with two axes has two indices. Which one is the label, and what is the other?
    """
    Y = np.zeros((len(y), num_classes))
    Y[y] = 1
    return Y


@right("one_hot")
def one_hot_by_identity(y, num_classes):
    """Rows of the identity matrix."""
    return np.eye(num_classes)[y]


@right("one_hot")
def one_hot_by_comparison(y, num_classes):
    """A comparison, broadcast."""
    return (y[:, None] == np.arange(num_classes)[None, :]) * 1.0


@right("one_hot")
def one_hot_put_along_axis(y, num_classes):
    """np.put_along_axis."""
    Y = np.zeros((y.shape[0], num_classes))
    np.put_along_axis(Y, y[:, None].astype(np.intp), 1.0, axis=1)
    return Y


@right("one_hot")
def one_hot_by_loop(y, num_classes):
    """Nested lists, made by a loop; no rule forbids one here."""
    rows = []
    for label in y:
        row = [0.0] * num_classes
        row[int(label)] = 1.0
        rows.append(row)
    return rows


@right("one_hot")
def one_hot_at_flat_positions(y, num_classes):
    """Positions in the flattened array."""
    Y = np.zeros(len(y) * num_classes, dtype=np.float32)
    Y[np.arange(len(y)) * num_classes + y] = 1
    return Y.reshape(len(y), num_classes)


@right("one_hot")
def one_hot_add_at(y, num_classes):
    """np.add.at, on a transposed array: the result is a view with another memory layout."""
    Y = np.zeros((num_classes, len(y)))
    np.add.at(Y, (y, np.arange(len(y))), 1)
    return Y.T


@right("one_hot")
def one_hot_in_integers(y, num_classes):
    """Integers: the values are right. Prints."""
    Y = np.zeros((len(y), num_classes), dtype=int)
    for n, label in enumerate(y):
        Y[n, label] += 1
    print("rows sum to", Y.sum(axis=1))
    return Y


# ---- softmax -----------------------------------------------------------------------------------------------------


@wrong("softmax")
def softmax_of_the_whole_array(Z):
    """The sum runs over the whole array, so all entries together sum to 1. Each row should, by itself.

    Sum your result over its last axis. What comes out for a batch of five?
    """
    exponentials = np.exp(Z - np.max(Z))
    return exponentials / np.sum(exponentials)


@wrong("softmax")
def softmax_over_the_first_axis(Z):
    """Maximum and sum run over axis 0. In a batch that is over the examples, so they compete with each other
    instead of the classes.

    Which axis holds the classes of one example?
    """
    exponentials = np.exp(Z - Z.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)


@wrong("softmax")
def softmax_over_axis_one(Z):
    """Axis 1 is the last one only in an array with two axes. A single example has no axis 1, and with more leading
    axes it is another.

    How do you say "the last axis, however many there are"?
    """
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@wrong("softmax")
def softmax_for_one_or_two_axes(Z):
    """One and two axes are told apart, and everything with more is treated like two: the sum runs over axis 1
    there.

    Which axis number means "the last one" in every case, so that no case has to be told apart?
    """
    axis = 0 if Z.ndim == 1 else 1
    exponentials = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


@wrong("softmax")
def softmax_sums_without_keepdims(Z):
    """The sums of the rows line up with the *columns*. With N = C that is silent, and entry j is divided by the sum
    of row j.

    What is the shape of the sum, and what should it be, so that each row meets its own?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1)


@wrong("softmax")
def softmax_maxima_without_keepdims(Z):
    """The maxima of the rows line up with the *columns*. With N = C that is silent, and the columns of a row are
    shifted by different amounts.

    Softmax is blind to a shift only if all logits of a row are shifted alike. What shape must the maxima have?
    """
    exponentials = np.exp(Z - Z.max(axis=-1))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_by_transposing(Z):
    """The array is transposed so that the row sums line up. `.T` reverses *all* axes: with more than two of them
    the sums meet the wrong entries.

    Which argument of `sum` lets the shapes line up without a transpose?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return (exponentials.T / exponentials.sum(axis=-1)).T


@wrong("softmax")
def softmax_row_by_row(Z):
    """The loop takes the entries along the first axis for rows. In a single example they are numbers, and with more
    leading axes they are whole matrices.

    What does `for row in Z` run over when Z has shape (2, 3, 4)?
    """

    def of_one(row):
        exponentials = np.exp(row - np.max(row))
        return exponentials / np.sum(exponentials)

    return np.array([of_one(row) for row in Z])


@wrong("softmax")
def softmax_as_one_table(Z):
    """All leading axes are flattened into one, and never put back.

    Print the shape of what goes in and of what comes out, for Z of shape (2, 3, 4).
    """
    rows = Z.reshape(-1, Z.shape[-1])
    exponentials = np.exp(rows - rows.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@wrong("softmax")
def softmax_unshifted(Z):
    """The exponentials are taken of the logits as they are. From about 710 on they are inf, and inf / inf is NaN;
    far below 0 all of them are 0, and 0 / 0 is NaN too.

    Softmax is blind to one kind of change of z. Which, and how does it keep the exponent small?
    """
    exponentials = np.exp(Z)
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_nan_replaced(Z):
    """The NaN that large logits give is replaced by 0. The largest probability of such a row is then 0 as well.

    Patching the NaN hides where it comes from. What can be subtracted from every logit of a row, so that it never
    arises?
    """
    exponentials = np.exp(Z)
    return np.nan_to_num(exponentials / exponentials.sum(axis=-1, keepdims=True))


@wrong("softmax")
def softmax_shifted_by_the_largest_of_all(Z):
    """One maximum, of the whole array, is subtracted from all rows. A row that lies thousands below it becomes 0 /
    0.

    Each row may be shifted by a number of its own. Which number makes the largest exponential of that row 1?
    """
    exponentials = np.exp(Z - np.max(Z))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_shifted_by_the_column_maximum(Z):
    """The maximum is taken along axis 0, so the classes of an example are shifted by different amounts, and their
    odds change.

    Which numbers have to be shifted alike, so that softmax does not see it?
    """
    exponentials = np.exp(Z - Z.max(axis=0))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_shifted_by_the_mean(Z):
    """The mean of the row is subtracted. The largest logit can still lie thousands above the mean, and its
    exponential overflows.

    After which shift is no logit of the row above 0?
    """
    exponentials = np.exp(Z - Z.mean(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_shifted_by_the_minimum(Z):
    """The minimum is subtracted, so that all logits are 0 or more. That is the side on which exponentials overflow.

    Which exponentials are dangerous: those of large positive or of large negative numbers?
    """
    exponentials = np.exp(Z - Z.min(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_maximum_added(Z):
    """The maximum is added instead of subtracted. The answer is the same for small logits, and the overflow comes
    twice as early.

    What is the largest exponent in your code for the logits 1000 and 1001?
    """
    exponentials = np.exp(Z + Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_divided_by_the_maximum(Z):
    """The logits are divided by their maximum. That changes every odds, and turns the order round where the maximum
    is negative.

    Compare your result for z and for 2z. Should they be the same?
    """
    exponentials = np.exp(Z / Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_divided_by_the_l1_norm(Z):
    """The logits are divided by the sum of their absolute values. It is a temperature that differs from row to row,
    and it flattens the probabilities.

    Softmax is blind to one kind of change of z. Is it a factor or a shift?
    """
    exponentials = np.exp(Z / np.abs(Z).sum(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_divided_by_the_l2_norm(Z):
    """The logits are divided by their Euclidean length. It is a temperature that differs from row to row, and no
    probability can come near 1.

    Softmax is blind to one kind of change of z. Is it a factor or a shift?
    """
    exponentials = np.exp(Z / np.linalg.norm(Z, axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_scaled_by_the_classes(Z):
    """The logits are divided by the square root of the number of classes. That belongs to attention, where it is
    done to products before softmax sees them.

    Does the definition of softmax contain any factor in the exponent?
    """
    Z = Z / np.sqrt(Z.shape[-1])
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_shifts_the_callers_array(Z):
    """The probabilities are right, but some line, such as one with `-=`, writes into Z: the caller's logits are no longer the same.

    What is the difference between `Z -= m` and `Z - m` for someone else who holds Z?
    """
    Z -= Z.max(axis=-1, keepdims=True)
    exponentials = np.exp(Z)
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_in_place_on_asarray(Z):
    """`np.asarray` makes no copy of an array that fits already, so working in place on its result turns the
    caller's float logits into probabilities.

    Which function makes a copy in every case?
    """
    P = np.asarray(Z, dtype=float)
    P -= P.max(axis=-1, keepdims=True)
    np.exp(P, out=P)
    P /= P.sum(axis=-1, keepdims=True)
    return P


@wrong("softmax")
def softmax_into_integers(Z):
    """The result is stored in an array with the type of Z. When Z holds integers, every probability is cut to 0 or
    1.

    Call it with an integer array and look at the dtype. Which dtype must the new array have?
    """
    P = np.empty_like(Z)
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    P[...] = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return P


@wrong("softmax")
def softmax_brackets_misplaced(Z):
    """The division stands inside the exponential: this is exp(z / Σ exp z). The rows do not sum to 1.

    Which is done first, the exponential or the division? Sum a row of your result.
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return np.exp(shifted / np.exp(shifted).sum(axis=-1, keepdims=True))


@wrong("softmax")
def softmax_divided_by_the_logits(Z):
    """The exponentials are divided by the sum of the (shifted) logits, not by the sum of the exponentials.

    Sum a row of your result. Which denominator makes that sum 1?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return np.exp(shifted) / shifted.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_without_exponential(Z):
    """The logits are divided by their sum, without an exponential. They may be negative, and so are your
    "probabilities".

    Which function turns any real number into a positive one, log-odds into odds?
    """
    return Z / Z.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_normalised_by_length(Z):
    """The exponentials are divided by their Euclidean length, so the *squares* of a row sum to 1.

    Probabilities sum to 1. Which sum is in your denominator?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / np.linalg.norm(exponentials, axis=-1, keepdims=True)


@wrong("softmax")
def softmax_not_normalised(Z):
    """These are the shifted exponentials: odds against the most probable class. They have not been divided by their
    sum.

    The largest entry of each row is exactly 1. What should a row sum to?
    """
    return np.exp(Z - Z.max(axis=-1, keepdims=True))


@wrong("softmax")
def softmax_is_a_sigmoid_each(Z):
    """Each logit goes through a sigmoid of its own. The classes do not compete, and the rows do not sum to 1.

    When one logit rises, what has to happen to the other probabilities?
    """
    return np.where(Z >= 0, 1 / (1 + np.exp(-np.abs(Z))), np.exp(-np.abs(Z)) / (1 + np.exp(-np.abs(Z))))


@wrong("softmax")
def softmax_is_the_winner(Z):
    """The largest logit gets probability 1 and all others 0. That is the limit of a low temperature; the soft
    version lets the others keep something.

    For two equal logits, what should both probabilities be?
    """
    return (np.argmax(Z, axis=-1)[..., None] == np.arange(Z.shape[-1])).astype(float)


@wrong("softmax")
def softmax_of_minus_z(Z):
    """The exponent has the wrong sign: the largest logit gets the smallest probability.

    Softmax keeps the order of the logits. Does yours?
    """
    exponentials = np.exp(Z.min(axis=-1, keepdims=True) - Z)
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_to_the_base_two(Z):
    """These are powers of 2. Softmax has powers of e.

    Two logits that differ by 1 have odds of e to 1. What are the odds in your result?
    """
    powers = 2.0 ** (Z - Z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_is_its_logarithm(Z):
    """This is the logarithm of softmax. It is negative everywhere, and asked for are probabilities.

    Which step is missing between log p and p?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@wrong("softmax")
def softmax_taken_twice(Z):
    """Softmax is applied to its own result. Probabilities taken for logits lie between 0 and 1, so all classes end
    up close together.

    How many exponentials does the definition take of each logit, and how many does your code?
    """
    for _ in range(2):
        exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
        Z = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return Z


@wrong("softmax")
def softmax_logits_clipped(Z):
    """The logits themselves are clipped to a range such as ±500, so two logits beyond the bound become equal whatever
    they were.

    What should come out for [1000, 1001], and what does? Which shift makes clipping unnecessary?
    """
    exponentials = np.exp(np.clip(Z, -500, 500))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_differences_clipped(Z):
    """The shifted logits are clipped from below at −20, so no class gets less than about 2e-9. A class that lies
    thousands behind has probability 0.

    An exponential of −1000 is 0. Is that a wrong answer that needs protection?
    """
    exponentials = np.exp(np.clip(Z - Z.max(axis=-1, keepdims=True), -20, None))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_probabilities_clipped(Z):
    """The probabilities are clipped from below, so everything smaller than the bound becomes the bound.

    Where a logarithm follows, the remedy belongs to the logarithm. Is a small probability a number that needs
    protection?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.clip(exponentials / exponentials.sum(axis=-1, keepdims=True), 1e-12, 1.0)


@wrong("softmax")
def softmax_with_a_visible_epsilon(Z):
    """0.001 is added to the denominator. After the shift the sum is at least 1, so nothing needs protection, and
    every probability comes out too small.

    What is the smallest value that the sum can have once the maximum has been subtracted?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / (exponentials.sum(axis=-1, keepdims=True) + 1e-3)


@wrong("softmax")
def softmax_rounded(Z):
    """The probabilities are rounded to four decimals. What is for the eye belongs into a print, not into the
    result.

    What becomes of a probability of 1e-5?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.round(exponentials / exponentials.sum(axis=-1, keepdims=True), 4)


@wrong("softmax")
def softmax_in_half_precision(Z):
    """In float16 about three digits are left, and 1000.3 and 1000.4 are the same number.

    Print `np.finfo(np.float16).eps`. How many digits of a logit survive?
    """
    Z = Z.astype(np.float16)
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("softmax")
def softmax_printed(Z):
    """The probabilities are printed, and then forgotten: the function returns None.

    What does a caller get who writes `P = softmax(Z)`?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    print(exponentials / exponentials.sum(axis=-1, keepdims=True))


@wrong("softmax")
def softmax_without_keepdims(Z):
    """Maxima and sums have lost the summed axis: of shape (N,), they line up with the *columns*. With N = C that is
    silent, and wrong; with N ≠ C NumPy stops. (For a single example it is right.)

    What is the shape of the sum, and what should it be, so that each row meets its own? Which argument does
    that?
    """
    exponentials = np.exp(Z - Z.max(axis=-1))
    return exponentials / exponentials.sum(axis=-1)


@wrong("softmax")
def softmax_without_keepdims_over_axis_one(Z):
    """Maxima and sums have lost the summed axis: of shape (N,), they line up with the *columns*. With N = C that is
    silent, and wrong; with N ≠ C NumPy stops. A single example has no axis 1 at all.

    What is the shape of the sum, and what should it be, so that each row meets its own? Which argument does
    that?
    """
    exponentials = np.exp(Z - Z.max(axis=1))
    return exponentials / exponentials.sum(axis=1)


@wrong("softmax")
def softmax_unshifted_without_keepdims(Z):
    """The sums have lost the summed axis: of shape (N,), they line up with the *columns*. With N = C that is
    silent, and wrong; with N ≠ C NumPy stops. And the exponentials are taken of the logits as they are: thousands
    overflow.

    What is the shape of the sum, and what should it be, so that each row meets its own? Which argument does
    that?
    """
    exponentials = np.exp(Z)
    return exponentials / exponentials.sum(axis=-1)


@wrong("softmax")
def softmax_unshifted_without_keepdims_over_axis_one(Z):
    """The sums have lost the summed axis: of shape (N,), they line up with the *columns*. With N = C that is
    silent, and wrong; with N ≠ C NumPy stops. And the exponentials are taken of the logits as they are: thousands
    overflow. A single example has no axis 1 at all.

    What is the shape of the sum, and what should it be, so that each row meets its own? Which argument does
    that?
    """
    exponentials = np.exp(Z)
    return exponentials / exponentials.sum(axis=1)


@right("softmax")
def softmax_textbook(Z):
    """The textbook form."""
    exponentials = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return exponentials / np.sum(exponentials, axis=-1, keepdims=True)


@right("softmax")
def softmax_of_log_sum_exp(Z, axis=-1):
    """Through the logarithm, with NumPy's own log-sum-exp; an extra argument with a default."""
    return np.exp(Z - np.logaddexp.reduce(Z.astype(float), axis=axis, keepdims=True))


@right("softmax")
def softmax_in_place_on_its_own_copy(Z):
    """In place, on an array that is its own."""
    P = np.array(Z, dtype=np.float64)
    P -= P.max(axis=-1)[..., np.newaxis]
    np.exp(P, out=P)
    P /= P.sum(axis=-1)[..., np.newaxis]
    return P


@right("softmax")
def softmax_by_recursion_over_the_axes(Z):
    """Recursion over the leading axes, plain Python at the bottom; nested lists come back."""
    import math

    def of(values):
        if isinstance(values[0], list):
            return [of(v) for v in values]
        top = max(values)
        exponentials = [math.exp(v - top) for v in values]
        total = math.fsum(exponentials)
        return [e / total for e in exponentials]

    return of(Z.tolist())


@right("softmax")
def softmax_as_a_table_and_back(Z):
    """Flattened to a table, looped over, and put back into its shape."""
    table = np.reshape(Z, (-1, Z.shape[-1])).astype(float)
    P = np.empty_like(table)
    for n, row in enumerate(table):
        for c in range(len(row)):
            P[n, c] = np.exp(row[c] - row.max())
        P[n] /= P[n].sum()
    return P.reshape(Z.shape)


@right("softmax")
def softmax_apply_along_axis(Z):
    """np.apply_along_axis, with a print for each row."""

    def of_row(z):
        e = np.exp(z - z.max())
        print(z, "->", e / e.sum())
        return e / e.sum()

    return np.apply_along_axis(of_row, -1, Z)


@right("softmax")
def softmax_axes_moved(Z):
    """The classes are moved to the front, where no keepdims is needed; an invisible ε in the denominator."""
    Z = np.moveaxis(Z, -1, 0)
    exponentials = np.exp(Z - Z.max(axis=0))
    return np.moveaxis(exponentials / (exponentials.sum(axis=0) + 1e-15), 0, -1)


@right("softmax")
def softmax_clipped_harmlessly(Z):
    """Clipped so far below the maximum that the results count as 0 anyway."""
    shifted = np.clip(Z - Z.max(axis=-1, keepdims=True), -740, 0)
    return np.exp(shifted) / np.exp(shifted).sum(axis=-1, keepdims=True)


@right("softmax")
def softmax_largest_of_all_with_a_guard(Z):
    """The maximum of the whole array, and of each row where that leaves nothing."""
    exponentials = np.exp(Z - np.max(Z))
    sums = exponentials.sum(axis=-1, keepdims=True)
    if sums.min() < 1e-100:
        exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
        sums = exponentials.sum(axis=-1, keepdims=True)
    return exponentials / sums


@right("softmax")
def softmax_from_odds(Z):
    """One over the sum of the odds of all classes against each; overflows to inf, and 1 / inf is right. Warns."""
    Z = np.asarray(Z, dtype=float)
    return 1 / np.exp(Z[..., None, :] - Z[..., :, None]).sum(axis=-1)


@right("softmax")
def softmax_of_minus_the_distance(Z):
    """Minus the distance from the maximum, which is the shift once more; in longdouble."""
    distance = np.abs(Z - np.amax(Z, axis=-1, keepdims=True)).astype(np.longdouble)
    return np.exp(-distance) / np.einsum("...c->...", np.exp(-distance))[..., None]


@right("softmax")
def softmax_in_float32(Z):
    """In single precision: tails are not asked of it."""
    Z = np.asarray(Z, dtype=np.float32)
    exponentials = np.exp(Z - Z.max(-1, keepdims=True))
    return exponentials / exponentials.sum(-1, keepdims=True)


@right("softmax")
def softmax_two_sigmoids_at_a_time(Z):
    """Class by class: softmax of the classes so far, shared with the next one by a stable sigmoid of its odds."""
    Z = np.asarray(Z, dtype=float)
    P = np.ones((*Z.shape[:-1], 1))
    lse = Z[..., :1]
    for c in range(1, Z.shape[-1]):
        gap = lse - Z[..., c : c + 1]
        small = np.exp(-np.abs(gap))
        stay = np.where(gap >= 0, 1, small) / (1 + small)
        go = np.where(gap >= 0, small, 1) / (1 + small)
        P = np.concatenate([P * stay, go], axis=-1)
        lse = np.logaddexp(lse, Z[..., c : c + 1])
    return P


# ---- log_softmax -------------------------------------------------------------------------------------------------


@wrong("log_softmax")
def log_softmax_of_rounded_probabilities(Z):
    """The logarithm is taken of the finished probability. Where that has become 0 the logarithm is −inf, though the
    true one is an ordinary number.

    For z = [0, −800], at which point of your code is the −800 lost?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.log(exponentials / exponentials.sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_with_epsilon(Z):
    """A small number is added inside the logarithm. Where the probability is smaller still it drowns, and all such
    classes get the same logarithm.

    For z = [0, −800] the second entry is −800. Which number do you return, and where does it come from?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.log(exponentials / exponentials.sum(axis=-1, keepdims=True) + 1e-12)


@wrong("log_softmax")
def log_softmax_with_visible_epsilon(Z):
    """0.00001 is added inside the logarithm: every entry comes out too large, and none can be below log 0.00001.

    Is there a form of the logarithm that never takes it of a small number?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.log(exponentials / exponentials.sum(axis=-1, keepdims=True) + 1e-5)


@wrong("log_softmax")
def log_softmax_of_clipped_probabilities(Z):
    """The probabilities are clipped before the logarithm, so no entry can be below the logarithm of the bound.

    For z = [0, −800] the second entry is −800. Which number do you return, and where does it come from?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.log(np.clip(exponentials / exponentials.sum(axis=-1, keepdims=True), 1e-15, 1.0))


@wrong("log_softmax")
def log_softmax_infinity_replaced(Z):
    """The −inf is replaced by the smallest number that float64 has, −1.8e308. The true logarithm is an ordinary
    number.

    Patching the −inf hides where it comes from. Take the logarithm of the formula on paper: which term is log eᶻ?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.nan_to_num(np.log(exponentials / exponentials.sum(axis=-1, keepdims=True)))


@wrong("log_softmax")
def log_softmax_unshifted(Z):
    """The formula z − log Σ eᶻ is right, but its exponentials are of the logits as they are: they overflow, or all
    become 0, and the logarithm is infinite.

    What may be subtracted from all logits of a row before anything else is done?
    """
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_shift_in_one_term(Z):
    """The maximum is subtracted inside the sum and nowhere else. A shift cancels only if both terms have it.

    Add 1000 to every logit. By how much does each of your two terms change?
    """
    return Z - np.log(np.exp(Z - Z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_shift_subtracted_twice(Z):
    """When the maximum is put back into the logarithm of the sum its sign is wrong, so it is subtracted there
    instead.

    log Σ eᶻ = ± m + log Σ eᶻ⁻ᵐ. Which sign is it? Try one class.
    """
    top = Z.max(axis=-1, keepdims=True)
    return Z - (np.log(np.exp(Z - top).sum(axis=-1, keepdims=True)) - top)


@wrong("log_softmax")
def log_softmax_negated(Z):
    """This is −log p, the surprise, which is positive. Asked for is log p itself.

    Is the logarithm of a probability positive or negative?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted


@wrong("log_softmax")
def log_softmax_without_the_logarithm(Z):
    """These are the probabilities; their logarithm has not been taken.

    Which sign should the entries have, and what should exp of them sum to?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@wrong("log_softmax")
def log_softmax_base_two(Z):
    """These logarithms are to the base 2: they count bits. The whole course uses the natural one.

    For two equal logits you return −1. What is the natural logarithm of a half?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))) / np.log(2)


@wrong("log_softmax")
def log_softmax_base_two_in_the_sum(Z):
    """The logarithm of the sum is to the base 2 while the exponentials are to the base e, so the two do not undo
    each other.

    What is your logarithm of e? What should it be?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log2(np.exp(shifted).sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_of_the_whole_array(Z):
    """The sum runs over the whole array, so all probabilities together sum to 1 instead of each row's.

    Take exp of your result and sum it over the last axis. What comes out?
    """
    shifted = Z - np.max(Z)
    return shifted - np.log(np.sum(np.exp(shifted)))


@wrong("log_softmax")
def log_softmax_over_the_first_axis(Z):
    """Maximum and sum run over axis 0, in a batch over the examples. The classes of one example stand in the last
    axis.

    Take exp of your result. Do the rows sum to 1, or the columns?
    """
    shifted = Z - Z.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


@wrong("log_softmax")
def log_softmax_over_axis_one(Z):
    """Axis 1 is the last one only in an array with two axes. A single example has no axis 1, and with more leading
    axes it is another.

    How do you say "the last axis, however many there are"?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@wrong("log_softmax")
def log_softmax_shifted_by_the_largest_of_all(Z):
    """One maximum, of the whole array, is subtracted from all rows. In a row that lies thousands below it all
    exponentials are 0, and the logarithm of their sum is −inf.

    Each row may be shifted by a number of its own. Which number keeps its sum at 1 or more?
    """
    shifted = Z - np.max(Z)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_without_keepdims(Z):
    """The logarithms of the sums line up with the *columns*. With N = C that is silent, and column j gets the one
    of row j.

    What is the shape of the second term, and what should it be, so that each row meets its own?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1))


@wrong("log_softmax")
def log_softmax_by_the_maximum_alone(Z):
    """These are the shifted logits: only the maximum has been subtracted, and not the logarithm of the sum. The
    largest logit gets log 1 = 0, as if it had all the probability.

    For two equal logits each class has probability ½. What do you return?
    """
    return Z - Z.max(axis=-1, keepdims=True)


@wrong("log_softmax")
def log_softmax_of_the_mean(Z):
    """Inside the logarithm stands the mean of the exponentials. It is their sum, divided by the number of classes
    once too often.

    Take exp of your result and sum a row. Which number comes out instead of 1?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).mean(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_sum_of_logs(Z):
    """The logarithm of the sum is taken for the sum of the logarithms, and so for the sum of the logits.

    Is log(a + b) the same as log a + log b? Try a = b = 1.
    """
    return Z - Z.sum(axis=-1, keepdims=True)


@wrong("log_softmax")
def log_softmax_with_an_extra_one(Z):
    """1 is added to the sum, as log1p does, but the sum contains the largest exponential, which is 1, already.

    For two equal logits, which number is inside your logarithm, and which should it be?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log1p(np.exp(shifted).sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_shifts_the_callers_array(Z):
    """The logarithms are right, but some line, such as one with `-=`, writes into Z: the caller's logits are no longer the same.

    What is the difference between `Z -= m` and `Z - m` for someone else who holds Z?
    """
    Z -= Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_without_keepdims_twice(Z):
    """The maxima and the logarithms of the sums have lost the summed axis: of shape (N,), they line up with the
    *columns*. With N = C that is silent, and wrong; with N ≠ C NumPy stops. (For a single example it is right.)

    What is the shape of the sum, and what should it be, so that each row meets its own? Which argument does
    that?
    """
    shifted = Z - Z.max(axis=-1)
    return shifted - np.log(np.exp(shifted).sum(axis=-1))


@wrong("log_softmax")
def log_softmax_without_keepdims_over_axis_one(Z):
    """The maxima and the logarithms of the sums have lost the summed axis: of shape (N,), they line up with the
    *columns*. With N = C that is silent, and wrong; with N ≠ C NumPy stops. A single example has no axis 1 at all.

    What is the shape of the sum, and what should it be, so that each row meets its own? Which argument does
    that?
    """
    shifted = Z - Z.max(axis=1)
    return shifted - np.log(np.exp(shifted).sum(axis=1))


@wrong("log_softmax")
def log_softmax_unshifted_without_keepdims(Z):
    """The logarithms of the sums have lost the summed axis: of shape (N,), they line up with the *columns*. With N
    = C that is silent, and wrong; with N ≠ C NumPy stops. And the exponentials are taken of the logits as they are:
    thousands overflow.

    What is the shape of the sum, and what should it be, so that each row meets its own? Which argument does
    that?
    """
    return Z - np.log(np.exp(Z).sum(axis=-1))


@wrong("log_softmax")
def log_softmax_with_a_plus(Z):
    """The logarithm of the sum is added where it should be subtracted, so the entries come out too large, and some
    are positive.

    In p = e / S, where does S stand? What becomes of a division when the logarithm is taken?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted + np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_without_the_outer_logarithm(Z):
    """What is subtracted is the sum of the exponentials itself; its logarithm has not been taken.

    For two equal logits the second term should be log 2. What is yours?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.exp(shifted).sum(axis=-1, keepdims=True)


@wrong("log_softmax")
def log_softmax_sum_of_shifted_logs(Z):
    """What is subtracted is the sum of the (shifted) logits: the sum of the logarithms, where the logarithm of the
    sum belongs.

    Is log(a + b) the same as log a + log b? Try a = b = 1.
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - shifted.sum(axis=-1, keepdims=True)


@wrong("log_softmax")
def log_softmax_sum_of_logs_of_exponentials(Z):
    """The logarithm is taken of each exponential before they are added: the sum of the logarithms, where the
    logarithm of the sum belongs. Where an exponential is 0, that is −inf.

    Is log(a + b) the same as log a + log b? Try a = b = 1.
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted)).sum(axis=-1, keepdims=True)


@wrong("log_softmax")
def log_softmax_base_ten(Z):
    """These logarithms are to the base 10. The whole course uses the natural one.

    For two equal logits you return −0.301. What is the natural logarithm of a half?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))) / np.log(10)


@wrong("log_softmax")
def log_softmax_base_ten_of_probabilities(Z):
    """These are logarithms to the base 10, and taken of the finished probabilities: where such a one has become 0,
    −inf comes out. The whole course uses the natural logarithm.

    For two equal logits you return −0.301. What is the natural logarithm of a half?
    """
    exponentials = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.log10(exponentials / exponentials.sum(axis=-1, keepdims=True))


@wrong("log_softmax")
def log_softmax_base_ten_in_the_sum(Z):
    """The logarithm of the sum is to the base 10 while the exponentials are to the base e, so the two do not undo
    each other.

    What is your logarithm of e? What should it be?
    """
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log10(np.exp(shifted).sum(axis=-1, keepdims=True))


@right("log_softmax")
def log_softmax_textbook(Z):
    """The textbook form."""
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@right("log_softmax")
def log_softmax_by_logaddexp(Z):
    """NumPy's logaddexp, reduced."""
    return Z - np.logaddexp.reduce(np.asarray(Z, dtype=float), axis=-1, keepdims=True)


@right("log_softmax")
def log_softmax_by_functools(Z):
    """logaddexp class by class, through functools."""
    from functools import reduce

    columns = [Z[..., c] for c in range(Z.shape[-1])]
    return Z - reduce(np.logaddexp, columns[1:], 1.0 * columns[0])[..., None]


@right("log_softmax")
def log_softmax_maximum_put_back(Z):
    """The maximum goes out of the sum and back in."""
    top = np.amax(Z, axis=-1)
    log_sum = top + np.log(np.einsum("...c->...", np.exp(Z - top[..., None])))
    return Z - np.expand_dims(log_sum, -1)


@right("log_softmax")
def log_softmax_of_odds(Z):
    """Minus the logarithm of the sum of the odds against each class, computed in logarithms."""
    gaps = (Z[..., None, :] - Z[..., :, None]).astype(float)
    return -np.logaddexp.reduce(gaps, axis=-1)


@right("log_softmax")
def log_softmax_through_p_where_it_is_large(Z):
    """Through the probability where that is not small, and by the formula where it is."""
    shifted = Z - Z.max(axis=-1, keepdims=True)
    total = np.exp(shifted).sum(axis=-1, keepdims=True)
    P = np.exp(shifted) / total
    with np.errstate(divide="ignore"):
        return np.where(P > 1e-100, np.log(P), shifted - np.log(total))


@right("log_softmax")
def log_softmax_plain_python(Z):
    """Plain Python, row by row; nested lists."""
    import math

    def of(values):
        if isinstance(values[0], list):
            return [of(v) for v in values]
        top = max(values)
        log_sum = top + math.log(sum(math.exp(v - top) for v in values))
        return [v - log_sum for v in values]

    return of(Z.tolist())


@right("log_softmax")
def log_softmax_in_place_on_its_own_copy(Z):
    """In place, on a copy; prints."""
    Q = Z.astype(np.float64, copy=True)
    Q -= Q.max(axis=-1, keepdims=True)
    Q -= np.log(np.sum(np.exp(Q), axis=-1, keepdims=True))
    print("sums:", np.exp(Q).sum(axis=-1))
    return Q


@right("log_softmax")
def log_softmax_shifted_twice(Z):
    """Shifted by the mean first and by the maximum then: a shift more does no harm."""
    Z = Z - Z.mean(axis=-1, keepdims=True)
    Z = Z - Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z) @ np.ones(Z.shape[-1]))[..., None]


@right("log_softmax")
def log_softmax_in_float32(Z):
    """In single precision: tails are not asked of it."""
    Z = np.asarray(Z).astype(np.float32)
    Z = Z - Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.sum(np.exp(Z), axis=-1, keepdims=True))


# ---- softmax_derivation ------------------------------------------------------------------------------------------


@wrong("softmax_derivation", builds=True)
def softmax_derivation_of_two_lines():
    """The list jumps from the measured derivative to the result. The lines between them are what the exercise is
    about.

    Which rule differentiates a fraction, and what does it give before anything has been cancelled?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [measured, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_is_one_function():
    """This is one function. A derivation is a list of them, one per line, the given one first.

    Which names did the given last line of the cell put between its square brackets?
    """

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return factored


@wrong("softmax_derivation", builds=True)
def softmax_derivation_in_a_dictionary():
    """The lines stand in a dictionary. Their order is what the check follows, so they have to stand in a list.

    What do the names in the dictionary say that their order in a list would not?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return {"measured": measured, "quotient rule": quotient_rule, "factored": factored}


@wrong("softmax_derivation", builds=True)
def softmax_derivation_of_numbers():
    """The list holds numbers: the lines have been called already, at one point. The check wants to choose the
    points.

    What is the difference between `factored` and `factored(z, i, j)`?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [line(np.array([0.2, -0.4, 1.0]), 0, 1) for line in (measured, quotient_rule, factored)]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_ends_with_differences():
    """The last line is a difference quotient again. It agrees with the lines before, but it is no formula.

    Which line of the derivation needs no step at all?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def measured_again(z, i, j):
        step = 3e-6 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 6e-6

    return [measured, quotient_rule, measured_again]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_first_line_replaced():
    """The first line is no longer the given one: its step is 0.1, and such a large step measures a chord, not the
    slope.

    What happens to the error of a central difference when the step is made ten times smaller?
    """

    def measured(z, i, j):
        step = 0.1 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 0.2

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] - p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_with_a_plus():
    """The second term is added instead of subtracted: raising one logit would raise the probability of every class.

    At (i, j) = (1, 0) only the second term is left. Which sign has it in your line, and which should it have?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] + p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) + p[j])

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_sum_held_fixed():
    """This is pᵢ for i = j and 0 otherwise, as if the sum S were a constant. But zⱼ stands in S too.

    Raise z₁ and leave z₀. Does the probability of class 0 stay the same?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def numerator_only(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return (i == j) * e[i] / S

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * (i == j)

    return [measured, numerator_only, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_case_lost():
    """The first term is there for i ≠ j too: this is pᵢ (1 − pⱼ) in both cases.

    Which term should be gone when i and j differ, and which factor makes it go?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return (e[i] * S - e[i] * e[j]) / S**2

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * (1 - p[j])

    return [measured, quotient_rule, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_zero_off_the_diagonal():
    """δᵢⱼ multiplies both terms, so everything is 0 for i ≠ j. Only one of the two depends on whether i = j.

    For i ≠ j the answer is −pᵢ pⱼ. Which of the two terms is that, and does δᵢⱼ stand before it in the quotient rule?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * (p[i] - p[i] * p[j])

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] * (1 - p[j])

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_terms_exchanged():
    """Every sign is turned round, as when the two terms change places.

    At (i, j) = (1, 1) a logit raises its own probability. Which sign has your line there, and which term is the larger?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return (e[i] * e[j] - (i == j) * e[i] * S) / S**2

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * (p[j] - (i == j))

    return [measured, quotient_rule, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_square_lost():
    """This is S times the right value: below the line stands one S too few.

    The quotient rule has a square below the line. Of what, and how often has it been cancelled?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] - p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_slope_of_the_exponential_is_one():
    """The derivative of the numerator is written as 1. That is the derivative of an exponential in itself, not in
    its logit.

    What is the derivative of e^{zᵢ} in zᵢ?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return (i == j) / S - e[i] / S * e[j] / S

    return [measured, quotient_rule, two_fractions]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_one_probability_cancelled():
    """In the second term S² has been cancelled against one exponential only: it is exp(zᵢ) times pⱼ, not a product
    of two probabilities.

    S² is S · S. Which exponential does each of them belong to?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return (i == j) * e[i] / S - e[i] * e[j] / S

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_wrong_index_in_front():
    """Where pᵢ belongs stands pⱼ. For i = j that makes no difference, and for i ≠ j the result is −pⱼ².

    Which two probabilities does the second term multiply, and what is left of it when one of them is taken out?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] - p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[j] * ((i == j) - p[j])

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_wrong_index_in_the_bracket():
    """Where pⱼ belongs stands pᵢ. For i = j that makes no difference, and for i ≠ j the result is −pᵢ².

    Which two probabilities does the second term multiply, and what is left of it when one of them is taken out?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] - p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[i])

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_of_the_logarithm():
    """The factor pᵢ has been lost: this is δᵢⱼ − pⱼ, the derivative of log pᵢ.

    Raise the logit of a class with probability 0.001. Can its probability rise by almost as much as the logit?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] - p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) - p[j]

    return [measured, quotient_rule, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_of_the_whole_matrix():
    """A line gives the whole Jacobian. Each line is about one entry, the one at i and j.

    How do you pick the entry that is asked for?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def matrix(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return np.diag(p) - np.outer(p, p)

    return [measured, quotient_rule, matrix]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_in_other_arguments():
    """The later lines take p, i and j. All lines are functions of the same inputs: z, i and j.

    Where does p come from, if only z is given?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def two_fractions(p, i, j):
        return (i == j) * p[i] - p[i] * p[j]

    def factored(p, i, j):
        return p[i] * ((i == j) - p[j])

    return [measured, two_fractions, factored]


@wrong("softmax_derivation", builds=True)
def softmax_derivation_without_return():
    """The second line computes the right number and does not return it.

    What does a function give back that ends without `return`?
    """

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        result = ((i == j) * e[i] * S - e[i] * e[j]) / S**2
        print(result)

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [measured, quotient_rule, factored]


@right("softmax_derivation", builds=True)
def softmax_derivation_as_in_the_text():
    """The four lines of the text."""

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] - p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [measured, quotient_rule, two_fractions, factored]


@right("softmax_derivation", builds=True)
def softmax_derivation_by_cases():
    """A tuple, with cases by if and else and a shift by the maximum."""

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def quotient_rule(z, i, j):
        e = np.exp(z - z.max())
        S = e.sum()
        if i == j:
            return (e[i] * S - e[i] ** 2) / (S * S)
        else:
            return -e[i] * e[j] / (S * S)

    def cases(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * (1 - p[i]) if i == j else -p[i] * p[j]

    return (measured, quotient_rule, cases)


@right("softmax_derivation", builds=True)
def softmax_derivation_through_the_logarithm():
    """Another way: p times the derivative of log p; lambdas, and a two-sided difference of log p first."""

    def log_p(z):
        return z - np.log(np.sum(np.exp(z)))

    def measured(z, i, j):
        d = 1e-5 * np.eye(len(z))[j]
        return np.exp(log_p(z)[i]) * (log_p(z + d)[i] - log_p(z - d)[i]) / 2e-5

    return [
        measured,
        lambda z, i, j: np.exp(log_p(z)[i]) * ((i == j) - np.exp(z[j]) / np.exp(z).sum()),
        lambda z, i, j: np.exp(log_p(z)[i]) * ((i == j) - np.exp(log_p(z)[j])),
    ]


@right("softmax_derivation", builds=True)
def softmax_derivation_through_the_matrix():
    """Each line builds the whole Jacobian and picks its entry; plain Python in between, prints."""

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def matrix(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        print(p)
        return (np.diag(p) - np.outer(p, p))[i, j]

    def lists(z, i, j):
        import math

        e = [math.exp(v) for v in z]
        p = [v / sum(e) for v in e]
        return -p[i] * p[j] + (p[i] if i == j else 0)

    def minus_the_rest(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        others = np.delete(p, i)
        return p[i] * others.sum() if i == j else -p[i] * p[j]

    return [measured, matrix, lists, minus_the_rest]


@right("softmax_derivation", builds=True)
def softmax_derivation_by_the_product_rule():
    """p = exp(zᵢ) · S⁻¹ by the product rule; seven lines, of which one repeats another."""

    def measured(z, i, j):
        step = 1e-5 * (np.arange(len(z)) == j)
        above, below = np.exp(z + step), np.exp(z - step)
        return (above[i] / above.sum() - below[i] / below.sum()) / 2e-5

    def product_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        delta = int(i == j)
        return delta * e[i] * S**-1 + e[i] * (-1) * S**-2 * e[j]

    def quotient_rule(z, i, j):
        e = np.exp(z)
        S = e.sum()
        return ((i == j) * e[i] * S - e[i] * e[j]) / S**2

    def two_fractions(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return (i == j) * p[i] - p[i] * p[j]

    def two_fractions_again(z, i, j):
        return two_fractions(z, i, j)

    def with_the_kronecker_delta(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        delta = np.eye(z.size)
        return p[i] * delta[i, j] - p[i] * p[j]

    def factored(z, i, j):
        p = np.exp(z) / np.exp(z).sum()
        return p[i] * ((i == j) - p[j])

    return [
        measured,
        product_rule,
        quotient_rule,
        two_fractions,
        two_fractions_again,
        with_the_kronecker_delta,
        factored,
    ]


# ---- softmax_jacobian --------------------------------------------------------------------------------------------


@wrong("softmax_jacobian")
def jacobian_diagonal_only(z):
    """Only the diagonal is there, as if each probability depended on its own logit alone. The rows do not sum to 0.

    When z₀ goes up and p₀ with it, where does that probability come from?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.diag(p * (1 - p))


@wrong("softmax_jacobian")
def jacobian_as_a_vector(z):
    """This is p (1 − p), the diagonal of the Jacobian as a vector: the derivative of each output in its own logit.

    How many pairs of an output and a logit are there for C classes?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return p * (1 - p)


@wrong("softmax_jacobian")
def jacobian_plus_off_the_diagonal(z):
    """The diagonal is right, but off the diagonal the sign is wrong: raising one logit would raise every
    probability.

    Look at the table: when z₀ goes up, which way does p₁ go?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.diag(p) + np.outer(p, p) - 2 * np.diag(p**2)


@wrong("softmax_jacobian")
def jacobian_outer_product_added(z):
    """The outer product is added instead of subtracted, so every entry has the second term with the wrong sign.

    What does a row of your result sum to, and what should it?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.diag(p) + np.outer(p, p)


@wrong("softmax_jacobian")
def jacobian_negated(z):
    """Every sign is turned round: this is p pᵀ − diag(p).

    When a logit goes up, which way does its own probability go? Where does that number stand?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.outer(p, p) - np.diag(p)


@wrong("softmax_jacobian")
def jacobian_inner_product(z):
    """`p @ p` is one number, Σp², and it has been subtracted from every entry.

    Which product of two vectors of length C has C × C entries?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.diag(p) - p @ p


@wrong("softmax_jacobian")
def jacobian_without_the_diagonal(z):
    """This is −pᵢpⱼ everywhere. On the diagonal a term is missing, so those entries are negative.

    When a logit goes up, which way does its own probability go?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return -np.outer(p, p)


@wrong("softmax_jacobian")
def jacobian_with_p_on_the_diagonal(z):
    """Off the diagonal all is right, and on it stands p. There, too, the product has to be subtracted.

    What does a row of your result sum to, and what should it?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    J = -np.outer(p, p)
    np.fill_diagonal(J, p)
    return J


@wrong("softmax_jacobian")
def jacobian_case_lost(z):
    """Every entry is pᵢ (1 − pⱼ), which is right for i = j only.

    What becomes of the 1 in the bracket when i and j differ?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.outer(p, 1 - p)


@wrong("softmax_jacobian")
def jacobian_scaled_by_columns(z):
    """Both factors are the probability of the *logit*: this is pⱼ (δᵢⱼ − pⱼ), which is −pⱼ² off the diagonal.

    Which factor of an entry belongs to the row? A vector of shape (C,) lines up with the columns of a matrix.
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return p * (np.eye(len(p)) - p)


@wrong("softmax_jacobian")
def jacobian_scaled_by_rows(z):
    """Both factors are the probability of the *output*: this is pᵢ (δᵢⱼ − pᵢ), which is −pᵢ² off the diagonal.

    Which of the two factors of an entry belongs to the row, and which to the column?
    """
    e = np.exp(z - z.max())
    p = (e / e.sum())[:, None]
    return p * (np.eye(len(p)) - p)


@wrong("softmax_jacobian")
def jacobian_of_log_softmax(z):
    """This is δᵢⱼ − pⱼ, the Jacobian of log p. A factor is missing in front.

    log p changes by the *relative* change of p. What leads back to p itself?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.eye(len(p)) - p


@wrong("softmax_jacobian")
def jacobian_of_the_logits(z):
    """The formula is filled with the logits instead of the probabilities.

    Which of the two are the pᵢ in pᵢ (δᵢⱼ − pⱼ), and which step leads to them?
    """
    return np.diag(z) - np.outer(z, z)


@wrong("softmax_jacobian")
def jacobian_of_softmax_twice(z):
    """Softmax has been applied to the probabilities once more before the formula is filled in.

    How many exponentials stand between z and p?
    """
    for _ in range(2):
        e = np.exp(z - z.max())
        z = e / e.sum()
    return np.diag(z) - np.outer(z, z)


@wrong("softmax_jacobian")
def jacobian_unshifted(z):
    """The exponentials are taken of the logits as they are, and they overflow: inf / inf is NaN in every entry.

    What can be subtracted from all logits so that softmax, and with it its derivative, does not notice?
    """
    e = np.exp(z)
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)


@wrong("softmax_jacobian")
def jacobian_by_central_differences(z):
    """This is measured by central differences. Where probabilities are small their digits are lost, and asked for
    is the formula.

    Which line of the derivation gives an entry from two probabilities, without a step?
    """

    def softmax_of(z):
        e = np.exp(z - z.max())
        return e / e.sum()

    h = 1e-5
    return np.array([(softmax_of(z + h * d) - softmax_of(z - h * d)) / (2 * h) for d in np.eye(len(z))]).T


@wrong("softmax_jacobian")
def jacobian_by_forward_differences(z):
    """This is measured by forward differences, whose error is of the size of the step.

    Which line of the derivation gives an entry from two probabilities, without a step?
    """
    h = 1e-3
    J = np.zeros((len(z), len(z)))
    e = np.exp(z - z.max())
    for j in range(len(z)):
        raised = np.exp(z - z.max() + h * (np.arange(len(z)) == j))
        J[:, j] = (raised / raised.sum() - e / e.sum()) / h
    return J


@wrong("softmax_jacobian")
def jacobian_last_class_forgotten(z):
    """The loops stop one class too early: the last row and the last column are still 0.

    What is the last number that `range(n - 1)` gives?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    J = np.zeros((len(p), len(p)))
    for i in range(len(p) - 1):
        for j in range(len(p) - 1):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J


@wrong("softmax_jacobian")
def jacobian_upper_half(z):
    """Only the entries on and above the diagonal are filled in.

    Which of the two loops does not begin at 0? What stands at [1, 0]?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    J = np.zeros((len(p), len(p)))
    for i in range(len(p)):
        for j in range(i, len(p)):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J


@wrong("softmax_jacobian")
def jacobian_into_integers(z):
    """The entries are stored in an array with the type of z. When z holds integers, all of them are cut to 0.

    Call it with an integer array and look at the dtype. Which dtype must the matrix have?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    J = np.zeros((len(z), len(z)), dtype=z.dtype)
    J[:] = np.diag(p) - np.outer(p, p)
    return J


@wrong("softmax_jacobian")
def jacobian_flattened(z):
    """The entries are right, but they come back in one long row.

    Which shape holds one row per output and one column per logit?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.array([p[i] * ((i == j) - p[j]) for i in range(len(p)) for j in range(len(p))])


@wrong("softmax_jacobian")
def jacobian_shifts_the_callers_array(z):
    """The Jacobian is right, but some line, such as one with `-=`, writes into z: the caller's logits are no longer the same.

    What is the difference between `z -= m` and `z - m` for someone else who holds z?
    """
    z -= z.max()
    p = np.exp(z) / np.exp(z).sum()
    return np.diag(p) - np.outer(p, p)


@wrong("softmax_jacobian")
def jacobian_with_ones_on_the_diagonal(z):
    """The first term is the identity matrix: 1 − pᵢ² stands on the diagonal. Off it all is right.

    δᵢⱼ pᵢ is 0 off the diagonal. What is it on the diagonal?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return np.eye(len(p)) - np.outer(p, p)


@right("softmax_jacobian")
def jacobian_diag_minus_outer(z):
    """The matrix form."""
    e = np.exp(z - np.max(z))
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)


@right("softmax_jacobian")
def jacobian_by_two_loops(z):
    """Entry by entry, by cases; nested lists of floats."""
    import math

    top = max(z)
    e = [math.exp(v - top) for v in z]
    p = [v / sum(e) for v in e]
    return [[p[i] * (1 - p[i]) if i == j else -p[i] * p[j] for j in range(len(p))] for i in range(len(p))]


@right("softmax_jacobian")
def jacobian_by_broadcasting(z):
    """pᵢ (δᵢⱼ − pⱼ), broadcast."""
    p = np.exp(z - np.logaddexp.reduce(z.astype(float)))
    return p[:, np.newaxis] * (np.eye(p.size) - p)


@right("softmax_jacobian")
def jacobian_transposed(z):
    """The transpose, in another memory layout: the matrix is symmetric."""
    e = np.exp(z - np.max(z))
    p = (e / e.sum())[:, None]
    return (np.diagflat(p) - p @ p.T).T


@right("softmax_jacobian")
def jacobian_with_the_diagonal_filled(z):
    """Off the diagonal first, then the diagonal from the sum of the others."""
    e = np.exp(z - np.max(z))
    p = e / e.sum()
    J = -np.multiply.outer(p, p)
    np.fill_diagonal(J, 0.0)
    np.fill_diagonal(J, -J.sum(axis=1))
    return J


@right("softmax_jacobian")
def jacobian_by_the_quotient_rule(z):
    """The quotient rule, nothing simplified."""
    e = np.exp(z - np.max(z))
    S = e.sum()
    return (np.diag(e) * S - np.outer(e, e)) / S**2


@right("softmax_jacobian")
def jacobian_by_einsum(z):
    """einsum, and a print."""
    e = np.exp(z - np.max(z))
    p = e / e.sum()
    J = np.einsum("i,ij->ij", p, np.eye(len(p))) - np.einsum("i,j->ij", p, p)
    print("row sums", J.sum(axis=1))
    return J


@right("softmax_jacobian")
def jacobian_by_matrix_products(z):
    """diag(p) (I − 1 pᵀ), as matrix products."""
    e = np.exp(z - np.max(z))
    p = e / e.sum()
    return np.diag(p) @ (np.identity(len(p)) - np.ones((len(p), 1)) @ p.reshape(1, -1))


@right("softmax_jacobian")
def jacobian_column_by_column(z):
    """Jacobian times unit vectors, column by column, by the product without a matrix."""
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.column_stack([p * (unit - p @ unit) for unit in np.eye(len(p))])


@right("softmax_jacobian")
def jacobian_from_log_softmax(z):
    """exp of log p times the Jacobian of log p."""
    shifted = z - z.max()
    log_p = shifted - np.log(np.exp(shifted).sum())
    return np.exp(log_p)[:, None] * (np.eye(len(z)) - np.exp(log_p)[None, :])


@right("softmax_jacobian")
def jacobian_in_float32(z):
    """In single precision: tails are not asked of it."""
    z = np.asarray(z, dtype=np.float32)
    p = np.exp(z - z.max())
    p /= p.sum()
    return np.diag(p) - np.outer(p, p)


# ---- softmax_jacobians -------------------------------------------------------------------------------------------


@wrong("softmax_jacobians")
def jacobians_by_a_loop(Z):
    """The tables are right, and they are built one example at a time in Python. What is asked for does without such
    a loop.

    Which axis is missing in diag(p) − p pᵀ, and how does broadcasting add it?
    """
    J = np.zeros((*Z.shape, Z.shape[1]))
    for n in range(len(Z)):
        e = np.exp(Z[n] - Z[n].max())
        p = e / e.sum()
        J[n] = np.diag(p) - np.outer(p, p)
    return J


@wrong("softmax_jacobians")
def jacobians_diag_of_a_batch(Z):
    """`np.diag` of a matrix does not make matrices: it *takes* a diagonal, here that of P. What comes out is no
    batch of tables.

    Print the shape of `np.diag(P)` for P of shape (5, 3). Which array has a matrix for each row of P?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return np.diag(P) - P.T @ P


@wrong("softmax_jacobians")
def jacobians_summed(Z):
    """`P.T @ P` sums over the examples, and so does this: one table comes out, the sum of all.

    Which of the three indices n, i and j should be left in the result, and over which do you sum?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return np.diag(P.sum(axis=0)) - P.T @ P


@wrong("softmax_jacobians")
def jacobians_with_the_products_summed(Z):
    """`P.T @ P` sums the products over all examples, and the same sum is subtracted from each table.

    Over which index does a matrix product sum, and does J[n] depend on the other examples?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, :, None] * np.eye(P.shape[1]) - P.T @ P


@wrong("softmax_jacobians")
def jacobians_outer_of_everything(Z):
    """`np.outer` flattens both arguments: it pairs every entry of P with every other, across examples too. N C rows
    and columns come out.

    How do you pair only the entries of one example with each other?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return np.diag(P.ravel()) - np.outer(P, P)


@wrong("softmax_jacobians")
def jacobians_of_the_first_row(Z):
    """The table of the first example is repeated for all.

    Does your formula contain an index that runs over the examples?
    """
    e = np.exp(Z[0] - Z[0].max())
    p = e / e.sum()
    return np.repeat((np.diag(p) - np.outer(p, p))[None], len(Z), axis=0)


@wrong("softmax_jacobians")
def jacobians_with_the_examples_last(Z):
    """The tables are right, but the axis of the examples stands last: the shape is (C, C, N).

    In which order do the indices n, i and j stand in the statement?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = (e / e.sum(axis=1, keepdims=True)).T
    return P[:, None, :] * (np.eye(len(P))[:, :, None] - P[None, :, :])


@wrong("softmax_jacobians")
def jacobians_diagonals_only(Z):
    """Only the diagonals are there, as if each probability depended on its own logit alone.

    What does a row of one of your tables sum to, and what should it?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return (P * (1 - P))[:, :, None] * np.eye(P.shape[1])


@wrong("softmax_jacobians")
def jacobians_without_the_diagonals(Z):
    """This is −pᵢpⱼ everywhere; on the diagonals a term is missing.

    When a logit goes up, which way does its own probability go?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return -np.einsum("ni,nj->nij", P, P)


@wrong("softmax_jacobians")
def jacobians_with_a_plus(Z):
    """The products are added instead of subtracted.

    What does a row of one of your tables sum to, and what should it?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, :, None] * (np.eye(P.shape[1]) + P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_of_log_softmax(Z):
    """This is δᵢⱼ − pⱼ, the Jacobian of log p. A factor is missing in front.

    What multiplies the relative change of p, so that its change comes out?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return np.eye(P.shape[1]) - P[:, None, :]


@wrong("softmax_jacobians")
def jacobians_scaled_by_columns(Z):
    """Both factors lie along the columns: this is pⱼ (δᵢⱼ − pⱼ), which is −pⱼ² off the diagonal.

    Which of the two factors must be constant along j, and which along i?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, None, :] * (np.eye(P.shape[1]) - P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_over_the_first_axis(Z):
    """The tables are built from a softmax over axis 0, where the examples compete instead of the classes.

    What do the rows of your P sum to?
    """
    e = np.exp(Z - Z.max(axis=0))
    P = e / e.sum(axis=0)
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_of_the_whole_array(Z):
    """The tables are built from a softmax over the whole array: all entries of P together sum to 1.

    What do the rows of your P sum to?
    """
    e = np.exp(Z - Z.max())
    P = e / e.sum()
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_without_keepdims(Z):
    """The sums of the rows line up with the *columns*. With N = C that is silent, and entry j is divided by the sum
    of row j.

    What is the shape of the sum, and what should it be, so that each row meets its own?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1)
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_shifted_by_the_largest_of_all(Z):
    """One maximum, of the whole array, is subtracted from all rows. A row that lies thousands below it becomes 0 /
    0.

    Each row may be shifted by a number of its own. Which number makes the largest exponential of that row 1?
    """
    e = np.exp(Z - Z.max())
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_unshifted(Z):
    """The exponentials are taken of the logits as they are: thousands overflow, and inf / inf is NaN.

    What can be subtracted from every logit of a row so that softmax, and with it its derivative, does not notice?
    """
    e = np.exp(Z)
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_shift_the_callers_array(Z):
    """The tables are right, but some line, such as one with `-=`, writes into Z: the caller's logits are no longer the same.

    What is the difference between `Z -= m` and `Z - m` for someone else who holds Z?
    """
    Z -= Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


@wrong("softmax_jacobians")
def jacobians_with_ones_on_the_diagonals(Z):
    """The first term is the identity matrix: 1 − pᵢ² stands on the diagonals. Off them all is right.

    δᵢⱼ pᵢ is 0 off the diagonal. What is it on the diagonal?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return np.eye(P.shape[1]) - P[:, :, None] * P[:, None, :]


@wrong("softmax_jacobians")
def jacobians_negated(Z):
    """Every sign is turned round: these are p pᵀ − diag(p).

    When a logit goes up, which way does its own probability go? Where does that number stand?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, :, None] * (P[:, None, :] - np.eye(P.shape[1]))


@right("softmax_jacobians")
def jacobians_by_broadcasting(Z):
    """Broadcasting."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])


@right("softmax_jacobians")
def jacobians_by_einsum(Z):
    """einsum, three times."""
    e = np.exp(Z - np.amax(Z, axis=1, keepdims=True))
    P = np.einsum("nc,n->nc", e, 1 / np.einsum("nc->n", e))
    return np.einsum("ni,ij->nij", P, np.eye(Z.shape[1])) - np.einsum("ni,nj->nij", P, P)


@right("softmax_jacobians")
def jacobians_by_matmul(Z):
    """A stack of matrix products (N, C, 1) @ (N, 1, C)."""
    P = np.exp(Z - np.logaddexp.reduce(Z.astype(float), axis=1)[:, None])
    column = np.expand_dims(P, 2)
    return np.eye(P.shape[1])[None] * column - np.matmul(column, np.swapaxes(column, 1, 2))


@right("softmax_jacobians")
def jacobians_with_the_diagonals_added(Z):
    """The products first, then p is added on all diagonals through a pair of index arrays."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    J = -P[:, :, None] * P[:, None, :]
    c = np.arange(P.shape[1])
    J[:, c, c] += P
    return J


@right("softmax_jacobians")
def jacobians_by_a_loop_over_the_classes(Z):
    """A loop over the classes, which is not forbidden: column by column of all tables at once."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    J = np.empty((*P.shape, P.shape[1]))
    for j in range(P.shape[1]):
        unit = np.zeros(P.shape[1])
        unit[j] = 1
        J[:, :, j] = P * (unit - P[:, j : j + 1])
    return J


@right("softmax_jacobians")
def jacobians_through_a_writable_diagonal(Z):
    """einsum gives a view of the diagonals, which is written to."""
    P = np.exp(Z - Z.max(axis=-1)[:, None])
    P /= P.sum(axis=-1)[:, None]
    J = np.zeros(P.shape + P.shape[-1:])
    np.einsum("nii->ni", J)[...] = P
    J -= P[..., None] @ P[:, None]
    return J


@right("softmax_jacobians")
def jacobians_from_the_flat_array(Z):
    """With strides of the flattened tables, and a transposed result: each table is symmetric."""
    N, C = Z.shape
    e = np.exp(Z.T - Z.max(axis=1))
    P = (e / e.sum(axis=0)).T
    J = np.zeros((N, C * C))
    J[:, :: C + 1] = P
    J -= np.repeat(P, C, axis=1) * np.tile(P, C)
    return J.reshape(N, C, C).transpose(0, 2, 1)


@right("softmax_jacobians")
def jacobians_through_the_outer_product_of_everything(Z):
    """All products across the batch, of which those within an example are kept: wasteful, and right. Prints a shape."""
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    products = np.tensordot(P, P, axes=0)
    print(products.shape)
    n = np.arange(len(P))
    return np.where(np.eye(P.shape[1], dtype=bool), P[:, None, :], 0) - products[n, :, n, :]


@right("softmax_jacobians")
def jacobians_in_float32(Z):
    """In single precision: tails are not asked of it."""
    Z = np.asarray(Z, np.float32)
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P[:, :, None] * np.eye(Z.shape[1], dtype=np.float32) - P[:, :, None] * P[:, None, :]


# ---- softmax_vjp -------------------------------------------------------------------------------------------------


@wrong("softmax_vjp")
def vjp_without_the_average(Z, G):
    """This is P · G, entry by entry. What each logit takes from the other classes is missing, so the rows do not
    sum to 0.

    A constant G moves nothing. What does your result do with a row of ones?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * G


@wrong("softmax_vjp")
def vjp_diagonal_only(Z, G):
    """Each g is multiplied by p (1 − p), the diagonal of the Jacobian. The entries off the diagonal are not 0.

    A constant G moves nothing. What does your result do with a row of ones?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return G * P * (1 - P)


@wrong("softmax_vjp")
def vjp_upstream_ignored(Z, G):
    """G has no effect: p (1 − p) comes out whatever arrives from above.

    If the loss is doubled, G doubles. What should the result do then?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (1 - P)


@wrong("softmax_vjp")
def vjp_of_cross_entropy(Z, G):
    """This is P − G: the gradient of cross-entropy if G held one-hot labels. Here G is the gradient that comes from
    above.

    If G is 0 nothing may move. What does your result do?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) - G


@wrong("softmax_vjp")
def vjp_average_over_the_batch(Z, G):
    """The sum Σ p g runs over axis 0, over the examples. Each row has an average of its own, over its classes.

    Which axis holds the classes, and what does a row of your result sum to?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - (P * G).sum(axis=0))


@wrong("softmax_vjp")
def vjp_one_average_for_all(Z, G):
    """The sum Σ p g runs over the whole array, so the examples get mixed. Each row has an average of its own.

    Change one row of G. Which rows of the result should change?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - np.sum(P * G))


@wrong("softmax_vjp")
def vjp_average_without_keepdims(Z, G):
    """The averages of the rows line up with the *columns*. With N = C that is silent, and column j gets the average
    of row j.

    What is the shape of the sum, and what should it be, so that each row meets its own?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - (P * G).sum(axis=1))


@wrong("softmax_vjp")
def vjp_all_pairs_of_rows(Z, G):
    """`P @ G.T` has a number for every *pair* of examples, N × N of them. It is subtracted from an array of shape
    (N, C), which fits, silently, when N = C.

    Which of those N × N numbers belong to one example?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - P @ G.T)


@wrong("softmax_vjp")
def vjp_mean_for_sum(Z, G):
    """`mean` divides Σ p g by the number of classes. The p are weights already, and sum to 1.

    A constant G moves nothing. What does your result do with a row of ones?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - (P * G).mean(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_plain_average(Z, G):
    """The plain average of g is subtracted, in which every class counts the same. The average under p is asked for.

    What does a row of your result sum to? It should be 0.
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - G.mean(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_plain_sum(Z, G):
    """The plain sum of g is subtracted; the weights p are missing in it.

    A constant G moves nothing. What does your result do with a row of ones?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - G.sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_negated(Z, G):
    """The difference is the other way round: classes whose g is above the average are pushed the wrong way.

    For C = 2 and g = [1, 0], does raising z₀ raise or lower the loss?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * ((P * G).sum(axis=1, keepdims=True) - G)


@wrong("softmax_vjp")
def vjp_average_added(Z, G):
    """The average is added instead of subtracted.

    A constant G moves nothing. What does your result do with a row of ones?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G + (P * G).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_second_p_missing(Z, G):
    """This is p g − Σ p g: in the second term the factor p has been lost.

    Multiply p (g − s) out. How many times does p occur?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * G - (P * G).sum(axis=1, keepdims=True)


@wrong("softmax_vjp")
def vjp_bracket_without_p(Z, G):
    """This is g minus its average, without the probability in front: a class with probability 0.001 is pushed like
    any other.

    What does a row of your result sum to? It should be 0.
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return G - (P * G).sum(axis=1, keepdims=True)


@wrong("softmax_vjp")
def vjp_p_and_g_exchanged(Z, G):
    """P and G have changed places: this is g (p − s), with the right s.

    Which of the two stands in front of the bracket: what comes from above, or the probability of the logit's own
    class?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return G * (P - (P * G).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_arguments_exchanged(Z, G):
    """Softmax is taken of G, and Z is used as the gradient from above.

    In which order does the signature name the two?
    """
    e = np.exp(G - G.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (Z - (P * Z).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_logits_taken_for_probabilities(Z, G):
    """The logits are used where probabilities belong: softmax is never applied to Z.

    The argument is called Z, not P. Which step leads from the one to the other?
    """
    return Z * (G - (Z * G).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_divided_by_the_examples(Z, G):
    """The result is divided by N. A mean over the examples, if the loss is one, is contained in G already.

    Does the definition of Jᵀg contain the number of examples?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - (P * G).sum(axis=1, keepdims=True)) / len(Z)


@wrong("softmax_vjp")
def vjp_builds_the_jacobians(Z, G):
    """The numbers are right, but every Jacobian is built on the way, C × C numbers each. With 100 000 classes one
    of them is 80 GB.

    In Σᵢ (δᵢⱼ pᵢ − pᵢ pⱼ) gᵢ, what is left of the sum once pⱼ has been taken out of it?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    J = P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])
    return np.einsum("nij,ni->nj", J, G)


@wrong("softmax_vjp")
def vjp_over_the_first_axis(Z, G):
    """The softmax inside runs over axis 0, where the examples compete instead of the classes.

    What do the rows of your P sum to?
    """
    e = np.exp(Z - Z.max(axis=0))
    P = e / e.sum(axis=0)
    return P * (G - (P * G).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_shifted_by_the_largest_of_all(Z, G):
    """One maximum, of the whole array, is subtracted from all rows. A row that lies thousands below it becomes 0 /
    0.

    Each row may be shifted by a number of its own. Which number makes the largest exponential of that row 1?
    """
    e = np.exp(Z - Z.max())
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - (P * G).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_unshifted(Z, G):
    """The exponentials are taken of the logits as they are: thousands overflow, and inf / inf is NaN.

    What can be subtracted from every logit of a row so that softmax, and with it its derivative, does not notice?
    """
    e = np.exp(Z)
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - (P * G).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_by_central_differences(Z, G):
    """This is measured by central differences of Σ P G. Where probabilities are small their digits are lost, and
    asked for is the formula.

    Which formula gives the whole row from P and G, without a step?
    """

    def total(Z):
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        return (e / e.sum(axis=1, keepdims=True) * G).sum()

    result = np.zeros(Z.shape)
    for at in np.ndindex(*Z.shape):
        step = np.zeros(Z.shape)
        step[at] = 1e-5
        result[at] = (total(Z + step) - total(Z - step)) / 2e-5
    return result


@wrong("softmax_vjp")
def vjp_into_integers(Z, G):
    """The result is stored in an array with the type of G. When G holds integers, its entries are cut to whole
    numbers.

    Call it with an integer G and look at the dtype. Which dtype must the new array have?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    result = np.zeros_like(G)
    for n in range(len(Z)):
        result[n] = P[n] * (G[n] - P[n] @ G[n])
    return result


@wrong("softmax_vjp")
def vjp_changes_g(Z, G):
    """The average is subtracted in G itself. The caller's gradient has been changed, or, if it holds integers,
    NumPy refuses.

    What is the difference between `G -= s` and `G - s` for someone else who holds G?
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    G -= (P * G).sum(axis=1, keepdims=True)
    return P * G


@wrong("softmax_vjp")
def vjp_shifts_the_callers_logits(Z, G):
    """The result is right, but some line, such as one with `-=`, writes into Z: the caller's logits are no longer the same.

    What is the difference between `Z -= m` and `Z - m` for someone else who holds Z?
    """
    Z -= Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return P * (G - (P * G).sum(axis=1, keepdims=True))


@wrong("softmax_vjp")
def vjp_last_row_forgotten(Z, G):
    """The loop stops one example too early: the last row is still 0.

    What is the last number that `range(n - 1)` gives?
    """
    result = np.zeros(Z.shape)
    for n in range(len(Z) - 1):
        p = np.exp(Z[n] - Z[n].max())
        p /= p.sum()
        result[n] = p * (G[n] - p @ G[n])
    return result


@right("softmax_vjp")
def vjp_textbook(Z, G):
    """The textbook form."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return P * (G - (P * G).sum(axis=1, keepdims=True))


@right("softmax_vjp")
def vjp_by_einsum(Z, G):
    """einsum for the average."""
    P = np.exp(Z - np.logaddexp.reduce(1.0 * Z, axis=1, keepdims=True))
    return P * G - P * np.einsum("nc,nc->n", P, G)[:, None]


@right("softmax_vjp")
def vjp_row_by_row(Z, G):
    """A loop over the rows, which nothing forbids here; a list of arrays comes back."""
    rows = []
    for z, g in zip(Z, G, strict=True):
        p = np.exp(z - max(z))
        p = p / np.sum(p)
        rows.append(p * (g - np.dot(p, g)))
    return rows


@right("softmax_vjp")
def vjp_by_matmul(Z, G):
    """The average as a stack of products (1, C) @ (C, 1)."""
    e = np.exp(Z - np.amax(Z, axis=-1)[:, None])
    P = e / e.sum(axis=-1)[:, None]
    average = np.matmul(P[:, None, :], G[:, :, None])[:, 0]
    return P * (G - average)


@right("softmax_vjp")
def vjp_transposed(Z, G):
    """Everything transposed, where the row sums line up by themselves; the result is a view."""
    z, g = Z.T, G.T
    e = np.exp(z - z.max(axis=0))
    p = e / e.sum(axis=0)
    return (p * (g - (p * g).sum(axis=0))).T


@right("softmax_vjp")
def vjp_average_of_all_pairs(Z, G):
    """The averages from the diagonal of P Gᵀ: N × N numbers and no Jacobian."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    averages = np.diag(P @ G.T).reshape(-1, 1)
    return np.multiply(P, np.subtract(G, averages))


@right("softmax_vjp")
def vjp_through_two_nodes(Z, G):
    """Backward through p = e / S as two nodes: e gets G / S, and S the rest."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    S = e.sum(axis=1, keepdims=True)
    d_e = G / S
    d_S = -(G * e).sum(axis=1, keepdims=True) / S**2
    return (d_e + d_S) * e


@right("softmax_vjp")
def vjp_np_average(Z, G):
    """np.average with weights; G centred first, which changes nothing."""
    G = G - G.mean(axis=1, keepdims=True)
    weights = np.exp(Z - Z.max(axis=1, keepdims=True))
    average = np.average(G, axis=1, weights=weights)
    return (G - average[:, None]) * weights / weights.sum(axis=1)[:, None]


@right("softmax_vjp")
def vjp_plain_python(Z, G):
    """Plain Python, number by number."""
    import math

    result = []
    for z, g in zip(Z.tolist(), G.tolist(), strict=True):
        top = max(z)
        e = [math.exp(v - top) for v in z]
        total = math.fsum(e)
        average = math.fsum(a * b for a, b in zip(e, g, strict=True)) / total
        result.append([a / total * (b - average) for a, b in zip(e, g, strict=True)])
    return np.array(result)


@right("softmax_vjp")
def vjp_in_float32(Z, G):
    """In single precision: tails are not asked of it."""
    Z, G = np.float32(Z), np.float32(G)
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P * (G - np.sum(P * G, axis=1, keepdims=True))


# ---- jacobian_half_l1 --------------------------------------------------------------------------------------------


@wrong("jacobian_half_l1")
def half_l1_of_the_signed_sum(P):
    """The result is 0 for every p. That is what the entries of J add up to with their signs, because each row of J
    sums to 0.

    What has to be done to an entry before it may be added to the others?
    """
    J = P[..., :, None] * (np.eye(P.shape[-1]) - P[..., None, :])
    return J.sum(axis=(-2, -1)) / 2


@wrong("jacobian_half_l1")
def half_l1_not_halved(P):
    """This is the whole norm. What is moved is counted twice in it, where it leaves and where it arrives.

    What should come out for p = [0.5, 0.5]: 1 or ½?
    """
    return 2 * (1 - (P**2).sum(axis=-1))


@wrong("jacobian_half_l1")
def half_l1_halved_twice(P):
    """1 − Σp² is half of the norm already. It has been halved once more.

    For p = [0.5, 0.5] all four entries of J are ¼ in size. What is half of their sum?
    """
    return (1 - (P**2).sum(axis=-1)) / 2


@wrong("jacobian_half_l1")
def half_l1_induced_norm(P):
    """This is the induced norm, the largest column sum of absolute values. Asked for is the entrywise one: the sum
    over all columns.

    How many of the columns of J does your number know about?
    """
    J = P[..., :, None] * (np.eye(P.shape[-1]) - P[..., None, :])
    return np.abs(J).sum(axis=-2).max(axis=-1) / 2


@wrong("jacobian_half_l1")
def half_l1_frobenius_norm(P):
    """This is half the Frobenius norm: the root of the sum of squares, in place of the sum of absolute values.

    Which norm has the index 1?
    """
    J = P[..., :, None] * (np.eye(P.shape[-1]) - P[..., None, :])
    return np.sqrt((J**2).sum(axis=(-2, -1))) / 2


@wrong("jacobian_half_l1")
def half_l1_from_the_largest(P):
    """This is 1 − max p, which knows only the largest probability. It is another measure of how far p is from
    one-hot.

    Compare p = [0.5, 0.5, 0] and p = [0.5, 0.25, 0.25]. Should both give the same?
    """
    return 1 - P.max(axis=-1)


@wrong("jacobian_half_l1")
def half_l1_over_the_first_axis(P):
    """The sum runs over axis 0, over the examples instead of the classes.

    Print the shape for P of shape (4, 3). One number per row, or one per column?
    """
    return 1 - (P**2).sum(axis=0)


@wrong("jacobian_half_l1")
def half_l1_over_axis_one(P):
    """Axis 1 is the last one only in an array with two axes. A single example has no axis 1, and with more leading
    axes it is another.

    How do you say "the last axis, however many there are"?
    """
    return 1 - (P**2).sum(axis=1)


@wrong("jacobian_half_l1")
def half_l1_of_the_whole_array(P):
    """The sum runs over the whole array, and one number comes back for the whole batch.

    How many rows has P, and how many numbers are asked for?
    """
    return 1 - np.sum(P**2)


@wrong("jacobian_half_l1")
def half_l1_averaged(P):
    """The numbers of the rows are averaged. Asked for is one per row.

    How many rows has P, and how many numbers come back?
    """
    return np.mean(1 - (P**2).sum(axis=-1))


@wrong("jacobian_half_l1")
def half_l1_keeps_the_axis(P):
    """The numbers are right, but the summed axis is still there, with length 1.

    Print the shape for P of shape (4, 3). Which argument keeps the axis?
    """
    return 1 - (P**2).sum(axis=-1, keepdims=True)


@wrong("jacobian_half_l1")
def half_l1_of_logits(P):
    """P is put through softmax first. It holds probabilities already, as the capital P says.

    What should come out for a one-hot row, and what does?
    """
    e = np.exp(P - P.max(axis=-1, keepdims=True))
    P = e / e.sum(axis=-1, keepdims=True)
    return 1 - (P**2).sum(axis=-1)


@wrong("jacobian_half_l1")
def half_l1_sum_of_squares(P):
    """This is Σp², which is 1 for a one-hot p. It has not been subtracted from 1.

    The Jacobian of a one-hot p is 0. What should its norm be?
    """
    return (P**2).sum(axis=-1)


@wrong("jacobian_half_l1")
def half_l1_root_of_the_sum(P):
    """This is 1 minus the *length* of p: a square root too many.

    What comes out for p = [0.5, 0.5], and what should?
    """
    return 1 - np.linalg.norm(P, axis=-1)


@wrong("jacobian_half_l1")
def half_l1_squares_of_the_complements(P):
    """The square stands outside of 1 − p: this is Σ(1 − p)².

    In pᵢ (1 − pᵢ), is the second factor the same as the first?
    """
    return ((1 - P) ** 2).sum(axis=-1)


@wrong("jacobian_half_l1")
def half_l1_mean_of_squares(P):
    """The squares are averaged over the classes instead of summed.

    What comes out for a one-hot p, and what should?
    """
    return 1 - np.mean(P**2, axis=-1)


@wrong("jacobian_half_l1")
def half_l1_entropy(P):
    """This is the entropy, −Σ p log p. It, too, is 0 for a one-hot p and largest for a uniform one, but it is
    another number, and as you write it NaN where a probability is 0.

    Does an entry of J contain a logarithm?
    """
    return -(P * np.log(P)).sum(axis=-1)


@wrong("jacobian_half_l1")
def half_l1_with_p_on_the_diagonal(P):
    """The entries that have been summed are p on the diagonal and −pᵢpⱼ off it. On the diagonal, too, a product has
    to be subtracted.

    What comes out for a one-hot p, and what should?
    """
    off = P[..., :, None] * P[..., None, :] * (1 - np.eye(P.shape[-1]))
    return (P.sum(axis=-1) + off.sum(axis=(-2, -1))) / 2


@wrong("jacobian_half_l1")
def half_l1_squares_the_callers_array(P):
    """The numbers are right, but some line, such as one with `*=`, writes into P: the caller's probabilities are no longer
    the same.

    What is the difference between `P *= P` and `P * P` for someone else who holds P?
    """
    P *= P
    return 1 - P.sum(axis=-1)


@right("jacobian_half_l1")
def half_l1_formula(P):
    """The formula."""
    return 1 - np.sum(P**2, axis=-1)


@right("jacobian_half_l1")
def half_l1_from_the_jacobian(P):
    """Builds J and sums absolute values, as the name says."""
    J = P[..., :, None] * (np.eye(P.shape[-1]) - P[..., None, :])
    return 0.5 * np.abs(J).sum(axis=(-2, -1))


@right("jacobian_half_l1")
def half_l1_trace(P):
    """The trace of J, for each row by recursion over the leading axes; numbers in nested lists."""

    def of(rows):
        if rows.ndim > 1:
            return [of(row) for row in rows]
        return np.trace(np.diag(rows) - np.outer(rows, rows))

    return of(P)


@right("jacobian_half_l1")
def half_l1_by_einsum(P):
    """einsum; a 0-d array for a single example."""
    return np.array(1 - np.einsum("...c,...c->...", P, P))


@right("jacobian_half_l1")
def half_l1_chance_of_a_difference(P):
    """The chance that two draws differ, from all ordered pairs i ≠ j. Prints."""
    C = P.shape[-1]
    total = 0.0
    for i in range(C):
        for j in range(C):
            if i != j:
                total = total + P[..., i] * P[..., j]
    print("chance that two draws differ:", total)
    return total


@right("jacobian_half_l1")
def half_l1_by_length(P):
    """Through the Euclidean length."""
    return 1.0 - np.linalg.norm(P, axis=-1) ** 2


@right("jacobian_half_l1")
def half_l1_off_diagonal(P):
    """Half the whole norm, from a J whose sign is wrong throughout: absolute values do not mind."""
    J = P[..., None, :] * P[..., :, None]
    J[..., np.arange(P.shape[-1]), np.arange(P.shape[-1])] -= P
    return np.linalg.norm(J.reshape(*P.shape[:-1], -1), ord=1, axis=-1) / 2


@right("jacobian_half_l1")
def half_l1_by_matmul(P):
    """Row times column, and plain p (1 − p) for a single example."""
    if P.ndim == 1:
        return float(P @ (1 - P))
    return (P[..., None, :] @ (1 - P)[..., :, None])[..., 0, 0]


@right("jacobian_half_l1")
def half_l1_in_float32(P):
    """In single precision."""
    P = np.asarray(P, dtype=np.float32)
    return np.float32(1) - np.square(P).sum(axis=-1)


# ---- vanishing_temperature ---------------------------------------------------------------------------------------


@wrong("vanishing_temperature")
def temperature_inverted(z, eps):
    """This is β = 1/T, the inverse temperature.

    For a z whose answer is T = 2, what do you return? By what are the logits divided?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        beta = np.sqrt(low * high)
        p = np.exp(shifted * beta)
        p = p / p.sum()
        if 1 - (p**2).sum() > eps:
            low = beta
        else:
            high = beta
    return beta


@wrong("vanishing_temperature")
def temperature_multiplied(z, eps):
    """The logits are multiplied by T where they should be divided: the gauge falls as T grows, and your search,
    which expects it to rise, runs to one end of its bracket.

    Print the gauge for T = 1 and T = 10. Which should be larger?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted * T)
        p = p / p.sum()
        if 1 - (p**2).sum() > eps:
            high = T
        else:
            low = T
    return T


@wrong("vanishing_temperature")
def temperature_wrong_half_kept(z, eps):
    """The wrong half of the bracket is kept at every step, so that the search ends at the hottest or coldest end.

    If the gauge at the middle is larger than eps, is the middle too hot or too cold?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = (low + high) / 2
        p = np.exp(shifted / T)
        p = p / p.sum()
        if 1 - (p**2).sum() < eps:
            high = T
        else:
            low = T
    return T


@wrong("vanishing_temperature")
def temperature_in_a_fixed_bracket(z, eps):
    """The bracket is 0.01 … 100 for every z. A temperature outside of it is not found: the search ends at the
    nearer end.

    If all logits are multiplied by 10 000, what happens to T? How can a bracket be found that fits z and eps?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-2, 1e2
    while high - low > 1e-13 * high:
        T = low + (high - low) / 2
        if T in (low, high):
            break
        p = np.exp(shifted / T)
        p = p / p.sum()
        if 1 - (p**2).sum() > eps:
            high = T
        else:
            low = T
    return T


@wrong("vanishing_temperature")
def temperature_to_an_absolute_width(z, eps):
    """The search stops when the bracket is about 0.000001 wide, whatever T is. Where T itself is small, that leaves two
    or three digits.

    For T near 0.001, how many digits are right in a bracket of that width? What is 10⁻⁶ to be measured against?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 0.0, 1e9
    while high - low > 1e-6:
        T = (low + high) / 2
        p = np.exp(shifted / T)
        p = p / p.sum()
        if 1 - (p**2).sum() > eps:
            high = T
        else:
            low = T
    return (low + high) / 2


@wrong("vanishing_temperature")
def temperature_until_the_gauge_is_close(z, eps):
    """The search stops when the gauge is within 0.000001 of eps. If eps is itself smaller than that, or the gauge
    is nearly flat, many temperatures are that close.

    For eps = 1e-9, is a gauge of 5e-7 close enough? Which number should the search look at: the gauge, or the
    bracket?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    gauge = np.inf
    while abs(gauge - eps) > 1e-6:
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        gauge = 1 - (p**2).sum()
        if gauge > eps:
            high = T
        else:
            low = T
    return T


@wrong("vanishing_temperature")
def temperature_in_twenty_steps(z, eps):
    """The search has the right side in every step and stops too early: these are the results of twenty steps in a bracket
    from 0.000000001 to 1 000 000 000.

    Print high / low after the last step. How close to 1 must it be, so that six digits of T are right?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(20):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        if 1 - (p**2).sum() > eps:
            high = T
        else:
            low = T
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_from_a_grid(z, eps):
    """The best of ten thousand temperatures comes back. They lie 0.4 % apart, and the answer is no finer than that.

    How does bisection go on from the two neighbours between which the answer lies?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    grid = np.logspace(-9, 9, 10_000)
    p = np.exp(shifted / grid[:, None])
    p = p / p.sum(axis=1, keepdims=True)
    return grid[np.argmin(np.abs(1 - (p**2).sum(axis=1) - eps))]


@wrong("vanishing_temperature")
def temperature_rounded(z, eps):
    """The temperature is rounded to four decimals. What is for the eye belongs into a print, not into the result.

    How many digits of a temperature of 0.001 are left?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return round(float(T), 4)


@wrong("vanishing_temperature")
def temperature_as_a_bracket(z, eps):
    """The two ends of the bracket come back. One number is asked for.

    How far apart are the two at the end, and which number between them would you name?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return low, high


@wrong("vanishing_temperature")
def temperature_of_the_whole_norm(z, eps):
    """The gauge is not halved: this is the temperature at which the whole norm is eps.

    For z = [log 4, 0] and eps = 0.32 the answer is 1. Which gauge do you find at T = 1?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 2 * (1 - (p**2).sum()) > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_of_the_largest(z, eps):
    """The gauge is 1 − max p instead of 1 − Σp²: the temperature found is that of another measure.

    For z = [log 4, 0] and eps = 0.32 the answer is 1. Which gauge do you find at T = 1?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        low, high = (low, T) if 1 - p.max() / p.sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_unshifted(z, eps):
    """The exponentials of z / T overflow at low temperatures. The gauge is then NaN, every comparison with it is
    False, and the search goes astray.

    What can be subtracted from all logits before they are divided by T?
    """
    if not 1 - 1 / np.sum(z == np.max(z)) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(z / T)
        p = p / p.sum()
        if 1 - (p**2).sum() < eps:
            low = T
        else:
            high = T
    return T


@wrong("vanishing_temperature")
def temperature_never_refused(z, eps):
    """Where no temperature gives that eps nothing is refused: the function returns as if all were well.

    Between which two values does the gauge stay for this z, however cold or hot it gets?
    """
    shifted = z - np.max(z)
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_refused_by_assert(z, eps):
    """`assert` raises an AssertionError, which is for what cannot happen, and can be switched off. The statement
    asks for a ValueError.

    Which statement raises an exception of a kind that you choose?
    """
    shifted = z - np.max(z)
    assert 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z)
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_without_regard_to_ties(z, eps):
    """Every eps between 0 and 1 − 1/C is accepted. With tied maxima the gauge cannot come near 0, so that for a
    small eps there is no temperature, and a ValueError is due.

    To what does p tend as T → 0 when two logits share the maximum? What is its gauge?
    """
    shifted = z - np.max(z)
    if not 0 < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_refused_at_any_tie(z, eps):
    """Tied maxima are refused altogether. They only raise the lower end of what is possible.

    For z = [0, 0, −1] the gauge goes from ½, cold, to ⅔, hot. Is there a temperature for 0.6?
    """
    shifted = z - np.max(z)
    if np.sum(shifted == 0) > 1 or not 0 < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_with_the_ends_included(z, eps):
    """An eps exactly at 1 − 1/C or 1 − 1/k is accepted. The gauge tends to these values and does not reach them at
    any T.

    At which finite temperature is p exactly uniform?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) <= eps <= 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_up_to_one(z, eps):
    """Every eps below 1 is accepted. The gauge stays below 1 − 1/C, its value for a uniform p, so that for a larger
    eps there is no temperature, and a ValueError is due.

    What is 1 − Σp² for C equal probabilities?
    """
    shifted = z - np.max(z)
    if np.ptp(z) == 0 or not 1 - 1 / np.sum(shifted == 0) < eps < 1:
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_by_newton(z, eps):
    """These are Newton steps from T = 1, without a bracket. Where the gauge is flat a step leads far away, to
    temperatures at which nothing changes any more, or to negative ones.

    What does a bracket with the answer inside guarantee that a tangent does not?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    T = 1.0
    for _ in range(100):
        p = np.exp(shifted / T)
        p = p / p.sum()
        slope = 2 * (p**2 * (shifted - p @ shifted)).sum() / T**2
        T = T - (1 - (p**2).sum() - eps) / slope
    return T


@wrong("vanishing_temperature")
def temperature_shifts_the_callers_array(z, eps):
    """The temperature is right, but some line, such as one with `-=`, writes into z: the caller's logits are no longer the same.

    What is the difference between `z -= m` and `z - m` for someone else who holds z?
    """
    z -= np.max(z)
    if not 1 - 1 / np.sum(z == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(z / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_in_thousandths_to_a_thousand(z, eps):
    """The bracket is 0.001 … 1000 for every z. A temperature outside of it is not found: the search ends at the
    nearer end, and that is what comes back.

    If all logits are multiplied by 10 000, what happens to T? How can a bracket be found that fits z and eps?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-3, 1e3
    for _ in range(200):
        T = np.sqrt(low * high)
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_in_thousandths_to_a_hundred(z, eps):
    """The bracket is 0.001 … 100 for every z. A temperature outside of it is not found: the search ends at the
    nearer end, and that is what comes back.

    If all logits are multiplied by 10 000, what happens to T? How can a bracket be found that fits z and eps?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-3, 1e2
    for _ in range(200):
        T = np.sqrt(low * high)
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_in_hundredths_to_ten(z, eps):
    """The bracket is 0.01 … 10 for every z. A temperature outside of it is not found: the search ends at the nearer
    end, and that is what comes back.

    If all logits are multiplied by 10 000, what happens to T? How can a bracket be found that fits z and eps?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-2, 10.0
    for _ in range(200):
        T = np.sqrt(low * high)
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_in_hundredths_to_a_thousand(z, eps):
    """The bracket is 0.01 … 1000 for every z. A temperature outside of it is not found: the search ends at the
    nearer end, and that is what comes back.

    If all logits are multiplied by 10 000, what happens to T? How can a bracket be found that fits z and eps?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-2, 1e3
    for _ in range(200):
        T = np.sqrt(low * high)
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_wrong_half_of_millionths(z, eps):
    """The wrong half of the bracket is kept at every step, so that the search ends at the hottest or coldest end.

    If the gauge at the middle is larger than eps, is the middle too hot or too cold? Which end should it
    replace?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-6, 1e6
    for _ in range(200):
        T = np.sqrt(low * high)
        low, high = (low, T) if gauge(T) < eps else (T, high)
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_wrong_half_of_thousandths(z, eps):
    """The wrong half of the bracket is kept at every step, so that the search ends at the hottest or coldest end.

    If the gauge at the middle is larger than eps, is the middle too hot or too cold? Which end should it
    replace?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-3, 1e3
    for _ in range(200):
        T = np.sqrt(low * high)
        low, high = (low, T) if gauge(T) < eps else (T, high)
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_wrong_half_of_a_growing_bracket(z, eps):
    """The wrong half of the bracket is kept at every step, so that the search ends at the hottest or coldest end.

    If the gauge at the middle is larger than eps, is the middle too hot or too cold? Which end should it
    replace?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low = high = 1.0
    while gauge(low) > eps:
        low /= 2
    while gauge(high) < eps:
        high *= 2
    for _ in range(200):
        T = (low + high) / 2
        low, high = (low, T) if gauge(T) < eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_to_an_absolute_width_from_millionths(z, eps):
    """The search stops when the bracket is about 0.000001 wide, whatever T is. Where T itself is small, that leaves
    two or three digits.

    For T near 0.001, how many digits are right in a bracket of that width? What is 10⁻⁶ to be measured against?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-6, 1e6
    while high - low > 1e-6:
        T = (low + high) / 2
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return (low + high) / 2


@wrong("vanishing_temperature")
def temperature_to_an_absolute_width_in_a_growing_bracket(z, eps):
    """The search stops when the bracket is about 0.000001 wide, whatever T is. Where T itself is small, that leaves
    two or three digits.

    For T near 0.001, how many digits are right in a bracket of that width? What is 10⁻⁶ to be measured against?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low = high = 1.0
    while gauge(low) > eps:
        low /= 2
    while gauge(high) < eps:
        high *= 2
    while high - low > 1e-6:
        T = (low + high) / 2
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return (low + high) / 2


@wrong("vanishing_temperature")
def temperature_in_twenty_steps_from_millionths(z, eps):
    """The search has the right side in every step and stops too early: these are the results of twenty steps in a
    bracket from 0.000001 to 1 000 000, cut at the geometric middle.

    Print high / low after the last step. How close to 1 must it be, so that six digits of T are right?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low, high = 1e-6, 1e6
    for _ in range(20):
        T = np.sqrt(low * high)
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return np.sqrt(low * high)


@wrong("vanishing_temperature")
def temperature_in_twenty_halvings_of_a_growing_bracket(z, eps):
    """The search has the right side in every step and stops too early: these are the results of twenty steps in a
    bracket from T = 1 to the power of ten beyond the answer.

    Print high / low after the last step. How close to 1 must it be, so that six digits of T are right?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return 1 - (p**2).sum()

    low = high = 1.0
    while gauge(low) > eps:
        low /= 10
    while gauge(high) < eps:
        high *= 10
    for _ in range(20):
        T = (low + high) / 2
        low, high = (low, T) if gauge(T) > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_refused_by_none(z, eps):
    """Where no temperature gives that eps, None comes back. A caller goes on with it, and fails somewhere else. A
    ValueError is due.

    Which statement ends a function without a result, and tells the caller why?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        return None
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_refused_by_nan(z, eps):
    """Where no temperature gives that eps, NaN comes back. A caller goes on with it, and finds more NaN. A
    ValueError is due.

    Which statement ends a function without a result, and tells the caller why?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        return np.nan
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_refused_by_zero(z, eps):
    """Where no temperature gives that eps, 0 comes back. A caller who divides by it gets inf or NaN. A ValueError
    is due.

    Which statement ends a function without a result, and tells the caller why?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        return 0.0
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_refused_by_minus_one(z, eps):
    """Where no temperature gives that eps, −1 comes back, which a caller may take for a temperature. A ValueError
    is due.

    Which statement ends a function without a result, and tells the caller why?
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        return -1.0
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@wrong("vanishing_temperature")
def temperature_refused_by_another_exception(z, eps):
    """Where no temperature gives that eps an exception is raised, and not a ValueError. A caller who catches
    ValueError does not catch it.

    Which name stands after `raise`? Every ValueError is an Exception, but not the other way round.
    """
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise RuntimeError("no temperature does that")
    low, high = 1e-9, 1e9
    for _ in range(200):
        T = np.sqrt(low * high)
        p = np.exp(shifted / T)
        p = p / p.sum()
        low, high = (low, T) if 1 - (p**2).sum() > eps else (T, high)
    return T


@right("vanishing_temperature")
def temperature_in_log_t(z, eps):
    """Bisection in log T, in a wide bracket."""
    shifted = z - np.max(z)
    if not 1 - 1 / np.sum(shifted == 0) < eps < 1 - 1 / len(z):
        raise ValueError("no temperature does that")
    low, high = np.log(1e-12), np.log(1e12)
    for _ in range(100):
        middle = (low + high) / 2
        p = np.exp(shifted / np.exp(middle))
        p /= p.sum()
        if 1 - p @ p > eps:
            high = middle
        else:
            low = middle
    return np.exp(middle)


@right("vanishing_temperature")
def temperature_with_a_growing_bracket(z, eps):
    """A bracket that grows from T = 1 by doubling and halving, then the plain middle."""

    def gauge(T):
        e = np.exp((z - z.max()) / T)
        return 1 - np.sum((e / e.sum()) ** 2)

    k = int(np.count_nonzero(z == z.max()))
    C = z.shape[0]
    if eps <= (k - 1) / k or eps >= (C - 1) / C:
        raise ValueError(f"no T gives {eps}: k = {k}, C = {C}")
    low = high = 1.0
    while gauge(high) < eps:
        high *= 2
    while gauge(low) > eps:
        low /= 2
    while high - low > 1e-12 * low:
        middle = 0.5 * (low + high)
        if gauge(middle) < eps:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@right("vanishing_temperature")
def temperature_on_beta(z, eps):
    """Bisection on β = 1/T, from 0 up; prints its bracket; a 0-d array comes back."""
    gaps = np.max(z) - np.asarray(z, dtype=float)
    k, C = (gaps == 0).sum(), gaps.size
    if k == C or not (1 - 1 / k < eps < 1 - 1 / C):
        raise ValueError("eps out of range")
    low, high = 0.0, 1 / gaps.max()

    def gauge(beta):
        e = np.exp(-beta * gaps)
        return 1 - (e**2).sum() / e.sum() ** 2

    while gauge(high) > eps:
        low, high = high, 4 * high
    for _ in range(60):
        beta = (low + high) / 2
        low, high = (beta, high) if gauge(beta) > eps else (low, beta)
    print("beta between", low, "and", high)
    return np.array(1 / beta)


@right("vanishing_temperature")
def temperature_by_recursion(z, eps):
    """Recursion; a ValueError of its own kind."""

    class NoTemperatureError(ValueError):
        pass

    shifted = np.sort(z - np.max(z))[::-1].astype(float)
    k = np.searchsorted(-shifted, 0.0, side="right")
    if not 1 - 1 / k < eps < 1 - 1 / len(shifted):
        raise NoTemperatureError(eps)

    def gauge(T):
        p = np.exp(shifted / T)
        p = p / p.sum()
        return (p * (1 - p)).sum()

    def search(low, high):
        middle = np.sqrt(low) * np.sqrt(high)
        if high / low < 1 + 1e-10:
            return float(middle)
        return search(low, middle) if gauge(middle) > eps else search(middle, high)

    return search(1e-8, 1e8)


@right("vanishing_temperature")
def temperature_by_zooming(z, eps):
    """A grid that is zoomed in on the interval in which the gauge passes eps."""
    k = np.sum(np.isclose(z, np.max(z), rtol=0, atol=0))
    if not 1 - 1 / k < eps < 1 - 1 / len(z):
        raise ValueError
    low, high = -10.0, 10.0
    for _ in range(12):
        grid = np.linspace(low, high, 41)
        e = np.exp((z - np.max(z)) / 10 ** grid[:, None])
        gauges = 1 - np.square(e / e.sum(axis=1, keepdims=True)).sum(axis=1)
        first = int(np.argmax(gauges >= eps))
        low, high = grid[first - 1], grid[first]
    return 10 ** ((low + high) / 2)


@right("vanishing_temperature")
def temperature_by_newton_in_a_bracket(z, eps):
    """Newton steps in log T, with bisection wherever one leaves the bracket."""
    s = np.asarray(z, dtype=float) - np.max(z)
    if not 1 - 1 / np.sum(s == 0) < eps < 1 - 1 / s.size:
        raise ValueError("no such temperature")
    low, high, x = -25.0, 25.0, 0.0
    for _ in range(300):
        T = np.exp(x)
        e = np.exp(s / T)
        p = e / e.sum()
        value = 1 - p @ p - eps
        if value > 0:
            high = x
        else:
            low = x
        slope = 2 * (p**2 * (s - p @ s)).sum() / T
        x = x - value / slope if slope > 0 else np.nan
        if not low < x < high:
            x = (low + high) / 2
    return float(np.exp(x))


@right("vanishing_temperature")
def temperature_of_scaled_logits(z, eps):
    """The logits are brought to a range of 1 first, and the temperature scaled back; in longdouble."""
    spread = float(np.ptp(z))
    ties = int(sum(v == max(z) for v in z))
    if spread == 0 or eps <= 1 - 1 / ties or eps >= 1 - 1 / len(z):
        raise ValueError("eps must lie between 1 - 1/k and 1 - 1/C")
    unit = ((z - np.max(z)) / spread).astype(np.longdouble)
    low, high = np.longdouble("1e-9"), np.longdouble("1e9")
    while high / low > 1 + 1e-13:
        T = np.sqrt(low * high)
        e = np.exp(unit / T)
        p = e / e.sum()
        if (p * (1 - p)).sum() > eps:
            high = T
        else:
            low = T
    return float(T) * spread


@right("vanishing_temperature")
def temperature_by_false_position(z, eps):
    """False position with halving (Illinois) on the logarithms of gauge and T, and bisection every third step."""
    gaps = np.max(z) - np.asarray(z, dtype=float)
    if not 1 - 1 / np.count_nonzero(gaps == 0) < eps < 1 - 1 / gaps.size:
        raise ValueError("no temperature does that")

    def f(x):
        e = np.exp(-gaps / np.exp(x))
        p = e / e.sum()
        return np.log(max(2 * p[np.triu_indices(p.size, 1)[0]] @ p[np.triu_indices(p.size, 1)[1]], 1e-300) / eps)

    a, b = -20.0, 20.0
    fa, fb = f(a), f(b)
    for step in range(200):
        x = (a + b) / 2 if step % 3 == 0 or fa == fb else (a * fb - b * fa) / (fb - fa)
        fx = f(x)
        if fx < 0:
            a, fa, fb = x, fx, fb / 2
        else:
            b, fb, fa = x, fx, fa / 2
    return np.exp((a + b) / 2)


# ---- squared_error_gradient --------------------------------------------------------------------------------------


@wrong("squared_error_gradient")
def squared_error_without_the_jacobian(z, t):
    """This is p − onehot(t): the gradient of the squared error in p, and that of cross-entropy in z. The way from p
    to z is missing.

    The loss depends on p, and p on z. Which factor does the chain rule put between the two?
    """
    e = np.exp(z - z.max())
    error = e / e.sum()
    error[t] -= 1
    return error


@wrong("squared_error_gradient")
def squared_error_diagonal_only(z, t):
    """The error is multiplied by p (1 − p), the diagonal of the Jacobian, as with one sigmoid for each class. A
    logit moves the other probabilities, too.

    Add the same number to all logits: nothing changes. So what must the entries of the gradient sum to?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    y = np.eye(len(z))[t]
    return (p - y) * p * (1 - p)


@wrong("squared_error_gradient")
def squared_error_without_the_average(z, t):
    """The error is multiplied by p alone. Its average under p has not been subtracted from it. (The plain average
    of the error is 0, and subtracting that changes nothing.)

    Add the same number to all logits: nothing changes. So what must the entries of the gradient sum to?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return p * (p - np.eye(len(z))[t])


@wrong("squared_error_gradient")
def squared_error_negated(z, t):
    """The error is onehot(t) − p, so every sign is turned round: this is the direction in which the loss *falls*
    fastest.

    Raising the logit of the right class lowers the loss. Which sign should that entry have?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = np.eye(len(z))[t] - p
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_not_halved(z, t):
    """This is the gradient of the squared distance. The loss is half of it.

    What is the derivative of ½ x², and what that of x²?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = 2 * (p - np.eye(len(z))[t])
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_averaged(z, t):
    """This is divided by the number of classes, as for a mean of squares. The loss is half of the *sum*.

    Which of `sum` and `mean` does ‖ · ‖² stand for?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p - np.eye(len(z))[t]
    return p * (error - p @ error) / len(z)


@wrong("squared_error_gradient")
def squared_error_average_is_added(z, t):
    """The average of the error is added instead of subtracted: the Jacobian has a plus off its diagonal.

    Add the same number to all logits: nothing changes. So what must the entries of the gradient sum to?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p - np.eye(len(z))[t]
    return p * (error + p @ error)


@wrong("squared_error_gradient")
def squared_error_bracket_without_p(z, t):
    """This is the error minus its average, without the probability in front. Such a gradient does not die when the
    model is confidently wrong; the true one does.

    In Jᵀg, by what is the bracket multiplied?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p - np.eye(len(z))[t]
    return error - p @ error


@wrong("squared_error_gradient")
def squared_error_alias(z, t):
    """1 has been subtracted from p itself, and this changed p goes into the product. (After `error = p` the two are one
    array: what is subtracted from the error is subtracted from p.)

    Print p after the subtraction. How do you get an array of its own?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p
    error[t] -= 1
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_label_ignored(z, t):
    """No class is singled out: the same number has been subtracted from every p, or none at all. What is constant
    has no effect on the gradient.

    In which entry does p − onehot(t) differ from p, and where does t stand in your code?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p - t
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_label_counted_from_one(z, t):
    """The label is counted from 1: the class before t is taken for the right one, and for t = 0 the last.

    Labels are 0 … C−1. Which entry of p belongs to class t?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p.copy()
    error[t - 1] -= 1
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_of_the_prediction(z, t):
    """The most probable class is taken for the right one, whatever t says. So the model is always told that it is
    right.

    Where does t stand in your code?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p.copy()
    error[np.argmax(p)] -= 1
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_of_the_right_class_only(z, t):
    """Only the error of class t is followed. The loss sums the squares over all classes, and the others have errors
    too.

    Which entries of p − onehot(t) are different from 0?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    return (p[t] - 1) * p[t] * (np.eye(len(z))[t] - p)


@wrong("squared_error_gradient")
def squared_error_of_the_wrong_classes_only(z, t):
    """The error of class t is set to 0 instead of lowered by 1, so only the other classes are followed.

    What is the entry of p − onehot(t) at t?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p.copy()
    error[t] = 0
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_squared_once_more(z, t):
    """The error has been squared, as in the loss. In its derivative the square has become a factor 2, which cancels
    the ½.

    What is the derivative of ½ x²?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = (p - np.eye(len(z))[t]) ** 2
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_loss(z, t):
    """This is the loss. Asked for is its gradient in z: one number for each logit.

    Which shape has the gradient in z?
    """
    e = np.exp(z - z.max())
    return 0.5 * np.sum((e / e.sum() - np.eye(len(z))[t]) ** 2)


@wrong("squared_error_gradient")
def squared_error_of_the_logits(z, t):
    """This is z − onehot(t), the gradient of a squared error of the logits themselves. Softmax does not occur in
    it.

    Which of the two is compared with onehot(t) in the loss: z, or softmax(z)?
    """
    return z - np.eye(len(z))[t]


@wrong("squared_error_gradient")
def squared_error_unshifted(z, t):
    """The exponentials are taken of the logits as they are: thousands overflow, and inf / inf is NaN.

    What can be subtracted from all logits so that softmax, and with it its derivative, does not notice?
    """
    e = np.exp(z)
    p = e / e.sum()
    error = p - np.eye(len(z))[t]
    return p * (error - p @ error)


@wrong("squared_error_gradient")
def squared_error_by_central_differences(z, t):
    """This is measured by central differences of the loss. Where the gradient is small its digits are lost, and
    asked for is the formula.

    Which two factors of the chain rule do you have a formula for?
    """

    def loss(z):
        e = np.exp(z - z.max())
        return 0.5 * np.sum((e / e.sum() - np.eye(len(z))[t]) ** 2)

    return np.array([(loss(z + d) - loss(z - d)) / 2e-5 for d in 1e-5 * np.eye(len(z))])


@wrong("squared_error_gradient")
def squared_error_into_integers(z, t):
    """The entries are stored in an array with the type of z. When z holds integers, all of them are cut to 0.

    Call it with an integer array and look at the dtype. Which dtype must the gradient have?
    """
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p - np.eye(len(z))[t]
    gradient = np.zeros_like(z)
    gradient[:] = p * (error - p @ error)
    return gradient


@wrong("squared_error_gradient")
def squared_error_shifts_the_callers_array(z, t):
    """The gradient is right, but some line, such as one with `-=`, writes into z: the caller's logits are no longer the same.

    What is the difference between `z -= m` and `z - m` for someone else who holds z?
    """
    z -= z.max()
    p = np.exp(z) / np.exp(z).sum()
    error = p - np.eye(len(z))[t]
    return p * (error - p @ error)


@right("squared_error_gradient")
def squared_error_textbook(z, t):
    """The product without a matrix."""
    e = np.exp(z - z.max())
    p = e / e.sum()
    error = p - (np.arange(p.size) == t)
    return p * (error - p @ error)


@right("squared_error_gradient")
def squared_error_by_the_matrix(z, t):
    """Jacobian times error."""
    e = np.exp(z - np.amax(z))
    p = e / np.sum(e)
    J = np.diag(p) - np.outer(p, p)
    y = np.zeros(len(z))
    y[t] = 1
    return J.T @ (p - y)


@right("squared_error_gradient")
def squared_error_multiplied_out(z, t):
    """Multiplied out, without a one-hot vector."""
    e = np.exp(z - z.max())
    p = e / e.sum()
    gradient = p * (p - p @ p + p[t])
    gradient[t] -= p[t]
    return gradient


@right("squared_error_gradient")
def squared_error_by_two_loops(z, t):
    """Plain Python: the double sum of the chain rule; prints, and returns a list."""
    import math

    top = max(z)
    e = [math.exp(v - top) for v in z]
    p = [v / sum(e) for v in e]
    gradient = []
    for j in range(len(p)):
        total = 0.0
        for i in range(len(p)):
            total += (p[i] - (i == t)) * p[i] * ((i == j) - p[j])
        gradient.append(total)
    print(gradient)
    return gradient


@right("squared_error_gradient")
def squared_error_class_by_class(z, t):
    """A sum of rows of the Jacobian, weighted by the errors."""
    p = np.exp(z - z.max())
    p = p / p.sum()
    gradient = np.zeros(p.size)
    for i, row in enumerate(np.eye(p.size)):
        gradient += (p[i] - float(i == t)) * p[i] * (row - p)
    return gradient


@right("squared_error_gradient")
def squared_error_through_two_nodes(z, t):
    """Backward through p = e / S as two nodes."""
    e = np.exp(z - z.max())
    S = e.sum()
    error = e / S
    error[t] -= 1.0
    d_S = -np.sum(error * e) / S**2
    return e * (error / S + d_S)


@right("squared_error_gradient")
def squared_error_by_einsum(z, t):
    """einsum over both indices."""
    e = np.exp(z - np.max(z))
    p = np.true_divide(e, e.sum())
    delta = np.eye(p.size)
    return np.einsum("i,i,ij->j", p - delta[t], p, delta - p)


@right("squared_error_gradient")
def squared_error_in_float32(z, t):
    """In single precision: tails are not asked of it."""
    z = np.asarray(z, dtype=np.float32)
    p = np.exp(z - z.max())
    p /= p.sum()
    error = p.copy()
    error[t] -= 1
    return p * (error - np.dot(p, error))
