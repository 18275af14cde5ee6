"""06_inside_frameworks: wrong and right implementations of its seven exercises.

In this module a cell sees ``np`` and nothing else: every implementation repeats the few lines that it needs, and imports
inside what is not NumPy.
"""

import numpy as np

from solutions.mistakes.library import right, wrong

# ---- SoftmaxOutput ---------------------------------------------------------------------------------------------------


@wrong("SoftmaxOutput", builds=True)
def softmax_output_times_the_gradient_from_above():
    """backward multiplies P − onehot by the gradient from above. SoftmaxOutput does not listen to it: it takes itself
    for the last layer.

    What should backward(1000 * ones) return, compared with backward()?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            dZ = dZ * self.grad_scale
            return dZ if out_grad is None else dZ * out_grad

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_jacobian_times_the_gradient_from_above():
    """When a gradient comes from above, backward sends it through the softmax alone. That is what a plain softmax
    layer does; this one has the loss built in.

    Which of the two rows of the picture in section 1 have you written, when something comes from above?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            if out_grad is not None:
                return self.P * (out_grad - (self.P * out_grad).sum(axis=1, keepdims=True))
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_adds_the_gradient_from_above():
    """backward adds the gradient from above to P − onehot.

    What does the table in section 2 say that out_grad changes?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            dZ = dZ * self.grad_scale
            return dZ if out_grad is None else dZ + out_grad

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_scaled_by_the_sum_from_above():
    """backward multiplies by one number made of the gradient from above, as Caffe does with its loss_weight.
    SoftmaxOutput uses no number from above.

    What should backward(1000 * ones) return, compared with backward()?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            weight = 1.0 if out_grad is None else np.mean(out_grad)
            return dZ * self.grad_scale * weight

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_target_minus_prediction():
    """The sign is the other way round: this is onehot − P, the direction of a step downhill. A gradient points uphill.

    For p = [0.2, 0.3, 0.5] and label 1, which of the three entries is negative?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return -dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_backward_is_p():
    """backward returns P. The 1 at the label is never subtracted, so the label has no influence at all.

    For p = [0.2, 0.3, 0.5] and label 1 the middle entry is −0.7. Where does the label come in?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_minus_one_everywhere():
    """1 is subtracted from every entry, and not from one a row.

    Which entries of onehot are 1? How many are there in a row?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_minus_one_in_the_first_row():
    """1 is subtracted in the first row alone. In the other rows backward returns P.

    Which entries of onehot are 1? In how many rows?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows[:1], self.y[rows[:1]]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_minus_one_in_whole_columns():
    """`dZ[:, y] -= 1` subtracts 1 from whole columns: in every column that occurs among the labels, in all rows.

    Which pairs (row, column) are meant? How many of them?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[:, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_labels_counted_from_one():
    """Labels are taken as if they began at 1: the 1 is subtracted one column to the left.

    Which column belongs to label 0?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows].astype(int) - 1] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_argmax_for_the_label():
    """The 1 is subtracted at the most probable class, and not at the label. So the layer is always content with
    itself.

    Which class is right in row n: where do you read it?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.P[rows].argmax(axis=1)] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_squared_error():
    """P − onehot is sent through the softmax once more. This is the gradient of a squared error, ½‖P − onehot‖², and
    not of the cross-entropy.

    In the fused gradient the softmax has already been dealt with. Which gradient in P would give P − onehot in Z?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            dZ = self.P * (dZ - (self.P * dZ).sum(axis=1, keepdims=True))
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_extra_derivative_of_a_sigmoid():
    """P − onehot is multiplied by P (1 − P) once more, the derivative of a sigmoid. The fused gradient contains the
    derivative of the softmax already.

    For p = [0.2, 0.3, 0.5] and label 1 the middle entry is −0.7. What do you get there, and which factor is too
    much?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            dZ = dZ * self.P * (1 - self.P)
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_gradient_from_the_logits():
    """backward subtracts onehot from the shifted logits. Logits are no probabilities.

    Which array did forward return, and is it the one from which backward subtracts?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            P, self.P = self.P, Z - Z.max(axis=1, keepdims=True)
            return P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_null_divides_by_n():
    """With normalization="null" the gradient is divided by N. "null" divides by nothing: it is the gradient of a sum.

    With ten times the rows, should the gradient in one row become smaller?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization in ("null", "batch"):
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_null_divides_by_counted():
    """With normalization="null" the gradient is divided by the number of counted rows. That is "valid"; "null" divides
    by nothing.

    Which of the three settings is the default, and what does it divide by?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            else:
                count = len(rows)
                dZ = dZ / max(count, 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_batch_by_default():
    """Without a setting the gradient is divided by N: the default is "batch" here. In MXNet it is "null".

    What stands behind normalization= in the first line of the class?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="batch", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_normalization_ignored():
    """The setting normalization has no effect: the gradient is never divided.

    By which number is the gradient divided for "batch", and by which for "valid"?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_batch_divides_twice():
    """With normalization="batch" the gradient is divided by N twice.

    In how many places does your code divide? Does a mean hide in one of them?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_batch_divides_by_counted():
    """With normalization="batch" the gradient is divided by the number of counted rows. "batch" means all rows, the
    ignored ones too.

    In the table of section 2, by what is the row "batch" divided?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch" or self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_valid_divides_by_n():
    """With normalization="valid" the gradient is divided by N. The ignored rows are counted as well.

    In the table of section 2, two of four rows are ignored. By what does "valid" divide?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch" or self.normalization == "valid":
                dZ = dZ / N
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_valid_and_batch_swapped():
    """ "valid" and "batch" are swapped.

    Which of the two counts all rows of the batch?"""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "valid":
                dZ = dZ / N
            elif self.normalization == "batch":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_divided_by_the_classes():
    """With normalization="batch" the gradient is divided by the number of classes.

    Which entry of the shape counts the rows?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / dZ.shape[1]
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_divided_by_all_entries():
    """With normalization="batch" the gradient is divided by N · C, as a mean over the whole array would.

    How many losses does a batch of N rows have?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / dZ.size
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_zero_over_zero():
    """Where every row is ignored, "valid" divides by 0, and 0/0 is nan. No row counts, so the gradient is 0.

    By which number may 0 be divided, so that it stays 0?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / np.float64(len(rows))
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_counts_one_too_many():
    """With normalization="valid" 1 is added to the number of counted rows. That avoids 0/0, and changes all other
    gradients.

    In which single case does the divisor need help?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / (len(rows) + 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_valid_counts_known_labels():
    """With normalization="valid" the rows are counted whose label lies in 0 … C−1. The label to ignore may be one of
    these classes.

    With ignore_label=2 and three classes, is a row with label 2 counted?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(int(((self.y >= 0) & (self.y < self.P.shape[1])).sum()), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_ignored_rows_keep_p():
    """In ignored rows the 1 is not subtracted, and P stays there. Their gradient is to be 0.

    Which rows pull at the logits although they should not? What stands in them?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_ignore_label_has_no_effect():
    """ignore_label has no effect: rows with that label are treated like all others. If it is no class, looking it up
    fails, or finds the last column.

    Which rows are counted, and where does your code make use of it?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool)
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_ignores_only_minus_one():
    """Rows are ignored if their label is −1, whatever ignore_label says.

    With ignore_label=255, which rows are padding?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != -1
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_ignores_negative_labels():
    """Rows are ignored if their label is negative. ignore_label may be any number, also that of a class.

    With ignore_label=2, is a row with label 2 counted?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y.astype(int) >= 0
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_ignore_label_zero_is_false():
    """`if ignore_label` is also false for 0, so the label 0 cannot be ignored.

    What is bool(0)? And how does one ask whether something is None?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if not self.ignore_label else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_ignores_a_column():
    """The column of ignore_label is set to 0. Ignored are examples, not classes: whole rows whose label it is.

    In the table of section 2, what is 0: rows or columns of the gradient?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            if not keep.all() and 0 <= self.ignore_label < dZ.shape[1]:
                dZ[:, self.ignore_label] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_drops_ignored_rows():
    """The ignored rows are left out of the result, so it has fewer rows than Z. The layer below needs a gradient for
    every row.

    What should stand in a row that is ignored?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ = dZ[keep]
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_keeps_only_ignored_rows():
    """Exactly the wrong rows are 0: those that are to be counted.

    Does your array of truth values mean "counted" or "ignored", and where is it used the other way?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y == self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_looks_ignored_labels_up():
    """The label of every row is looked up, also of the rows that are ignored. Such a label, −100 or 255, need not be a
    column.

    When is it known that a row is ignored: before its label is used, or after?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ -= np.eye(dZ.shape[1])[self.y]
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_subtracts_at_ignored_labels():
    """1 is subtracted in every row, also in those that are ignored. Their label, −100 or 255, need not be a column.

    When is it known that a row is ignored: before its label is used, or after?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[np.arange(N), self.y] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_grad_scale_ignored():
    """grad_scale has no effect.

    Where is grad_scale used after it was stored?"""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_divides_by_grad_scale():
    """The gradient is divided by grad_scale.

    With grad_scale=0.1, should the gradient be larger or smaller?"""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ / self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_grad_scale_twice():
    """grad_scale is multiplied in twice.

    In how many places does grad_scale stand?"""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_scales_the_probabilities():
    """grad_scale multiplies what forward returns, too. It scales the gradient alone; probabilities sum to 1.

    With grad_scale=2, what should the rows of P sum to?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P * self.grad_scale

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_scales_before_subtracting():
    """P is multiplied by grad_scale before the 1 is subtracted, so onehot is not scaled.

    With grad_scale=2, what should stand at the label for p = [0.2, 0.3, 0.5]: 2 · 0.3 − 1, or 2 · (0.3 − 1)?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P * self.grad_scale
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_forward_returns_log_p():
    """forward returns the logarithms of the probabilities. SoftmaxOutput has no logarithm in it, not even forward.

    What should the entries of a row of the result sum to?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return np.log(self.P)

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_forward_returns_the_loss():
    """forward returns the loss. SoftmaxOutput never computes it: it returns the probabilities.

    Which shape should come out of forward?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            kept = np.flatnonzero((y >= 0) & (y < Z.shape[1]))
            return -np.log(self.P[kept, y[kept]]).mean()

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_forward_returns_the_class():
    """forward returns the most probable class of each row, and not the probabilities.

    Which shape should come out of forward?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P.argmax(axis=1)

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_over_the_rows():
    """The softmax is taken down the columns: the probabilities of one class sum to 1 over the examples.

    Which axis runs over the classes?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=0))
            self.P = E / E.sum(axis=0)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_over_the_batch():
    """The softmax is taken over the whole batch: all N · C numbers together sum to 1.

    What should every row of P sum to?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max())
            self.P = E / E.sum()
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_without_the_maximum():
    """The maximum is not subtracted, so exp overflows for logits of about 1000, and inf/inf is nan.

    Which number can be subtracted from a row of logits without changing its softmax?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z)
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_clips_the_logits():
    """The logits are limited to ±700 before the exponential. Two logits of 1000 and 1001 then count as the same.

    Which number can be taken from all logits of a row, and P stays what it is?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(np.clip(Z, -700, 700))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_one_maximum_for_all():
    """One maximum is subtracted from the whole batch. In a row whose level lies thousands below it, every exp is 0,
    and 0/0 is nan.

    Which maximum belongs to a row?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max())
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_clipped_probabilities():
    """The probabilities are kept away from 0 and 1 by 1e-5. There is no logarithm that would need it, and it changes
    the result.

    Which step of forward or backward could fail at a probability of 0?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.P = np.clip(self.P, 1e-5, 1 - 1e-5)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_epsilon_in_the_denominator():
    """A small number is added to the sum of the exponentials. The rows of P then no longer sum to 1.

    With the maximum subtracted, how small can that sum be? What is there to guard against?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / (E.sum(axis=1, keepdims=True) + 1e-6)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_changes_the_logits():
    """forward subtracts the maximum inside the array Z. The caller still holds that array.

    Which line writes into Z, and how would a new array look there?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            Z -= Z.max(axis=1, keepdims=True)
            E = np.exp(Z)
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_changes_the_labels():
    """The labels that are to be ignored are replaced inside the array y. The caller still holds that array.

    Which line writes into y, and how would a new array look there?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            self.y[~keep] = 0
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_subtracts_inside_p():
    """A call of backward changes what the layer keeps, or uses it up, and the next call finds something else. A second
    name for the same array does that, as in `dZ = self.P` and then `dZ -= …`; so does a sum that grows, or
    something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_throws_away_what_it_needs():
    """A call of backward changes what the layer keeps, or uses it up, and the next call finds something else. A second
    name for the same array does that, as in `dZ = self.P` and then `dZ -= …`; so does a sum that grows, or
    something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ, self.P = self.P, None
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_shared_by_all_layers():
    """What forward keeps is kept in the class, where all layers of this kind see it. The one that was used last
    overwrites what the others need.

    Make two layers, call forward on each, then backward on the first. Whose probabilities does it find?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            SoftmaxOutput.P = E / E.sum(axis=1, keepdims=True)
            SoftmaxOutput.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_counts_add_up():
    """The number of counted rows is added to that of earlier calls, so "valid" divides by more and more.

    At the second call of backward, what should the count start from?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label
            self.count = 0

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                self.count += len(rows)
                dZ = dZ / max(self.count, 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_keeps_the_first_labels():
    """The labels of the first batch are kept, and used for all later ones.

    Which of the things that the layer keeps are replaced by the next forward?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            if not hasattr(self, "y") or len(self.y) == len(y):
                self.y = y
            else:
                self.y = np.resize(self.y, len(y))
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            return dZ * self.grad_scale

    return SoftmaxOutput


@wrong("SoftmaxOutput", builds=True)
def softmax_output_gradient_adds_up():
    """A call of backward changes what the layer keeps, or uses it up, and the next call finds something else. A second
    name for the same array does that, as in `dZ = self.P` and then `dZ -= …`; so does a sum that grows, or
    something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale = grad_scale
            self.normalization = normalization
            self.ignore_label = ignore_label

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return self.P

        def backward(self, out_grad=None):
            N = len(self.y)
            keep = np.ones(N, dtype=bool) if self.ignore_label is None else self.y != self.ignore_label
            rows = np.flatnonzero(keep)
            dZ = self.P.copy()
            dZ[rows, self.y[rows]] -= 1
            dZ[~keep] = 0
            if self.normalization == "batch":
                dZ = dZ / N
            elif self.normalization == "valid":
                dZ = dZ / max(len(rows), 1)
            dZ = dZ * self.grad_scale
            kept = getattr(self, "dZ", None)
            self.dZ = dZ if kept is None or kept.shape != dZ.shape else kept + dZ
            return self.dZ.copy()

    return SoftmaxOutput


@right("SoftmaxOutput", builds=True)
def softmax_output_with_loops():
    """Loops over rows and classes, lists inside."""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.settings = (grad_scale, normalization, ignore_label)

        def forward(self, Z, y):
            self.rows = []
            for logits, label in zip(Z, y, strict=True):
                largest = max(logits)
                powers = [np.exp(float(z) - float(largest)) for z in logits]
                self.rows.append(([e / sum(powers) for e in powers], int(label)))
            return np.array([p for p, _label in self.rows])

        def backward(self, out_grad=None):
            scale, normalization, ignored = self.settings
            counted = sum(ignored is None or label != ignored for _p, label in self.rows)
            by = 1
            if normalization == "batch":
                by = len(self.rows)
            if normalization == "valid" and counted:
                by = counted
            result = []
            for p, label in self.rows:
                if ignored is not None and label == ignored:
                    result.append([0.0] * len(p))
                else:
                    result.append([scale * (q - (j == label)) / by for j, q in enumerate(p)])
            return result

    return SoftmaxOutput


@right("SoftmaxOutput", builds=True)
def softmax_output_compares_with_the_columns():
    """Onehot by comparing the labels with the column numbers: a label that is no class gives a row of zeros."""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.scale, self.how, self.skip = grad_scale, normalization, ignore_label

        def forward(self, Z, y):
            shifted = Z - np.max(Z, axis=-1, keepdims=True)
            self.P = np.exp(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))
            self.Y = (np.arange(Z.shape[1]) == y[:, None]).astype(float)
            self.mask = (y != self.skip).astype(float) if self.skip is not None else np.ones(len(y))
            return self.P.copy()

        def backward(self, out_grad=None):
            total = self.mask.sum()
            factors = {"null": 1.0, "batch": 1.0 / len(self.P), "valid": 1.0 / total if total > 0 else 0.0}
            return self.scale * factors[self.how] * self.mask[:, None] * (self.P - self.Y)

    return SoftmaxOutput


