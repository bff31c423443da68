"""The preallocated arrays of a step written by hand: one flat array, every quantity a view into it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from bench.peer import Array, Numbers, Problem


class Room:
    """Views for one network, layer i at index i; values lie (features, batch), biases are the last column of W.

    All of it is one stretch, `row`: z, a, loss, deltas, gradients, parameters, slopes, updates, and m and v of Adam.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        batch, units = len(problem.batches[0][0]), problem.sizes[1:]
        shapes = [(into, inputs + 1) for inputs, into in pairwise(problem.sizes)]
        recorded = batch * (3 * sum(units) + len(units) - 1) + 1 + 2 * sum(a * b for a, b in shapes)
        self._arena: Array = np.zeros(3 * recorded)
        self._end = 0
        self.z = [self._take(n, batch) for n in units]
        self.padded, self.a, self.activations = self._rows_with_ones(units, batch)
        self.loss = self._take(1).reshape(())
        self.delta = [self._take(n, batch) for n in units]
        self.gradients, self.gradient = self._matrices(shapes)
        self.W, self.parameters = self._matrices(shapes)
        _, self.slope, self.slopes = self._rows_with_ones(units, batch)
        self.update = self._take(self.parameters.size)
        self.memory = [self._take(self.parameters.size) for _ in range(2 if problem.optimizer == "adam" else 0)]
        self.row = self._arena[: self._end]
        self.ring: Array = np.ones((problem.kept, self.row.size))
        for W, layer in zip(self.W, problem.layers, strict=True):
            W[:, :-1], W[:, -1] = problem.start[f"{layer}/W"], problem.start[f"{layer}/b"]

    def _take(self, *shape: int) -> Array:
        """The next free stretch of the arena."""
        start, self._end = self._end, self._end + int(np.prod(shape))
        return self._arena[start : self._end].reshape(shape)

    def _rows_with_ones(self, units: tuple[int, ...], batch: int) -> tuple[list[Array], list[Array], Array]:
        """Hidden layers with a row of ones below, the outputs without: (with, without, everything flat)."""
        start = self._end
        padded = [self._take(n + 1, batch) for n in units[:-1]]
        for array in padded:
            array[-1] = 1.0
        output = self._take(units[-1], batch)
        return padded, [*(array[:-1] for array in padded), output], self._arena[start : self._end]

    def _matrices(self, shapes: list[tuple[int, int]]) -> tuple[list[Array], Array]:
        """One matrix per layer, and all of them flat."""
        start = self._end
        return [self._take(*shape) for shape in shapes], self._arena[start : self._end]

    def batches(self) -> list[tuple[Array, Array, Array]]:
        """Per batch: x with its row of ones, the same transposed, y."""
        return list(self._oriented())

    def _oriented(self) -> Iterator[tuple[Array, Array, Array]]:
        for x, y in self.problem.batches:
            padded = np.vstack([x.T, np.ones(len(x))])
            yield padded, padded.T, np.ascontiguousarray(y.T)

    def numbers(self, recorded: bool) -> Numbers:
        """Under the names that everybody uses, (batch, units) and (out, in)."""
        named: Numbers = {}
        for i, layer in enumerate(self.problem.layers):
            named |= {f"{layer}/W": self.W[i][:, :-1], f"{layer}/b": self.W[i][:, -1]}
            if recorded:
                named |= {f"{layer}/z": self.z[i].T, f"{layer}/a": self.a[i].T, f"{layer}/delta": self.delta[i].T}
                gradient = self.gradients[i]
                named |= {f"{layer}/W gradient": gradient[:, :-1], f"{layer}/b gradient": gradient[:, -1]}
        return named | {"L": self.loss} if recorded else named
