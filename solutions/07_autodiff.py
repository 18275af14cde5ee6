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
# # 07 · A tiny graph autodiff
#
# **Where we are.** Six notebooks of derivatives by hand: a paper, a chain rule, a check against differences. A
# framework does it without the paper. One writes the loss down, and the gradient is there. This notebook builds the
# part of a framework that does this, small enough to be read in one sitting.
#
# **At the end you can**
#
# - read a program as a graph of nodes, and compute it in an order in which every input comes first;
# - write down what an op has to know so that gradients can go through it: matrix product, sum, logarithm, softmax;
# - undo a broadcast on the way back;
# - write `gradients(loss, [W])`, which gives nodes, so that it can be applied to its own results;
# - run softmax regression in the spelling of TensorFlow 1, and get the weights of the loop that you wrote by hand.
#
# **How long.** About three hours, one of them for section 4. Six exercises, 28 points. The course ends here: the last page
# shows the whole path.
#
# **What it builds on.** The vector products of notebook 02, the gradient p − y of 03. Of 04 to 06 nothing is needed;
# section 7 looks back at 06 once.

# %% [markdown]
# | symbol | shape | meaning |
# |---|---|---|
# | **node** | – | one value of a program, not computed yet |
# | **op** | – | what computes a node's value from the values of its inputs |
# | **leaf** | – | a node without inputs: placeholder, variable, constant |
# | **graph** | – | nodes, with an arrow from each input to what is computed from it |
# | `out_grad` | that of the node | the gradient of the loss in a node: what comes from above |
# | L | a number | the loss, the node at the end |
# | N, D, C | – | examples, features, classes |
# | `X`, `Y` | (N, D), (N, C) | inputs; labels as one-hot rows |
# | `W`, `Z`, `P` | (D, C), (N, C), (N, C) | weights, logits `X @ W`, probabilities |
#
# Run the next cell first.

# %%
import numpy as np

from softmax_course import beside, central_gradient, once_works, show
from softmax_course.data import load_digits_split
from softmax_course.graph import (
    Add,
    Elementwise,
    Exp,
    Mul,
    Node,
    Op,
    Variable,
    assign,
    broadcast_like,
    chain,
    constant,
    expand_dims,
    ones_like,
    placeholder,
    transpose,
    use_reduce_like,
    zeros_like,
)
from softmax_course.graph_drawing import draw_graph

# %% [markdown]
# ## 1 · Write first, compute later
#
# Take L = (a + b) · a at a = 2 and b = 3. By hand: 5 · 2 = 10. Here is the same in the page of code that this notebook
# is given:

# %%
a = Variable(2.0, "a")
b = Variable(3.0, "b")
L = (a + b) * a
print("L:            ", L)
print("its op:       ", type(L.op).__name__)
print("its inputs:   ", L.inputs)
print("their inputs: ", [node.inputs for node in L.inputs])

# %% [markdown]
# There is no 10 anywhere. The operators `+` and `*` have not added or multiplied. Each has made a **node**, which says
# what is to be done, and with what:

# %%
show(
    draw_graph([L], width=5.5),
    alt="The graph of (a + b) · a, from left to right: a and b have arrows to Add; Add and a have arrows to Mul.",
)

# %% [markdown]
# a has two arrows. It is used twice, and it is one node. Keep that in mind: most of what is hard in this notebook comes
# from it.
#
# The page is the module `softmax_course.graph`. To read it, run `import softmax_course.graph` and then
# `softmax_course.graph??` in a new cell. It goes well with this table:
#
# | name | what it is |
# |---|---|
# | `Node(op, inputs, name=None)` | has `.op`, `.inputs` (a list of nodes), `.name`; can be a key of a dictionary |
# | `op(*inputs)` | makes a node: `Exp()` is an op, `Exp()(x)` a node; numbers and arrays among the inputs become constants |
# | `+`, `−`, `*`, `/` | each makes a node. There is no `@`: a matrix product is an op, which you will write |
# | `op.compute(*values)` | the value of a node, from the values of its inputs: arrays in, an array out |
# | `op.gradient(node, out_grad)` | a list of nodes, one for each input: section 4 |
# | `placeholder(name)` | a leaf whose value is fed when the program runs; its `.op` is `None`, its `.inputs` are an empty list |
# | `Variable(value, name=None)` | a leaf with a value that can be changed; it is read when it is computed |
# | `assign(variable, node)` | a node that gives the variable a new value, each time it is computed |
# | `constant(value)` | a leaf with a value that never changes |
#
# Why so roundabout? Because a program that is written down can be looked at before it runs. It can be drawn. It can be
# cut to what is needed. And from it another program can be made: the one that computes its gradients.

# %% [markdown]
# ### The shortest way to compute
#
# A node's value is what its op computes from the values of its inputs. That sentence is a function already:


# %%
def naive_value(node):
    """The value of a node: ask the inputs, which ask their inputs, and so on down to the leaves."""
    return node.op.compute(*[naive_value(each) for each in node.inputs])


print("L =", naive_value(L))

# %% [markdown]
# It works, and where a graph is small some cells below use it again. But it has two faults. The first one is a matter of
# counting.

# %% [markdown]
# ### Predict, then run
#
# `x` is doubled sixteen times: x + x, then that plus itself, and so on. The graph has 18 nodes. An `Elementwise` op, made
# of any function of an array, stands at the bottom and counts how often it is asked. How many times will that be?

# %%
guess_times_asked = None  # your guess, a whole number

# %%
asked = []


def counting(values):
    """The identity, which keeps a list of its calls."""
    asked.append(1)
    return values


doubled = Elementwise(counting)(constant(1.0))
for _ in range(16):
    doubled = doubled + doubled
beside(
    guess_times_asked,
    f"{naive_value(doubled):.0f} is the value, and the node at the bottom was asked {len(asked)} times",
)

# %% [markdown]
# Every level asks its only input twice, and each of those asks twice: 2¹⁶ is 65 536. Each further level doubles it, and at
# thirty it would be a billion. A loss uses its weights in every term, so this is no rare case.
#
# The second fault shows when the graph is deep. Here is one of 10 000 minus signs in a row:

# %%
try:
    naive_value(chain(constant(1.0), 10_000))
except RecursionError as error:
    print("RecursionError:", error)

# %% [markdown]
# Both faults go when the nodes are computed one after another, each once, from a list. All the list needs is a good
# order.

# %% [markdown]
# ## 2 · Inputs first
#
# An order is good when every node comes after its inputs. It is called a **topological order**. For c = a + b with
# b = x · a and a = eˣ there is only one: x, a, b, c.
#
# Two orders look right and are not.
#
# - *Level by level.* Start at c, then its inputs a and b, then theirs, and turn the list round. That puts b before a: a is
#   an input of c and of b, and was met first on the higher level.
# - *When it is first met.* Put a node down as soon as you come to it, and turn the list round at the end. Whoever goes from
#   c to a, on to x, and then to b has c, a, x, b, which turns into b, x, a, c. (Whoever takes b before a is lucky here, and
#   not with c = b + a.)
#
# ![The graph of c = a + b with b = x · a and a = exp x, drawn three times with a number on each node. Inputs first: x is 1,
# a is 2, b is 3, c is 4, and every arrow goes from a smaller number to a larger one. Level by level, turned round: x is
# 1, b is 2, a is 3, c is 4; the arrow from a to b goes from 3 to 2 and is marked as wrong. When first met, turned round:
# b is 1, x is 2, a is 3, c is 4; the arrows from x and from a to b are marked as
# wrong.](../assets/figures/three_orders.svg)
#
# What works: a node is put down when all its inputs **have been** put down. Written with a function that calls itself
# that is easy, and a chain of 10 000 nodes ends it. A list of your own, used as a stack, has no such limit.

