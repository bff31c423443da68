"""Bugs in activations: wrong slopes, wrong sides of a kink, numbers that overflow."""

from tests.bugs.bug import Bug

COMPLEX = ("test_gradients_by_complex_step.py",)
KINKS = ("test_kinks.py",)

ACTIVATIONS = (
    Bug(
        "tanh: slope 1 − a instead of 1 − a²",
        "ops/tanh.py",
        "call(np.multiply, a, a, slope)",
        "call(np.copyto, slope, a)",
        (*COMPLEX, "test_gradients_by_central_differences.py"),
        only="full-tanh or slopes_of_the_loss and tanh",
    ),
    Bug(
        "sigmoid: slope 1 − a, its other factor forgotten",
        "ops/sigmoid.py",
        ", call(np.multiply, slope, a, slope)]",
        "]",
        (*COMPLEX, "test_two_two_two.py"),
        only="full-sigmoid or two_two_two",
    ),
    Bug(
        "sigmoid: e^z overflows far out",
        "ops/sigmoid.py",
        "LARGEST_EXPONENT = 709.0",
        "LARGEST_EXPONENT = 7090.0",
        ("test_extremes.py",),
    ),
    Bug(
        "relu: dead units let the gradient through",
        "ops/relu.py",
        "call(np.sign, a, slope)",
        "call(np.heaviside, a, buffers.constant(1.0), slope)",
        (*COMPLEX, *KINKS),
        only="full-relu or kink or zero",
    ),
    Bug(
        "leaky ReLU: slope 1 at the kink",
        "ops/leaky_relu.py",
        "call(np.heaviside, a, buffers.constant(0.0), slope)",
        "call(np.heaviside, a, buffers.constant(1.0), slope)",
        KINKS,
    ),
    Bug(
        "leaky ReLU: slope 0 below 0, the leak forgotten on the way back",
        "ops/leaky_relu.py",
        "            call(np.add, slope, buffers.constant(LEAK), slope),\n",
        "",
        COMPLEX,
        only="full-leaky_relu",
    ),
    Bug(
        "ELU: slope e^z − 1 instead of e^z",
        "ops/elu.py",
        "call(np.exp, slope, slope)",
        "call(np.expm1, slope, slope)",
        COMPLEX,
        only="full-elu",
    ),
    Bug(
        "GELU: slope Φ + φ, the factor z forgotten",
        "ops/gelu.py",
        "            call(np.multiply, slope, z, slope),\n",
        "",
        COMPLEX,
        only="full-gelu",
    ),
    Bug(
        "SiLU: slope σ + z (1 − σ) instead of σ + a (1 − σ)",
        "ops/silu.py",
        "call(np.multiply, slope, a, slope)",
        "call(np.multiply, slope, z, slope)",
        COMPLEX,
        only="full-silu",
    ),
    Bug(
        "softplus: slope −e^(−a)",
        "ops/softplus.py",
        "call(np.expm1, slope, slope)",
        "call(np.exp, slope, slope)",
        COMPLEX,
        only="full-softplus",
    ),
    Bug(
        "hard tanh: slope 1 beyond the kinks",
        "ops/hard_tanh.py",
        "call(np.floor, slope, slope)",
        "call(np.greater, slope, buffers.constant(1.0), slope)",
        (*COMPLEX, *KINKS),
        only="full-hard_tanh or kink",
    ),
    Bug(
        "softmax: only the diagonal of its Jacobian",
        "ops/softmax.py",
        "call(np.subtract, upstream, total, product)",
        "call(np.copyto, product, upstream)",
        COMPLEX,
        only="full-softmax",
    ),
    Bug(
        "softmax: shifted by the smallest z, so that it overflows",
        "ops/softmax.py",
        "np.maximum.reduce",
        "np.minimum.reduce",
        ("test_extremes.py",),
    ),
    Bug(
        "softmax: a change of one z changes only its own output",
        "ops/softmax.py",
        "a * (dz - (a * dz).sum(axis=-1, keepdims=True))",
        "a * (1.0 - a) * dz",
        ("test_ops.py",),
        only="transposes and softmax",
    ),
)
