"""Every recorded derivative of one step beside its complex step."""

from core import Program, State
from core.gradcheck import complex_steps
from tests.core.nets import distance

# Expected 2e-15, relative to the largest entry of the tensor.
TOLERANCE = 1e-13
# Where large adjoints cancel, as under a softmax, what is left keeps their rounding error: 1e-15 of the largest.
CANCELLED = 1e-15


def assert_exact(program: Program, state: State) -> None:
    """Backprop equals the complex step for every parameter and every value between the data and the loss."""
    step = program.advance(state)[1]
    paths = program.layout.paths("adjoint")
    scale = CANCELLED / TOLERANCE * max(float(abs(step.adjoint(path)).max()) for path in paths)
    for path, expected in complex_steps(program, state, paths):
        assert distance(expected, step.adjoint(path), scale) <= TOLERANCE, f"{path} at step {step.index}"