# %% [markdown]
# ### Exercise: `topological_order(outputs)` (1 + 2 points)
#
# `outputs` is a list of nodes. Return a list of all nodes that are needed to compute them: the outputs, their inputs, the
# inputs of those, down to the leaves. Every node stands in it **once**, **after** all its inputs. Among the orders that do
# this, any will do.
#
# A chain of 10 000 nodes must be no problem, and neither must many ways: sixteen doublings have 65 536 ways and 17 nodes,
# and the work is to grow with the nodes. The graph is left as it is.
#
# For `outputs = [c]` in the example above: `[x, a, b, c]`. The check prints your list for it. (What a check cell sets, such
# as `order` below, is gone when the check is over.)
#
# <details><summary>Hint 1</summary>You pick a node off the stack. When may it be put down at once? If it may not, what has to
# be dealt with first, and how do you get back to it afterwards?</details>
# <details><summary>Hint 2</summary>A node comes off the stack twice: once to send its inputs ahead, and once when they are
# done. What could you put on the stack together with the node, to tell the two occasions apart?</details>
# <details><summary>Hint 3</summary>Where is it noticed that a node is in the list already, having been reached another
# way?</details>


# %% exercise="topological_order" points="1+2"
def topological_order(outputs):
    """List of nodes -> list of every node that they need, themselves included, each once and after its inputs."""
    ### BEGIN SOLUTION
    order, placed = [], set()
    stack = [(node, False) for node in reversed(outputs)]
    while stack:
        node, inputs_are_in = stack.pop()
        if node in placed:
            continue
        if inputs_are_in:
            placed.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.inputs))
    return order
    ### END SOLUTION


# %% check="topological_order"
from softmax_course import checking
from softmax_course.problems.graphs import with_graph
from softmax_course.problems.watching import watch

with checking("topological_order") as check:
    x = Variable(0.5, "x")
    a = Node(Exp(), [x], "a")
    b = Node(Mul(), [x, a], "b")
    c = Node(Add(), [a, b], "c")
    order = topological_order([c])
    names = order and [getattr(node, "name", node) for node in order]
    check.say(f"for c = a + b, b = x · a, a = exp x: {names}")
    watch(check, with_graph(topological_order, Node=Node, Variable=Variable, Exp=Exp, chain=chain))

# %% [markdown]
# With a good order the computation is a loop. Each value goes into a dictionary, where the next node finds it:

# %%
with once_works("topological_order", "The value of L, and how often the node at the bottom is asked now"):
    values = {}
    for node in topological_order([L]):
        values[node] = node.op.compute(*[values[each] for each in node.inputs])
        print(f"{node!s:16} = {values[node]}")
    asked.clear()
    values = {}
    for node in topological_order([doubled]):
        values[node] = node.op.compute(*[values[each] for each in node.inputs])
    print(f"doubled: {values[doubled]:.0f}, and the node at the bottom was asked {len(asked)} time(s)")

# %% [markdown]
# ## 3 · A session
#
# A program that is to be trained meets other data in every step. So some leaves are **placeholders**: nothing computes
# them, they are fed. What runs a program is called a session, and the numbers for its placeholders `feed_dict`:
#
# ```python
# x = placeholder("x")
# y = x * x + x
# Session().run(y, feed_dict={x: np.array([1.0, 2.0])})    # [2, 6]
# ```
#
# | asked for | given back |
# |---|---|
# | `run(y, …)` | the value of y |
# | `run([y, x], …)` | a list of the two values |
# | `run([y], …)` | a list of one value |
#
# Three rules keep it honest:
#
# 1. Each node that is needed is computed **once**, however many others use it. What is not needed is not computed.
# 2. Only the placeholders that are needed must be fed. If one of them is not, the error says which.
# 3. Nothing is kept from one run to the next, except what lives in variables.

# %% [markdown]
# ### Exercise: `Session` (1 + 2 points)
#
# Write a class with one method, `run(fetches, feed_dict=None)`. `fetches` is a node or a list of nodes; `feed_dict` maps
# placeholders to arrays. Nothing but nodes and lists is fetched, and nothing but placeholders is fed. `feed_dict` belongs to the
# caller, who may use it for the next run: leave it as it is.
#
# A needed placeholder that is not fed has to raise an error (a `ValueError`, say) whose text holds the placeholder's name.
# You know one by its `.op`, which is `None`.
#
# <details><summary>Hint 1</summary>The loop above computes every node of an order. What has to be in <code>values</code>
# before it begins?</details>
# <details><summary>Hint 2</summary>You may call your <code>topological_order</code>. Or let the dictionary of values play
# the part of "is in the list already".</details>
# <details><summary>Hint 3</summary>Where would a value have to be kept to survive the end of <code>run</code>? Make sure
# that it is nowhere: not in the session, not in the nodes, and not in a default argument.</details>


# %% exercise="Session" points="1+2"
class Session:
    """Runs programs: run(node) -> its value, run(list of nodes) -> list of values; feed_dict maps placeholders to arrays."""

    def run(self, fetches, feed_dict=None):
        """Compute the fetches, each needed node once."""
        ### BEGIN SOLUTION
        values = dict(feed_dict or {})
        wanted = fetches if isinstance(fetches, list) else [fetches]
        waiting = list(wanted)
        while waiting:
            node = waiting[-1]
            missing = [each for each in node.inputs if each not in values]
            if node in values:
                waiting.pop()
            elif node.op is None:
                raise ValueError(f"The placeholder {node.name} is needed and was not fed.")
            elif missing:
                waiting.extend(missing)
            else:
                values[node] = node.op.compute(*(values[each] for each in node.inputs))
        return [values[node] for node in fetches] if isinstance(fetches, list) else values[fetches]
        ### END SOLUTION


# %% check="Session"
import numpy as np

from softmax_course import checking
from softmax_course.problems.graphs import with_graph
from softmax_course.problems.watching import watch

with checking("Session") as check:
    x = placeholder("x")
    y = x * x + x
    numbers = np.array([1.0, 2.0])
    check.side_by_side(
        "x · x + x at x = [1, 2]",
        yours=lambda: Session().run(y, feed_dict={x: numbers}),
        expected=lambda: numbers * numbers + numbers,
    )
    given = {"placeholder": placeholder, "Variable": Variable, "constant": constant, "assign": assign}
    watch(check, with_graph(Session, Elementwise=Elementwise, **given))

# %% [markdown]
# `assign` makes programs that change something. Here is one that doubles a variable, run three times:

# %%
with once_works("Session", "A variable that doubles with every run"):
    session = Session()
    count = Variable(1.0, "count")
    double = assign(count, count + count)
    print("runs of double:", [float(session.run(double)) for _ in range(3)], "  and then:", float(session.run(count)))

# %% [markdown]
# *You will also meet* programs without a session. PyTorch, JAX and TensorFlow 2 compute a node when it is made, and write
# down at the same time what was done ("define by run", "eager"). The graph is the same, and so is everything in the
# sections to come. What the two camps trade: here the whole program is known before it runs, there it may be looked at
# with `print` at any time.

