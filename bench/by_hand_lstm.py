"""The step written by hand for the LSTM; see sequences.py."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy import add, copyto, divide, exp, matmul, minimum, multiply, subtract, tanh

from bench.peer import Array, Numbers, Peer, Problem

STEPS, BATCH, FEATURES, UNITS = 50, 16, 8, 32
ONE, LARGEST = np.array(1.0), np.array(709.0)
SIZES = ((4 * UNITS, FEATURES + 1), (4 * UNITS, UNITS), (1, UNITS + 1))


class LstmRoom:
    """Views into one stretch, `row`: all that a step computes; sequences lie (steps, units, batch).

    beside: g of each step with the cell before it, since both are multiplied by gates that lie beside each other.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._arena: Array = np.zeros(2_000_000)
        self._end = 0
        wide, gates, one = (STEPS, 4 * UNITS, BATCH), (STEPS, 3 * UNITS, BATCH), (STEPS, UNITS, BATCH)
        self.z, self.gates, self.m = (self.take(*shape) for shape in (wide, gates, one))
        self.beside, self.h = self.take(2 * STEPS + 1, UNITS, BATCH), self.take((STEPS + 1) * UNITS + 1, BATCH)
        self.h[-1] = 1.0
        self.gate_slopes, self.g_slopes, self.m_slopes = (self.take(*shape) for shape in (gates, one, one))
        self.dz, self.dgates, self.dm = (self.take(*shape) for shape in (wide, gates, one))
        self.dbeside, self.dh = self.take(2 * STEPS + 1, UNITS, BATCH), self.take(STEPS + 1, UNITS, BATCH)
        self.dx, self.out, self.dout = self.take(STEPS, FEATURES, BATCH), self.take(1, BATCH), self.take(1, BATCH)
        self.loss = self.take(1).reshape(())
        count = sum(rows * columns for rows, columns in SIZES)
        self.gradient, self.parameters, self.update = (self.take(count) for _ in range(3))
        self.G, self.W = (tables(flat) for flat in (self.gradient, self.parameters))
        self.row = self._arena[: self._end]
        self.ring: Array = np.ones((problem.kept, self.row.size))
        W, U, V = self.W
        U[...] = problem.start["h1/U"]
        for matrix, layer in ((W, "h1"), (V, "out")):
            matrix[:, :-1], matrix[:, -1] = problem.start[f"{layer}/W"], problem.start[f"{layer}/b"]

    def take(self, *shape: int) -> Array:
        """The next free stretch of the arena."""
        start, self._end = self._end, self._end + int(np.prod(shape))
        return self._arena[start : self._end].reshape(shape)

    def numbers(self, recorded: bool) -> Numbers:
        """Under the names that everybody uses."""
        W, U, V = self.W
        named: Numbers = {"h1/W": W[:, :-1], "h1/b": W[:, -1], "h1/U": U, "out/W": V[:, :-1], "out/b": V[:, -1]}
        if not recorded:
            return named
        G, _, GV = self.G
        named |= {"h1/W gradient": G[:, :-1], "h1/b gradient": G[:, -1]}
        named |= {"out/W gradient": GV[:, :-1], "out/b gradient": GV[:, -1]}
        named |= {"h1/z": self.z.transpose(2, 0, 1), "h1/delta": self.dz.transpose(2, 0, 1), "h1/a": self.h[-33:-1].T}
        return named | {"out/z": self.out.T, "out/a": self.out.T, "out/delta": self.dout.T, "L": self.loss}


def tables(flat: Array) -> list[Array]:
    """One matrix per parameter out of a flat vector."""
    ends = np.cumsum([rows * columns for rows, columns in SIZES])
    return [part.reshape(size) for part, size in zip(np.split(flat, ends[:-1]), SIZES, strict=True)]


def by_hand(problem: Problem, recorded: bool) -> Peer:
    """The fastest step that was found: what does not recur outside the loop, gates side by side, pairs in one call."""
    room, done = LstmRoom(problem), 0
    ring, step_of = room.ring if recorded else None, unrolled(room)

    def train(steps: int) -> None:
        nonlocal done
        for step in range(done, done + steps):
            step_of(step, ring)
        done += steps

    return Peer(f"hand {'record' if recorded else 'run'}", train, lambda: room.numbers(recorded))


def unrolled(room: LstmRoom) -> Callable[[int, Array | None], None]:
    """One step as a function of its number and the ring."""
    forward, backward = forward_of(room), backward_of(room)
    batches = [(x.T.reshape(STEPS, FEATURES, BATCH).copy(), y.T.copy()) for x, y in room.problem.batches]
    p, g, u, row, rate = room.parameters, room.gradient, room.update, room.row, np.array(-room.problem.learning_rate)

    def step_of(step: int, ring: Array | None) -> None:
        x, y = batches[step % len(batches)]
        forward(x, y)
        backward(x)
        multiply(g, rate, u)
        if ring is not None:
            ring[step % len(ring)] = row
        add(p, u, p)

    return step_of


