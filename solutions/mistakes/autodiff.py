"""07_autodiff: wrong and right implementations of its six exercises.

In this module a cell sees ``np`` and nothing else: what it needs of the graph page it imports inside.
"""

import numpy as np

from solutions.mistakes.library import right, wrong

# ---- reduce_like -------------------------------------------------------------------------------------------------


@wrong("reduce_like")
def reduce_like_returns_g(g, shape):
    """The gradient comes back as it is, in the shape of the result. It has to have the shape of the input.

    b has three entries and stands in four rows. How many numbers are its gradient?
    """
    return g


@wrong("reduce_like")
def reduce_like_over_axis_zero(g, shape):
    """The gradient is summed over axis 0, always. Which axes were broadcast depends on the two shapes.

    Which axis was repeated when (4, 1) became (4, 3)?
    """
    return np.sum(g, axis=0)


@wrong("reduce_like")
def reduce_like_over_everything(g, shape):
    """The gradient is summed to a single number, whatever the shape.

    Each entry of the input has a gradient of its own. Which entries of g belong to it?
    """
    return np.sum(g)


@wrong("reduce_like")
def reduce_like_total_everywhere(g, shape):
    """The sum over everything stands in every entry.

    Each entry of the input has a gradient of its own. Which entries of g belong to it?
    """
    return np.full(shape, np.sum(g))


@wrong("reduce_like")
def reduce_like_by_means(g, shape):
    """The repeated axes are averaged. They have to be summed.

    Raise one entry of b by 0.01. Four entries of the result go up. By how much does their sum?
    """
    added = g.ndim - len(shape)
    g = g.mean(axis=tuple(range(added))) if added else g
    repeated = tuple(axis for axis, length in enumerate(shape) if length != g.shape[axis])
    return g.mean(axis=repeated, keepdims=True) if repeated else g


@wrong("reduce_like")
def reduce_like_by_means_over_added_axes(g, shape):
    """The axes that were added are averaged, and those of length 1 are summed. Both have to be summed.

    Raise one entry of b by 0.01. Four entries of the result go up. By how much does their sum?
    """
    added = g.ndim - len(shape)
    g = g.mean(axis=tuple(range(added))) if added else g
    repeated = tuple(axis for axis, length in enumerate(shape) if length != g.shape[axis])
    return g.sum(axis=repeated, keepdims=True)


@wrong("reduce_like")
def reduce_like_loses_axes_of_length_one(g, shape):
    """The repeated axes are summed away. They had length 1 in the input, and have to stay with length 1.

    Which shape has the gradient in an input of shape (1, 3)?
    """
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g.sum(axis=tuple(axis for axis, length in enumerate(shape) if length != g.shape[axis]))


@wrong("reduce_like")
def reduce_like_added_axes_only(g, shape):
    """The axes that were added in front are summed away. Axes of length 1 that were repeated are left as they are.

    Which shape comes out for an input of shape (1, 3) in a result of shape (4, 3)?
    """
    return g.sum(axis=tuple(range(g.ndim - len(shape))))


@wrong("reduce_like")
def reduce_like_repeated_axes_only(g, shape):
    """Axes of length 1 that were repeated are summed. Axes that were added in front are left as they are.

    Which shape comes out for an input of shape (3,) in a result of shape (4, 3)?
    """
    offset = g.ndim - len(shape)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis + offset, keepdims=True)
    return g


@wrong("reduce_like")
def reduce_like_keeps_added_axes(g, shape):
    """Everything is summed over the right axes, and the axes that were added stay behind with length 1.

    Which shape has the gradient in an input of shape (3,): (3,) or (1, 3)?
    """
    padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
    return g.sum(axis=tuple(a for a, length in enumerate(padded) if length != g.shape[a]), keepdims=True)


@wrong("reduce_like")
def reduce_like_takes_the_first_row(g, shape):
    """Of the repeated entries the first is taken, where all of them have to be added up.

    Raise one entry of b by 0.01. Only the first row of the result goes up?
    """
    g = g[(0,) * (g.ndim - len(shape))]
    return g[tuple(slice(0, length) for length in shape)]


@wrong("reduce_like")
def reduce_like_cuts_off(g, shape):
    """The entries of g are poured into the shape until it is full, and the rest is dropped.

    Which entries of g belong to the first entry of the input?
    """
    return np.resize(g, shape)


@wrong("reduce_like")
def reduce_like_lines_up_from_the_left(g, shape):
    """The shapes are lined up from the left, so that the last axes are summed away. Broadcasting lines them up from the right.

    A bias of shape (3,) in a result of shape (4, 3): which of the two axes is the bias's own?
    """
    g = g.sum(axis=tuple(range(len(shape), g.ndim)))
    repeated = tuple(axis for axis, length in enumerate(shape) if length != g.shape[axis])
    return g.sum(axis=repeated, keepdims=True)


@wrong("reduce_like")
def reduce_like_added_axes_from_the_back(g, shape):
    """The axes that were added are summed from the back, and axes of length 1 that were repeated are left as they are. Broadcasting
    adds axes in front.

    A bias of shape (3,) in a result of shape (4, 3): which of the two axes is the bias's own?
    """
    while g.ndim > len(shape):
        g = g.sum(axis=-1)
    return g


@wrong("reduce_like")
def reduce_like_from_the_back_then_repeated(g, shape):
    """The axes that were added are summed from the back. Broadcasting adds axes in front.

    A bias of shape (3,) in a result of shape (4, 3): which of the two axes is the bias's own?
    """
    while g.ndim > len(shape):
        g = g.sum(axis=-1)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


@wrong("reduce_like")
def reduce_like_loses_each_axis_of_length_one(g, shape):
    """The axes of length 1 are summed away, one after the other. They have to stay with length 1; and when one is gone, those behind it
    have other numbers.

    Which shape has the gradient in an input of shape (1, 3)?
    """
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis)
    return g


@wrong("reduce_like")
def reduce_like_by_maxima(g, shape):
    """The largest of the repeated entries is taken, where all of them have to be added up.

    How do four gradients become one?
    """
    added = g.ndim - len(shape)
    g = g.max(axis=tuple(range(added))) if added else g
    repeated = tuple(axis for axis, length in enumerate(shape) if length != g.shape[axis])
    return g.max(axis=repeated, keepdims=True) if repeated else g


@wrong("reduce_like")
def reduce_like_while_axes_shift(g, shape):
    """The added axes are summed one after the other, by rising numbers. But when axis 0 is gone, the next one is axis 0.

    Which number has the second axis after the first one has been summed away?
    """
    for axis in range(g.ndim - len(shape)):
        g = g.sum(axis=axis)
    repeated = tuple(axis for axis, length in enumerate(shape) if length != g.shape[axis])
    return g.sum(axis=repeated, keepdims=True)


@wrong("reduce_like")
def reduce_like_last_axis_for_a_column(g, shape):
    """The added axes are summed, and then the last axis, if its length is 1. Other axes of length 1 are forgotten.

    Which axis was repeated when (2, 1, 3) became (2, 4, 3)?
    """
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g.sum(axis=-1, keepdims=True) if shape and shape[-1] == 1 else g


@wrong("reduce_like")
def reduce_like_equal_sizes_untouched(g, shape):
    """The axes of g whose length is not among those of the shape are summed. Lengths alone do not tell which axis is which.

    A result of shape (3, 3) and an input of shape (3,): which axis is summed?
    """
    gone = tuple(axis for axis, length in enumerate(g.shape) if length not in shape)
    return g.sum(axis=gone).reshape(shape) if g.sum(axis=gone).size == int(np.prod(shape)) else g.sum(axis=gone)


@wrong("reduce_like")
def reduce_like_by_reshaping(g, shape):
    """The gradient is reshaped. That moves numbers and adds none; with other sizes it stops with an error.

    Four rows become one. What has happened to the numbers of the other three?
    """
    return np.reshape(g, shape)


@right("reduce_like")
def reduce_like_one_axis_at_a_time(g, shape):
    """One axis at a time."""
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


@right("reduce_like")
def reduce_like_padded_and_reshaped(g, shape):
    """The shape is filled up with ones in front; the sums keep their axes, and a reshape drops them."""
    padded = (1,) * (np.ndim(g) - len(shape)) + tuple(shape)
    axes = tuple(i for i, (n, m) in enumerate(zip(padded, np.shape(g), strict=True)) if n != m)
    return np.reshape(np.sum(g, axis=axes, keepdims=True), shape)


@right("reduce_like")
def reduce_like_by_counting(g, shape):
    """Every entry of g is sent to the number of the entry that it came from."""
    size = int(np.prod(shape))
    came_from = np.broadcast_to(np.arange(size).reshape(shape), np.shape(g))
    return np.bincount(came_from.ravel(), weights=np.ravel(g), minlength=size).reshape(shape)


@right("reduce_like")
def reduce_like_with_loops(g, shape):
    """Entry by entry."""
    out = np.zeros(shape)
    for place in np.ndindex(*g.shape):
        own = place[len(place) - len(shape) :]
        out[tuple(0 if n == 1 else i for i, n in zip(own, shape, strict=True))] += g[place]
    return out


