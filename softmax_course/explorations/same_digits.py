"""exp and log that the browser computes too, digit for digit.

Libraries round them differently. Where the last digit matters, because a picture is about it or a descent makes it grow, both are made of
+ - * / alone, which every machine rounds alike: shared.js does the same operations in the same order.
"""

from typing import Any

import numpy as np

LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
EXP_TERMS, LOG_TERMS = 15, 13


def _exp(x: Any) -> Any:
    """exp of a number or of every entry."""
    doublings = np.floor(x / LN2_HIGH + 0.5)
    rest = x - doublings * LN2_HIGH - doublings * LN2_LOW
    total: Any = 1.0
    for n in range(EXP_TERMS, 0, -1):
        total = 1 + (rest / n) * total
    return np.ldexp(total, np.int64(doublings))


def _log(x: float) -> float:
    doublings = 0
    while x > 1.4142135623730951:
        x, doublings = x / 2, doublings + 1
    while x < 0.7071067811865476:
        x, doublings = x * 2, doublings - 1
    s = (x - 1) / (x + 1)
    total = 0.0
    for n in range(LOG_TERMS, -1, -1):
        total = 1 / (2 * n + 1) + s * s * total
    return doublings * LN2_HIGH + (doublings * LN2_LOW + 2 * s * total)
