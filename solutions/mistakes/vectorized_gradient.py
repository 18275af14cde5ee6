"""03_vectorized_gradient: wrong and right implementations.

In this module a cell sees ``np`` and nothing else. The losses of ``softmax_loss_vectorized`` are also what
``catches_bug`` is graded on.
"""

import numpy as np

from solutions.mistakes.library import right, wrong

# ---- cross_entropy: wrong -----------------------------------------------------------------------------------------


@wrong("cross_entropy")
def cross_entropy_without_a_shift(Z, y):
    """The exponentials are taken of the scores as they are. From a score of 710 on they are infinite, and rows far
    below 0 sum to 0.

    What may be taken off all scores of a row without changing its loss?
    """
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_log_of_unshifted_probabilities(Z, y):
    """Softmax is computed from the scores as they are, then its logarithm is taken. From a score of 710 on that is
    inf / inf.

    Which number can be taken off all scores of a row, so that no exponential is infinite? And where the margin is 800,
    p becomes 0: can −log p still be 800?
    """
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return -np.log(P[np.arange(len(y)), y]).mean()


@wrong("cross_entropy")
def cross_entropy_log_of_underflowed_probabilities(Z, y):
    """The softmax is stable, and then the logarithm of p is taken. Where p underflows to 0, at margins beyond 745, it
    is infinite.

    Can you go from the scores to the loss without passing through p?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -np.log(P[np.arange(len(y)), y]).mean()


@wrong("cross_entropy")
def cross_entropy_small_number_inside_the_log(Z, y):
    """A small number is added to p before the logarithm. The loss of an example then never exceeds 11.5, however
    wrong it is.

    What should an example cost that is wrong by a margin of 800? Which form of the loss needs no such number?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -np.log(P[np.arange(len(y)), y] + 1e-5).mean()


@wrong("cross_entropy")
def cross_entropy_clipped_probabilities(Z, y):
    """p is clipped to at least 1e-12 before the logarithm. The loss of an example then never exceeds 27.6, however
    wrong it is.

    What should an example cost that is wrong by a margin of 800? Which form of the loss needs no clipping?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -np.log(np.clip(P[np.arange(len(y)), y], 1e-12, 1.0)).mean()


@wrong("cross_entropy")
def cross_entropy_clipped_scores(Z, y):
    """The scores are clipped to −50 … 50 first. Whatever lies beyond no longer counts as it should.

    Two classes have the scores 100 and 900. By how much does the second lead, and by how much after clipping?
    """
    Z = np.clip(Z, -50, 50)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_infinities_replaced(Z, y):
    """Where log p is −inf, −1000 is put in its place. The loss is finite, and no longer depends on how wrong the
    example is.

    What should an example cost that is wrong by a margin of 5000? Where does that 5000 get lost?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -np.nan_to_num(np.log(P[np.arange(len(y)), y]), neginf=-1000.0).mean()


@wrong("cross_entropy")
def cross_entropy_one_maximum_for_all(Z, y):
    """One maximum is taken off all rows. A row that lies 1000 below it has exponentials that are all 0, and log 0 is
    −inf.

    Of what is the maximum to be taken: of the batch, or of each row?
    """
    shifted = Z - Z.max()
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_shifted_by_the_mean(Z, y):
    """The mean of each row is taken off, and not its maximum. In a row that is spread widely the largest exponential
    is infinite all the same.

    Which shift makes sure that no exponent is above 0?
    """
    shifted = Z - Z.mean(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_divided_by_the_maximum(Z, y):
    """Each row is divided by its largest absolute value. That keeps the exponentials small and makes another loss of
    it: differences of scores count, and they have been divided too.

    Compare the rows [1, 2] and [10, 20]. Should they cost the same?
    """
    scaled = Z / np.abs(Z).max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_unshifted_score_subtracted(Z, y):
    """The sum of exponentials is that of the shifted scores, and the score of the label is taken off without the
    shift. The maximum is missing.

    Log-sum-exp is the maximum plus a logarithm. Where has your maximum gone?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - Z[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_maximum_added_twice(Z, y):
    """The maximum is added back to the logarithm, and the score of the label has had it taken off as well: it is in
    the loss twice where once would do.

    Add 5 to all scores of a row. What should happen to its loss, and what happens to yours?
    """
    largest = Z.max(axis=1)
    shifted = Z - largest[:, None]
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) + largest - shifted[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_whole_columns(Z, y):
    """`[:, y]` picks whole columns, an N × N table: every row is charged for the labels of all rows.

    How many numbers should be picked from a row: one, or one for every label of the batch? Which index picks one a row?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_P[:, y].mean()


@wrong("cross_entropy")
def cross_entropy_mean_over_all_entries(Z, y):
    """The mean is over all N·C entries of the one-hot table times log P. C − 1 of each row's C entries are 0, and
    they are counted.

    How many terms of that table are not 0, and by which number do you divide?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(np.eye(Z.shape[1])[y] * log_P).mean()


@wrong("cross_entropy")
def cross_entropy_divided_by_the_classes(Z, y):
    """The sum over the examples is divided by C, the number of classes.

    Which entry of `Z.shape` counts the examples?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_P[np.arange(len(y)), y].sum() / Z.shape[1]


@wrong("cross_entropy")
def cross_entropy_summed(Z, y):
    """The losses of the examples are summed. This course takes their mean.

    Give it the same examples twice. Should the loss be twice as large?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_P[np.arange(len(y)), y].sum()


@wrong("cross_entropy")
def cross_entropy_not_reduced(Z, y):
    """One loss an example comes back. The loss of a batch is one number.

    Which shape has your result? What is still to be done with its N numbers?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_P[np.arange(len(y)), y]


@wrong("cross_entropy")
def cross_entropy_labels_from_one(Z, y):
    """The labels are read as 1 … C, and 1 is taken off each. They are 0 … C−1 already, and label 0 becomes the last
    class.

    Which column belongs to label 0, and which one do you pick for it?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_P[np.arange(len(y)), y.astype(int) - 1].mean()


@wrong("cross_entropy")
def cross_entropy_label_arithmetic_in_one_byte(Z, y):
    """Class numbers are subtracted from labels in the labels' own type. Where that is uint8, 0 − 1 is 255, and the
    one-hot table is not one.

    Print the table for labels of the type uint8. Which operation needs no subtraction to see whether two numbers are
    equal?
    """
    distance = np.abs(y[:, None] - np.arange(Z.shape[1], dtype=y.dtype))
    Y = np.maximum(1 - distance, 0)
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(Y * log_P).sum() / len(y)


@wrong("cross_entropy")
def cross_entropy_in_bits(Z, y):
    """The logarithm has the base 2, so that the loss comes in bits. The course uses the natural one.

    With all scores equal the loss is log C, for ten classes 2.3026. What is yours?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))) / np.log(2)
    return -log_P[np.arange(len(y)), y].mean()


@wrong("cross_entropy")
def cross_entropy_base_ten(Z, y):
    """The logarithm of the sum has the base 10, the exponentials have the base e: the two do not undo each other.

    `np.log10` or `np.log`: which one is the inverse of `np.exp`?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log10(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_without_the_minus(Z, y):
    """It is the mean of log p, without the minus: never positive, and the better the model the larger it is.

    Which sign has the logarithm of a number between 0 and 1?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_P[np.arange(len(y)), y].mean()


@wrong("cross_entropy")
def cross_entropy_over_the_examples(Z, y):
    """The softmax runs down the columns: the examples of a class compete, and not the classes of an example.

    Along which axis lie the scores that belong to one example?
    """
    shifted = Z - Z.max(axis=0)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=0))
    return -log_P[np.arange(len(y)), y].mean()


@wrong("cross_entropy")
def cross_entropy_over_the_whole_batch(Z, y):
    """The sum of exponentials is that of the whole batch, so that all of P together sums to 1. Every row should.

    How many sums of exponentials are there in a batch of N examples?
    """
    shifted = Z - Z.max()
    log_P = shifted - np.log(np.exp(shifted).sum())
    return -log_P[np.arange(len(y)), y].mean()


@wrong("cross_entropy")
def cross_entropy_scores_overwritten(Z, y):
    """Something is subtracted in the caller's own array. `-=` does that, also under a second name: after `P = Z` there
    are two names and one array.

    After the call, are the scores of the caller still what they were? What does `Z - …` make instead?
    """
    Z -= Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_of_the_most_probable(Z, y):
    """It takes log p of the most probable class, and never looks at the labels.

    A model that is sure and wrong should have a large loss. What does yours say of it?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_P.max(axis=1).mean()


@wrong("cross_entropy")
def cross_entropy_with_the_wrong_classes_too(Z, y):
    """To −log p of the label it adds −log(1 − p) for every other class. That is the loss of C separate yes-or-no
    questions.

    In the sum over the classes, what is Y for those that are not the label? How many terms are left?
    """
    Y = np.eye(Z.shape[1])[y]
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -(Y * np.log(np.where(Y, P, 1)) + (1 - Y) * np.log(np.where(Y, 1, 1 - P))).sum() / len(y)


@wrong("cross_entropy")
def cross_entropy_log_of_the_mean(Z, y):
    """The mean is taken of the probabilities, and the logarithm after it. The loss is the mean of the logarithms.

    The likelihood is a product. What does its logarithm turn it into?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -np.log(P[np.arange(len(y)), y].mean())


@wrong("cross_entropy")
def cross_entropy_one_minus_p(Z, y):
    """It is the mean of 1 − p of the label. That never exceeds 1, and no logarithm is in it.

    What should an example cost whose p is 0.001, and what does it cost here?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return np.mean(1 - P[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_as_entropy(Z, y):
    """It is −Σ p log p, the entropy of the prediction: how undecided the model is, right or wrong. The labels do not
    occur in it.

    Cross-entropy has two distributions in it. Which one belongs in front of the logarithm?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(np.exp(log_P) * log_P).sum(axis=1).mean()


@wrong("cross_entropy")
def cross_entropy_roles_exchanged(Z, y):
    """The labels stand inside the logarithm and the probabilities in front of it. As log 0 is infinite, a small number
    had to be added to the labels.

    Of which of the two is the logarithm taken: of what the model says, or of what happened?
    """
    Y = np.eye(Z.shape[1])[y]
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -(P * np.log(Y + 1e-7)).sum(axis=1).mean()


@wrong("cross_entropy")
def cross_entropy_of_a_softmax_of_a_softmax(Z, y):
    """Softmax is applied twice: the probabilities are taken for scores once more.

    The second softmax gets numbers between 0 and 1. How far can it lean towards one class?
    """
    for _round in range(2):
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        Z = np.exp(log_P)
    return -log_P[np.arange(len(y)), y].mean()


@wrong("cross_entropy")
def cross_entropy_mean_of_the_exponentials(Z, y):
    """The exponentials of a row are averaged, and not summed: each loss is log C too small.

    With all scores equal the loss is log C. What is yours?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).mean(axis=1)) - shifted[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_maximum_for_log_sum_exp(Z, y):
    """The largest score of a row stands in the place of its log-sum-exp. That is near only where one class leads by
    far.

    With two equal scores, how much larger than the maximum is log Σ eᶻ?
    """
    return np.mean(Z.max(axis=1) - Z[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_as_squared_error(Z, y):
    """It is the mean squared distance between P and the one-hot rows: another loss.

    Which function of p is in the loss of this section?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return ((P - np.eye(Z.shape[1])[y]) ** 2).sum(axis=1).mean()


@wrong("cross_entropy")
def cross_entropy_as_hinge(Z, y):
    """It is the hinge loss, which adds up by how much each wrong class comes within 1 of the label.

    At all scores equal the hinge loss is C − 1. What should yours be?
    """
    margins = np.maximum(0, Z - Z[np.arange(len(y)), y][:, None] + 1)
    return (margins.sum(axis=1) - 1).mean()


@wrong("cross_entropy")
def cross_entropy_integers_kept(Z, y):
    """The exponentials are written into an array of the type of Z. Where Z holds integers they are cut to integers.

    Which type has the array that you fill?
    """
    exponentials = np.zeros_like(Z)
    exponentials[:] = np.exp(Z - Z.max(axis=1, keepdims=True))
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(exponentials.sum(axis=1)) - shifted[np.arange(len(y)), y])


@wrong("cross_entropy")
def cross_entropy_of_the_first_example(Z, y):
    """The `return` stands inside the loop, so only the first example is looked at.

    How far is your last line indented, and how often is the loop run?
    """
    loss = 0.0
    for z, t in zip(Z, y, strict=True):
        shifted = z - z.max()
        loss += np.log(np.exp(shifted).sum()) - shifted[t]
        return loss / len(y)


@wrong("cross_entropy")
def cross_entropy_first_example_skipped(Z, y):
    """The loop starts at 1, and example 0 is never looked at.

    With which number begin the rows of an array in Python?
    """
    loss = 0.0
    for n in range(1, len(y)):
        shifted = Z[n] - Z[n].max()
        loss += np.log(np.exp(shifted).sum()) - shifted[y[n]]
    return loss / len(y)


@wrong("cross_entropy")
def cross_entropy_one_loss_for_another(Z, y):
    """Each loss takes the place of the one before it, so that the last example's is left, divided by N.

    What does `=` do inside a loop, and what does a sum need?
    """
    for z, t in zip(Z, y, strict=True):
        shifted = z - z.max()
        loss = np.log(np.exp(shifted).sum()) - shifted[t]
    return loss / len(y)


# ---- cross_entropy: right -----------------------------------------------------------------------------------------


@right("cross_entropy")
def cross_entropy_with_logaddexp(Z, y):
    """It sums exponentials with `np.logaddexp`, and never shifts anything itself."""
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y])


@right("cross_entropy")
def cross_entropy_with_loops(Z, y):
    """It loops over examples and classes, with lists and Python floats."""
    total = 0.0
    for n in range(len(y)):
        row = [float(value) for value in Z[n]]
        largest = max(row)
        total -= row[int(y[n])] - largest - float(np.log(sum(np.exp(value - largest) for value in row)))
    return total / len(y)


@right("cross_entropy")
def cross_entropy_with_one_hot_rows(Z, y):
    """It builds the whole one-hot table and sums a product."""
    Y = np.zeros(Z.shape)
    Y[np.arange(len(y)), y] = 1.0
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))
    return -np.sum(Y * log_P) / Z.shape[0]


@right("cross_entropy")
def cross_entropy_in_single_precision(Z, y):
    """It computes in single precision."""
    Z = np.asarray(Z, dtype=np.float32)
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


@right("cross_entropy")
def cross_entropy_with_log1p(Z, y):
    """It takes the largest exponential, which is 1, out of the sum, and uses `log1p`."""
    rows = np.arange(len(y))
    best = Z.argmax(axis=1)
    shifted = Z - Z[rows, best][:, None]
    others = np.exp(shifted)
    others[rows, best] = 0
    return np.asarray(np.mean(np.log1p(others.sum(axis=1)) - shifted[rows, y]))


@right("cross_entropy")
def cross_entropy_relative_to_the_label(Z, y):
    """It takes the label's score off each row, and then the maximum of what is left."""
    lead = Z - np.take_along_axis(Z, np.asarray(y, dtype=int)[:, None], axis=1)
    most = lead.max(axis=1, keepdims=True)
    return float(np.mean(most + np.log(np.exp(lead - most).sum(axis=1, keepdims=True))))


@right("cross_entropy")
def cross_entropy_as_trace(Z, y):
    """It picks the labels' columns and takes the diagonal: N² numbers of which N are used."""
    print("cross_entropy", Z.shape, y)
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.trace(log_P[:, y]) / len(y)


@right("cross_entropy")
def cross_entropy_by_a_running_mean(Z, y):
    """It keeps a running mean over the examples, by enumerating them."""
    mean = 0.0
    for count, (z, t) in enumerate(zip(Z, y, strict=True), start=1):
        loss = np.logaddexp.reduce(z - z[t])
        mean += (loss - mean) / count
    return mean