@right("reduce_like")
def reduce_like_calls_itself(g, shape):
    """One axis less, and the same again; computed in float32."""

    def reduce(g, shape):
        if g.ndim > len(shape):
            return reduce(np.add.reduce(g), shape)
        for axis, length in enumerate(shape):
            if length < g.shape[axis]:
                return reduce(np.add.reduce(g, axis=axis, keepdims=True), shape)
        return g

    return reduce(np.asarray(g, dtype=np.float32), tuple(shape))


# ---- topological_order -------------------------------------------------------------------------------------------


@wrong("topological_order")
def order_when_first_met(outputs):
    """Nodes are put down when they are first met, outputs first. So every node stands before its inputs.

    When may a node be put down? What has to be in the list before it?
    """
    order, seen, stack = [], set(), list(outputs)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack.extend(node.inputs)
    return order


@wrong("topological_order")
def order_when_first_met_turned_round(outputs):
    """Nodes are put down when they are first met, and the list is turned round. A node that two others use then stands where
    one of them needs it, and perhaps too late for the other.

    Take c = a + b with b = x · a, and then c = b + a, and write both lists down.
    """
    order, seen, stack = [], set(), list(outputs)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack.extend(node.inputs)
    return order[::-1]


@wrong("topological_order")
def order_level_by_level(outputs):
    """The nodes are listed level by level from the outputs, and the list is turned round. A node that is used on two levels has
    its place by the higher one, after a node that needs it.

    Take c = a + b with b = x · a, and then c = b + a, and write both lists down.
    """
    order, seen = [], set()
    level = list(outputs)
    while level:
        following = []
        for node in level:
            if node not in seen:
                seen.add(node)
                order.append(node)
                following.extend(node.inputs)
        level = following
    return order[::-1]


@wrong("topological_order")
def order_moved_at_every_meeting(outputs):
    """Each time a node is met, everything below it is gone through again, along every way there is. Each doubling doubles the work,
    and at thirty it never ends.

    Could it be known, when a node is met again, that everything below it has its place?
    """
    order, queue = [], list(outputs)
    while queue:
        node = queue.pop(0)
        if node in order:
            order.remove(node)
        order.append(node)
        queue.extend(node.inputs)
    return order[::-1]


@wrong("topological_order")
def order_with_every_way_walked(outputs):
    """Each time a node is met, everything below it is gone through again, along every way there is. Each doubling doubles the work,
    and at thirty it never ends.

    Could it be known, when a node is met again, that everything below it has its place?
    """
    order, placed, stack = [], set(), [(node, False) for node in reversed(outputs)]
    while stack:
        node, ready = stack.pop()
        if not ready:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
        elif node not in placed:
            placed.add(node)
            order.append(node)
    return order


@wrong("topological_order")
def order_by_recursion(outputs):
    """The order is right, and the function calls itself once for every node in depth. Python stops that after a thousand or so.

    Which list did Python keep for you, and could you keep it yourself?
    """
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for each in node.inputs:
            visit(each)
        order.append(node)

    for node in outputs:
        visit(node)
    return order


@wrong("topological_order")
def order_by_recursion_with_repeats(outputs):
    """Inputs come first, and a node comes again each time it is used. And the function calls itself, so that a long chain stops it.

    What should happen when a node is met for the second time?
    """

    def visit(node):
        return [found for each in node.inputs for found in visit(each)] + [node]

    return [found for node in outputs for found in visit(node)]


@wrong("topological_order")
def order_with_repeats(outputs):
    """Inputs come first, and a node comes again each time it is used.

    What should happen when a node is met for the second time?
    """
    order, stack = [], [(node, False) for node in reversed(outputs)]
    while stack:
        node, ready = stack.pop()
        if ready or not node.inputs:
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
    return order


@wrong("topological_order")
def order_without_leaves(outputs):
    """Nodes without inputs are left out. Their values are needed as well.

    Who computes a variable, if it is not in the list?
    """
    order, placed, stack = [], set(), [(node, False) for node in reversed(outputs)]
    while stack:
        node, ready = stack.pop()
        if node in placed or not node.inputs:
            continue
        if ready:
            placed.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
    return order


@wrong("topological_order")
def order_without_outputs(outputs):
    """Everything that the outputs need is there, and the outputs themselves are not.

    Which node is computed last?
    """
    order, placed, stack = [], set(), [(node, False) for node in reversed(outputs)]
    while stack:
        node, ready = stack.pop()
        if node in placed:
            continue
        if ready:
            placed.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
    return [node for node in order if node not in outputs]


@wrong("topological_order")
def order_of_the_first_output(outputs):
    """Only the first of the outputs is followed.

    What is in your list that only the second output needs?
    """
    order, placed, stack = [], set(), [(outputs[0], False)]
    while stack:
        node, ready = stack.pop()
        if node in placed:
            continue
        if ready:
            placed.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
    return order


@wrong("topological_order")
def order_turned_round(outputs):
    """This is the right order from its end: every node stands before its inputs.

    In which direction is the list to be read?
    """
    order, placed, stack = [], set(), [(node, False) for node in reversed(outputs)]
    while stack:
        node, ready = stack.pop()
        if node in placed:
            continue
        if ready:
            placed.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
    return order[::-1]


