"""Sentences for what is observed in 07_autodiff: a fact that is not right gets its own words."""

from softmax_course.problems.exercise import Words
from softmax_course.text import translate as _

_OVER_AGAIN = (
    _("The gradient of a gradient is not right."),
    _(
        "Are your gradients nodes, built from other nodes, all the way? What is computed at once is constant ever after."
    ),
)

WORDS: dict[str, Words] = {
    "topological_order": {
        "missing": (
            _("Some nodes that are needed are not in the list (below: how many)."),
            _("Do leaves belong to it, and the outputs themselves? Does every output get its turn?"),
        ),
        "repeated": (
            _("Some nodes stand in the list more than once (below: how many)."),
            _("What does your code do when it comes to a node for the second time, along another way?"),
        ),
        "strangers": (
            _("The list holds things that no output needs (below: how many)."),
            _("What do you put into the list: nodes, or something about them?"),
        ),
        "too_early": (
            _("Some nodes stand before one of their inputs (below: how often)."),
            _("When is a node put into the list: when you first meet it, or when all its inputs are in?"),
        ),
        "changed_nodes": (
            _("Some nodes have lost or gained inputs: the graph itself was changed."),
            _("Which line changes node.inputs? It is the node's own list."),
        ),
        "along_every_way": (
            _(
                "The list is right, and the work for it grows with the ways through the graph: it doubles with every doubling."
            ),
            _("When your code meets a node again, does it send the node's inputs off a second time?"),
        ),
    },
    "gradients": {
        "second_in_first": _OVER_AGAIN,
        "second_in_second": _OVER_AGAIN,
        "computed_on_the_way": (
            _("The gradients are right, and for them the program is computed over and over."),
            _("Gradients are nodes, made of nodes. Which line asks for a value, and what is it needed for?"),
        ),
    },
    "Session": {
        "a_single_node": (
            _("The value of a single node is not right."),
            _("A node gives a value, and a list gives a list. Which values does an op's compute get, in which order?"),
        ),
        "times_computed": (
            _("In one run a node that several others need is not computed exactly once."),
            _("Where is a value kept for the next node that needs it?"),
        ),
        "times_computed_unasked": (
            _("A node that no fetch needs is computed."),
            _("Which nodes do the fetches need? Where does your code find the nodes that it computes?"),
        ),
        "a_list": (
            _("The values of a list of nodes are not right."),
            _("In which order do they come? What if a node stands in the list twice, or is fed?"),
        ),
        "a_list_of_one": (
            _("The value of a list of one node is not right."),
            _("A list gives a list, also when it is short."),
        ),
        "after_other_feeds": (
            _("When the same session runs again with other feeds, the value is not right."),
            _("What is kept from one run to the next?"),
        ),
        "with_both_fed": (
            _("The value is not right where two placeholders are fed."),
            _("Does each placeholder get the array that it is fed, whatever the order in feed_dict?"),
        ),
        "entries_of_feed_dict": (
            _("After a run the caller's feed_dict is not what it was."),
            _("Which dictionary are the values written into? `values = feed_dict` makes no second one."),
        ),
        "names_the_unfed": (
            _("A placeholder that is needed and not fed is not named in an error."),
            _("What is node.op of a placeholder? Raise an error whose text has the placeholder's name."),
        ),
        "variable_over_time": (
            _("A variable does not have the right value before, during and after an assign."),
            _("A variable is read whenever it is computed. Is an old value of it kept?"),
        ),
        "after_assign": (
            _("After an assign, a node that needs the variable does not have the right value."),
            _("What is kept from one run to the next?"),
        ),
    },
}