# %% [markdown]
# ## 4 · What an op has to know
#
# Now backward. In notebook 02 you wrote `softmax_vjp(Z, G)`: the gradient in Z, given the gradient `G` in softmax(Z). Every
# op needs exactly this and no more. It need not know what comes before it or after it. It is told the gradient of the
# loss in its output, and says what that makes the gradient in each of its inputs.
#
# Here is how the page defines multiplication. For c = a · b a small change of a changes c by b times as much, and the
# loss by `out_grad` times that:
#
# ```python
# class Mul(Op):
#     def compute(self, a, b):                 # values: arrays
#         return a * b
#
#     def gradient(self, node, out_grad):      # nodes
#         a, b = node.inputs
#         return [sum_like(out_grad * b, a), sum_like(out_grad * a, b)]
# ```
#
# `compute` works on arrays. `gradient` works on nodes and gives nodes: it computes nothing, it writes down a piece of
# program. (`sum_like` does nothing where the shapes are equal. Where they are not, it calls `reduce_like`, which you will write
# in section 5.)
#
# An op may use its own output. This is the exponential, with eᵃ in its gradient, which need not be computed again:
#
# ```python
#     def gradient(self, node, out_grad):
#         return [out_grad * node]
# ```
#
# One rule more: an op keeps nothing. The same op may serve many nodes, so whatever `compute` puts away in `self` for
# later may be another node's.

# %% [markdown]
# ### Reductions
#
# A sum over axes is where shapes change. Take `x` = [[1, 1, 1], [1, 1, 1]], of shape (2, 3):
#
# | call | result | shape |
# |---|---|---|
# | `ReduceSum()(x)` | 6 | () |
# | `ReduceSum(axis=0)(x)` | [2, 2, 2] | (3,) |
# | `ReduceSum(axis=1)(x)` | [3, 3] | (2,) |
# | `ReduceSum(axis=1, keepdims=True)(x)` | [[3], [3]] | (2, 1) |
# | `ReduceSum(axis=(0, 1))(x)` | 6 | () |
# | `ReduceSum(axis=[0, 1], keepdims=True)(x)` | [[6]] | (1, 1) |
#
# The axis that is named is the one that **goes**. Axis 0 is the rows, and over axis 0 means: down each column. −1 is the
# last axis.
#
# ![A 2 by 3 array of ones. Below it the sums over axis 0, one for each column: 2, 2, 2. To its right the sums over axis 1,
# one for each row: 3, 3. In the corner the sum over both: 6. Backward, each sum hands its gradient to every entry that
# went into it, drawn as arrows from the sums over axis 0 back up their columns.](../assets/figures/axis_table.svg)
#
# And backward? Raise one entry of x by 0.01, and the sum it belongs to goes up by 0.01. So every entry gets the gradient
# of **its** sum, unchanged. For `axis=1` and an `out_grad` of [5, 7] the gradient in x is [[5, 5, 5], [7, 7, 7]].
#
# | x | sum | `out_grad` | gradient in x |
# |---|---|---|---|
# | (2, 3) | over 1: (2,) | [5, 7] | [[5, 5, 5], [7, 7, 7]] |
# | (2, 3) | over 0: (3,) | [5, 7, 9] | [[5, 7, 9], [5, 7, 9]] |
#
# Two given functions help, and both work on nodes: `expand_dims(node, axis)` puts axes of length 1 in, and
# `broadcast_like(node, other)` repeats a node until it has the shape of another.

# %% [markdown]
# ### Predict, then run
#
# An array of shape (3, 3), a sum over axis 1, an `out_grad` of shape (3,). Somebody leaves `expand_dims` out and calls
# `broadcast_like` alone. Does it stop with an error?

# %%
guess_without_expand_dims = None  # "error", or the gradient in x that you expect for out_grad = [5, 7, 9]

# %%
repeated = broadcast_like(constant([5.0, 7.0, 9.0]), constant(np.ones((3, 3))))
beside(guess_without_expand_dims, f"no error, and {naive_value(repeated).tolist()}")

# %% [markdown]
# Broadcasting lines shapes up from the right, so [5, 7, 9] becomes a row and stands three times. It should have become a
# column. With a square array nothing complains, and every gradient behind it is wrong.

# %% [markdown]
# ### Exercise: `graph_ops` (4 + 6 points)
#
# Write four ops. Each has `compute` (arrays in, an array out) and `gradient` (nodes in, a list of nodes out), as `Mul` has.
# They must be right for **any** `out_grad`, and keep nothing in `self` from one call to another. The check judges each op by
# itself: write one, run the check, and go on to the next.
#
# | op | `compute` | inputs |
# |---|---|---|
# | `MatMul()` | the matrix product | (N, D) and (D, C) |
# | `ReduceSum(axis=None, keepdims=False)` | the sum over `axis` | any shape |
# | `Log()` | the natural logarithm, entry by entry | any shape, entries above 0 |
# | `Softmax()` | softmax over the last axis, for logits up to 10⁴ in size | any shape but () |
#
# `axis` is None for all axes, a whole number, also a negative one, or several of them in a tuple or a list.
#
# Four small examples. For `MatMul`, [[1, 2]] times [[3], [4]] is [[11]]; with an `out_grad` of [[10]] the gradients are
# [[30, 40]] and [[10], [20]]. For `Log` at 4 with an `out_grad` of 2: 0.5. For `Softmax` at [0, 0] with an `out_grad` of
# [1, 0]: [0.25, −0.25]. For `ReduceSum` see the table above.
#
# <details><summary>Hint 1: MatMul</summary>Notebook 03, <code>linear_backward</code>: for Z = X W the gradients are dZ Wᵀ and
# Xᵀ dZ. In a graph they are nodes too: which op makes them, and which given function turns a matrix over?</details>
# <details><summary>Hint 2: ReduceSum</summary>When is <code>expand_dims</code> needed before <code>broadcast_like</code>, and when
# not? Think of <code>keepdims</code>, and of <code>axis=None</code>. And what does <code>np.sum</code> say to a list of
# axes?</details>
# <details><summary>Hint 3: Softmax</summary>Notebook 02, <code>softmax_vjp</code>: p times (g − Σ p g), the sum over the
# classes of one row, and kept as a column. All of it can be written with nodes and with your other ops.</details>


# %% exercise="graph_ops" points="4+6" defines="MatMul ReduceSum Log Softmax"
class MatMul(Op):
    """Matrix product: (N, D) and (D, C) -> (N, C)."""

    def compute(self, a, b):
        """Values of the two inputs -> value of the node."""
        ### BEGIN SOLUTION
        return a @ b
        ### END SOLUTION

    def gradient(self, node, out_grad):
        """Node and gradient in it -> list of the gradients in its two inputs: nodes."""
        ### BEGIN SOLUTION
        a, b = node.inputs
        return [MatMul()(out_grad, transpose(b)), MatMul()(transpose(a), out_grad)]
        ### END SOLUTION