@wrong("topological_order")
def order_marked_when_pushed(outputs):
    """A node is marked as seen when it is put on the stack, long before it is put down. Another node that needs it then believes
    that it is in the list already.

    Which of the two should be asked: was it met, or is it in the list?
    """
    order, met = [], set(outputs)
    stack = [(node, False) for node in dict.fromkeys(outputs)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
            continue
        stack.append((node, True))
        for each in node.inputs:
            if each not in met:
                met.add(each)
                stack.append((each, False))
    return order


@wrong("topological_order")
def order_that_eats_the_graph(outputs):
    """The order is right, and the nodes have lost their inputs: they were taken out of `node.inputs` one by one.

    Whose list is `node.inputs`?
    """
    order, placed, stack = [], set(), list(reversed(outputs))
    while stack:
        node = stack[-1]
        if node.inputs:
            stack.append(node.inputs.pop())
        else:
            stack.pop()
            if node not in placed:
                placed.add(node)
                order.append(node)
    return order


@wrong("topological_order")
def order_of_one_step(outputs):
    """Only the outputs and their direct inputs are listed. Those have inputs, too.

    How do you get from c to x?
    """
    order = []
    for node in outputs:
        order += [each for each in node.inputs if each not in order]
        if node not in order:
            order.append(node)
    return order


@wrong("topological_order")
def order_of_ops(outputs):
    """The list holds the ops, and should hold the nodes.

    Which of the two has inputs?
    """
    order, placed, stack = [], set(), [(node, False) for node in reversed(outputs)]
    while stack:
        node, ready = stack.pop()
        if node in placed:
            continue
        if ready:
            placed.add(node)
            order.append(node.op)
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
    return order


@wrong("topological_order")
def order_that_counts_an_input_twice(outputs):
    """A node waits until as many inputs have reported as it has. An input that it uses twice reports once, and so the node waits for
    ever.

    How many *different* inputs has a · a?
    """
    nodes, fresh = list(dict.fromkeys(outputs)), list(dict.fromkeys(outputs))
    known = set(nodes)
    while fresh:
        node = fresh.pop()
        for each in node.inputs:
            if each not in known:
                known.add(each)
                nodes.append(each)
                fresh.append(each)
    users = {node: set() for node in nodes}
    for node in nodes:
        for each in node.inputs:
            users[each].add(node)
    waiting = {node: len(node.inputs) for node in nodes}
    order = [node for node in nodes if not node.inputs]
    for node in order:
        for user in users[node]:
            waiting[user] -= 1
            if waiting[user] == 0:
                order.append(user)
    return order


@right("topological_order")
def order_by_counting_inputs(outputs):
    """Kahn's algorithm: a node's turn comes when the last of its inputs has had its own."""
    users, fresh = {node: [] for node in outputs}, list(outputs)
    while fresh:
        node = fresh.pop()
        for each in dict.fromkeys(node.inputs):
            if each not in users:
                users[each] = []
                fresh.append(each)
    for node in users:
        for each in dict.fromkeys(node.inputs):
            users[each].append(node)
    waiting = {node: len(set(node.inputs)) for node in users}
    order = [node for node, count in waiting.items() if count == 0]
    for node in order:
        for user in users[node]:
            waiting[user] -= 1
            if waiting[user] == 0:
                order.append(user)
    return order


@right("topological_order")
def order_with_iterators(outputs):
    """A stack of iterators over the inputs, as Python's own recursion would keep them."""
    done, order = set(), []
    for output in outputs:
        if output in done:
            continue
        path = [(output, iter(output.inputs))]
        while path:
            node, rest = path[-1]
            following = next((each for each in rest if each not in done), None)
            if following is not None:
                path.append((following, iter(following.inputs)))
            else:
                path.pop()
                if node not in done:
                    done.add(node)
                    order.append(node)
    return order


@right("topological_order")
def order_in_a_dictionary(outputs):
    """A dictionary keeps the order in which its keys came in; the answer is a tuple."""
    done, todo = {}, list(outputs)
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    return tuple(done)


@right("topological_order")
def order_by_consumers_first(outputs):
    """The reverse is built: a node follows when all that use it are in; then the list is turned round."""
    uses, fresh = dict.fromkeys(outputs, 0), list(dict.fromkeys(outputs))
    while fresh:
        for each in fresh.pop().inputs:
            if each not in uses:
                uses[each] = 0
                fresh.append(each)
            uses[each] += 1
    ready = [node for node, count in uses.items() if count == 0]
    backwards = []
    while ready:
        node = ready.pop()
        backwards.append(node)
        for each in node.inputs:
            uses[each] -= 1
            if uses[each] == 0:
                ready.append(each)
    return backwards[::-1]


@right("topological_order")
def order_with_two_colours(outputs):
    """Nodes are grey while their inputs are on the way, and black when they are in the list."""
    grey, black, order, stack = set(), set(), [], []
    stack.extend(outputs[::-1])
    while stack:
        node = stack[-1]
        if node in black:
            stack.pop()
        elif node in grey:
            stack.pop()
            black.add(node)
            order.append(node)
        else:
            grey.add(node)
            stack.extend(each for each in node.inputs[::-1] if each not in black)
    return order


# ---- Session -----------------------------------------------------------------------------------------------------


@wrong("Session")
class SessionThatGivesLists:
    """A list comes back also for a single node.

    What is the value of a node: an array, or a list with an array in it?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return [value(node) for node in (fetches if isinstance(fetches, list) else [fetches])]


@wrong("Session")
class SessionThatUnwrapsShortLists:
    """A list of one node gives its value, where a list is asked for.

    What should decide: how many values there are, or whether `fetches` is a list?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        results = [value(node) for node in (fetches if isinstance(fetches, list) else [fetches])]
        return results[0] if len(results) == 1 else results


@wrong("Session")
class SessionThatReturnsNothing:
    """Everything is computed, and `run` returns None.

    Which line hands the values over?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        for node in fetches if isinstance(fetches, list) else [fetches]:
            value(node)


@wrong("Session")
class SessionThatAsksAgainAndAgain:
    """The values are right, and a node is computed as often as it is used.

    Where is a value kept, for the next node that needs it?
    """

    def run(self, fetches, feed_dict=None):
        feeds = feed_dict or {}

        def value(node):
            if node in feeds:
                return feeds[node]
            if node.op is None:
                raise ValueError(f"{node.name} is not fed")
            return node.op.compute(*[value(each) for each in node.inputs])

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatBeginsAnewForEachFetch:
    """Each node of the list is computed in a run of its own, so that what two of them share is computed twice.

    How many dictionaries of values does one run need?
    """

    def run(self, fetches, feed_dict=None):
        if isinstance(fetches, list):
            return [self.run(node, feed_dict) for node in fetches]
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return value(fetches)


@wrong("Session")
class SessionThatRemembers:
    """The values are kept in the session, and the next run finds them there, with other feeds and other variables.

    What has to be forgotten when `run` is over?
    """

    def __init__(self):
        self.values = {}

    def run(self, fetches, feed_dict=None):
        self.values.update(feed_dict or {})

        def value(node):
            if node not in self.values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                self.values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return self.values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatRemembersVariables:
    """Variables are read once and kept in the session. An assign does not reach them.

    When is a variable read: in each run, or once?
    """

    def __init__(self):
        self.leaves = {}

    def run(self, fetches, feed_dict=None):
        values = {**self.leaves, **(feed_dict or {})}

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
                if not node.inputs:
                    self.leaves[node] = values[node]
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionWithADefaultThatStays:
    """The default of `feed_dict` is a dictionary, and the values are written into it. It is the same one in every run without feeds,
    so that old values stand in it.

    How often is `{}` in a line with `def` evaluated?
    """

    def run(self, fetches, feed_dict={}):  # noqa: B006 - this is the mistake
        values = feed_dict

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatWritesIntoTheFeeds:
    """All values are written into the dictionary of feeds, which is the caller's. When it is used for the next run, old values are in it.

    Which line makes a dictionary of your own?
    """

    def run(self, fetches, feed_dict=None):
        values = feed_dict or {}

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatEmptiesTheFeeds:
    """What is fed is taken out of the dictionary of feeds, which is the caller's. For the next run it is empty.

    Which line makes a dictionary of your own?
    """

    def run(self, fetches, feed_dict=None):
        values = {}
        while feed_dict:
            values.update([feed_dict.popitem()])

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatWritesOnTheNodes:
    """The values are written on the nodes, and found there by the next run, with other feeds and other variables.

    What has to be forgotten when `run` is over?
    """

    def run(self, fetches, feed_dict=None):
        for node, fed in (feed_dict or {}).items():
            node.value = fed

        def value(node):
            if not hasattr(node, "value"):
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                node.value = node.op.compute(*[value(each) for each in node.inputs])
            return node.value

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatDoesNotSayWhich:
    """The error that comes for a placeholder without a feed does not say which one it is.

    What is `node.op` of a placeholder, and where could that be noticed before anything goes wrong?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError("A placeholder is not fed.")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatComputesPlaceholders:
    """The error that comes for a placeholder without a feed does not say which one it is.

    What is `node.op` of a placeholder, and where could that be noticed before anything goes wrong?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionWithZerosForTheUnfed:
    """A placeholder that is not fed counts as 0, and nobody is told.

    Would you want to train on zeros because of a forgotten feed?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                inputs = [value(each) for each in node.inputs]
                values[node] = np.zeros(()) if node.op is None else node.op.compute(*inputs)
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionThatTurnsInputsRound:
    """The values of the inputs reach `compute` in reverse. For a sum that is harmless, for a difference it is not.

    In which order does a stack give back what was put on it?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs[::-1]])
            return values[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@wrong("Session")
class SessionInOrderOfComputing:
    """The values of a list come in the order in which they were computed, not in that of the list.

    run([b, a]) and run([a, b]): what should be different?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        if not isinstance(fetches, list):
            return value(fetches)
        for node in fetches:
            value(node)
        return [found for node, found in values.items() for _ in range(fetches.count(node))]


@wrong("Session")
class SessionWithoutRepeats:
    """A node that stands in the list twice is given back once.

    How long is the list that comes back, if the list of fetches has four nodes?
    """

    def run(self, fetches, feed_dict=None):
        values = dict(feed_dict or {})

        def value(node):
            if node not in values:
                if node.op is None:
                    raise ValueError(f"{node.name} is not fed")
                values[node] = node.op.compute(*[value(each) for each in node.inputs])
            return values[node]

        return [value(node) for node in dict.fromkeys(fetches)] if isinstance(fetches, list) else value(fetches)


@right("Session")
class SessionWithAnOrder:
    """An order first, then a loop over it."""

    def run(self, fetches, feed_dict=None):
        several = isinstance(fetches, (list, tuple))
        wanted = list(fetches) if several else [fetches]
        order, todo = {}, list(wanted)
        while todo:
            missing = [each for each in todo[-1].inputs if each not in order]
            if missing:
                todo.extend(missing)
            else:
                order[todo.pop()] = None
        values = {}
        for node in order:
            if feed_dict and node in feed_dict:
                values[node] = np.asarray(feed_dict[node])
            elif node.op is None:
                raise KeyError(f"feed_dict has no value for {node.name!r}")
            else:
                values[node] = node.op.compute(*map(values.__getitem__, node.inputs))
        results = [values[node] for node in wanted]
        return results if several else results[0]


@right("Session")
class SessionByRecursion:
    """A function that calls itself and remembers, for one run."""

    __slots__ = ()

    def run(self, fetches, feed_dict=None):
        known = {} if feed_dict is None else {node: value for node, value in feed_dict.items()}

        def value(node):
            try:
                return known[node]
            except KeyError:
                pass
            assert node.op is not None, f"placeholder {node.name}: no value in feed_dict"
            known[node] = node.op.compute(*(value(each) for each in node.inputs))
            return known[node]

        return [value(node) for node in fetches] if isinstance(fetches, list) else value(fetches)


@right("Session")
class SessionOfOneRunObjects:
    """Each run is an object of its own, which knows its values."""

    class Run:
        def __init__(self, feeds):
            self.values = feeds

        def __getitem__(self, node):
            if node not in self.values:
                self.values[node] = self.compute(node)
            return self.values[node]

        def compute(self, node):
            if node.op is None:
                raise LookupError("not fed: " + str(node.name))
            return node.op.compute(*[self[each] for each in node.inputs])

    def run(self, fetches, feed_dict=None):
        values = self.Run(dict(feed_dict) if feed_dict else {})
        return list(map(values.__getitem__, fetches)) if type(fetches) is list else values[fetches]


@right("Session")
class SessionThatSweeps:
    """It sweeps over all nodes that are needed until every one has its value."""

    def run(self, fetches, feed_dict=None):
        single = not isinstance(fetches, list)
        needed, fresh = set(), {fetches} if single else set(fetches)
        while fresh:
            needed |= fresh
            fresh = {each for node in fresh for each in node.inputs} - needed
        values = {node: fed for node, fed in (feed_dict or {}).items() if node in needed}
        unfed = sorted(node.name for node in needed if node.op is None and node not in values)
        if unfed:
            raise ValueError("no feed for " + ", ".join(unfed))
        while len(values) < len(needed):
            for node in needed - values.keys():
                if all(each in values for each in node.inputs):
                    values[node] = node.op.compute(*[values[each] for each in node.inputs])
        return values[fetches] if single else [values[node] for node in fetches]


@right("Session")
class SessionThatRunsGenerators:
    """Recursion by generators, on a stack of its own."""

    def run(self, fetches, feed_dict=None):
        values = {**(feed_dict or {})}

        def computing(node):
            for each in node.inputs:
                if each not in values:
                    yield each
            if node not in values:
                if node.op is None:
                    raise RuntimeError(f"Feed the placeholder {node.name}, please.")
                values[node] = node.op.compute(*[values[each] for each in node.inputs])

        wanted = fetches if isinstance(fetches, list) else [fetches]
        for node in wanted:
            stack = [] if node in values else [computing(node)]
            while stack:
                following = next(stack[-1], None)
                if following is None:
                    stack.pop()
                else:
                    stack.append(computing(following))
        return [values[node] for node in fetches] if isinstance(fetches, list) else values[fetches]


# ---- graph_ops ---------------------------------------------------------------------------------------------------


@wrong("graph_ops", builds=True)
def matmul_sides_exchanged():
    """The factors of MatMul's gradients stand on the wrong sides: Bᵀ G and G Aᵀ. The shapes fit only where all sizes
    are equal.

    Write down the shapes for (N, D) times (D, C). Which product gives (N, D) out of (N, C) and B?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(transpose(b), out_grad), MatMul()(out_grad, transpose(a))]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_not_transposed():
    """MatMul's gradients are G B and A G, without a transpose.

    In the sum over n, d and c that the loss is made of, which index of B meets which index of G?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, b), MatMul()(a, out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_gradients_exchanged():
    """Both gradients of MatMul are there, in the wrong order: the first in the list is that of the second input.

    Which shape has the first input, and which has the first gradient?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(transpose(a), out_grad), MatMul()(out_grad, transpose(b))]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_entry_by_entry():
    """MatMul multiplies entry by entry. A matrix product sums over the inner index.

    [[1, 2]] times [[3], [4]] is [[11]]. What does yours give?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a * b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_one_gradient():
    """MatMul gives the gradient in its first input only. The second input has one too: that is the one that trains W.

    How many inputs has the node, and how many entries your list?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            return [MatMul()(out_grad, transpose(node.inputs[1]))]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_without_out_grad():
    """MatMul's gradients are those of the sum of its entries: `out_grad` is not in them.

    What should come out when `out_grad` is twice as large?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, ones_like, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            ones = ones_like(node)
            return [MatMul()(ones, transpose(b)), MatMul()(transpose(a), ones)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_second_not_transposed_in_first():
    """In MatMul's first gradient B stands as it is, without the transpose; the second gradient is right.

    Is a transpose missing where the shapes still fit, for square B?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, b), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_transposed():
    """MatMul gives the transpose of the product.

    Which shape has (4, 3) times (3, 5)?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return (a @ b).T

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def matmul_gradients_of_mul():
    """These are the gradients of an entry-by-entry product, copied from Mul: `out_grad * b` and `out_grad * a`.

    Which op is it whose gradients are G Bᵀ and Aᵀ G?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [out_grad * b, out_grad * a]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_not_expanded():
    """ReduceSum's gradient goes through broadcast_like alone. Shapes are lined up from the right, so a sum over the
    last axis comes back along the wrong one, or not at all.

    Which shape has `out_grad` after a sum over axis 1, and which shape would broadcast the right way?
    """
    from softmax_course.graph import Op, broadcast_like, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_expanded_with_keepdims():
    """ReduceSum's gradient puts the axis in again also where keepdims has kept it.

    How many axes has `out_grad` with keepdims=True?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_expanded_in_front():
    """The axis that was summed is put in at the front, always.

    Where did it stand before it was summed? `self.axis` knows.
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, 0)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_expanded_at_the_end():
    """The axis that was summed is put in at the end, always.

    Where did it stand before it was summed? `self.axis` knows.
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, -1)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_of_a_list():
    """A list of axes is handed to np.sum as it is. NumPy takes a number or a tuple, and no list.

    What does np.sum say to axis=[0, 1], and to axis=(0, 1)?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            return np.sum(x, axis=self.axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_forgets_keepdims():
    """ReduceSum sums over the right axes, and loses them also with keepdims=True.

    Which shape has the sum over axis 1 of a (2, 3) array with keepdims?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_keeps_always():
    """ReduceSum keeps the summed axes with length 1, also without keepdims.

    Which shape has the sum over axis 1 of a (2, 3) array without keepdims?
    """
    from softmax_course.graph import Op, broadcast_like, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=True)

        def gradient(self, node, out_grad):
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_axis_zero_is_none():
    """Axis 0 is taken for no axis at all: `if axis` is false for 0, as it is for None.

    What is bool(0)? How does one ask whether something is None?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis if axis else None, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_without_out_grad():
    """ReduceSum's gradient is 1 everywhere. That is the gradient of the sum of all its entries: `out_grad` is not in
    it.

    Two rows with an `out_grad` of [5, 7]: which gradient has an entry of the second row?
    """
    from softmax_course.graph import Op, ones_like, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            return [ones_like(node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_is_a_mean():
    """The gradient is that of a mean: it is divided by the number of entries that went into each sum.

    Raise one entry by 0.01. By how much does its sum go up?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, ones_like, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            x = node.inputs[0]
            count = ReduceSum()(ones_like(x)) / ReduceSum()(ones_like(out_grad))
            return [broadcast_like(out_grad / count, x)]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_computes_a_mean():
    """ReduceSum computes the mean over the axes, not the sum.

    What is the sum of [[1, 1, 1], [1, 1, 1]] over axis 1?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.mean(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_over_the_axis_that_stays():
    """An axis is read as the one that stays, and all others are summed.

    In the table, which axis is gone after ReduceSum(axis=0)?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            if self.axis is None:
                return np.sum(x, keepdims=self.keepdims)
            gone = [a % x.ndim for a in np.atleast_1d(self.axis)]
            kept = tuple(a for a in range(x.ndim) if a not in gone)
            return np.sum(x, axis=kept, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_first_axis_only():
    """Of several axes only the first is summed.

    Which shape has a (2, 4, 3) array after a sum over the axes 0 and 2?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = self.axis[0] if isinstance(self.axis, (list, tuple)) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def reduce_sum_negative_axis_off_by_one():
    """A negative axis is counted from 0: −1 becomes the last but one, −2 the one before.

    Which axis is −1 of an array with two axes?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axes = (
                None if self.axis is None else tuple(a - 1 if a < 0 else a for a in np.atleast_1d(self.axis).tolist())
            )
            axes = axes and tuple(max(a, -x.ndim) for a in axes)
            return np.sum(x, axis=axes, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_without_out_grad():
    """Log's gradient is 1/x. That is its derivative; what comes from above is not in it.

    What should come out when `out_grad` is twice as large?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [1 / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_divided_by_itself():
    """`out_grad` is divided by the node, which is log x. The derivative of log x is 1/x.

    What is `node`, and what is `node.inputs[0]`?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_times_x():
    """`out_grad` is multiplied by x. The derivative of log x is 1/x.

    At x = 4 the logarithm is flatter than at x = 1. Is your gradient smaller there?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad * node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_of_base_two():
    """This is the logarithm with base 2. The course's logarithm has base e.

    What should the logarithm of 2.718… be?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log2(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0] / np.log(2)]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_of_base_ten():
    """This is the logarithm with base 10. The course's logarithm has base e.

    What should the logarithm of 2.718… be?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log10(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_of_one_plus_x():
    """This is log(1 + x).

    What should the logarithm of 1 be?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log1p(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_with_an_epsilon():
    """A small number is added before the logarithm, which shows in the values.

    What should the logarithm of 1 be, to six digits?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x + 1e-3)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_gradient_negative():
    """Log's gradient has the wrong sign.

    The logarithm rises with x. Which sign has its derivative?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [-out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def log_gradient_squared():
    """Log's gradient is −g/x², the derivative of 1/x.

    Which function has the derivative 1/x?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            x = node.inputs[0]
            return [-out_grad / (x * x)]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_diagonal_only():
    """Softmax's gradient is g p (1 − p): only the diagonal of the Jacobian. What a logit does to the other
    probabilities is missing.

    Raise z₀. Which probabilities change?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            return [out_grad * node * (1 - node)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_without_the_sum():
    """Softmax's gradient is p g; the sum Σ p g that is taken off is missing.

    With an `out_grad` of ones, what should the gradient be, since the probabilities always sum to 1?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            return [out_grad * node]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_sum_over_rows():
    """The sum Σ p g in softmax's gradient runs down the columns, over the examples. Each example has a sum of its own,
    over its classes.

    Which axis holds the classes?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=0, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_sum_over_everything():
    """The sum Σ p g in softmax's gradient runs over the whole array. Each example has a sum of its own.

    Does the gradient of one example depend on the others?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = broadcast_like(ReduceSum()(out_grad * node), node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_sum_not_kept():
    """The sum Σ p g is not kept as a column, so that it is lined up with the classes and not with the examples.

    Which shape has the sum, and along which axis is it repeated when it is taken from `out_grad`?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_sum_without_p():
    """The sum that is taken off is Σ g. The probabilities are missing in it.

    In notebook 02, what was summed: the entries of g, or of p g?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_negative():
    """Softmax's gradient has the wrong sign.

    Raise z₀: which way does p₀ go?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (total - out_grad)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_without_out_grad():
    """Softmax's gradient is computed for an `out_grad` of ones, and is zero everywhere.

    Where does `out_grad` come into it?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(node)
            return [node * (1 - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_p_minus_out_grad():
    """This is p − out_grad, as if `out_grad` were the label. p − y is the gradient of cross-entropy **after** softmax,
    and not of softmax alone.

    Which op is this, and which is the loss? What does softmax know of labels?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            return [node - out_grad]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_twice_the_factor():
    """The factor p stands in front twice.

    Multiply p (g − Σ p g) out for two classes. How many factors p has each term?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_gradient_of_exp():
    """This is the gradient of the exponential, taken at z. Softmax also divides, and the sum below the fraction line
    depends on every logit.

    What happens to p₁ when z₀ goes up?
    """
    from softmax_course.graph import Exp, Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            return [out_grad * Exp()(node.inputs[0])]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_not_shifted():
    """The exponentials are taken of the logits as they are, which overflow.

    What may be taken off every logit of a row without changing the result?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z)
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_shifted_by_one_maximum():
    """The largest logit of the whole array is taken off. Rows that lie far below it underflow: 0/0.

    Which maximum does each row need?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max())
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_over_the_first_axis():
    """Softmax runs over the first axis: down the columns, over the examples.

    What should each row sum to?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=0, keepdims=True))
            return e / e.sum(axis=0, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_over_axis_one():
    """Softmax runs over axis 1. That is the last axis of a matrix, and of nothing else.

    Which number means the last axis, however many there are?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_over_everything():
    """The exponentials are divided by their sum over the whole array, so that all rows together sum to 1.

    What should each row sum to?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum()

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_normalised_over_everything():
    """Softmax divides by the sum over all rows together. Each row is an example of its own, and its probabilities sum to 1.

    What does `np.sum` sum over when no axis is named?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - np.max(z))
            return e / np.sum(e)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_sum_over_axis_one():
    """The sum Σ p g runs over axis 1. That is the last axis of a matrix, and of nothing else.

    Which number means the last axis, however many there are?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_keeps_its_value():
    """Softmax puts its last value away in `self` and uses it as a constant in the gradient. The same op may serve
    another node, and the value changes when the inputs do.

    `node` stands for the value, whenever it is computed. Do you need another copy?
    """
    from softmax_course.graph import Elementwise, Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            self.p = e / e.sum(axis=-1, keepdims=True)
            return self.p

        def gradient(self, node, out_grad):
            kept = Elementwise(lambda _z: self.p)(node.inputs[0])
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * kept)
            return [kept * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def softmax_op_computed_too_early():
    """The gradient is computed when it should be written down: with the value that the variable has at that moment, as
    a constant.

    The inputs may have other values when the program runs. What should `gradient` give: numbers or nodes?
    """
    from softmax_course.graph import Op, broadcast_like, constant, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            z = node.inputs[0].op.compute()
            p = constant(self.compute(z))
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * p)
            return [p * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def ops_gradient_not_in_a_list():
    """Log's gradient is a node. It should be a list of nodes, one an input, also where there is only one.

    What does the page's Exp return?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return out_grad / node.inputs[0]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@wrong("graph_ops", builds=True)
def ops_return_nothing():
    """ReduceSum's gradient builds the node, and does not return it.

    Which line hands the list over?
    """
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_with_a_pullback_op():
    """The gradients are ops of their own, computed in NumPy, without gradients."""
    from softmax_course.graph import Op, broadcast_like, expand_dims

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            class Left(Op):
                def compute(self, g, a, b):
                    return np.einsum("nc,dc->nd", g, b)

            class Right(Op):
                def compute(self, g, a, b):
                    return np.einsum("nc,nd->dc", g, a)

            return [Left()(out_grad, *node.inputs), Right()(out_grad, *node.inputs)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            class Pull(Op):
                def compute(self, p, g):
                    return p * g - p * np.sum(p * g, axis=-1, keepdims=True)

            return [Pull()(node, out_grad)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_with_loops():
    """Products and sums written with loops."""
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            out = np.zeros((len(a), b.shape[1]))
            for i in range(len(a)):
                for j in range(b.shape[1]):
                    for k in range(len(b)):
                        out[i, j] += a[i, k] * b[k, j]
            return out

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axes = range(np.ndim(x)) if self.axis is None else np.atleast_1d(self.axis)
            for axis in axes:
                x = np.sum(x, axis=int(axis), keepdims=True)
            if not self.keepdims:
                x = np.squeeze(x, axis=tuple(int(axis) for axis in axes))
            return x

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_reduce_sum_times_ones():
    """The sum's gradient is multiplied by ones, and NumPy broadcasts."""
    from softmax_course.graph import Op, expand_dims, ones_like, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [out_grad * ones_like(node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_log_as_a_product():
    """Log's gradient multiplies by one over x."""
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return np.dot(a, b)

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad * (1.0 / node.inputs[0])]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            weighted = node * out_grad
            return [weighted - node * ReduceSum(axis=[-1], keepdims=True)(weighted)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_in_float32():
    """Everything is computed in float32."""
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return (a.astype(np.float32) @ b.astype(np.float32)).astype(float)

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(np.asarray(x, dtype=np.float32))

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            z = z.astype(np.float32)
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_softmax_from_logs():
    """Softmax by way of its logarithm."""
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            top = np.max(z, axis=-1, keepdims=True)
            return np.exp(z - top - np.log(np.sum(np.exp(z - top), axis=-1, keepdims=True)))

        def gradient(self, node, out_grad):
            g = out_grad
            return [node * g - node * ReduceSum(-1, True)(node * g)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_print_and_warn():
    """They print and warn on the way, which costs nothing."""
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
            return np.sum(x, axis=axis, keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            import warnings

            print("log of", np.shape(x))
            warnings.warn("a logarithm", stacklevel=2)
            return np.log(x)

        def gradient(self, node, out_grad):
            (x,) = node.inputs
            return [out_grad / x]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


@right("graph_ops", builds=True)
def ops_with_static_helpers():
    """A helper function makes the axes of a sum explicit."""
    from softmax_course.graph import Op, broadcast_like, expand_dims, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None, keepdims=False):
            self.axis, self.keepdims = axis, keepdims

        def compute(self, x):
            def axes_of(axis, count):
                if axis is None:
                    return tuple(range(count))
                several = axis if isinstance(axis, (list, tuple)) else [axis]
                return tuple(each % count for each in several)

            x = np.asarray(x)
            return x.sum(axis=axes_of(self.axis, x.ndim), keepdims=self.keepdims)

        def gradient(self, node, out_grad):
            if self.axis is not None and not self.keepdims:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=-1, keepdims=True))
            return e / e.sum(axis=-1, keepdims=True)

        def gradient(self, node, out_grad):
            total = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
            return [node * (out_grad - total)]

    return MatMul, ReduceSum, Log, Softmax


# ---- gradients ---------------------------------------------------------------------------------------------------


@wrong("gradients")
def gradients_last_way_only(output, nodes):
    """Where two ways lead to a node, the gradient of the last one is kept and the others are lost.

    For L = (a + b) · a two gradients come back to a. What happens to the first when the second arrives?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_first_way_only(output, nodes):
    """Where two ways lead to a node, the gradient of the first one is kept and the others are dropped.

    For L = (a + b) · a two gradients come back to a. What happens to the second?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived.setdefault(each, part)
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_input_used_twice(output, nodes):
    """The gradients of a node's inputs go through a dictionary, in which an input that is used twice, as in a · a, has one place only.

    What does `dict(zip(node.inputs, …))` hold for a · a?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        parts = dict(zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True))
        for each, part in parts.items():
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_level_by_level(output, nodes):
    """The graph is gone through level by level. A node that is used on two levels passes its gradient on when only a part of it has
    arrived, and the rest comes too late.

    When is the gradient in a node complete?
    """
    from softmax_course.graph import ones_like, zeros_like

    arrived, seen, level = {output: ones_like(output)}, set(), [output]
    while level:
        following = []
        for node in level:
            if node in seen or node.op is None:
                continue
            seen.add(node)
            for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
                arrived[each] = arrived[each] + part if each in arrived else part
                following.append(each)
        level = following
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_passed_on_at_once(output, nodes):
    """The first gradient that arrives at a node is passed on at once, and what comes later is added to the node but not passed on.

    When is the gradient in a node complete?
    """
    from softmax_course.graph import ones_like, zeros_like

    arrived, stack, seen = {output: ones_like(output)}, [output], set()
    while stack:
        node = stack.pop()
        if node in seen or node.op is None:
            continue
        seen.add(node)
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
            stack.append(each)
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_whole_sum_again(output, nodes):
    """Each time a gradient arrives at a node, all that has arrived so far is passed on. What came first is passed on twice.

    How often should a node have its turn?
    """
    from softmax_course.graph import ones_like, zeros_like

    arrived = {output: ones_like(output)}

    def pass_on(node):
        if node.op is None:
            return
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
            pass_on(each)

    pass_on(output)
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_error_for_the_unreachable(output, nodes):
    """For a node that the output does not depend on there is no gradient in the dictionary, and the function stops.

    If changing b does nothing to the output, what is the gradient in b?
    """
    from softmax_course.graph import ones_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived[node] for node in nodes]


@wrong("gradients")
def gradients_none_for_the_unreachable(output, nodes):
    """For a node that the output does not depend on, None stands in the list. It should be a node: zeros in the shape of that node.

    If changing b does nothing to the output, what is the gradient in b?
    """
    from softmax_course.graph import ones_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) for node in nodes]


@wrong("gradients")
def gradients_a_single_zero(output, nodes):
    """For a node that the output does not depend on, a single 0 comes back. It should be zeros in the shape of that node.

    Which shape has a gradient?
    """
    from softmax_course.graph import constant, ones_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived[node] if node in arrived else constant(0.0) for node in nodes]


@wrong("gradients")
def gradients_zeros_of_the_output(output, nodes):
    """The gradients are negative: the loss is made smaller along them, and they are not what makes it larger.

    f(a) = a · a at a = 2: which sign has the slope?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: -ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_begin_with_a_single_one(output, nodes):
    """The pass begins with a single 1, where ones in the shape of the output are due.

    What is the gradient of the sum of an array of shape (2, 3) in that array?
    """
    from softmax_course.graph import constant, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: constant(1.0)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_begin_with_the_output(output, nodes):
    """The pass begins with the output itself in place of ones: that is the gradient of half the sum of its squares.

    By how much does the output go up when the output goes up by 0.01?
    """
    from softmax_course.graph import zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: output}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_of_each_op_alone(output, nodes):
    """Every op is asked with ones for its `out_grad`. What comes from above gets lost at each step: there is no chain in this chain rule.

    What does `Mul` need besides its inputs?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, ones_like(node)), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_of_the_first_input(output, nodes):
    """Only the first input of every node gets its gradient.

    How many inputs has a product?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        if node.inputs and node in arrived:
            each, part = node.inputs[0], node.op.gradient(node, arrived[node])[0]
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_that_stop_where_asked(output, nodes):
    """The way back stops at the nodes that are asked for. When one of them lies on the way to another, the other one's gradient is not
    complete.

    u is a function of a, and both are asked for. Does the gradient in a go through u?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        if node in nodes or node not in arrived:
            continue
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_that_forget_on_the_way(output, nodes):
    """A node's gradient is taken out of the dictionary when it is passed on. For nodes inside of the graph nothing is left at the end.

    May somebody ask for the gradient in a node that is not a leaf?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.inputs]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived.pop(node)), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_that_stay_on_the_nodes(output, nodes):
    """What one call has collected is still there at the next one, which adds to it.

    Call it twice with the same nodes. Where is what came the first time: on the nodes, in a default argument, outside of the function?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    output.grad = ones_like(output)
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, node.grad), strict=True):
            each.grad = each.grad + part if hasattr(each, "grad") else part
    return [getattr(node, "grad", None) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_cleared_on_this_graph_only(output, nodes):
    """The gradients are kept on the nodes, and cleared on those of this graph. A node that the output does not depend on still has the
    gradient of another output.

    Ask for the gradient of b · b in b, and then for that of a · a in b. What should come the second time?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    for node in done:
        node.grad = None
    output.grad = ones_like(output)
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, node.grad), strict=True):
            each.grad = each.grad + part if each.grad else part
    return [getattr(node, "grad", None) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_without_placeholders(output, nodes):
    """The function stops at a placeholder, which has no op and hands nothing on.

    What is `node.op` of a placeholder? What is there to do when its turn comes?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed(list(done)):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_that_compute_the_output(output, nodes):
    """The output is computed to learn its shape. Before the program runs its placeholders are not fed, and it has no value.

    Which given function makes a node of ones in the shape of another node?
    """
    from softmax_course.graph import constant, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None

    def value(node):
        return node.op.compute(*[value(each) for each in node.inputs])

    arrived = {output: constant(np.ones_like(value(output)))}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_from_a_stack(output, nodes):
    """The nodes have their turn in the order in which a stack gives them back, each when it was first met. A node that is used twice may
    pass its gradient on when only a part of it has arrived.

    When is the gradient in a node complete?
    """
    from softmax_course.graph import ones_like, zeros_like

    arrived, stack, seen = {output: ones_like(output)}, [output], {output}
    while stack:
        node = stack.pop()
        if node.op is None:
            continue
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
            if each not in seen:
                seen.add(each)
                stack.append(each)
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_computed_too_early(output, nodes):
    """The gradients are computed on the spot and wrapped as constants. When the variables change they stay as they were, and their
    own gradients are zero.

    What should come back: the numbers, or the program that computes them?
    """
    from softmax_course.graph import constant, ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part

    def value(node):
        return node.op.compute(*[value(each) for each in node.inputs])

    return [constant(value(arrived.get(node) or zeros_like(node))) for node in nodes]


@wrong("gradients")
def gradients_as_arrays(output, nodes):
    """Arrays come back. They cannot be differentiated again, and do not follow the variables.

    What should come back: the numbers, or the program that computes them?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part

    def value(node):
        return node.op.compute(*[value(each) for each in node.inputs])

    return [value(arrived.get(node) or zeros_like(node)) for node in nodes]


@wrong("gradients")
def gradients_in_a_dictionary(output, nodes):
    """A dictionary comes back. Asked for is a list, in the order of `nodes`.

    How does the caller of `gradients(loss, [W])[0]` get at the first one?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return {node: arrived.get(node) or zeros_like(node) for node in nodes}


@wrong("gradients")
def gradients_in_the_order_of_the_graph(output, nodes):
    """The gradients come in the order in which the nodes stand in the graph, not in that of `nodes`.

    gradients(L, [b, a]): whose gradient is the first?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in reversed(todo[-1].inputs) if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in reversed([node for node in done if node.op]):
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived[node] for node in done if node in nodes] + [zeros_like(node) for node in nodes if node not in done]