@right("SoftmaxOutput", builds=True)
def softmax_output_gradient_made_in_forward():
    """The gradient is made in forward already; backward hands out copies of it."""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale, self.normalization, self.ignore_label = grad_scale, normalization, ignore_label

        def forward(self, Z, y):
            P = np.exp(Z - Z.max(axis=1)[:, None])
            P /= P.sum(axis=1)[:, None]
            y = np.asarray(y).astype(int)
            ignored = y == self.ignore_label if self.ignore_label is not None else np.zeros(len(y), dtype=bool)
            gradient = P.copy()
            gradient[np.arange(len(y)), np.where(ignored, 0, y)] -= 1.0
            gradient[ignored] = 0.0
            count = len(y) - int(ignored.sum())
            if self.normalization == "batch":
                gradient /= len(y)
            elif self.normalization == "valid" and count > 0:
                gradient /= count
            self.gradient = self.grad_scale * gradient
            return P

        def backward(self, out_grad=None):
            return self.gradient.copy()

    return SoftmaxOutput


@right("SoftmaxOutput", builds=True)
def softmax_output_in_float32():
    """Everything in float32."""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            self.grad_scale, self.normalization, self.ignore_label = np.float32(grad_scale), normalization, ignore_label

        def forward(self, Z, y):
            Z = (Z - Z.max(axis=1, keepdims=True)).astype(np.float32)
            E = np.exp(Z)
            self.P, self.y = E / E.sum(axis=1, keepdims=True), y.astype(np.int64)
            return self.P

        def backward(self, out_grad=None):
            keep = np.array([label != self.ignore_label for label in self.y])
            dZ = np.zeros_like(self.P)
            for n in np.flatnonzero(keep):
                dZ[n] = self.P[n]
                dZ[n, self.y[n]] -= 1
            if self.normalization != "null":
                dZ /= np.float32(max(keep.sum(), 1) if self.normalization == "valid" else len(keep))
            return self.grad_scale * dZ

    return SoftmaxOutput


@right("SoftmaxOutput", builds=True)
def softmax_output_with_slots_and_keywords():
    """Slots, keyword-only settings inside, other argument names, state as one tuple."""

    class Base:
        __slots__ = ("kept", "options")

        def __init__(self, **options):
            self.options = options
            self.kept = None

    class SoftmaxOutput(Base):
        __slots__ = ()

        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            super().__init__(scale=grad_scale, mode=normalization, ignore=ignore_label)

        def forward(self, logits, labels):
            exponentials = np.exp(logits - np.amax(logits, axis=1, keepdims=True))
            self.kept = (exponentials / np.einsum("nc->n", exponentials)[:, None], labels)
            return self.kept[0]

        def backward(self, *above):
            P, labels = self.kept
            ignore = self.options["ignore"]
            counted = np.full(len(labels), True) if ignore is None else np.not_equal(labels, ignore)
            onehot = np.zeros_like(P)
            onehot[counted, labels[counted]] = 1
            with np.errstate(all="ignore"):
                gradient = np.where(counted[:, None], P - onehot, 0) * self.options["scale"]
                divisor = {"null": 1, "batch": len(P), "valid": np.count_nonzero(counted)}[self.options["mode"]]
                return np.nan_to_num(gradient / divisor)

    return SoftmaxOutput


@right("SoftmaxOutput", builds=True)
def softmax_output_as_closures():
    """A class whose methods are closures made by forward."""

    class SoftmaxOutput:
        def __init__(self, grad_scale=1.0, normalization="null", ignore_label=None):
            def forward(Z, y):
                low = Z - Z.max(1, keepdims=True)
                P = np.exp(low) / np.exp(low).sum(1, keepdims=True)

                def backward(out_grad=None):
                    rows = [n for n in range(len(y)) if ignore_label is None or y[n] != ignore_label]
                    dZ = np.zeros(P.shape)
                    for n in rows:
                        dZ[n] = P[n] - np.eye(1, P.shape[1], int(y[n]))[0]
                    if normalization == "batch":
                        return grad_scale / len(y) * dZ
                    if normalization == "valid" and rows:
                        return grad_scale / len(rows) * dZ
                    return grad_scale * dZ

                self.backward = backward
                return P

            self.forward = forward

    return SoftmaxOutput


