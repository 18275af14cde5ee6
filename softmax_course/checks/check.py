"""The check of one exercise: what a check cell holds in its hand."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from softmax_course.checks import derivation
from softmax_course.checks.calling import (
    busiest_line,
    calls_of_helpers,
    copy_argument,
    describe,
    executed_lines,
    quiet,
    refuses_its_arguments,
)
from softmax_course.checks.comparing import NotANumber, as_numbers, compare, show_array, show_number
from softmax_course.checks.explaining import explain
from softmax_course.checks.naming import name_mistake
from softmax_course.checks.observing import Observation, observe, works_in_float32
from softmax_course.checks.recognising import Recognise
from softmax_course.checks.shipped import recognise_visible, visible
from softmax_course.checks.verdict import CheckFailed, Message, NotPassed
from softmax_course.problems import EXERCISES, ORDINARY, VISIBLE, Exercise, Problem, exercise_named
from softmax_course.text import translate as _
from softmax_course.text import translate_plural
from softmax_course.tolerances import GRADIENTS

_STENCILS = (1, 2, 4, 6, 8)  # evaluations an entry of the usual difference formulas


class Check:
    """Checks of one exercise on its problems.

    Parameters
    ----------
    name
        The exercise's name.

    Attributes
    ----------
    points : float
        What a grade cell that is given in parts is worth: the sum over the parts that are right.
    """

    def __init__(self, name: str) -> None:
        self.exercise: Exercise = exercise_named(name)
        self.lines: list[str] = []  # what is printed when the check is over
        self.points = 0.0
        self._own: dict[
            str, float | None
        ] = {}  # largest gap to the differences of that function, None where they agree
        self._parts: list[tuple[str, float, NotPassed | None]] = []

    @property
    def name(self) -> str:
        """The exercise's name."""
        return self.exercise.name

    @property
    def problems(self) -> list[tuple]:
        """The arguments of the visible problems, as copies to play with."""
        return [copy_argument(problem.args) for problem in self.exercise.draw(VISIBLE)]

    # ---- what a check says ------------------------------------------------------------------------------------

    @property
    def failure(self) -> NotPassed | None:
        """The first failure of a grade in parts."""
        return next((failure for _label, _points, failure in self._parts if failure), None)

    def say(self, text: str) -> None:
        """Print a line when the check is over."""
        self.lines.append(text)

    def side_by_side(self, title: str = "", *, own: str = "", **columns: Callable[[], Any]) -> None:
        """Show two computations of the same thing beside each other.

        The comparison explains and never decides: where one of the two does not run, it says so and goes on.

        Parameters
        ----------
        title
            A line above the numbers, such as the sizes.
        own
            The student's own function whose differences are shown, at the first problem: a failing check then says
            whether the gradient belongs to it.
        columns
            Two functions without arguments, named by what the reader should read before their numbers.
        """
        shown: list[tuple[str, np.ndarray]] = []
        check_cell = sys._getframe(1).f_code.co_filename
        for label, compute in columns.items():
            label = label.replace("_", " ")
            try:
                with quiet():
                    numbers = as_numbers(compute())
            except Exception as error:
                numbers = NotANumber(_why_not_shown(error, check_cell))
            if isinstance(numbers, NotANumber):
                text = _("  {label} cannot be shown yet: {why}").format(label=label, why=numbers.why)
                if text not in self.lines:
                    self.say(text)
                return
            shown.append((label, numbers))
        width = max(len(label) for label, _values in shown)
        if title:
            self.say(title)
        for label, numbers in shown:
            rows = numbers if numbers.ndim == 2 else [numbers]
            for row, text in zip(rows, [label, *[""] * len(rows)], strict=False):
                self.say(f"  {text.ljust(width)}  {show_array(row)}")
        (_a, first), (_b, second) = shown
        if first.shape != second.shape:
            self.say(_("  The shapes differ: {first} and {second}.").format(first=first.shape, second=second.shape))
            return
        gap = float(np.abs(first - second).max(initial=0.0))
        if own:
            self._own[own] = None if compare(first, second, GRADIENTS) is None else gap
        self.say(f"  {_('largest gap').ljust(width)}  {show_number(gap)}")

    def require(self, condition: Any, headline: str, *details: str, look: str | None = None) -> None:
        """Fail with a message unless ``condition`` holds.

        Parameters
        ----------
        condition
            What has to be true.
        headline, details, look
            See :class:`~softmax_course.checks.verdict.Message`.
        """
        if not condition:
            raise CheckFailed(Message(headline, list(details), look))

    # ---- what a check decides ---------------------------------------------------------------------------------

    def values(
        self,
        function: Any,
        problems: Sequence[Problem] | None = None,
        expected: Sequence[Sequence[np.ndarray]] | None = None,
        recognise: Recognise | None = None,
        *,
        among: str = "",
    ) -> None:
        """Compare the results of ``function`` with the expected ones: exceptions, arguments, type, shape, numbers, a second run.

        Parameters
        ----------
        function
            What the student wrote.
        problems, expected
            Problems and the true results; by default the visible ones.
        recognise
            Finds the library's mistake from how the answers look on these problems; asked only where something is wrong.
        among
            What these problems have in common, where more is to be checked: "with full batches".

        Raises
        ------
        NotPassed
            With the message to read, at the first problem that is not right.
        """
        to_try = problems is None
        problems, expected, recognise = self._visible_unless(problems, expected, recognise)
        seen = [observe(self.exercise, function, *pair) for pair in zip(problems, expected, strict=True)]
        if not all(observation.right for observation in seen):
            name = name_mistake(self.exercise, seen, recognise)
            raise explain(self.exercise, seen, self._own_words(), name, to_try=to_try)
        if self.exercise.analytic:
            self._refuse_differences(function, seen)
        demand, first = self.exercise.demand, seen[0].problem
        if demand:
            self.require(demand.holds(function, *first.args, **first.options), demand.headline, look=demand.look)
        warning = next((o.call.warning for o in seen if o.call.warning), None)
        if warning:
            self.say(_("(It works; a warning came on the way: {warning}.)").format(warning=warning))
        right = translate_plural("{name}: right on {count} problem", "{name}: right on {count} problems", len(seen))
        self.say(right.format(name=self.name, count=len(seen)) + (f" {among}." if among else "."))
        self._say_whose_the_gap_is()

    def derivation(
        self,
        lines: Any,
        problems: Sequence[Problem] | None = None,
        expected: Sequence[Sequence[np.ndarray]] | None = None,
        recognise: Recognise | None = None,
    ) -> None:
        """Compare every line of a derivation with the one before it, and the last with the truth to 1e-10.

        Parameters
        ----------
        lines
            The list of functions, the given first line among them.
        problems, expected, recognise
            As for :meth:`values`.
        """
        to_try = problems is None
        problems, expected, recognise = self._visible_unless(problems, expected, recognise)
        truths = [parts[0] for parts in expected]
        lines = self.functions(lines)
        derivation.require_three(self.name, lines)
        derivation.require_equal_lines(self.exercise, lines, problems, truths, recognise, to_try=to_try)
        self.say(
            _("{name}: all {count} lines say the same, on {problems} problems.").format(
                name=self.name, count=len(lines), problems=len(problems)
            )
        )

    def functions(self, lines: Any) -> list[Callable]:
        """The lines of a derivation, to be looked at one by one; a failure if they are not a list of functions.

        Parameters
        ----------
        lines
            What the student built.
        """
        return derivation.require_functions(self.name, lines)

    def no_growth(self, function: Callable, small: Sequence, large: Sequence, what: str) -> None:
        """Fail if the lines and calls that ``function`` executes grow from ``small`` arguments to ``large`` ones.

        Parameters
        ----------
        function
            What the student wrote.
        small, large
            Two lists of arguments that differ in one size.
        what
            The size that grows, as the message names it: "N".
        """
        few, many = executed_lines(function, small), executed_lines(function, large)
        if many <= few:
            return
        sizes = next(pair for pair in zip(_sizes(small), _sizes(large), strict=True) if pair[0] != pair[1])
        counts = _("It executes {few} lines and calls with {what} = {n}, and {many} with {what} = {m}.")
        details = [counts.format(few=few, many=many, what=what, n=sizes[0], m=sizes[1])]
        line = busiest_line(function, large)
        if line:
            words = _("With {what} = {m} it comes {count} times to this line:")
            details.append(words.format(what=what, m=sizes[1], count=line[1]) + f"\n    {line[0]}")
        raise CheckFailed(
            Message(
                _("{name} loops over {what}.").format(name=self.name, what=what),
                details,
                _("Which array operation does the work of the loop in one step?"),
            )
        )

    @contextmanager
    def part(self, label: str, points: float) -> Iterator[None]:
        """One part of a grade that is given in parts: what fails inside costs these points and no others.

        Parameters
        ----------
        label
            What the part is about, as the student reads it.
        points
            What it is worth.
        """
        try:
            yield
        except NotPassed as failure:
            self._parts.append((label, points, failure))
        else:
            self._parts.append((label, points, None))
            self.points += float(points)

    def settle(self) -> None:
        """Close a grade in parts: list what was right, and raise when nothing was."""
        failures = [failure for _label, _points, failure in self._parts if failure]
        if not failures:
            return
        listing = "\n".join(
            f"  {'–' if failure else '✓'} {label}: {0 if failure else points:g} of {points:g}"
            for label, points, failure in self._parts
        )
        first = failures[0]
        details = [*first.message.details, _("Points, part by part:") + "\n" + listing]
        message = replace(first.message, details=details)
        if self.points == 0:
            raise type(first)(message)
        self.lines = [str(message)]

    # ---- how ------------------------------------------------------------------------------------------------

    def _visible_unless(self, problems: Any, expected: Any, recognise: Any) -> tuple[Any, Any, Any]:
        if problems is None or expected is None:
            return self.exercise.draw(VISIBLE), visible(self.name), partial(recognise_visible, self.name)
        return problems, expected, recognise or (lambda _signature: None)

    def _refuse_differences(self, function: Callable, seen: Sequence[Observation]) -> None:
        """Refuse a gradient that is computed by differences.

        It evaluates some function once, twice, four times … an entry, whatever N is, and its result carries the error of differences:
        each of the two alone may be innocent, together they are not.
        """
        ordinary = [o for o in seen if o.problem.kind == ORDINARY]
        if not any(map(_carries_differences, ordinary)) or works_in_float32(
            self.exercise, partial(self.exercise.observe, function)
        ):
            return
        entries = [sum(part.size for part in o.expected if part.ndim) for o in ordinary]
        inputs = [np.size(o.problem.args[0]) for o in ordinary]
        counts = [calls_of_helpers(function, o.problem.args, o.problem.options) for o in ordinary]
        for helper in set.intersection(*map(set, counts)):
            calls = [count[helper] for count in counts]
            self.require(
                not any(_steady_rest(calls, sizes, k) for k in _STENCILS for sizes in (entries, inputs)),
                _("{name} is right, and computed by differences: {calls} evaluations for {size} entries.").format(
                    name=self.name, calls=calls[0], size=entries[0]
                ),
                look=_("The exercise asks for the formula: which line of the derivation gives all entries at once?"),
            )

    def _say_whose_the_gap_is(self) -> None:
        """A right gradient beside differences that say something else: those are of her own function."""
        for own, gap in self._own.items():
            if gap is not None and own in EXERCISES:
                self.say(_("  The gap above comes from your {own}, not from {name}:").format(own=own, name=self.name))
                self.say(_("  that is not the function of this gradient, or it computes in single precision."))

    def _own_words(self) -> str | None:
        for own, gap in self._own.items():
            if gap is None:
                agrees = _(
                    "It does match the central differences of your own {own}: the two belong together, so look at {own} first."
                )
                return agrees.format(own=own)
            return _("It differs from the central differences of your own {own} too, by {gap}.").format(
                own=own, gap=show_number(gap)
            )
        return None


