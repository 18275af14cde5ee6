"""How exactly results are compared.

A correct float64 result differs from another correct one by rounding, about 1e-15 of the largest entry times the number of terms.
A correct one that computes in float32 inside is off by at most 3e-7 of the largest entry, on values of order one. A mistake worth
the name moves some entry by at least 2e-2 of it on problems of the course's sizes. Central differences of a float64 loss L with
step h are off by ``eps |L| / h + h**2 |L'''| / 6``: about 2e-11 + 2e-11 for h = 1e-5 and a loss of order one.
"""

GRADIENTS = 1e-5  # losses and gradients: of the largest true entry
VALUES = 2e-6  # other values, which no differences stand beside
EXACT = 1e-10  # the last line of a derivation
FLOOR = 1e-12  # never less than this, so that a true zero may carry rounding
TAILS = 1e-7  # tails and stability, entry by entry, in float64 only
NOTHING = 1e-300  # in tails, smaller results count as 0
