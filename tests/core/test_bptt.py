"""How much of the gradient reaches each step of a sequence."""

import numpy as np
import pytest

from core.bptt import flows
from tests.core.recurring import KINDS, recurrent_program


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
def test_norms_are_those_of_the_recorded_adjoints(kind: str, sequence: bool) -> None:
    program = recurrent_program(kind, 5, 3, sequence, depth=2)
    rows = program.record(program.start(), 2).rows
    found = flows(program.spec, program.network, program.layout, rows)
    assert [flow.layer for flow in found] == ["h1", "h2"]
    for i, row in enumerate(rows):
        step = program.step_from_row(i, row)
        sources = {"h1": step.adjoint("x").reshape(3, 5, 2), "h2": step.adjoint("h1/a")}
        for flow in found:
            for time in range(1, 6):
                state = np.linalg.norm(step.adjoint(f"{flow.layer}/t={time}/a"))
                assert abs(flow.states[i, time] - state) <= 1e-14 * state
                source = np.linalg.norm(sources[flow.layer][:, time - 1])
                assert abs(flow.inputs[i, time - 1] - source) <= 1e-14 * source
            assert flow.faded(3)[i] == flow.states[i, -2] / flow.states[i, -4]


def test_nothing_passes_a_cut() -> None:
    program = recurrent_program("lstm", 6, truncate=3)
    (flow,) = flows(program.spec, program.network, program.layout, program.record(program.start(), 1).rows)
    assert (flow.states[0, :4] == 0.0).all()
    assert (flow.states[0, 4:] > 0.0).all()
    assert (flow.inputs[0, :3] == 0.0).all()
    assert np.isfinite(flow.faded(5)).all()