@wrong("gradients")
def gradients_from_the_wrong_end(output, nodes):
    """The nodes have their turn from the leaves on, before any gradient has arrived at them.

    Where does the way back begin?
    """
    from softmax_course.graph import ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    arrived = {output: ones_like(output)}
    for node in done:
        if node not in arrived or node.op is None:
            continue
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived.get(node) or zeros_like(node) for node in nodes]


@wrong("gradients")
def gradients_by_differences(output, nodes):
    """The gradients of variables are central differences: the whole program is computed twice for every entry. Nodes inside of the
    graph have no value that could be moved.

    Every op has a gradient of its own. How do they go together?
    """
    from softmax_course.graph import Op, ones_like, zeros_like

    def value(node):
        return np.asarray(node.op.compute(*[value(each) for each in node.inputs]))

    def needs(node, other):
        return node is other or any(needs(each, other) for each in node.inputs)

    class Differences(Op):
        def __init__(self, output, leaf):
            self.output, self.leaf = output, leaf

        def compute(self, start):
            slopes = np.zeros(start.shape)
            for place in np.ndindex(*start.shape):
                for sign in (1, -1):
                    moved = start.copy()
                    moved[place] += sign * 1e-5
                    self.leaf.op.value = moved
                    slopes[place] += sign * value(self.output).sum() / 2e-5
            self.leaf.op.value = start
            return slopes

    gradients = []
    for node in nodes:
        if node is output:
            gradients.append(ones_like(node))
        elif not needs(output, node):
            gradients.append(zeros_like(node))
        else:
            gradients.append(Differences(output, node)(node))
    return gradients