# ---- LogisticRegressionOutput ----------------------------------------------------------------------------------------


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_divides_by_the_rows():
    """The gradient is divided by the number of examples N. MXNet divides by the number of outputs an example.

    For x of shape (5, 3), by what is the gradient divided?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_divides_by_everything():
    """The gradient is divided by the number of all entries, as a mean over the array would.

    For x of shape (5, 3) there are 15 entries. How many belong to one example?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_divides_by_the_size_and_the_rows():
    """The gradient is divided by `label.size`, and by N once more. Asked for is one division, by their quotient.

    Python goes from left to right: what is 12 / 6 / 2, and what is 12 / (6 / 2)?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            return (self.p - self.label) * self.grad_scale / self.label.size / len(self.label)

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_divides_by_nothing():
    """The gradient is not divided.

    What does the table in section 3 say for x of shape (5, 3)?"""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = 1
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_multiplies_by_the_outputs():
    """The gradient is multiplied by the number of outputs an example.

    With more outputs, should the gradient of each become larger or smaller?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale * outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_divides_by_the_last_axis():
    """The gradient is divided by the length of the last axis. That is the number of outputs an example for two axes,
    and for no other number of them.

    For x of shape (7,), and of shape (4, 3, 2): how many outputs has an example?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.shape[-1]
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_divides_by_the_second_axis():
    """The gradient is divided by the length of the second axis. With one axis there is no second one, and with three
    it is not enough.

    For x of shape (7,), and of shape (4, 3, 2): how many outputs has an example?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.shape[1] if self.label.ndim > 1 else 1
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_takes_a_second_axis_for_granted():
    """The gradient is divided by the length of the second axis. For x of shape (7,) there is none, and with three axes it is
    not enough.

    For x of shape (7,), and of shape (4, 3, 2): how many outputs has an example?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.shape[1]
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_label_minus_p():
    """The sign is the other way round: this is label − σ(x).

    x = 0, label 1: should x go up or down to become more probable? And what is then the sign of the gradient?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return -(self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_with_the_derivative_of_the_sigmoid():
    """σ(x) − label is multiplied by σ(x) (1 − σ(x)). That is the gradient of a squared error; in the fused gradient
    this factor has cancelled.

    Far out and wrong, at x = 40 and label 0: should the gradient be 1, or next to nothing?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.p * (1 - self.p) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_gradient_in_p():
    """This is the gradient in σ(x). The step from σ(x) back to x is missing.

    The fused layer returns the gradient in its input. Which factor leads from σ(x) back to x?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) / (self.p * (1 - self.p)) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_without_the_label():
    """backward returns σ(x). The label is never subtracted.

    Which example should have a gradient of nearly 0?"""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return self.p * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_x_minus_label():
    """The label is subtracted from x, and not from σ(x).

    What does forward keep: its input or its output?"""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            p, self.p = self.p, x
            return p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_rounds_to_a_class():
    """The probability is rounded to 0 or 1 before the label is subtracted, so that right answers have no gradient.

    For x = 0.1 and label 1, how far is σ(x) from the label?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return ((self.p > 0.5) - self.label.astype(float)) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_rounds_the_labels():
    """The labels are made whole numbers, so 0.7 becomes 0. A label may be any number from 0 to 1.

    What does int(0.7) give?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label.astype(int)
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_negates_unsigned_labels():
    """−label is taken first. In uint8 there are no negative numbers: −1 becomes 255.

    What is -np.uint8(1)? In which order can the same difference be computed without it?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (-self.label + self.p) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_overflows():
    """exp(x) / (1 + exp(x)) is inf/inf for large x, and that is nan.

    Which of the two forms of the sigmoid has an exponential that stays below 1 for positive x?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            self.p = np.exp(x) / (1 + np.exp(x))
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_of_minus_x():
    """The exponent has the wrong sign: this is σ(−x), the probability of the other outcome.

    For x = 3, is the probability near 1 or near 0?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, tail, 1) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_softmax():
    """This is a softmax over the last axis. The outputs of one example do not compete: there may be a cat and a dog.

    For x = [[0, 0]], what does each of the two probabilities have to be? And for x = [[0, 0, 0]]?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(x - np.max(x, axis=-1, keepdims=True))
            self.p = tail / tail.sum(axis=-1, keepdims=True)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_softmax_over_the_second_axis():
    """This is a softmax over each row. The outputs of one example do not compete: there may be a cat and a dog.

    For x = [[0, 0, 0]], what does each of the three probabilities have to be?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(x - x.max(axis=1, keepdims=True))
            self.p = tail / tail.sum(axis=1, keepdims=True)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_tanh():
    """This is tanh, which lies between −1 and 1. A probability lies between 0 and 1.

    What is σ(0)?"""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            self.p = np.tanh(x)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_clipped():
    """σ(x) is kept away from 0 and 1. There is no logarithm that would need it.

    How large is σ(−40), and does your forward return it?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.p = np.clip(self.p, 1e-7, 1 - 1e-7)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_clipped_x():
    """x is limited to ±30 before the sigmoid. σ(−40) is then about 20 000 times too large.

    What is σ(−40)?"""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            self.p = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_clipped_x_at_500():
    """x is limited to ±500 before the sigmoid. Far out the result is then a number that does not belong to x: 7e-218, where σ
    is 0 to all digits that float64 has.

    e⁵⁰⁰⁰ is inf, and e⁻⁵⁰⁰⁰ is 0: which of the two does your formula need for x = −5000?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            self.p = 1 / (1 + np.exp(-np.clip(x, -500, 500)))
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_forward_returns_the_loss():
    """forward returns the loss. The layer returns σ(x), and never computes the loss.

    Which shape should come out of forward?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return -(label * np.log(self.p + 1e-300) + (1 - label) * np.log(1 - self.p + 1e-300)).mean()

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_grad_scale_ignored():
    """grad_scale has no effect.

    Where is grad_scale used after it was stored?"""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_scales_the_probabilities():
    """grad_scale multiplies what forward returns. It scales the gradient alone.

    With grad_scale=2.5, can σ(x) be above 1?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p * self.grad_scale

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_subtracts_inside_p():
    """A call of backward changes what the layer keeps, or uses it up, and the next call finds something else. A second
    name for the same array does that, as in `dZ = self.P` and then `dZ -= …`; so does a sum that grows, or
    something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            p = self.p
            p -= self.label
            return p * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_shared_by_all_layers():
    """What forward keeps is kept in the class, where all layers of this kind see it. The one that was used last
    overwrites what the others need.

    Make two layers, call forward on each, then backward on the first. Whose numbers does it find?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            LogisticRegressionOutput.p = np.where(x >= 0, 1, tail) / (1 + tail)
            LogisticRegressionOutput.label = label
            return self.p

        def backward(self):
            outputs = self.label.size / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@wrong("LogisticRegressionOutput", builds=True)
def logistic_output_keeps_the_first_divisor():
    """The number of outputs is found at the first backward and kept. The next batch may have another shape.

    What does the layer keep, and what of it does the next forward replace?
    """

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            tail = np.exp(-np.abs(x))
            self.p = np.where(x >= 0, 1, tail) / (1 + tail)
            self.label = label
            return self.p

        def backward(self):
            if not hasattr(self, "outputs"):
                self.outputs = self.label.size / len(self.label) * len(self.label)
            outputs = self.outputs / len(self.label)
            return (self.p - self.label) * self.grad_scale / outputs

    return LogisticRegressionOutput


@right("LogisticRegressionOutput", builds=True)
def logistic_output_plain_formula():
    """1 / (1 + exp(−x)): exp overflows to inf, and 1/inf is the right 0."""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            self.p = 1.0 / (1.0 + np.exp(-np.asarray(x, dtype=float)))
            self.label = np.array(label, dtype=float)
            return self.p

        def backward(self, out_grad=None):
            rows = self.label.shape[0]
            return self.grad_scale * rows / self.label.size * (self.p - self.label)

    return LogisticRegressionOutput


@right("LogisticRegressionOutput", builds=True)
def logistic_output_by_logaddexp():
    """The sigmoid as exp of minus log(1 + e⁻ˣ)."""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.scale = grad_scale

        def forward(self, x, label):
            self.error = np.exp(-np.logaddexp(0, -x)) - label
            return np.exp(-np.logaddexp(0, -x))

        def backward(self):
            shape = self.error.shape
            per_example = 1
            for size in shape[1:]:
                per_example *= size
            return self.scale * self.error / per_example

    return LogisticRegressionOutput


@right("LogisticRegressionOutput", builds=True)
def logistic_output_entry_by_entry():
    """A loop over the entries, with Python floats and math."""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, x, label):
            from math import exp

            def one(value):
                return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))

            self.p = np.array([one(float(value)) for value in np.ravel(x)]).reshape(np.shape(x))
            self.label = label
            return self.p

        def backward(self):
            dx = np.empty(self.p.shape)
            for place in np.ndindex(*self.p.shape):
                dx[place] = self.grad_scale * (self.p[place] - float(self.label[place]))
            return dx / np.prod(self.p.shape[1:])

    return LogisticRegressionOutput


@right("LogisticRegressionOutput", builds=True)
def logistic_output_by_tanh():
    """σ(x) = (1 + tanh(x/2)) / 2 for positive x, and its mirror for negative ones."""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.kept = {"scale": grad_scale}

        def forward(self, x, label):
            small = np.exp(-abs(x)) / (1 + np.exp(-abs(x)))
            p = np.where(x > 0, 0.5 * (1 + np.tanh(x / 2)), small)
            self.kept.update(p=p, label=label)
            return p

        def backward(self):
            p, label = self.kept["p"], self.kept["label"]
            first = np.reshape(p, (len(p), -1))
            return np.subtract(p, label) * (self.kept["scale"] / first.shape[1])

    return LogisticRegressionOutput


@right("LogisticRegressionOutput", builds=True)
def logistic_output_in_float32():
    """Everything in float32."""

    class LogisticRegressionOutput:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = np.float32(grad_scale)

        def forward(self, x, label):
            x = x.astype(np.float32)
            self.p = np.float32(1) / (1 + np.exp(-x))
            self.label = label.astype(np.float32)
            return self.p

        def backward(self):
            return (self.p - self.label) * self.grad_scale / np.float32(self.label[0].size)

    return LogisticRegressionOutput


# ---- MakeLoss --------------------------------------------------------------------------------------------------------


@wrong("MakeLoss", builds=True)
def make_loss_ones():
    """backward returns ones: grad_scale has no effect.

    Where is grad_scale used after it was stored?"""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_a_single_number():
    """backward returns one number, whatever the shape of the loss is. A gradient has the shape of what it is the
    gradient of.

    For a loss of shape (7,), how many derivatives are there?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return self.grad_scale

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_takes_over_the_type():
    """`np.full_like` and its relatives take over the type too: for a loss of whole numbers 0.5 becomes 0.

    What is the dtype of the gradient when the loss is np.array([3, 1])?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return np.full_like(self.loss, self.grad_scale)

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_of_the_mean():
    """The gradient is divided by the number of losses. MakeLoss does not average: it starts with grad_scale for each.

    For two losses and grad_scale=0.5, which two numbers are asked for?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss)) / np.size(self.loss)

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_of_the_mean_over_rows():
    """The gradient is divided by the number of rows. MakeLoss does not average: it starts with grad_scale for each
    loss.

    For two losses and grad_scale=0.5, which two numbers are asked for?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            rows = np.shape(self.loss)[0] if np.ndim(self.loss) else 1
            return self.grad_scale * np.ones(np.shape(self.loss)) / rows

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_scales_the_loss():
    """forward multiplies the loss by grad_scale. It scales the gradient alone; the loss is passed on as it is.

    With grad_scale=0.5 and a loss of [3, 1], what does forward return?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return self.grad_scale * loss

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_returns_the_sum():
    """forward adds the losses up. It passes on what it was given.

    Which shape should come out of forward?"""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return np.sum(loss)

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_returns_the_mean():
    """forward averages the losses. It passes on what it was given.

    Which shape should come out of forward?"""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return np.mean(loss)

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_gradient_is_the_loss():
    """backward returns the loss, times grad_scale. The derivative of the loss in itself is 1, however large the loss
    is.

    What is the derivative of u in u?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return self.grad_scale * np.asarray(self.loss)

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_descends():
    """The sign is negative. backward returns a gradient, and not a step downhill.

    What is the derivative of u in u?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return -self.grad_scale * np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_sign_of_the_loss():
    """backward returns the sign of the loss, times grad_scale. That is the gradient of the absolute value.

    What is the derivative of u in u, where u is negative?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return self.grad_scale * np.sign(self.loss)

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_zeros():
    """backward returns zeros, so nothing below will learn.

    Every chain of gradients starts somewhere. With which number?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return np.zeros(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_one_number_a_row():
    """backward returns one number a row.

    For a loss of shape (5, 3), how many derivatives are there?"""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss)[:1])

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_wants_an_array():
    """forward takes the loss for an array. A loss may also be a plain number.

    Which of NumPy's functions ask for the shape of anything, of a number too?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.shape = loss.shape
            return loss

        def backward(self):
            return self.grad_scale * np.ones(self.shape)

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_at_least_one_axis():
    """For a single number the gradient has the shape (1,), and not that of a single number.

    What is np.shape(0.7)?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self):
            return self.grad_scale * np.ones(np.shape(np.atleast_1d(self.loss)))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_nothing_from_forward():
    """forward returns nothing: its last line does not hand the loss on.

    What does a Python function return that ends without `return`?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_waits_for_a_gradient():
    """backward asks for a gradient from above. This layer starts the chain, and is called without one.

    Who would stand above the loss?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = loss
            return loss

        def backward(self, out_grad):
            return self.grad_scale * out_grad

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_shared_by_all_layers():
    """The loss is kept in the class, where all layers of this kind see it. The one that was used last overwrites it.

    Make two layers, call forward on each, then backward on the first. Which shape does it return?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            MakeLoss.loss = loss
            return loss

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_keeps_the_first_shape():
    """The shape of the first loss is kept, and used for all later ones.

    Which forward does backward belong to: the first or the last?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            if not hasattr(self, "loss"):
                self.loss = loss
            return loss

        def backward(self):
            return self.grad_scale * np.ones(np.shape(self.loss))

    return MakeLoss