def _why_not_shown(error: Exception, check_cell: str) -> str:
    """An exception of the student's own, or that what came back is not what the check cell takes apart."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    in_the_cell = trace is not None and trace.tb_frame.f_code.co_filename == check_cell
    if not in_the_cell or isinstance(error, NameError) or refuses_its_arguments(error):
        raised = describe(error, error.__traceback__)
        return (
            _("{where} is not written").format(where=raised.where) if raised.missing and raised.where else str(raised)
        )
    return _("what came back has not the form that the exercise asks for")


def _sizes(arguments: Sequence) -> list[int]:
    """The sizes of all arrays among arguments, one after the other."""
    return [size for argument in arguments if isinstance(argument, np.ndarray) for size in argument.shape]


def _steady_rest(calls: Sequence[int], sizes: Sequence[int], stencil: int) -> bool:
    """Whether the calls are ``stencil`` an entry, and the same few more on every problem."""
    rests = {c - stencil * size for c, size in zip(calls, sizes, strict=True)}
    return len(set(sizes)) > 1 and len(rests) == 1 and 0 <= min(rests) < 4


def _carries_differences(observation: Observation) -> bool:
    """Whether some entry is off by more than rounding: 1e-13 of the largest one."""
    return any(
        isinstance(got, np.ndarray) and np.abs(got - true).max(initial=0.0) > 1e-13 * np.abs(true).max(initial=0.0)
        for got, true in zip(observation.parts, observation.expected, strict=True)
    )