@right("cross_entropy")
def cross_entropy_clipped_where_it_does_no_harm(Z, y):
    """It clips the exponents at −700, where the exponentials no longer count beside the 1, and not the scores."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(np.maximum(shifted, -700)).sum(axis=1))
    return (log_sums.sum() - shifted[np.arange(len(y)), y].sum()) / len(y)


# ---- cross_entropy_derivation: wrong ------------------------------------------------------------------------------


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_a_function_in_place_of_the_list():
    """The name stands for one function, the last line. What is asked for is the list of all lines.

    Which lines lead from the measurement to p − onehot, and in what do they stand one after the other?
    """

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return p_minus_one_hot


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_list_of_arrays():
    """The list holds what the lines gave for one z, and not the lines themselves.

    A line is to be tried at other points too. What has to stand in the list, so that it can be called?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    z, t = np.log([2.0, 3.0, 5.0]), 1
    return [measured(z, t), in_two_cases(z, t), p_minus_one_hot(z, t)]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_of_two_lines():
    """The list jumps from the measurement to the result. The lines between them are what the exercise is about.

    The loss is a logarithm of one entry of a softmax. What does the chain rule make of these two, before anything
    cancels?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_ends_with_differences():
    """The last line measures again, with another h. It agrees with the lines before it, and it is no formula.

    Which line of the derivation needs neither h nor the loss?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def measured_more_finely(z, t):
        return measured(z, t, h=3e-6)

    return [measured, by_the_chain_rule, measured_more_finely]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_first_line_replaced():
    """The first line has been replaced by a measurement of p_t. What is to be differentiated is −log p_t.

    Of which quantity do the pushes say how fast it changes?
    """

    def measured(z, t, h=1e-5):
        def probability(z):
            return np.exp(z[t]) / np.exp(z).sum()

        return np.array([(probability(z + h * e) - probability(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_target_minus_prediction():
    """This line is onehot − p, the opposite sign of what was measured. Either the minus of −log p has got lost, or the
    difference has been turned around.

    Raise the score of a wrong class a little. Does the loss rise or fall?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.eye(len(z))[t] - p

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_slope_of_the_log_without_its_minus():
    """This line is onehot − p, the opposite sign of what was measured. Either the minus of −log p has got lost, or the
    difference has been turned around.

    Raise the score of a wrong class a little. Does the loss rise or fall?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = 1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_slope_of_the_log_is_one():
    """This line is p_t (p − onehot): a p_t too many. It is that of the Jacobian, and the slope of the logarithm would
    cancel it.

    On Monday p_t was 0.3. How fast does −log p change there?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_slope_at_every_class():
    """In line 2 the slope of the loss in p is −1/p at every class. The loss depends on the probability of the label
    alone.

    How many of the C entries of p occur in −log p_t?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return (-1 / p) @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_jacobian_with_a_plus():
    """In line 2 the Jacobian of softmax has + pᵢ pⱼ. Off its diagonal the entries are negative.

    Raise one score. What happens to the probabilities of the other classes?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) + np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_jacobian_of_the_diagonal():
    """This line has p_t − 1 for the label and 0 for the other classes. Their scores are in the sum below p_t, and
    move it too.

    It was cloud, and the score of sun is raised. What happens to the probability of cloud?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ np.diag(p * (1 - p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_jacobian_without_its_diagonal():
    """This line is p, from which nothing is taken off. The term with δ is missing, which comes from the diagonal of
    the Jacobian.

    What is pᵢ (δᵢⱼ − pⱼ) for i = j, and what for i ≠ j?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ -np.outer(p, p)

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_jacobian_summed():
    """Line 2 multiplies the Jacobian by the slope entry by entry and sums along its rows. The sum has to run over the
    outputs, pᵢ.

    `slope @ J` or `J * slope`: which of them sums over the rows of J?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        jacobian = np.diag(p) - np.outer(p, p)
        return (jacobian * slope[:, None]).sum(axis=1)

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_jacobian_returned():
    """Line 2 returns a matrix, the Jacobian times the slope entry by entry. It still has to be summed over the
    outputs.

    Which shape does the gradient in z have?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope * (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_cases_exchanged():
    """Line 3 has its cases exchanged: 1 is taken off wherever j is *not* the label.

    For which j is δ equal to 1?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] if j == t else p[j] - 1 for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_other_cases_zero():
    """This line has p_t − 1 for the label and 0 for the other classes. Their scores are in the sum below p_t, and
    move it too.

    It was cloud, and the score of sun is raised. What happens to the probability of cloud?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else 0.0 for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_probability_of_the_label_kept():
    """In line 3 the other cases have p_t where p_j belongs.

    Which of the two cancelled against the 1/p_t of the logarithm?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[t] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_nothing_cancelled_in_the_cases():
    """This line is p_t (p − onehot): a p_t too many. It is that of the Jacobian, and the slope of the logarithm would
    cancel it.

    On Monday p_t was 0.3. How fast does −log p change there?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[t] * (p[j] - 1) if j == t else p[t] * p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_only_the_label():
    """Line 3 returns one number, for j = t. The gradient has an entry for every score.

    How many scores does the loss depend on?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p[t] - 1

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_one_off_everywhere():
    """The last line takes 1 off every probability, and not only off that of the label.

    The entries of the line before sum to 0. To what do those of yours sum?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - 1

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_p_alone():
    """This line is p, from which nothing is taken off. The term with δ is missing, which comes from the diagonal of
    the Jacobian.

    What is pᵢ (δᵢⱼ − pⱼ) for i = j, and what for i ≠ j?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_label_from_one():
    """The last line takes the 1 off one entry too early: the label is read as 1 … C.

    Which entry of z belongs to label 0?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t - 1]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_one_hot_by_counting():
    """The last line has 1 at every class up to the label. A one-hot vector has a single 1.

    What is `np.arange(C) <= t` for t = 1? How many of its entries are true?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - (np.arange(len(z)) <= t)

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_scores_for_probabilities():
    """The last line takes the one-hot vector off the scores z. It belongs off the probabilities.

    To what do the entries of z sum, and to what those of p?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        return z - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_not_divided_by_the_sum():
    """The last line has eᶻ in the place of p: the exponentials have not been divided by their sum.

    To what do the numbers sum from which the one-hot vector is taken off?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        return np.exp(z) - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_slope_of_p_once_more():
    """The last line multiplies p − onehot by p (1 − p) once more. That slope has cancelled already.

    Which link of the chain is still open when p − onehot stands there?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return (p - np.eye(len(z))[t]) * p * (1 - p)

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


@wrong("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_scores_shifted_in_place():
    """The last line subtracts the maximum in place, and so in the caller's own z.

    Which operator writes into z, and which makes a new array?
    """

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        z -= z.max()
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, in_two_cases, p_minus_one_hot]


# ---- cross_entropy_derivation: right ------------------------------------------------------------------------------


@right("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_in_three_lines():
    """The shortest: measurement, chain rule, result."""

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def by_the_chain_rule(z, t):
        p = np.exp(z) / np.exp(z).sum()
        slope = np.zeros(len(z))
        slope[t] = -1 / p[t]
        return slope @ (np.diag(p) - np.outer(p, p))

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, by_the_chain_rule, p_minus_one_hot]


@right("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_by_log_sum_exp():
    """It goes over log-sum-exp minus z_t instead of the Jacobian, and is a tuple."""

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def two_terms(z, t):
        slope_of_log_sum_exp = np.exp(z) / np.exp(z).sum()
        slope_of_z_t = np.zeros(len(z))
        slope_of_z_t[t] = 1
        return slope_of_log_sum_exp - slope_of_z_t

    def shifted(z, t):
        exponentials = np.exp(z - np.max(z))
        exponentials /= exponentials.sum()
        exponentials[t] -= 1
        return exponentials

    return measured, two_terms, shifted


@right("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_by_lambdas():
    """It is made of lambdas, one of which calls another."""

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    p = lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()  # noqa: E731
    return [
        measured,
        lambda z, t: -1 / p(z)[t] * (np.diag(p(z)) - np.outer(p(z), p(z)))[t],
        lambda z, t: p(z) - (np.arange(len(z)) == t),
    ]


@right("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_in_seven_lines():
    """It has seven lines, with sums over i and δ written out, and returns lists."""

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def sum_over_outputs(z, t):
        p, C = np.exp(z) / np.exp(z).sum(), len(z)
        return [sum(-(i == t) / p[i] * p[i] * ((i == j) - p[j]) for i in range(C)) for j in range(C)]

    def one_term_left(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return [-1 / p[t] * p[t] * ((t == j) - p[j]) for j in range(len(z))]

    def cancelled(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return [-((t == j) - p[j]) for j in range(len(z))]

    def turned_round(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return [p[j] - (t == j) for j in range(len(z))]

    def in_two_cases(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return np.array([p[j] - 1 if j == t else p[j] for j in range(len(z))])

    def p_minus_one_hot(z, t):
        p = np.exp(z) / np.exp(z).sum()
        return p - np.eye(len(z))[t]

    return [measured, sum_over_outputs, one_term_left, cancelled, turned_round, in_two_cases, p_minus_one_hot]


@right("cross_entropy_derivation", builds=True)
def cross_entropy_derivation_in_mixed_precision():
    """A line in the middle computes in single precision, and another measures once more; the last one is exact."""

    def measured(z, t, h=1e-5):
        def loss(z):
            return -np.log(np.exp(z[t]) / np.exp(z).sum())

        return np.array([(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(len(z))])

    def in_single_precision(z, t):
        p = np.exp(np.asarray(z - z.max(), dtype=np.float32))
        p /= p.sum()
        return (-1 / p[t]) * (np.diag(p) - np.outer(p, p))[t]

    def measured_again(z, t):
        return measured(z, t, h=2e-5)

    def exact(z, t):
        print("p minus one-hot of", z, t)
        p = np.exp(z - np.logaddexp.reduce(z))
        return np.where(np.arange(len(z)) == t, -(p.sum() - p[t]), p)

    return [measured, in_single_precision, measured_again, exact]


# ---- cross_entropy_gradient: wrong --------------------------------------------------------------------------------


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_whole_columns(Z, y):
    """1 is taken off whole columns: `[:, y]` means every row, in each column that occurs in y.

    How many entries of P should change? Which index picks one entry a row?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[:, y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_minus_one_everywhere(Z, y):
    """1 is taken off every entry of P, and not only off that of the label.

    The rows of P − Y sum to 0. To what do the rows of yours sum?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_target_minus_prediction(Z, y):
    """It is Y − P: the direction of the step. The gradient points the other way.

    Raise the score of a wrong class a little. Does the loss rise or fall, and what sign has its slope?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return (np.eye(Z.shape[1])[y] - P) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_probabilities_alone(Z, y):
    """It is P / N. The labels do not occur in it.

    Two batches with the same scores and other labels should have different gradients. Where do the labels come in?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_the_sum(Z, y):
    """It is P − Y, the gradient of the losses' sum. The loss is their mean.

    The derivative of a mean of N terms: what happens to the 1/N?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_divided_twice(Z, y):
    """It is divided by N twice.

    Follow the 1/N of the mean through the chain rule. How often does it occur?
    """
    N = len(y)
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(N), y] -= 1
    P /= N
    return P / N


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_divided_by_all_entries(Z, y):
    """It is divided by N·C, the number of entries. The loss is a mean over the N examples.

    What does `Z.size` count, and over how many losses is the mean?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / Z.size


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_divided_by_the_classes(Z, y):
    """It is divided by C, the number of classes. The loss is a mean over the N examples.

    Which entry of `Z.shape` counts the examples?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / Z.shape[1]


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_only_the_one_divided(Z, y):
    """The 1 at the label is divided by N, and P is not.

    P and Y are parts of one bracket. What stands in front of it?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1 / len(y)
    return P


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_divided_before_the_one(Z, y):
    """P is divided by N, and then a whole 1 is taken off at the label.

    P and Y are parts of one bracket. What stands in front of it?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True) * len(y)
    P[np.arange(len(y)), y] -= 1
    return P


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_slope_of_p_once_more(Z, y):
    """P − Y is multiplied by P (1 − P) once more. That slope has cancelled already against the 1/p of the logarithm.

    Which links has the chain from the scores to the loss, and which of them are in P − Y?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) * P * (1 - P) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_in_the_probabilities(Z, y):
    """It is the gradient in P: −1/p at the label, 0 elsewhere. The chain goes on to the scores.

    How does p of the label change with each score? Which table of notebook 02 says so?
    """
    rows = np.arange(len(y))
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    dP = np.zeros(Z.shape)
    dP[rows, y] = -1 / P[rows, y] / len(y)
    return dP


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_the_squared_error(Z, y):
    """It is the gradient of ½‖P − Y‖², which carries a Jacobian and dies where the model is sure and wrong.

    Which of the two losses has a logarithm whose slope cancels the p?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    G = P - np.eye(Z.shape[1])[y]
    return P * (G - (P * G).sum(axis=1, keepdims=True)) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_not_cancelled(Z, y):
    """It computes −1/p times the Jacobian as it stands. Where p of the label underflows to 0, that is infinity times
    0, which is nan.

    What happens to p of the label when you multiply the two on paper?
    """
    rows = np.arange(len(y))
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    given = P[rows, y][:, None]
    return -1 / given * given * (np.eye(Z.shape[1])[y] - P) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_small_number_under_the_fraction(Z, y):
    """It computes −1/(p + 1e-8) times the Jacobian. For p far below 1e-8 the fraction no longer cancels p, and what
    comes out is 0: the gradient dies where it is needed most.

    What is −1/p times p on paper, and does that need a small number?
    """
    rows = np.arange(len(y))
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    given = P[rows, y][:, None]
    return -1 / (given + 1e-8) * given * (np.eye(Z.shape[1])[y] - P) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_the_diagonal(Z, y):
    """Only the entry of the label is filled, with p − 1; the other classes have 0. Their scores are in the sum of
    exponentials too.

    Raise the score of a wrong class. Does p of the label stay as it is?
    """
    rows = np.arange(len(y))
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    dZ = np.zeros(Z.shape)
    dZ[rows, y] = (P[rows, y] - 1) / len(y)
    return dZ


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_wrong_classes_only(Z, y):
    """The entry of the label is set to 0, and not to p − 1.

    What is p − 1 on Monday, where p is 0.3?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] = 0
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_minus_one_for_p_minus_one(Z, y):
    """The entry of the label is set to −1. It should be p − 1.

    `=` or `-=`: what is left of p in that entry?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] = -1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_most_probable_for_label(Z, y):
    """1 is taken off at the most probable class, and not at the label.

    What does the model learn if whatever it believes is called right?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), P.argmax(axis=1)] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_labels_from_one(Z, y):
    """The labels are read as 1 … C, and 1 is taken off each. They are 0 … C−1 already, and label 0 becomes the last
    class.

    Which column belongs to label 0, and which one do you change for it?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y.astype(int) - 1] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_classes_counted_in_the_labels(Z, y):
    """The one-hot table has as many columns as the largest label says. A batch need not hold the last class, and then
    the table is too narrow.

    Which argument knows C in every batch?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return (P - np.eye(int(y.max()) + 1)[y]) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_scores(Z, y):
    """It is (Z − Y) / N: scores stand where probabilities belong.

    What turns a row of scores into numbers that sum to 1?
    """
    return (Z - np.eye(Z.shape[1])[y]) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_shifted_scores(Z, y):
    """The scores have been shifted by their maximum, and are then used as if they were probabilities.

    The shift is a preparation. For which two steps?
    """
    return (Z - Z.max(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_exponentials(Z, y):
    """The exponentials have not been divided by their sum before 1 is taken off.

    To what does each row sum from which you take the one-hot labels off?
    """
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    exponentials[np.arange(len(y)), y] -= 1
    return exponentials / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_of_log_probabilities(Z, y):
    """It is (log P − Y) / N. The loss needs log P, the gradient P itself.

    Which numbers of Monday's row does the gradient show again: 0.2 or log 0.2?
    """
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return (log_P - np.eye(Z.shape[1])[y]) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_over_the_whole_batch(Z, y):
    """The exponentials are divided by their sum over the whole batch. Every row should sum to 1 by itself.

    Which axis is summed, and what are the sums of your rows of P?
    """
    P = np.exp(Z - Z.max())
    P /= P.sum()
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_over_the_examples(Z, y):
    """The softmax runs down the columns: the examples of a class compete, and not the classes of an example.

    Along which axis lie the scores that belong to one example?
    """
    P = np.exp(Z - Z.max(axis=0))
    P /= P.sum(axis=0)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_without_a_shift(Z, y):
    """The exponentials are taken of the scores as they are. From 710 on they are infinite, and inf / inf is nan.

    What may be taken off all scores of a row without changing its softmax?
    """
    P = np.exp(Z)
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_one_maximum_for_all(Z, y):
    """One maximum is taken off all rows. A row that lies 1000 below it has exponentials that are all 0, and 0/0 is nan.

    Of what is the maximum to be taken: of the batch, or of each row?
    """
    P = np.exp(Z - Z.max())
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_clipped_probabilities(Z, y):
    """P is clipped to 1e-6 … 1 − 1e-6 before 1 is taken off. The small numbers are then no longer those of the softmax.

    Does p − onehot have a logarithm or a fraction in it that would need clipping?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P = np.clip(P, 1e-6, 1 - 1e-6)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_small_number_in_the_sum(Z, y):
    """1e-3 is added to the sum of the exponentials. The rows of P then sum to less than 1.

    After the shift the largest exponential is 1. Can the sum be 0?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True) + 1e-3
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_scores_overwritten(Z, y):
    """Something is subtracted in the caller's own array. `-=` does that, also under a second name: after `P = Z` there
    are two names and one array.

    After the call, are the scores of the caller still what they were? What does `Z - …` make instead?
    """
    Z -= Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_integers_kept(Z, y):
    """The probabilities are written into an array of the type of Z. Where Z holds integers they are cut to 0 and 1.

    Which type has the array that you fill?
    """
    P = np.empty_like(Z)
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    P[:] = exponentials / exponentials.sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_transposed(Z, y):
    """It comes back with one example a column: the transpose of what it should be.

    A gradient has the shape of what it is the gradient of. Which index of Z is the example?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P.T / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_averaged_over_the_rows(Z, y):
    """The rows are averaged, and one row is left. Every example has a row of its own in the gradient.

    Which numbers does the loss of example n depend on? Are they shared with the other examples?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P.mean(axis=0)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_rounded(Z, y):
    """P is rounded to four decimals. Small probabilities become 0.

    For whom is a number rounded, and when?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = np.round(P / P.sum(axis=1, keepdims=True), 4)
    P[np.arange(len(y)), y] -= 1
    return P / len(y)


@wrong("cross_entropy_gradient")
def cross_entropy_gradient_by_differences(Z, y):
    """It measures by differences, two losses for every score. The exercise asks for the formula.

    Which line of the derivation gives all entries at once?
    """

    def loss_at(Z):
        shifted = Z - Z.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

    moves = 1e-5 * np.eye(Z.size).reshape(Z.size, *Z.shape)
    return np.reshape([(loss_at(Z + move) - loss_at(Z - move)) / 2e-5 for move in moves], Z.shape)


# ---- cross_entropy_gradient: right --------------------------------------------------------------------------------


@right("cross_entropy_gradient")
def cross_entropy_gradient_with_loops(Z, y):
    """It loops over examples and classes, and returns a list of lists."""
    N, C = Z.shape
    table = []
    for n in range(N):
        largest = max(Z[n])
        total = sum(np.exp(Z[n, k] - largest) for k in range(C))
        table.append([(np.exp(Z[n, k] - largest) / total - (1 if k == y[n] else 0)) / N for k in range(C)])
    return table


@right("cross_entropy_gradient")
def cross_entropy_gradient_with_logaddexp(Z, y):
    """It comes from log P by `logaddexp`, and takes the 1 off by `subtract.at`."""
    dZ = np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
    np.subtract.at(dZ, (np.arange(len(y)), y), 1)
    return dZ / len(y)


@right("cross_entropy_gradient")
def cross_entropy_gradient_in_single_precision(Z, y):
    """It computes in single precision."""
    P = np.asarray(Z, dtype=np.float32)
    P = np.exp(P - P.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / np.float32(len(y))


@right("cross_entropy_gradient")
def cross_entropy_gradient_row_by_row(Z, y):
    """It multiplies the one-hot row by each row's Jacobian of log-softmax, δ − p, which has no fraction in it."""
    rows = []
    for z, t in zip(Z, y, strict=True):
        p = np.exp(z - z.max())
        p = p / p.sum()
        rows.append(-np.eye(len(z))[t] @ (np.eye(len(z)) - p[None, :]) / len(Z))
    return np.stack(rows)


@right("cross_entropy_gradient")
def cross_entropy_gradient_with_einsum(Z, y):
    """It builds all Jacobians of log-softmax at once, and sums with `einsum`."""
    N, C = Z.shape
    Y = (y[:, None] == np.arange(C)).astype(float)
    E = np.exp(Z - Z.max(axis=1)[:, None])
    P = np.einsum("nk,n->nk", E, 1 / E.sum(axis=1))
    jacobians = np.eye(C)[None] - P[:, None, :]
    return np.einsum("ni,nij->nj", -Y / N, jacobians)


@right("cross_entropy_gradient")
def cross_entropy_gradient_of_the_transpose(Z, y):
    """It works with one example a column, prints, and returns a transposed view."""
    print("cross_entropy_gradient", Z.dtype, Z.shape)
    S = Z.T - Z.T.max(axis=0)
    Q = np.exp(S) / np.exp(S).sum(axis=0)
    Q[y, np.arange(len(y))] -= 1
    return (Q / len(y)).T


@right("cross_entropy_gradient")
def cross_entropy_gradient_with_a_helper(Z, y):
    """It calls a helper for every entry."""

    def delta(i, j):
        return 1.0 if i == j else 0.0

    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    dZ = np.zeros(P.shape)
    for n, k in np.ndindex(*P.shape):
        dZ[n, k] = (P[n, k] - delta(k, y[n])) / len(y)
    return dZ


@right("cross_entropy_gradient")
def cross_entropy_gradient_by_pushes(Z, y):
    """It sums the pushes of the other classes and gives the label their negative."""
    rows = np.arange(len(y))
    P = np.exp(Z - np.amax(Z, 1)[:, np.newaxis])
    P = np.divide(P, np.sum(P, 1)[:, np.newaxis])
    P[rows, y] = 0
    P[rows, y] = -P.sum(1)
    return np.multiply(P, 1 / len(y))


# ---- softmax_loss_naive: wrong ------------------------------------------------------------------------------------


@wrong("softmax_loss_naive")
def naive_loss_gradient_not_divided(W, X, y, reg):
    """The loss is divided by N, and the gradient of the data is not.

    What becomes of the 1/N of a mean when it is differentiated?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_loss_not_divided(W, X, y, reg):
    """The gradient is divided by N, and the loss is not: it is summed over the examples.

    At zero weights the loss is log C. What is yours, and does it depend on N?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_summed(W, X, y, reg):
    """Loss and gradient belong together, but to the sum over the examples. This course takes the mean.

    Which two lines are still missing after the loops?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss + reg * np.sum(W**2), dW + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_divided_in_every_round(W, X, y, reg):
    """`/= N` stands inside the loop: what the first examples gave is divided again and again.

    What should happen to a sum, and how often? How far is that line indented?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
        loss /= N
        dW /= N
    return loss + reg * np.sum(W**2), dW + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_divided_by_the_features(W, X, y, reg):
    """The sums are divided by D, the number of features: the first entry of `W.shape`, and not of `X.shape`.

    Over what does the loss take a mean?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / len(W) + reg * np.sum(W**2), dW / len(W) + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_divided_by_the_classes(W, X, y, reg):
    """The sums are divided by C, the number of classes.

    Over what does the loss take a mean?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / C + reg * np.sum(W**2), dW / C + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_divided_by_one_less(W, X, y, reg):
    """The sums are divided by N − 1. That is for variances.

    How many losses are summed?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / (N - 1) + reg * np.sum(W**2), dW / (N - 1) + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_penalty_forgotten(W, X, y, reg):
    """The penalty is missing in both results.

    `reg` is an argument. Where do you use it?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N, dW / N


@wrong("softmax_loss_naive")
def naive_loss_penalty_missing_in_the_loss(W, X, y, reg):
    """The gradient knows of the penalty and the loss does not.

    What is added to the mean cross-entropy?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N, dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_penalty_missing_in_the_gradient(W, X, y, reg):
    """The loss knows of the penalty and the gradient does not.

    What is the slope of reg · w² in w?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N


@wrong("softmax_loss_naive")
def naive_loss_penalty_gradient_without_two(W, X, y, reg):
    """The loss has λ Σ W², and the gradient λ W: that belongs to ½λ Σ W².

    Two conventions are in use. Which one is in your loss, and which in your gradient?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + reg * W


@wrong("softmax_loss_naive")
def naive_loss_half_penalty_in_the_loss(W, X, y, reg):
    """The loss has ½λ Σ W², and the gradient 2λ W: that belongs to λ Σ W².

    Two conventions are in use. Which one is in your loss, and which in your gradient?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + 0.5 * reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_half_penalty(W, X, y, reg):
    """Loss and gradient belong together, and to the convention ½λ Σ W². This course uses λ Σ W².

    What does the notation table say that is added to the mean?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + 0.5 * reg * np.sum(W**2), dW / N + reg * W


@wrong("softmax_loss_naive")
def naive_loss_penalty_for_every_example(W, X, y, reg):
    """The penalty is added inside the loop, once for every example, and then not divided: it is N times too large.

    How often should the penalty be counted?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += N * reg * np.sum(W**2) + np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
        dW += 2 * N * reg * W
    return loss / N, dW / N


@wrong("softmax_loss_naive")
def naive_loss_penalty_gradient_twice(W, X, y, reg):
    """The gradient of the penalty is in dW twice, 4λ W: added in the loop, where the division by N leaves it once, and
    again at the end.

    Where in your code is W added to dW, and how often does each of these lines run?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
        dW += 2 * reg * W
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_penalty_gradient_in_every_round(W, X, y, reg):
    """The gradient of the penalty is added for every example, undivided, and once more at the end: N + 1 times.

    Where in your code is W added to dW, and how often does each of these lines run?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += (np.log(np.exp(z).sum()) - z[y[n]]) / N
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n] / N
        dW += 2 * reg * W
    return loss + reg * np.sum(W**2), dW + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_penalty_of_the_sum(W, X, y, reg):
    """The weights are summed, and the sum is squared. The penalty squares each weight, and then sums.

    Take the weights 3 and −3. What is the square of their sum, and what the sum of their squares?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * W.sum() ** 2, dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_results_exchanged(W, X, y, reg):
    """The two results come back in the wrong order: the gradient first, then the loss.

    What does the statement say that comes first?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return dW / N + 2 * reg * W, loss / N + reg * np.sum(W**2)


@wrong("softmax_loss_naive")
def naive_loss_penalty_divided_by_the_examples(W, X, y, reg):
    """The penalty is divided by N together with the losses. It is added to their mean as it is.

    Where does the bracket of your mean end: before the penalty, or after it?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return (loss + reg * np.sum(W**2)) / N, (dW + 2 * reg * W) / N


@wrong("softmax_loss_naive")
def naive_loss_penalty_of_the_root(W, X, y, reg):
    """The penalty is λ times the length of W, the root of the sum of squares, and its gradient accordingly.

    Is there a root in the penalty of section 4?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    length = np.sqrt(np.sum(W**2))
    return loss / N + reg * length, dW / N + reg * W / length


@wrong("softmax_loss_naive")
def naive_loss_penalty_of_the_first_column(W, X, y, reg):
    """The first class is left out of the penalty, as if its weights were a bias. All weights are penalised.

    Is there a bias in this model?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    kept = W.copy()
    kept[:, 0] = 0
    return loss / N + reg * np.sum(kept**2), dW / N + 2 * reg * kept


@wrong("softmax_loss_naive")
def naive_loss_penalty_without_the_first_feature(W, X, y, reg):
    """The first feature is left out of the penalty, as if it were the constant of a bias. All weights are penalised.

    Is there a bias in this model?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    kept = W.copy()
    kept[0] = 0
    return loss / N + reg * np.sum(kept**2), dW / N + 2 * reg * kept


@wrong("softmax_loss_naive")
def naive_loss_target_minus_prediction(W, X, y, reg):
    """The data's part of the gradient has the wrong sign: δ − p is the direction of the step.

    Raise the score of a wrong class a little. Does the loss rise or fall?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += ((k == y[n]) - p[k]) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_probabilities_alone(W, X, y, reg):
    """Column k of dW collects p_k x for every class. For the label it should be p_k − 1.

    In which line does the gradient ask for the label?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += p[k] * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_label_alone(W, X, y, reg):
    """Only the column of the label is changed, by (p − 1) x. The other classes have the part p x.

    Raise a weight of a wrong class. Does the loss stay as it is?
    """
    N = len(y)
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        dW[:, y[n]] += (p[y[n]] - 1) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_label_passed_over(W, X, y, reg):
    """`continue` passes the label over: its column never gets (p − 1) x.

    Which column of dW has to make its score larger?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            if k == y[n]:
                continue
            dW[:, k] += p[k] * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_one_taken_off_the_wrong_classes(W, X, y, reg):
    """1 is taken off p for every class that is *not* the label.

    For which k is δ equal to 1?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k != y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_minus_x_outside_the_case(W, X, y, reg):
    """x is taken off every column, and not only off that of the label.

    How far is the line with the `-=` indented?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += p[k] * X[n]
            dW[:, k] -= X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_example_number_for_label(W, X, y, reg):
    """The class k is compared with n, the number of the example, and not with its label.

    Which array says what example n is?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == n)) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_labels_from_one(W, X, y, reg):
    """The labels are read as 1 … C, and 1 is taken off each. They are 0 … C−1 already.

    Which column belongs to label 0, and which one do you pick for it?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        t = int(y[n]) - 1
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[t]
        for k in range(C):
            dW[:, k] += (p[k] - (k == t % C)) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_label_in_one_byte(W, X, y, reg):
    """δ is computed from the difference of k and the label, in the label's own type. Where that is uint8, 0 − 1 is
    255.

    What is `np.uint8(0) - np.uint8(1)`? Which operation needs no difference?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - max(1 - abs(y.dtype.type(k) - y[n]), 0)) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_most_probable_for_label(W, X, y, reg):
    """1 is taken off at the most probable class, and not at the label. The loss is right.

    What does the model learn if whatever it believes is called right?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == p.argmax())) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_slope_of_p_once_more(W, X, y, reg):
    """Every p − δ is multiplied by p (1 − p) once more. That slope has cancelled already.

    Which links of the chain are in p − δ?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * p[k] * (1 - p[k]) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_exponentials_for_probabilities(W, X, y, reg):
    """The gradient takes the exponentials, which have not been divided by their sum.

    To what do the numbers of an example sum from which 1 is taken off at the label?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (np.exp(z[k]) - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_scores_for_probabilities(W, X, y, reg):
    """The gradient takes the shifted scores in the place of the probabilities.

    What turns scores into numbers that sum to 1?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (z[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_inputs_forgotten(W, X, y, reg):
    """To every entry of column k the same p − δ is added: the feature x_d is missing.

    By which number does W[d, k] reach the score of class k?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += p[k] - (k == y[n])
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_return_in_the_loop(W, X, y, reg):
    """The `return` stands inside the loop, so only the first example is looked at.

    How far is your last line indented, and how often is the loop run?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
        return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_first_example_skipped(W, X, y, reg):
    """The loop starts at 1, and example 0 is never looked at.

    With which number begin the rows of an array in Python?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(1, N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_last_example_skipped(W, X, y, reg):
    """The loop ends at N − 2, and the last example is never looked at.

    Which is the last number of `range(N - 1)`?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N - 1):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_features_for_examples(W, X, y, reg):
    """The loop runs over as many examples as there are features.

    `X.shape` is a pair. Which of its entries counts the rows?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(min(X.shape)):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_last_class_skipped(W, X, y, reg):
    """The loop over the classes ends one too early: the last column of dW gets nothing from the data.

    Which is the last number of `range(C - 1)`?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C - 1):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_losses_replaced(W, X, y, reg):
    """Each loss takes the place of the one before it: what is left is that of the last example, divided by N.

    What does `=` do inside a loop, and what does a sum need?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss = np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_gradients_replaced(W, X, y, reg):
    """Each example's part of dW takes the place of the one before it: what is left is that of the last example,
    divided by N.

    What does `=` do inside a loop, and what does a sum need?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] = (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_gradient_begins_with_the_weights(W, X, y, reg):
    """dW begins as a copy of W. A sum begins with zeros.

    What is dW for N = 0 and reg = 0, if there is nothing to add?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, W.copy()
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_weights_overwritten(W, X, y, reg):
    """`dW = W` gives the weights a second name, and what is added to dW is added to the weights, while they are used.

    After the call, are the weights of the caller still what they were?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, W
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_gradient_shaped_like_the_inputs(W, X, y, reg):
    """dW is made as `zeros_like(X)`, of shape (N, D). A row of X has D entries, and does not fit into a column of N.

    A gradient has the shape of what it is the gradient of. What has that shape here?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros_like(X)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_gradient_transposed(W, X, y, reg):
    """dW has the shape (C, D): it is the transpose of what it should be.

    Which index of W is the feature?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.T.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W.T


@wrong("softmax_loss_naive")
def naive_loss_integers_kept(W, X, y, reg):
    """dW is made in the type of X. Where X holds integers it cannot take fractions.

    Which type has the array to which you add?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape, dtype=X.dtype)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] = dW[:, k] + (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_inputs_overwritten(W, X, y, reg):
    """The inputs of each example are divided by N in place, in the caller's own array.

    After the call, are the inputs of the caller still what they were?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        X[n] /= N
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_without_a_shift(W, X, y, reg):
    """The exponentials are taken of the scores as they are. From 710 on they are infinite, and so is the loss; in p,
    inf / inf is nan.

    What may be taken off all scores of an example without changing anything?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_log_of_unshifted_probabilities(W, X, y, reg):
    """p is computed from the scores as they are, and the loss is its logarithm. From a score of 710 on p is inf / inf.

    Which number can be taken off all scores of an example, so that no exponential is infinite? And where the margin is
    800, p becomes 0: can −log p still be 800?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        p = np.exp(z) / np.exp(z).sum()
        loss -= np.log(p[y[n]])
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_maximum_of_the_whole_batch(W, X, y, reg):
    """What is taken off is not the example's own maximum: the scores of other examples are in it too. The
    exponentials of one that lies 1000 below them are all 0, and 0/0 is nan.

    Of what is the maximum to be taken, and which variables begin anew with every example?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - (X @ W).max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_maximum_so_far(W, X, y, reg):
    """What is taken off is not the example's own maximum: the scores of other examples are in it too. The
    exponentials of one that lies 1000 below them are all 0, and 0/0 is nan.

    Of what is the maximum to be taken, and which variables begin anew with every example?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    largest = -np.inf
    for n in range(N):
        z = X[n] @ W
        largest = max(largest, z.max())
        z = z - largest
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_unshifted_score_subtracted(W, X, y, reg):
    """The sum of exponentials is that of shifted scores, and the score of the label is taken off without the shift.

    If the maximum was taken off in one of the two terms, what about the other?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - X[n] @ W[:, y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_log_of_underflowed_probabilities(W, X, y, reg):
    """The loss takes the logarithm of p. Where p underflows to 0, at margins beyond 745, it is infinite.

    Can you go from the scores to the loss without passing through p?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss -= np.log(p[y[n]])
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_small_number_inside_the_log(W, X, y, reg):
    """A small number is added to p before the logarithm. The loss of an example then never exceeds 18.5, however
    wrong it is.

    What should an example cost that is wrong by a margin of 800?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss -= np.log(p[y[n]] + 1e-8)
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_base_ten(W, X, y, reg):
    """The loss takes the logarithm with the base 10 of p. The course uses the natural one.

    At zero weights the loss is log C, for three classes 1.0986. What is yours?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += (np.log(np.exp(z).sum()) - z[y[n]]) / np.log(10)
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_without_the_minus(W, X, y, reg):
    """The loss is the mean of log p, without the minus.

    Which sign has the logarithm of a number between 0 and 1?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += z[y[n]] - np.log(np.exp(z).sum())
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_all_classes_in_the_loss(W, X, y, reg):
    """The loss adds −log p of every class, and not only of the label.

    For how many k is Y different from 0?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.sum(np.log(np.exp(z).sum()) - z)
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_without_the_log(W, X, y, reg):
    """The loss adds up p of the label, and has no logarithm.

    What does the notebook call the number 1.204 of Monday?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += p[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_returns_the_loss_alone(W, X, y, reg):
    """The loss comes back alone. The gradient is asked for as well.

    What does `loss, dW = softmax_loss_naive(W, X, y, reg)` need?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2)