@right("gradients")
def gradients_with_lists_of_parts(output, nodes):
    """The parts are collected in lists and added up when a node has its turn."""
    from functools import reduce

    from softmax_course.graph import Add, ones_like, zeros_like

    done, todo = {}, [output]
    while todo:
        missing = [each for each in todo[-1].inputs if each not in done]
        if missing:
            todo += missing
        else:
            done[todo.pop()] = None
    parts = {node: [] for node in done}
    parts[output].append(ones_like(output))
    total = {}
    for node in list(done)[::-1]:
        total[node] = reduce(Add(), parts[node])
        if node.op is not None:
            for each, part in zip(node.inputs, node.op.gradient(node, total[node]), strict=True):
                parts[each].append(part)
    return [total.get(node, zeros_like(node)) for node in nodes]


@right("gradients")
def gradients_way_by_way(output, nodes):
    """Every way from the output is followed on its own, and the ends are added up: slow on large graphs, and right."""
    from softmax_course.graph import ones_like, zeros_like

    arrived = {}

    def follow(node, grad):
        arrived[node] = arrived[node] + grad if node in arrived else grad
        if node.inputs:
            for each, part in zip(node.inputs, node.op.gradient(node, grad), strict=True):
                follow(each, part)

    follow(output, ones_like(output))
    return [arrived[node] if node in arrived else zeros_like(node) for node in nodes]


