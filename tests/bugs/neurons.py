"""Bugs in what is said of a unit: its products, the places where it computes, and whether it is saturated."""

from tests.bugs.bug import Bug

OWN = ("test_neuron.py",)

NEURONS = (
    Bug(
        "neuron: a tied weight is read the way round of the other layer",
        "explain/summands.py",
        "yield (op.inputs[1], (j, unit)), through(x, example, j)",
        "yield (op.inputs[1], (unit % 3, j % 3)), through(x, example, j)",
        OWN,
        only="every_recipe and denoising",
    ),
    Bug(
        "neuron: the padding of a convolution is forgotten",
        "explain/summands.py",
        "window.stride * a + k - window.padding",
        "window.stride * a + k",
        OWN,
        only="every_unit_of_an_image",
    ),
    Bug(
        "neuron: every gate has the input weights of the first",
        "explain/summands.py",
        "row += op.rows.start",
        "row += 0",
        OWN,
        only="along_a_sequence",
    ),
    Bug(
        "neuron: a bias counts twice",
        "explain/summands.py",
        "value = float(views[given[0]][given[1]]) if given else 1.0",
        "value = float(views[given[0]][given[1]]) if given else 2.0",
        OWN,
        only="worked_unit",
    ),
    Bug(
        "neuron: the gates of a step are called in another order",
        "explain/sites.py",
        "rows = range(unit, shape[0], units)",
        "rows = range(shape[0] - units + unit, -1, -units)",
        OWN,
        only="pixels_steps_and_gates",
    ),
    Bug(
        "neuron: the quietest pixel instead of the busiest",
        "explain/neuron.py",
        "np.argmax(np.nan_to_num(sizes))",
        "np.argmin(np.nan_to_num(sizes))",
        OWN,
        only="busiest",
    ),
    Bug(
        "neuron: dead is who is shut for one example",
        "explain/saturation.py",
        "(slopes == 0.0).all()",
        "(slopes == 0.0).any()",
        OWN,
        only="conditions",
    ),
    Bug(
        "neuron: a share of the slope is not measured by the largest",
        "explain/saturation.py",
        "np.abs(slopes) / largest_slope(kind)",
        "np.abs(slopes)",
        OWN,
        only="conditions",
    ),
    Bug(
        "neuron: the curve of the slope is the curve",
        "explain/curve.py",
        "return a[:, 0], slope[:, 0]",
        "return a[:, 0], a[:, 0]",
        OWN,
        only="curve",
    ),
)
