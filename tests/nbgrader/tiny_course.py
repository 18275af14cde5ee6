# %% [markdown]
# # A small assignment
#
# Two exercises, for the tests of grading.

# %%
# ruff: noqa: E402
import numpy as np

# %% [markdown]
# ### Exercise: `logit(p)` (1 + 1 points)


# %% exercise="logit" points="1+1"
def logit(p):
    """Log-odds of p, any shape."""
    ### BEGIN SOLUTION
    return np.log(p) - np.log1p(-np.asarray(p))
    ### END SOLUTION


# %% check="logit"
from softmax_course import checking

with checking("logit") as check:
    check.require(abs(logit(0.5)) < 1e-9, "logit of a half is not 0.")
    check.say("logit: right at a half.")

# %% [markdown]
# ### Exercise: `sigmoid(z)` (1 + 4 points)


# %% exercise="sigmoid" points="1+4"
def sigmoid(z):
    """Logistic function of z, any shape."""
    ### BEGIN SOLUTION
    return np.exp(-np.logaddexp(0, -np.asarray(z)))
    ### END SOLUTION


# %% check="sigmoid"
from softmax_course import checking

with checking("sigmoid") as check:
    check.require(abs(sigmoid(0.0) - 0.5) < 1e-9, "sigmoid of 0 is not a half.")
