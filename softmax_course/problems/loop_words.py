"""Sentences for what is observed of the loops of 05_training_loop: what is wrong, and a hint, for every fact."""

from softmax_course.problems.exercise import Words
from softmax_course.text import translate as _

_PAIRS = (
    _("Some rows come with a label that is not theirs."),
    _("How many orders are drawn? Rows and labels need the same one."),
)
_AN_EQUAL_RNG = (
    _("Two generators in the same state give different orders."),
    _("Does a random number come from anywhere else than from rng?"),
)
_ANOTHER_RNG = (
    _("Generators with different seeds give the same order."),
    _("Is the order drawn from the rng that was passed, or from one made inside?"),
)
_LOOKED_AT = (
    _("The model's parameters have changed. Evaluating is looking, not training."),
    _("Which line writes into an array of model.params?"),
)
_HELD = (
    _("Somebody who holds the arrays does not see the right step."),
    _("Which gradient belongs to which array? And is the step written into that array, or into a new one?"),
)
_IN_PARAMS = (
    _("The arrays have taken the step, and other arrays stand in params now."),
    _("Which line puts something new into the dictionary?"),
)
_STEPS = (
    _("The steps are not lr times the gradient of their batch, downhill, in every array."),
    _("Which way does your step go, and what is the gradient multiplied by? Is an array left out?"),
)
_AFTER_THE_EPOCH = (
    _("The model's parameters are not right after the epoch."),
    _(
        "How many steps does an epoch take? Which way does a step go, by which multiple of its gradient, and in which arrays?"
    ),
)

WORDS: dict[str, Words] = {
    "minibatches": {
        "batches": (
            _("The number of batches is not right."),
            _("How many batches does it take to hold all examples? Is any of yours empty?"),
        ),
        "batch_sizes": (
            _("The batches do not have the right sizes."),
            _("All batches but the last are full. Where does the last one begin, and where does it end?"),
        ),
        "times_each_row": (
            _("Not every example comes exactly once."),
            _("Are rows drawn with replacement? Does one order decide the whole epoch?"),
        ),
        "rows_with_another_label": _PAIRS,
        "in_the_order_of_X": (
            _("The examples come in the order of X, or in long pieces of it: they are not shuffled."),
            _("Which line draws an order from rng, and where is that order used? How many rows does it tell apart?"),
        ),
        "same_order_at_the_next_call": (
            _("The next call with the same rng gives the same order again."),
            _("Does every call draw from the rng that it was given, or from a copy, or from one of its own?"),
        ),
        "same_order_from_an_equal_rng": _AN_EQUAL_RNG,
        "same_order_from_another_rng": _ANOTHER_RNG,
        "same_rows_together_at_every_call": (
            _("The same rows share a batch at every call, whatever rng says."),
            _("What is shuffled: the rows of X, or only the batches, or the rows inside of each?"),
        ),
        "batches_changed_later": (
            _("A batch that the caller kept has changed when the next one was made."),
            _("Does every batch have an array of its own, or is one array filled again and again?"),
        ),
    },
    "Accumulator": {
        "at_the_start": (
            _("A new Accumulator does not start with zeros."),
            _("Where do the sums live: in each object, or in something that all of them share?"),
        ),
        "after_the_first_rows": (
            _("The sums are not right after some calls of add."),
            _("Take Accumulator(2), then add(3, 4), then add(0.5, 1). What are the two sums?"),
        ),
        "after_reset": (
            _("The sums are not zero after reset."),
            _("Does reset change what the object holds?"),
        ),
        "after_the_second_rows": (
            _("The sums are not right when numbers are added after a reset."),
            _("What is left over from before the reset?"),
        ),
        "after_another_reset": (
            _("The first reset works. After the second one the sums are not zero."),
            _("What does reset put in the place of the sums, and does add write into that very thing?"),
        ),
        "another_one": (
            _("Adding to one Accumulator changes another."),
            _("Do the two hold the same list?"),
        ),
    },
    "evaluate_accuracy": {
        "accuracy": (
            _("The accuracy is not right."),
            _("Which two sums does the loop carry? What is done after it? How often does it run through the batches?"),
        ),
        "weights_afterwards": _LOOKED_AT,
        "bias_afterwards": _LOOKED_AT,
    },
    "sgd": {
        "weights": _HELD,
        "biases": _HELD,
        "weights_in_params": _IN_PARAMS,
        "biases_in_params": _IN_PARAMS,
    },
    "train_epoch": {
        "mean_loss": (
            _("The mean loss per example is not right."),
            _("What does a batch of n examples add to the sum of losses? Is it measured before the step?"),
        ),
        "accuracy": (
            _("The accuracy of the epoch is not right."),
            _("Right answers divided by examples, each batch before its step: in which of these does yours differ?"),
        ),
        "weights_afterwards": _AFTER_THE_EPOCH,
        "bias_afterwards": _AFTER_THE_EPOCH,
    },
    "train": {
        "steps": (
            _("The model did not take as many steps as there are batches in all epochs."),
            _(
                "How many batches has an epoch, the short one included? Does each change the arrays of model.params once?"
            ),
        ),
        "batch_sizes": (
            _("The batches that the model saw do not have the right sizes."),
            _(
                "A full batch has batch_size rows, and all of an epoch but the last are full. Where does the last one end?"
            ),
        ),
        "times_each_row": (
            _("The model did not see every example once in every epoch."),
            _("Are rows drawn with replacement? Where does an epoch begin, and where does it end?"),
        ),
        "rows_with_another_label": _PAIRS,
        "test_rows_trained_on": (
            _("The model was trained on rows of the test set."),
            _("Which set do the batches come from?"),
        ),
        "different_orders": (
            _("Not every epoch has a fresh order of its own."),
            _("Where is the order drawn: before the loop over the epochs or inside of it?"),
        ),
        "same_rows_together_in_every_epoch": (
            _("The same rows share a batch in every epoch."),
            _("What is shuffled from epoch to epoch: the examples, or batches that were made once?"),
        ),
        "same_order_from_an_equal_rng": _AN_EQUAL_RNG,
        "same_order_from_another_rng": _ANOTHER_RNG,
        "params_at_the_first_batch_over_given": (
            _("The model's parameters were changed before the first batch came (below: by which factor)."),
            _("Which line writes into model.params outside of a step? The model begins as it was handed over."),
        ),
        "step_over_gradient": _STEPS,
        "steps_off_the_gradient": _STEPS,
        "lengths_of_the_lists": (
            _("The lists of the history do not have one entry for each epoch."),
            _("How often, and where, is something appended?"),
        ),
        "told_over_true_train_loss": (
            _("train_loss is not the mean loss per example that the model showed."),
            _("Is each batch measured before its step, and weighted by its size? Does every list get its own number?"),
        ),
        "told_over_true_train_accuracy": (
            _("train_accuracy is not the accuracy that the model showed."),
            _("Is each batch measured before its step? Is it a rate over all examples?"),
        ),
        "told_over_true_test_accuracy": (
            _("test_accuracy is not that of the test set after the epoch."),
            _("Which rows are scored, after which step, and what is the count divided by?"),
        ),
        "epochs_announced": (
            _("on_epoch was not called once after each epoch, with 0, 1, 2, …"),
            _("Where does the call stand, and from which number do you count?"),
        ),
        "lengths_when_announced": (
            _("When on_epoch was called, the history did not hold exactly the epochs so far."),
            _("Which comes first in your loop, the new entries or the call?"),
        ),
    },
}