@wrong("MakeLoss", builds=True)
def make_loss_adds_up():
    """A call of backward changes what the layer keeps, or uses it up, and the next call finds something else. A second
    name for the same array does that, as in `dZ = self.P` and then `dZ -= …`; so does a sum that grows, or
    something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss, self.total = loss, 0.0
            return loss

        def backward(self):
            self.total = self.total + self.grad_scale * np.ones(np.shape(self.loss))
            return self.total

    return MakeLoss


@right("MakeLoss", builds=True)
def make_loss_from_the_loss_itself():
    """0 · loss + grad_scale."""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.loss = np.array(loss, dtype=float)
            return self.loss.copy()

        def backward(self, out_grad=None):
            return 0.0 * self.loss + self.grad_scale

    return MakeLoss


@right("MakeLoss", builds=True)
def make_loss_made_in_forward():
    """The gradient is made in forward."""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.gradient = np.full_like(loss, self.grad_scale, dtype=np.float64)
            return loss

        def backward(self):
            return np.array(self.gradient)

    return MakeLoss


@right("MakeLoss", builds=True)
def make_loss_broadcast():
    """A read-only broadcast of one number."""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale, self.shape = grad_scale, None

        def forward(self, loss):
            self.shape = np.asarray(loss).shape
            return np.asarray(loss)

        def backward(self):
            return np.broadcast_to(float(self.grad_scale), self.shape)

    return MakeLoss


@right("MakeLoss", builds=True)
def make_loss_in_float32():
    """Everything in float32; a single number gives a Python float."""

    class MakeLoss:
        def __init__(self, grad_scale=1.0):
            self.grad_scale = grad_scale

        def forward(self, loss):
            self.shape = np.shape(loss)
            return np.float32(loss) if self.shape == () else loss.astype(np.float32)

        def backward(self):
            return float(self.grad_scale) if self.shape == () else np.full(self.shape, self.grad_scale, np.float32)

    return MakeLoss


# ---- SoftmaxLayer, LogLayer, PickLayer -------------------------------------------------------------------------------


@wrong("unfused_layers", builds=True)
def chain_softmax_without_the_inner_sum():
    """SoftmaxLayer: the gradient from above is multiplied by P, and Σ p g is not subtracted. What one class gains the
    others have to give.

    From [5, 5, 5] above, what should be handed down?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * out_grad

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_without_the_outer_p():
    """SoftmaxLayer: Σ p g is subtracted from the gradient from above, and the difference is not multiplied by P.

    For p = [0.2, 0.3, 0.5] and [1, 0, 0] from above: what should be handed down for the first logit?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return out_grad - (self.P * out_grad).sum(axis=1, keepdims=True)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_diagonal_only():
    """SoftmaxLayer: only the diagonal of the Jacobian is used, p (1 − p). Every logit moves every probability.

    Which entries has the Jacobian of notebook 02 off its diagonal?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (1 - self.P) * out_grad

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_adds_the_inner_sum():
    """SoftmaxLayer: Σ p g is added where it has to be subtracted. Off the diagonal the Jacobian is −pᵢ pⱼ.

    From [5, 5, 5] above, what should be handed down?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (out_grad + (self.P * out_grad).sum(axis=1, keepdims=True))

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_sum_without_p():
    """SoftmaxLayer: Σ g is subtracted, without the weights p.

    The average of g that is subtracted is a weighted one. What are the weights, and what do they sum to?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (out_grad - out_grad.sum(axis=1, keepdims=True))

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_plain_mean():
    """SoftmaxLayer: the plain mean of g is subtracted. The average that belongs there is weighted by p.

    For p = [0.2, 0.3, 0.5] and g = [0, 1, 0], what is the weighted average?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (out_grad - out_grad.mean(axis=1, keepdims=True))

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_mean_of_products():
    """SoftmaxLayer: the mean of the products p g is subtracted, and not their sum. It is C times too small.

    The weights p sum to 1 already. By what does a mean divide once more?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (out_grad - (self.P * out_grad).mean(axis=1, keepdims=True))

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_sum_over_the_examples():
    """SoftmaxLayer: Σ p g runs over the examples. Each row has a softmax of its own.

    Which axis runs over the classes?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (out_grad - (self.P * out_grad).sum(axis=0))

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_sum_over_the_batch():
    """SoftmaxLayer: Σ p g runs over the whole batch, so the rows disturb each other.

    How many sums does a batch of N rows need?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (out_grad - (self.P * out_grad).sum())

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_ignores_what_comes_from_above():
    """SoftmaxLayer: the gradient from above has no effect. That is the habit of the fused layer; this one has to
    listen.

    What should happen to the result when the gradient from above is doubled?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * (1 - self.P)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_for_ones_only():
    """SoftmaxLayer: for ones from above this gives 0, as it should, and for anything else too.

    What should be handed down from [0, 1, 0]?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return np.zeros(self.P.shape) * out_grad

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_twice_too_long():
    """SoftmaxLayer: the result is twice what it should be. From ones above nobody notices, since that gives 0.

    Where does the 2 come from? Compare an entry with the central difference.
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return 2 * self.P * (out_grad - (self.P * out_grad).sum(axis=1, keepdims=True))

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_sign():
    """SoftmaxLayer: the sign is wrong everywhere.

    From [0, 1, 0] above: raising which logit raises p₁?"""

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P * ((self.P * out_grad).sum(axis=1, keepdims=True) - out_grad)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_of_the_log():
    """SoftmaxLayer: this is the backward of log-softmax, g − p Σ g. Softmax and log are two layers here.

    Which of the two has a factor p in front?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return out_grad - self.P * out_grad.sum(axis=1, keepdims=True)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_fused_habit():
    """SoftmaxLayer: the gradient from above is subtracted from P, as if it were onehot.

    What does a layer do with the gradient from above: add it, or multiply its Jacobian by it?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P - out_grad

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_p_twice():
    """SoftmaxLayer: the result is multiplied by P once too often.

    How many factors p has an entry of the Jacobian on its diagonal, near p = 0?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return self.P**2 * (out_grad - (self.P * out_grad).sum(axis=1, keepdims=True))

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_without_the_maximum():
    """SoftmaxLayer: the maximum is not subtracted, so exp overflows for logits of about 1000.

    Which number can be subtracted from a row of logits without changing its softmax?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z)
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_one_maximum_for_all():
    """SoftmaxLayer: one maximum is subtracted from the whole batch, so rows far below it become 0/0.

    Which maximum belongs to a row?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max())
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_over_the_examples():
    """SoftmaxLayer: forward runs down the columns, over the examples.

    What should every row of P sum to?"""

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=0))
            self.P = E / E.sum(axis=0)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_over_the_batch():
    """SoftmaxLayer: forward divides by the sum over the whole batch.

    What should every row of P sum to?"""

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max())
            self.P = E / E.sum()
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_changes_the_logits():
    """SoftmaxLayer: forward subtracts the maximum inside the array Z. The caller still holds that array.

    Which line writes into Z, and how would a new array look there?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            Z -= Z.max(axis=1, keepdims=True)
            E = np.exp(Z)
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_multiplies_inside_p():
    """SoftmaxLayer: a call of backward changes what the layer keeps, or uses it up, and the next call finds something
    else. A second name for the same array does that, as in `dZ = self.P` and then `dZ *= …`; so does a sum that
    grows, or something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            dZ = self.P
            dZ *= out_grad - inner
            return dZ

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_changes_the_gradient_from_above():
    """SoftmaxLayer: Σ p g is subtracted inside the array that came from above. The layer above still holds it.

    Which line writes into out_grad?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            out_grad -= (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * out_grad

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_softmax_shared_by_all_layers():
    """SoftmaxLayer: P is kept in the class, where all layers of this kind see it. The one that was used last
    overwrites it.

    Make two layers, call forward on each, then backward on the first. Whose P does it find?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            SoftmaxLayer.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_ignores_what_comes_from_above():
    """LogLayer: this is 1/P, whatever comes from above.

    What should happen to the result when the gradient from above is doubled?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return 1 / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_multiplies():
    """LogLayer: the gradient from above is multiplied by P. The derivative of log p is not p.

    Where is the logarithm steeper: at 0.01 or at 1?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad * self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_divides_by_the_log():
    """LogLayer: it divides by log P. What forward returned is kept where backward needs what it was given.

    The derivative of log p is 1/p. Which of the two, input or output of forward, is p?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = np.log(P)
            return self.P

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_sign():
    """LogLayer: there is a minus too much. The minus of the loss is not part of this layer.

    Does log p rise or fall with p?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return -out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_negative():
    """LogLayer: forward returns −log P. The minus of the loss is not part of this layer.

    What is the logarithm of 0.5, positive or negative?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return -np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_negative_both_ways():
    """LogLayer: it computes −log P, forward and backward. The two belong together, but the minus of the loss is not
    part of this layer.

    What is the logarithm of 0.5, positive or negative?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return -np.log(P)

        def backward(self, out_grad):
            return -out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_base_two():
    """LogLayer: this is the logarithm to the base 2. The course takes the natural one.

    What is the natural logarithm of 2.718?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log2(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_base_ten():
    """LogLayer: this is the logarithm to the base 10. The course takes the natural one.

    What is the natural logarithm of 2.718?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log10(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_plus_epsilon():
    """LogLayer: a small number is added before the logarithm. Where P is small itself, the result is another one.

    What is log(1e-30), and what does your layer say?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P + 1e-10)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_plus_1e_12():
    """LogLayer: a small number is added before the logarithm. Where P is small itself, the result is another one.

    What is log(1e-30), and what does your layer say?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P + 1e-12)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_clamped_gradient():
    """LogLayer: P is kept away from 0 when dividing. The gradient at small P is then too small.

    What is the derivative of log p at p = 1e-30?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / np.maximum(self.P, 1e-12)

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_one_plus():
    """LogLayer: log1p is log(1 + P).

    What is log 1, and what does your layer say for P = 1?"""

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log1p(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_normalises():
    """LogLayer: the rows are divided by their sums first. The layer takes the logarithm of what it is given.

    The input of this layer need not sum to 1. What is the logarithm of 3?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P / P.sum(axis=1, keepdims=True))

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_log_shared_by_all_layers():
    """LogLayer: P is kept in the class, where all layers of this kind see it. The one that was used last overwrites
    it.

    Make two layers, call forward on each, then backward on the first. Whose P does it find?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            LogLayer.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_whole_columns_forward():
    """PickLayer: `Q[:, y]` gives N columns a row, an N × N array.

    How many numbers should come out for N rows? Which pairs (row, column) are meant?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[:, y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_the_largest():
    """PickLayer: it picks the largest entry of each row, and not the one at the label.

    Where is it written which entry to take?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q.max(axis=1)

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_mean():
    """PickLayer: forward averages. It returns one number a row, and the mean is somebody else's business.

    Which shape should come out of forward?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y].mean()

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_keeps_an_axis():
    """PickLayer: forward returns a column of shape (N, 1). Asked for is (N,).

    Which axis is left over, and how does one get rid of it?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return np.take_along_axis(Q, y[:, None].astype(int), axis=1)

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_counted_from_one():
    """PickLayer: labels are taken as if they began at 1.

    Which column belongs to label 0?"""

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y.astype(int) - 1]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_ignores_what_comes_from_above():
    """PickLayer: backward puts 1 at the labels, whatever comes from above.

    What should happen to the result when the gradient from above is doubled?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = 1
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_minus_one():
    """PickLayer: backward puts −1 at the labels. That is what the loss sends down; here anything may come from above.

    Which numbers come from above in the check?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = -1
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_whole_columns_backward():
    """PickLayer: backward writes into whole columns: in every column that occurs among the labels, in all rows.

    How many entries of the result should be different from 0?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[:, self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_whole_rows():
    """PickLayer: backward puts the number from above into the whole row.

    How does the picked number react when another entry of its row changes?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ += out_grad[:, None]
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_divides_by_n():
    """PickLayer: the gradient is divided by N. The mean is not part of this layer.

    Raise a picked entry by 1: by how much does the picked number rise?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad / len(self.y)
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_whole_numbers():
    """PickLayer: backward writes into an array of whole numbers, so 0.7 becomes 0.

    What is the dtype of the array that you start from?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape, dtype=int)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_takes_over_the_type():
    """PickLayer: backward starts from an array like Q. Where Q is of whole numbers, so is the gradient, and 0.7 becomes 0.

    What does np.zeros_like take over from Q besides the shape?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.Q = Q
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros_like(self.Q)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_classes_counted_in_the_labels():
    """PickLayer: the number of columns is taken from the largest label. The last class may not occur in a batch.

    Which array tells how many classes there are?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros((len(self.y), int(self.y.max()) + 1))
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_returns_what_came():
    """PickLayer: backward returns the numbers from above as they are, of shape (N,). A gradient has the shape of what
    it is the gradient of.

    Which shape has Q?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return out_grad

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_adds_up():
    """PickLayer: a call of backward changes what the layer keeps, or uses it up, and the next call finds something
    else. A second name for the same array does that, as in `dQ = self.dQ` and then `dQ += …`; so does a sum that
    grows, or something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape = Q.shape
            self.y = y
            self.dQ = np.zeros(Q.shape)
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            self.dQ[np.arange(len(self.y)), self.y] += out_grad
            return self.dQ

    return SoftmaxLayer, LogLayer, PickLayer


@wrong("unfused_layers", builds=True)
def chain_pick_shared_by_all_layers():
    """PickLayer: labels and shape are kept in the class, where all layers of this kind see them. The one that was used
    last overwrites them.

    Make two layers, call forward on each, then backward on the first. Whose labels does it find?
    """

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            inner = (self.P * out_grad).sum(axis=1, keepdims=True)
            return self.P * (out_grad - inner)

    class LogLayer:
        def forward(self, P):
            self.P = P
            return np.log(P)

        def backward(self, out_grad):
            return out_grad / self.P

    class PickLayer:
        def forward(self, Q, y):
            PickLayer.shape = Q.shape
            PickLayer.y = y
            return Q[np.arange(len(y)), y]

        def backward(self, out_grad):
            dQ = np.zeros(self.shape)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@right("unfused_layers", builds=True)
def chain_by_jacobians():
    """The softmax Jacobian of every row is built; pick multiplies by onehot."""

    class SoftmaxLayer:
        def forward(self, Z):
            P = np.exp(Z - np.max(Z, axis=1, keepdims=True))
            self.P = P / np.sum(P, axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            return np.array([(np.diag(p) - np.outer(p, p)).T @ g for p, g in zip(self.P, out_grad, strict=True)])

    class LogLayer:
        def forward(self, P):
            self.slope = P**-1.0
            return np.log(P)

        def backward(self, out_grad):
            return np.multiply(self.slope, out_grad)

    class PickLayer:
        def forward(self, Q, y):
            self.onehot = np.eye(Q.shape[1])[y]
            return (Q * self.onehot).sum(axis=1)

        def backward(self, out_grad):
            return self.onehot * out_grad[:, np.newaxis]

    return SoftmaxLayer, LogLayer, PickLayer


@right("unfused_layers", builds=True)
def chain_with_loops():
    """Loops over rows and classes, results as lists."""

    class SoftmaxLayer:
        def forward(self, Z):
            self.P = []
            for row in Z.tolist():
                powers = [float(np.exp(z - max(row))) for z in row]
                self.P.append([e / sum(powers) for e in powers])
            return self.P

        def backward(self, out_grad):
            result = []
            for p, g in zip(self.P, out_grad, strict=True):
                average = sum(a * b for a, b in zip(p, g, strict=True))
                result.append([a * (b - average) for a, b in zip(p, g, strict=True)])
            return np.array(result)

    class LogLayer:
        def forward(self, P):
            from math import log

            self.P = [[float(p) for p in row] for row in P]
            return [[log(p) for p in row] for row in self.P]

        def backward(self, out_grad):
            return [
                [float(g) / p for g, p in zip(gs, ps, strict=True)] for gs, ps in zip(out_grad, self.P, strict=True)
            ]

    class PickLayer:
        def forward(self, Q, y):
            self.size, self.labels = Q.shape[1], [int(label) for label in y]
            return [Q[n, label] for n, label in enumerate(self.labels)]

        def backward(self, out_grad):
            return [[g * (j == t) for j in range(self.size)] for t, g in zip(self.labels, out_grad, strict=True)]

    return SoftmaxLayer, LogLayer, PickLayer


@right("unfused_layers", builds=True)
def chain_by_einsum():
    """Sums by einsum, a common base class, state as a tuple."""

    class Layer:
        kept = ()

        def keep(self, *what):
            self.kept = what
            return what[0]

    class SoftmaxLayer(Layer):
        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=-1)[..., None])
            return self.keep(E / np.einsum("nc->n", E)[:, None])

        def backward(self, out_grad):
            (P,) = self.kept
            return np.einsum("nc,nc->nc", P, out_grad) - np.einsum("nc,nk,nk->nc", P, P, out_grad)

    class LogLayer(Layer):
        def forward(self, P):
            return np.log(self.keep(P.copy()))

        def backward(self, out_grad):
            return np.divide(out_grad, self.kept[0])

    class PickLayer(Layer):
        def forward(self, Q, y):
            rows = np.arange(Q.shape[0])
            return self.keep(Q[rows, y], Q.shape, rows, y)

        def backward(self, out_grad):
            _picked, shape, rows, y = self.kept
            dQ = np.zeros(shape)
            np.add.at(dQ, (rows, y), out_grad)
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@right("unfused_layers", builds=True)
def chain_in_float32():
    """Everything in float32."""

    class SoftmaxLayer:
        def forward(self, Z):
            E = np.exp((Z - Z.max(axis=1, keepdims=True)).astype(np.float32))
            self.P = E / E.sum(axis=1, keepdims=True)
            return self.P

        def backward(self, out_grad):
            g = out_grad.astype(np.float32)
            return self.P * (g - (self.P * g).sum(axis=1, keepdims=True))

    class LogLayer:
        def forward(self, P):
            self.P = P.astype(np.float32)
            return np.log(self.P)

        def backward(self, out_grad):
            return out_grad.astype(np.float32) / self.P

    class PickLayer:
        def forward(self, Q, y):
            self.shape, self.y = Q.shape, y
            return np.choose(np.zeros(len(y), dtype=int), [Q.astype(np.float32)[np.arange(len(y)), y]])

        def backward(self, out_grad):
            dQ = np.zeros(self.shape, dtype=np.float32)
            dQ[np.arange(len(self.y)), self.y] = out_grad
            return dQ

    return SoftmaxLayer, LogLayer, PickLayer


@right("unfused_layers", builds=True)
def chain_of_closures():
    """forward makes the backward that belongs to it."""

    class SoftmaxLayer:
        def forward(self, Z):
            log_P = Z - Z.max(axis=1, keepdims=True)
            log_P = log_P - np.log(np.exp(log_P).sum(axis=1, keepdims=True))
            P = np.exp(log_P)
            self.backward = lambda out_grad: P * out_grad - P * (P * out_grad).sum(axis=1, keepdims=True)
            return P

    class LogLayer:
        def forward(self, P):
            self.backward = lambda out_grad: out_grad / P
            return np.log(P)

    class PickLayer:
        def forward(self, Q, y):
            flat = np.arange(len(y)) * Q.shape[1] + y

            def backward(out_grad):
                dQ = np.zeros(Q.size)
                dQ[flat] = out_grad
                return dQ.reshape(Q.shape)

            self.backward = backward
            return Q.reshape(-1)[flat]

    return SoftmaxLayer, LogLayer, PickLayer


@right("unfused_layers", builds=True)
def chain_with_given_sizes():
    """Classes with an __init__ that takes optional arguments; backward without an argument means ones."""

    class SoftmaxLayer:
        def __init__(self, axis=-1):
            self.axis = axis
            self.cache = {}

        def forward(self, Z):
            E = np.exp(Z - Z.max(axis=self.axis, keepdims=True))
            self.cache = {"P": E / E.sum(axis=self.axis, keepdims=True)}
            return self.cache["P"].copy()

        def backward(self, out_grad=1.0):
            weighted = self.cache["P"] * out_grad
            return weighted - self.cache["P"] * weighted.sum(axis=self.axis, keepdims=True)

    class LogLayer:
        def __init__(self):
            self.cache = None

        def forward(self, P):
            self.cache = np.log(P)
            return self.cache

        def backward(self, out_grad=1.0):
            return out_grad * np.exp(-self.cache)

    class PickLayer:
        def __init__(self):
            self.mask = None

        def forward(self, Q, y):
            self.mask = np.arange(Q.shape[1])[None, :] == np.asarray(y)[:, None]
            return Q[self.mask]

        def backward(self, out_grad=1.0):
            return np.where(self.mask, np.reshape(out_grad, (-1, 1)), 0.0)

    return SoftmaxLayer, LogLayer, PickLayer


# ---- SoftmaxWithLoss -------------------------------------------------------------------------------------------------


@wrong("SoftmaxWithLoss", builds=True)
def caffe_not_clamped():
    """The probability is not clamped: the loss goes on growing where p is below FLT_MIN, and is inf where p is 0.

    What is log 0? Which number does Caffe put there instead?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(p))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_mean_over_all_of_p():
    """The mean goes over all entries of P, and not over one a row.

    Whose probability costs something: that of every class, or that of the label?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            return np.mean(-np.log(np.maximum(self.P, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_loss_clamped_at_87_34():
    """The loss of an example is limited to 87.34. That is −log FLT_MIN to four digits only.

    What is −log FLT_MIN to ten digits? Which of the two numbers does the exercise give exactly?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(np.minimum(-np.log(p), 87.34))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_minimum_for_maximum():
    """The smaller of p and FLT_MIN is taken, and not the larger one. A probability of 0.5 then counts as FLT_MIN, and 0 stays 0.

    For p = 0.5, which of the two numbers should go into the logarithm?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.minimum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_true_loss():
    """This is the true cross-entropy, which never needs a clamp. Caffe's loss ends at 87.34 an example.

    For a margin of 500, which loss does the table in section 7 give?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_gradient_clamped_too():
    """In rows whose probability is below FLT_MIN the gradient is 0: it is that of the clamped loss. Caffe does not
    clamp the gradient.

    Which examples would never be learnt again?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            dZ[self.P[np.arange(len(self.y)), self.y] < 1.17549435e-38] = 0
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_gradient_clamped_at_the_label():
    """Where the probability is below FLT_MIN the 1 is not subtracted. Caffe does not clamp the gradient.

    What should backward give at the label of a row with margin 500?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            rows = np.flatnonzero(self.P[np.arange(len(self.y)), self.y] >= 1.17549435e-38)
            dZ[rows, self.y[rows]] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_1e_7():
    """The probability is clamped at 1e-7, far above FLT_MIN. Losses end much too early.

    For a margin of 50, which loss does the table in section 7 give? What is the largest loss with your clamp?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1e-7)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_1e_12():
    """The probability is clamped at 1e-12, far above FLT_MIN. Losses end much too early.

    For a margin of 50, which loss does the table in section 7 give? What is the largest loss with your clamp?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1e-12)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_1e_15():
    """The probability is clamped at 1e-15, far above FLT_MIN. Losses end much too early.

    For a margin of 50, which loss does the table in section 7 give? What is the largest loss with your clamp?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1e-15)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_the_machine_epsilon():
    """The probability is clamped at the machine epsilon, 2.2e-16, far above FLT_MIN. Losses end much too early.

    For a margin of 50, which loss does the table in section 7 give? What is the largest loss with your clamp?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, np.finfo(float).eps)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_the_float64_minimum():
    """The probability is clamped at the smallest normal float64, 2.2e-308. FLT_MIN is that of float32.

    What is −log of your clamp? And of FLT_MIN?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, np.finfo(np.float64).tiny)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_the_smallest_float32():
    """The probability is clamped at the smallest positive float32 there is, 1.4e-45. FLT_MIN is the smallest with all
    its digits.

    What is −log of your clamp? And of FLT_MIN?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.401298464324817e-45)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_flt_epsilon():
    """The probability is clamped at FLT_EPSILON, 1.2e-7. FLT_MIN is another constant.

    What is −log of your clamp? And of FLT_MIN?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.1920929e-07)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_adds_flt_min():
    """FLT_MIN is added to the probability. Around FLT_MIN itself that is not the same as the larger of the two.

    For p = FLT_MIN, what is p + FLT_MIN, and what is max(p, FLT_MIN)?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(p + 1.17549435e-38))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamps_the_mean():
    """The clamp is applied to the mean, and not to each example. One lost example then lifts the mean as far as it
    likes.

    How much can a single example cost at most?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            shifted = Z - Z.max(axis=1, keepdims=True)
            losses = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]
            return min(losses.mean(), -np.log(1.17549435e-38))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_examples_left_out():
    """Examples whose probability is below FLT_MIN are left out of the mean. They count, with 87.34 each.

    What is the loss of a batch in which all margins are 500?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            p = p[p >= 1.17549435e-38]
            return -np.log(p).sum() / max(len(p), 1)

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_clamped_at_one_hundred():
    """The loss of an example ends at 100, as in PyTorch's BCELoss. Caffe's ends at 87.34.

    What is −log FLT_MIN?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(np.minimum(-np.log(p), 100))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_sum():
    """The loss is summed over the rows. Caffe divides by their number.

    For two rows with losses 0.69 and 87.34, which number is asked for?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.sum(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_one_loss_a_row():
    """forward returns one loss a row. Asked for is their mean, a number.

    Which shape should come out of forward?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return -np.log(np.maximum(p, 1.17549435e-38))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_divides_by_the_classes():
    """The loss is divided by N · C.

    How many losses does a batch of N rows have?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.sum(-np.log(np.maximum(p, 1.17549435e-38))) / Z.size

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_without_the_minus():
    """The minus is missing: this is the mean log-probability, which is negative.

    Can a loss of this kind be negative?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_returns_probabilities():
    """forward returns P. That is SoftmaxOutput; Caffe's layer returns the loss.

    Which shape should come out of forward?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return self.P if len(p) else None

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_gradient_of_the_sum():
    """backward is not divided by N, although the loss is a mean.

    Compare with the central differences of your own loss: by which factor do they differ?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_gradient_divided_twice():
    """backward is divided by N twice.

    In how many places does your code divide?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y) ** 2

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_gradient_mean_over_everything():
    """backward is divided by N · C.

    How many rows does the mean run over?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / dZ.size

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_target_minus_prediction():
    """The sign is the other way round: this is (onehot − P)/N.

    At the label, is the derivative of the loss positive or negative?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return -dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_backward_is_p():
    """backward returns P/N. The 1 at the label is never subtracted.

    What should the rows of the gradient sum to?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_minus_one_in_whole_columns():
    """`dZ[:, y] -= 1` subtracts 1 from whole columns.

    Which pairs (row, column) are meant? How many of them?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[:, self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_gradient_without_the_log():
    """backward is multiplied by p_y: it is the gradient of a loss without a logarithm. Where p_y is next to 0, nothing
    arrives.

    Which factor does the logarithm contribute, going backward?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ * self.P[np.arange(len(self.y)), self.y][:, None] / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_picks_whole_columns():
    """`P[:, y]` gives N columns a row, so the mean runs over N · N probabilities.

    Which pairs (row, column) are meant? How many of them?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[:, y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_without_the_maximum():
    """The maximum is not subtracted, so exp overflows for logits of about 1000.

    Which number can be subtracted from a row of logits without changing its softmax?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z)
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_one_maximum_for_all():
    """One maximum is subtracted from the whole batch, so rows far below it become 0/0.

    Which maximum belongs to a row?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max())
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_over_the_batch():
    """The softmax divides by the sum over the whole batch.

    What should every row of P sum to?"""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum()
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_subtracts_inside_p():
    """A call of backward changes what the layer keeps, or uses it up, and the next call finds something else. A second
    name for the same array does that, as in `dZ = self.P` and then `dZ -= …`; so does a sum that grows, or
    something that is thrown away.

    Print what the layer keeps, before and after a call of backward. What is different?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_shared_by_all_layers():
    """What forward keeps is kept in the class, where all layers of this kind see it. The one that was used last
    overwrites it.

    Make two layers, call forward on each, then backward on the first. Whose probabilities does it find?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            SoftmaxWithLoss.P = E / E.sum(axis=1, keepdims=True)
            SoftmaxWithLoss.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@wrong("SoftmaxWithLoss", builds=True)
def caffe_base_two():
    """The logarithm is the one to the base 2. The course takes the natural one.

    For two equal logits, is the loss 0.69 or 1?
    """

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            self.P = E / E.sum(axis=1, keepdims=True)
            self.y = y
            p = self.P[np.arange(len(y)), y]
            return np.mean(-np.log2(np.maximum(p, 1.17549435e-38)))

        def backward(self):
            dZ = self.P.copy()
            dZ[np.arange(len(self.y)), self.y] -= 1
            return dZ / len(self.y)

    return SoftmaxWithLoss


@right("SoftmaxWithLoss", builds=True)
def caffe_by_a_bounded_log_softmax():
    """The true loss, each example limited to −log FLT_MIN."""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            shifted = Z - Z.max(axis=1, keepdims=True)
            self.log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
            self.rows = (np.arange(len(y)), y)
            return float(np.minimum(-self.log_P[self.rows], -np.log(np.finfo(np.float32).tiny)).mean())

        def backward(self, out_grad=1.0):
            dZ = np.exp(self.log_P)
            dZ[self.rows] -= 1
            return dZ / len(dZ)

    return SoftmaxWithLoss


@right("SoftmaxWithLoss", builds=True)
def caffe_with_loops():
    """A loop over the rows."""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            from math import log

            total, self.gradient = 0.0, []
            for z, t in zip(Z, y, strict=True):
                e = np.exp(z - max(z))
                p = e / sum(e)
                total -= log(max(float(p[t]), 1.17549435e-38))
                self.gradient.append([(q - (k == t)) / len(y) for k, q in enumerate(p)])
            return total / len(y)

        def backward(self):
            return np.array(self.gradient)

    return SoftmaxWithLoss


@right("SoftmaxWithLoss", builds=True)
def caffe_clamps_all_probabilities():
    """All of P is clamped, also for backward: there a difference of 1e-38 is nothing."""

    class SoftmaxWithLoss:
        FLT_MIN = 1.17549435e-38

        def forward(self, Z, y):
            E = np.exp(Z - Z.max(axis=1)[:, None])
            self.P = np.clip(E / E.sum(axis=1)[:, None], self.FLT_MIN, None)
            self.Y = np.zeros(Z.shape)
            self.Y[np.arange(len(y)), y] = 1
            return -(self.Y * np.log(self.P)).sum() / len(Z)

        def backward(self):
            return (self.P - self.Y) / len(self.Y)

    return SoftmaxWithLoss


@right("SoftmaxWithLoss", builds=True)
def caffe_in_float32():
    """Everything in float32, as Caffe does it."""

    class SoftmaxWithLoss:
        def forward(self, Z, y):
            E = np.exp((Z - Z.max(axis=1, keepdims=True)).astype(np.float32))
            self.P, self.y = E / E.sum(axis=1, keepdims=True), y
            p = np.maximum(self.P[np.arange(len(y)), y], np.finfo(np.float32).tiny)
            return -np.log(p).mean()

        def backward(self):
            dZ = np.array(self.P)
            dZ[np.arange(len(self.y)), self.y] -= np.float32(1)
            return dZ * np.float32(1 / len(self.y))

    return SoftmaxWithLoss


@right("SoftmaxWithLoss", builds=True)
def caffe_where_instead_of_maximum():
    """np.where in place of np.maximum, a helper beside the class."""

    def rows_of(Z):
        e = np.exp(Z - np.amax(Z, axis=-1, keepdims=True))
        return np.divide(e, np.add.reduce(e, axis=-1, keepdims=True))

    class SoftmaxWithLoss:
        __slots__ = ("Z", "y")

        def forward(self, Z, y):
            self.Z, self.y = Z.copy(), np.array(y, dtype=int)
            p = np.take_along_axis(rows_of(Z), self.y[:, None], axis=1)[:, 0]
            return np.average(-np.log(np.where(p < 1.17549435e-38, 1.17549435e-38, p)))

        def backward(self):
            return (rows_of(self.Z) - (np.arange(self.Z.shape[1]) == self.y[:, None])) / len(self.y)

    return SoftmaxWithLoss


# ---- breaking_margin -------------------------------------------------------------------------------------------------


@wrong("breaking_margin")
def breaking_margin_last_that_is_fine(dtype):
    """This is the last margin at which the loss is still finite. Asked for is the first at which it is not.

    What is the loss at the margin that you return?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return margin - 1
            margin += 1


@wrong("breaking_margin")
def breaking_margin_one_too_many(dtype):
    """The margin is raised once more after the loss has broken.

    What is the loss at one less than the margin that you return?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return margin + 1
            margin += 1


@wrong("breaking_margin")
def breaking_margin_without_the_maximum(dtype):
    """These are the margins m at which eᵐ is too large for the type: exp(m) itself overflows when the maximum is not
    subtracted, and so does 1/p, which only the gradient needs. With the maximum subtracted, the loss breaks later,
    and from something small.

    Is −log p finite at your margin, when the maximum is subtracted? Which number would have to be 0?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z)
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return margin
            margin += 1


@wrong("breaking_margin")
def breaking_margin_of_the_gradient(dtype):
    """These are the margins m at which eᵐ is too large for the type: exp(m) itself overflows when the maximum is not
    subtracted, and so does 1/p, which only the gradient needs. With the maximum subtracted, the loss breaks later,
    and from something small.

    Is −log p finite at your margin, when the maximum is subtracted? Which number would have to be 0?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            if not np.isfinite(1 / p[1]):
                return margin
            margin += 1


@wrong("breaking_margin")
def breaking_margin_always_float64(dtype):
    """You return the margin of float64 for every type: something is computed in float64, or the number is written
    down.

    Print the dtype of every array on the way. Which one is not the type that was asked for?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0.0])
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return margin
            margin += 1


@wrong("breaking_margin")
def breaking_margin_float64_before_the_division(dtype):
    """You return the margin of float64 for every type: something is computed in float64, or the number is written
    down.

    Print the dtype of every array on the way. Which one is not the type that was asked for?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp((z - z.max()).astype(float))
            p = e / e.sum()
            loss = dtype(-np.log(p[1]))
            if not np.isfinite(loss):
                return margin
            margin += 1


@wrong("breaking_margin")
def breaking_margin_always_float32(dtype):
    """The computation is done in float32, whatever dtype is.

    Print the dtype of every array on the way. Which one is not the type that was asked for?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], np.float32)
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return margin
            margin += 1


@wrong("breaking_margin")
def breaking_margin_where_digits_are_lost(dtype):
    """This is where p becomes subnormal: it loses digits there, and its logarithm is still finite.

    Is the loss at your margin inf?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            if p[1] < np.finfo(dtype).tiny:
                return margin
            margin += 1


@wrong("breaking_margin")
def breaking_margin_where_one_plus_p_is_one(dtype):
    """This is where 1 + e⁻ᵐ becomes 1. The larger probability is then 1, and the smaller one is far from 0.

    What is −log p of the label at the margin that you return?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            if 1 - p[0] == 0:
                return margin
            margin += 1


@wrong("breaking_margin")
def breaking_margin_in_steps_of_ten(dtype):
    """The margin is raised in steps of 10, so the smallest one is missed.

    Is the loss at one less than your margin finite?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return margin
            margin += 10


@wrong("breaking_margin")
def breaking_margin_doubled(dtype):
    """The margin is doubled until the loss breaks: a power of 2, and not the smallest margin.

    Is the loss at one less than your margin finite?
    """
    margin = 1
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return margin
            margin *= 2


@wrong("breaking_margin")
def breaking_margin_by_heart(dtype):
    """You return the margin of float64 for every type: something is computed in float64, or the number is written
    down.

    Print the dtype of every array on the way. Which one is not the type that was asked for?
    """
    return 746


@wrong("breaking_margin")
def breaking_margin_returns_the_loss(dtype):
    """The last finite loss is returned, and not the margin.

    Which margin belongs to it, and is it fine or broken there?
    """
    margin = 0
    last = 0.0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return last
            last = float(loss)
            margin += 1


@wrong("breaking_margin")
def breaking_margin_returns_the_infinite_loss(dtype):
    """The loss is returned, and not the margin at which it breaks.

    The question is at which m. Which name holds it when the loop ends?
    """
    margin = 0
    with np.errstate(all="ignore"):
        while True:
            z = np.array([margin, 0], dtype)
            e = np.exp(z - z.max())
            p = e / e.sum()
            loss = -np.log(p[1])
            if not np.isfinite(loss):
                return float(loss)
            margin += 1


@wrong("breaking_margin")
def breaking_margin_from_the_largest_number(dtype):
    """These are the margins m at which eᵐ is too large for the type: exp(m) itself overflows when the maximum is not
    subtracted, and so does 1/p, which only the gradient needs. With the maximum subtracted, the loss breaks later,
    and from something small.

    Is −log p finite at your margin, when the maximum is subtracted? Which number would have to be 0?
    """
    return int(np.ceil(np.log(float(np.finfo(dtype).max))))


@right("breaking_margin")
def breaking_margin_by_bisection(dtype):
    """Bisection between a margin that is fine and one that is broken."""

    def broken(margin):
        shifted = np.array([0, -margin], dtype=dtype)
        p = np.exp(shifted) / np.exp(shifted).sum()
        with np.errstate(divide="ignore"):
            return not np.isfinite(np.log(p[1]))

    fine, bad = 0, 20_000
    while bad - fine > 1:
        middle = (fine + bad) // 2
        fine, bad = (fine, middle) if broken(middle) else (middle, bad)
    return bad


@right("breaking_margin")
def breaking_margin_all_at_once(dtype):
    """All margins in one array."""
    margins = np.arange(2000).astype(dtype)
    Z = np.stack([margins, np.zeros_like(margins)], axis=1)
    with np.errstate(all="ignore"):
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        losses = -np.log((E / E.sum(axis=1, keepdims=True))[:, 1])
    return int(np.argmin(np.isfinite(losses)))


@right("breaking_margin")
def breaking_margin_from_the_smallest_number(dtype):
    """Half of the smallest number is rounded to 0: the logarithm tells where."""
    smallest = float(np.finfo(dtype).smallest_subnormal)
    return int(np.floor(np.log(2) - np.log(smallest))) + 1


@right("breaking_margin")
def breaking_margin_by_recursion_free_generator(dtype):
    """A generator expression; the result is a NumPy integer."""

    def loss(margin):
        z = np.array([margin, 0], dtype=np.dtype(dtype))
        e = np.exp(z - np.max(z))
        return -np.log(e / np.sum(e))[1]

    return np.int64(next(m for m in range(100_000) if np.isinf(loss(m))))


@right("breaking_margin")
def breaking_margin_with_scalars(dtype):
    """NumPy scalars of the type."""
    kind = np.dtype(dtype).type
    margin = 0
    while True:
        small = np.exp(-kind(margin))
        p = small / (kind(1) + small)
        if p == 0:
            return float(margin)
        margin += 1


# ---- critic_loss_gradient --------------------------------------------------------------------------------------------


@wrong("critic_loss_gradient")
def critic_with_the_log(Z, y):
    """This is (P − onehot)/N, the gradient of the cross-entropy. The loss here has no logarithm.

    What does pick send down to P when there is no log layer between them?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    P[rows, y] -= 1
    return P / N


@wrong("critic_loss_gradient")
def critic_of_softmax_output(Z, y):
    """This is P − onehot: what SoftmaxOutput hands down, whatever comes from above. The loss without a logarithm has no say
    in it.

    Which of your layers listens to a gradient from above?
    """
    rows = np.arange(len(y))
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    P[rows, y] -= 1
    return P


@wrong("critic_loss_gradient")
def critic_sign(Z, y):
    """The sign is the other way round. The loss is the mean of −P[y], with a minus.

    Raise the logit of the label: does the loss go up or down?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = 1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_of_the_sum(Z, y):
    """This is the gradient of the sum. The loss is a mean over the rows.

    Which grad_scale makes MakeLoss a mean?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_times_n(Z, y):
    """The gradient is multiplied by N where it should be divided.

    Which grad_scale makes MakeLoss a mean?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_hands_down_the_loss(Z, y):
    """What is sent down to pick is −P[y], the loss of each example. Sent down is a gradient: the derivative of the mean in each
    of these numbers.

    What does MakeLoss return from forward, and what from backward?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -P[rows, y]
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_divided_twice(Z, y):
    """The gradient is divided by N twice.

    In how many places does your code divide by the number of rows?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True)) / N