class ReduceSum(Op):
    """Sum over axis: None for all axes, a whole number, or several in a tuple or a list."""

    def __init__(self, axis=None, keepdims=False):
        self.axis = axis
        self.keepdims = keepdims

    def compute(self, x):
        """Value of the input -> value of the node."""
        ### BEGIN SOLUTION
        axis = tuple(self.axis) if isinstance(self.axis, list) else self.axis
        return np.sum(x, axis=axis, keepdims=self.keepdims)
        ### END SOLUTION

    def gradient(self, node, out_grad):
        """Node and gradient in it -> list of the one gradient in its input: a node."""
        ### BEGIN SOLUTION
        if self.axis is not None and not self.keepdims:
            out_grad = expand_dims(out_grad, self.axis)
        return [broadcast_like(out_grad, node.inputs[0])]
        ### END SOLUTION


class Log(Op):
    """Natural logarithm, entry by entry."""

    def compute(self, x):
        """Value of the input -> value of the node."""
        ### BEGIN SOLUTION
        return np.log(x)
        ### END SOLUTION

    def gradient(self, node, out_grad):
        """Node and gradient in it -> list of the one gradient in its input: a node."""
        ### BEGIN SOLUTION
        return [out_grad / node.inputs[0]]
        ### END SOLUTION


class Softmax(Op):
    """Softmax over the last axis."""

    def compute(self, z):
        """Value of the input -> value of the node."""
        ### BEGIN SOLUTION
        powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)
        ### END SOLUTION

    def gradient(self, node, out_grad):
        """Node and gradient in it -> list of the one gradient in its input: a node."""
        ### BEGIN SOLUTION
        weighted = ReduceSum(axis=-1, keepdims=True)(out_grad * node)
        return [node * (out_grad - weighted)]
        ### END SOLUTION


# %% check="graph_ops"
import numpy as np

from softmax_course import central_gradient, checking
from softmax_course.problems.graphs import read, with_graph
from softmax_course.problems.watching import watch

with checking("graph_ops") as check:
    Z = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 1.0]])
    G = np.array([[0.3, -1.0, 2.0], [1.5, 0.2, -0.4]])  # an upstream gradient of no special kind
    node = Softmax()(constant(Z))
    check.side_by_side(
        "Softmax alone: the gradient of Σ G · P in Z",
        your_gradient=lambda: read(Node, Softmax().gradient(node, constant(G)))[0],
        central_differences=lambda: central_gradient(lambda Z: (G * Softmax().compute(Z)).sum(), Z),
    )
    given = {"Node": Node, "Variable": Variable, "constant": constant, "assign": assign}
    watch(check, with_graph((MatMul, ReduceSum, Log, Softmax), **given))

# %% [markdown]
# ### Find the mistake: a test with ones
#
# Tests of gradients that circulate often take an `out_grad` of ones: "the gradient of the sum". Here are three answers
# for softmax, and that test. Which of them pass? Commit yourself before you run it.


# %%
def softmax_of(z):
    """Softmax of one row."""
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def answer_1(p, g):
    return p * (g - (p * g).sum())


def answer_2(p, g):
    return 3 * p * (g - (p * g).sum())


def answer_3(p, g):
    return np.zeros_like(p)


guess_who_passes = None  # your guess, such as "1 and 3"

# %%
z, ones = np.array([1.0, 2.0, 0.5]), np.ones(3)
by_differences = central_gradient(lambda z: softmax_of(z).sum(), z)
answers = {1: answer_1, 2: answer_2, 3: answer_3}
passed = [k for k, answer in answers.items() if np.abs(answer(softmax_of(z), ones) - by_differences).max() < 1e-8]
beside(guess_who_passes, f"{passed} pass: with ones the gradient is {np.round(by_differences, 9) + 0}")

# %% [markdown]
# The probabilities sum to 1 whatever the logits are. So the gradient of their sum is zero, and every multiple of the right
# answer is right. Now expose the two wrong ones. Find an `out_grad` at which each of them differs from the differences
# by more than 0.1.

# %%
exposing_out_grad = None  # yours: three numbers in a list

# %%
if exposing_out_grad is None:
    print("no out_grad yet")
else:
    try:
        g = np.array(exposing_out_grad, dtype=float)
    except (TypeError, ValueError):
        g = np.zeros(0)
    if g.shape != (3,):
        print("three numbers in a list are asked for, such as [1, 1, 1]")
    else:
        true = central_gradient(lambda z: (g * softmax_of(z)).sum(), z)
        gaps = {k: float(np.abs(answer(softmax_of(z), g) - true).max()) for k, answer in answers.items()}
        print("largest gap of each answer:", {k: round(gap, 3) for k, gap in gaps.items()})
        print(
            "exposed" if min(gaps[2], gaps[3]) > 0.1 > gaps[1] else "not both exposed yet: 2 and 3 need gaps above 0.1"
        )

# %% [markdown]
# <details><summary>One that exposes them</summary>
#
# [0, 1, 0], or nearly any other. Only an out_grad with equal entries hides them. That is why every check of this course takes
# a random one.
#
# </details>

# %% [markdown]
# ## 5 · Broadcasting, and back
#
# Add a bias `b` of shape (3,) to an array `X` of shape (4, 3). NumPy repeats b four times without being asked, once for
# each row. Raise b₀ by 0.01: **four** entries of the sum go up, one in each row. So the gradient in b₀ is the sum of
# the four gradients in that column.
#
# ![Left, forward: a row of three numbers b is repeated into four rows, drawn as a 4 by 3 array. Right, backward: the 4 by 3
# array of gradients is added up down its columns, back into a row of three. The first column, 1, 2, 3 and 4, becomes
# 10.](../assets/figures/broadcast_and_back.svg)
#
# It is the rule of `ReduceSum` read backwards. Where forward repeats, backward sums; where forward sums, backward repeats.
#
# NumPy broadcasts in two ways, and often in both at once:
#
# | shape of the input | in a result of shape | what was done | so on the way back |
# |---|---|---|---|
# | (3,) | (4, 3) | an axis was added in front | it is summed away |
# | (4, 1) | (4, 3) | an axis of length 1 was repeated | it is summed, and stays with length 1 |
# | (4, 1) | (2, 4, 3) | both | both |
# | () | (4, 3) | two axes were added | everything is summed |
# | (4, 3) | (4, 3) | nothing | nothing |

# %% [markdown]
# ### Exercise: `reduce_like(g, shape)` (1 + 2 points)
#
# `g` is an array, the gradient in the result of a broadcast. `shape` is the shape that one of the inputs had. Return the
# gradient in that input: an array of exactly this shape.
#
# For g = [[1, 2, 3], [4, 5, 6]]: with `shape` (3,) it is [5, 7, 9]; with (2, 1) it is [[6], [15]]; with () it is 21.
#
# <details><summary>Hint 1</summary>How many axes has g more than the input had? Where do they stand?</details>
# <details><summary>Hint 2</summary>After those are gone, both have equally many axes. At which of them do the lengths differ,
# and what is the input's length there?</details>


# %% exercise="reduce_like" points="1+2"
def reduce_like(g, shape):
    """Gradient g in a result of broadcasting, shape of the input -> gradient in the input, of that shape."""
    ### BEGIN SOLUTION
    added = np.ndim(g) - len(shape)
    g = np.sum(g, axis=tuple(range(added)))
    repeated = tuple(axis for axis, length in enumerate(shape) if length != g.shape[axis])
    return np.sum(g, axis=repeated, keepdims=True)
    ### END SOLUTION


# %% check="reduce_like"
import numpy as np

from softmax_course import central_gradient, checking

