"""NumPy as contestant: one training step per network, unrolled by hand, the fastest that was found.

Bound `dot` methods and ufuncs with `out`, 0-d constants, biases as a column of W, slopes of all layers at once, one
flat update, batches laid out beforehand.  Recording is one copy into a ring that is never allocated again.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy import add, divide, exp, multiply, subtract, tanh

from bench.peer import Array
from bench.room import Room

Train = Callable[[int, int, Array | None], None]
ONE, HALF = np.array(1.0), np.array(0.5)


def xor(room: Room, rate: Array) -> Train:
    """2-4-1, sigmoid, half squared error added over all four examples."""
    (z1, z2), (a1, a2), (d1, d2), (s1, s2) = room.z, room.a, room.delta, room.slope
    x, xt, y = room.batches()[0]
    a, s, p, g, u, row, loss = (
        room.activations, room.slopes, room.parameters, room.gradient, room.update, room.row, room.loss
    )  # fmt: skip
    p1, p1t, g1, g2 = room.padded[0], room.padded[0].T, *room.gradients
    e1, e2, flat, total = z1.copy(), z2.copy(), np.zeros(z2.size), np.zeros(())
    d = flat.reshape(z2.shape)
    w1_dot, w2_dot, d1_dot, d2_dot, flat_dot = room.W[0].dot, room.W[1].dot, d1.dot, d2.dot, flat.dot
    w2t_dot = room.W[1][:, :-1].T.dot

    def train(first: int, steps: int, ring: Array | None) -> None:
        for step in range(first, first + steps):
            w1_dot(x, z1)
            exp(z1, e1)
            add(e1, ONE, a1)
            divide(e1, a1, a1)
            w2_dot(p1, z2)
            exp(z2, e2)
            add(e2, ONE, a2)
            divide(e2, a2, a2)
            subtract(a2, y, d)
            flat_dot(flat, total)
            multiply(total, HALF, loss)
            subtract(ONE, a, s)
            multiply(s, a, s)
            multiply(d, s2, d2)
            d2_dot(p1t, g2)
            w2t_dot(d2, d1)
            multiply(d1, s1, d1)
            d1_dot(xt, g1)
            if ring is not None:
                ring[step % len(ring)] = row
            multiply(g, rate, u)
            add(p, u, p)

    return train


def two_four_two_one(room: Room, rate: Array) -> Train:
    """2-4-2-1, tanh, sigmoid output, half squared error averaged over the batch."""
    (z1, z2, z3), (a1, a2, a3), (d1, d2, d3), (s1, s2, s3) = room.z, room.a, room.delta, room.slope
    batches, many = room.batches(), len(room.problem.batches)
    p, g, u, row, loss = room.parameters, room.gradient, room.update, room.row, room.loss
    a, s = room.activations[: -a3.size], room.slopes[: -a3.size]
    (p1, p2), (g1, g2, g3), p1t, p2t = room.padded, room.gradients, room.padded[0].T, room.padded[1].T
    e3, flat, total = z3.copy(), np.zeros(z3.size), np.zeros(())
    d = flat.reshape(z3.shape)
    mean, half_mean = np.array(1.0 / z3.size), np.array(0.5 / z3.size)
    (w1_dot, w2_dot, w3_dot), flat_dot = (W.dot for W in room.W), flat.dot
    w2t_dot, w3t_dot = room.W[1][:, :-1].T.dot, room.W[2][:, :-1].T.dot
    d1_dot, d2_dot, d3_dot = d1.dot, d2.dot, d3.dot

    def train(first: int, steps: int, ring: Array | None) -> None:
        for step in range(first, first + steps):
            x, xt, y = batches[step % many]
            w1_dot(x, z1)
            tanh(z1, a1)
            w2_dot(p1, z2)
            tanh(z2, a2)
            w3_dot(p2, z3)
            exp(z3, e3)
            add(e3, ONE, a3)
            divide(e3, a3, a3)
            subtract(a3, y, d)
            flat_dot(flat, total)
            multiply(total, half_mean, loss)
            multiply(a, a, s)
            subtract(ONE, s, s)
            subtract(ONE, a3, s3)
            multiply(s3, a3, s3)
            multiply(d, mean, d)
            multiply(d, s3, d3)
            d3_dot(p2t, g3)
            w3t_dot(d3, d2)
            multiply(d2, s2, d2)
            d2_dot(p1t, g2)
            w2t_dot(d2, d1)
            multiply(d1, s1, d1)
            d1_dot(xt, g1)
            if ring is not None:
                ring[step % len(ring)] = row
            multiply(g, rate, u)
            add(p, u, p)

    return train


def two_eight_eight_eight_one(room: Room, rate: Array) -> Train:
    """2-8-8-8-1, tanh, half squared error averaged over the batch."""
    (z1, z2, z3, z4), (a1, a2, a3, a4), (d1, d2, d3, d4) = room.z, room.a, room.delta
    (s1, s2, s3, s4), batches, many = room.slope, room.batches(), len(room.problem.batches)
    a, s, p, g, u, row, loss = (
        room.activations, room.slopes, room.parameters, room.gradient, room.update, room.row, room.loss
    )  # fmt: skip
    (p1, p2, p3), (g1, g2, g3, g4) = room.padded, room.gradients
    p1t, p2t, p3t = p1.T, p2.T, p3.T
    flat, total = np.zeros(z4.size), np.zeros(())
    d = flat.reshape(z4.shape)
    mean, half_mean = np.array(1.0 / z4.size), np.array(0.5 / z4.size)
    (w1_dot, w2_dot, w3_dot, w4_dot), flat_dot = (W.dot for W in room.W), flat.dot
    w2t_dot, w3t_dot, w4t_dot = (W[:, :-1].T.dot for W in room.W[1:])
    d1_dot, d2_dot, d3_dot, d4_dot = d1.dot, d2.dot, d3.dot, d4.dot

    def train(first: int, steps: int, ring: Array | None) -> None:
        for step in range(first, first + steps):
            x, xt, y = batches[step % many]
            w1_dot(x, z1)
            tanh(z1, a1)
            w2_dot(p1, z2)
            tanh(z2, a2)
            w3_dot(p2, z3)
            tanh(z3, a3)
            w4_dot(p3, z4)
            tanh(z4, a4)
            subtract(a4, y, d)
            flat_dot(flat, total)
            multiply(total, half_mean, loss)
            multiply(a, a, s)
            subtract(ONE, s, s)
            multiply(d, mean, d)
            multiply(d, s4, d4)
            d4_dot(p3t, g4)
            w4t_dot(d4, d3)
            multiply(d3, s3, d3)
            d3_dot(p2t, g3)
            w3t_dot(d3, d2)
            multiply(d2, s2, d2)
            d2_dot(p1t, g2)
            w2t_dot(d2, d1)
            multiply(d1, s1, d1)
            d1_dot(xt, g1)
            if ring is not None:
                ring[step % len(ring)] = row
            multiply(g, rate, u)
            add(p, u, p)

    return train