@wrong("critic_loss_gradient")
def critic_divided_by_the_classes(Z, y):
    """The gradient is divided by C, the number of classes.

    Over what is the mean taken?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / Z.shape[1]
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_divided_by_everything(Z, y):
    """The gradient is divided by N · C.

    How many picked numbers are there?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / Z.size
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_gradient_in_p(Z, y):
    """Your result is −1/N at the labels and 0 elsewhere. That is the gradient in P: the step back through the softmax
    is missing.

    Which layer stands between Z and P, and what does its backward do?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return dP


@wrong("critic_loss_gradient")
def critic_diagonal_only(Z, y):
    """Only the diagonal of the softmax Jacobian is used. The other logits of a row matter too: raise one, and P[y]
    falls.

    What should the rows of the gradient sum to?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (1 - P) * dP


@wrong("critic_loss_gradient")
def critic_without_the_inner_sum(Z, y):
    """Σ p g is not subtracted on the way back through the softmax.

    What should the rows of the gradient sum to?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * dP


@wrong("critic_loss_gradient")
def critic_adds_the_inner_sum(Z, y):
    """Σ p g is added where it has to be subtracted.

    What should the rows of the gradient sum to?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (dP + (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_sum_over_the_examples(Z, y):
    """Σ p g runs over the examples. Each row has a softmax of its own.

    Which axis runs over the classes?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (dP - (P * dP).sum(axis=0))


@wrong("critic_loss_gradient")
def critic_sum_over_the_batch(Z, y):
    """Σ p g runs over the whole batch, so the rows disturb each other.

    How many sums does a batch of N rows need?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (dP - (P * dP).sum())


@wrong("critic_loss_gradient")
def critic_p_minus_onehot_times_p(Z, y):
    """(P − onehot) is multiplied by P, entry by entry. The factor is one number a row: the probability of the label.

    For p = [0.2, 0.3, 0.5] and label 1, which single number turns [0.2, −0.7, 0.5] into [0.06, −0.21, 0.15]?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    D = P.copy()
    D[rows, y] -= 1
    return P * D / N


@wrong("critic_loss_gradient")
def critic_one_minus_p(Z, y):
    """(P − onehot) is multiplied by 1 − p_y. The factor is p_y.

    For p = [0.2, 0.3, 0.5] and label 1, which single number turns [0.2, −0.7, 0.5] into [0.06, −0.21, 0.15]?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    D = P.copy()
    D[rows, y] -= 1
    return (1 - P[rows, y])[:, None] * D / N


@wrong("critic_loss_gradient")
def critic_p_squared(Z, y):
    """The factor p_y is there twice.

    For p = [0.2, 0.3, 0.5] and label 1, which single number turns [0.2, −0.7, 0.5] into [0.06, −0.21, 0.15]?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    D = P.copy()
    D[rows, y] -= 1
    return P[rows, y][:, None] ** 2 * D / N


@wrong("critic_loss_gradient")
def critic_squared_error(Z, y):
    """This is the gradient of a squared error, ½‖P − onehot‖². The loss here is −P[y].

    What is the derivative of −P[y] in P: does it depend on P?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    dP += P / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_whole_columns(Z, y):
    """`dP[:, y]` writes into whole columns: in every column that occurs among the labels, in all rows.

    Which pairs (row, column) are meant? How many of them?
    """
    N = len(y)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[:, y] = -1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_counted_from_one(Z, y):
    """Labels are taken as if they began at 1.

    Which column belongs to label 0?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y.astype(int) - 1] = -1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_argmax_for_the_label(Z, y):
    """The most probable class is taken for the label.

    Where is it written which class is right?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, P.argmax(axis=1)] = -1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_of_plain_scores(Z, y):
    """Your result is −1/N at the labels and 0 elsewhere. That is the gradient in P: the step back through the softmax
    is missing.

    Which layer stands between Z and P, and what does its backward do?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return np.where(P >= 0, dP, 0)


@wrong("critic_loss_gradient")
def critic_returns_the_loss(Z, y):
    """The loss is returned, and not its gradient.

    Which shape should come out?"""
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return (P * dP).sum()


@wrong("critic_loss_gradient")
def critic_without_the_maximum(Z, y):
    """The maximum is not subtracted, so exp overflows for logits of about 1000.

    Which number can be subtracted from a row of logits without changing its softmax?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z)
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_one_maximum_for_all(Z, y):
    """One maximum is subtracted from the whole batch, so rows far below it become 0/0.

    Which maximum belongs to a row?
    """
    N = len(y)
    rows = np.arange(N)
    E = np.exp(Z - Z.max())
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_changes_the_logits(Z, y):
    """The maximum is subtracted inside the array Z. The caller still holds that array.

    Which line writes into Z, and how would a new array look there?
    """
    N = len(y)
    rows = np.arange(N)
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    P = E / E.sum(axis=1, keepdims=True)
    dP = np.zeros(P.shape)
    dP[rows, y] = -1 / N
    return P * (dP - (P * dP).sum(axis=1, keepdims=True))


