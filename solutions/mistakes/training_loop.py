"""05_training_loop: wrong and right implementations of its eight exercises.

In this module a cell sees ``np`` and nothing else: every implementation repeats the few lines that it needs, and imports
inside what is not NumPy.
"""

import numpy as np

from solutions.mistakes.library import right, wrong

# ---- minibatches -------------------------------------------------------------------------------------------------


@wrong("minibatches")
def minibatches_drawn_with_replacement(X, y, batch_size, rng):
    """The rows are drawn with replacement: what was drawn goes back into the pot. So some rows come twice or more in an
    epoch, and others never.

    Sort the row numbers of one epoch and print them. Which numbers are missing?
    """
    for start in range(0, len(y), batch_size):
        rows = rng.integers(0, len(y), min(batch_size, len(y) - start))
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_epoch_chosen_with_replacement(X, y, batch_size, rng):
    """The rows are drawn with replacement: what was drawn goes back into the pot. So some rows come twice or more in an
    epoch, and others never.

    Sort the row numbers of one epoch and print them. Which numbers are missing?
    """
    order = rng.choice(np.arange(len(y)), size=len(y))
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_chosen_anew_for_each_batch(X, y, batch_size, rng):
    """Inside a batch no row comes twice. But every batch is drawn from all rows again, and does not know what the
    batches before it have used up.

    How many orders does one epoch need: one, or one for each batch?
    """
    for start in range(0, len(y), batch_size):
        rows = rng.choice(len(y), min(batch_size, len(y) - start), replace=False)
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_shuffled_separately(X, y, batch_size, rng):
    """X is shuffled, then y is shuffled. The second shuffle is another one, so nearly every row has somebody else's
    label.

    After the first line, which row of the shuffled X is row 0 of X? And which entry of the shuffled y is entry 0 of y?
    """
    X, y = rng.permutation(X), rng.permutation(y)
    for start in range(0, len(y), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@wrong("minibatches")
def minibatches_only_rows_shuffled(X, y, batch_size, rng):
    """X is looked up in the drawn order, y in its own. The labels stay behind.

    Which of the two lookups goes by the order that was drawn?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[start : start + batch_size]


@wrong("minibatches")
def minibatches_only_labels_shuffled(X, y, batch_size, rng):
    """y is looked up in the drawn order, X in its own. The labels move and the rows stay.

    Which of the two lookups goes by the order that was drawn?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        yield X[start : start + batch_size].copy(), y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_without_the_short_one(X, y, batch_size, rng):
    """Only full batches are handed out, and the rest is dropped. Where the batch size is above N, nothing comes at all.

    With 7 examples in batches of 3, how many examples does the caller get to see?
    """
    order = rng.permutation(len(y))
    for number in range(len(y) // batch_size):
        rows = order[number * batch_size : (number + 1) * batch_size]
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_with_an_empty_one(X, y, batch_size, rng):
    """The number of batches is taken to be N // batch_size + 1. Where the batch size divides N, that is one too many,
    and the last batch is empty.

    How many batches of 5 do 15 examples make, and how many 16?
    """
    order = rng.permutation(len(y))
    for number in range(len(y) // batch_size + 1):
        rows = order[number * batch_size : (number + 1) * batch_size]
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_filled_up(X, y, batch_size, rng):
    """The short last batch is filled up with rows that the epoch has already had. They count twice.

    The last batch may be short. What is the length of a slice that reaches beyond the end?
    """
    order = rng.permutation(len(y))
    number = -(-len(y) // batch_size)
    for rows in np.resize(order, number * batch_size).reshape(number, batch_size):
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_evened_out(X, y, batch_size, rng):
    """The number of batches is right, and the examples are spread over them evenly: 13 in batches of 6 become 5, 4
    and 4. Asked for are full batches, and what is left over in the last.

    `np.array_split` with a *number* makes pieces of nearly the same size. Where should the cuts be?
    """
    order = rng.permutation(len(y))
    for rows in np.array_split(order, -(-len(y) // batch_size)):
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_as_many_as_their_size(X, y, batch_size, rng):
    """`batch_size` is used as the number of batches. It is the number of examples in each.

    With 12 examples and `batch_size` 3, how many batches should there be?
    """
    order = rng.permutation(len(y))
    for rows in np.array_split(order, batch_size):
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_not_shuffled(X, y, batch_size, rng):
    """Every example comes once, in the order of X. Either no order was drawn, or one was drawn and is not used.

    If X is sorted by label, what does the last batch look like? Which line of yours decides the order of the rows?
    """
    for start in range(0, len(y), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@wrong("minibatches")
def minibatches_with_an_idle_order(X, y, batch_size, rng):
    """Every example comes once, in the order of X. Either no order was drawn, or one was drawn and is not used.

    If X is sorted by label, what does the last batch look like? Which line of yours decides the order of the rows?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(order), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@wrong("minibatches")
def minibatches_rotated(X, y, batch_size, rng):
    """Most rows still come right after their neighbour in X, as when only the place to start is drawn.

    If X is sorted by label, how many different labels does one batch hold?
    """
    order = (np.arange(len(y)) + rng.integers(1, len(y))) % len(y)
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_cut_before_the_shuffle(X, y, batch_size, rng):
    """X is cut into batches first, and then the order of the batches is drawn. The rows of a batch are always the same
    neighbours, and the short batch may come in the middle.

    What should be left to chance: when a batch comes, or which rows share it?
    """
    starts = np.arange(0, len(y), batch_size)
    rng.shuffle(starts)
    for start in starts:
        yield X[start : start + batch_size], y[start : start + batch_size]


@wrong("minibatches")
def minibatches_shuffled_inside_each(X, y, batch_size, rng):
    """Each batch always holds the same rows, and only their order inside the batch is drawn. That changes nothing
    about the mean over the batch.

    Can the first row of X ever share a batch with the last one?
    """
    for start in range(0, len(y), batch_size):
        rows = start + rng.permutation(min(batch_size, len(y) - start))
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_from_a_seed_of_their_own(X, y, batch_size, rng):
    """The order is the same at every call, and whoever passes another `rng` gets it too: so it is when a generator
    is made inside, with a fixed seed.

    Who should decide about the order: this function, or the caller who hands over `rng`?
    """
    order = np.random.default_rng(0).permutation(len(y))
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_from_numpys_own_state(X, y, batch_size, rng):
    """The order is drawn from something other than `rng`: two generators in the same state give two different orders,
    and a run cannot be repeated.

    What does the dot stand behind, in the line that draws?
    """
    order = np.random.permutation(len(y))
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_from_a_copy_of_rng(X, y, batch_size, rng):
    """The order follows from the state of `rng`, but the generator itself never moves on, as when a copy of it is
    drawn from. So every epoch has the same order.

    After an epoch, what should have changed about the caller's `rng`?
    """
    import copy

    order = copy.deepcopy(rng).permutation(len(y))
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_shuffling_the_callers_arrays(X, y, batch_size, rng):
    """X and y themselves are shuffled, in place. Pairs stay together, but the caller's arrays are in another order
    afterwards.

    Is there a way to read the rows in a drawn order without moving them?
    """
    order = rng.permutation(len(y))
    X[:], y[:] = X[order], y[order]
    for start in range(0, len(y), batch_size):
        yield X[start : start + batch_size].copy(), y[start : start + batch_size].copy()


@wrong("minibatches")
def minibatches_in_one_buffer(X, y, batch_size, rng):
    """The batches share their memory: each is written over the one before. Whoever keeps a batch finds the rows of
    a later one in it.

    After `batches = list(minibatches(...))`, how many different arrays should there be?
    """
    order = rng.permutation(len(y))
    rows_kept, labels_kept = np.empty((batch_size, X.shape[1])), np.empty(batch_size, dtype=y.dtype)
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size]
        rows_kept[: len(rows)], labels_kept[: len(rows)] = X[rows], y[rows]
        yield rows_kept[: len(rows)], labels_kept[: len(rows)]


@wrong("minibatches")
def minibatches_returning_the_first(X, y, batch_size, rng):
    """The first batch is returned, and with that the function is over. The other batches are never made.

    Which word hands out a value and lets the loop go on afterwards?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        return X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_without_labels(X, y, batch_size, rng):
    """The batches hold rows of X, and nobody gets the labels.

    `for X_batch, y_batch in minibatches(...)`: which two things should each turn of that loop receive?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_labels_first(X, y, batch_size, rng):
    """Each pair is the wrong way round: the labels come first, and the rows second.

    `for X_batch, y_batch in …`: which of the two comes first there?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        yield y[order[start : start + batch_size]], X[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_permuting_the_labels(X, y, batch_size, rng):
    """The labels are shuffled and taken for row numbers. Where the labels happen to be 0 … N−1, each once, that works.
    Any other labels are no row numbers.

    Which numbers name the rows of X, whatever y holds?
    """
    order = rng.permutation(y)
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_keeping_what_shuffle_gives(X, y, batch_size, rng):
    """`rng.shuffle` works in place and gives None, and None was kept as the order.

    After `rng.shuffle(numbers)`, which name holds the shuffled numbers?
    """
    order = rng.shuffle(np.arange(len(y)))
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_with_a_third_thing(X, y, batch_size, rng):
    """Three things are handed out at a time. `for X_batch, y_batch in …` takes two.

    Which of the three can the caller find out from the other two?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows], len(rows)


@wrong("minibatches")
def minibatches_without_end(X, y, batch_size, rng):
    """After one epoch the next begins, and the iterator never ends. A loop over it does not either.

    One call is one epoch. Which of your loops runs longer than that?
    """
    while True:
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@wrong("minibatches")
def minibatches_of_single_examples(X, y, batch_size, rng):
    """Single examples are handed out: a row of shape (D,) with a number. `batch_size` has no say.

    What is the shape of X_batch for a batch of one? It has two axes.
    """
    for row in rng.permutation(len(y)):
        yield X[row], y[row]


@wrong("minibatches")
def minibatches_with_labels_in_a_column(X, y, batch_size, rng):
    """The labels come as a column of shape (n, 1). Compared with n answers, a column gives n × n truth values.

    Print `y_batch.shape`. How many axes do labels have?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows].reshape(-1, 1)


@wrong("minibatches")
def minibatches_handing_nothing_over(X, y, batch_size, rng):
    """The function ends without a word on what it gives, so the caller gets None. Whatever batches were made are
    dropped.

    What does a Python function give back that ends without saying what?
    """
    order = rng.permutation(len(y))
    batches = []
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size]
        batches.append((X[rows], y[rows]))


@wrong("minibatches")
def minibatches_short_one_first(X, y, batch_size, rng):
    """The short batch comes first. It should be the last one.

    From which end of the order are your batches counted?
    """
    order = rng.permutation(len(y))
    first = len(y) % batch_size
    for rows in np.split(order, range(first, len(y), batch_size)):
        if len(rows):
            yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_short_one_merged(X, y, batch_size, rng):
    """What is left over is put into the last full batch, which becomes too long. It should be a short batch of its
    own.

    With 7 examples in batches of 3, which sizes should there be?
    """
    order = rng.permutation(len(y))
    number = max(len(y) // batch_size, 1)
    for k in range(number):
        rows = order[k * batch_size : (k + 1) * batch_size] if k < number - 1 else order[k * batch_size :]
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_ending_one_too_early(X, y, batch_size, rng):
    """Every batch lacks its last row: the end of the slice is taken to be included. In Python it is not.

    How many numbers has `order[0 : 3]`?
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        rows = order[start : start + batch_size - 1]
        yield X[rows], y[rows]


@wrong("minibatches")
def minibatches_overlapping(X, y, batch_size, rng):
    """The batches begin at every row, and not at every `batch_size`-th: they overlap.

    Where does the second batch begin when the first has three rows?
    """
    order = rng.permutation(len(y))
    for start in range(len(y)):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@right("minibatches")
def minibatches_as_a_list(X, y, batch_size, rng):
    """A list, made at once; the order is an argsort of random numbers."""
    order = np.argsort(rng.random(len(y)))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]


@right("minibatches")
def minibatches_of_shuffled_copies(X, y, batch_size, rng):
    """Copies are shuffled together, and the batches are views of them."""
    order = np.arange(len(y))
    rng.shuffle(order)
    X, y = X[order], y[order]
    for start in range(0, len(y), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@right("minibatches")
def minibatches_by_choice_without_replacement(X, y, batch_size, rng):
    """rng.choice without replacement over everything, np.split at the places where batches begin."""
    order = rng.choice(X.shape[0], size=X.shape[0], replace=False)
    pieces = np.split(order, np.arange(batch_size, len(order), batch_size))
    return iter([(X[piece], y[piece]) for piece in pieces])


@right("minibatches")
def minibatches_from_a_pot(X, y, batch_size, rng):
    """Row by row from what is left in the pot; float32 inside, labels as a list, pairs as lists."""
    pot = list(range(len(y)))
    while pot:
        rows = [pot.pop(int(rng.integers(len(pot)))) for _ in range(min(batch_size, len(pot)))]
        yield [X[rows].astype(np.float32), [int(y[row]) for row in rows]]


@right("minibatches", builds=True)
def minibatches_as_an_iterator_class():
    """A class with __iter__ and __next__."""

    class Batches:
        def __init__(self, X, y, batch_size, rng):
            self.X, self.y, self.batch_size = X, y, batch_size
            self.order, self.position = rng.permutation(len(y)), 0

        def __iter__(self):
            return self

        def __next__(self):
            if self.position >= len(self.order):
                raise StopIteration
            rows = self.order[self.position : self.position + self.batch_size]
            self.position += self.batch_size
            return self.X[rows], self.y[rows]

    return Batches


@right("minibatches", builds=True)
def minibatches_as_a_sequence():
    """A class with __len__ and __getitem__ alone: Python iterates over it until the IndexError."""

    class Batches:
        def __init__(self, X, y, batch_size, rng):
            self.X, self.y, self.size = X, y, batch_size
            self.order = rng.permutation(len(y))

        def __len__(self):
            return int(np.ceil(len(self.y) / self.size))

        def __getitem__(self, k):
            if k >= len(self):
                raise IndexError(k)
            rows = self.order[k * self.size : (k + 1) * self.size]
            return np.take(self.X, rows, axis=0), np.take(self.y, rows)

    return Batches


@right("minibatches")
def minibatches_by_a_child_generator(X, y, batch_size, rng):
    """Python's own random, seeded from rng: what it draws is decided by rng alone."""
    import random

    order = list(range(len(y)))
    random.Random(int(rng.integers(2**62))).shuffle(order)
    for start in range(0, len(y), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


@right("minibatches")
def minibatches_by_swapping(X, y, batch_size, rng):
    """Fisher and Yates by hand."""
    order = [*range(len(y))]
    for last in range(len(order) - 1, 0, -1):
        other = rng.integers(0, last + 1)
        order[last], order[other] = order[other], order[last]
    batches = []
    while order:
        rows, order = order[:batch_size], order[batch_size:]
        batches.append((X[rows, :], y[rows]))
    return tuple(batches)


@right("minibatches")
def minibatches_by_islice(X, y, batch_size, rng):
    """islice from one iterator over the order; arrays are built row by row."""
    from itertools import islice

    order = iter(rng.permutation(len(y)).tolist())
    while rows := list(islice(order, batch_size)):
        yield np.stack([X[row] for row in rows]), np.array([y[row] for row in rows])


@right("minibatches")
def minibatches_by_spawned_generator(X, y, batch_size, rng):
    """A generator spawned from rng; sorted by drawn keys. Prints."""
    (child,) = rng.spawn(1)
    keys = child.normal(size=len(y))
    order = sorted(range(len(y)), key=keys.__getitem__)
    print("an epoch of", len(order))
    yield from ((X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size))


@right("minibatches")
def minibatches_by_mask(X, y, batch_size, rng):
    """A number for the batch of every row is drawn, by shuffling; masks pick the rows."""
    batch_of = np.arange(len(y)) // batch_size
    places = rng.permutation(len(y))
    X, y = X[places], y[places]
    for k in range(batch_of.max() + 1):
        yield X[batch_of == k], y[batch_of == k]


# ---- Accumulator -------------------------------------------------------------------------------------------------


@wrong("Accumulator", builds=True)
def accumulator_overwriting():
    """`add` replaces the sums by the new numbers. Nothing is added up.

    After add(3, 4) and add(0, 1), which numbers went into each of the two sums?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            self.sums = list(args)

        def reset(self):
            self.sums = [0.0] * len(self.sums)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_with_an_idle_reset():
    """`reset` leaves the sums as they are. If zeros are made there, they do not get to where the object keeps its
    sums.

    Which name does your reset write to, and who can see that name afterwards?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            self.sums = [total + value for total, value in zip(self.sums, args, strict=True)]

        def reset(self):
            sums = [0.0] * len(self.sums)
            assert len(sums) == len(self.sums)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_reset_to_a_single_sum():
    """`reset` leaves one zero, however many sums there were.

    How does reset know how many sums the object had?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            self.sums = [total + value for total, value in zip(self.sums, args, strict=False)]

        def reset(self):
            self.sums = [0.0]

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_sharing_an_array():
    """All accumulators write into one and the same place, so adding to one changes the others. Something was made once, when the
    class was defined, and not once for each object.

    Make two, add to the first, and read the second. What should it say? And which line makes what they hold?
    """

    class Accumulator:
        kept: dict = {}  # noqa: RUF012

        def __init__(self, n):
            self.sums = self.kept.setdefault(n, np.zeros(n))
            self.sums[:] = 0

        def add(self, *args):
            self.sums += args

        def reset(self):
            self.sums[:] = 0

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_with_a_mutable_default():
    """All accumulators write into one and the same place, so adding to one changes the others. Something was made once, when the
    class was defined, and not once for each object.

    Make two, add to the first, and read the second. What should it say? And which line makes what they hold?
    """

    class Accumulator:
        def __init__(self, n, sums=[]):  # noqa: B006
            self.sums = sums
            self.sums.extend([0.0] * (n - len(sums)))

        def add(self, *args):
            for i, value in enumerate(args):
                self.sums[i] += value

        def reset(self):
            for i in range(len(self.sums)):
                self.sums[i] = 0.0

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_of_whole_numbers():
    """Only whole numbers are kept, and what is behind the point is cut off when a number is added. Counts survive that,
    losses do not.

    What does a loss of 0.7 add to its sum?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0] * n

        def add(self, *args):
            self.sums = [total + int(value) for total, value in zip(self.sums, args, strict=True)]

        def reset(self):
            self.sums = [0] * len(self.sums)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_in_an_integer_array():
    """Only whole numbers are kept, and what is behind the point is cut off when a number is added. Counts survive that,
    losses do not.

    What does a loss of 0.7 add to its sum?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = np.zeros(n, dtype=int)

        def add(self, *args):
            for i, value in enumerate(args):
                self.sums[i] += value

        def reset(self):
            self.sums[:] = 0

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_adding_in_an_integer_array():
    """The sums stand in an array of integers, and NumPy refuses to add a number that is not whole into it.

    Print the dtype of your sums. Which numbers can they hold?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = np.array([0] * n)

        def add(self, *args):
            self.sums += np.array(args)

        def reset(self):
            self.sums[:] = 0

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_adding_the_total():
    """The sum of all numbers is added everywhere. Each number belongs to its own sum.

    After add(3, 4), what are sum 0 and sum 1?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            self.sums = [total + sum(args) for total in self.sums]

        def reset(self):
            self.sums = [0.0] * len(self.sums)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_whose_sums_stay_zero():
    """The sums stay zero, whatever is added. So it is where `+` or `+=` joins two *lists*, which puts the new numbers behind the
    zeros, and where `add` keeps what it computes nowhere in the object.

    Print what your object holds before and after `add(3, 4)`. Where have the two numbers gone?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            return [total + value for total, value in zip(self.sums, args, strict=True)]

        def reset(self):
            self.sums = [0.0] * len(self.sums)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_growing():
    """The sums stay zero, whatever is added. So it is where `+` or `+=` joins two *lists*, which puts the new numbers behind the
    zeros, and where `add` keeps what it computes nowhere in the object.

    Print what your object holds before and after `add(3, 4)`. Where have the two numbers gone?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            self.sums += args

        def reset(self):
            self.sums = [0.0] * len(self.sums)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_joining_lists():
    """The sums stay zero, whatever is added. So it is where `+` or `+=` joins two *lists*, which puts the new numbers behind the
    zeros, and where `add` keeps what it computes nowhere in the object.

    Print what your object holds before and after `add(3, 4)`. Where have the two numbers gone?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            self.sums = self.sums + list(args)

        def reset(self):
            self.sums = [0.0] * len(self.sums)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_starting_at_one():
    """The sums start at one, and are set to one by reset. So every sum is one too large.

    What is the sum of no numbers at all?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = np.ones(n)

        def add(self, *args):
            self.sums = self.sums + np.array(args)

        def reset(self):
            self.sums = np.ones(len(self.sums))

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_reset_to_a_list_that_fills():
    """The first reset works, and the second does not: as when `reset` goes back to a list of zeros that was kept
    for it, and `add` then writes into that very list.

    After a reset, how many names has the list that your sums stand in?
    """

    class Accumulator:
        def __init__(self, n):
            self.zeros = [0.0] * n
            self.sums = [0.0] * n

        def add(self, *args):
            for i, value in enumerate(args):
                self.sums[i] += value

        def reset(self):
            self.sums = self.zeros

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_of_means():
    """What `[i]` gives is the mean of the numbers that were added, and not their sum. A mean cannot be weighted any
    more.

    After add(3, 4) and add(0, 1), what should `a[1]` be?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums, self.calls = [0.0] * n, 0

        def add(self, *args):
            self.sums = [total + value for total, value in zip(self.sums, args, strict=True)]
            self.calls += 1

        def reset(self):
            self.sums, self.calls = [0.0] * len(self.sums), 0

        def __getitem__(self, i):
            return self.sums[i] / max(self.calls, 1)

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_counting_sums_from_one():
    """The sums are numbered from 1, so `a[1]` is the first and `a[0]` is the last.

    After add(3, 4), what should `a[0]` be?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums = [0.0] * n

        def add(self, *args):
            self.sums = [total + value for total, value in zip(self.sums, args, strict=True)]

        def reset(self):
            self.sums = [0.0] * len(self.sums)

        def __getitem__(self, i):
            return self.sums[i - 1]

    return Accumulator


@wrong("Accumulator", builds=True)
def accumulator_remembering_the_first():
    """`reset` goes back to the first numbers that were added, and not to zero.

    Of what is the sum that an object holds right after reset?
    """

    class Accumulator:
        def __init__(self, n):
            self.sums, self.first = [0.0] * n, None

        def add(self, *args):
            self.first = args if self.first is None else self.first
            self.sums = [total + value for total, value in zip(self.sums, args, strict=True)]

        def reset(self):
            self.sums = list(self.first)

        def __getitem__(self, i):
            return self.sums[i]

    return Accumulator


@right("Accumulator", builds=True)
def accumulator_in_an_array():
    """An array, changed in place."""

    class Accumulator:
        def __init__(self, n):
            self.data = np.zeros(n)

        def add(self, *args):
            self.data += args

        def reset(self):
            self.data.fill(0)

        def __getitem__(self, i):
            return self.data[i]

    return Accumulator


@right("Accumulator", builds=True)
def accumulator_as_a_dictionary():
    """A dictionary with the sums under 0 … n−1: the brackets are inherited."""

    class Accumulator(dict):
        def __init__(self, n):
            super().__init__()
            self.n = n
            self.reset()

        def add(self, *args):
            for i, value in enumerate(args):
                self[i] += value

        def reset(self):
            self.update(dict.fromkeys(range(self.n), 0))

    return Accumulator


@right("Accumulator", builds=True)
def accumulator_as_a_list():
    """A list that is changed in place."""

    class Accumulator(list):
        def __init__(self, n):
            super().__init__([0] * n)

        def add(self, *args):
            self[:] = map(sum, zip(self, args, strict=True))

        def reset(self):
            self[:] = [0] * len(self)

    return Accumulator


@right("Accumulator", builds=True)
def accumulator_of_all_rows():
    """Everything is kept, and summed when somebody asks. float32, as a 0-d array; prints."""

    class Accumulator:
        def __init__(self, n):
            self.n, self.rows = n, []

        def add(self, *args):
            print("adding", args)
            self.rows.append(args)

        def reset(self):
            self.rows.clear()

        def __getitem__(self, i):
            return np.array(sum(row[i] for row in self.rows), dtype=np.float32)

    return Accumulator


@right("Accumulator", builds=True)
def accumulator_made_again():
    """reset calls __init__ again."""

    class Accumulator:
        def __init__(self, n):
            self.n = n
            self.data = tuple(0.0 for _ in range(n))

        def add(self, *args):
            self.data = tuple(a + float(b) for a, b in zip(self.data, args, strict=True))

        def reset(self):
            self.__init__(self.n)

        def __getitem__(self, i):
            return self.data[i]

    return Accumulator


@right("Accumulator", builds=True)
def accumulator_as_a_function():
    """A function that gives an object with the three methods: whoever calls Accumulator(n) sees no difference."""
    from collections import Counter

    class Sums:
        def add(self, *args):
            self.counter.update(dict(enumerate(args)))

        def reset(self):
            self.counter = Counter()

        def __getitem__(self, i):
            return self.counter[i]

    def make(n):
        sums = Sums()
        sums.reset()
        return sums

    return make


# ---- count_correct -----------------------------------------------------------------------------------------------


@wrong("count_correct")
def count_as_a_rate(Z, y):
    """This is the rate, between 0 and 1. Asked for is the number of right answers, which can be added up over
    batches.

    Three of four rows are right. Which number should come out: 3, or 0.75?
    """
    return (Z.argmax(axis=1) == y).mean()


@wrong("count_correct")
def count_in_percent(Z, y):
    """This is the rate in percent. Asked for is the number of right answers.

    Three of four rows are right. Which number should come out?
    """
    return 100 * np.mean(Z.argmax(axis=1) == y)


@wrong("count_correct")
def count_over_the_wrong_axis(Z, y):
    """The largest entry is looked for in every column: that asks which example has the largest logit of a class.

    Which axis of Z runs over the classes? How many answers should there be?
    """
    return (Z.argmax(axis=0) == y).sum()


@wrong("count_correct")
def count_of_the_wrong_ones(Z, y):
    """These are the rows where the answer is *not* the label.

    Look at the comparison. For which rows is it true?
    """
    return int((Z.argmax(axis=1) != y).sum())


@wrong("count_correct")
def count_not_summed(Z, y):
    """One truth value a row comes out. They are not counted yet.

    What is the sum of truth values?
    """
    return Z.argmax(axis=1) == y


@wrong("count_correct")
def count_against_a_column(Z, y):
    """A column of N answers is compared with a row of N labels. That gives N × N truth values: every answer is compared
    with every label.

    Print the shape of the comparison before you sum it.
    """
    return int((Z.argmax(axis=1)[:, None] == y).sum())


@wrong("count_correct")
def count_from_the_flat_array(Z, y):
    """Every label is compared with one and the same number, as when `argmax` has no axis: it then gives the position of the
    largest entry of the *whole* array.

    How many numbers does `argmax` give without an axis?
    """
    return int((Z.argmax() == y).sum())


@wrong("count_correct")
def count_of_one_verdict_for_all(Z, y):
    """0 comes out unless every row is right, and then 1. `.all()` does that: one verdict for the whole array. A rate that is cut
    to a whole number does it too.

    Three of four rows are right. Which number should come out, and which comes out of yours?
    """
    return int((Z.argmax(axis=1) == y).all())


@wrong("count_correct")
def count_of_one_verdict_for_any(Z, y):
    """1 comes out on every problem, as with `.any()`: it says whether some row is right.

    Three of four rows are right. Which number should come out, and which comes out of yours?
    """
    return int((Z.argmax(axis=1) == y).any())


@wrong("count_correct")
def count_of_largest_values(Z, y):
    """The largest logit itself is compared with the label, and not the class in which it stands. So 0 comes out.

    Row 1 of the table: its largest logit is 0.4. What is its answer, and which function gives that?
    """
    return int((Z.max(axis=1) == y).sum())


@wrong("count_correct")
def count_of_all_rows(Z, y):
    """All rows are counted, right or wrong: `len` of the comparison is how many verdicts there are.

    The comparison holds True and False. Which of the two should be counted?
    """
    return len(Z.argmax(axis=1) == y)


@wrong("count_correct")
def count_of_the_smallest(Z, y):
    """The class with the smallest logit is taken as the answer.

    Is a large logit a sign for its class, or against it?
    """
    return int((Z.argmin(axis=1) == y).sum())


@wrong("count_correct")
def count_above_one_half(Z, y):
    """A row counts when its label has a probability above one half. With more than two classes the largest probability
    may be smaller than that.

    p = [0.4, 0.3, 0.3]: what is the answer?
    """
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    return int((P[np.arange(len(y)), y] > 0.5).sum())


@wrong("count_correct")
def count_of_positive_logits(Z, y):
    """A row counts when the logit of its label is above zero. Logits may all be negative, or all positive: what
    counts is which is the largest.

    Row 2 of the table above has three negative logits. What is its answer?
    """
    return int((Z[np.arange(len(y)), y] > 0).sum())


@wrong("count_correct")
def count_of_the_largest_in_size(Z, y):
    """The logit that is largest in size is taken as the answer, so −3 beats 2.

    Is a logit of −3 for or against its class?
    """
    return int((np.abs(Z).argmax(axis=1) == y).sum())


@wrong("count_correct")
def count_after_a_softmax_that_overflows(Z, y):
    """The exponentials overflow for large logits, inf / inf is nan, and `argmax` takes the first nan for the largest
    entry. For small logits it is right.

    Does one need probabilities to know which logit is the largest?
    """
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return int((P.argmax(axis=1) == y).sum())


@wrong("count_correct")
def count_with_classes_from_one(Z, y):
    """The answers are counted from 1 and the labels from 0: the two are off by one.

    Which class is the answer of row 0 in the table, and which number does your code give it?
    """
    return int((Z.argmax(axis=1) + 1 == y).sum())


@wrong("count_correct")
def count_among_the_first_two(Z, y):
    """A row counts when its label is among the two largest logits. That is "top-2".

    In row 1 of the table the label has the second largest logit. Is it right?
    """
    return int((np.argsort(Z, axis=1)[:, -2:] == y[:, None]).any(axis=1).sum())


@wrong("count_correct")
def count_of_every_entry(Z, y):
    """Every class of every row is judged by itself, positive logit or not, and the verdicts that agree with one-hot
    labels are counted. There are N · C of them.

    How large can the count be for four rows?
    """
    labels = y[:, None] == np.arange(Z.shape[1])
    return int((labels == (Z > 0)).sum())


@wrong("count_correct")
def count_of_distinct_classes(Z, y):
    """These are the classes that occur among the answers and among the labels. In which rows, is not asked.

    If the answers are [0, 1] and the labels [1, 0], how many are right?
    """
    return len(set(Z.argmax(axis=1).tolist()) & set(y.tolist()))


@right("count_correct")
def count_by_loop(Z, y):
    """Python's max over class numbers, row by row."""
    return sum(1 for z, t in zip(Z, y, strict=True) if max(range(len(z)), key=lambda i: z[i]) == t)


@right("count_correct")
def count_by_comparison_with_the_maximum(Z, y):
    """The logit of the label against the row's maximum, in float32; a float comes back."""
    Z = Z.astype(np.float32)
    return float((Z[np.arange(len(y)), y] == Z.max(axis=1)).sum())


@right("count_correct")
def count_after_a_stable_softmax(Z, y):
    """Softmax first, which keeps the order; a 0-d array."""
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return np.array((P.argmax(axis=-1) == y).sum())


@right("count_correct")
def count_by_sorting(Z, y):
    """argsort, last column, np.count_nonzero."""
    return np.count_nonzero(np.argsort(Z, axis=1)[:, -1] == y)


@right("count_correct")
def count_by_one_hot(Z, y):
    """One-hot answers times one-hot labels."""
    answers = np.eye(Z.shape[1])[np.argmax(Z, axis=1)]
    labels = np.eye(Z.shape[1])[y]
    return (answers * labels).sum()


@right("count_correct")
def count_by_rank(Z, y):
    """No class above the label's; with prints."""
    own = np.take_along_axis(Z, y[:, None].astype(int), axis=1)
    better = (own < Z).sum(axis=1)
    print("ranks", better)
    return sum(better == 0)


@right("count_correct")
def count_of_differences_that_are_zero(Z, y):
    """Answers minus labels; uint8 labels are widened first."""
    return len(y) - np.count_nonzero(Z.T.argmax(axis=0) - y.astype(int))


# ---- evaluate_accuracy -------------------------------------------------------------------------------------------


@wrong("evaluate_accuracy")
def accuracy_mean_of_rates(model, batches):
    """This is the mean of the batches' rates. A short batch gets the weight of a full one.

    [(99, 100), (0, 1)]: how many of 101 are right?
    """
    return np.mean([(model.scores(X).argmax(axis=1) == y).mean() for X, y in batches])


@wrong("evaluate_accuracy")
def accuracy_not_returned(model, batches):
    """The accuracy is computed, and not handed over: what comes back is None.

    What does a Python function give back that ends without saying what?
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    print(correct / seen)


@wrong("evaluate_accuracy")
def accuracy_as_a_count(model, batches):
    """This is the number of right answers. It has not been divided by the number of examples.

    Between which two numbers does an accuracy lie?
    """
    return sum(int((model.scores(X).argmax(axis=1) == y).sum()) for X, y in batches)


@wrong("evaluate_accuracy")
def accuracy_of_the_last_batch(model, batches):
    """Every batch replaces the result of the one before, so in the end it is the accuracy of the last batch alone.

    Which of your lines adds something to what is there already?
    """
    for X, y in batches:
        accuracy = (model.scores(X).argmax(axis=1) == y).mean()
    return accuracy


@wrong("evaluate_accuracy")
def accuracy_of_the_first_batch(model, batches):
    """The `return` stands inside the loop, so the first batch is the only one that is looked at.

    How often does the body of your loop run?
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        return correct / seen


@wrong("evaluate_accuracy")
def accuracy_over_batches(model, batches):
    """The right answers are divided by the number of batches. That is how many are right in a batch, on average.

    Of what should there be a share: of batches, or of examples?
    """
    correct = number = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        number += 1
    return correct / number


@wrong("evaluate_accuracy")
def accuracy_over_full_batches(model, batches):
    """Every batch counts as if it had as many examples as the first one. The last batch may be shorter.

    How many examples does a batch of 5 and one of 2 make?
    """
    correct, sizes = 0, []
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        sizes.append(len(y))
    return correct / (sizes[0] * len(sizes))


@wrong("evaluate_accuracy")
def accuracy_in_two_passes(model, batches):
    """The batches are run through twice. An iterator is empty after the first time, and no right answer is found in the
    second. With a list it works.

    Can both sums be carried in one pass?
    """
    seen = sum(len(y) for _X, y in batches)
    return sum(int((model.scores(X).argmax(axis=1) == y).sum()) for X, y in batches) / seen


@wrong("evaluate_accuracy")
def accuracy_by_index(model, batches):
    """The batches are looked up by number, which a list can do and an iterator cannot: it has no length.

    What can one do with anything that one can run through once?
    """
    correct = seen = 0
    for k in range(len(batches)):
        X, y = batches[k]
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return correct / seen


@wrong("evaluate_accuracy")
def accuracy_while_training(model, batches):
    """After each batch a step is taken on it. The batches that follow are scored by another model, and the caller's
    model has been trained on what it was to be tested on.

    What does an evaluation change about the model?
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        _loss, grads = model.loss_and_grads(X, y)
        for name, array in model.params.items():
            array -= 0.1 * grads[name]
    return correct / seen


@wrong("evaluate_accuracy")
def accuracy_in_percent(model, batches):
    """This is the accuracy in percent. Asked for is a number from 0 to 1.

    3 of 5 are right. Is that 60 or 0.6?
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return 100 * correct / seen


@wrong("evaluate_accuracy")
def accuracy_as_an_error_rate(model, batches):
    """This is the share of *wrong* answers.

    Does your number rise or fall when the model gets better?
    """
    wrong_ones = seen = 0
    for X, y in batches:
        wrong_ones += int((model.scores(X).argmax(axis=1) != y).sum())
        seen += len(y)
    return wrong_ones / seen


@wrong("evaluate_accuracy")
def accuracy_against_columns(model, batches):
    """A column of n answers is compared with n labels, which gives n × n truth values. Their sum can be larger than
    the number of examples.

    Print the shape of the comparison before you sum it.
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1, keepdims=True) == y).sum())
        seen += len(y)
    return correct / seen


@wrong("evaluate_accuracy")
def accuracy_over_features(model, batches):
    """The right answers are divided by the number of features, once for each batch. The number of examples is the
    other axis of X_batch.

    X_batch has shape (n, D). Which of the two do you add up?
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += X.shape[1]
    return correct / seen


@wrong("evaluate_accuracy")
def accuracy_in_whole_numbers(model, batches):
    """0 comes out on every problem. Two things do that: `//`, which drops what is behind the point, and a
    comparison that is never true.

    What is 3 // 5? And how large is your count of right answers, before it is divided?
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return correct // seen


@wrong("evaluate_accuracy")
def accuracy_forgetting_earlier_hits(model, batches):
    """The right answers are those of the last batch, and the examples are those of all batches.

    Which of your two sums is a sum?
    """
    correct = seen = 0
    for X, y in batches:
        correct = int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return correct / seen


@wrong("evaluate_accuracy")
def accuracy_of_one_example_too_many(model, batches):
    """The count of examples starts at 1, so it is one too high.

    How many examples have been seen before the first batch?
    """
    correct, seen = 0, 1
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return correct / seen


@wrong("evaluate_accuracy")
def accuracy_rounded(model, batches):
    """The accuracy is rounded to two places. That is for printing, not for a result.

    What is lost when 0.958 and 0.962 are both 0.96?
    """
    correct = seen = 0
    for X, y in batches:
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return round(correct / seen, 2)


@wrong("evaluate_accuracy")
def accuracy_halved_at_every_batch(model, batches):
    """Each new rate is averaged with the result so far, half and half. The last batch has half of all the weight, and
    the first ones almost none.

    With rates 1, 0, 0, what comes out, and what would the mean of the three be?
    """
    accuracy = None
    for X, y in batches:
        rate = (model.scores(X).argmax(axis=1) == y).mean()
        accuracy = rate if accuracy is None else (accuracy + rate) / 2
    return accuracy


@right("evaluate_accuracy")
def accuracy_of_everything_at_once(model, batches):
    """All scores and labels are joined first; float32 comes back."""
    batches = list(batches)
    Z = np.concatenate([model.scores(X) for X, _y in batches])
    y = np.concatenate([y for _X, y in batches])
    return np.float32((Z.argmax(axis=1) == y).mean())


@right("evaluate_accuracy")
def accuracy_weighted(model, batches):
    """np.average of the rates, weighted by the sizes."""
    rates, sizes = [], []
    for X, y in batches:
        rates.append((model.scores(X).argmax(axis=1) == y).mean())
        sizes.append(y.size)
    return np.average(rates, weights=sizes)


@right("evaluate_accuracy")
def accuracy_as_a_running_mean(model, batches):
    """A running mean, example by example."""
    accuracy = seen = 0
    for X, y in batches:
        for x, label in zip(X, y, strict=True):
            seen += 1
            accuracy += (float(model.scores(x[None]).argmax() == label) - accuracy) / seen
    return accuracy


@right("evaluate_accuracy")
def accuracy_by_next(model, batches):
    """next() until the iterator is empty; sums in an array; 0-d array comes back."""
    batches, sums = iter(batches), np.zeros(2)
    while (batch := next(batches, None)) is not None:
        X, y = batch
        sums += np.count_nonzero(np.argmax(model.scores(X), -1) == y), len(X)
    return np.array(sums[0] / sums[1])


@right("evaluate_accuracy")
def accuracy_by_chaining(model, batches):
    """All verdicts in one flat list, and Python's statistics."""
    from itertools import chain
    from statistics import fmean

    return fmean(chain.from_iterable((model.scores(X).argmax(axis=1) == y).tolist() for X, y in batches))


# ---- sgd ---------------------------------------------------------------------------------------------------------


@wrong("sgd")
def sgd_rebinding_a_name(params, grads, lr):
    """Neither the arrays nor the dictionary have changed. If a step was computed, it was kept nowhere that outlasts the
    function: in a new array, or in a copy.

    Which line of yours changes numbers inside an array that was there before?
    """
    for name, array in params.items():
        array = array - lr * grads[name]


@wrong("sgd")
def sgd_returning_new_arrays(params, grads, lr):
    """Neither the arrays nor the dictionary have changed. If a step was computed, it was kept nowhere that outlasts the
    function: in a new array, or in a copy.

    Which line of yours changes numbers inside an array that was there before?
    """
    return {name: params[name] - lr * grads[name] for name in params}


@wrong("sgd")
def sgd_on_copies(params, grads, lr):
    """Neither the arrays nor the dictionary have changed. If a step was computed, it was kept nowhere that outlasts the
    function: in a new array, or in a copy.

    Which line of yours changes numbers inside an array that was there before?
    """
    params = {name: array.copy() for name, array in params.items()}
    for name in params:
        params[name] -= lr * grads[name]


@wrong("sgd")
def sgd_doing_nothing(params, grads, lr):
    """Neither the arrays nor the dictionary have changed. If a step was computed, it was kept nowhere that outlasts the
    function: in a new array, or in a copy.

    Which line of yours changes numbers inside an array that was there before?
    """
    return params


@wrong("sgd")
def sgd_new_arrays_in_the_dictionary(params, grads, lr):
    """The dictionary holds new arrays, with the right numbers. The old arrays have not changed, and whoever holds one
    of them does not see the step.

    What is the difference between `a = a - 1` and `a -= 1` for an array?
    """
    for name in params:
        params[name] = params[name] - lr * grads[name]


@wrong("sgd")
def sgd_on_flat_views_only(params, grads, lr):
    """The step is written into a flattened array. That is a view of the parameters only where they are stored row by
    row. Stored otherwise, as a transpose is, it is a copy, and the step is lost.

    Is there a need to flatten an array before subtracting another of the same shape?
    """
    for name, array in params.items():
        flat = array.reshape(-1)
        flat -= lr * grads[name].reshape(-1)


@wrong("sgd")
def sgd_uphill(params, grads, lr):
    """The step goes uphill: the gradient is added.

    Which way does the gradient point: to larger losses, or to smaller ones?
    """
    for name, array in params.items():
        array += lr * grads[name]


@wrong("sgd")
def sgd_paired_by_place(params, grads, lr):
    """Arrays and gradients are paired by their place in the two dictionaries. Where grads has another order, an array
    gets the gradient of another one.

    What connects an array with its gradient?
    """
    for array, gradient in zip(params.values(), grads.values(), strict=True):
        array -= lr * gradient


@wrong("sgd")
def sgd_for_w_and_b_only(params, grads, lr):
    """The names W and b are written into the code. A model with other names stops with a KeyError.

    Where could the names come from, so that it works for every model?
    """
    params["W"] -= lr * grads["W"]
    params["b"] -= lr * grads["b"]


@wrong("sgd")
def sgd_scaling_the_gradients(params, grads, lr):
    """The step is right, but the gradients have changed, in the caller's own arrays: the code writes into them on the way, or
    empties them afterwards. They should be as they were.

    Which of your lines write into an array, and whose array is it?
    """
    for name, array in params.items():
        grads[name] *= lr
        array -= grads[name]


@wrong("sgd")
def sgd_emptying_the_gradients(params, grads, lr):
    """The step is right, but the gradients have changed, in the caller's own arrays: the code writes into them on the way, or
    empties them afterwards. They should be as they were.

    Which of your lines write into an array, and whose array is it?
    """
    for name, array in params.items():
        array -= lr * grads[name]
        grads[name][...] = 0


@wrong("sgd")
def sgd_without_the_rate(params, grads, lr):
    """The whole gradient is subtracted: lr does not come in.

    Where does lr appear in your code?
    """
    for name, array in params.items():
        array -= grads[name]


@wrong("sgd")
def sgd_with_a_rate_of_its_own(params, grads, lr):
    """Every step is 0.1 times the gradient, whatever lr says.

    Where does lr appear in your code?
    """
    for name, array in params.items():
        array -= 0.1 * grads[name]


@wrong("sgd")
def sgd_dividing_by_the_rate(params, grads, lr):
    """The gradient is divided by lr, so the smaller the rate, the longer the step.

    With lr = 0.1, is the step shorter or longer than the gradient?
    """
    for name, array in params.items():
        array -= grads[name] / lr


@wrong("sgd")
def sgd_weights_only(params, grads, lr):
    """Only the arrays with two axes take the step. The biases stay where they were.

    Biases are not penalised. Are they not trained either?
    """
    for name, array in params.items():
        if array.ndim == 2:
            array -= lr * grads[name]


@wrong("sgd")
def sgd_first_array_only(params, grads, lr):
    """Only the first array of the dictionary takes the step: the function ends inside the loop.

    How often does the body of your loop run?
    """
    for name in params:
        params[name] -= lr * grads[name]
        return params


@wrong("sgd")
def sgd_keeping_only_the_step(params, grads, lr):
    """The step takes the place of the parameters, instead of being added to them.

    After a step with gradient zero, what should the parameters be?
    """
    for name, array in params.items():
        array[...] = -lr * grads[name]


@wrong("sgd")
def sgd_by_sign(params, grads, lr):
    """Every entry moves by lr, up or down: only the sign of the gradient is used. That is another method (signSGD).

    With gradient [10, 0.1] and lr = 0.1, how far should the two entries move?
    """
    for name, array in params.items():
        array -= lr * np.sign(grads[name])


@wrong("sgd")
def sgd_normalised(params, grads, lr):
    """Each gradient is divided by its length first, so every step is as long as every other. Near a minimum, steps
    should get shorter.

    With b = [1, 2], gradient [10, 0] and lr = 0.1, what is b afterwards?
    """
    for name, array in params.items():
        array -= lr * grads[name] / np.linalg.norm(grads[name])


@wrong("sgd")
def sgd_clipped(params, grads, lr):
    """Gradients are clipped to −1 … 1. Large entries move less than they should.

    With b = [1, 2], gradient [10, 0] and lr = 0.1, what is b afterwards?
    """
    for name, array in params.items():
        array -= lr * np.clip(grads[name], -1, 1)


@wrong("sgd")
def sgd_dividing_by_rows(params, grads, lr):
    """The gradient is divided by the number of rows of the array. Whatever has to be averaged over examples was averaged
    in the loss.

    What does `len` of a gradient count: examples?
    """
    for name, array in params.items():
        array -= lr * grads[name] / len(grads[name])


@wrong("sgd")
def sgd_shrinking_the_parameters(params, grads, lr):
    """The parameters are *multiplied* by 1 − lr · gradient. A step subtracts.

    A parameter of 0 with a gradient of 10: where is it after your step?
    """
    for name, array in params.items():
        array *= 1 - lr * grads[name]


@wrong("sgd")
def sgd_with_decay(params, grads, lr):
    """Besides the step, the parameters are shrunk a little: weight decay. If the loss has a penalty, its gradient is in
    grads already.

    With gradient zero, what should the parameters be after the step?
    """
    for name, array in params.items():
        array -= lr * (grads[name] + 0.01 * array)


@right("sgd")
def sgd_by_slice_assignment(params, grads, lr):
    """Assignment to the whole slice; goes through grads."""
    for name in grads:
        params[name][...] = params[name] - lr * grads[name]


@right("sgd")
def sgd_by_out(params, grads, lr):
    """np.subtract with out; returns params."""
    for name, array in params.items():
        np.subtract(array, np.multiply(grads[name], lr), out=array)
    return params


@right("sgd")
def sgd_in_the_dictionary(params, grads, lr):
    """-= on the entry of the dictionary, which changes the array and stores it again; backwards."""
    for name in sorted(params, reverse=True):
        params[name] -= lr * grads[name]


@right("sgd")
def sgd_entry_by_entry(params, grads, lr):
    """Loops over all entries."""
    for name, array in params.items():
        for index in np.ndindex(array.shape):
            array[index] = float(array[index]) - lr * float(grads[name][index])


@right("sgd")
def sgd_by_copyto(params, grads, lr):
    """New arrays first, copied into the old ones afterwards; prints."""
    new = {name: params[name] + -lr * grads[name] for name in params}
    for name in new:
        print(name, np.abs(new[name] - params[name]).max())
        np.copyto(params[name], new[name])


@right("sgd")
def sgd_by_flat(params, grads, lr):
    """.flat writes into the array, whatever its layout; float32 step."""
    for name, array in params.items():
        array.flat = array.ravel() - np.float32(lr) * grads[name].astype(np.float32).ravel()


@right("sgd")
def sgd_row_by_row(params, grads, lr):
    """Rows are views: -= on them reaches the array."""

    def step(array, gradient):
        if array.ndim == 1:
            array -= lr * gradient
        else:
            for row, gradient_row in zip(array, gradient, strict=True):
                step(row, gradient_row)

    [step(array, grads[name]) for name, array in params.items()]


# ---- train_epoch -------------------------------------------------------------------------------------------------


@wrong("train_epoch")
def epoch_mean_of_means(model, batches, lr):
    """Loss and accuracy are means of the batches' means. A short batch gets the weight of a full one.

    One batch of 4 has mean loss 1, one of 1 has loss 2. What is the mean over the five examples?
    """
    losses, rates = [], []
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        losses.append(loss)
        rates.append((model.scores(X).argmax(axis=1) == y).mean())
        for name, array in model.params.items():
            array -= lr * grads[name]
    return np.mean(losses), np.mean(rates)


@wrong("train_epoch")
def epoch_only_the_loss_a_mean_of_means(model, batches, lr):
    """The accuracy is right. The loss is the mean of the batches' losses, in which a short batch has the weight of a
    full one.

    One batch of 4 has mean loss 1, one of 1 has loss 2. What is the mean over the five examples?
    """
    total = correct = seen = number = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total, number = total + loss, number + 1
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total / number, correct / seen


@wrong("train_epoch")
def epoch_dividing_the_mean_loss_again(model, batches, lr):
    """Mean losses are added up and then divided by the number of examples. But a batch's loss is a mean already, so it is
    divided twice.

    What does a batch of 4 with mean loss 1 add to the sum of the examples' losses?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_weighing_all_like_the_first(model, batches, lr):
    """Each batch's loss is multiplied by the size of the first batch, also that of the short last one.

    How many examples has the last batch?
    """
    total = correct = seen = size = 0
    for X, y in batches:
        size = size or len(y)
        loss, grads = model.loss_and_grads(X, y)
        total += loss * size
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_measured_after_the_step(model, batches, lr):
    """Loss and accuracy of each batch are measured after the step on it. That flatters: on these very examples the
    step has just made the loss smaller.

    Which comes first in your loop, measuring or stepping?
    """
    total = correct = seen = 0
    for X, y in batches:
        _loss, grads = model.loss_and_grads(X, y)
        for name, array in model.params.items():
            array -= lr * grads[name]
        total += model.loss_and_grads(X, y)[0] * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_accuracy_after_the_step(model, batches, lr):
    """The loss is measured before the step, the accuracy after it. The two belong to different parameters.

    Which of your lines use the parameters as they were?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        for name, array in model.params.items():
            array -= lr * grads[name]
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_accuracy_at_the_end(model, batches, lr):
    """The accuracy is measured after the epoch, on all batches once more, with the final parameters.

    The model is asked about each example before it has been trained on it in this epoch. When is that?
    """
    total = seen = 0
    batches = list(batches)
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total / seen, sum(int((model.scores(X).argmax(axis=1) == y).sum()) for X, y in batches) / seen


@wrong("train_epoch")
def epoch_counting_hits(model, batches, lr):
    """The second number is how many answers were right. An accuracy is the share of them.

    Between which two numbers does an accuracy lie?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total / seen, correct


@wrong("train_epoch")
def epoch_summing_losses(model, batches, lr):
    """The first number is the sum of all examples' losses. It has not been divided by their number.

    With twice as many examples, should the result be twice as large?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total, correct / seen


@wrong("train_epoch")
def epoch_dividing_nothing(model, batches, lr):
    """The two numbers are sums: the losses of all examples, and how many answers were right. Neither has been divided by the
    number of examples.

    With twice as many examples, should the results be twice as large?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total, correct


@wrong("train_epoch")
def epoch_adding_up_means(model, batches, lr):
    """The first number is the sum of the batches' mean losses, and the second how many answers were right. Neither is a
    mean over the examples.

    What does a batch of 4 with mean loss 1 add to the sum of the examples' losses, and what is that sum divided by?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total, correct


@wrong("train_epoch")
def epoch_in_two_passes(model, batches, lr):
    """The batches are run through twice. An iterator is empty after the first time, and nothing is left to measure or to train on.

    Can everything be done in one pass?
    """
    seen = sum(len(y) for _X, y in batches)
    total = correct = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_with_a_rate_of_its_own(model, batches, lr):
    """Every step is 0.1 times the gradient, whatever lr says.

    Where does lr appear in your code?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= 0.1 * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_without_steps(model, batches, lr):
    """No step reaches the model: its parameters are the same after the epoch as before. So every batch was measured
    with the parameters of the start.

    Which line changes what `model.params` holds?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array = array - lr * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_uphill(model, batches, lr):
    """The steps go uphill: the gradient is added.

    Print the loss batch by batch. Which way does it go?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array += lr * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_dividing_the_step(model, batches, lr):
    """The gradient is divided by the batch size once more. It is that of a mean, so that has been done.

    By what does the statement multiply the gradient?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name] / len(y)
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_stepping_on_the_sum(model, batches, lr):
    """The gradient is multiplied by the batch size: these are steps on the summed loss, with the rate of a mean. They
    are n times too long.

    By what does the statement multiply the gradient?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * len(y) * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_results_swapped(model, batches, lr):
    """Accuracy and loss are handed over in the other order.

    Which of the two comes first in the statement?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return correct / seen, total / seen


@wrong("train_epoch")
def epoch_of_one_batch(model, batches, lr):
    """The function ends inside the loop, after the first batch.

    How often does the body of your loop run?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
        return total / seen, correct / seen


@wrong("train_epoch")
def epoch_reporting_the_last_batch(model, batches, lr):
    """The steps are right. What is reported is the last batch alone, since each batch replaces the numbers of the one
    before.

    Which sums does the loop carry?
    """
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        accuracy = (model.scores(X).argmax(axis=1) == y).mean()
        for name, array in model.params.items():
            array -= lr * grads[name]
    return loss, accuracy


@wrong("train_epoch")
def epoch_reporting_the_loss_alone(model, batches, lr):
    """A single number comes back. Two are asked for, as a pair: the mean loss and the accuracy.

    Which of the two is missing?
    """
    total = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * grads[name]
    return total / seen


@wrong("train_epoch")
def epoch_for_w_and_b_only(model, batches, lr):
    """The names W and b are written into the code. A model whose parameters are called otherwise stops with a KeyError.

    Where could the names come from, so that it works for every model?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        model.params["W"] -= lr * grads["W"]
        model.params["b"] -= lr * grads["b"]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_of_one_step_at_the_end(model, batches, lr):
    """There is one step in the whole epoch: it stands after the loop, with the gradients of the last batch.

    How far is your step indented? It belongs to each batch.
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
    for name, array in model.params.items():
        array -= lr * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_of_gradients_that_pile_up(model, batches, lr):
    """The gradients of all batches so far are added up, and every step takes the whole pile. In frameworks this is what
    a forgotten `zero_grad` does.

    Which gradients belong to the third step: those of the third batch, or of the first three?
    """
    total = correct = seen = 0
    pile = {name: np.zeros_like(array) for name, array in model.params.items()}
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            pile[name] += grads[name]
            array -= lr * pile[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_of_two_steps_a_batch(model, batches, lr):
    """Two steps are taken for each batch.

    How often do you subtract in one turn of the loop over the batches?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, _grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for _again in range(2):
            _loss, grads = model.loss_and_grads(X, y)
            for name, array in model.params.items():
                array -= lr * grads[name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_of_gradients_computed_in_between(model, batches, lr):
    """The gradients are computed anew for each array, after the array before it has moved. A step takes all gradients at
    the same place.

    Where stands the call of `loss_and_grads`: before the loop over the arrays, or inside of it?
    """
    total = correct = seen = 0
    for X, y in batches:
        total += model.loss_and_grads(X, y)[0] * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            array -= lr * model.loss_and_grads(X, y)[1][name]
    return total / seen, correct / seen


@wrong("train_epoch")
def epoch_of_weights_only(model, batches, lr):
    """Only the arrays with two axes take the steps. The biases stay where they were.

    Biases are not penalised. Are they not trained either?
    """
    total = correct = seen = 0
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        total += loss * len(y)
        correct += int((model.scores(X).argmax(axis=1) == y).sum())
        seen += len(y)
        for name, array in model.params.items():
            if array.ndim > 1:
                array -= lr * grads[name]
    return total / seen, correct / seen


@right("train_epoch")
def epoch_with_new_arrays_in_params(model, batches, lr):
    """New arrays are put into model.params; sums in an array; the pair is an array."""
    sums = np.zeros(3)
    for X, y in batches:
        loss, grads = model.loss_and_grads(X, y)
        sums += loss * len(y), (model.scores(X).argmax(axis=1) == y).sum(), len(y)
        for name in grads:
            model.params[name] = model.params[name] - lr * grads[name]
    return sums[:2] / sums[2]


@right("train_epoch")
def epoch_with_a_new_dictionary(model, batches, lr):
    """model.params is replaced as a whole; the scores come first; float32 sums; a list."""
    total = correct = seen = 0
    for X, y in batches:
        correct += np.count_nonzero(np.argmax(model.scores(X), axis=1) == y)
        loss, grads = model.loss_and_grads(X, y)
        total += np.float32(loss * len(y))
        seen += X.shape[0]
        model.params = {name: array - lr * grads[name] for name, array in model.params.items()}
    return [total / seen, correct / seen]


@right("train_epoch")
def epoch_of_lists(model, batches, lr):
    """Losses, rates and sizes in lists, averaged with weights; loss and gradients from two calls."""
    losses, rates, sizes = [], [], []
    for batch in list(batches):
        X, y = batch
        losses.append(model.loss_and_grads(X, y)[0])
        rates.append((model.scores(X).argmax(1) == y).mean())
        sizes.append(len(y))
        gradients = model.loss_and_grads(X, y)[1]
        for name, array in model.params.items():
            np.subtract(array, lr * gradients[name], out=array)
    return np.average(losses, weights=sizes), np.average(rates, weights=sizes)


@right("train_epoch")
def epoch_as_a_running_mean(model, batches, lr):
    """A running mean instead of sums; prints on the way."""
    mean_loss = accuracy = seen = 0.0
    for number, (X, y) in enumerate(batches):
        before = {name: array.copy() for name, array in model.params.items()}
        loss, grads = model.loss_and_grads(X, y)
        answers = np.argmax(model.scores(X), axis=1)
        seen += len(y)
        mean_loss += (loss - mean_loss) * len(y) / seen
        accuracy += (float(np.mean(answers == y)) - accuracy) * len(y) / seen
        for name in before:
            model.params[name][...] = before[name] - lr * grads[name]
        print(f"batch {number}: {mean_loss:.3f}")
    return mean_loss, accuracy


@right("train_epoch")
def epoch_by_recursion(model, batches, lr):
    """Recursion over the iterator, with an own object for the sums."""

    class Sums:
        loss = hits = examples = 0

    def go_on(batches, sums):
        for X, y in batches:
            loss, grads = model.loss_and_grads(X, y)
            sums.hits += sum(int(np.argmax(z) == label) for z, label in zip(model.scores(X), y, strict=True))
            sums.loss, sums.examples = sums.loss + len(X) * float(loss), sums.examples + len(X)
            for name in model.params:
                model.params[name] -= lr * grads[name]
            return go_on(batches, sums)
        return sums.loss / sums.examples, sums.hits / sums.examples

    return go_on(iter(batches), Sums())


# ---- train -------------------------------------------------------------------------------------------------------


@wrong("train")
def training_in_one_order(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Every epoch has the same batches in the same order, as when the order is drawn once, before the loop over
    the epochs.

    Where is the order drawn: before that loop, or inside of it?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    order = rng.permutation(len(y))
    for epoch in range(epochs):
        total = correct = 0

        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_unshuffled(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The rows are taken in the order of X, in every epoch. Either no order was drawn, or one was drawn and is not used.

    If X is sorted by label, what does the model see last? Which line of yours decides the order of the rows?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = np.arange(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_an_idle_order(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The rows are taken in the order of X, in every epoch. Either no order was drawn, or one was drawn and is not used.

    If X is sorted by label, what does the model see last? Which line of yours decides the order of the rows?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = np.arange(len(order))[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_replacement(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The rows of an epoch are drawn with replacement: some come twice or more, others never.

    Which share of the rows does such an epoch see? You have met the number in section 2.
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.integers(0, len(y), len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_batches_chosen_anew(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Every batch is drawn from all rows again, and does not know what the batches before it have used up. Inside
    a batch no row comes twice, in an epoch some do.

    How many orders does one epoch need: one, or one for each batch?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = np.arange(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            rows = rng.choice(len(y), len(rows), replace=False)
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_from_numpys_own_state(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The order is drawn from something other than `rng`: two generators in the same state give two different
    orders, and a run cannot be repeated.

    What does the dot stand behind, in the line that draws?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = np.random.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_from_a_seed_of_its_own(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Every epoch has its own order, but whoever passes another `rng` gets the same ones: so it is when a
    generator is made inside, with a fixed seed.

    Who should decide about the order: this function, or the caller who hands over `rng`?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    rng = np.random.default_rng(0)
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_seeded_anew_in_every_epoch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Every epoch has the same order, and another `rng` changes nothing about it: so it is when a generator is
    made inside, with the same seed in every epoch.

    What does a generator give first, after it has been made with the same seed again?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = np.random.default_rng(0).permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_an_epoch_too_many(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """There is one epoch more than was asked for.

    How many numbers has `range(n + 1)`?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs + 1):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_an_epoch_too_few(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """There is one epoch less than was asked for.

    How many numbers has `range(1, n)`?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(1, epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch - 1, history)
    return history


@wrong("train")
def training_epochs_counted_from_one(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`on_epoch` is told 1 after the first epoch. The epochs are counted from 0.

    Which number does `range` begin with, and which do you hand over?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch + 1, history)
    return history


@wrong("train")
def training_announced_too_early(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`on_epoch` is called before the numbers of this epoch are in the history, so whoever draws a curve is always
    one epoch behind.

    Which comes first in your loop, the new entries or the call?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        if on_epoch is not None:
            on_epoch(epoch, history)
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))

    return history


@wrong("train")
def training_announced_only_at_the_end(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`on_epoch` is called for all epochs after the last one. Nobody can watch the run, and the history holds all
    of it at every call.

    How far is the call indented?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for _epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))

    for epoch in range(epochs if on_epoch else 0):
        on_epoch(epoch, history)
    return history


@wrong("train")
def training_never_announced(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`on_epoch` is never called.

    What should happen after each epoch, if somebody wants to watch?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for _epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))

    return history


@wrong("train")
def training_always_announced(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`on_epoch` is called even where none was given. It is None then, and cannot be called.

    What is `on_epoch` if the caller leaves it out?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        on_epoch(epoch, history)
    return history


@wrong("train")
def training_announcing_bare_numbers(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`on_epoch` is handed the numbers of the last epoch. It should get the history, with its three lists.

    What could a function draw that is told one number at a time?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, {key: values[-1] for key, values in history.items()})
    return history


@wrong("train")
def training_announcing_the_other_way_round(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`on_epoch` gets the history first and the epoch second.

    In which order does the statement name the two?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(history, epoch)
    return history


@wrong("train")
def training_means_of_means(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`train_loss` and `train_accuracy` are means of the batches' means. A short batch gets the weight of a full
    one.

    Which sums should the loop carry, and by what are they divided after it?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss
            correct += (model.scores(X[rows]).argmax(axis=1) == y[rows]).mean()
            for name, array in model.params.items():
                array -= lr * grads[name]
        number = -(-len(y) // batch_size)
        history["train_loss"].append(total / number)
        history["train_accuracy"].append(correct / number)
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_dividing_the_mean_loss_again(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Mean losses are added up and divided by the number of examples. But a batch's loss is a mean already, so it
    is divided twice.

    What does a batch of 4 with mean loss 1 add to the sum of the examples' losses?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_loss_of_the_last_batch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`train_loss` is the loss of each epoch's last batch, and of no other.

    What happens to the losses of the batches before?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(loss)
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_summed_loss(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`train_loss` is the sum of all examples' losses. It has not been divided by their number.

    With twice as many examples, should the entry be twice as large?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total)
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_lists_swapped(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`train_loss` holds the training accuracy, and `train_accuracy` the loss.

    In which order does `train_epoch` hand over its two numbers?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(correct / len(y))
        history["train_accuracy"].append(total / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_counting_hits(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`train_accuracy` is how many answers were right. An accuracy is the share of them.

    Between which two numbers does an accuracy lie?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct)
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_sums_never_reset(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The sums are set to zero once, before the first epoch. From the second epoch on they still hold the epochs
    before.

    Where do the sums begin: once in a run, or once in an epoch?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    total = correct = 0
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_running_means_of_all_epochs(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Sums and number of examples are never set to zero, so every entry is the mean over all epochs so far. The
    first epoch is right, and later ones are dragged along.

    Of which examples should the third entry speak?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    total = correct = seen = 0
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        seen += len(y)
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / seen)
        history["train_accuracy"].append(correct / seen)
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_measured_after_the_step(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Each batch is measured after the step on it. That flatters: on these very examples the step has just made
    the loss smaller.

    Which comes first in your loop, measuring or stepping?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            _loss, grads = model.loss_and_grads(X[rows], y[rows])
            for name, array in model.params.items():
                array -= lr * grads[name]
            total += model.loss_and_grads(X[rows], y[rows])[0] * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_accuracy_after_the_epoch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`train_accuracy` is measured on the whole training set after the epoch. It should be what the epoch itself
    measured, each batch before its step.

    When is the model asked about an example: before or after it was trained on it in this epoch?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            for name, array in model.params.items():
                array -= lr * grads[name]
        correct = int((model.scores(X).argmax(axis=1) == y).sum())
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_tested_before_the_epoch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The test set is scored before the epoch, so the first entry speaks of the untrained model and nobody learns
    how the last epoch ended.

    After which step is the test set to be scored?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))

        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_tested_on_the_training_set(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`test_accuracy` is the accuracy on the training set. Nothing is said about examples that the model has not
    seen.

    Which two arrays stand in the line that tests?
    """
    X, y = train_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X).argmax(axis=1) == y).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_tested_by_a_count(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`test_accuracy` is how many test examples are right. An accuracy is the share of them.

    Between which two numbers does an accuracy lie?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).sum()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_tested_on_one_batch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Only the first batch of the test set is scored, and not the whole of it.

    How many test examples are there, and how many does your code look at?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(
            float((model.scores(X_test[:batch_size]).argmax(axis=1) == y_test[:batch_size]).mean())
        )
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_on_both_sets(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Training and test set are joined before the training. The test rows are no longer unseen, and
    `test_accuracy` says nothing about new examples.

    Which set do the batches come from?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    X, y = np.concatenate([X, X_test]), np.concatenate([y, y_test])
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_on_the_test_set_after_each_epoch(
    model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None
):
    """After it has been scored, the test set is used for one more step. From then on it is not unseen any more.

    What is the test set for, and which lines may read its labels?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        _loss, grads = model.loss_and_grads(X_test, y_test)
        for name, array in model.params.items():
            array -= lr * grads[name]
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_on_the_test_set_alone(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The batches come from the test set. The training set is never used.

    Which of the two pairs is the first one?
    """
    (X, y), (X_test, y_test) = test_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_without_steps(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """No step reaches the model that was handed over: its parameters are the same at the end as at the beginning.

    Which line changes what `model.params` holds? And is it the caller's model?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            params = dict(model.params)
            for name in params:
                params[name] = params[name] - lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_a_copy(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """No step reaches the model that was handed over: its parameters are the same at the end as at the beginning.

    Which line changes what `model.params` holds? And is it the caller's model?
    """
    import copy

    model = copy.deepcopy(model)
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_uphill(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The steps go uphill: the gradient is added.

    Print the loss, epoch by epoch. Which way does it go?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array += lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_dividing_the_step(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The gradient is divided by the batch size once more. It is that of a mean, so that has been done.

    By what does the statement multiply the gradient?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name] / len(rows)
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_stepping_on_the_sum(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The gradient is multiplied by the batch size: these are steps on the summed loss, with the rate of a mean.
    They are n times too long.

    By what does the statement multiply the gradient?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * len(rows) * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_of_weights_only(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Only the arrays with two axes take the steps. The biases stay where they were.

    Biases are not penalised. Are they not trained either?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                if array.ndim == 2:
                    array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_a_rate_of_its_own(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Every step is 0.1 times the gradient, whatever lr says.

    Where does lr appear in your code?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= 0.1 * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_a_falling_rate(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The rate falls from epoch to epoch: lr / 1, lr / 2, lr / 3. Asked for are steps of size lr.

    Which number is your gradient multiplied by in the second epoch?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr / (epoch + 1) * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_momentum(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Each step carries on nine tenths of the one before: momentum. Asked for is plain descent.

    Which gradients take part in the second step?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    velocity = {name: np.zeros_like(array) for name, array in model.params.items()}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                velocity[name] = 0.9 * velocity[name] + grads[name]
                array -= lr * velocity[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_decay(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Besides the step, the parameters are shrunk a little: weight decay. If the model has a penalty, its gradient
    is in grads already.

    With gradient zero, what should the parameters be after the step?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * (grads[name] + 0.01 * array)
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_one_step_an_epoch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """There is one step an epoch: it stands after the loop over the batches, with the gradients of the last one.

    How far is your step indented? It belongs to each batch.
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())

        for name, array in model.params.items():
            array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_from_zeros(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The parameters are set to zero before the training. The model that was handed over may have been trained already, or
    begin with random weights for a good reason.

    Whose business is it how a model begins: that of the loop, or that of the model?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for array in model.params.values():
        array[...] = 0
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_on_the_whole_set_at_once(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """On these problems, whose training sets have up to 40 rows, each epoch is one step on the whole set: `batch_size` is
    not used.

    With 7 examples, batches of 3 and 2 epochs, how many steps should there be?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), len(y)):
            rows = order[start : start + len(y)]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_in_batches_of_32(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The batches hold 32 rows, or all of them where there are fewer: `batch_size` is not used.

    With 7 examples, batches of 3 and 2 epochs, how many steps should there be?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), 32):
            rows = order[start : start + 32]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_without_the_short_batch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The short last batch of every epoch is dropped.

    With 7 training examples and batches of 3, on how many is the model trained in an epoch?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))[: len(y) // batch_size * batch_size]
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(order))
        history["train_accuracy"].append(correct / len(order))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_pairs_torn_apart(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """X and y are shuffled one after the other, and so in two different orders. Rows come with labels that are not
    theirs, and there is nothing to learn.

    How many orders are drawn in an epoch? X and y need the same one.
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        X, y = rng.permutation(X), rng.permutation(y)
        order = np.arange(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_shuffling_the_callers_arrays(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The caller's X and y are shuffled in place. Pairs stay together, but afterwards the training set is in
    another order.

    Is there a way to read the rows in a drawn order without moving them?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        X[:], y[:] = X[order], y[order]
        order = np.arange(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_batches_made_once(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The batches are cut once, before the first epoch, and only their order is drawn anew. The same rows share a
    batch in every epoch, and the short batch may come in the middle.

    What should an epoch draw: the order of the batches, or that of the examples?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    batches = np.split(rng.permutation(len(y)), range(batch_size, len(y), batch_size))
    for epoch in range(epochs):
        total = correct = 0
        for k in rng.permutation(len(batches)):
            rows = batches[k]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_a_spent_iterator(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Only the first epoch takes steps. An iterator over the batches that is made before the loop over the epochs
    does that: after the first epoch it is empty.

    How often can one run through what a function with `yield` gives?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    order = rng.permutation(len(y))
    batches = (order[start : start + batch_size] for start in range(0, len(y), batch_size))
    for epoch in range(epochs):
        total = correct = 0
        for rows in batches:
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_one_list_three_times(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The history holds one list under three names. Whatever is appended to one of them is in all.

    After one epoch, how many entries has `history["train_loss"]`?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = dict.fromkeys(["train_loss", "train_accuracy", "test_accuracy"], [])  # noqa: RUF024
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_with_a_mutable_default(
    model,
    train_set,
    test_set,
    *,
    epochs,
    batch_size,
    lr,
    rng,
    on_epoch=None,
    history={"train_loss": [], "train_accuracy": [], "test_accuracy": []},  # noqa: B006
):
    """The history stands as a default value in the signature. Python makes it once, when the function is
    defined, so the second run goes on where the first one ended.

    When is a default value evaluated: at every call, or once?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_entries_for_every_batch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The history gets an entry for every batch. Asked for is one for every epoch.

    How far are the lines indented that append to the history?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            history["train_loss"].append(loss)
            history["train_accuracy"].append((model.scores(X[rows]).argmax(axis=1) == y[rows]).mean())
            for name, array in model.params.items():
                array -= lr * grads[name]

        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_returning_nothing(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The history is kept to the end, and then not handed over: what comes back is None.

    What does a Python function give back that ends without saying what?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)


@wrong("train")
def training_returning_three_lists(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Three lists come back as a tuple. Asked for is a dictionary with a name for each.

    How would a reader know which of three lists is which?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history["train_loss"], history["train_accuracy"], history["test_accuracy"]


@wrong("train")
def training_for_one_epoch(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Only one epoch is trained, whatever `epochs` says.

    How often does the body of the loop over the epochs run? Look at what stands in its head, and how far the `return` is indented.
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(1):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_returning_too_early(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Only one epoch is trained, whatever `epochs` says.

    How often does the body of the loop over the epochs run? Look at what stands in its head, and how far the `return` is indented.
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
        return history


@wrong("train")
def training_history_without_training_accuracy(
    model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None
):
    """The training accuracy is not kept: the history has two lists of three.

    Which three names does the statement give?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_history_with_a_name_of_its_own(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The training accuracy is kept under another name than `train_accuracy`.

    Which three names does the statement give, letter by letter?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_acc": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_acc"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_keeping_none(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """`test_accuracy` holds None: the function that it came from gives nothing back.

    Which function did that entry come from, and does it end in a `return`?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            for name, array in model.params.items():
                array -= lr * grads[name]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(print((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@wrong("train")
def training_for_w_and_b_only(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The names W and b are written into the code. A model whose parameters are called otherwise stops with a
    KeyError.

    Where could the names come from, so that it works for every model?
    """
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    for epoch in range(epochs):
        total = correct = 0
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            total += loss * len(rows)
            correct += int((model.scores(X[rows]).argmax(axis=1) == y[rows]).sum())
            model.params["W"] -= lr * grads["W"]
            model.params["b"] -= lr * grads["b"]
        history["train_loss"].append(total / len(y))
        history["train_accuracy"].append(correct / len(y))
        history["test_accuracy"].append(float((model.scores(X_test).argmax(axis=1) == y_test).mean()))
        if on_epoch is not None:
            on_epoch(epoch, history)
    return history


@right("train")
def training_in_one_function(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """One function, an order that is shuffled further in every epoch; a while loop."""
    X, y = train_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": []}
    order, epoch = np.arange(len(y)), 0
    while epoch < epochs:
        rng.shuffle(order)
        sums = np.zeros(2)
        for rows in np.split(order, range(batch_size, len(y), batch_size)):
            hits = np.count_nonzero(model.scores(X[rows]).argmax(axis=1) == y[rows])
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            sums += len(rows) * loss, hits
            for name in grads:
                model.params[name] -= lr * grads[name]
        for key, value in zip(("train_loss", "train_accuracy"), sums / len(y), strict=True):
            history[key].append(value)
        history["test_accuracy"].append(np.mean(model.scores(test_set[0]).argmax(axis=1) == test_set[1]))
        if on_epoch:
            on_epoch(epoch, history)
        epoch += 1
    return history


@right("train")
def training_out_of_parts(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """Helpers inside; test batches drawn from rng too; more keys than asked for; arrays come back. Prints."""
    from collections import defaultdict

    def batches(X, y):
        order = np.argsort(rng.random(len(y)))
        for start in range(0, len(y), batch_size):
            yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]

    def one_epoch():
        loss_sum = hits = seen = 0
        for X, y in batches(*train_set):
            loss, grads = model.loss_and_grads(X, y)
            loss_sum, hits, seen = (
                loss_sum + loss * len(y),
                hits + (model.scores(X).argmax(1) == y).sum(),
                seen + len(y),
            )
            model.params = {name: array - lr * grads[name] for name, array in model.params.items()}
        return loss_sum / seen, hits / seen

    def accuracy():
        verdicts = [model.scores(X).argmax(axis=1) == y for X, y in batches(*test_set)]
        return np.concatenate(verdicts).mean()

    history = defaultdict(list)
    for epoch in range(epochs):
        loss, rate = one_epoch()
        history["train_loss"] += [np.float32(loss)]
        history["train_accuracy"] += [rate]
        history["test_accuracy"] += [accuracy()]
        history["lr"] += [lr]
        print(epoch, dict(history))
        if on_epoch is not None:
            on_epoch(epoch=epoch, history=dict(history))
    return {key: np.array(values) for key, values in history.items()}


@right("train")
def training_that_looks_more_often(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The losses of both sets are looked at as well, and loss and gradients of a batch come from two calls."""
    (X, y), (X_test, y_test) = train_set, test_set
    history = {"train_loss": [], "train_accuracy": [], "test_accuracy": [], "test_loss": []}
    model.loss_and_grads(X, y)
    for epoch in range(epochs):
        losses, hits, sizes = [], [], []
        order = rng.choice(len(y), size=len(y), replace=False)
        for start in range(0, len(order), batch_size):
            X_batch, y_batch = X[order[start : start + batch_size]], y[order[start : start + batch_size]]
            losses.append(model.loss_and_grads(X_batch, y_batch)[0])
            hits.append((model.scores(X_batch).argmax(axis=1) == y_batch).mean())
            sizes.append(len(y_batch))
            _loss, grads = model.loss_and_grads(X_batch, y_batch)
            for name, array in model.params.items():
                np.subtract(array, lr * grads[name], out=array)
        history["train_loss"].append(np.average(losses, weights=sizes))
        history["train_accuracy"].append(np.average(hits, weights=sizes))
        history["test_accuracy"].append((model.scores(X_test).argmax(axis=1) == y_test).sum() / len(y_test))
        history["test_loss"].append(model.loss_and_grads(X_test, y_test)[0])
        model.loss_and_grads(X, y)
        (on_epoch or (lambda epoch, history: None))(epoch, history)
    return history


@right("train", builds=True)
def training_by_a_trainer():
    """A class does the work, and a function with positional parameters hands over to it; sums of Python floats."""

    class Trainer:
        def __init__(self, model, lr):
            self.model, self.lr = model, lr
            self.history = dict(train_loss=[], train_accuracy=[], test_accuracy=[])

        def step(self, X, y):
            hits = sum(z.tolist().index(max(z)) == label for z, label in zip(self.model.scores(X), y, strict=True))
            loss, grads = self.model.loss_and_grads(X, y)
            params = self.model.params
            params.update({name: params[name] - self.lr * grads[name] for name in params})
            return float(loss) * len(y), hits

        def epoch(self, X, y, batch_size, rng):
            pot, loss_sum, hits = rng.permutation(len(y)).tolist(), 0.0, 0
            while pot:
                rows, pot = pot[:batch_size], pot[batch_size:]
                loss, right_ones = self.step(X[rows], y[rows])
                loss_sum, hits = loss_sum + loss, hits + right_ones
            self.history["train_loss"].append(loss_sum / len(y))
            self.history["train_accuracy"].append(hits / len(y))

    def run(model, train_set, test_set, epochs, batch_size, lr, rng, on_epoch=None):
        trainer = Trainer(model, lr)
        for number in range(epochs):
            trainer.epoch(*train_set, batch_size, rng)
            Z, y = model.scores(test_set[0]), test_set[1]
            trainer.history["test_accuracy"].append(float(np.mean(np.argsort(Z, axis=1)[:, -1] == y)))
            if on_epoch is not None:
                on_epoch(number, trainer.history)
        return trainer.history

    return run


@right("train")
def training_with_all_orders_drawn_before(model, train_set, test_set, *, epochs, batch_size, lr, rng, on_epoch=None):
    """The orders of all epochs are drawn before the first; float32 copies of the training set; the history is rebuilt."""
    (X, y), rows_of_history = train_set, []
    X = X.astype(np.float32)
    orders = rng.permuted(np.tile(np.arange(len(y)), (epochs, 1)), axis=1)
    history = {}
    for epoch, order in enumerate(orders):
        loss_sum, hits = 0, 0
        for k in range(-(-len(y) // batch_size)):
            rows = order[k * batch_size : (k + 1) * batch_size]
            loss, grads = model.loss_and_grads(X[rows], y[rows])
            loss_sum += loss * rows.size
            hits += np.equal(np.argmax(model.scores(X[rows]), axis=-1), y[rows]).sum()
            for name in sorted(model.params):
                model.params[name][:] = model.params[name] - lr * grads[name]
        held_back = np.mean(np.argmax(model.scores(test_set[0]), axis=1) == test_set[1])
        rows_of_history.append((loss_sum / len(y), hits / len(y), held_back))
        columns = zip(*rows_of_history, strict=True)
        history = dict(zip(("train_loss", "train_accuracy", "test_accuracy"), columns, strict=True))
        if callable(on_epoch):
            on_epoch(epoch, history)
    return history


# ---- trained_digits_model ----------------------------------------------------------------------------------------


@wrong("trained_digits_model", builds=True)
def digits_model_never_trained():
    """The model is made and handed over as it began. It answers alike for every digit.

    How many steps does your function take?
    """

    class Linear:
        def __init__(self):
            self.params = {"W": np.zeros((64, 10)), "b": np.zeros(10)}

        def scores(self, X):
            return X @ self.params["W"] + self.params["b"]

    return Linear


@wrong("trained_digits_model")
def digits_model_known_by_place():
    """The labels of the held-back digits are given out in their order, whatever pixels come. Nothing has been learnt.

    What does the model say about a digit that it has not met?
    """
    from softmax_course.data import load_digits_split

    _train, (_X, labels) = load_digits_split()

    class Lookup:
        def scores(self, X):
            return np.eye(10)[labels[: len(X)]]

    return Lookup()


@wrong("trained_digits_model")
def digits_model_known_by_pixels():
    """The held-back digits are looked up in a table by their exact pixels. Change one pixel by a breath, and the table
    does not know them.

    What does the model say about a digit that is not in the table?
    """
    from softmax_course.data import load_digits_split

    table = {x.tobytes(): label for x, label in zip(*load_digits_split()[1], strict=True)}

    class Lookup:
        def scores(self, X):
            return np.eye(10)[[table.get(x.tobytes(), 0) for x in X]]

    return Lookup()


@wrong("trained_digits_model")
def digits_model_leaning_on_its_batch():
    """The pixels are standardised with the mean and spread of the digits that come together, and not with those of the
    training set. What the model says about a digit depends on its company, and of a single digit nothing is left.

    Which digits do mean and spread come from when three are to be read?
    """
    from softmax_course.data import load_digits_split

    (X, y), _test = load_digits_split()
    rng = np.random.default_rng(0)
    W, b = np.zeros((64, 10)), np.zeros(10)

    def standardised(X):
        return (X - X.mean(axis=0)) / (X.std(axis=0) + 0.1)

    A = standardised(X)
    for _epoch in range(40):
        for rows in np.array_split(rng.permutation(len(y)), 45):
            Z = A[rows] @ W + b
            P = np.exp(Z - Z.max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            P[np.arange(len(rows)), y[rows]] -= 1
            W -= 0.1 * A[rows].T @ P / len(rows)
            b -= 0.1 * P.mean(axis=0)

    class Model:
        def scores(self, X):
            return standardised(X) @ W + b

    return Model()


@wrong("trained_digits_model")
def digits_model_of_class_means():
    """A digit is compared with the mean image of each class. That gets about nine in ten right, and 0.95 are asked for.

    Sevens with a stroke and sevens without one: what does their mean look like?
    """
    from softmax_course.data import load_digits_split

    (X, y), _test = load_digits_split()
    means = np.stack([X[y == c].mean(axis=0) for c in range(10)])

    class Model:
        def scores(self, X):
            return -((X[:, None, :] - means) ** 2).sum(axis=2)

    return Model()


@wrong("trained_digits_model")
def digits_model_that_says_labels():
    """`scores` gives the label of each digit. Asked for are ten logits for each.

    Which shape should the scores of 360 digits have?
    """
    from softmax_course.data import load_digits_split

    (X_train, y_train), _test = load_digits_split()

    class Model:
        def scores(self, X):
            gaps = (X**2).sum(axis=1)[:, None] - 2 * X @ X_train.T + (X_train**2).sum(axis=1)
            return y_train[gaps.argmin(axis=1)]

    return Model()


@wrong("trained_digits_model")
def digits_model_with_steps_too_long():
    """The steps are so long that the loss grows, until the parameters are not numbers any more.

    Print the training loss, epoch by epoch. Which way does it go?
    """
    from softmax_course.data import load_digits_split

    (X, y), _test = load_digits_split()
    W = np.zeros((64, 10))
    for _step in range(300):
        W = W - 20 * X.T @ (X @ W - np.eye(10)[y]) / len(y)

    class Model:
        def scores(self, X):
            return X @ W

    return Model()


@right("trained_digits_model")
def digits_model_softmax_regression():
    """Softmax regression; a model with params."""
    from softmax_course.data import load_digits_split

    class Model:
        def __init__(self):
            self.params = {"W": np.zeros((64, 10)), "b": np.zeros(10)}

        def scores(self, X):
            return X @ self.params["W"] + self.params["b"]

        def loss_and_grads(self, X, y):
            Z = self.scores(X)
            P = np.exp(Z - Z.max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            loss = -np.log(P[np.arange(len(y)), y]).mean()
            P[np.arange(len(y)), y] -= 1
            return loss, {"W": X.T @ P / len(y), "b": P.mean(axis=0)}

    (X, y), _test = load_digits_split()
    model, rng = Model(), np.random.default_rng(0)
    for _epoch in range(40):
        order = rng.permutation(len(y))
        for start in range(0, len(y), 32):
            rows = order[start : start + 32]
            _loss, grads = model.loss_and_grads(X[rows], y[rows])
            for name, array in model.params.items():
                array -= 0.5 * grads[name]
    return model


@right("trained_digits_model")
def digits_model_two_layers_in_float32():
    """A network in float32, trained with momentum from an rng without a seed; scores come back as lists."""
    from softmax_course.data import load_digits_split

    (X, y), _test = load_digits_split()
    X, rng = X.astype(np.float32), np.random.default_rng()
    params = [(rng.normal(size=shape) * np.sqrt(2 / shape[0])).astype(np.float32) for shape in ((64, 64), (64, 10))]
    velocity = [np.zeros_like(p) for p in params]
    for _epoch in range(25):
        for rows in np.array_split(rng.permutation(len(y)), 45):
            A = np.maximum(X[rows] @ params[0], 0)
            Z = A @ params[1]
            P = np.exp(Z - Z.max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            P[np.arange(len(rows)), y[rows]] -= 1
            gradients = [X[rows].T @ (P @ params[1].T * (A > 0)) / len(rows), A.T @ P / len(rows)]
            for p, v, gradient in zip(params, velocity, gradients, strict=True):
                v *= 0.9
                v -= 0.1 * gradient
                p += v

    class Model:
        def scores(self, X):
            return (np.maximum(X @ params[0], 0) @ params[1]).tolist()

    return Model()


@right("trained_digits_model")
def digits_model_nearest_neighbour():
    """The nearest training digit of each class: no gradient, and a model all the same."""
    from softmax_course.data import load_digits_split

    (X_train, y_train), _test = load_digits_split()

    class Model:
        def scores(self, X):
            gaps = (X**2).sum(axis=1)[:, None] - 2 * X @ X_train.T + (X_train**2).sum(axis=1)
            return -np.stack([gaps[:, y_train == c].min(axis=1) for c in range(10)], axis=1)

    return Model()


@right("trained_digits_model")
def digits_model_by_kernel_regression():
    """Least squares with a Gaussian kernel; the scores are probabilities, and the model is a function with an attribute."""
    from softmax_course.data import load_digits_split

    (X_train, y_train), _test = load_digits_split()
    X_train, y_train = X_train[:900], y_train[:900]

    def kernel(A, B):
        return np.exp(-((A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)) / 4)

    weights = np.linalg.solve(kernel(X_train, X_train) + 0.01 * np.eye(len(X_train)), np.eye(10)[y_train])

    def model(X):
        Z = np.exp(10 * (kernel(np.asarray(X), X_train) @ weights))
        return Z / Z.sum(axis=1, keepdims=True)

    model.scores = model
    return model


@right("trained_digits_model")
def digits_model_standardised():
    """Pixels standardised with the training set's mean and spread; full-batch steps; settings chosen on held-back
    training digits."""
    from softmax_course.data import load_digits_split

    (X, y), _test = load_digits_split()
    mean, spread = X.mean(axis=0), X.std(axis=0) + 0.1

    def fit(X, y, lr, steps=150):
        W = np.zeros((65, 10))
        for _step in range(steps):
            Z = X @ W
            P = np.exp(Z - Z.max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            W -= lr * X.T @ (P - np.eye(10)[y]) / len(y)
        return W

    def prepared(X):
        return np.column_stack([(X - mean) / spread, np.ones(len(X))])

    A = prepared(X)
    rates = {lr: np.mean((A[-300:] @ fit(A[:-300], y[:-300], lr)).argmax(1) == y[-300:]) for lr in (0.01, 0.1, 0.5)}
    W = fit(A, y, max(rates, key=rates.get))

    class Model:
        @staticmethod
        def scores(X):
            return prepared(X) @ W

    return Model
