"""Hidden grading of the small assignment."""

import numpy as np

from softmax_course.checks.check import Check
from softmax_course.checks.verdict import CheckFailed, Message


def grade_logit(check: Check, logit) -> None:
    if abs(logit(0.75) + np.log(3)) < 1e-9:
        raise CheckFailed(Message("The sign of logit is wrong.", mistake="logit_upside_down"))
    check.require(abs(logit(0.75) - np.log(3)) < 1e-9, "logit of 3/4 is not log 3.")


def grade_sigmoid(check: Check, sigmoid) -> None:
    with check.part("in the middle", 3):
        check.require(abs(sigmoid(np.log(3)) - 0.75) < 1e-9, "sigmoid of log 3 is not 3/4.")
    with check.part("far out", 1):
        check.require(abs(sigmoid(-700.0) / np.exp(-700.0) - 1) < 1e-7, "The left tail of sigmoid is wrong.")