@wrong("critic_loss_gradient")
def critic_by_differences(Z, y):
    """The gradient is computed by differences. Asked for is the gradient that the layers hand down.

    What does each layer send to the one below it?
    """

    def loss(Z):
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        return -np.mean((E / E.sum(axis=1, keepdims=True))[np.arange(len(y)), y])

    dZ = np.zeros(Z.shape)
    for place in np.ndindex(*Z.shape):
        step = np.zeros(Z.shape)
        step[place] = 1e-5
        dZ[place] = (loss(Z + step) - loss(Z - step)) / 2e-5
    return dZ


@right("critic_loss_gradient")
def critic_from_p_minus_onehot(Z, y):
    """p_y (P − onehot)/N."""
    P = np.exp(Z - Z.max(axis=1)[:, None])
    P /= P.sum(axis=1)[:, None]
    at_label = P[np.arange(len(y)), y][:, None]
    return at_label * (P - np.eye(Z.shape[1])[y]) / len(y)


@right("critic_loss_gradient")
def critic_with_loops(Z, y):
    """Loops over rows and classes."""
    dZ = []
    for z, t in zip(Z, y, strict=True):
        e = [float(np.exp(float(each) - float(max(z)))) for each in z]
        p = [each / sum(e) for each in e]
        dZ.append([p[t] * (p[j] - (1 if j == t else 0)) / len(y) for j in range(len(p))])
    return dZ