@right("gradients")
def gradients_when_all_users_are_done(output, nodes):
    """A node has its turn when the last of its uses has reported."""
    from softmax_course.graph import broadcast_like, constant, zeros_like

    uses, fresh = {output: 0}, [output]
    while fresh:
        for each in fresh.pop().inputs:
            if each not in uses:
                uses[each] = 0
                fresh.append(each)
            uses[each] += 1
    grads = {output: broadcast_like(constant(1.0), output)}
    ready = [output]
    while ready:
        node = ready.pop()
        parts = node.op.gradient(node, grads[node]) if node.inputs else []
        for each, part in zip(node.inputs, parts, strict=True):
            grads[each] = part + grads[each] if each in grads else part
            uses[each] -= 1
            if not uses[each]:
                ready.append(each)
    return tuple(grads[node] if node in grads else zeros_like(node) for node in nodes)


@right("gradients")
def gradients_asked_from_the_nodes(output, nodes):
    """The gradient in a node is asked for from its users, each of which asks for its own: memoised recursion."""
    from softmax_course.graph import ones_like, zeros_like

    users, fresh = {output: []}, [output]
    while fresh:
        node = fresh.pop()
        for place, each in enumerate(node.inputs):
            if each not in users:
                users[each] = []
                fresh.append(each)
            users[each].append((node, place))
    known, pulled = {output: ones_like(output)}, {}

    def grad(node):
        if node not in known:
            known[node] = zeros_like(node)
            for user, place in users[node]:
                if user not in pulled:
                    pulled[user] = user.op.gradient(user, grad(user))
                known[node] = known[node] + pulled[user][place]
        return known[node]

    return [grad(node) if node in users else zeros_like(node) for node in nodes]


