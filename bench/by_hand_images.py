"""The step written by hand for the small convolutional network; see convolution.py."""

from __future__ import annotations

import numpy as np
from numpy import add, copyto, divide, equal, exp, log, maximum, multiply, sign, subtract

from bench.peer import Array, Numbers, Peer, Problem

# Images of SIDE × SIDE pixels, FILTERS kernels of SIZE × SIZE, windows of POOL × POOL.
SIDE, FILTERS, SIZE, POOL, CLASSES = 28, 8, 3, 2, 10
ACROSS = SIDE - SIZE + 1
POOLED = ACROSS // POOL


class ImageRoom:
    """Views into one stretch, `row`: all that a step computes; values lie (features, batch), biases behind weights."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.batch = problem, len(problem.batches[0][0])
        self._arena: Array = np.zeros(2_000_000)
        self._end = 0
        seen, pooled = FILTERS * ACROSS**2, FILTERS * POOLED**2
        self.z1, self.a1, self.s1, self.da1, self.d1 = (self.take(seen) for _ in range(5))
        self.padded, self.dp, self.dx = self.take(pooled + 1), self.take(pooled), self.take(SIDE**2)
        self.padded[-1] = 1.0
        self.z2, self.a2, self.d2 = (self.take(CLASSES) for _ in range(3))
        self.loss = self.take_flat(1).reshape(())
        sizes = (FILTERS, SIZE**2 + 1), (CLASSES, pooled + 1)
        count = sum(rows * columns for rows, columns in sizes)
        self.gradient, self.parameters, self.update = (self.take_flat(count) for _ in range(3))
        self.G, self.W = ([*tables(flat, sizes)] for flat in (self.gradient, self.parameters))
        self.row = self._arena[: self._end]
        self.ring: Array = np.ones((problem.kept, self.row.size))
        for W, layer in zip(self.W, problem.layers, strict=True):
            W[:, :-1], W[:, -1] = problem.start[f"{layer}/W"].reshape(len(W), -1), problem.start[f"{layer}/b"]

    def take(self, features: int) -> Array:
        """The next free table (features, batch)."""
        return self.take_flat(features * self.batch).reshape(features, self.batch)

    def take_flat(self, size: int) -> Array:
        """The next free stretch of the arena."""
        start, self._end = self._end, self._end + size
        return self._arena[start : self._end]

    def batches(self) -> list[tuple[Array, Array]]:
        """Per batch: x and y, transposed."""
        return [(np.ascontiguousarray(x.T), np.ascontiguousarray(y.T)) for x, y in self.problem.batches]

    def numbers(self, recorded: bool) -> Numbers:
        """Under the names that everybody uses."""
        images = (self.batch, FILTERS, ACROSS, ACROSS)
        named: Numbers = {}
        for W, layer, shape in zip(self.W, self.problem.layers, ((FILTERS, 1, SIZE, SIZE), (CLASSES, -1)), strict=True):
            named |= {f"{layer}/W": W[:, :-1].reshape(shape), f"{layer}/b": W[:, -1]}
        if not recorded:
            return named
        for G, layer, shape in zip(self.G, self.problem.layers, ((FILTERS, 1, SIZE, SIZE), (CLASSES, -1)), strict=True):
            named |= {f"{layer}/W gradient": G[:, :-1].reshape(shape), f"{layer}/b gradient": G[:, -1]}
        for name, array in (("h1/z", self.z1), ("h1/a", self.a1), ("h1/delta", self.d1), ("h1/a adjoint", self.da1)):
            named[name] = array.T.reshape(images)
        named |= {"out/z": self.z2.T, "out/a": self.a2.T, "out/delta": self.d2.T, "x adjoint": self.dx.T}
        pooled = (self.batch, FILTERS, POOLED, POOLED)
        named |= {"h2/a": self.padded[:-1].T.reshape(pooled), "h2/a adjoint": self.dp.T.reshape(pooled)}
        return named | {"L": self.loss}


def tables(flat: Array, sizes: tuple[tuple[int, int], ...]) -> list[Array]:
    """One matrix per layer out of a flat vector."""
    ends = np.cumsum([rows * columns for rows, columns in sizes])
    return [part.reshape(size) for part, size in zip(np.split(flat, ends[:-1]), sizes, strict=True)]


def by_hand(problem: Problem, recorded: bool) -> Peer:
    """The fastest step that was found: columns with a row of ones, windows side by side, the slope as a sign."""
    room, done = ImageRoom(problem), 0
    ring, step_of = room.ring if recorded else None, unrolled(room)

    def train(steps: int) -> None:
        nonlocal done
        for step in range(done, done + steps):
            step_of(step, ring)
        done += steps

    return Peer(f"hand {'record' if recorded else 'run'}", train, lambda: room.numbers(recorded))


def unrolled(room: ImageRoom):
    """One step as a function of its number and the ring."""
    batch, batches, many = room.batch, room.batches(), len(room.problem.batches)
    z1, a1, s1, da1, d1, z2, a2, d2 = room.z1, room.a1, room.s1, room.da1, room.d1, room.z2, room.a2, room.d2
    p, g, u, row, loss = room.parameters, room.gradient, room.update, room.row, room.loss
    (W1, W2), (G1, G2), padded, pooled = room.W, room.G, room.padded, room.padded[:-1].reshape(-1)
    zeros = np.zeros_like(z1)
    columns: Array = np.ones((SIZE**2 + 1, ACROSS**2 * batch))
    seen = columns[:-1].reshape(SIZE, SIZE, ACROSS, ACROSS, batch)
    flat_z1, flat_d1 = (array.reshape(FILTERS, -1) for array in (z1, d1))
    columns_t, padded_t, W1_t, W2_t = columns.T, padded.T, W1[:, :-1].T, W2[:, :-1].T
    windows: Array = np.zeros((POOL**2, pooled.size))
    places = [(i, j) for i in range(POOL) for j in range(POOL)]
    whole, back = (array.reshape(FILTERS, ACROSS, ACROSS, batch) for array in (a1, da1))
    pairs = [
        (windows[k].reshape(FILTERS, POOLED, POOLED, batch), whole[:, i::POOL, j::POOL], back[:, i::POOL, j::POOL])
        for k, (i, j) in enumerate(places)
    ]
    shares: Array = np.zeros((POOL**2, pooled.size))
    given = [share.reshape(FILTERS, POOLED, POOLED, batch) for share in shares]
    same, chosen, dp = np.zeros(pooled.size, dtype=bool), np.zeros(pooled.size), room.dp.reshape(-1)
    handed: Array = np.zeros((SIZE**2, ACROSS**2 * batch))
    images: Array = np.zeros((SIZE**2, SIDE, SIDE, batch))
    moved = [
        (images[SIZE * i + j, i : i + ACROSS, j : j + ACROSS], handed[SIZE * i + j].reshape(ACROSS, ACROSS, batch))
        for i in range(SIZE)
        for j in range(SIZE)
    ]
    flat_images, dx = images.reshape(SIZE**2, -1), room.dx.reshape(-1)
    most, log_a, total = np.zeros((1, batch)), z2.copy(), np.zeros(())
    minus_mean, mean = np.array(-1.0 / batch), np.array(1.0 / batch)
    rate = np.array(-room.problem.learning_rate)

    def forward(x: Array, y: Array) -> None:
        image = x.reshape(SIDE, SIDE, batch)
        for i in range(SIZE):
            for j in range(SIZE):
                copyto(seen[i, j], image[i : i + ACROSS, j : j + ACROSS])
        W1.dot(columns, flat_z1)
        maximum(z1, zeros, out=a1)
        for window, pixels, _ in pairs:
            copyto(window, pixels)
        maximum.reduce(windows, 0, None, pooled)
        W2.dot(padded, z2)
        maximum.reduce(z2, 0, None, most, True)
        subtract(z2, most, a2)
        subtract(z2, most, log_a)
        exp(a2, a2)
        add.reduce(a2, 0, None, most, True)
        divide(a2, most, a2)
        log(most, most)
        subtract(log_a, most, log_a)
        multiply(y, log_a, log_a)
        add.reduce(log_a, None, None, total)
        multiply(total, minus_mean, loss)

    def backward(y: Array) -> None:
        sign(a1, s1)
        subtract(a2, y, d2)
        multiply(d2, mean, d2)
        d2.dot(padded_t, G2)
        W2_t.dot(d2, room.dp)
        left = dp
        for k in range(POOL**2 - 1):
            equal(windows[k], pooled, same)
            copyto(chosen, same)
            multiply(left, chosen, shares[k])
            subtract(left, shares[k], shares[-1])
            left = shares[-1]
        for share, (_, _, pixels) in zip(given, pairs, strict=True):
            copyto(pixels, share)
        multiply(da1, s1, d1)
        flat_d1.dot(columns_t, G1)
        W1_t.dot(flat_d1, handed)
        for pixels, share in moved:
            copyto(pixels, share)
        add.reduce(flat_images, 0, None, dx)

    def step(number: int, ring: Array | None) -> None:
        x, y = batches[number % many]
        forward(x, y)
        backward(y)
        multiply(g, rate, u)
        if ring is not None:
            ring[number % len(ring)] = row
        add(p, u, p)

    return step
