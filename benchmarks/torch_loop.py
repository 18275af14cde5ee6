"""The rival: softmax regression or a two-layer network from scratch in PyTorch, in the manner of *Dive into Deep Learning*.

From scratch means: parameters are plain tensors, and softmax, cross-entropy, updates and batches are written out; the gradients are
autograd's. No `nn.Module`, no optimiser, no data loader. The loss is the stable one, as ours.
"""

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor


class Loop:
    """A model and its training loop.

    Parameters
    ----------
    params
        W and b, or W1, b1, W2 and b2: where training starts. They are changed.
    ask_again
        Whether the accuracy is counted on scores that are computed once more, as the notebook's loop does, which may ask a model
        for nothing but its scores and its loss with gradients. Otherwise the logits are used twice.
    """

    def __init__(self, params: dict[str, Tensor], ask_again: bool) -> None:
        self.params = {name: tensor.requires_grad_() for name, tensor in params.items()}
        self.ask_again = ask_again

    def scores(self, X: Tensor) -> Tensor:
        """(N, D) -> logits (N, C)."""
        p = self.params
        if "W" in p:
            return X @ p["W"] + p["b"]
        return torch.relu(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]

    @staticmethod
    def cross_entropy(Z: Tensor, y: Tensor) -> Tensor:
        """Mean cross-entropy of logits (N, C) under labels (N,)."""
        shifted = Z - Z.max(dim=1, keepdim=True).values
        log_P = shifted - shifted.exp().sum(dim=1, keepdim=True).log()
        return -log_P[torch.arange(len(y)), y].mean()

    @staticmethod
    def minibatches(X: Tensor, y: Tensor, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
        """One epoch, every example once, in a fresh order."""
        order = torch.randperm(len(y))
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            yield X[rows], y[rows]

    def epoch(self, batches: Iterable[tuple[Tensor, Tensor]], lr: float) -> tuple[float, float]:
        """One epoch of steps.

        Parameters
        ----------
        batches
            Pairs of inputs and labels.
        lr
            The learning rate.

        Returns
        -------
        float, float
            Mean loss per example and accuracy, each batch measured before its step.
        """
        total_loss, correct, seen = 0.0, 0, 0
        for X, y in batches:
            Z = self.scores(X)
            loss = self.cross_entropy(Z, y)
            loss.backward()
            with torch.no_grad():
                total_loss += float(loss.detach()) * len(y)
                counted = self.scores(X) if self.ask_again else Z
                correct += int((counted.argmax(dim=1) == y).sum())
                seen += len(y)
                for tensor in self.params.values():
                    assert tensor.grad is not None
                    tensor -= lr * tensor.grad
                    tensor.grad.zero_()
        return total_loss / seen, correct / seen
