"""Checks of exercises: the guard, the comparisons, the message that a student reads."""

from softmax_course.checks.check import Check
from softmax_course.checks.guard import checking
from softmax_course.checks.verdict import STATUS, CheckFailed, Message, NotPassed

__all__ = ["STATUS", "Check", "CheckFailed", "Message", "NotPassed", "checking"]