with checking("reduce_like") as check:
    X, b = np.arange(12.0).reshape(4, 3), np.array([0.5, -1.0, 2.0])
    G = np.array([[1.0, 0.0, 2.0], [0.5, -1.0, 0.0], [0.0, 3.0, 1.0], [2.0, 1.0, 0.0]])
    check.side_by_side(
        "the gradient of Σ G · (X + b) in b",
        your_gradient=lambda: reduce_like(G, b.shape),
        central_differences=lambda: central_gradient(lambda b: (G * (X + b)).sum(), b),
    )
    check.values(reduce_like)

# %% [markdown]
# The page gets your function from the notebook: `+`, `−`, `*` and `/` call it on the way back wherever an input was
# broadcast.

# %%
use_reduce_like(lambda g, shape: reduce_like(g, shape))

# %%
with once_works("reduce_like", "The gradient in a bias that was added to every row"):
    bias = Variable([0.5, -1.0, 2.0], "bias")
    total = constant(np.zeros((4, 3))) + bias
    rows_above = constant([[1, 0, 2], [0.5, -1, 0], [0, 3, 1], [2, 1, 0]])
    print("the gradient in the bias:", naive_value(total.op.gradient(total, rows_above)[1]))

# %% [markdown]
# ## 6 · Gradients of a whole graph
#
# Back to L = (a + b) · a at a = 2 and b = 3. By hand: L = a² + ab, so ∂L/∂a = 2a + b = 7 and ∂L/∂b = a = 2.
#
# Now let it go through the graph from the right. Call the sum s. The gradient in L itself is 1, since L goes up with L one
# to one. `Mul` turns it into a gradient in each of its inputs, a = 2 in s and s = 5 in a. `Add` hands on what it gets.
#
# ![The graph of L = (a + b) · a, with values under the nodes, a = 2, b = 3, s = 5, L = 10, and gradients on the arrows from
# right to left: 1 into L; from Mul 2 to s and 5 to a; from Add, which is s, 2 to a and 2 to b. Beside a: 5 + 2 = 7. Beside b:
# 2.](../assets/figures/backward_pass.svg)
#
# **Two arrows leave a, and two gradients come back to it: 5 and 2.** They are added. Whoever keeps only the last one finds
# 2 or 5.
#
# **The order matters.** The gradient in a is complete when everything that uses a has reported. So a node has its turn when
# all that it feeds have had theirs: the topological order, from its end.
#
# This is called **reverse mode**. One pass from the right gives the gradients in all leaves at once, be it two or a
# million.

# %% [markdown]
# ### Exercise: `gradients(output, nodes)` (2 + 4 points)
#
# `output` is a node and `nodes` a list of nodes. Return a list of nodes, one for each of `nodes`: the gradients of the
# **sum of the entries** of `output`, each of the shape of the node that it belongs to.
#
# - A node that is used several times gets the sum over all ways that lead from it to the output.
# - A node that the output does not depend on gets zeros of its shape.
# - Nothing is computed: the results are nodes, built from other nodes. So they can be differentiated again.
# - Nothing is left behind: another call with the same nodes gives the same.
#
# For L above, `gradients(L, [a, b])` gives two nodes, with the values 7 and 2.
#
# Every op of a graph has `gradient(node, out_grad)`; leaves give an empty list, and a placeholder has no op at all.
# `ones_like` and `zeros_like` are given. The check uses given ops on equal shapes, so that your `reduce_like` and your
# own ops play no part.
#
# <details><summary>Hint 1</summary>What is the gradient of the sum of the entries of <code>output</code> in <code>output</code>
# itself?</details>
# <details><summary>Hint 2</summary>Keep a dictionary from each node to the gradient that has come to it so far. What do you do
# when a second one comes?</details>
# <details><summary>Hint 3</summary>In which order do nodes have their turn, if no gradient may reach a node after its turn? You
# may call your <code>topological_order</code>.</details>


# %% exercise="gradients" points="2+4"
def gradients(output, nodes):
    """Gradients of the sum of output in each of nodes: node, list of nodes -> list of nodes."""
    ### BEGIN SOLUTION
    arrived = {output: ones_like(output)}
    for node in reversed(_inputs_first(output)):
        if node.op is None:
            continue
        for each, part in zip(node.inputs, node.op.gradient(node, arrived[node]), strict=True):
            arrived[each] = arrived[each] + part if each in arrived else part
    return [arrived[node] if node in arrived else zeros_like(node) for node in nodes]


def _inputs_first(output):
    """All nodes that output needs, each after its inputs."""
    done = {}
    todo = [output]
    while todo:
        node = todo[-1]
        ahead = [each for each in node.inputs if each not in done]
        if ahead:
            todo.extend(ahead)
        else:
            done[todo.pop()] = True
    return list(done)
    ### END SOLUTION


# %% check="gradients"
import numpy as np

from softmax_course import central_gradient, checking
from softmax_course.problems.graphs import checked_nodes, read, with_graph
from softmax_course.problems.watching import watch

with checking("gradients") as check:
    A, B, G = np.array([2.0, 0.5]), np.array([3.0, 1.0]), np.array([1.0, -2.0])  # G: an upstream gradient of our own
    a, b = Variable(A), Variable(B)
    output = (a + b) * a * constant(G)
    check.side_by_side(
        "the gradient of Σ G · (a + b) · a in a, at a = [2, 0.5] and b = [3, 1]",
        your_gradient=lambda: read(Node, checked_nodes(gradients(output, [a, b]), 2, "gradients"))[0],
        central_differences=lambda: central_gradient(lambda A: (G * (A + B) * A).sum(), A),
    )
    given = {"Node": Node, "Variable": Variable, "placeholder": placeholder, "constant": constant, "assign": assign}
    watch(check, with_graph(gradients, Exp=Exp, transpose=transpose, Elementwise=Elementwise, **given))

# %% [markdown]
# What it has built is a program like any other, and it can be run:

# %%
with once_works("gradients", "The two gradients of L, as numbers"):
    in_a, in_b = gradients(L, [a, b])
    print(f"at a = 2 and b = 3: ∂L/∂a = {naive_value(in_a):g}, ∂L/∂b = {naive_value(in_b):g}")

# %% [markdown]
# And it can be drawn. The nodes of L have the colours that they had, and what `gradients` has added is pink. (An arrow leads
# from L to the ones: they need its shape, and not its value.)

# %%
with once_works("gradients", "The graph of L together with the graph of its gradients"):
    picture = draw_graph([L, in_a, in_b], names=["L", "∂L/∂a", "∂L/∂b"], program=[L], width=8.5)
    show(
        picture,
        alt="The graph of L = (a + b) · a, and to its right, tinted, the nodes that gradients has added: ones in the shape "
        "of L, two products of these, with a and with a + b, of which the first is ∂L/∂b, and ∂L/∂a, the sum of the two "
        "gradients that come back to a. Arrows lead from the program into the tinted part: the gradients use its values.",
    )

# %% [markdown]
# ### Again, on its own result
#
# The gradient of f = x³ is 3x². Its gradient is 6x, and the next one is 6. No paper is needed, and no new code:

# %%
with once_works("gradients", "Three derivatives of x³, each from the one before"):
    x = Variable(5.0, "x")
    derivatives = [x * x * x]
    for _ in range(3):
        derivatives.append(gradients(derivatives[-1], [x])[0])
    for name, derivative in zip(("x³", "3 x²", "6 x", "6"), derivatives, strict=True):
        print(f"{name:5} at 5: {naive_value(derivative):g}")