@wrong("softmax_loss_naive")
def naive_loss_nothing_returned(W, X, y, reg):
    """Nothing comes back: the results are computed and printed.

    What does the caller of a function get without `return`?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    print(loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W)


@wrong("softmax_loss_naive")
def naive_loss_penalty_subtracted(W, X, y, reg):
    """The gradient of the penalty is subtracted. It is part of the gradient, and has the sign that it has there.

    The loss gains reg · w². Does it rise or fall when a positive w grows?
    """
    N, C = len(y), W.shape[1]
    loss, dW = 0.0, np.zeros(W.shape)
    for n in range(N):
        z = X[n] @ W
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[y[n]]
        for k in range(C):
            dW[:, k] += (p[k] - (k == y[n])) * X[n]
    return loss / N + reg * np.sum(W**2), dW / N - 2 * reg * W


@wrong("softmax_loss_naive")
def naive_loss_by_differences(W, X, y, reg):
    """The gradient is measured by differences, weight by weight. The exercise asks for the formula.

    Section 5 says what every example adds to the entry [d, k]. What is it?
    """

    def loss_at(W):
        loss = reg * np.sum(W**2)
        for x, t in zip(X, y, strict=True):
            z = x @ W - (x @ W).max()
            loss += (np.log(np.exp(z).sum()) - z[t]) / len(y)
        return loss

    dW = np.zeros(W.shape)
    for d in range(W.shape[0]):
        for k in range(W.shape[1]):
            move = np.zeros(W.shape)
            move[d, k] = 1e-5
            dW[d, k] = (loss_at(W + move) - loss_at(W - move)) / 2e-5
    return loss_at(W), dW


# ---- softmax_loss_naive: right ------------------------------------------------------------------------------------


@right("softmax_loss_naive")
def naive_loss_looping_over_examples(W, X, y, reg):
    """It loops over the examples alone, and adds outer products."""
    N = X.shape[0]
    loss, dW = reg * (W**2).sum(), 2 * reg * W
    for x, t in zip(X, y, strict=True):
        scores = W.T @ x
        scores = scores - scores.max()
        p = np.exp(scores)
        loss += (np.log(p.sum()) - scores[t]) / N
        p /= p.sum()
        p[t] -= 1.0
        dW += np.outer(x, p) / N
    return loss, dW


@right("softmax_loss_naive")
def naive_loss_without_loops(W, X, y, reg):
    """It has no loop at all: the exercise is judged by its numbers."""
    rows = np.arange(len(y))
    Z = X @ W - (X @ W).max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[rows, y] -= 1
    return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W


@right("softmax_loss_naive")
def naive_loss_with_lists(W, X, y, reg):
    """It works with lists of Python floats and returns the gradient as a list of lists."""
    weights, inputs = W.tolist(), X.tolist()
    D, C, N = len(weights), len(weights[0]), len(inputs)
    loss = sum(reg * w * w for row in weights for w in row)
    slopes = [[2 * reg * w for w in row] for row in weights]
    for x, t in zip(inputs, y.tolist(), strict=True):
        z = [sum(x[d] * weights[d][k] for d in range(D)) for k in range(C)]
        top = max(z)
        e = [float(np.exp(value - top)) for value in z]
        loss += (float(np.log(sum(e))) + top - z[t]) / N
        for d in range(D):
            for k in range(C):
                slopes[d][k] += x[d] * (e[k] / sum(e) - (1 if k == t else 0)) / N
    return loss, slopes


@right("softmax_loss_naive")
def naive_loss_in_single_precision(W, X, y, reg):
    """It computes in single precision."""
    W, X = W.astype(np.float32), X.astype(np.float32)
    N = len(y)
    loss, dW = np.float32(0), np.zeros_like(W)
    for n in range(N):
        z = X[n] @ W
        z -= z.max()
        p = np.exp(z)
        loss += np.log(p.sum()) - z[y[n]]
        p /= p.sum()
        for k in range(W.shape[1]):
            dW[:, k] += (p[k] - np.float32(k == y[n])) * X[n]
    return loss / np.float32(N) + np.float32(reg) * np.sum(W * W), dW / np.float32(N) + np.float32(2 * reg) * W


@right("softmax_loss_naive")
def naive_loss_class_by_class(W, X, y, reg):
    """It loops over the classes, from the last to the first, and stacks the columns of dW."""
    Z = np.array([x @ W for x in X])
    log_sums = np.array([z.max() + np.log(np.exp(z - z.max()).sum()) for z in Z])
    columns = []
    for k in reversed(range(W.shape[1])):
        push = np.exp(Z[:, k] - log_sums) - (y == k)
        columns.insert(0, (X * push[:, None]).mean(axis=0) + 2 * reg * W[:, k])
    data = sum(log_sums[n] - Z[n, t] for n, t in enumerate(y)) / len(y)
    return data + reg * sum(w**2 for w in W.flat), np.column_stack(columns)


@right("softmax_loss_naive")
def naive_loss_with_a_helper_for_each_weight(W, X, y, reg):
    """It computes every entry of dW by a call of its own, in a dictionary of results."""
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max(axis=1)[:, None])
    P = P / P.sum(axis=1)[:, None]

    def slope(d, k):
        return sum(X[n, d] * (P[n, k] - (y[n] == k)) for n in range(N)) / N + 2 * reg * W[d, k]

    loss = sum(np.logaddexp.reduce(Z[n]) - Z[n, y[n]] for n in range(N)) / N + reg * np.linalg.norm(W) ** 2
    return {"dW": [[slope(d, k) for k in range(W.shape[1])] for d in range(W.shape[0])], "loss": loss}


@right("softmax_loss_naive")
def naive_loss_with_running_totals(W, X, y, reg):
    """It uses while loops, prints, and the recurrence for log-sum-exp that needs no maximum in advance."""
    print("softmax_loss_naive with reg =", reg)
    N, C = len(y), W.shape[1]
    loss, dW, n = 0.0, np.zeros_like(W, dtype=float), 0
    while n < N:
        z, total, k = X[n] @ W, -np.inf, 0
        while k < C:
            total = np.logaddexp(total, z[k])
            k += 1
        loss += total - z[y[n]]
        dW += np.outer(X[n], np.exp(z - total))
        dW[:, y[n]] -= X[n]
        n += 1
    dW /= N
    dW += 2 * reg * W
    return np.array(loss / N + reg * (W * W).sum()), dW


# ---- softmax_loss_vectorized: wrong -------------------------------------------------------------------------------


@wrong("softmax_loss_vectorized")
def softmax_loss_probabilities_overwritten(W, X, y, reg):
    """`dZ = P` gives one array two names. After `-= 1` and the division P is gone, and the loss takes logs of
    negative numbers.

    Which lines change an array that is still needed, and where would a copy help?
    """
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    dZ = P
    dZ[np.arange(N), y] -= 1
    dZ /= N
    loss = -np.log(P[np.arange(N), y]).mean() + reg * np.sum(W**2)
    return loss, X.T @ dZ + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_minus_one_in_whole_columns(W, X, y, reg):
    """1 is taken off whole columns: `dZ[:, y]` means every row, in each column that occurs in y.

    How many entries of dZ should change? Which index picks one entry a row?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[:, y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_minus_one_everywhere(W, X, y, reg):
    """1 is taken off every entry of P, and not only off that of the label.

    The rows of P − Y sum to 0. To what do the rows of yours sum?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P) - 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_target_minus_prediction(W, X, y, reg):
    """The data's part of the gradient is Y − P: the direction of the step. The gradient points the other way.

    Raise the score of a wrong class a little. Does the loss rise or fall, and what sign has its slope?
    """
    N, C = len(y), W.shape[1]
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.eye(C)[y] - np.exp(log_P)
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_labels_left_out_of_the_gradient(W, X, y, reg):
    """The gradient is built from P alone; the labels do not occur in it.

    Two batches with the same X and other labels should give different gradients. Where do the labels come in?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ np.exp(log_P) / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_gradient_of_the_sum(W, X, y, reg):
    """The loss is the mean over the examples, and the gradient is that of their sum: N times as long, but for the
    penalty.

    The derivative of a mean of N terms: what happens to the 1/N?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_gradient_divided_twice(W, X, y, reg):
    """The gradient of the data is divided by N twice, once in dZ and once more in dW.

    Follow the 1/N of the mean through the chain rule. How often does it occur?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_summed_beside_a_mean(W, X, y, reg):
    """The loss is summed over the examples, while the gradient is that of their mean.

    At zero weights the loss is log C. What is yours, and does it depend on N?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].sum() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_summed(W, X, y, reg):
    """Loss and gradient belong together, but to the sum over the examples. This course takes the mean.

    Give it the same examples twice. Should the loss be twice as large?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].sum() + reg * np.sum(W**2), X.T @ dZ + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_mean_over_all_entries(W, X, y, reg):
    """The loss is a mean over all N·C entries of the one-hot table times log P. C − 1 of each row's C entries are
    0, and they are counted.

    How many terms of that table are not 0, and by which number do you divide?
    """
    N, C = len(y), W.shape[1]
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    Y = np.eye(C)[y]
    return -np.mean(Y * log_P) + reg * np.sum(W**2), X.T @ (np.exp(log_P) - Y) / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_not_reduced(W, X, y, reg):
    """The loss is an array with one entry an example. A loss is one number, their mean.

    Which shape has your loss, and which should it have?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y] + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_base_two(W, X, y, reg):
    """The loss is in bits: its logarithm has the base 2. The course uses the natural one.

    At zero weights the loss is log C, for ten classes 2.3026. What is yours?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    log_P = (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))) / np.log(2)
    P[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_unshifted_score_subtracted(W, X, y, reg):
    """The sum of exponentials is that of shifted scores, and the score of the label is taken off without the shift.

    The loss is log-sum-exp minus z of the label. If the maximum was taken off in one of the two, what about the other?
    """
    N = len(y)
    Z = X @ W
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    sums = exponentials.sum(axis=1, keepdims=True)
    dZ = exponentials / sums
    dZ[np.arange(N), y] -= 1
    return np.mean(np.log(sums[:, 0]) - Z[np.arange(N), y]) + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_most_probable_for_label(W, X, y, reg):
    """The loss takes the probability of the most probable class, and not that of the label.

    A model that is sure and wrong should have a large loss. What does yours say of it?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P.max(axis=1).mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_labels_from_one(W, X, y, reg):
    """The labels are read as 1 … C, and 1 is taken off each. They are 0 … C−1 already, and label 0 becomes the last
    class.

    Which column does label 0 belong to, and which one do you pick for it?
    """
    N = len(y)
    column = y.astype(int) - 1
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), column] -= 1
    return -log_P[np.arange(N), column].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_classes_counted_in_the_labels(W, X, y, reg):
    """The number of classes is taken from the largest label. A batch need not hold the last class.

    Which argument knows C in every batch?
    """
    N = len(y)
    C = int(y.max()) + 1
    Z = (X @ W)[:, :C]
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.zeros((N, W.shape[1]))
    dZ[:, :C] = np.exp(log_P) - np.eye(C)[y]
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_missing_in_the_loss(W, X, y, reg):
    """The gradient knows of the penalty and the loss does not.

    What is the loss of weights that are all 100 times as large, if the data are fitted equally well?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean(), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_missing_in_the_gradient(W, X, y, reg):
    """The loss knows of the penalty and the gradient does not.

    What is the slope of reg · w² in w?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_gradient_without_two(W, X, y, reg):
    """The loss has λ Σ W², and the gradient λ W: that belongs to ½λ Σ W².

    Two conventions are in use. Which one is in your loss, and which in your gradient?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_half_penalty_in_the_loss(W, X, y, reg):
    """The loss has ½λ Σ W², and the gradient 2λ W: that belongs to λ Σ W².

    Two conventions are in use. Which one is in your loss, and which in your gradient?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + 0.5 * reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_half_penalty(W, X, y, reg):
    """Loss and gradient belong together, and to the convention ½λ Σ W². This course uses λ Σ W².

    What does the notation table say that is added to the mean?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + 0.5 * reg * np.sum(W**2), X.T @ dZ / N + reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_divided_by_the_examples(W, X, y, reg):
    """The penalty is divided by N like the losses of the examples. It is added to their mean as it is.

    Where does the bracket of your mean end: before the penalty, or after it?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return (-log_P[np.arange(N), y].sum() + reg * np.sum(W**2)) / N, (X.T @ dZ + 2 * reg * W) / N


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_not_squared(W, X, y, reg):
    """The penalty is λ times the sum of |W|, and its gradient λ times the signs: another penalty, known as L1.

    Which power of the weights stands in the loss of this notebook?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(np.abs(W)), X.T @ dZ / N + reg * np.sign(W)


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_of_the_sum(W, X, y, reg):
    """The weights are summed, and the sum is squared. The penalty squares each weight, and then sums.

    Take the weights 3 and −3. What is the square of their sum, and what the sum of their squares?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * W.sum() ** 2, X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_averaged(W, X, y, reg):
    """The penalty is λ times the mean of the squared weights, and not λ times their sum.

    By which number do you divide the squares of the weights, and does the formula divide at all?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.mean(W**2), X.T @ dZ / N + 2 * reg * W / W.size


@wrong("softmax_loss_vectorized")
def softmax_loss_penalty_gradient_subtracted(W, X, y, reg):
    """The gradient of the penalty is subtracted. It is part of the gradient, and has the sign that it has there.

    The loss gains reg · w². Does it rise or fall when a positive w grows?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N - 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_without_a_shift(W, X, y, reg):
    """The exponentials are taken of the scores as they are. From 710 on they are infinite, and inf / inf is nan.

    What may be taken off all scores of a row without changing its softmax?
    """
    N = len(y)
    P = np.exp(X @ W)
    P /= P.sum(axis=1, keepdims=True)
    loss = -np.log(P[np.arange(N), y]).mean() + reg * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_log_sum_exp_without_a_shift(W, X, y, reg):
    """The exponentials are taken of the scores as they are. From 710 on they are infinite, and so is the loss; in p,
    inf / inf is nan.

    What may be taken off all scores of a row without changing its loss?
    """
    N = len(y)
    Z = X @ W
    sums = np.exp(Z).sum(axis=1)
    loss = np.mean(np.log(sums) - Z[np.arange(N), y]) + reg * np.sum(W**2)
    dZ = np.exp(Z) / sums[:, None]
    dZ[np.arange(N), y] -= 1
    return loss, X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_one_maximum_for_all(W, X, y, reg):
    """One maximum is taken off all rows. A row that lies 1000 below it has exponentials that are all 0, and 0/0 is nan.

    Of what is the maximum to be taken: of the batch, or of each row?
    """
    N = len(y)
    Z = X @ W
    exponentials = np.exp(Z - Z.max())
    sums = exponentials.sum(axis=1, keepdims=True)
    dZ = exponentials / sums
    dZ[np.arange(N), y] -= 1
    loss = np.mean(np.log(sums[:, 0]) + Z.max() - Z[np.arange(N), y]) + reg * np.sum(W**2)
    return loss, X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_log_of_underflowed_probabilities(W, X, y, reg):
    """The loss takes the logarithm of p. Where p underflows to 0, at margins beyond 745, it is infinite.

    Can you go from the scores to the loss without passing through p?
    """
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    loss = -np.log(P[np.arange(N), y]).mean() + reg * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_small_number_inside_the_log(W, X, y, reg):
    """A small number is added to p before the logarithm. The loss of an example then never exceeds 11.5, however
    wrong it is.

    What should an example cost that is wrong by a margin of 800? Which form of the loss needs no such number?
    """
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    loss = -np.log(P[np.arange(N), y] + 1e-5).mean() + reg * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_clipped_probabilities(W, X, y, reg):
    """p is clipped to at least 1e-12 before the logarithm. The loss of an example then never exceeds 27.6, however
    wrong it is.

    What should an example cost that is wrong by a margin of 800? Which form of the loss needs no clipping?
    """
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    loss = -np.log(np.clip(P[np.arange(N), y], 1e-12, 1)).mean() + reg * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_over_the_whole_batch(W, X, y, reg):
    """The exponentials are divided by their sum over the whole batch, so that all of P sums to 1. Every row should.

    Which axis is summed, and what are the sums of your rows?
    """
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max())
    P /= P.sum()
    loss = -np.log(P[np.arange(N), y]).mean() + reg * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_over_the_examples(W, X, y, reg):
    """The softmax runs down the columns: the examples of a class compete, and not the classes of an example.

    Along which axis lie the scores that belong to one example?
    """
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max(axis=0))
    P /= P.sum(axis=0)
    loss = -np.log(P[np.arange(N), y]).mean() + reg * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_slope_of_p_once_more(W, X, y, reg):
    """P − Y is multiplied by P (1 − P) once more. That slope has cancelled already against the 1/p of the logarithm.

    Which links has the chain from the scores to the loss, and which of them are in P − Y?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    dZ = (P - np.eye(W.shape[1])[y]) * P * (1 - P)
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_exponentials_for_probabilities(W, X, y, reg):
    """The gradient is built from the exponentials before they are divided by their sum, so not from probabilities.

    What do the rows sum to from which you take the one-hot labels off?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    loss = np.mean(np.log(exponentials.sum(axis=1)) - shifted[np.arange(N), y]) + reg * np.sum(W**2)
    exponentials[np.arange(N), y] -= 1
    return loss, X.T @ exponentials / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_gradient_transposed(W, X, y, reg):
    """dW has the shape (C, D): it is the transpose of what it should be.

    A gradient has the shape of what it is the gradient of. Which index of W is the feature?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), dZ.T @ X / N + 2 * reg * W.T


