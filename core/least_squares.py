"""Residuals and their Jacobian, for optimizers that ask for more than the gradient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.buffers import Buffers
from core.losses import Squared
from core.network import Network
from core.ops import Affine, Call
from core.ops.op import Array


class Residuals(NamedTuple):
    """loss = Σ r²;  residuals r: (outputs · examples,), output by output;  jacobian ∂r/∂θ: (as many, parameters)."""

    loss: float
    residuals: Array
    jacobian: Array


class LeastSquares:
    """L = Σ r² with r = √c (a − y), and J = ∂r/∂θ by the network's own backward rules; so ∂L/∂θ = 2 Jᵀ r.

    One backward pass for each output k, which begins with ∂r/∂a_k = √c, gives the deltas of all examples at once; each
    example's delta times its input is a row of J.  All in buffers of its own, so that no row of a step is touched.
    What is frozen has no column: it is 0.
    """

    def __init__(
        self,
        network: Network,
        buffers: Buffers,
        forward: tuple[Call, ...],
        backward: tuple[Call, ...],
        data: Array,
        frozen: NDArray[np.bool_] | None,
    ) -> None:
        loss = network.ops[-1]
        assert isinstance(loss, Squared)
        self._root = np.sqrt(loss.weight)
        self._buffers, self._forward, self._backward = buffers, forward, backward
        self._data, self._frozen = data, frozen
        self._seed, self._difference = buffers.adjoint("out/a"), buffers.residual("out/a")
        outputs, batch = self._seed.shape
        self._jacobian: Array = np.zeros((outputs, batch, buffers.block("parameter").size))
        self._tables = [list(tables(network, buffers, one)) for one in self._jacobian]

    def loss_at(self, parameters: Array) -> float:
        """The loss of the batch at flat parameters."""
        self._buffers.block("data")[...] = self._data
        self._buffers.block("parameter")[...] = parameters
        for bound in self._forward:
            bound.run()
        return float(self._buffers.value("L"))

    def at(self, parameters: Array) -> Residuals:
        """Loss, residuals and Jacobian at flat parameters; the Jacobian is written again by the next call."""
        loss = self.loss_at(parameters)
        residuals = self._root * self._difference.reshape(-1)
        for k, output in enumerate(self._tables):
            self._seed[...] = 0.0
            self._seed[k] = self._root
            for bound in self._backward:
                bound.run()
            for delta, x, rows in output:
                np.multiply(delta, x, rows)
        if self._frozen is not None:
            self._jacobian[..., self._frozen] = 0.0
        return Residuals(loss, residuals, self._jacobian.reshape(len(residuals), -1))


def tables(network: Network, buffers: Buffers, jacobian: Array) -> Iterator[tuple[Array, Array, Array]]:
    """Per weighted sum: (delta, input, where their products go), all as (batch, out, in)."""
    start = buffers.layout.blocks["parameter"].start
    for op in (op for op in network.ops if isinstance(op, Affine)):
        x, W = op.operands(buffers)
        first = buffers.layout.slot(op.inputs[1]).offset - start
        rows = jacobian[:, first : first + W.size].reshape(len(jacobian), *W.shape, copy=False)
        yield buffers.adjoint(op.output).T[:, :, None], x.T[:, None, :], rows