@right("gradients")
def gradients_along_needed_ways(output, nodes):
    """Only nodes that lead to one of those asked for are gone through."""
    from softmax_course.graph import ones_like, zeros_like

    class Pass:
        __slots__ = ("grads", "order", "useful")

        def __init__(self):
            self.grads, self.order, self.useful = {}, [], {}

        def visit(self, node):
            if node in self.useful:
                return self.useful[node]
            below = [self.visit(each) for each in node.inputs]
            self.useful[node] = node in nodes or any(below)
            self.order.append(node)
            return self.useful[node]

        def run(self):
            self.visit(output)
            self.grads[output] = ones_like(output)
            for node in self.order[::-1]:
                if node.inputs and node in self.grads:
                    for each, part in zip(node.inputs, node.op.gradient(node, self.grads[node]), strict=True):
                        if self.useful[each]:
                            self.grads[each] = self.grads[each] + part if each in self.grads else part
            return [self.grads.get(node, zeros_like(node)) for node in nodes]

    return Pass().run()


# ---- train_graph_softmax -----------------------------------------------------------------------------------------


@wrong("train_graph_softmax")
def graph_training_on_a_sum(X, Y, *, lr, steps, batch_size, rng):
    """The loss of a step is summed over the batch. Asked for is the mean, so every step is `batch_size` times too long.

    Which number is the sum over the batch to be divided by?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = p - y
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_divided_by_n(X, Y, *, lr, steps, batch_size, rng):
    """The sum over the batch is divided by N, the number of all examples. A step sees `batch_size` of them.

    Over how many examples is the mean of one step taken?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / len(X)
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_mean_over_entries(X, Y, *, lr, steps, batch_size, rng):
    """The mean is taken over all entries of the batch, examples times classes.

    The sum over the classes belongs to one example. Over what is the mean taken then?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / y.size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_uphill(X, Y, *, lr, steps, batch_size, rng):
    """The steps go uphill: the loss is made as large as possible. A sign is wrong, in the loss or in the step.

    Which sign has log p, which has a loss, and which way should it go?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W + lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_label_minus_p(X, Y, *, lr, steps, batch_size, rng):
    """The steps go uphill: the loss is made as large as possible. A sign is wrong, in the loss or in the step.

    Which sign has log p, which has a loss, and which way should it go?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (y - p) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_with_replacement(X, Y, *, lr, steps, batch_size, rng):
    """The rows of a batch are drawn with replacement, so that one may stand in it twice.

    `rng.choice` puts back what it has drawn, unless it is told otherwise. Which argument tells it?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_with_a_permutation(X, Y, *, lr, steps, batch_size, rng):
    """The first rows of a permutation are used. That is as good a batch, and not the draw that was asked for, so the
    weights cannot be compared.

    Which call draws the rows, in the words of the exercise?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.permutation(len(X))[:batch_size]
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_with_its_own_rng(X, Y, *, lr, steps, batch_size, rng):
    """The batches are drawn by a generator of its own, and not by the one that was passed.

    Where does `rng` come into it?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    rng = np.random.default_rng(0)
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_on_one_batch(X, Y, *, lr, steps, batch_size, rng):
    """The batch is drawn once, before the loop, and used in every step.

    Which line belongs into the loop?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    rows = rng.choice(len(X), batch_size, replace=False)
    for _ in range(steps):
        pass
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_on_the_first_rows(X, Y, *, lr, steps, batch_size, rng):
    """Every step uses the first rows of X.

    Which rows did rng draw?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rng.choice(len(X), batch_size, replace=False)
        x, y = X[:batch_size], Y[:batch_size]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_unpaired(X, Y, *, lr, steps, batch_size, rng):
    """The inputs are those of the rows that were drawn, the labels those of the first rows.

    What is fed for y?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[:batch_size]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_on_everything(X, Y, *, lr, steps, batch_size, rng):
    """Every step uses all examples, whatever was drawn.

    What is fed for x, and what for y?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rng.choice(len(X), batch_size, replace=False)
        x, y = X, Y
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / len(X)
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_one_step_short(X, Y, *, lr, steps, batch_size, rng):
    """There is one step too few.

    How often does `range(steps - 1)` go round? And with `steps` 0?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps - 1):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_one_step_too_many(X, Y, *, lr, steps, batch_size, rng):
    """There is one step too many. Is one made before the loop, to look at the value?

    How often is the node run that assigns?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps + 1):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_gradient_of_log_only(X, Y, *, lr, steps, batch_size, rng):
    """The gradient of the logarithm goes straight to the logits: −y/p. The softmax between them has a gradient of its
    own.

    Which ops stand between W and the loss?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = -y / p / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_diagonal_of_softmax(X, Y, *, lr, steps, batch_size, rng):
    """Of softmax's gradient only the diagonal is used: each probability answers to its own logit alone.

    Is there a sum over the classes in your softmax's gradient?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = -y * (1 - p) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_softmax_down_the_columns(X, Y, *, lr, steps, batch_size, rng):
    """The softmax runs down the columns, over the examples of the batch.

    What should each row of p sum to?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=0, keepdims=True))
        p = e / e.sum(axis=0, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_log_base_two(X, Y, *, lr, steps, batch_size, rng):
    """The logarithm has base 2, so that every step is 1.44 times too long.

    Which base has the course's logarithm?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size / np.log(2)
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_with_a_penalty(X, Y, *, lr, steps, batch_size, rng):
    """A penalty on large weights is in the loss. The program has none.

    Which term of your loss is not in the list of the exercise?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * (x.T @ dz + 2 * 0.01 * W)
    return W


@wrong("train_graph_softmax")
def graph_training_without_lr(X, Y, *, lr, steps, batch_size, rng):
    """The steps have length 0.5 times the gradient, whatever lr is.

    Where does lr come into it?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - 0.5 * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_lr_over_batch(X, Y, *, lr, steps, batch_size, rng):
    """The rate is divided by the batch size, and the loss is a mean already.

    How often should something be divided by `batch_size`?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr / batch_size * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_from_random_weights(X, Y, *, lr, steps, batch_size, rng):
    """W starts from random numbers. Asked for are zeros.

    What is the value of your variable before the first step?
    """
    W = 0.01 * np.random.default_rng(0).normal(size=(X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_returns_the_gradient(X, Y, *, lr, steps, batch_size, rng):
    """What comes back is the gradient of the last step, and not W.

    Which node is run at the end?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    gradient = W
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        gradient = x.T @ dz
        W = W - lr * gradient
    return gradient