# %% [markdown]
# ### Predict, then run
#
# Gradients of gradients ask for one more thought. f(w) = Σ eʷ for the three numbers w = [0, 0, 0]. Its gradient is the
# array eʷ = [1, 1, 1]. Its second derivatives are a matrix of 3 × 3. What does `gradients(gradients(f, [w])[0], [w])[0]` give?

# %%
guess_second = None  # your guess: an array, its shape at least

# %%
with once_works("gradients", "Your guess beside what came"):
    w = Variable(np.zeros(3), "w")
    first_of_f = gradients(Exp()(w), [w])[0]
    beside(guess_second, naive_value(gradients(first_of_f, [w])[0]))

# %% [markdown]
# It is three numbers, not nine: `gradients` differentiates the **sum** of what it is given, so this is the matrix of second
# derivatives times a vector of ones. Multiply the first gradient by any other vector v, and you get the matrix times v,
# without ever building it. At a million weights that is the only way to ask for second derivatives at all.

# %% [markdown]
# ## 7 · The program of the notes
#
# Softmax regression in TensorFlow 1, as in the notes that many readers come from, takes a dozen lines. tinyflow, written to
# teach how TensorFlow works, runs the same dozen. In words:
#
# 1. a placeholder for the inputs x, (batch, D), and a variable W of zeros, (D, C);
# 2. p = softmax(x W);
# 3. a placeholder for the one-hot labels y, (batch, C);
# 4. loss = mean over the batch of −Σ y · log p, the sum over axis 1;
# 5. the gradient of the loss in W, from `gradients(loss, [W])`;
# 6. a node that assigns W − lr · gradient to W;
# 7. then a loop: draw a batch, feed it, run that node.
#
# Lines 1 to 6 run once and compute nothing. Line 7 does the work. (In line 4 everything is summed in the end, so over which
# axis the inner sum goes makes no difference to the loss.)

# %%
with once_works("graph_ops", "A drawing of lines 1 to 4"):
    inputs, labels = placeholder("x"), placeholder("y")
    weights = Variable(np.zeros((64, 10)), "W")
    probabilities = Softmax()(MatMul()(inputs, weights))
    loss = ReduceSum()(-ReduceSum(axis=1)(labels * Log()(probabilities))) / 100
    show(
        draw_graph([loss], width=10.5),
        alt="The program as a graph, from left to right: x and W into MatMul, then Softmax, Log; with y into Mul; then "
        "ReduceSum, Neg, ReduceSum, and Div by 100.",
    )

# %% [markdown]
# (The drawing divides by 100, the batch size, where the program says mean. A mean is a sum over a number.)

# %% [markdown]
# ### Exercise: `train_graph_softmax(X, Y, *, lr, steps, batch_size, rng)` (1 + 2 points)
#
# Write the program above with your graph, as a function. `X` has shape (N, D), `Y` shape (N, C), one-hot. W starts from
# zeros. Each step draws its batch with `rows = rng.choice(N, batch_size, replace=False)`, and takes one step of length lr
# on the mean loss of these rows. Return W after the last step, an array of shape (D, C).
#
# W has to equal that of the loop written by hand, with p − y in it, to 1e-10. But it has to come from the graph, with the
# gradient that your ops give, and the check looks whether it does. `X` and `Y` are left as they were.
#
# This exercise puts the others together: it uses your four ops, `gradients` and `Session`. If one of them is not right yet,
# this one will not be either.
#
# <details><summary>Hint 1</summary>What is built before the loop, and what happens inside it? If nodes are made inside the loop,
# the same program is written down again in every step.</details>
# <details><summary>Hint 2</summary>How do you get the mean over the batch from <code>ReduceSum</code> and a number?</details>
# <details><summary>Hint 3</summary>Which node does the session run in each step, and which at the end?</details>


# %% exercise="train_graph_softmax" points="1+2" uses="MatMul ReduceSum Log Softmax gradients Session"
def train_graph_softmax(X, Y, *, lr, steps, batch_size, rng):
    """Softmax regression with the graph: X (N, D), Y (N, C) one-hot -> W (D, C) after so many steps on batches."""
    ### BEGIN SOLUTION
    x, y = placeholder("x"), placeholder("y")
    W = Variable(np.zeros((X.shape[1], Y.shape[1])), "W")
    p = Softmax()(MatMul()(x, W))
    loss = ReduceSum()(-ReduceSum(axis=1)(y * Log()(p))) / batch_size
    step = assign(W, W - lr * gradients(loss, [W])[0])
    session = Session()
    for _ in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        session.run(step, feed_dict={x: X[rows], y: Y[rows]})
    return session.run(W)
    ### END SOLUTION


# %% check="train_graph_softmax"
import numpy as np

from softmax_course import checking

with checking("train_graph_softmax") as check:
    # One step from W = 0, two examples, two classes: p = [½, ½] for both, so W becomes −lr times the mean of x · (p − y).
    settings = {"lr": 1.0, "steps": 1, "batch_size": 2, "rng": np.random.default_rng(0)}
    check.side_by_side(
        "one step from zeros on [2, −1] with the label 0 and [0, 4] with the label 1, lr = 1",
        yours=lambda: train_graph_softmax(np.array([[2.0, -1.0], [0.0, 4.0]]), np.eye(2), **settings),
        expected=lambda: [[0.5, -0.5], [-1.25, 1.25]],
    )
    check.values(train_graph_softmax)

# %% [markdown]
# ### As written
#
# Now the program in the spelling of the notes. `tf` is a handful of names for what you have built. A placeholder's type and
# shape are not needed here, and variables need no initialising.

# %%
from types import SimpleNamespace


def reduce_mean(node):
    """The mean over all entries: their sum, divided by the sum of as many ones."""
    return ReduceSum()(node) / ReduceSum()(ones_like(node))


tf = SimpleNamespace(
    float32="float32",
    placeholder=lambda dtype, shape: placeholder(f"of shape {shape}"),
    zeros=np.zeros,
    Variable=Variable,
    matmul=lambda a, b: MatMul()(a, b),
    nn=SimpleNamespace(softmax=lambda z: Softmax()(z)),
    log=lambda p: Log()(p),
    reduce_sum=lambda node, reduction_indices=None: ReduceSum(reduction_indices)(node),
    reduce_mean=reduce_mean,
    gradients=lambda output, nodes: gradients(output, nodes),
    assign=assign,
    initialize_all_variables=lambda: constant(0.0),
    Session=lambda: Session(),
)

(X_train, y_train), (X_test, y_test) = load_digits_split()
Y_train = np.eye(10)[y_train]

# %%
with once_works("gradients", "1 000 steps of the program of the notes, on the digits"):
    x = tf.placeholder(tf.float32, [None, 64])
    W = tf.Variable(tf.zeros([64, 10]))
    y = tf.nn.softmax(tf.matmul(x, W))
    y_ = tf.placeholder(tf.float32, [None, 10])
    cross_entropy = tf.reduce_mean(-tf.reduce_sum(y_ * tf.log(y), reduction_indices=[1]))
    W_grad = tf.gradients(cross_entropy, [W])[0]
    train_step = tf.assign(W, W - 0.5 * W_grad)
    sess = tf.Session()
    sess.run(tf.initialize_all_variables())
    rng = np.random.default_rng(0)
    for _ in range(1000):
        rows = rng.choice(len(X_train), 100, replace=False)
        sess.run(train_step, feed_dict={x: X_train[rows], y_: Y_train[rows]})
    W_of_the_notes = sess.run(W)
    print(f"accuracy on the held-back digits: {((X_test @ W_of_the_notes).argmax(axis=1) == y_test).mean():.3f}")

