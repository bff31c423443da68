"""Bugs in the walk through a step: the recorded numbers stay right, the products that lead to them do not."""

from tests.bugs.bug import Bug

OWN = ("test_walk.py",)

WALKS = (
    Bug(
        "walk: the weights of a row are taken along the wrong axis",
        "explain/walk/wiring.py",
        "entries = np.moveaxis(np.arange(slot_size(shape)).reshape(shape), -axis, 0)",
        "entries = np.moveaxis(np.arange(slot_size(shape)).reshape(shape), 0, 0)",
        OWN,
        only="sparse and tied",
    ),
    Bug(
        "walk: what an operation adds to a sum that is there already is left out",
        "explain/walk/forward_blocks.py",
        "pieces.append((one, outputs))",
        "pieces[:] = [(one, outputs)]",
        OWN,
        only="every_recipe_is_walked and adding_rnn",
    ),
    Bug(
        "walk: a number that is used twice is followed to one of its uses only",
        "explain/walk/backward_blocks.py",
        "found = [(one, inputs) for one, inputs in found if (inputs >= 0).any()]",
        "found = [(one, inputs) for one, inputs in found if (inputs >= 0).any()][:1]",
        OWN,
        only="masks_normalisation_and_skips and skips",
    ),
    Bug(
        "walk: of a pooled image the pixel that is the largest alone is a use",
        "explain/walk/wiring.py",
        "for array, value in ((values[path], 1.0), (tangent, 1.0)):",
        "for array, value in ((tangent, 1.0),):",
        OWN,
        only="every_layer_for_images",
    ),
    Bug(
        "walk: a tied weight is followed into its sums only, not through its mask",
        "explain/walk/backward_blocks.py",
        "pieces, tuple(masked))",
        "pieces, tuple(masked) if not pieces else ())",
        OWN,
        only="any_dense_network",
    ),
    Bug(
        "walk: the other examples of the batch are not in the loss",
        "explain/walk/loss.py",
        "if row != case.row for value in many.ravel().tolist()]",
        "if row == case.row for value in many.ravel().tolist()]",
        OWN,
        only="every_recipe_is_walked and spiral",
    ),
    Bug(
        "walk: the slope in a statistic of the batch is that of one example alone",
        "explain/walk/backward.py",
        'if not is_batched(output) and output.role != "loss":',
        'if output.role == "moment" and False:',
        OWN,
        only="masks_normalisation_and_skips and batch_norm",
    ),
    Bug(
        "walk: a number under way has the products of the next one",
        "explain/walk/walk.py",
        "done, count = position - walk.start_of(block, unit), int(block.counts[unit])",
        "done, count = position - walk.start_of(block, unit) - 1, int(block.counts[unit])",
        OWN,
        only="next_product or worked_example",
    ),
)