@wrong("train_graph_softmax")
def graph_training_never_assigns(X, Y, *, lr, steps, batch_size, rng):
    """W stays zero: the gradient is computed in every step, and nothing is assigned.

    Which node does the session run in the loop?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_transposed(X, Y, *, lr, steps, batch_size, rng):
    """W comes back transposed, with classes as rows.

    Which shape has W: (D, C) or (C, D)?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W.T


@wrong("train_graph_softmax")
def graph_training_returns_nothing(X, Y, *, lr, steps, batch_size, rng):
    """Nothing comes back.

    Which line hands W over?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz


@wrong("train_graph_softmax")
def graph_training_by_hand(X, Y, *, lr, steps, batch_size, rng):
    """The weights are right, and the loop is written by hand: nothing in it is a node.

    What does `gradients(loss, [W])` need, to find p − y by itself?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * x.T @ dz
    return W


@wrong("train_graph_softmax")
def graph_training_in_place(X, Y, *, lr, steps, batch_size, rng):
    """The weights are right, and the loop is written by hand, with a step into the array: nothing in it is a node.

    What does `gradients(loss, [W])` need, to find p − y by itself?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        W -= (lr / batch_size) * (x.T @ (p - y))
    return W


@wrong("train_graph_softmax")
def graph_training_one_example_at_a_time(X, Y, *, lr, steps, batch_size, rng):
    """The weights are right, and the loop is written by hand, example by example: nothing in it is a node.

    What does `gradients(loss, [W])` need, to find p − y by itself?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        p = [np.exp(r - r.max()) / np.exp(r - r.max()).sum() for r in x @ W]
        gradient = sum(np.outer(x[i], p[i] - y[i]) for i in range(len(rows))) / len(rows)
        W = W - lr * gradient
    return W


@wrong("train_graph_softmax")
def graph_training_with_einsum(X, Y, *, lr, steps, batch_size, rng):
    """The weights are right, and the loop is written by hand, with sums over indices: nothing in it is a node.

    What does `gradients(loss, [W])` need, to find p − y by itself?
    """
    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        x, y = X[rows], Y[rows]
        z = x @ W
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - y) / batch_size
        W = W - lr * np.einsum("nd,nc->dc", x, dz)
    return W


@wrong("train_graph_softmax")
def graph_training_gradient_in_one_op(X, Y, *, lr, steps, batch_size, rng):
    """The weights are right, and they are computed by a graph. But the gradient is an op of its own, with p − y written into it by hand.

    What does `gradients(loss, [W])` need, to find p − y by itself?
    """
    from softmax_course.graph import Op, Variable, assign, placeholder

    class Gradient(Op):
        def compute(self, x, y, W):
            e = np.exp(x @ W)
            return x.T @ (e / e.sum(axis=1, keepdims=True) - y) / len(x)

    def run(node, feeds):
        return feeds[node] if node in feeds else node.op.compute(*[run(each, feeds) for each in node.inputs])

    x, y = placeholder("x"), placeholder("y")
    W = Variable(np.zeros((X.shape[1], Y.shape[1])))
    step = assign(W, W - lr * Gradient()(x, y, W))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        run(step, {x: X[rows], y: Y[rows]})
    return run(W, {})


@right("train_graph_softmax")
def graph_training_as_in_the_notes(X, Y, *, lr, steps, batch_size, rng):
    """The program of the notes, ops and all."""
    from softmax_course.graph import (
        Op,
        Variable,
        assign,
        broadcast_like,
        expand_dims,
        ones_like,
        placeholder,
        transpose,
    )

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None):
            self.axis = axis

        def compute(self, x):
            return np.sum(x, axis=self.axis)

        def gradient(self, node, out_grad):
            if self.axis is not None:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)

        def gradient(self, node, out_grad):
            total = expand_dims(ReduceSum(axis=1)(out_grad * node), 1)
            return [node * (out_grad - broadcast_like(total, node))]

    def run(node, values):
        if node not in values:
            values[node] = node.op.compute(*[run(each, values) for each in node.inputs])
        return values[node]

    def gradient_in(leaf, output):
        grads, order = {output: ones_like(output)}, []

        def visit(node):
            if node not in order:
                for each in node.inputs:
                    visit(each)
                order.append(node)

        visit(output)
        for node in order[::-1]:
            for each, part in zip(node.inputs, node.op.gradient(node, grads[node]) if node.inputs else [], strict=True):
                grads[each] = grads[each] + part if each in grads else part
        return grads[leaf]

    x, y = placeholder("x"), placeholder("y")
    W = Variable(np.zeros((X.shape[1], Y.shape[1])))
    p = Softmax()(MatMul()(x, W))
    loss = ReduceSum()(-ReduceSum(axis=1)(y * Log()(p))) / batch_size
    step = assign(W, W - lr * gradient_in(W, loss))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        run(step, {x: X[rows], y: Y[rows]})
    return run(W, {})


@right("train_graph_softmax")
def graph_training_with_a_new_graph_for_each_step(X, Y, *, lr, steps, batch_size, rng):
    """The graph is made anew in every step, with constants; W is an array, and the sum is one over all entries."""
    from softmax_course.graph import Op, broadcast_like, constant, expand_dims, ones_like, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None):
            self.axis = axis

        def compute(self, x):
            return np.sum(x, axis=self.axis)

        def gradient(self, node, out_grad):
            if self.axis is not None:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)

        def gradient(self, node, out_grad):
            total = expand_dims(ReduceSum(axis=1)(out_grad * node), 1)
            return [node * (out_grad - broadcast_like(total, node))]

    def run(node, values):
        if node not in values:
            values[node] = node.op.compute(*[run(each, values) for each in node.inputs])
        return values[node]

    def gradient_in(leaf, output):
        grads, order = {output: ones_like(output)}, []

        def visit(node):
            if node not in order:
                for each in node.inputs:
                    visit(each)
                order.append(node)

        visit(output)
        for node in order[::-1]:
            for each, part in zip(node.inputs, node.op.gradient(node, grads[node]) if node.inputs else [], strict=True):
                grads[each] = grads[each] + part if each in grads else part
        return grads[leaf]

    W = np.zeros((X.shape[1], Y.shape[1]))
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        weights = constant(W)
        p = Softmax()(MatMul()(constant(X[rows]), weights))
        loss = -ReduceSum()(constant(Y[rows]) * Log()(p))
        W = W - lr / batch_size * run(gradient_in(weights, loss), {})
    return W


@right("train_graph_softmax")
def graph_training_with_the_gradient_fetched(X, Y, *, lr, steps, batch_size, rng):
    """The graph gives the gradient, and the step is taken outside; the mean is a weight on every entry."""
    from softmax_course.graph import Op, Variable, broadcast_like, expand_dims, ones_like, placeholder, transpose

    class MatMul(Op):
        def compute(self, a, b):
            return a @ b

        def gradient(self, node, out_grad):
            a, b = node.inputs
            return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]

    class ReduceSum(Op):
        def __init__(self, axis=None):
            self.axis = axis

        def compute(self, x):
            return np.sum(x, axis=self.axis)

        def gradient(self, node, out_grad):
            if self.axis is not None:
                out_grad = expand_dims(out_grad, self.axis)
            return [broadcast_like(out_grad, node.inputs[0])]

    class Log(Op):
        def compute(self, x):
            return np.log(x)

        def gradient(self, node, out_grad):
            return [out_grad / node.inputs[0]]

    class Softmax(Op):
        def compute(self, z):
            e = np.exp(z - z.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)

        def gradient(self, node, out_grad):
            total = expand_dims(ReduceSum(axis=1)(out_grad * node), 1)
            return [node * (out_grad - broadcast_like(total, node))]

    def run(node, values):
        if node not in values:
            values[node] = node.op.compute(*[run(each, values) for each in node.inputs])
        return values[node]

    def gradient_in(leaf, output):
        grads, order = {output: ones_like(output)}, []

        def visit(node):
            if node not in order:
                for each in node.inputs:
                    visit(each)
                order.append(node)

        visit(output)
        for node in order[::-1]:
            for each, part in zip(node.inputs, node.op.gradient(node, grads[node]) if node.inputs else [], strict=True):
                grads[each] = grads[each] + part if each in grads else part
        return grads[leaf]

    x, y, weights = (placeholder(name) for name in ("x", "y", "weights"))
    W = Variable(np.zeros((X.shape[1], Y.shape[1])))
    losses = ReduceSum(axis=0)(weights * y * Log()(Softmax()(MatMul()(x, W))))
    dW = gradient_in(W, -losses)
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        every = np.full((batch_size, Y.shape[1]), 1 / batch_size)
        W.op.value = W.op.value - lr * run(dW, {x: X[rows], y: Y[rows], weights: every})
    return W.op.value