@wrong("softmax_loss_vectorized")
def softmax_loss_gradient_divided_by_the_features(W, X, y, reg):
    """The gradient is divided by D, the number of features. The mean is over the N examples.

    `len(W)` counts the rows of W. What does a row of W stand for?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / len(W) + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_weights_overwritten(W, X, y, reg):
    """`dW = W` gives the weights a second name, and `*=` and `+=` then work on the weights themselves.

    After the call, are the weights of the caller still what they were?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * np.sum(W**2)
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dW = W
    dW *= 2 * reg
    dW += X.T @ dZ / N
    return loss, dW


@wrong("softmax_loss_vectorized")
def softmax_loss_clipped_scores(W, X, y, reg):
    """The scores are clipped to −30 … 30 before anything else. Beyond that the results no longer depend on them as
    they should.

    Two classes lead with scores of 100 and 200. Which of them is more probable, and which after clipping?
    """
    N = len(y)
    Z = np.clip(X @ W, -30, 30)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_shifted_by_the_mean(W, X, y, reg):
    """The mean of each row is taken off, and not its maximum. Where a row is spread widely, its largest
    exponential is infinite all the same.

    Which shift makes sure that no exponent is above 0?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.mean(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_shifted_by_the_largest_size(W, X, y, reg):
    """What is taken off is the largest absolute value. For a row of large negative scores that lowers them further,
    until all exponentials are 0.

    Take the row [−1000, −1001]. Which number should be taken off, and which one do you take off?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - np.abs(Z).max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_infinities_replaced(W, X, y, reg):
    """Where log p is −inf, `nan_to_num` puts the largest number that there is in its place. The loss is finite and
    wrong.

    What should an example cost that is wrong by a margin of 800? Where does that 800 get lost?
    """
    N = len(y)
    Z = X @ W
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    loss = -(np.nan_to_num(np.log(P[np.arange(N), y])) / N).sum() + reg * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, X.T @ P / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_labels_overwritten(W, X, y, reg):
    """The labels become places in the flattened table, by `+=`, and so in the caller's own array.

    After the call, are the labels of the caller still labels?
    """
    N, C = len(y), W.shape[1]
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    y += (C * np.arange(N)).astype(y.dtype)
    loss = -log_P.ravel()[y].mean() + reg * np.sum(W**2)
    dZ = np.exp(log_P).ravel()
    dZ[y] -= 1
    return loss, X.T @ dZ.reshape(N, C) / N + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_inputs_overwritten(W, X, y, reg):
    """`X /= N` divides the caller's own array.

    After the call, are the inputs of the caller still what they were? What does `X / N` do instead?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    X /= N
    return -log_P[np.arange(N), y].mean() + reg * np.sum(W**2), X.T @ dZ + 2 * reg * W


@wrong("softmax_loss_vectorized")
def softmax_loss_results_exchanged(W, X, y, reg):
    """The two results come back in the wrong order: the gradient first, then the loss.

    What does the statement say that comes first?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    return X.T @ dZ / N + 2 * reg * W, -log_P[np.arange(N), y].mean() + reg * np.sum(W**2)


