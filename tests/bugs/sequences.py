"""Bugs of sequences: a gate that multiplies the wrong thing, a step that is forgotten, a cut that does not cut."""

from tests.bugs.bug import Bug

GATES = ("test_recurrent.py",)
FLOWS = ("test_bptt.py",)
EXACT = "gate_cell_and_state and 4-3"

RECURRENCE = (
    Bug(
        "recurrence: the gradient of U leaves out the first step",
        "ops/recur.py",
        "return calls if self.step > 1 else calls + self.gradient_calls(buffers)",
        "return calls",
        GATES,
        only=EXACT,
    ),
    Bug(
        "recurrence: U instead of its transpose on the way back",
        "ops/recur.py",
        "call(np.dot, buffers.matrix(self.inputs[1]).T, buffers.adjoint(self.output), into)",
        "call(np.dot, buffers.matrix(self.inputs[1])[: len(into), : len(into)], buffers.adjoint(self.output)"
        "[: len(into)], into)",
        GATES,
        only=EXACT,
    ),
    Bug(
        "recurrence: the state before counts twice",
        "ops/recur.py",
        "call(np.dot, U, buffers.value(self.inputs[0]), room), call(np.add, z, room, z)",
        "call(np.dot, U, buffers.value(self.inputs[0]), room), call(np.add, z, room, z), call(np.add, z, room, z)",
        GATES,
        only=EXACT,
    ),
    Bug(
        "truncation: the gradient passes the cut",
        "layers/recurrent.py",
        "return bool(self.layer.truncate) and time > 1",
        "return False and time > 1",
        (*GATES, *FLOWS),
        only="truncation_stops or nothing_passes",
    ),
    Bug(
        "truncation: one step too late",
        "layers/recurrent.py",
        "(time - 1) % self.layer.truncate == 0",
        "(time - 2) % self.layer.truncate == 0",
        GATES,
        only="truncation_stops or last_stretch",
    ),
    Bug(
        "weighted sums along a sequence: no bias",
        "ops/input_sums.py",
        "        across[features:] = 1.0\n",
        "        across[features:] = 0.0\n",
        GATES,
        only=EXACT,
    ),
    Bug(
        "weighted sums along a sequence: the gradient reaches the input of no step but one",
        "ops/input_sums.py",
        "call(np.matmul, W.T, delta, self.in_steps(room))",
        "call(np.matmul, W.T, delta[:1], self.in_steps(room)[:1])",
        GATES,
        only="stacked_layers",
    ),
)

CELLS = (
    Bug(
        "LSTM: the forget gate learns from what is let in",
        "ops/gated_sum.py",
        "(f, c), (g, i)",
        "(f, g), (g, i)",
        GATES,
        only=EXACT,
    ),
    Bug(
        "LSTM: the cell hands everything back, whatever the forget gate says",
        "ops/gated_sum.py",
        "(() if self.cut else ((c, f),))",
        "(() if self.cut else ((c, i),))",
        GATES,
        only=EXACT,
    ),
    Bug(
        "LSTM: forget gates start shut",
        "layers/lstm.py",
        "lifted = slice(units, 2 * units), layer.forget_bias",
        "lifted = slice(units, 2 * units), -layer.forget_bias",
        GATES,
        only="forget_gates",
    ),
    Bug(
        "GRU: the update gate the other way round",
        "ops/mix.py",
        "call(np.subtract, before, n, difference)",
        "call(np.subtract, n, before, difference)",
        GATES,
        only=EXACT,
    ),
    Bug(
        "GRU: the candidate gets the gradient of the kept part too",
        "ops/mix.py",
        "call(np.multiply, upstream, into_n, into_n)",
        "call(np.copyto, into_n, upstream)",
        GATES,
        only=EXACT,
    ),
    Bug(
        "GRU: the reset gate learns from itself",
        "ops/add_product.py",
        "zip(self.inputs, reversed(self.inputs), strict=True)",
        "zip(self.inputs, self.inputs, strict=True)",
        GATES,
        only=EXACT,
    ),
    Bug(
        "GRU: the second bias counts one step only",
        "ops/spread.py",
        "call(np.add.reduce, wide[self.rows], -1, None, into)",
        "call(np.copyto, into, wide[self.rows][:, 0])",
        GATES,
        only=EXACT,
    ),
)

TIME = (
    Bug(
        "gradient through time: counted from the first step instead of the last",
        "bptt.py",
        "self.states[:, -1 - lag]",
        "self.states[:, lag]",
        FLOWS,
    ),
    Bug(
        "gradient through time: the norm over all steps at once",
        "bptt.py",
        "norm(numbers.reshape(len(numbers) * steps, -1)).reshape(len(numbers), steps)",
        "norm(numbers)[:, None].repeat(steps, axis=1)",
        FLOWS,
    ),
)

SEQUENCE_BUGS = (*RECURRENCE, *CELLS, *TIME)