@right("critic_loss_gradient")
def critic_by_jacobians(Z, y):
    """The Jacobian of every row, by einsum."""
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    P = E / E.sum(axis=-1, keepdims=True)
    J = np.einsum("nc,ck->nck", P, np.eye(P.shape[1])) - np.einsum("nc,nk->nck", P, P)
    return -J[np.arange(len(y)), y] / len(y)


@right("critic_loss_gradient")
def critic_in_float32(Z, y):
    """Everything in float32."""
    E = np.exp((Z - Z.max(axis=1, keepdims=True)).astype(np.float32))
    P = E / E.sum(axis=1, keepdims=True)
    Y = (np.arange(Z.shape[1]) == y[:, None]).astype(np.float32)
    p = (P * Y).sum(axis=1, keepdims=True)
    return p * (P - Y) / np.float32(len(y))


@right("critic_loss_gradient")
def critic_composed_from_helpers(Z, y):
    """A chain of small layers, written as closures."""

    def softmax(Z):
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        P = e / e.sum(axis=1, keepdims=True)
        return P, lambda g: P * (g - (P * g).sum(axis=1, keepdims=True))

    def pick(Q):
        def back(g):
            dQ = np.zeros_like(Q)
            dQ[np.arange(len(y)), y] = g
            return dQ

        return Q[np.arange(len(y)), y], back

    def negative_mean(u):
        return -u.mean(), lambda g: np.full(len(u), -g / len(u))

    value, backs = Z, []
    for layer in (softmax, pick, negative_mean):
        value, back = layer(value)
        backs.append(back)
    gradient = 1.0
    for back in reversed(backs):
        gradient = back(gradient)
    return gradient


@right("critic_loss_gradient")
def critic_from_log_probabilities(Z, y):
    """exp of log-probabilities, for all factors."""
    Z = Z.astype(float)
    log_P = Z - Z.max(axis=1, keepdims=True)
    log_P = log_P - np.log(np.exp(log_P).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    log_p = log_P[rows, y]
    dZ = np.exp(log_P + log_p[:, None])
    dZ[rows, y] = np.exp(log_p) * np.expm1(log_p)
    return dZ / len(y)
