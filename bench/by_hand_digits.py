"""The step written by hand for 784-64-10, with SGD and with Adam; the smaller networks are in by_hand.py."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy import add, divide, exp, log, maximum, multiply, sign, sqrt, subtract

from bench.by_hand import Train
from bench.peer import Array
from bench.room import Room

Update = Callable[[int], None]
ZERO = np.array(0.0)
# The paper's defaults, which are PyTorch's too.
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


def digits(room: Room, rate: Array) -> Train:
    """784-64-10 with SGD."""
    g, u = room.gradient, room.update

    def update(step: int) -> None:
        multiply(g, rate, u)

    return digits_with(room, update)


def digits_adam(room: Room, rate: Array) -> Train:
    """784-64-10 with Adam, with m and v as the paper defines them, since they are recorded too."""
    g, u, (m, v) = room.gradient, room.update, room.memory
    root, beta2, new_m, new_v = u.copy(), np.array(BETA2), np.array(1.0 - BETA1), np.array(1.0 - BETA2)
    of_m, eps, minus_rate = np.zeros(()), np.zeros(()), rate.item()

    def update(step: int) -> None:
        correction = (1.0 - BETA2 ** (step + 1)) ** 0.5
        of_m[()] = minus_rate * correction / (1.0 - BETA1 ** (step + 1))
        eps[()] = EPS * correction
        subtract(g, m, root)
        multiply(root, new_m, root)
        add(m, root, m)
        multiply(v, beta2, v)
        multiply(g, g, root)
        multiply(root, new_v, root)
        add(v, root, v)
        sqrt(v, root)
        add(root, eps, root)
        multiply(m, of_m, u)
        divide(u, root, u)

    return digits_with(room, update)


def digits_with(room: Room, update: Update) -> Train:
    """784-64-10, ReLU, softmax and cross-entropy in one, averaged over the batch."""
    (z1, z2), (a1, a2), (d1, d2), s1 = room.z, room.a, room.delta, room.slope[0]
    batches, many = room.batches(), len(room.problem.batches)
    p, u, row, loss = room.parameters, room.update, room.row, room.loss
    p1, p1t, (g1, g2) = room.padded[0], room.padded[0].T, room.gradients
    size = z2.shape[1]
    most, log_a, total = np.zeros((1, size)), z2.copy(), np.zeros(())
    mean, minus_mean = np.array(1.0 / size), np.array(-1.0 / size)
    w1_dot, w2_dot, w2t_dot, d1_dot, d2_dot = (
        room.W[0].dot, room.W[1].dot, room.W[1][:, :-1].T.dot, d1.dot, d2.dot
    )  # fmt: skip
    log_a_flat_dot, largest, added = log_a.reshape(-1).dot, maximum.reduce, add.reduce
    flat_batches = [(x, xt, y, y.reshape(-1)) for x, xt, y in batches]

    def train(first: int, steps: int, ring: Array | None) -> None:
        for step in range(first, first + steps):
            x, xt, y, y_flat = flat_batches[step % many]
            w1_dot(x, z1)
            maximum(z1, ZERO, out=a1)
            w2_dot(p1, z2)
            largest(z2, 0, None, most, True)
            subtract(z2, most, log_a)
            exp(log_a, a2)
            added(a2, 0, None, most, True)
            divide(a2, most, a2)
            log(most, most)
            subtract(log_a, most, log_a)
            log_a_flat_dot(y_flat, total)
            multiply(total, minus_mean, loss)
            subtract(a2, y, d2)
            multiply(d2, mean, d2)
            d2_dot(p1t, g2)
            w2t_dot(d2, d1)
            sign(a1, s1)
            multiply(d1, s1, d1)
            d1_dot(xt, g1)
            update(step)
            if ring is not None:
                ring[step % len(ring)] = row
            add(p, u, p)

    return train
