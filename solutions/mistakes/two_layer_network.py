"""04_two_layer_network: wrong and right implementations.

In this module a cell sees ``np`` and nothing else.
"""

import numpy as np

from solutions.mistakes.library import right, wrong

# ---- two_layer_loss: wrong ------------------------------------------------------------------------------------------


@wrong("two_layer_loss")
def two_layer_loss_no_mask(params, X, y, reg):
    """The gradient goes back through the ReLU as if every unit were on: units that are off get their share too.

    Where a unit is off, its activation does not move with s. What is its slope there, and does your mask say
    so?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = dZ @ W2.T
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_mask_all_ones(params, X, y, reg):
    """The gradient goes back through the ReLU as if every unit were on: units that are off get their share too.

    Where a unit is off, its activation does not move with s. What is its slope there, and does your mask say
    so?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(A >= 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_mask_from_upstream(params, X, y, reg):
    """The mask looks at the sign of the gradient that arrives. Whether a unit lets it through was decided on the
    way forward.

    Take a unit that is on and is told to grow: is its gradient in your dS?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dA = dZ @ W2.T
    dS = np.where(dA > 0, dA, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_mask_from_scores(params, X, y, reg):
    """The mask is made from the scores, and applied before W2. The bend stands between S and A.

    Which array has one entry for each example and each hidden unit?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = (dZ * (Z > 0)) @ W2.T
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_mask_on_the_wrong_side(params, X, y, reg):
    """The gradient is let through where the units are off, and stopped where they are on.

    What is the slope of max(0, s) at s = 2?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S < 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_dw1_before_the_mask(params, X, y, reg):
    """dW1 is computed from dA, before the ReLU's mask; db1 has it.

    In the chain of blocks, which gradient arrives at the first linear block?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ (dZ @ W2.T) + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_db1_before_the_mask(params, X, y, reg):
    """db1 is computed from dA, before the ReLU's mask; dW1 has it.

    In the chain of blocks, which gradient arrives at the first linear block?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": (dZ @ W2.T).sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_dw2_from_pre_activations(params, X, y, reg):
    """dW2 is computed from the pre-activations S. W2 multiplies the activations A.

    By which number is W2[j, k] multiplied on the way forward, for a unit that is off?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": S.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_w2_not_transposed_by_reshape(params, X, y, reg):
    """W2 is brought to the right shape by `reshape`, which keeps the order of the numbers. Transposing exchanges
    rows and columns.

    Where does W2[0, 1] stand in your array, and where in W2.T?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.reshape(W2.shape[::-1]), 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_w2_used_after_its_step(params, X, y, reg):
    """dA is computed with a W2 that has already taken a step. All four gradients belong to the weights of the way
    forward.

    At which weights is the loss that you return?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dW2 = A.T @ dZ + 2 * reg * W2
    dS = np.where(S > 0, dZ @ (W2 - 0.1 * dW2).T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_db1_from_second_layer(params, X, y, reg):
    """db1 is put together from the arrays of the second layer.

    b1 is added to every row of S. Which gradient has one entry for each entry of S?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": A.T @ dZ.sum(axis=1),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_db_is_a_mean(params, X, y, reg):
    """The bias gradients are means over the examples. The 1/N is in dZ already, so they are divided by N twice.

    One bias is added to N rows. How many paths lead from it to the loss, and are they added or averaged?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.mean(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.mean(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_biases_with_an_axis_too_many(params, X, y, reg):
    """The bias gradients have the shapes (1, H) and (1, C). A gradient has the shape of what it is the gradient
    of.

    Which shapes have b1 and b2?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0, keepdims=True),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0, keepdims=True),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_no_division_by_n(params, X, y, reg):
    """The loss is a mean, and the gradients are those of the sum: N times as long, but for the penalty.

    The derivative of a mean of N terms: what happens to the 1/N?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_divided_by_n_twice(params, X, y, reg):
    """The weight gradients are divided by N once in dZ and once more at the end.

    Follow the 1/N of the mean through the blocks. How often does it occur?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS / N + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ / N + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_summed(params, X, y, reg):
    """Loss and gradients belong to the sum over the examples. This course takes the mean.

    Give it every example twice. Should the loss be twice as large?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].sum() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_target_minus_prediction(params, X, y, reg):
    """dZ is Y − P: the direction of the step. The gradient points the other way.

    Raise the score of a wrong class a little. Does the loss rise or fall?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= -N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_labels_left_out(params, X, y, reg):
    """The gradients are built from P alone; the labels do not occur in them.

    Two batches with the same X and other labels should give different gradients. Where do the labels come in?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_minus_one_in_whole_columns(params, X, y, reg):
    """1 is taken off whole columns: `dZ[:, y]` means every row, in each column that occurs in y.

    How many entries of dZ should change? Which index picks one entry a row?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[:, y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_on_w1_alone(params, X, y, reg):
    """Only W1 is penalised. The penalty is on the weights of both layers.

    Which sums stand in the bracket behind λ?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * np.sum(W1**2)
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_on_w2_alone(params, X, y, reg):
    """Only W2 is penalised. The penalty is on the weights of both layers.

    Which sums stand in the bracket behind λ?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * np.sum(W2**2)
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_gradient_missing_in_w1(params, X, y, reg):
    """The loss has the penalty on both layers; the gradient in W1 lacks its part.

    What is the derivative of λ ΣW1² in an entry of W1?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_gradient_missing(params, X, y, reg):
    """The loss has the penalty, and no gradient has it.

    What is the derivative of λ ΣW² in an entry of W?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_without_its_two(params, X, y, reg):
    """The gradients have λW where 2λW belongs: that goes with a penalty of ½λ ΣW², which is another loss.

    The slope of w² is 2w. Which convention does this course take?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_halved_in_the_loss(params, X, y, reg):
    """The loss has ½λ, as in other courses, and the gradients belong to λ.

    Which convention does this course take: λ or ½λ?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_halved_penalty_throughout(params, X, y, reg):
    """Loss and gradients belong together, with a penalty of ½λ. This course takes λ.

    Which convention does this course take: λ or ½λ?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_biases_penalised(params, X, y, reg):
    """The biases are penalised too. The penalty is on W1 and W2 only.

    Which arrays decide how steeply the scores react to the inputs?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2) + np.sum(b1**2) + np.sum(b2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0) + 2 * reg * b1,
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0) + 2 * reg * b2,
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_divided_by_n(params, X, y, reg):
    """The penalty is divided by N. It stands beside the mean and is no part of it.

    Does the penalty depend on how many examples the batch holds?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2)) / N
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1 / N,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2 / N,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_missing(params, X, y, reg):
    """`reg` is not used at all.

    Where does λ stand in the formula of the loss?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean()
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_missing_in_the_loss(params, X, y, reg):
    """The penalty is in the gradients and not in the loss.

    What is the loss of the tiny example with λ = 0.1, and what is yours?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean()
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_of_w2_missing_in_the_loss(params, X, y, reg):
    """The loss has no penalty on W2. Its gradient has one.

    The squares of which arrays are summed in the formula of the loss?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * np.sum(W1**2)
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_of_w1_missing_in_the_loss(params, X, y, reg):
    """The loss has no penalty on W1. Its gradient has one.

    The squares of which arrays are summed in the formula of the loss?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * np.sum(W2**2)
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_penalty_as_a_mean(params, X, y, reg):
    """The penalty in the loss is the mean of the squares. It is λ times their sum; what is a mean is the cross-
    entropy.

    The squares of the tiny W1 sum to 15. What do you get for it?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.mean(W1**2) + np.mean(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_biases_penalised_in_the_gradients(params, X, y, reg):
    """The gradients of the biases have a penalty. The loss penalises W1 and W2 only.

    Does the loss change by the penalty when a bias does?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0) + 2 * reg * b1,
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0) + 2 * reg * b2,
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_label_added(params, X, y, reg):
    """At the label 1 is added to P. It is taken off: dZ = (P − Y)/N.

    Each row of dZ sums to 0. To what do yours?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] += 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_times_pre_activations(params, X, y, reg):
    """dA is multiplied by S. The chain rule wants the slope of the bend, which is 1 where the unit is on, else 0.

    By how much does max(0, s) grow when s goes from 3 to 3.1?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = (dZ @ W2.T) * S
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_times_activations(params, X, y, reg):
    """dA is multiplied by the activations. The chain rule wants the slope of the bend, which is 1 where the unit is
    on, else 0.

    By how much does max(0, s) grow when s goes from 3 to 3.1?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = (dZ @ W2.T) * A
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_unpacks_the_keys(params, X, y, reg):
    """Unpacking a dictionary gives its keys: W1 is now the text "W1".

    How does one get the array that stands under a key?
    """
    W1, b1, W2, b2 = params
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_unshifted(params, X, y, reg):
    """The exponentials are taken of the scores as they are, and overflow or vanish where these are far from 0.

    What is e to the power of 1000? Which number may be taken off a whole row without changing its softmax?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    log_P = np.log(P)
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_log_of_probabilities(params, X, y, reg):
    """The logarithm is taken of p, which is 0 at margins above 745: the loss is infinite there.

    Can log p be had from the scores without passing through p?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    log_P = np.log(P)
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_epsilon_in_the_log(params, X, y, reg):
    """A small number is added to p before the logarithm. No example can cost more than 27.6 then, however wrong it
    is.

    What should an example cost that is wrong by a margin of 5000?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    log_P = np.log(P + 1e-12)
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = P.copy()
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_global_shift(params, X, y, reg):
    """One maximum is taken off all rows. Rows whose scores lie thousands below it lose all their exponentials.

    Which number has to be taken off a row so that its largest exponential is 1?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max()
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_probabilities_overwritten(params, X, y, reg):
    """`dZ = P` gives one array two names. When the loss is computed from P afterwards, P has been changed.

    Which lines change an array that is still needed?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    dZ = P
    dZ[np.arange(N), y] -= 1
    dZ /= N
    loss = -np.log(P[np.arange(N), y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_activations_by_absolute_value(params, X, y, reg):
    """The bend is |s| where max(0, s) belongs: negative pre-activations are turned round, not cut off.

    What is the activation of a unit with s = −2?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.abs(S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_leaky(params, X, y, reg):
    """This is a leaky ReLU, with a slope of 0.01 where the unit is off. The course takes 0 there.

    What is max(0, −2)?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.where(S > 0, S, 0.01 * S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = dZ @ W2.T * np.where(S > 0, 1, 0.01)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_first_bias_forgotten(params, X, y, reg):
    """b1 is not added on the way forward.

    Which arrays of `params` take part in S?
    """
    W1, W2, b2 = (params[name] for name in ("W1", "W2", "b2"))
    N = len(y)
    S = X @ W1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_changes_the_weights(params, X, y, reg):
    """The function takes a step itself: the arrays of `params` are changed afterwards.

    Who is to move the weights, and who only to say which way?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    for name in grads:
        params[name] -= 0.1 * grads[name]
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_grads_named_with_a_d(params, X, y, reg):
    """The keys of `grads` are dW1, db1, dW2 and db2.

    Somebody wants to write `for name in params: … grads[name]`. Which keys does that need?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "dW1": X.T @ dS + 2 * reg * W1,
        "db1": dS.sum(axis=0),
        "dW2": A.T @ dZ + 2 * reg * W2,
        "db2": dZ.sum(axis=0),
    }
    return loss, grads


@wrong("two_layer_loss")
def two_layer_loss_grads_as_a_tuple(params, X, y, reg):
    """The gradients come as a tuple. A dictionary like `params` is asked for.

    How would one find the gradient of b2 in what you return?
    """
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    return loss, (X.T @ dS + 2 * reg * W1, dS.sum(axis=0), A.T @ dZ + 2 * reg * W2, dZ.sum(axis=0))


@wrong("two_layer_loss")
def two_layer_loss_by_differences(params, X, y, reg):
    """The gradients are measured by differences. They cost two losses for every weight, and lose their digits
    where weights are very large or very small.

    Which blocks give all entries of a gradient at once?
    """

    def loss(params):
        A = np.maximum(0, X @ params["W1"] + params["b1"])
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        costs = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]
        return costs.mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))

    grads = {}
    for name, array in params.items():
        grads[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            step = np.zeros(array.shape)
            step[place] = 1e-5
            above, below = loss({**params, name: array + step}), loss({**params, name: array - step})
            grads[name][place] = (above - below) / 2e-5
    return loss(params), grads


# ---- two_layer_loss: right ------------------------------------------------------------------------------------------


@right("two_layer_loss")
def two_layer_loss_as_in_the_text(params, X, y, reg):
    """Block by block, with a mask by `np.where`."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_mask_by_product(params, X, y, reg):
    """The mask is multiplied."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = (dZ @ W2.T) * (S > 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_mask_from_activations(params, X, y, reg):
    """The mask is made from A, and written into an array of its own."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = dZ @ W2.T
    dS[A <= 0] = 0
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_one_hot(params, X, y, reg):
    """With the labels as one-hot rows."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = (np.exp(log_P) - np.eye(len(b2))[y]) / N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_mean_taken_at_the_end(params, X, y, reg):
    """The 1/N is put in once, at the end of each path."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS / N + 2 * reg * W1,
        "b1": dS.mean(axis=0),
        "W2": A.T @ dZ / N + 2 * reg * W2,
        "b2": dZ.mean(axis=0),
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_einsum(params, X, y, reg):
    """With einsum in place of transposes."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": np.einsum("nd,nh->dh", X, dS) + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": np.einsum("nh,nc->hc", A, dZ) + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_in_single_precision(params, X, y, reg):
    """float32 inside."""
    X = np.asarray(X, dtype=np.float32)
    W1, b1, W2, b2 = (params[name].astype(np.float32) for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_prints_and_lists(params, X, y, reg):
    """Prints, and returns lists."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": dS.sum(axis=0),
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": dZ.sum(axis=0),
    }
    print("loss", loss)
    return [loss, {name: array.tolist() for name, array in grads.items()}]


@right("two_layer_loss")
def two_layer_loss_with_the_ones_column(params, X, y, reg):
    """Bias gradients as products with a row of ones."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    N = len(y)
    S = X @ W1 + b1
    A = np.maximum(0, S)
    Z = A @ W2 + b2
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_P[np.arange(N), y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dZ = np.exp(log_P)
    dZ[np.arange(N), y] -= 1
    dZ /= N
    ones = np.ones(N)
    dS = np.where(S > 0, dZ @ W2.T, 0)
    grads = {
        "W1": X.T @ dS + 2 * reg * W1,
        "b1": ones @ dS,
        "W2": A.T @ dZ + 2 * reg * W2,
        "b2": ones @ dZ,
    }
    return loss, grads


@right("two_layer_loss")
def two_layer_loss_example_by_example(params, X, y, reg):
    """One example after the other, as one would by hand."""
    grads = {name: np.zeros(array.shape) for name, array in params.items()}
    loss = 0.0
    for x, label in zip(X, y, strict=True):
        s = x @ params["W1"] + params["b1"]
        a = np.maximum(0, s)
        z = a @ params["W2"] + params["b2"]
        largest = z.max()
        total = np.exp(z - largest).sum()
        loss += (np.log(total) + largest - z[label]) / len(y)
        dz = np.exp(z - largest) / total
        dz[label] -= 1
        dz /= len(y)
        ds = (params["W2"] @ dz) * (s > 0)
        grads["W1"] += np.outer(x, ds)
        grads["b1"] += ds
        grads["W2"] += np.outer(a, dz)
        grads["b2"] += dz
    for name in ("W1", "W2"):
        loss += reg * np.sum(params[name] ** 2)
        grads[name] += 2 * reg * params[name]
    return loss, grads


# ---- two_layer_scores: wrong ----------------------------------------------------------------------------------------


@wrong("two_layer_scores")
def two_layer_scores_without_the_bend(params, X):
    """There is no bend between the layers, so the two are one linear layer.

    What happens to a negative pre-activation?
    """
    return (X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_bend_by_multiplication(params, X):
    """The bend is a product with True or False. Where a pre-activation is −∞ it is 0 · (−∞), which is nan.

    Which operation chooses between two numbers without multiplying them?
    """
    S = X @ params["W1"] + params["b1"]
    return ((S > 0) * S) @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_bend_on_the_scores_too(params, X):
    """The scores are bent too: negative ones come back as 0. Scores may be negative.

    After which of the two layers does a bend stand?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    return np.maximum(0, A @ params["W2"] + params["b2"])


@wrong("two_layer_scores")
def two_layer_scores_bend_before_the_bias(params, X):
    """b1 is added after the bend. A unit is on where x @ W1 + b1 is positive.

    What is bent: the product, or the product plus the bias?
    """
    A = np.maximum(0, X @ params["W1"]) + params["b1"]
    return A @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_without_first_bias(params, X):
    """b1 does not occur.

    Which four arrays are in `params`, and which of them do you use?
    """
    A = np.maximum(0, X @ params["W1"])
    return A @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_without_second_bias(params, X):
    """b2 does not occur.

    Which four arrays are in `params`, and which of them do you use?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    return A @ params["W2"]


@wrong("two_layer_scores")
def two_layer_scores_probabilities(params, X):
    """These are probabilities, the softmax of the scores. Scores are asked for.

    Do the rows of your result sum to 1?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)


@wrong("two_layer_scores")
def two_layer_scores_absolute_values(params, X):
    """The bend is |s|: negative pre-activations are turned round, not cut off.

    What is the activation of a unit with s = −2?
    """
    A = np.abs(X @ params["W1"] + params["b1"])
    return A @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_sigmoid(params, X):
    """The bend is a sigmoid. This network has max(0, s).

    What is the activation of a unit with s = 3?
    """
    A = 1 / (1 + np.exp(-(X @ params["W1"] + params["b1"])))
    return A @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_upside_down(params, X):
    """`minimum` keeps what is negative and cuts off what is positive.

    Which of 0 and s is the activation for s = 3?
    """
    A = np.minimum(0, X @ params["W1"] + params["b1"])
    return A @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_largest_of_all(params, X):
    """`np.max` takes the largest of each row, so all units of an example have the same activation.

    What is the difference between `np.max` and `np.maximum`?
    """
    A = np.max(X @ params["W1"] + params["b1"], axis=1, keepdims=True) * np.ones(len(params["b1"]))
    return np.maximum(0, A) @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_bias_changed(params, X):
    """`S = params["b1"]` is no copy. The `+=` after it changes the bias itself.

    Which line writes into an array that the caller holds?
    """
    S = params["b1"]
    S += (X @ params["W1"]).mean(axis=0)
    A = np.maximum(0, X @ params["W1"] + S)
    return A @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_by_np_max(params, X):
    """`np.max` is the largest entry of one array, and takes its second argument for an axis. Here two things are
    compared, entry by entry.

    Which function of NumPy compares an array with a number, entry by entry? (It has a longer name.)
    """
    S = X @ params["W1"] + params["b1"]
    return np.max(0, S) @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_by_the_max_of_python(params, X):
    """Python's own `max` asks which of two things is larger as a whole, and an array has no answer to that.

    Which function of NumPy compares an array with a number, entry by entry?
    """
    S = X @ params["W1"] + params["b1"]
    return max(0, S) @ params["W2"] + params["b2"]


@wrong("two_layer_scores")
def two_layer_scores_unpacks_the_keys(params, X):
    """Unpacking a dictionary gives its keys: W1 is now the text "W1".

    How does one get the array that stands under a key?
    """
    W1, b1, W2, b2 = params
    return np.maximum(0, X @ W1 + b1) @ W2 + b2


# ---- two_layer_scores: right ----------------------------------------------------------------------------------------


@right("two_layer_scores")
def two_layer_scores_in_one_line(params, X):
    """In one line."""
    return np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"]


@right("two_layer_scores")
def two_layer_scores_by_where(params, X):
    """The bend by `np.where`."""
    S = np.dot(X, params["W1"]) + params["b1"]
    return np.dot(np.where(S > 0, S, 0.0), params["W2"]) + params["b2"]


@right("two_layer_scores")
def two_layer_scores_by_assignment(params, X):
    """Zeros are written into an array of its own."""
    A = X @ params["W1"] + params["b1"]
    A[A < 0] = 0
    return A @ params["W2"] + params["b2"]


@right("two_layer_scores")
def two_layer_scores_by_loops(params, X):
    """Loops, and Python's own max."""
    Z = []
    for x in X:
        a = [max(0.0, x @ w + b) for w, b in zip(params["W1"].T, params["b1"], strict=True)]
        Z.append([a @ w + b for w, b in zip(params["W2"].T, params["b2"], strict=True)])
    return np.array(Z)


@right("two_layer_scores")
def two_layer_scores_by_clip_in_single_precision(params, X):
    """float32 inside, the bend by `np.clip`."""
    S = X.astype(np.float32) @ params["W1"].astype(np.float32) + params["b1"].astype(np.float32)
    return np.clip(S, 0, None) @ params["W2"].astype(np.float32) + params["b2"].astype(np.float32)


# ---- relu_backward: wrong -------------------------------------------------------------------------------------------


@wrong("relu_backward")
def relu_backward_no_mask(dA, S):
    """All of dA is let through, also where the units are off.

    What is the slope of max(0, s) at s = −2, and does your mask say so?
    """
    return dA.copy()


@wrong("relu_backward")
def relu_backward_mask_from_upstream(dA, S):
    """The mask looks at the sign of dA. Whether a unit lets the gradient through is decided by its S.

    Take dA = −1 at a unit with S = 3. What is its gradient?
    """
    return np.where(dA > 0, dA, 0)


@wrong("relu_backward")
def relu_backward_mask_at_zero_too(dA, S):
    """At S = 0 exactly dA is let through. The course takes the slope 0 there.

    What does the statement say about S = 0?
    """
    return np.where(S >= 0, dA, 0)


@wrong("relu_backward")
def relu_backward_half_at_zero(dA, S):
    """At S = 0 exactly half of dA is let through. That is what central differences say; the course takes the slope
    0.

    What does the statement say about S = 0?
    """
    return dA * np.heaviside(S, 0.5)


@wrong("relu_backward")
def relu_backward_mask_all_ones(dA, S):
    """All of dA is let through, also where the units are off.

    What is the slope of max(0, s) at s = −2, and does your mask say so?
    """
    return dA * (np.maximum(0, S) >= 0)


@wrong("relu_backward")
def relu_backward_upside_down(dA, S):
    """dA is let through where the units are off, and stopped where they are on.

    What is the slope of max(0, s) at s = 2?
    """
    return np.where(S > 0, 0, dA)


@wrong("relu_backward")
def relu_backward_mask_alone(dA, S):
    """This is the slope of the ReLU, and dA does not occur. By the chain rule the two are multiplied.

    Two different dA should give two different results. Where does dA come in?
    """
    return (S > 0).astype(float)


@wrong("relu_backward")
def relu_backward_times_activations(dA, S):
    """dA is multiplied by the activation. The chain rule wants the slope, which is 1 where the unit is on.

    By how much does max(0, s) grow when s goes from 3 to 3.1?
    """
    return dA * np.maximum(0, S)


@wrong("relu_backward")
def relu_backward_forward_of_dA(dA, S):
    """Negative entries of dA are cut off. The bend was in the values, and gradients may have any sign.

    Take dA = −1 at a unit with S = 3. What is its gradient?
    """
    return np.maximum(0, dA) * (S > 0)


@wrong("relu_backward")
def relu_backward_writes_into_dA(dA, S):
    """The zeros are written into the caller's dA.

    Whose array is dA, and who may still need it?
    """
    dA[S <= 0] = 0
    return dA


@wrong("relu_backward")
def relu_backward_quotient(dA, S):
    """The mask is computed as A / S, which is nan at S = 0 and at infinite S.

    What is 0 divided by 0? Which comparison gives the mask without a division?
    """
    A = np.maximum(0, S)
    return dA * A / S


@wrong("relu_backward")
def relu_backward_sign(dA, S):
    """The sign of S is −1 for a unit that is off, so its gradient comes back with the other sign. It should be 0.

    Which three values does `np.sign` have, and which does the slope have?
    """
    return dA * np.sign(S)


@wrong("relu_backward")
def relu_backward_off_units_alone(dA, S):
    """dA is let through where S is negative, and stopped where the units are on.

    What is the slope of max(0, s) at s = 2?
    """
    return np.where(S < 0, dA, 0)


@wrong("relu_backward")
def relu_backward_times_pre_activations(dA, S):
    """dA is multiplied by S. The chain rule wants the slope, which is 1 where the unit is on, else 0.

    By how much does max(0, s) grow when s goes from 3 to 3.1?
    """
    return dA * S


@wrong("relu_backward")
def relu_backward_times_masked_pre_activations(dA, S):
    """dA is multiplied by the activation. The chain rule wants the slope, which is 1 where the unit is on.

    By how much does max(0, s) grow when s goes from 3 to 3.1?
    """
    return dA * S * (S > 0)


@wrong("relu_backward")
def relu_backward_by_if(dA, S):
    """`if S > 0` asks one question about a whole array, and it has many answers, one for each entry.

    `S > 0` is an array of True and False, a mask. How does one let through what is True in it?
    """
    if S > 0:
        return dA
    return 0 * dA


# ---- relu_backward: right -------------------------------------------------------------------------------------------


@right("relu_backward")
def relu_backward_by_product(dA, S):
    """The mask multiplied."""
    return dA * (S > 0)


@right("relu_backward")
def relu_backward_on_a_copy(dA, S):
    """Zeros written into a copy."""
    dS = dA.copy()
    dS[S <= 0] = 0
    return dS


@right("relu_backward")
def relu_backward_by_sign_of_activations(dA, S):
    """The mask as the sign of the activations."""
    return dA * np.sign(np.maximum(0, S))


@right("relu_backward")
def relu_backward_by_loops(dA, S):
    """Loops over rows and entries."""
    return np.array([[g if s > 0 else 0.0 for g, s in zip(*rows, strict=True)] for rows in zip(dA, S, strict=True)])


@right("relu_backward")
def relu_backward_by_heaviside(dA, S):
    """NumPy's step function, with 0 at 0."""
    return np.heaviside(S, 0.0) * dA


# ---- init_two_layer: wrong ------------------------------------------------------------------------------------------


@wrong("init_two_layer")
def init_two_layer_zeros(D, H, C, scale, rng):
    """All weights are 0. Then no gradient but that of b2 is ever different from 0.

    Which array of the network moves if all start at 0?
    """
    return {
        "W1": np.zeros((D, H)),
        "b1": np.zeros(H),
        "W2": np.zeros((H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_equal_weights(D, H, C, scale, rng):
    """All weights are equal, so all hidden units are copies of each other, and stay so.

    In what do two units differ that start from the same numbers?
    """
    return {
        "W1": np.full((D, H), scale),
        "b1": np.zeros(H),
        "W2": np.full((H, C), scale),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_scale_ignored(D, H, C, scale, rng):
    """The weights have a standard deviation of 1, whatever `scale` is.

    Where does `scale` occur?
    """
    return {
        "W1": rng.normal(size=(D, H)),
        "b1": np.zeros(H),
        "W2": rng.normal(size=(H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_scale_squared(D, H, C, scale, rng):
    """`scale` is squared: it is taken for a variance. It is the standard deviation.

    What happens to the standard deviation of numbers that are multiplied by c?
    """
    return {
        "W1": scale**2 * rng.normal(size=(D, H)),
        "b1": np.zeros(H),
        "W2": scale**2 * rng.normal(size=(H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_root_of_scale(D, H, C, scale, rng):
    """The root of `scale` is taken, as if it were a variance. It is the standard deviation.

    What happens to the standard deviation of numbers that are multiplied by c?
    """
    return {
        "W1": np.sqrt(scale) * rng.normal(size=(D, H)),
        "b1": np.zeros(H),
        "W2": np.sqrt(scale) * rng.normal(size=(H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_scale_by_inputs(D, H, C, scale, rng):
    """The weights are multiplied by √(2/n) as well. That may be a good scale; here the caller chooses it.

    Which standard deviation does the statement ask for?
    """
    return {
        "W1": scale * rng.normal(size=(D, H)) * np.sqrt(2 / D),
        "b1": np.zeros(H),
        "W2": scale * rng.normal(size=(H, C)) * np.sqrt(2 / H),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_uniform(D, H, C, scale, rng):
    """The weights are uniform between −scale and scale. A normal distribution is asked for.

    Which method of the generator draws from a normal distribution?
    """
    return {
        "W1": rng.uniform(-scale, scale, (D, H)),
        "b1": np.zeros(H),
        "W2": rng.uniform(-scale, scale, (H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_uniform_with_the_right_spread(D, H, C, scale, rng):
    """The spread is right, but the weights are uniform. A normal distribution is asked for.

    Which method of the generator draws from a normal distribution?
    """
    return {
        "W1": np.sqrt(3) * rng.uniform(-scale, scale, (D, H)),
        "b1": np.zeros(H),
        "W2": np.sqrt(3) * rng.uniform(-scale, scale, (H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_positive_weights(D, H, C, scale, rng):
    """The weights lie between 0 and `scale`, none of them negative.

    `random` draws between 0 and 1. Which method draws around 0?
    """
    return {
        "W1": scale * rng.random((D, H)),
        "b1": np.zeros(H),
        "W2": scale * rng.random((H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_first_layer_transposed(D, H, C, scale, rng):
    """W1 has the shape (H, D), one unit a row. In this course a unit is a column.

    Which shape must W1 have for X @ W1?
    """
    return {
        "W1": scale * rng.normal(size=(H, D)),
        "b1": np.zeros(H),
        "W2": scale * rng.normal(size=(H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_random_biases(D, H, C, scale, rng):
    """The biases are random too. They start at 0.

    What does the statement say about b1 and b2?
    """
    return {
        "W1": scale * rng.normal(size=(D, H)),
        "b1": scale * rng.normal(size=H),
        "W2": scale * rng.normal(size=(H, C)),
        "b2": scale * rng.normal(size=C),
    }


@wrong("init_two_layer")
def init_two_layer_biases_with_an_axis_too_many(D, H, C, scale, rng):
    """The biases have the shapes (1, H) and (1, C), and should have (H,) and (C,).

    How many axes has a bias in the table of symbols?
    """
    return {
        "W1": scale * rng.normal(size=(D, H)),
        "b1": np.zeros((1, H)),
        "W2": scale * rng.normal(size=(H, C)),
        "b2": np.zeros((1, C)),
    }


@wrong("init_two_layer")
def init_two_layer_global_generator(D, H, C, scale, rng):
    """The weights come from NumPy's global generator. `rng` is not used, so no run can be repeated.

    Which object was passed to you for drawing?
    """
    return {
        "W1": scale * np.random.randn(D, H),
        "b1": np.zeros(H),
        "W2": scale * np.random.randn(H, C),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_seeded_inside(D, H, C, scale, rng):
    """A generator is made inside, always with the same seed, in place of the `rng` that was passed.

    What differs between two calls of your function with different generators?
    """
    rng = np.random.default_rng(0)
    return {
        "W1": scale * rng.normal(size=(D, H)),
        "b1": np.zeros(H),
        "W2": scale * rng.normal(size=(H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_one_column_repeated(D, H, C, scale, rng):
    """All columns of W1 are the same: the hidden units are copies of each other, and stay so.

    How many numbers have to be drawn for W1?
    """
    return {
        "W1": scale * np.tile(rng.normal(size=(D, 1)), H),
        "b1": np.zeros(H),
        "W2": scale * rng.normal(size=(H, C)),
        "b2": np.zeros(C),
    }


@wrong("init_two_layer")
def init_two_layer_as_a_tuple(D, H, C, scale, rng):
    """The arrays come as a tuple. A dictionary is asked for.

    How will others find W2 in what you return?
    """
    return scale * rng.normal(size=(D, H)), np.zeros(H), scale * rng.normal(size=(H, C)), np.zeros(C)


@wrong("init_two_layer")
def init_two_layer_keys_in_lower_case(D, H, C, scale, rng):
    """The keys w1 and w2 are written in lower case.

    Which names have the weights in the table of symbols?
    """
    return {
        "w1": scale * rng.normal(size=(D, H)),
        "b1": np.zeros(H),
        "w2": scale * rng.normal(size=(H, C)),
        "b2": np.zeros(C),
    }


# ---- init_two_layer: right ------------------------------------------------------------------------------------------


@right("init_two_layer")
def init_two_layer_by_scale_argument(D, H, C, scale, rng):
    """The generator multiplies."""
    return {
        "W1": rng.normal(0, scale, (D, H)),
        "b1": np.zeros(H),
        "W2": rng.normal(0, scale, (H, C)),
        "b2": np.zeros(C),
    }


@right("init_two_layer")
def init_two_layer_standard_normal_in_single_precision(D, H, C, scale, rng):
    """Drawn in float32."""
    return {
        "W1": np.float32(scale) * rng.standard_normal((D, H), dtype=np.float32),
        "b1": np.zeros(H),
        "W2": np.float32(scale) * rng.standard_normal((H, C), dtype=np.float32),
        "b2": np.zeros(C),
    }


@right("init_two_layer")
def init_two_layer_second_layer_first(D, H, C, scale, rng):
    """Drawn in another order."""
    W2 = rng.normal(scale=scale, size=(H, C))
    W1 = rng.normal(scale=scale, size=(D, H))
    return dict(W1=W1, b1=np.zeros((H,)), W2=W2, b2=0 * W2[0])


@right("init_two_layer")
def init_two_layer_all_at_once(D, H, C, scale, rng):
    """All weights drawn in one call."""
    drawn = scale * rng.standard_normal(D * H + H * C)
    return {
        "W1": drawn[: D * H].reshape(D, H),
        "b1": np.zeros(H),
        "W2": drawn[D * H :].reshape(H, C),
        "b2": np.zeros(C),
    }


# ---- train_two_layer: wrong -----------------------------------------------------------------------------------------


@wrong("train_two_layer")
def train_two_layer_rebinds(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Each step puts a new array into `params`. Whoever held the old ones does not see the training.

    Which of the three ways to write a step changes the numbers in the array itself?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] = params[name] - lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_moves_a_copy(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The arrays of `params` stay as they were: either copies are trained, or the new arrays are forgotten.

    Which arrays does your line for the step change? Is a copy made before the loop?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    held, losses = params, []
    params = {name: array.copy() for name, array in held.items()}
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_local_names(params, X, y, *, lr, steps, batch_size, reg, rng):
    """`array = array - …` gives a new array to a local name and forgets it: nothing moves, and nothing is learnt.

    Print an array of `params` before and after a step. Has it changed?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name, array in params.items():
            array = array - lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_ascent(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The steps go uphill, along the gradient.

    Does the loss rise or fall from step to step?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] += lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_with_replacement(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Rows are drawn with replacement, so a batch can hold the same example twice.

    `rng.choice` puts back what it has drawn, unless told otherwise.
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_same_batch_every_time(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The rows are drawn once, before the loop: every step sees the same batch.

    How often is the line executed that draws the rows?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    rows = rng.choice(len(X), batch_size, replace=False)
    for _step in range(steps):
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_first_rows(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Every batch holds the first rows. Nothing is drawn.

    Where does `rng` occur?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = np.arange(batch_size)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_walks_in_order(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The batches go through X in its own order. Nothing is drawn.

    Where does `rng` occur?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = (_step * batch_size + np.arange(batch_size)) % len(X)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_global_generator(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The batches come from NumPy's global generator, and not from `rng`.

    Which object was passed to you for drawing?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = np.random.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_seeded_inside(params, X, y, *, lr, steps, batch_size, reg, rng):
    """A generator is made inside, always with the same seed, in place of the `rng` that was passed.

    What differs between two calls of your function with different generators?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    rng = np.random.default_rng(0)
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_labels_drawn_separately(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The labels are drawn by themselves, and belong to other rows than the inputs.

    Are X and y picked by the same rows?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rng.choice(len(X), batch_size, replace=False)])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_labels_of_the_first_rows(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The labels are always those of the first rows, whichever rows were drawn.

    Are X and y picked by the same rows?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[:batch_size])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_loss_after_the_step(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The losses are those after each step. Before it is asked for.

    At which weights is losses[0] to be taken?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        _loss, grads = loss_and_grads(X[rows], y[rows])
        for name in params:
            params[name] -= lr * grads[name]
        losses.append(loss_and_grads(X[rows], y[rows])[0])
    return losses


@wrong("train_two_layer")
def train_two_layer_loss_of_everything(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The losses are those of all examples, and should be those of the batch.

    Which examples does losses[t] belong to?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        _loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss_and_grads(X, y)[0])
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_loss_without_the_penalty(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The losses lack the penalty.

    Is `reg` part of what you append?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss - reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)))
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_biases_left_out(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The biases never move.

    How many arrays take part in a step?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in ("W1", "W2"):
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_second_layer_first(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The second layer moves before the gradients of the first are taken. All four belong to the same weights.

    At which weights are the four gradients of a step?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        params["W2"] -= lr * grads["W2"]
        params["b2"] -= lr * grads["b2"]
        _loss, grads = loss_and_grads(X[rows], y[rows])
        params["W1"] -= lr * grads["W1"]
        params["b1"] -= lr * grads["b1"]
    return losses


@wrong("train_two_layer")
def train_two_layer_divided_by_everyone(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The gradient of a batch is divided by the number of all examples, so steps with small batches are too short.

    The loss of a step is the mean over its batch. By which number is its gradient divided?
    """
    N = len(X)

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= N
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_no_penalty_in_the_step(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The penalty is in the losses and not in the steps.

    What is the gradient of λ ΣW², and where is it added?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS, A.T @ dZ
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_returns_params_too(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Two things come back. The list of losses alone is asked for: the arrays of `params` are changed in place.

    What does the last line of the statement ask for?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return params, losses


@wrong("train_two_layer")
def train_two_layer_one_step_too_few(params, X, y, *, lr, steps, batch_size, reg, rng):
    """One step is missing.

    How many losses are there after `steps` steps?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps - 1):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_starts_afresh(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The weights are drawn anew at the start. The training starts from `params` as they are.

    What is losses[0] to be, if `params` come from an earlier training?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for name in params:
        params[name][...] = 0.1 * rng.normal(size=params[name].shape)
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_returns_after_one_step(params, X, y, *, lr, steps, batch_size, reg, rng):
    """One step is done, and the function returns inside the loop.

    Under which line does `return` stand, and how far in?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
        return losses


@wrong("train_two_layer")
def train_two_layer_rate_divided_by_the_batch_size(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The rate is divided by the size of the batch. The loss is a mean already, so its gradient has been divided.

    How often is a step divided by the number of rows?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr / batch_size * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_gradients_taken_anew(params, X, y, *, lr, steps, batch_size, reg, rng):
    """The gradients are taken anew before each array moves. All four belong to the weights before the step.

    At which weights are the four gradients of a step?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, _grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * loss_and_grads(X[rows], y[rows])[1][name]
    return losses


@wrong("train_two_layer")
def train_two_layer_penalty_ignored(params, X, y, *, lr, steps, batch_size, reg, rng):
    """`reg` is not used at all, neither in the losses nor in the steps.

    Where does λ stand in the loss, and where in its gradients?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean()
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS, A.T @ dZ
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@wrong("train_two_layer")
def train_two_layer_everyone_in_every_step(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Every step uses all examples. `batch_size` of them are asked for.

    Which rows are handed to the function that gives loss and gradients?
    """

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        loss, grads = loss_and_grads(X, y)
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


# ---- train_two_layer: right -----------------------------------------------------------------------------------------


@right("train_two_layer")
def train_two_layer_by_choice(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Rows by `choice` without replacement."""

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@right("train_two_layer")
def train_two_layer_by_permutation(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Rows as the beginning of a permutation."""

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.permutation(len(X))[:batch_size]
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@right("train_two_layer")
def train_two_layer_in_epochs(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Goes through a permutation, and draws the next when it is used up."""

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    waiting = np.zeros(0, dtype=int)
    for _step in range(steps):
        if len(waiting) < batch_size:
            waiting = rng.permutation(len(X))
        rows, waiting = waiting[:batch_size], waiting[batch_size:]
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return losses


@right("train_two_layer")
def train_two_layer_by_slices(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Writes into the arrays through a slice."""

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name][...] = params[name] - lr * grads[name]
    return losses


@right("train_two_layer")
def train_two_layer_shuffled_rows_by_sorting(params, X, y, *, lr, steps, batch_size, reg, rng):
    """Rows by sorting random numbers; losses as an array."""

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = np.argsort(rng.random(len(X)))[:batch_size]
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            params[name] -= lr * grads[name]
    return np.array(losses)


@right("train_two_layer")
def train_two_layer_subtract_with_out(params, X, y, *, lr, steps, batch_size, reg, rng):
    """NumPy's `out` in place of `-=`."""

    def loss_and_grads(X, y):
        S = X @ params["W1"] + params["b1"]
        A = np.maximum(0, S)
        Z = A @ params["W2"] + params["b2"]
        shifted = Z - Z.max(axis=1, keepdims=True)
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        loss = -log_P[np.arange(len(y)), y].mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        dZ = np.exp(log_P)
        dZ[np.arange(len(y)), y] -= 1
        dZ /= len(y)
        dS = np.where(S > 0, dZ @ params["W2"].T, 0)
        dW1, dW2 = X.T @ dS + 2 * reg * params["W1"], A.T @ dZ + 2 * reg * params["W2"]
        return loss, {"W1": dW1, "b1": dS.sum(axis=0), "W2": dW2, "b2": dZ.sum(axis=0)}

    losses = []
    for _step in range(steps):
        rows = rng.choice(len(X), batch_size, replace=False)
        loss, grads = loss_and_grads(X[rows], y[rows])
        losses.append(loss)
        for name in params:
            np.subtract(params[name], lr * grads[name], out=params[name])
    return losses


# ---- predict: wrong -------------------------------------------------------------------------------------------------


@wrong("predict")
def predict_over_the_examples(params, X):
    """The largest is looked for in each column: one number a class comes back.

    Over which axis do the classes run?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return np.argmax(Z, axis=0)


@wrong("predict")
def predict_over_everything(params, X):
    """`argmax` without an axis gives one number for the whole array.

    How many numbers should come back for N examples?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return np.argmax(Z)


@wrong("predict")
def predict_smallest(params, X):
    """These are the classes with the smallest scores.

    Which class does the network think most likely?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return np.argmin(Z, axis=1)


@wrong("predict")
def predict_largest_score(params, X):
    """These are the largest scores themselves, and not where they stand.

    What is the difference between `max` and `argmax`?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return Z.max(axis=1)


@wrong("predict")
def predict_counted_from_one(params, X):
    """The classes are counted from 1. Labels go from 0 to C−1.

    Which number has the first class?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return np.argmax(Z, axis=1) + 1


@wrong("predict")
def predict_one_hot(params, X):
    """This is a one-hot row for each example. The number of the class is asked for.

    Which shape should the result have?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return np.eye(Z.shape[1], dtype=int)[np.argmax(Z, axis=1)]


@wrong("predict")
def predict_column(params, X):
    """The result has the shape (N, 1). Compared with labels of shape (N,) it makes an (N, N) table.

    What does `keepdims` do?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return np.argmax(Z, axis=1, keepdims=True)


@wrong("predict")
def predict_without_the_bend(params, X):
    """The bend between the layers is missing.

    What happens to a negative pre-activation?
    """
    Z = (X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    return np.argmax(Z, axis=1)


@wrong("predict")
def predict_hidden_unit(params, X):
    """This is the hidden unit with the largest activation. The class with the largest score is asked for.

    How many different answers can come out, H or C?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    return np.argmax(A, axis=1)


@wrong("predict")
def predict_overflowing_softmax(params, X):
    """The exponentials overflow or vanish for scores far from 0, and argmax then finds a nan.

    Does one need probabilities to find the largest score?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return np.argmax(P, axis=1)


@wrong("predict")
def predict_without_second_bias(params, X):
    """b2 does not occur.

    Which four arrays are in `params`, and which of them do you use?
    """
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    return np.argmax(A @ params["W2"], axis=1)


# ---- predict: right -------------------------------------------------------------------------------------------------


@right("predict")
def predict_by_argmax(params, X):
    """By argmax over the last axis."""
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return Z.argmax(-1)


@right("predict")
def predict_by_stable_softmax(params, X):
    """Through probabilities, stably."""
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return np.argmax(P, axis=1)


@right("predict")
def predict_as_a_list(params, X):
    """Row by row, as a list."""
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return [int(np.argmax(z)) for z in Z]


@right("predict")
def predict_by_sorting(params, X):
    """By sorting; as floats."""
    A = np.maximum(0, X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    return np.argsort(Z, axis=1)[:, -1].astype(float)


# ---- two_layer_derivation: wrong ------------------------------------------------------------------------------------


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_no_mask_in_matrices():
    """A line lacks the mask: units that are off take part.

    What became of the bracket [S > 0] on the way to this line?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        _S, dZ = S_and_dZ(params, X, y)
        return X.T @ (dZ @ params["W2"].T)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_no_mask_in_the_sum():
    """A line lacks the mask: units that are off take part.

    What became of the bracket [S > 0] on the way to this line?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        _S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], params["W2"] @ dZ[n]) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_sum_for_mean():
    """dZ is not divided by N: this is the gradient of the sum of the losses.

    The loss is a mean. What is the derivative of a mean of N terms?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y])

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_sign():
    """dZ is Y − P, and has the wrong sign.

    Raise the score of a wrong class a little. Does the loss rise or fall?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (np.eye(P.shape[1])[y] - P) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_only_the_last_example():
    """Only the last example is left: each table replaces the one before, where it should be added.

    What does a sum start from, and what happens to it in every step?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        for n in range(len(y)):
            dW1 = np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0))
        return dW1

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_transposed_tables():
    """The tables are (H, D): one unit a row. W1 has one unit a column.

    Which index of W1 belongs to the feature?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer((params["W2"] @ dZ[n]) * (S[n] > 0), X[n]) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_numerical_copy_at_the_end():
    """The last line measures, like the first. A formula is asked for.

    How many digits does a difference have, and how many a formula?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    def measured_again(params, X, y):
        return measured(params, X, y, 1e-4)

    return [measured, sum_over_examples, measured_again]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_two_lines():
    """There are two lines, and two more than the given one are asked for.

    Which steps lie between the definition and the last line?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_with_the_penalty():
    """A penalty is in the last line. This derivation is for reg = 0.

    Which terms does the loss of the first line have?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0) + 2 * 0.1 * params["W1"]

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_returns_the_first_table():
    """Only the first example is left: the function returns inside the loop, after its first round.

    Under which line does `return` stand, and how far in?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        dW1 = np.zeros(params["W1"].shape)
        for n in range(len(y)):
            dW1 += np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0))
            return dW1

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_returns_the_first_row():
    """Only the first row of W1 is computed: the function returns inside the loop over the features.

    Under which line does `return` stand, and how far in?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_paths(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        W2, dW1 = params["W2"], np.zeros(params["W1"].shape)
        for d in range(X.shape[1]):
            for j in range(len(W2)):
                for n in range(len(y)):
                    for k in range(W2.shape[1]):
                        dW1[d, j] += dZ[n, k] * W2[j, k] * (S[n, j] > 0) * X[n, d]
            return dW1

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_paths, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_returns_the_first_entry():
    """Only one entry is computed: the function returns inside the loop over the hidden units.

    Under which line does `return` stand, and how far in?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_paths(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        W2, dW1 = params["W2"], np.zeros(params["W1"].shape)
        for d in range(X.shape[1]):
            for j in range(len(W2)):
                for n in range(len(y)):
                    for k in range(W2.shape[1]):
                        dW1[d, j] += dZ[n, k] * W2[j, k] * (S[n, j] > 0) * X[n, d]
                return dW1

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_paths, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_one_path_alone():
    """The first term of the sum is all that is left: the function returns inside the innermost loop.

    Under which line does `return` stand, and how far in?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_paths(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        W2, dW1 = params["W2"], np.zeros(params["W1"].shape)
        for d in range(X.shape[1]):
            for j in range(len(W2)):
                for n in range(len(y)):
                    for k in range(W2.shape[1]):
                        dW1[d, j] += dZ[n, k] * W2[j, k] * (S[n, j] > 0) * X[n, d]
                        return dW1

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_paths, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_last_path_alone():
    """Each path replaces the one before, where they should be added.

    What does a sum start from, and what happens to it in every step?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_paths(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        W2, dW1 = params["W2"], np.zeros(params["W1"].shape)
        for d in range(X.shape[1]):
            for j in range(len(W2)):
                for n in range(len(y)):
                    for k in range(W2.shape[1]):
                        dW1[d, j] = dZ[n, k] * W2[j, k] * (S[n, j] > 0) * X[n, d]
        return dW1

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_paths, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_helper_without_a_return():
    """The helper S_and_dZ returned None, and None cannot be taken apart into S and dZ.

    With which line does the helper end?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_product_for_a_table():
    """`@` of two vectors is a number, and wants both of one length. A table of all products is something else.

    Which function makes a table (D, H) of a vector with D entries and one with H entries?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        dW1 = np.zeros(params["W1"].shape)
        for n in range(len(y)):
            dW1 += X[n] @ ((params["W2"] @ dZ[n]) * (S[n] > 0))
        return dW1

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@wrong("two_layer_derivation", builds=True)
def two_layer_derivation_labels_left_out():
    """S_and_dZ gives P/N. The labels have no influence on it: dZ = (P − Y)/N.

    What is dZ for the tiny example, and what is yours?
    """

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, P / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


# ---- two_layer_derivation: right ------------------------------------------------------------------------------------


@right("two_layer_derivation", builds=True)
def two_layer_derivation_three_lines():
    """Three lines."""

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return [measured, sum_over_examples, in_matrices]


@right("two_layer_derivation", builds=True)
def two_layer_derivation_as_a_tuple():
    """A tuple of functions."""

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    return measured, sum_over_examples, in_matrices


@right("two_layer_derivation", builds=True)
def two_layer_derivation_with_einsum():
    """The double sum as one einsum."""

    def measured(params, X, y, h=1e-5):
        def loss(W1):
            Z = np.maximum(0, X @ W1 + params["b1"]) @ params["W2"] + params["b2"]
            shifted = Z - Z.max(axis=1, keepdims=True)
            return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])

        slopes = np.zeros(params["W1"].shape)
        for place in np.ndindex(slopes.shape):
            step = np.zeros(slopes.shape)
            step[place] = h
            slopes[place] = (loss(params["W1"] + step) - loss(params["W1"] - step)) / (2 * h)
        return slopes

    def S_and_dZ(params, X, y):
        S = X @ params["W1"] + params["b1"]
        Z = np.maximum(0, S) @ params["W2"] + params["b2"]
        P = np.exp(Z - Z.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        return S, (P - np.eye(P.shape[1])[y]) / len(y)

    def sum_over_examples(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return sum(np.outer(X[n], (params["W2"] @ dZ[n]) * (S[n] > 0)) for n in range(len(y)))

    def in_matrices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return X.T @ np.where(S > 0, dZ @ params["W2"].T, 0)

    def all_indices(params, X, y):
        S, dZ = S_and_dZ(params, X, y)
        return np.einsum("nk,jk,nj,nd->dj", dZ, params["W2"], (S > 0).astype(float), X)

    return [measured, all_indices, sum_over_examples, in_matrices]


# ---- overfit_settings: wrong ----------------------------------------------------------------------------------------


@wrong("overfit_settings")
def overfit_settings_rate_too_small():
    """The rate is so small that the loss has hardly moved after 2 000 steps.

    How long is a step, compared with the weights?
    """
    return {"hidden": 50, "scale": 0.1, "lr": 0.001, "steps": 2000}


@wrong("overfit_settings")
def overfit_settings_rate_too_large():
    """The rate is so large that the first steps switch all units off.

    What did the loss do in the first ten steps?
    """
    return {"hidden": 50, "scale": 0.1, "lr": 5.0, "steps": 2000}


@wrong("overfit_settings")
def overfit_settings_zeros():
    """From zeros only b2 learns.

    Which array moves if all start at 0?
    """
    return {"hidden": 50, "scale": 0.0, "lr": 0.5, "steps": 2000}


@wrong("overfit_settings")
def overfit_settings_one_unit():
    """A single hidden unit is too few for ten classes.

    What can one line do?
    """
    return {"hidden": 1, "scale": 0.1, "lr": 0.5, "steps": 2000}


@wrong("overfit_settings")
def overfit_settings_too_few_steps():
    """After 50 steps the loss is still on its way down.

    When did your own run get under 0.01?
    """
    return {"hidden": 50, "scale": 0.1, "lr": 0.5, "steps": 50}


@wrong("overfit_settings")
def overfit_settings_too_many_steps():
    """More than 2 000 steps are not allowed.

    Which of the other settings makes every step do more?
    """
    return {"hidden": 50, "scale": 0.1, "lr": 0.02, "steps": 20000}


@wrong("overfit_settings")
def overfit_settings_lucky_start():
    """Two units are enough for some starts, and not for all.

    What happens with other seeds?
    """
    return {"hidden": 2, "scale": 0.1, "lr": 0.5, "steps": 2000}


@wrong("overfit_settings")
def overfit_settings_as_a_tuple():
    """The settings come as a tuple. A dictionary is asked for.

    How will others know which number is the rate?
    """
    return 50, 0.1, 0.5, 500


@wrong("overfit_settings")
def overfit_settings_other_keys():
    """The keys are not those that the statement names.

    Which four keys are asked for?
    """
    return {"H": 50, "scale": 0.1, "learning_rate": 0.5, "steps": 500}


@wrong("overfit_settings")
def overfit_settings_half_a_unit():
    """A network cannot have half a unit.

    Which of the four numbers count something?
    """
    return {"hidden": 50.5, "scale": 0.1, "lr": 0.5, "steps": 500}


@wrong("overfit_settings")
def overfit_settings_uphill():
    """A negative rate goes uphill.

    In which direction does the loss fall?
    """
    return {"hidden": 50, "scale": 0.1, "lr": -0.5, "steps": 500}


@wrong("overfit_settings")
def overfit_settings_in_words():
    """A number in quotes is a text.

    What is the type of what stands behind each key?
    """
    return {"hidden": "50", "scale": 0.1, "lr": 0.5, "steps": 500}


@wrong("overfit_settings")
def overfit_settings_not_returned():
    """None comes back: a `return` is missing.

    With which word does the last line begin?
    """
    _settings = {"hidden": 50, "scale": 0.1, "lr": 0.5, "steps": 500}


# ---- overfit_settings: right ----------------------------------------------------------------------------------------


@right("overfit_settings")
def overfit_settings_many_units():
    """Many units."""
    return {"hidden": 200, "scale": 0.05, "lr": 0.3, "steps": 1500}


@right("overfit_settings")
def overfit_settings_all_steps():
    """A small rate and all steps."""
    return {"hidden": 64, "scale": 0.01, "lr": 0.1, "steps": 2000}


@right("overfit_settings")
def overfit_settings_large_scale():
    """NumPy numbers, and steps as a float."""
    return dict(hidden=np.int64(100), scale=np.float64(0.3), lr=0.2, steps=1000.0)