# %% [markdown]
# And beside it the loop of notebook 03, with the gradient that you derived on paper, on the same batches:

# %%
with once_works("train_graph_softmax", "The largest difference from the weights of the loop written by hand"):
    by_hand = np.zeros((64, 10))
    rng = np.random.default_rng(0)
    for _ in range(1000):
        rows = rng.choice(len(X_train), 100, replace=False)
        Z = X_train[rows] @ by_hand
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        by_hand -= 0.5 / 100 * X_train[rows].T @ (P - Y_train[rows])
    options = {"lr": 0.5, "steps": 1000, "batch_size": 100, "rng": np.random.default_rng(0)}
    yours = train_graph_softmax(X_train, Y_train, **options)
    print(f"largest weight                    {np.abs(by_hand).max():.3f}")
    print(f"program of the notes − by hand    {np.abs(W_of_the_notes - by_hand).max():.0e}")
    print(f"your function − by hand           {np.abs(yours - by_hand).max():.0e}")

# %% [markdown]
# A thousand steps, and the two agree to the last digits. Nowhere in the graph does it say p − y. It has come about on its
# own: the gradient of log, 1/p, meets the p in the gradient of softmax, and the two cancel.
#
# They cancel in numbers, not on paper. For small p the number 1/p is large, and at some point it is ∞. How wrong may the
# program be about an example before that happens? Here are two classes, logits [0, m] and the label 0: the wrong class is ahead
# by a margin m.

# %%
with once_works("gradients", "The margins at which the gradient and the loss of the program break"):
    z = placeholder("z")
    loss = -ReduceSum()(constant([[1.0, 0.0]]) * Log()(Softmax()(z)))
    with np.errstate(all="ignore"):
        for name, node in (("gradient", gradients(loss, [z])[0]), ("loss", loss)):
            values = ((margin, sess.run(node, {z: np.array([[0.0, margin]])})) for margin in range(600, 800))
            print(
                f"the {name:8} is not finite from a margin of {next(m for m, v in values if not np.isfinite(v).all())} on"
            )
    p = np.exp([-750.0, 0.0]) / np.exp([-750.0, 0.0]).sum()
    print("p − y at a margin of 750:", p - [1.0, 0.0])

# %% [markdown]
# At a margin m the p of the label is about e⁻ᵐ. For m = 710 that is 4 · 10⁻³⁰⁹, still a number, but 1/p is larger than the
# largest one, 1.8 · 10³⁰⁸, and becomes ∞. For m = 746 p itself becomes 0, and its logarithm −∞. p − y knows nothing of this.
# The fused loss of notebook 06 computes it directly: that is why frameworks offer softmax and loss as **one** op, and why you
# should take it.

# %% [markdown]
# ### Second derivatives of the loss
#
# The matrix of second derivatives of this loss, the Hessian, has 640 × 640 entries. Its product with one vector takes two
# calls:

# %%
with once_works("gradients", "The Hessian of the loss times a vector, beside a difference of two gradients"):
    v = np.random.default_rng(1).normal(size=(64, 10))
    Hv = gradients(W_grad * constant(v), [W])[0]
    feeds = {x: X_train[:100], y_: Y_train[:100]}
    exact = sess.run(Hv, feeds)
    slopes = []
    for sign in (1, -1):
        sess.run(assign(W, constant(W_of_the_notes + sign * 1e-5 * v)))
        slopes.append(sess.run(W_grad, feeds))
    sess.run(assign(W, constant(W_of_the_notes)))
    measured = (slopes[0] - slopes[1]) / 2e-5
    print(
        f"largest entry {np.abs(exact).max():.4f}, largest gap to the differences {np.abs(exact - measured).max():.0e}"
    )

# %% [markdown]
# ## 8 · Explore: what a gradient costs
#
# Differences give a gradient too. Per weight they run the program twice. How does reverse mode compare? Count the nodes
# that have to be computed. Change D and C and run the cell: which of the numbers change, and how fast?

# %%
my_D = 64  # change me: features
my_C = 10  # change me: classes

with once_works("gradients", "How many nodes the loss, its gradient and its differences compute"):
    inputs, labels = constant(np.ones((1, my_D))), constant(np.ones((1, my_C)))
    weights = Variable(np.zeros((my_D, my_C)))
    loss = -ReduceSum()(labels * Log()(Softmax()(MatMul()(inputs, weights))))
    forward, both = (len(topological_order(each)) for each in ([loss], [loss, *gradients(loss, [weights])]))
    print(f"weights:                   {my_D * my_C}")
    print(f"the loss alone:            {forward} nodes")
    print(f"loss and gradient:         {both} nodes")
    print(f"loss and differences:      {forward + 2 * my_D * my_C * forward} nodes")

# %% [markdown]
# ![Number of nodes to compute against the number of weights, both axes logarithmic. Central differences: a straight line
# that rises from 27 nodes at one weight to 18 million at a million weights. Reverse mode: a flat line at 21
# nodes.](../assets/figures/gradient_cost.svg)
#
# <details><summary>What is there to find?</summary>
#
# The number of nodes of the gradient does not depend on D and C at all: each op has one piece of gradient program, whatever the
# shapes. (It depends a little on how you wrote `Log` and `Softmax`. The figure has 21.) Differences compute the loss twice for
# each weight. With one weight the two are about even, and with a million differences take a million times as many nodes.
#
# Nodes are not seconds: one with 640 numbers counts like one with a single number. But the piece of program that an op's
# gradient is works on arrays of the op's own sizes. For a matrix product it is two matrix products. So in time, too, a gradient
# costs a few times what the loss costs.
#
# What it pays with is memory: the values of the forward pass are kept until the backward pass has used them.
#
# </details>

# %% [markdown]
# ## What you have now
#
# | name | in one line |
# |---|---|
# | graph | nodes with an op and inputs; computing comes later |
# | topological order | every node once, after its inputs |
# | a session | values of what is needed, each computed once; placeholders fed |
# | op | compute: values → value; gradient: (node, out_grad) → one node for each input |
# | matrix product, backward | dA = G Bᵀ, dB = Aᵀ G |
# | sum, backward | every entry gets the gradient of its sum |
# | broadcast, backward | sum over what was repeated |
# | log, backward | g / x |
# | softmax, backward | p (g − Σ p g) |
# | reverse mode | from the output, in reverse order; where ways meet, add |
#
# **Names that other sources use.** `out_grad` is also called the *adjoint*, the *cotangent* or the *upstream gradient*; the
# gradient rule of an op its *VJP*, *pullback* or `backward`. *Backpropagation* is reverse mode applied to a network.
# *Forward mode* goes the other way round: it carries derivatives along with the values, in one direction for each run, and
# is the cheap one when there are few inputs and many outputs. A *tape* is a topological order that was written down while
# the program ran. *Static graph*: ours, as in TensorFlow 1. *Dynamic graph*: as in PyTorch.

