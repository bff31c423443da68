"""Bugs of autoencoders: shared weights of which a part is lost, pulls on the code of the wrong size, noisy targets."""

from tests.bugs.bug import Bug

TIED, SPARSE, OWN = ("test_tied_weights.py",), ("test_sparse_codes.py",), ("test_own_input.py",)

CODES = (
    Bug(
        "tied weights: the decoder contributes nothing to their gradient",
        "ops/tied_affine.py",
        "product(x, delta.mT, share), call(np.copyto, stored[..., :width], share)",
        "call(np.copyto, stored[..., :width], share)",
        TIED,
        only="both_layers",
    ),
    Bug(
        "tied weights: the encoder's biases keep what the last step found",
        "ops/tied_affine.py",
        "        if stored.shape[-1] > width:\n",
        "        if stored.shape[-1] > width + 1:\n",
        TIED,
        only="derivative_is_exact and plain",
    ),
    Bug(
        "tied weights: the decoder's biases are left out",
        "ops/tied_affine.py",
        "calls.append(call(np.add, z, buffers.value(self.inputs[2])[..., None], z))",
        "pass",
        TIED,
        only="dropconnect_masks or both_layers",
    ),
    Bug(
        "tied weights: the decoder shows other numbers than it uses",
        "layout_builder.py",
        'Slot(path, kind, "tied", slot.offset, slot.shape[::-1], slot.strides[::-1])',
        'Slot(path, kind, "tied", slot.offset, slot.shape[::-1], slot.strides)',
        TIED,
        only="other_way_round",
    ),
    Bug(
        "L1 on the code: added over a batch whose loss is averaged",
        "terms.py",
        "rule.amount * share, rule.name",
        "rule.amount, rule.name",
        SPARSE,
        only="formulas_say or pull_of_each",
    ),
    Bug(
        "L1 on the code: pulls in proportion to the activation",
        "ops/absolute_sum.py",
        "return [call(np.multiply, sign, buffers.constant(self.factor), into), *finish]",
        "return [call(np.multiply, buffers.value(self.inputs[0]), buffers.constant(self.factor), into), *finish]",
        SPARSE,
        only="derivative_is_exact or pull_of_each",
    ),
    Bug(
        "sparsity: without the part for being off",
        "ops/rate_divergence.py",
        "call(np.multiply, log_off, buffers.constant(1.0 - self.rate), log_off)",
        "call(np.multiply, log_off, buffers.constant(0.0), log_off)",
        SPARSE,
        only="derivative_is_exact or formulas_say",
    ),
    Bug(
        "sparsity: pulls the wrong way",
        "ops/rate_divergence.py",
        "call(np.subtract, into, pull, into)",
        "call(np.subtract, pull, into, into)",
        SPARSE,
        only="derivative_is_exact or pull_of_each",
    ),
    Bug(
        "terms of the code: of the widest layer",
        "terms.py",
        "return min(widths, key=lambda place: widths[place])",
        "return max(widths, key=lambda place: widths[place])",
        SPARSE,
        only="narrowest",
    ),
    Bug(
        "asking for the input: the labels are asked for all the same",
        "datasets/__init__.py",
        "return Examples(x, x, test, test, validation, validation, examples.shape)",
        "return examples",
        OWN,
        only="targets_are_the_inputs",
    ),
)