def forward_of(room: LstmRoom) -> Callable[[Array, Array], None]:
    """The forward pass, up to the loss and its derivative."""
    (W, U, V), z, beside, h = room.W, room.z, room.beside, room.h
    states = h[:-1].reshape(STEPS + 1, UNITS, BATCH)
    padded: Array = np.ones((STEPS, FEATURES + 1, BATCH))
    seen, last, wide, e = padded[:, :-1], h[-UNITS - 1 :], np.zeros((4 * UNITS, BATCH)), np.zeros((3 * UNITS, BATCH))
    both, out, dout, loss = np.zeros((2, UNITS * BATCH)), room.out, room.dout, room.loss
    U_dot, V_dot, dout_dot, total = U.dot, V.dot, dout.reshape(-1).dot, np.zeros(())
    flat_dout, mean, twice = dout.reshape(-1), np.array(1.0 / BATCH), np.array(2.0 / BATCH)
    walk = [
        (
            states[t], z[t], z[t, : 3 * UNITS], z[t, 3 * UNITS :], room.gates[t], beside[2 * t],
            room.gates[t, : 2 * UNITS].reshape(2, -1), beside[2 * t : 2 * t + 2].reshape(2, -1),
            cell(beside, t + 1).reshape(-1), cell(beside, t + 1), room.m[t], room.gates[t, 2 * UNITS :], states[t + 1],
        )
        for t in range(STEPS)
    ]  # fmt: skip

    def forward(x: Array, y: Array) -> None:
        copyto(seen, x)
        matmul(W, padded, z)
        for before, zt, z_gates, z_g, gates, g, i_f, g_c, c_flat, c, m, o, h in walk:
            U_dot(before, wide)
            add(zt, wide, zt)
            minimum(z_gates, LARGEST, out=e)
            exp(e, e)
            add(e, ONE, gates)
            divide(e, gates, gates)
            tanh(z_g, g)
            multiply(i_f, g_c, both)
            add(both[0], both[1], c_flat)
            tanh(c, m)
            multiply(o, m, h)
        V_dot(last, out)
        subtract(out, y, dout)
        dout_dot(flat_dout, total)
        multiply(total, mean, loss)
        multiply(dout, twice, dout)

    return forward


def backward_of(room: LstmRoom) -> Callable[[Array], None]:
    """All slopes, then back along the sequence, then the gradients."""
    (W, U, V), (GW, GU, GV), beside, dbeside = room.W, room.G, room.beside, room.dbeside
    gs, cells, c_line = beside[: 2 * STEPS : 2], np.zeros((STEPS, UNITS, BATCH)), np.zeros((UNITS, BATCH))
    across_x: Array = np.ones((FEATURES + 1, STEPS, BATCH))
    across_h, across_z = np.zeros((UNITS, STEPS, BATCH)), np.zeros((4 * UNITS, STEPS, BATCH))
    states = room.h[:-1].reshape(STEPS + 1, UNITS, BATCH)
    U_T_dot, W_T, V_T_dot, dout_dot, last_t = (
        U.T.dot,
        W[:, :-1].T,
        V[:, :-1].T.dot,
        room.dout.dot,
        room.h[-UNITS - 1 :].T,
    )
    z_dot, x_t, h_t = across_z.reshape(4 * UNITS, -1).dot, across_x.reshape(9, -1).T, across_h.reshape(UNITS, -1).T
    gates, gate_slopes, g_slopes, m, m_slopes = room.gates, room.gate_slopes, room.g_slopes, room.m, room.m_slopes
    seen_x, turned_h, turned_z = across_x[:-1], states[:-1].transpose(1, 0, 2), room.dz.transpose(1, 0, 2)
    walk = [
        (
            room.dh[t + 1], m[t], gates[t, 2 * UNITS :], room.dgates[t, 2 * UNITS :], room.dm[t], m_slopes[t],
            cell(dbeside, t + 1), beside[2 * t], beside[2 * t + 1], gates[t, :UNITS], gates[t, UNITS : 2 * UNITS],
            room.dgates[t, :UNITS], room.dgates[t, UNITS : 2 * UNITS], dbeside[2 * t], dbeside[2 * t + 1],
            room.dgates[t], gate_slopes[t], room.dz[t, : 3 * UNITS], g_slopes[t], room.dz[t, 3 * UNITS :], room.dz[t],
            room.dh[t],
        )
        for t in reversed(range(STEPS))
    ]  # fmt: skip
    last_c = cell(dbeside, STEPS)

    def backward(x: Array) -> None:
        subtract(ONE, gates, gate_slopes)
        multiply(gate_slopes, gates, gate_slopes)
        copyto(cells, gs)
        multiply(cells, cells, g_slopes)
        subtract(ONE, g_slopes, g_slopes)
        multiply(m, m, m_slopes)
        subtract(ONE, m_slopes, m_slopes)
        dout_dot(last_t, GV)
        V_T_dot(room.dout, room.dh[-1])
        last_c.fill(0.0)
        for (
            dh,
            m_t,
            o,
            do,
            dm,
            m_slope,
            dc,
            g,
            c,
            i,
            f,
            di,
            df,
            dg,
            dc_before,
            dgates,
            s,
            dz_gates,
            sg,
            dz_g,
            dz,
            before,
        ) in walk:
            multiply(dh, m_t, do)
            multiply(dh, o, dm)
            multiply(dm, m_slope, c_line)
            add(dc, c_line, dc)
            multiply(dc, g, di)
            multiply(dc, c, df)
            multiply(dc, i, dg)
            multiply(dc, f, dc_before)
            multiply(dg, sg, dz_g)
            multiply(dgates, s, dz_gates)
            U_T_dot(dz, before)
        copyto(seen_x, x.transpose(1, 0, 2))
        copyto(across_h, turned_h)
        copyto(across_z, turned_z)
        z_dot(h_t, GU)
        z_dot(x_t, GW)
        matmul(W_T, room.dz, room.dx)

    return backward


def cell(beside: Array, time: int) -> Array:
    """c of a step: behind the g of the next one, the last one at the end."""
    return beside[min(2 * time + 1, 2 * STEPS)]