# %% [markdown]
# **Further reading**
#
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, *Automatic Differentiation in Machine Learning: a Survey*
#   (2018): forward and reverse mode, their history, and what they are not.
# - A. Griewank, A. Walther, *Evaluating Derivatives* (2nd ed., 2008): the book on the subject.
# - M. Abadi et al., *TensorFlow: A System for Large-Scale Machine Learning* (2016): why a graph.
# - T. Chen, *tinyflow*: a TensorFlow interface in two thousand lines, for teaching.
# - A. Karpathy, *micrograd*: reverse mode on single numbers, in a hundred lines.
# - D. Maclaurin, D. Duvenaud, M. Johnson, *Autograd*: NumPy itself, differentiated; the ancestor of JAX.

# %% [markdown]
# # The last page
#
# ## The whole path
#
# ![The course as a path of seven boxes. 01, odds: z = log p/(1 − p), gradient (p − y) x. 02, softmax: p = exp z / Σ exp z,
# Jacobian diag p − p pᵀ. 03, cross-entropy: gradient Xᵀ (P − Y) / N. 04, two layers: the same dZ, sent back through W₂ and
# ReLU. 05, the loop: batch, loss, gradient, step. 06, frameworks: softmax and loss as one op. 07, autodiff: gradients(loss,
# [W]). In the corner below 01: the same thread all the way, p − y.](../assets/figures/whole_path.svg)
#
# You found p − y by hand in 01, and for many classes in 02 and 03. You sent it back in 04, stepped along it in 05, fused it in
# 06, and in 07 it came about on its own. Between p / (1 − p) and `gradients(loss, [W])` you have derived every gradient yourself,
# but for those of arithmetic, which stood on the page.

# %% [markdown]
# ## What it is called elsewhere
#
# A dash means that there is no single function for it. First PyTorch (`F` is `torch.nn.functional`) and JAX with its
# companions optax and flax:
#
# | notebook | here | PyTorch | JAX |
# |---|---|---|---|
# | 01 | `logit`, `sigmoid` | `torch.logit`, `torch.sigmoid` | `jax.scipy.special.logit`, `jax.nn.sigmoid` |
# | 01 | `logistic_loss` | `F.binary_cross_entropy_with_logits` | `optax.sigmoid_binary_cross_entropy` |
# | 01 | `numerical_gradient` | inside `torch.autograd.gradcheck` | inside `jax.test_util.check_grads` |
# | 02 | `one_hot` | `F.one_hot` | `jax.nn.one_hot` |
# | 02 | `softmax`, `log_softmax` | `F.softmax`, `F.log_softmax` | `jax.nn.softmax`, `jax.nn.log_softmax` |
# | 02 | `softmax_jacobian` | `torch.func.jacrev` | `jax.jacrev` |
# | 02 | `softmax_vjp` | `torch.func.vjp` | `jax.vjp` |
# | 03 | `cross_entropy` | `F.cross_entropy` | `optax.softmax_cross_entropy_with_integer_labels` |
# | 03 | `cross_entropy_gradient` | `.backward()` of the loss | `jax.grad` of the loss |
# | 04 | the two-layer net | `nn.Linear`, `nn.ReLU`, `nn.Sequential` | `flax.nnx.Linear`, `jax.nn.relu` |
# | 05 | `minibatches` | `torch.utils.data.DataLoader` | – |
# | 05 | `sgd` | `torch.optim.SGD` | `optax.sgd` |
# | 06 | `SoftmaxWithLoss` | `nn.CrossEntropyLoss` | as in 03 |
# | 07 | `gradients` | `torch.autograd.grad` | `jax.grad` |
# | 07 | `Session` | – | – |
# | 07 | `ReduceSum(axis, keepdims)` | `torch.sum(x, dim, keepdim)` | `jnp.sum(x, axis, keepdims=…)` |
# | 07 | `reduce_like` | `Tensor.sum_to_size` | – |
#
# Then TensorFlow, and what scikit-learn and SciPy have:
#
# | notebook | here | TensorFlow | scikit-learn, SciPy |
# |---|---|---|---|
# | 01 | `logit`, `sigmoid` | –, `tf.math.sigmoid` | `scipy.special.logit`, `scipy.special.expit` |
# | 01 | `logistic_loss` | `tf.nn.sigmoid_cross_entropy_with_logits` | `sklearn.metrics.log_loss`, of probabilities |
# | 01 | `numerical_gradient` | inside `tf.test.compute_gradient` | `scipy.optimize.approx_fprime`, one-sided |
# | 01 | `fit_logistic` | – | `sklearn.linear_model.LogisticRegression`, penalised by default |
# | 02 | `one_hot` | `tf.one_hot` | `sklearn.preprocessing.OneHotEncoder` |
# | 02 | `softmax`, `log_softmax` | `tf.nn.softmax`, `tf.nn.log_softmax` | the same two in `scipy.special` |
# | 02 | `softmax_jacobian` | `GradientTape.jacobian` | – |
# | 02 | `softmax_vjp` | `GradientTape.gradient` with `output_gradients` | – |
# | 03 | `cross_entropy` | `tf.nn.sparse_softmax_cross_entropy_with_logits` | `sklearn.metrics.log_loss`, of probabilities |
# | 03 | `train_softmax` | – | `sklearn.linear_model.LogisticRegression`, on all examples at once |
# | 04 | the two-layer net | `tf.keras.layers.Dense` | `sklearn.neural_network.MLPClassifier` |
# | 05 | `minibatches` | `shuffle` and `batch` of `tf.data.Dataset` | `sklearn.utils.gen_batches`, not shuffled |
# | 05 | `sgd` | `tf.keras.optimizers.SGD` | inside `SGDClassifier` |
# | 05 | `evaluate_accuracy` | `tf.keras.metrics.SparseCategoricalAccuracy` | `sklearn.metrics.accuracy_score` |
# | 05 | `train` | `tf.keras.Model.fit` | the method `fit` |
# | 06 | `SoftmaxWithLoss` | `tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)` | – |
# | 07 | `gradients` | `tf.gradients`, `tf.GradientTape` | – |
# | 07 | `Session` | `tf.compat.v1.Session` | – |
# | 07 | `ReduceSum(axis, keepdims)` | `tf.reduce_sum(x, axis, keepdims)` | `np.sum(x, axis, keepdims=…)` |
#
# Three habits to take along. Look whether a cross-entropy wants **logits**: those above do, but scikit-learn's and the class of
# Keras, unless it is told `from_logits=True`. Look whether it is a mean: in PyTorch and Keras it is by default, while the `tf.nn`
# and optax functions above give one number for each row. And a gradient that nobody has compared with differences is a guess,
# whoever wrote it.

# %% [markdown]
# ## What to read next
#
# - *From here to larger networks:* A. Zhang et al., *Dive into Deep Learning*: the chapters after multilayer perceptrons, on
#   convolution and attention. Attention begins with a softmax, and now you know its gradient.
# - *The same ground as a course:* Stanford's CS231n, its notes on optimisation and backpropagation.
# - *The statistics behind the loss:* C. M. Bishop, *Pattern Recognition and Machine Learning*, chapter 4; T. Hastie, R. Tibshirani,
#   J. Friedman, *The Elements of Statistical Learning*, chapter 4.
# - *What autodiff can do beyond this:* JAX's *Autodidax*, a JAX from scratch with forward mode, `vmap` and `jit`; and
#   M. Blondel, V. Roulet, *The Elements of Differentiable Programming*.
# - *To build one yourself, in earnest:* take this notebook's page, and add what it lacks: an op for convolution, memory that is
#   freed when the last user is done, a second device.
