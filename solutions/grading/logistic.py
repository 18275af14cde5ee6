"""Hidden grading of 01_logistic: one function an exercise."""

from functools import partial

from solutions.grading.fresh import check_fresh

_check = partial(check_fresh, notebook="01_logistic")