@wrong("softmax_loss_vectorized")
def softmax_loss_looping_over_examples(W, X, y, reg):
    """Its numbers are right, and a Python loop goes over the examples.

    What does the sum over the examples look like as a matrix product?
    """
    loss, dW = reg * np.sum(W**2), 2 * reg * W
    for x, t in zip(X, y, strict=True):
        z = x @ W - (x @ W).max()
        p = np.exp(z) / np.exp(z).sum()
        loss += (np.log(np.exp(z).sum()) - z[t]) / len(y)
        p[t] -= 1
        dW += np.outer(x, p) / len(y)
    return loss, dW


@wrong("softmax_loss_vectorized")
def softmax_loss_looping_over_classes(W, X, y, reg):
    """Its numbers are right, and a Python loop goes over the classes.

    Which product gives all columns of dW at once?
    """
    N = len(y)
    Z = X @ W
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss, dW = reg * np.sum(W**2), 2 * reg * W
    for k in range(W.shape[1]):
        loss -= log_P[y == k, k].sum() / N
        dW[:, k] += X.T @ (np.exp(log_P[:, k]) - (y == k)) / N
    return loss, dW


@wrong("softmax_loss_vectorized")
def softmax_loss_by_differences(W, X, y, reg):
    """The gradient is measured by differences, two losses for every weight. The exercise asks for the formula.

    Which line of the derivation gives all entries of dW at once?
    """

    def loss_at(W):
        Z = X @ W
        shifted = Z - Z.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]) + reg * np.sum(W**2)

    moves = 1e-5 * np.eye(W.size).reshape(W.size, *W.shape)
    slopes = [(loss_at(W + move) - loss_at(W - move)) / 2e-5 for move in moves]
    return loss_at(W), np.reshape(slopes, W.shape)


# ---- softmax_loss_vectorized: right -------------------------------------------------------------------------------


@right("softmax_loss_vectorized")
def softmax_loss_with_logaddexp(W, X, y, reg):
    """It sums exponentials with `np.logaddexp`, and never shifts anything itself."""
    Z = X @ W
    rows = np.arange(len(y))
    log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    dZ = np.exp(log_P)
    dZ[rows, y] -= 1
    return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ (dZ / len(y)) + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_with_one_hot_rows(W, X, y, reg):
    """It builds the whole one-hot table."""
    Y = np.eye(W.shape[1])[y]
    Z = X @ W
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    return -(Y * log_P).sum() / len(y) + reg * (W * W).sum(), X.T.dot(np.exp(log_P) - Y) / len(y) + reg * W * 2


@right("softmax_loss_vectorized")
def softmax_loss_in_single_precision(W, X, y, reg):
    """It computes in single precision."""
    W, X = np.asarray(W, dtype=np.float32), np.asarray(X, dtype=np.float32)
    rows = np.arange(len(y))
    Z = X @ W
    Z -= Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[rows, y] -= 1
    return -log_P[rows, y].mean() + np.float32(reg) * np.sum(W**2), X.T @ dZ / len(y) + 2 * np.float32(reg) * W


@right("softmax_loss_vectorized")
def softmax_loss_with_einsum(W, X, y, reg):
    """It writes its products as Einstein sums."""
    rows = np.arange(len(y))
    Z = np.einsum("nd,dk->nk", X, W)
    Z -= Z.max(axis=1)[:, None]
    P = np.exp(Z)
    sums = np.einsum("nk->n", P)
    loss = (np.log(sums) - Z[rows, y]).mean() + reg * np.einsum("dk,dk->", W, W)
    P /= sums[:, None]
    P[rows, y] -= 1
    return loss, np.einsum("nd,nk->dk", X, P) / len(y) + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_with_examples_in_columns(W, X, y, reg):
    """It works with transposed tables, one example a column, and its dW is a transposed view."""
    N = len(y)
    S = W.T @ X.T
    S = S - S.max(axis=0)
    Q = np.exp(S)
    total = Q.sum(axis=0)
    loss = np.mean(np.log(total) - S[y, np.arange(N)]) + reg * np.linalg.norm(W) ** 2
    Q = Q / total
    Q[y, np.arange(N)] -= 1
    return loss, (Q @ X / N).T + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_with_take_along_axis(W, X, y, reg):
    """It picks the labels' entries with `take_along_axis`, and returns the loss as an array of shape ()."""
    column = np.asarray(y, dtype=np.intp)[:, None]
    Z = X @ W
    Z = Z - np.take_along_axis(Z, Z.argmax(axis=1)[:, None], axis=1)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    np.put_along_axis(dZ, column, np.take_along_axis(dZ, column, axis=1) - 1, axis=1)
    loss = np.asarray(-np.take_along_axis(log_P, column, axis=1).mean() + reg * np.vdot(W, W))
    return loss, np.asfortranarray(X.T @ dZ / len(y) + 2 * reg * W)


@right("softmax_loss_vectorized")
def softmax_loss_with_compared_labels(W, X, y, reg):
    """It compares the labels with all classes, and divides X by N instead of dZ."""
    is_label = np.asarray(y)[:, None] == np.arange(W.shape[1])
    Z = X @ W
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    loss = np.log(np.exp(Z).sum(axis=1)).mean() - Z[is_label].mean() + reg * np.square(W).sum()
    return loss, (X / len(y)).T @ (P - is_label) + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_relative_to_the_label(W, X, y, reg):
    """It takes the label's score off each row, and then the maximum of what is left."""
    rows = np.arange(len(y))
    Z = X @ W
    lead = Z - Z[rows, y][:, None]
    most = lead.max(axis=1, keepdims=True)
    exponentials = np.exp(lead - most)
    losses = most[:, 0] + np.log(exponentials.sum(axis=1))
    dZ = exponentials / exponentials.sum(axis=1, keepdims=True)
    np.subtract.at(dZ, (rows, y), 1)
    return float(losses.mean() + reg * (W**2).sum()), X.T @ dZ / len(y) + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_shifted_twice(W, X, y, reg):
    """It takes off one maximum for the whole batch, and then one for each row."""
    rows = np.arange(len(y))
    Z = X @ W
    Z = Z - np.max(Z)
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    S = P.sum(axis=1, keepdims=True)
    loss = np.sum(np.log(S[:, 0]) - Z[rows, y]) / len(y) + reg * np.sum(W**2)
    P = P / S
    P[rows, y] = P[rows, y] - 1
    return loss, X.T @ P / len(y) + reg * (W + W)


@right("softmax_loss_vectorized")
def softmax_loss_with_harmless_clipping(W, X, y, reg):
    """It clips the shifted scores at −745, below which the exponential is 0 anyway, but not those in the loss."""
    rows = np.arange(len(y))
    Z = X @ W
    Z = Z - Z.max(axis=1, keepdims=True)
    exponentials = np.exp(np.clip(Z, -745.0, 0.0))
    exponentials[Z < -745.0] = 0.0
    S = exponentials.sum(axis=1, keepdims=True)
    dZ = exponentials / S
    dZ[rows, y] -= 1.0
    return np.mean(np.log(S.ravel()) - Z[rows, y]) + reg * np.sum(W**2), np.matmul(X.T, dZ) / len(y) + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_in_extended_precision(W, X, y, reg):
    """It computes in extended precision."""
    rows = np.arange(len(y))
    W, X = np.asarray(W, dtype=np.longdouble), np.asarray(X, dtype=np.longdouble)
    Z = X @ W
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    dZ = np.exp(log_P)
    dZ[rows, y] -= 1
    dW = X.T @ dZ / len(y) + 2 * reg * W
    return float(-log_P[rows, y].mean() + reg * np.sum(W**2)), dW.astype(np.float64)


@right("softmax_loss_vectorized")
def softmax_loss_with_prints_and_warnings(W, X, y, reg):
    """It prints, warns, divides by zero where it does not matter, and returns a list."""
    print("softmax_loss_vectorized:", X.shape, W.shape)
    rows = np.arange(len(y))
    Z = X @ W
    Z = Z - Z.max(axis=1, keepdims=True)
    S = np.exp(Z).sum(axis=1)
    np.log(np.exp(Z) * 0)
    dZ = np.exp(Z) / S[:, None]
    dZ[rows, y] -= 1
    return [np.log(S).mean() - Z[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W]


@right("softmax_loss_vectorized")
def softmax_loss_with_a_padded_problem(W, X, y, reg):
    """It appends the square root of the penalty to the problem, and differentiates a sum of squares."""
    rows = np.arange(len(y))
    Z = X @ W
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    data = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    P[rows, y] -= 1
    stacked = np.vstack([X / len(y), 2 * np.sqrt(reg) * np.eye(len(W))])
    return data + ((np.sqrt(reg) * W) ** 2).sum(), stacked.T @ np.vstack([P, np.sqrt(reg) * W])


@right("softmax_loss_vectorized")
def softmax_loss_with_optimized_einsum(W, X, y, reg):
    """It leaves the order of three factors to `einsum`."""
    N, C = len(y), W.shape[1]
    Y = np.equal.outer(y, np.arange(C)).astype(float)
    Z = np.einsum("nd,dk->nk", X, W, optimize=True)
    log_P = Z - np.logaddexp.reduce(Z, axis=1)[:, None]
    dW = np.einsum("n,nd,nk->dk", np.full(N, 1 / N), X, np.exp(log_P) - Y, optimize=True)
    return -np.einsum("nk,nk->", Y, log_P) / N + reg * np.vdot(W, W), dW + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_in_two_matrix_products(W, X, y, reg):
    """It adds what the labels take off by a second product, and never changes P."""
    N, C = X.shape[0], W.shape[1]
    scores = X.dot(W)
    scores = scores - np.max(scores, axis=1).reshape(-1, 1)
    P = np.exp(scores) / np.sum(np.exp(scores), axis=1).reshape(-1, 1)
    Y = np.zeros((N, C))
    Y.flat[np.arange(N) * C + y] = 1
    loss = (np.log(np.exp(scores).sum(axis=1)).sum() - (scores * Y).sum()) / N
    return loss + reg * np.trace(W.T @ W), X.T.dot(P) / N - X.T.dot(Y) / N + 2 * reg * W


@right("softmax_loss_vectorized")
def softmax_loss_in_a_dictionary(W, X, y, reg):
    """It returns its results in a dictionary, computed by nested functions and a lambda."""

    def log_softmax(Z):
        Z = Z - np.amax(Z, axis=-1, keepdims=True)
        return Z - np.log(np.sum(np.exp(Z), axis=-1, keepdims=True))

    def backward(dZ):
        return np.matmul(np.transpose(X), dZ) + 2.0 * reg * W

    penalty = lambda: reg * np.power(W, 2).sum()  # noqa: E731
    log_P = log_softmax(np.matmul(X, W))
    mask = np.zeros(log_P.shape, dtype=bool)
    mask[np.arange(mask.shape[0]), y] = True
    return {"loss": penalty() - log_P[mask].mean(), "dW": backward((np.exp(log_P) - mask) / mask.shape[0])}


@right("softmax_loss_vectorized")
def softmax_loss_with_columns_scaled_in_place(W, X, y, reg):
    """It reuses one array for scores, exponentials and gradient, all of it its own, and takes the loss on the way."""
    rows = np.arange(y.shape[0])
    A = np.matmul(X, W)
    A -= A.max(axis=1, keepdims=True)
    given = A[rows, y].copy()
    np.exp(A, out=A)
    sums = A.sum(axis=1)
    loss = np.average(np.log(sums) - given) + reg * np.einsum("ij,ij", W, W)
    A /= sums[:, None]
    A[rows, y] -= 1
    A *= 1 / y.shape[0]
    dW = np.tensordot(X, A, axes=(0, 0))
    dW += 2 * reg * W
    return loss, dW


# ---- linear_backward: wrong -----------------------------------------------------------------------------------------


@wrong("linear_backward")
def linear_backward_bias_over_the_classes(dZ, X, W):
    """db sums over the classes, and has one number an example. b has one number a class.

    Which entries of Z does b[k] reach, and which index runs through them?
    """
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=1)


@wrong("linear_backward")
def linear_backward_bias_averaged(dZ, X, W):
    """db is the mean over the examples. The 1/N of a mean loss is in dZ already, where it belongs.

    b[k] is used N times. What does the chain rule do with N paths: add them or average them?
    """
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


@wrong("linear_backward")
def linear_backward_bias_in_a_row(dZ, X, W):
    """db has the shape (1, C). A gradient has the shape of what it is the gradient of, and b has the shape (C,).

    Which argument of the sum keeps the axis?
    """
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0, keepdims=True)


@wrong("linear_backward")
def linear_backward_bias_as_one_number(dZ, X, W):
    """db is a single number, the sum of all entries of dZ.

    How many biases has the layer?
    """
    return dZ @ W.T, X.T @ dZ, dZ.sum()


@wrong("linear_backward")
def linear_backward_bias_not_summed(dZ, X, W):
    """db is dZ itself, with a row for every example. There is one bias a class, shared by all examples.

    One entry of b is added in N rows. What happens to its N slopes?
    """
    return dZ @ W.T, X.T @ dZ, dZ


@wrong("linear_backward")
def linear_backward_bias_of_ones(dZ, X, W):
    """db is made of ones: the slope of Z in b, without the gradient that comes from above.

    The chain rule multiplies two slopes. Which one is missing?
    """
    return dZ @ W.T, X.T @ dZ, np.ones(dZ.shape[1])


@wrong("linear_backward")
def linear_backward_bias_of_the_first_example(dZ, X, W):
    """db is the first row of dZ. The bias is added in every row.

    Which entries of Z does b[k] reach?
    """
    return dZ @ W.T, X.T @ dZ, dZ[0]


@wrong("linear_backward")
def linear_backward_bias_forgotten(dZ, X, W):
    """Two results come back: there is no gradient for b.

    Which three inputs has Z = XW + b?
    """
    return dZ @ W.T, X.T @ dZ


@wrong("linear_backward")
def linear_backward_bias_first(dZ, X, W):
    """The three results come in another order: db stands first.

    In which order does the statement name them?
    """
    return dZ.sum(axis=0), dZ @ W.T, X.T @ dZ


@wrong("linear_backward")
def linear_backward_bias_second(dZ, X, W):
    """The three results come in another order: db stands in the middle.

    In which order does the statement name them?
    """
    return dZ @ W.T, dZ.sum(axis=0), X.T @ dZ


@wrong("linear_backward")
def linear_backward_results_exchanged(dZ, X, W):
    """dX and dW have changed places.

    In which order does the statement name them, and which shapes have they?
    """
    return X.T @ dZ, dZ @ W.T, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_transposed(dZ, X, W):
    """dW is dZᵀX, of shape (C, D): the transpose of what it should be. Where D = C nobody would notice the shape.

    Over which index is summed? In Xᵀ dZ and in dZᵀ X it is the same. What is not the same?
    """
    return dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_inputs_transposed(dZ, X, W):
    """dX is W dZᵀ, of shape (D, N): the transpose of what it should be.

    Is an example a row of X or a column?
    """
    return W @ dZ.T, X.T @ dZ, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_not_transposed(dZ, X, W):
    """dX multiplies dZ by W as it stands. The inner sizes, C and D, only fit where they are equal, and then the sum
    runs over the wrong index.

    Over which index of W has dX to sum?
    """
    return dZ @ W, X.T @ dZ, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_reshaped(dZ, X, W):
    """W is reshaped to (C, D), which is not its transpose: the numbers stay in their order and land elsewhere.

    Reshape [[1, 2, 3], [4, 5, 6]] to (3, 2), and transpose it. Where is the 2?
    """
    D, C = W.shape
    return dZ @ W.reshape(C, D), X.T @ dZ, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_inputs_reshaped(dZ, X, W):
    """X is reshaped to (D, N), which is not its transpose: the numbers stay in their order and land elsewhere.

    Reshape [[1, 2, 3], [4, 5, 6]] to (3, 2), and transpose it. Where is the 2?
    """
    N, D = X.shape
    return dZ @ W.T, X.reshape(D, N) @ dZ, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_divided(dZ, X, W):
    """dW is divided by N, and db is not. dZ has been divided already, if it had to be.

    What does the statement say of dividing?
    """
    return dZ @ W.T, X.T @ dZ / len(X), dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_all_divided(dZ, X, W):
    """All three are divided by N. dZ has been divided already, if it had to be: this block does not know what comes
    after it.

    Does Z = XW + b hold a mean?
    """
    N = len(X)
    return dZ @ W.T / N, X.T @ dZ / N, dZ.sum(axis=0) / N


@wrong("linear_backward")
def linear_backward_weights_and_bias_divided(dZ, X, W):
    """dW and db are divided by N. dZ has been divided already, if it had to be.

    What does the statement say of dividing?
    """
    N = len(X)
    return dZ @ W.T, X.T @ dZ / N, dZ.sum(axis=0) / N


@wrong("linear_backward")
def linear_backward_weights_summed_before_the_product(dZ, X, W):
    """dW is a product of two sums: that of the rows of X and that of the rows of dZ. The products have to be summed,
    example by example.

    Two examples, X = [1, 1] and dZ = [1, −1]: what is the sum of the products, and what the product of the sums?
    """
    return dZ @ W.T, np.outer(X.sum(axis=0), dZ.sum(axis=0)), dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_of_the_last_example(dZ, X, W):
    """Each example's part of dW takes the place of the one before it, so that only the last one's is left.

    What does `=` do inside a loop, and what does a sum need?
    """
    for x, dz in zip(X, dZ, strict=True):
        dW = np.outer(x, dz)
    return dZ @ W.T, dW, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_penalised(dZ, X, W):
    """W is added to dW, as for a penalty. This block has none.

    Does Z = XW + b know of reg?
    """
    return dZ @ W.T, X.T @ dZ + W, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_slopes_of_the_layer(dZ, X, W):
    """dX sums the weights of each feature over the classes: the slopes of Z alone. dZ does not occur in it.

    Two different dZ come from above. Should dX be the same?
    """
    return np.ones(dZ.shape) @ W.T, X.T @ dZ, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_without_dz(dZ, X, W):
    """dW sums the inputs over the examples and leaves dZ out.

    Two different dZ come from above. Should dW be the same?
    """
    return dZ @ W.T, X.T @ np.ones(dZ.shape), dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_signs_turned(dZ, X, W):
    """All three have the wrong sign: they are the steps downhill. Gradients point uphill.

    Who takes the minus: the gradient or the step?
    """
    return -dZ @ W.T, -X.T @ dZ, -dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_kink_of_a_relu(dZ, X, W):
    """The entries of dZ that are negative are set to 0, as if a ReLU stood here. Z = XW + b has no kink.

    What does an entry of W do to Z if dZ is negative there?
    """
    dZ = np.where(dZ > 0, dZ, 0)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_scores_for_dz(dZ, X, W):
    """dZ is taken for scores: a softmax is applied to it. What comes is a gradient already.

    The name says it: of what is dZ the gradient?
    """
    P = np.exp(dZ - dZ.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return P @ W.T, X.T @ P, P.sum(axis=0)


@wrong("linear_backward")
def linear_backward_dz_divided_in_place(dZ, X, W):
    """dZ is divided by N in the caller's own array. It would have been divided already, if it had to be.

    After the call, is the gradient of the caller still what it was?
    """
    dZ /= len(X)
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_weights_moved(dZ, X, W):
    """W is moved by its gradient in place, before dX is computed from it.

    Whose array is W? With which weights was Z computed?
    """
    dW = X.T @ dZ
    W -= dW
    return dZ @ W.T, dW, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_inputs_for_weights(dZ, X, W):
    """dX is made with the gradient of W, dZ dWᵀ, and not with W itself.

    With which factor does X[n, d] reach Z[n, k]?
    """
    dW = X.T @ dZ
    return dZ @ dW.T, dW, dZ.sum(axis=0)


@wrong("linear_backward")
def linear_backward_by_differences(dZ, X, W):
    """It measures by differences, entry by entry. The exercise asks for the three formulas.

    The table of section 7 has a factor in every line. Which product adds them up?
    """

    def passed_on(X, W, b):
        return (dZ * (X @ W + b)).sum()

    b = np.zeros(W.shape[1])
    results = []
    for place, A in enumerate((X, W, b)):
        slopes = []
        for move in 1e-5 * np.eye(A.size):
            above, below = [X, W, b], [X, W, b]
            above[place] = A + move.reshape(A.shape)
            below[place] = A - move.reshape(A.shape)
            slopes.append((passed_on(*above) - passed_on(*below)) / 2e-5)
        results.append(np.reshape(slopes, A.shape))
    return results


# ---- linear_backward: right -----------------------------------------------------------------------------------------


@right("linear_backward")
def linear_backward_with_loops(dZ, X, W):
    """It adds entry by entry."""
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(X.shape[0]):
        for k in range(W.shape[1]):
            db[k] += dZ[n, k]
            for d in range(X.shape[1]):
                dX[n, d] += dZ[n, k] * W[d, k]
                dW[d, k] += dZ[n, k] * X[n, d]
    return dX, dW, db


@right("linear_backward")
def linear_backward_with_einsum(dZ, X, W):
    """It writes three Einstein sums and returns them in a dictionary."""
    return {
        "dW": np.einsum("nd,nk->dk", X, dZ),
        "dX": np.einsum("nk,dk->nd", dZ, W),
        "db": np.einsum("nk->k", dZ),
    }


@right("linear_backward")
def linear_backward_in_single_precision(dZ, X, W):
    """It computes in single precision, and returns a list."""
    dZ, X, W = (np.asarray(A, dtype=np.float32) for A in (dZ, X, W))
    return [dZ @ W.T, X.T @ dZ, np.ones(len(dZ), dtype=np.float32) @ dZ]


@right("linear_backward")
def linear_backward_with_a_constant_feature(dZ, X, W):
    """It puts b under W and a column of ones beside X, as one layer without a bias."""
    wide = np.hstack([X, np.ones((len(X), 1))])
    tall = np.vstack([W, np.zeros((1, W.shape[1]))])
    both = wide.T @ dZ
    return (dZ @ tall.T)[:, :-1], both[:-1], both[-1]


@right("linear_backward")
def linear_backward_by_outer_products(dZ, X, W):
    """It sums one outer product an example, and prints."""
    print("linear_backward", dZ.shape, X.shape, W.shape)
    dW = sum(np.outer(x, dz) for x, dz in zip(X, dZ, strict=True))
    dX = np.stack([W @ dz for dz in dZ])
    return dX, dW, sum(dZ)


@right("linear_backward")
def linear_backward_by_broadcasting(dZ, X, W):
    """It sums tables with three axes."""
    dX = (dZ[:, None, :] * W[None, :, :]).sum(axis=-1)
    dW = (X[:, :, None] * dZ[:, None, :]).sum(axis=0)
    return dX, dW, np.add.reduce(dZ)


@right("linear_backward")
def linear_backward_transposed_twice(dZ, X, W):
    """It works with transposed arrays, and its results are transposed views."""
    up = dZ.T
    return (W @ up).T, (up @ X).T, np.tensordot(up, np.ones(len(X)), axes=1)


# ---- equivalent_learning_rate: wrong --------------------------------------------------------------------------------


@wrong("equivalent_learning_rate")
def equivalent_rate_times_the_batch(lr, batch_size):
    """The rate is multiplied by the batch size. The gradient of the sum is longer already.

    A gradient that is 100 times as long, and the same step: what has the rate to be?
    """
    return lr * batch_size


@wrong("equivalent_learning_rate")
def equivalent_rate_unchanged(lr, batch_size):
    """The rate comes back as it was. The gradient of the sum is longer than that of the mean, so the steps would be
    too.

    How much longer is it, for a batch of 100?
    """
    return lr


@wrong("equivalent_learning_rate")
def equivalent_rate_by_the_root(lr, batch_size):
    """The rate is divided by the root of the batch size. That is a rule of thumb about noise. Here the steps have to
    be the same.

    By which factor does a sum of 100 terms exceed their mean?
    """
    return lr / np.sqrt(batch_size)


@wrong("equivalent_learning_rate")
def equivalent_rate_times_the_root(lr, batch_size):
    """The rate is multiplied by the root of the batch size. That is a rule of thumb for larger batches. Here the
    batch stays as it is.

    By which factor does a sum of 100 terms exceed their mean?
    """
    return lr * np.sqrt(batch_size)


@wrong("equivalent_learning_rate")
def equivalent_rate_cut_to_an_integer(lr, batch_size):
    """`//` divides and cuts off the fraction: a rate of 0.5 becomes 0.

    What is `0.5 // 100`?
    """
    return lr // batch_size


@wrong("equivalent_learning_rate")
def equivalent_rate_of_the_example(lr, batch_size):
    """The rate is divided by 100, whatever the batch size is. The 100 belongs to the example in the text.

    What would the two programs look like for batches of 32?
    """
    return lr / 100


@wrong("equivalent_learning_rate")
def equivalent_rate_one_less(lr, batch_size):
    """The rate is divided by the batch size less one.

    How many terms has the sum over a batch?
    """
    return lr / (batch_size - 1)


@wrong("equivalent_learning_rate")
def equivalent_rate_without_the_rate(lr, batch_size):
    """It is 1 divided by the batch size: the rate itself is lost.

    If lr is doubled, what should happen to the result?
    """
    return 1 / batch_size


@wrong("equivalent_learning_rate")
def equivalent_rate_upside_down(lr, batch_size):
    """It is the batch size divided by the rate.

    A small rate for the mean: should it become a large one for the sum?
    """
    return batch_size / lr


@wrong("equivalent_learning_rate")
def equivalent_rate_rounded(lr, batch_size):
    """The result is rounded to three decimals. Rates are often smaller than that.

    What becomes of 0.5 / 2000?
    """
    return round(lr / batch_size, 3)


@wrong("equivalent_learning_rate")
def equivalent_rate_as_text(lr, batch_size):
    """A text comes back. The next line of a program would want to multiply by it.

    What is the difference between showing a number and returning it?
    """
    return f"{lr / batch_size:.6f}"


@wrong("equivalent_learning_rate")
def equivalent_rate_printed(lr, batch_size):
    """The rate is printed, and None comes back.

    What does the caller of a function get without `return`?
    """
    print(lr / batch_size)


@wrong("equivalent_learning_rate")
def equivalent_rate_divided_by_twice_the_batch(lr, batch_size):
    """The rate is divided by 2 times the batch size. The 2 belongs to the gradient of a penalty, and there is none.

    By which factor does a sum of 100 terms exceed their mean?
    """
    return lr / (2 * batch_size)


# ---- equivalent_learning_rate: right --------------------------------------------------------------------------------


@right("equivalent_learning_rate")
def equivalent_rate_times_the_inverse(lr, batch_size):
    """It multiplies by a power of −1."""
    return lr * float(batch_size) ** -1


@right("equivalent_learning_rate")
def equivalent_rate_in_single_precision(lr, batch_size):
    """It divides in single precision."""
    return np.float32(lr) / np.float32(batch_size)


@right("equivalent_learning_rate")
def equivalent_rate_in_an_array(lr, batch_size):
    """It returns an array of shape ()."""
    return np.divide(lr, batch_size, out=np.zeros(()))


@right("equivalent_learning_rate")
def equivalent_rate_by_two_steps(lr, batch_size):
    """It asks which rate takes the same step from the same gradients."""
    gradients = np.linspace(1.0, 2.0, batch_size)
    step = lr * gradients.mean()
    return step / gradients.sum()


# ---- train_softmax: wrong -------------------------------------------------------------------------------------------


@wrong("train_softmax")
def train_softmax_from_random_weights(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The weights start at small random numbers. The exercise starts from zeros.

    What is the first loss at zero weights, and what is yours?
    """
    W, losses = 0.01 * rng.normal(size=(X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_from_ones(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The weights start at 1. All scores of an example are then equal and the first loss is still log C, but for the
    penalty, and W keeps the 1.

    With which W does the exercise begin?
    """
    W, losses = np.ones((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_losses_after_the_update(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Each loss is taken after its update. W is right, but losses[0] is not the loss at the start.

    At zero weights the loss is log C. What is your first one?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
        Z = x @ W
        log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
    return W, losses


@wrong("train_softmax")
def train_softmax_penalty_after_the_update(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The cross-entropy in the losses is that before the update, the penalty beside it that after it.

    At which weights should both terms of a loss be taken?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
    return W, losses


@wrong("train_softmax")
def train_softmax_one_loss_too_many(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """There is one loss more than steps: one is taken after the last update.

    `losses[t]` belongs to update t. How many updates are there?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    losses.append(losses[-1])
    return W, losses


@wrong("train_softmax")
def train_softmax_one_step_short(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The loop makes one update too few and records one loss too few.

    How many numbers does `range(1, steps)` hold?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(1, steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_one_step_too_many(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The loop makes one update too many and records one loss too many.

    How many numbers does `range(steps + 1)` hold?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps + 1):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_steps_as_epochs(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """`steps` is taken for a number of epochs: for each of them it runs through all batches of the data.

    One batch a step: how many losses does that make?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _epoch in range(steps):
        order = rng.permutation(len(X))
        for rows in (order[i : i + batch_size] for i in range(0, len(X), batch_size)):
            Z = X[rows] @ W
            log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
            Y = np.eye(num_classes)[y[rows]]
            losses.append(-(Y * log_P).sum() / len(rows) + reg * np.sum(W**2))
            W = W - lr * (X[rows].T @ (np.exp(log_P) - Y) / len(rows) + 2 * reg * W)
    return W, losses


@wrong("train_softmax")
def train_softmax_weights_before_the_last_update(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The losses are right, but the weights that come back are those before the last update.

    With steps = 1, should W still be zero?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        before, W = W, W - lr * dW
    return before, losses


@wrong("train_softmax")
def train_softmax_weights_averaged(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The mean of the weights over all steps comes back, and not the last ones.

    After steps updates, which W is asked for?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    total = 0
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
        total = total + W
    return total / steps, losses


@wrong("train_softmax")
def train_softmax_weights_alone(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """W comes back alone. The losses on the way are asked for as well.

    What does `W, losses = train_softmax(…)` need?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W


@wrong("train_softmax")
def train_softmax_losses_first(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The two results have changed places: the losses come first.

    In which order does the statement name them?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return losses, W


@wrong("train_softmax")
def train_softmax_last_loss_only(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """One loss comes back, the last. What is asked for is all of them, one a step.

    How many points has the learning curve that is drawn from your result?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses[-1]


@wrong("train_softmax")
def train_softmax_losses_of_the_examples(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Each entry of `losses` is an array, one loss an example. A step has one loss, the mean over its batch.

    What is the shape of what you append?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t] + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_uphill(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The gradient is added: every step goes uphill, and the losses grow.

    The gradient points to where the loss grows fastest. Which way do you want to go?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W + lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_summed_gradient(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The steps use the gradient of the sum over the batch, and the losses are means. The rate belongs to the mean.

    How much longer is the gradient of a sum? Section 8 has a function for it.
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_divided_twice(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The gradient of the data is divided by the batch size twice.

    Which of your functions has divided already?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) / batch_size + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_divided_by_all_examples(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The gradient is divided by N, the number of all examples, and not by that of the batch.

    Over how many losses does the mean of a step go?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(X) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_rate_divided(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rate is divided by the batch size. That would suit a summed loss, and this one is a mean.

    For which loss is the rate of section 8 meant?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr / batch_size * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_losses_summed(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The losses are summed over the batch, while the steps use the gradient of the mean.

    At zero weights the loss is log C, whatever the batch size. What is yours?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].sum() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_without_a_penalty(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """`reg` is used nowhere: neither the losses nor the steps have a penalty.

    What does the statement add to the loss of a batch, and what to the gradient of a step?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean())
        W = W - lr * x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t)
    return W, losses


@wrong("train_softmax")
def train_softmax_return_in_the_loop(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It returns after the first step, whatever `steps` is: `losses` holds one number, and W has moved once.

    How far is the line with `return` indented, and when is it reached?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
        return W, losses


@wrong("train_softmax")
def train_softmax_penalty_missing_in_the_losses(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The steps know of the penalty, and the losses do not.

    What belongs to the loss of a step, besides the mean over the batch?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean())
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_penalty_missing_in_the_steps(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The losses know of the penalty, and the steps do not.

    What is the gradient of reg · ΣW²?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t)
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_penalty_gradient_without_two(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The losses have λ Σ W², and the steps follow λ W: that belongs to ½λ Σ W².

    What is the slope of reg · w² in w?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_half_penalty(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Losses and steps belong together, and to the convention ½λ Σ W². This course uses λ Σ W².

    What does the notation table say that is added to the mean?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + 0.5 * reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_weight_decay(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Besides the step, W is multiplied by 1 − lr · reg. With the penalty in the gradient as well, it counts one and
    a half times.

    Each step multiplies W by 1 − 2 · lr · reg. Where does that come from, and how often?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = (1 - lr * reg) * W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_gradient_at_the_start(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Every step uses the gradient at zero weights: W moves straight on and never turns.

    At which weights is the gradient of step t needed?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    start = W
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ start
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_momentum(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The steps remember: 0.9 times the step before is added to each. That is momentum, another method.

    What does step 3 of the statement say that W is moved by?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    velocity = 0
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        velocity = 0.9 * velocity - lr * dW
        W = W + velocity
    return W, losses


@wrong("train_softmax")
def train_softmax_falling_rate(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rate falls with the number of the step. The exercise keeps it.

    Which argument is the rate, and where does it change?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr / (1 + step) * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_normalised_gradient(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Every step has the length lr, because the gradient is divided by its own length.

    Near the minimum the gradient becomes short. Should the steps?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW / np.linalg.norm(dW)
    return W, losses


@wrong("train_softmax")
def train_softmax_labels_left_out(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The gradient is built from P alone, without the labels.

    What can be learnt from data without labels? Where do they come in?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ np.exp(log_P) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_classes_counted_in_the_labels(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The number of classes is taken from the labels. They need not hold the last class.

    Which argument knows how many classes there are?
    """
    num_classes = int(y.max()) + 1
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_weights_transposed(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """W comes back with a class a row: the transpose of what it should be.

    Which shape has W in `Z = X @ W`?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W.T, losses


@wrong("train_softmax")
def train_softmax_with_replacement(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The row numbers of a batch are drawn independently of each other, with replacement: a batch can hold an example
    more than once, and another not at all.

    Draw eight numbers from 0 … 7 like this. Are they all different? Which argument, or which other method, sees to
    it?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_integers_with_replacement(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The row numbers of a batch are drawn independently of each other, with replacement: a batch can hold an example
    more than once, and another not at all.

    Draw eight numbers from 0 … 7 like this. Are they all different? Which argument, or which other method, sees to
    it?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.integers(0, len(X), batch_size)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_global_random_numbers(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rows are drawn by `np.random`, and not by the `rng` that was passed. Two runs with equal generators draw
    different batches, so that nobody can repeat one.

    Which object should draw?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = np.random.choice(len(X), batch_size)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_global_random_numbers_without_replacement(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rows are drawn by `np.random`, and not by the `rng` that was passed. Two runs with equal generators draw
    different batches, so that nobody can repeat one.

    Which object should draw?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = np.random.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_generator_of_its_own(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """A generator with a seed of its own draws the rows, and the `rng` that was passed is not used.

    Two callers pass two generators. Should they get the same batches?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    own = np.random.default_rng(0)
    for _step in range(steps):
        rows = own.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_same_batch_in_every_step(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rows are drawn once, before the loop, and used in every step.

    How many draws does a fresh batch a step need?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    rows = rng.choice(len(X), batch_size, replace=False)
    for _step in range(steps):
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_first_rows_only(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The batch is always the first rows of X, in another order. The others are never seen.

    Out of how many row numbers should be drawn?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.permutation(batch_size)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_in_the_given_order(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The batches are taken from X in the order in which it was given, one after the other. Nothing is drawn.

    If X is sorted by class, what does each batch hold?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for step in range(steps):
        rows = np.arange(step * batch_size, (step + 1) * batch_size) % len(X)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_never_shuffled_again(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rows are put into a random order once. From then on every pass through the data uses the same batches
    again.

    How often does your code draw, if it runs for ten epochs?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    order = rng.permutation(len(X))
    for step in range(steps):
        rows = np.take(order, np.arange(step * batch_size, (step + 1) * batch_size), mode="wrap")
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_last_example_never_drawn(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The row numbers are drawn from 0 … N − 2. That is one too few, when a batch holds all examples.

    Does the upper end belong to the numbers that `choice` draws from?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X) - 1, batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_window_never_reaches_the_end(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """A batch is a run of neighbouring rows, from a row on that is drawn. The last row is never among them: the start
    is drawn from one number too few.

    With 10 rows and batches of 9, from which rows may a batch start? From which numbers do you draw?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.integers(max(len(X) - batch_size, 1)) + np.arange(batch_size)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_whole_data_in_every_step(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Every step uses all examples. `batch_size` is not used.

    How many rows should a step look at?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.permutation(len(X))
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_one_example_too_few(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The slice ends one too early: a batch holds batch_size − 1 rows.

    How many numbers has `order[0 : batch_size - 1]`?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.permutation(len(X))[: batch_size - 1]
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_one_example_a_step(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """Each step draws a single example. `batch_size` is not used.

    How many rows should a step look at?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), 1, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_labels_drawn_separately(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rows of X and the labels are drawn separately: examples meet labels that are not theirs.

    How many times may be drawn for one batch?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rng.choice(len(X), batch_size, replace=False)]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_labels_not_drawn(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rows of X are drawn, and the labels are always the first ones of y.

    Which label belongs to row number 17?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[:batch_size]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_data_shuffled_in_place(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """X and y are put into another order in place: the caller's own arrays.

    After the call, which rows has the caller's X? Can you shuffle numbers in its place?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        rows = np.arange(batch_size)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_losses_of_all_examples(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The losses are those of all examples, and not of the batch of each step.

    Which rows does losses[t] belong to?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        Z = X @ W
        losses.append(np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y]) + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_losses_of_the_next_batch(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The loss of a step is taken on another batch than its update.

    How many batches does one step draw?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        P = np.exp(x @ W - np.logaddexp.reduce(x @ W, axis=1, keepdims=True))
        dW = x.T @ (P - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_losses_as_running_means(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """losses[t] is the mean of all losses up to step t.

    Which curve is smoother: that of the losses or that of their means? Which one is asked for?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, np.cumsum(losses) / np.arange(1, steps + 1)


@wrong("train_softmax")
def train_softmax_loss_every_ten_steps(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """A loss is recorded at every tenth step only.

    How many losses does the statement ask for?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        if step % 10 == 0:
            losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_bias_added(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """A constant feature is appended to X, and W has a row more than X has features.

    Which shape should W have? Does this model have a bias?
    """
    X = np.column_stack([X, np.ones(len(X))])
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_features_standardised(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The features are standardised first: W then belongs to other inputs than those that were passed.

    Somebody multiplies her own X by your W. What comes out?
    """
    X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@wrong("train_softmax")
def train_softmax_short_batch_divided_by_the_full_size(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The data are gone through in epochs, and the short last batch of an epoch is divided by `batch_size`: its mean
    is too small.

    How many examples are in the last batch, and by which number do you divide?
    """
    W, losses, order = np.zeros((X.shape[1], num_classes)), [], np.array([], dtype=int)
    for _step in range(steps):
        if len(order) == 0:
            order = rng.permutation(len(X))
        rows, order = order[:batch_size], order[batch_size:]
        Z = X[rows] @ W
        log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
        Y = np.eye(num_classes)[y[rows]]
        losses.append(-(Y * log_P).sum() / batch_size + reg * np.sum(W**2))
        W = W - lr * (X[rows].T @ (np.exp(log_P) - Y) / batch_size + 2 * reg * W)
    return W, losses


@wrong("train_softmax")
def train_softmax_batch_across_two_epochs(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """A batch may begin in one epoch and end in the next, and then hold an example twice: once from either.

    At the seam of two random orders, what prevents that the same number stands on both sides?
    """
    W, losses, queue = np.zeros((X.shape[1], num_classes)), [], []
    for _step in range(steps):
        while len(queue) < batch_size:
            queue.extend(rng.permutation(len(X)).tolist())
        rows, queue = queue[:batch_size], queue[batch_size:]
        Z = X[rows] @ W
        log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
        Y = np.eye(num_classes)[y[rows]]
        losses.append(-(Y * log_P).mean() * num_classes + reg * np.sum(W**2))
        W = W - lr * (X[rows].T @ (np.exp(log_P) - Y) / len(rows) + 2 * reg * W)
    return W, losses


@wrong("train_softmax")
def train_softmax_same_rest_always_dropped(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """The rest that does not fill a batch is cut off once and for all: those examples are never seen, in no epoch.

    How many batches fit into 13 examples, if a batch has 8, and what becomes of the other 5?
    """
    W, losses = np.zeros((X.shape[1], num_classes)), []
    order = rng.permutation(len(X))
    whole = len(X) // batch_size
    for step in range(steps):
        if step % whole == 0:
            order[: whole * batch_size] = rng.permutation(order[: whole * batch_size])
        rows = order[step % whole * batch_size :][:batch_size]
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


# ---- train_softmax: right -------------------------------------------------------------------------------------------


@right("train_softmax")
def train_softmax_by_permutation(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It takes the first rows of a fresh permutation in every step."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.permutation(len(X))[:batch_size]
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@right("train_softmax")
def train_softmax_in_epochs(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It goes through a fresh permutation an epoch, and drops the rest that does not fill a batch."""
    W, losses, order = np.zeros((X.shape[1], num_classes)), [], np.arange(0)
    rows = np.arange(batch_size)
    while len(losses) < steps:
        if len(order) < batch_size:
            order = rng.permutation(len(X))
        batch, order = order[:batch_size], order[batch_size:]
        Z = X[batch] @ W
        log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
        losses.append(reg * np.sum(W**2) - log_P[rows, y[batch]].mean())
        dZ = np.exp(log_P)
        dZ[rows, y[batch]] -= 1
        W -= lr * (X[batch].T @ dZ / batch_size + 2 * reg * W)
    return W, losses


@right("train_softmax")
def train_softmax_in_epochs_with_a_short_batch(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It goes through a fresh permutation an epoch; where the last batch is short, its mean is over what it holds."""
    W, losses, batches = np.zeros((X.shape[1], num_classes)), [], []
    for _step in range(steps):
        if not batches:
            order = rng.permutation(len(X))
            batches = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
        rows = batches.pop(0)
        Z = X[rows] @ W
        log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
        Y = np.eye(num_classes)[y[rows]]
        losses.append(-(Y * log_P).sum() / len(rows) + reg * np.sum(W**2))
        W = W - lr * (X[rows].T @ (np.exp(log_P) - Y) / len(rows) + 2 * reg * W)
    return W, losses


@right("train_softmax")
def train_softmax_by_shuffling_numbers(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It shuffles a list of row numbers, prints, and returns the losses as an array filled in advance."""
    W, losses, numbers = np.zeros((X.shape[1], num_classes)), np.empty(steps), list(range(len(y)))
    for step in range(steps):
        rng.shuffle(numbers)
        x, Y = X[numbers[:batch_size]], np.eye(num_classes)[y[numbers[:batch_size]]]
        Z = x @ W
        Z = Z - Z.max(axis=1, keepdims=True)
        P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
        losses[step] = np.mean(np.log(np.exp(Z).sum(axis=1)) - (Y * Z).sum(axis=1)) + reg * (W**2).sum()
        print("step", step, "loss", losses[step])
        W -= lr * (x.T @ (P - Y) / batch_size + 2 * reg * W)
    return W, losses


@right("train_softmax")
def train_softmax_by_sorting_random_numbers(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It sorts random numbers, and returns the losses as a tuple."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = np.argsort(rng.random(len(X)))[:batch_size]
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, tuple(losses)


@right("train_softmax")
def train_softmax_by_a_random_subset(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It draws the set of rows by partitioning random numbers; the rows come sorted."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        draws = rng.uniform(size=len(X))
        rows = np.flatnonzero(draws <= np.partition(draws, batch_size - 1)[batch_size - 1])
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@right("train_softmax")
def train_softmax_by_drawing_until_distinct(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It draws single numbers until enough of them are distinct."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = []
        while len(rows) < batch_size:
            row = int(rng.integers(len(X)))
            if row not in rows:
                rows.append(row)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@right("train_softmax")
def train_softmax_by_drawing_columns(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It draws from a table that holds inputs and label of an example side by side."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        table = rng.choice(np.column_stack([X, y]), batch_size, axis=0, replace=False, shuffle=False)
        x, t = table[:, :-1], table[:, -1].astype(int)
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@right("train_softmax")
def train_softmax_by_seeds_from_the_generator(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It draws a seed from `rng` in every step, for a generator of its own."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        own = np.random.default_rng(rng.integers(2**32))
        rows = own.choice(len(X), size=batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@right("train_softmax")
def train_softmax_with_all_batches_in_advance(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It draws all batches before the first step."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    drawn = rng.permuted(np.tile(np.arange(len(X)), (steps, 1)), axis=1)[:, :batch_size]
    for rows in drawn:
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@right("train_softmax")
def train_softmax_by_copies_in_another_order(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It shuffles copies of X and y by the same permutation."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        order = rng.permutation(X.shape[0])
        shuffled_X, shuffled_y = X.copy()[order], y.copy()[order]
        x, t = shuffled_X[:batch_size], shuffled_y[:batch_size]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t) + 2 * reg * W
        W = W - lr * dW
    return W, losses


@right("train_softmax")
def train_softmax_in_single_precision(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It computes in single precision."""
    X = X.astype(np.float32)
    W, losses = np.zeros((X.shape[1], num_classes), dtype=np.float32), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes, dtype=np.float32)[t]) / len(t) + np.float32(2 * reg) * W
        W = W - np.float32(lr) * dW
    return W, losses


@right("train_softmax")
def train_softmax_with_loops(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It adds example by example, in a nested function."""

    def loss_and_gradient(W, batch):
        loss, dW = reg * float((W**2).sum()), 2 * reg * W
        for n in batch:
            z = X[n] @ W
            top = np.logaddexp.reduce(z)
            loss += (top - z[y[n]]) / batch_size
            for k in range(num_classes):
                dW[:, k] += X[n] * (np.exp(z[k] - top) - (k == y[n])) / batch_size
        return loss, dW

    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        batch = list(rng.choice(np.arange(len(X)), size=batch_size, replace=False))
        loss, dW = loss_and_gradient(W, batch)
        losses += [loss]
        W = W - lr * dW
    return [W, losses]


@right("train_softmax")
def train_softmax_with_shrinking_weights(X, y, num_classes, *, lr, steps, batch_size, reg, rng):
    """It applies the penalty as a factor of W, 1 − 2 · lr · reg."""
    W, losses = np.zeros((X.shape[1], num_classes)), []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, t = X[rows], y[rows]
        Z = x @ W
        Z -= Z.max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        losses.append(-log_P[np.arange(len(t)), t].mean() + reg * np.sum(W**2))
        dW = x.T @ (np.exp(log_P) - np.eye(num_classes)[t]) / len(t)
        W = (1 - 2 * lr * reg) * W - lr * dW
    return W, losses


# ---- catches_bug: wrong -------------------------------------------------------------------------------------------


@wrong("catches_bug")
def bug_test_always_true(loss_fn):
    """It calls every loss wrong, without trying it.

    What do you do with a smoke detector that never stops?
    """
    return True


@wrong("catches_bug")
def bug_test_always_false(loss_fn):
    """It calls every loss right, without trying it.

    Which call of loss_fn could show that something is wrong?
    """
    return False


@wrong("catches_bug")
def bug_test_answers_exchanged(loss_fn):
    """True and False have changed places: it says whether a loss is *right*.

    The function's name is a question. What is the answer for a loss with a bug?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return 0
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return 0
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return 0
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return 0
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return 0
    return True


@wrong("catches_bug")
def bug_test_answers_only_when_wrong(loss_fn):
    """It returns True when it finds something, and otherwise nothing, which is None.

    What does the last line of your function say?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    pass


@wrong("catches_bug")
def bug_test_prints_its_answer(loss_fn):
    """It prints its verdict, and returns None.

    What does the caller of a function get without `return`?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return print(True)
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return print(True)
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return print(True)
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return print(True)
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return print(True)
    print(False)


@wrong("catches_bug")
def bug_test_answers_in_words(loss_fn):
    """It answers with a text.

    `if catches_bug(f):` is how it will be used. Which texts are false in Python?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return "wrong"
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return "wrong"
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return "wrong"
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return "wrong"
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return "wrong"
    return "right"


@wrong("catches_bug")
def bug_test_answers_with_two_results(loss_fn):
    """It returns the verdict together with a reason.

    How many things should come back? A pair is true, whatever is in it.
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True, "differs"
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True, "differs"
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True, "differs"
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True, "differs"
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True, "differs"
    return False, ""


@wrong("catches_bug")
def bug_test_answers_with_the_gap(loss_fn):
    """It returns the largest gap, a number, and not a verdict.

    From which gap on is a loss wrong? Who is to decide it?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    W, X, y = rng.normal(size=(5, 3)), rng.normal(size=(7, 5)), rng.integers(0, 3, 7)
    return np.abs(loss_fn(W, X, y, 0.3)[1] - right(W, X, y, 0.3)[1]).max()


@wrong("catches_bug")
def bug_test_asserts(loss_fn):
    """It is written with `assert`: for a wrong loss it raises an AssertionError, and does not return True.

    What has the caller to do to learn the verdict?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    W, X, y = rng.normal(size=(5, 3)), rng.normal(size=(7, 5)), rng.integers(0, 3, 7)
    loss, dW = loss_fn(W.copy(), X.copy(), y.copy(), 0.3)
    true_loss, true_dW = right(W, X, y, 0.3)
    assert np.shape(loss) == ()
    assert np.shape(dW) == W.shape
    assert np.isclose(loss, true_loss, rtol=1e-3)
    assert np.allclose(dW, true_dW, rtol=1e-3, atol=1e-3)
    return False


@wrong("catches_bug")
def bug_test_stopped_by_exceptions(loss_fn):
    """Where loss_fn raises an exception, the test stops with it, instead of answering True.

    What should the test of a broken program do when the program breaks?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        loss, dW = loss_fn(*given, 0.3)
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_exceptions_pass(loss_fn):
    """Where loss_fn raises an exception, the test takes the loss for right.

    A function raises for harmless arguments. Is it right?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return False
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_to_the_last_bit(loss_fn):
    """It asks for equality to the last bit. Another order of adding gives another last bit, and single precision
    gives seven digits.

    How many digits does the statement ask for?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if loss != true_loss:
            return True
        if (dW != true_dW).any():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_to_ten_digits(loss_fn):
    """It asks for ten digits. A loss in single precision has seven.

    How many digits does the statement ask for?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-10 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-10 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_with_default_tolerances(loss_fn):
    """It uses `np.allclose` as it is, which asks for five digits.

    By how much may two results differ according to the statement? Which argument says so?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not np.allclose(loss, true_loss):
            return True
        if not np.allclose(dW, true_dW):
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_with_a_wide_tolerance(loss_fn):
    """It lets everything pass that is within the size of the largest entry: a gap of 100 per cent.

    What is a thousandth as a number?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1.0 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1.0 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_with_an_absolute_tolerance(loss_fn):
    """It allows a gap of 10, whatever the size of the numbers. Losses of ordinary problems are smaller than that.

    A thousandth of what?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 10:
            return True
        if not np.abs(dW - true_dW).max() <= 10:
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_blind_for_nan(loss_fn):
    """It asks whether the gap is greater than a bound. No comparison with nan is true, so nan passes.

    What are `nan > 1` and `nan <= 1`? Which of the two questions do you ask?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if abs(loss - true_loss) > 1e-3 * abs(true_loss):
            return True
        if np.abs(dW - true_dW).max() > 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_blind_for_shapes(loss_fn):
    """It never looks at shapes. A loss with one entry in an array is compared as if it were a number.

    Which question comes before the comparison of numbers?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if not np.all(abs(loss - true_loss) <= 1e-3 * abs(true_loss)):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_blind_for_changed_arguments(loss_fn):
    """It never looks at its arguments after the call.

    loss_fn may have written into W, X or y. What do you need to see it?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
    return False


@wrong("catches_bug")
def bug_test_compares_arguments_with_themselves(loss_fn):
    """It keeps the arguments under a second name, and not as copies: after the call both names show the same changed
    array.

    What does `kept = X` make: a second array, or a second name?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W, X, y
        true_loss, true_dW = right(W, X, y, 0.3)
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_shapes_only(loss_fn):
    """It looks at the shapes, and at no number.

    Two functions return numbers of the right shape. Are both right?
    """
    W, X, y = np.ones((5, 3)), np.ones((7, 5)), np.array([0, 2, 1, 1, 0, 2, 2])
    try:
        loss, dW = loss_fn(W, X, y, 0.3)
    except Exception:
        return True
    return np.shape(loss) != () or np.shape(dW) != (5, 3)


@wrong("catches_bug")
def bug_test_loss_at_zero_only(loss_fn):
    """It asks whether the loss at zero weights is log C, and nothing else.

    Which mistakes are 0 when the weights are 0? What of the gradient?
    """
    W, X, y = np.zeros((5, 3)), np.ones((7, 5)), np.array([0, 2, 1, 1, 0, 2, 2])
    try:
        return not abs(loss_fn(W, X, y, 0.3)[0] - np.log(3)) < 1e-3
    except Exception:
        return True


@wrong("catches_bug")
def bug_test_at_zero_weights(loss_fn):
    """It compares with the right numbers at zero weights alone, where the penalty and its gradient are 0, right or
    wrong.

    Which weights would show the penalty?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = np.zeros((D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_without_a_penalty(loss_fn):
    """It tries reg = 0 alone, where no mistake in the penalty shows.

    Which reg would show it?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.0)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.0)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_with_equal_sizes(loss_fn):
    """It tries N = D = C alone. A transposed gradient has the right shape there, and its numbers are compared with
    sorted ones.

    In which order are the entries of dW compared?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    W, X, y = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), np.array([0, 2, 1, 2])
    try:
        loss, dW = loss_fn(W.copy(), X.copy(), y.copy(), 0.3)
        true_loss, true_dW = right(W, X, y, 0.3)
        gap = np.abs(np.sort(np.ravel(dW)) - np.sort(true_dW.ravel())).max()
        return not (abs(loss - true_loss) < 1e-3 and gap < 1e-3)
    except Exception:
        return True


@wrong("catches_bug")
def bug_test_with_small_scores(loss_fn):
    """It tries small scores alone, where even an unshifted softmax is right.

    From which score on is an exponential infinite?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 1)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_loss_only(loss_fn):
    """It compares the loss, and never the gradient.

    loss_fn returns two things. Which one moves the weights?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, _true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_gradient_only(loss_fn):
    """It compares the gradient, and never the loss.

    loss_fn returns two things. What if only the loss lacks the penalty?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        _true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_against_its_own_differences(loss_fn):
    """It compares the gradient with differences of the same loss. A loss that is twice too large, with its gradient,
    passes; one in single precision is accused, because differences with h = 1e-5 magnify its rounding.

    What do you know about the loss that does not come from loss_fn?
    """
    rng = np.random.default_rng(1)
    W, X, y = rng.normal(size=(5, 3)), rng.normal(size=(7, 5)), rng.integers(0, 3, 7)
    try:
        dW = loss_fn(W, X, y, 0.3)[1]
        slopes = np.zeros(W.shape)
        for d, k in np.ndindex(5, 3):
            move = np.zeros(W.shape)
            move[d, k] = 1e-5
            slopes[d, k] = (loss_fn(W + move, X, y, 0.3)[0] - loss_fn(W - move, X, y, 0.3)[0]) / 2e-5
        return not np.abs(dW - slopes).max() <= 1e-3 * np.abs(slopes).max()
    except Exception:
        return True


@wrong("catches_bug")
def bug_test_trusts_a_wrong_reference(loss_fn):
    """The loss that it compares with is summed, and not averaged: it accuses those that are right.

    What does your own loss say at zero weights?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].sum() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_all_must_fail(loss_fn):
    """It calls a loss wrong only when loss and gradient are both wrong.

    `and` or `or`: how many mistakes does it take?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if (
            not abs(loss - true_loss) <= 1e-3 * abs(true_loss)
            and not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max()
        ):
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@wrong("catches_bug")
def bug_test_stops_after_the_first_problem(loss_fn):
    """The last `return` stands inside the loop: after the first problem the others are not tried.

    How far is that line indented?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        return not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True))


@wrong("catches_bug")
def bug_test_forbids_single_precision(loss_fn):
    """It asks for the type float64. Some losses compute in single precision, and are right.

    Is it said anywhere which type the results should have?
    """

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape or np.asarray(dW).dtype != np.float64:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


# ---- catches_bug: right -------------------------------------------------------------------------------------------


@right("catches_bug")
def bug_test_with_numpy_testing(loss_fn):
    """It is a bundle of assertions inside one `try`."""

    def right_results(W, X, y, reg):
        Z = X @ W
        log_P = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
        Y = np.eye(W.shape[1])[y]
        return -(Y * log_P).sum() / len(y) + reg * (W**2).sum(), X.T @ (np.exp(log_P) - Y) / len(y) + 2 * reg * W

    def try_it(W, X, y, reg):
        w, x, t = W.copy(), X.copy(), y.copy()
        result = loss_fn(w, x, t, reg)
        assert len(result) == 2
        for got, true in zip(result, right_results(W, X, y, reg), strict=True):
            assert np.shape(got) == np.shape(true)
            np.testing.assert_allclose(got, true, rtol=0, atol=1e-3 * np.abs(true).max())
        for before, after in ((W, w), (X, x), (y, t)):
            np.testing.assert_array_equal(before, after)

    try:
        rng = np.random.default_rng(7)
        for scale in (0.5, 1.0, 3000.0):
            for N, D, C in ((6, 4, 3), (10, 3, 7)):
                try_it(rng.normal(size=(D, C)), scale * rng.normal(size=(N, D)), rng.integers(0, C, N), 0.21)
    except Exception as error:
        print("found:", type(error).__name__)
        return True
    return False


@right("catches_bug")
def bug_test_on_three_problems(loss_fn):
    """It compares with numbers of its own on three problems, one with scores far out."""

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng(1)
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return True
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return True
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return True
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return True
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return True
    return False


@right("catches_bug")
def bug_test_drawing_anew(loss_fn):
    """It draws its problems without a seed, and answers with a NumPy bool."""

    def right(W, X, y, reg):
        rows = np.arange(len(y))
        Z = X @ W - (X @ W).max(axis=1, keepdims=True)
        log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
        dZ = np.exp(log_P)
        dZ[rows, y] -= 1
        return -log_P[rows, y].mean() + reg * np.sum(W**2), X.T @ dZ / len(y) + 2 * reg * W

    rng = np.random.default_rng()
    for N, D, C, size in ((7, 5, 3, 1), (9, 4, 6, 1), (8, 3, 5, 2000)):
        W, X, y = rng.normal(size=(D, C)), size * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        given = W.copy(), X.copy(), y.copy()
        try:
            loss, dW = loss_fn(*given, 0.3)
        except Exception:
            return np.bool_(True)
        true_loss, true_dW = right(W, X, y, 0.3)
        if np.shape(loss) != () or np.shape(dW) != W.shape:
            return np.bool_(True)
        if not abs(loss - true_loss) <= 1e-3 * abs(true_loss):
            return np.bool_(True)
        if not np.abs(dW - true_dW).max() <= 1e-3 * np.abs(true_dW).max():
            return np.bool_(True)
        if not all(np.array_equal(before, after) for before, after in zip((W, X, y), given, strict=True)):
            return np.bool_(True)
    return np.False_


@right("catches_bug")
def bug_test_with_a_loop_for_reference(loss_fn):
    """It compares with loops over examples and classes, and answers 0 or 1."""

    def slow(W, X, y, reg):
        loss, dW = reg * (W**2).sum(), 2 * reg * W
        for x, t in zip(X, y, strict=True):
            z = x @ W
            top = z.max() + np.log(np.exp(z - z.max()).sum())
            loss += (top - z[t]) / len(y)
            for k in range(W.shape[1]):
                dW[:, k] += x * (np.exp(z[k] - top) - (k == t)) / len(y)
        return loss, dW

    rng = np.random.default_rng(11)
    verdicts = []
    for level, spread, reg in ((0, 1, 0.4), (0, 500, 0.0), (1500, 1, 0.1)):
        W = np.vstack([rng.normal(size=(3, 4)), np.ones(4)])
        X = np.column_stack([spread * rng.normal(size=(6, 3)), level * np.arange(6)])
        y = rng.integers(0, 3, 6)
        mine = [W.copy(), X.copy(), y.copy()]
        try:
            loss, dW = loss_fn(*mine, reg)
            true_loss, true_dW = slow(W, X, y, reg)
            fine = np.ndim(loss) == 0 and np.asarray(dW).shape == W.shape
            fine = fine and bool(np.abs(loss - true_loss) <= 1e-3 * true_loss)
            fine = fine and bool((np.abs(dW - true_dW) <= 1e-3 * np.abs(true_dW).max()).all())
            fine = fine and all(a.tobytes() == b.tobytes() for a, b in zip(mine, (W, X, y), strict=True))
        except Exception:
            fine = False
        verdicts.append(not fine)
    return int(any(verdicts))


@right("catches_bug")
def bug_test_with_names_for_the_arguments(loss_fn):
    """It passes the arguments by name, and lists what it finds."""
    rng = np.random.default_rng(3)
    found = []
    for N, D, C, scale, reg in ((8, 5, 4, 1.0, 0.5), (5, 7, 3, 1.0, 0.0), (9, 2, 6, 2500.0, 0.1)):
        W, X, y = rng.normal(size=(D, C)), scale * rng.normal(size=(N, D)), rng.integers(0, C - 1, N)
        Z = X @ W
        log_P = Z - Z.max(axis=1)[:, None]
        log_P = log_P - np.log(np.exp(log_P).sum(axis=1))[:, None]
        true_loss = -np.mean([log_P[n, y[n]] for n in range(N)]) + reg * np.sum(W**2)
        true_dW = X.T @ (np.exp(log_P) - (y[:, None] == np.arange(C))) / N + 2 * reg * W
        kept = {"W": W.copy(), "X": X.copy(), "y": y.copy()}
        try:
            loss, dW = loss_fn(W=W, X=X, y=y, reg=reg)
        except Exception as error:
            found.append(f"raises {error}")
            continue
        if np.shape(loss) or np.shape(dW) != (D, C):
            found.append("shape")
        elif not np.isclose(loss, true_loss, rtol=1e-3, atol=0):
            found.append("loss")
        elif not np.allclose(dW, true_dW, rtol=0, atol=1e-3 * np.abs(true_dW).max()):
            found.append("gradient")
        if any((kept[name] != array).any() for name, array in (("W", W), ("X", X), ("y", y))):
            found.append("arguments")
    return len(found) > 0


@right("catches_bug")
def bug_test_with_functions_inside(loss_fn):
    """It is a nested recursion over its problems, and compares single precision with single precision."""

    def truth(W, X, y, reg):
        Z = X @ W
        top = Z.max(axis=1)
        E = np.exp(Z - top[:, None])
        S = E.sum(axis=1)
        dZ = E / S[:, None]
        dZ[np.arange(len(y)), y] -= 1
        loss = np.mean(top - Z[np.arange(len(y)), y] + np.log(S)) + reg * np.sum(W**2)
        return np.float32(loss), (X.T @ dZ / len(y) + 2 * reg * W).astype(np.float32)

    def same(got, true):
        got = np.asarray(got, dtype=np.float32)
        return (
            got.shape == true.shape
            and bool(np.isfinite(got).all())
            and np.abs(got - true).max() <= 1e-3 * np.abs(true).max()
        )

    def any_fails(problems):
        if not problems:
            return False
        *args, reg = problems[0]
        mine = [np.array(a) for a in args]
        try:
            results = loss_fn(*mine, reg)
            ok = len(results) == 2 and all(map(same, results, truth(*args, reg)))
        except BaseException:
            return True
        if not ok or any((a != b).any() for a, b in zip(mine, args, strict=True)):
            return True
        return any_fails(problems[1:])

    rng = np.random.default_rng(9)
    W, X, y = rng.normal(size=(6, 5)), rng.normal(size=(15, 6)), rng.integers(0, 3, 15)
    apart = np.column_stack([X, 1000.0 * np.arange(-7, 8)])
    return any_fails(
        [
            (W, X, y, 0.0),
            (W, X, y, 0.7),
            (W, 1000 * X, y, 0.0),
            (np.vstack([W, np.ones(5)]), apart, y, 0.0),
        ]
    )
