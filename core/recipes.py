"""Ready-made runs: the tutorials' worked examples and the classic toy problems, each a complete spec."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.spec import (
    LSTM,
    Conv2d,
    Data,
    Dense,
    Initialiser,
    Loss,
    MaxPool2d,
    Optimizer,
    Regulariser,
    SimpleRNN,
    Spec,
    StepDense,
)

NORMAL = Initialiser("normal", 1.0)
HALF_SUM = Loss("half_squared_error", "sum")
BINARY = Loss("binary_cross_entropy", "mean")
CLASSES = Loss("categorical_cross_entropy", "mean")
HE = Initialiser("he_normal")
SMALL = Initialiser("pytorch_default")
MEAN = Loss("mean_squared_error", "mean")


def sigmoid(units: int, bias: bool = True) -> Dense:
    """A sigmoid layer with standard normal weights and zero biases, as in the tutorials."""
    return Dense(units, "sigmoid", NORMAL, bias)


def hidden(*widths: int, activation: str = "tanh") -> tuple[Dense, ...]:
    """Hidden layers with Glorot weights."""
    return tuple(Dense(width, activation) for width in widths)


TWO_TWO_TWO = Spec(
    data=Data("given", x=((0.05, 0.1),), y=((0.01, 0.99),)),
    layers=(sigmoid(2), sigmoid(2)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 0.5),
    frozen=("*/b",),
    initial=(
        ("h1/W", ((0.15, 0.2), (0.25, 0.3))),
        ("h1/b", (0.35, 0.35)),
        ("out/W", ((0.4, 0.45), (0.5, 0.55))),
        ("out/b", (0.6, 0.6)),
    ),
)

TWO_TWO_ONE = Spec(
    data=Data("given", x=((0.35, 0.7),), y=((0.5,),)),
    layers=(sigmoid(2, bias=False), sigmoid(1, bias=False)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 1.0),
    initial=(("h1/W", ((0.2, 0.3), (0.3, 0.3))), ("out/W", ((0.3, 0.9),))),
)

ONE_THREE_ONE = Spec(
    data=Data("given", x=((1.5,),), y=((0.25,),)),
    layers=(sigmoid(3, bias=False), sigmoid(1, bias=False)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 0.1),
    initial=(("h1/W", ((0.5,), (-0.3,), (0.8,))), ("out/W", ((0.7, -0.4, 0.2),))),
)

SUM_OF_TWO_SIGMOIDS = Spec(
    data=Data("given", x=((0.5,),), y=((1.0,),)),
    layers=(sigmoid(2), Dense(1, "linear", NORMAL)),
    loss=Loss("mean_squared_error", "sum"),
    optimizer=Optimizer("sgd", 0.1),
    frozen=("out",),
    initial=(
        ("h1/W", ((0.2,), (0.4,))),
        ("h1/b", (0.3, 0.1)),
        ("out/W", ((1.0, 1.0),)),
        ("out/b", (0.0,)),
    ),
)

XOR = Spec(
    data=Data("xor", samples=4),
    layers=(sigmoid(4), sigmoid(1)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 0.1),
    seed=1,
)

SPIRAL = Spec(
    data=Data("spirals", samples=250, noise=0.02, test_fraction=0.2),
    layers=(*hidden(8, 8, 8), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 0.3),
    batch_size=10,
)

CIRCLES = Spec(
    data=Data("circles", samples=250, noise=0.06, test_fraction=0.2),
    layers=(*hidden(6, 4), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 0.3),
    batch_size=10,
)

MOONS = Spec(
    data=Data("moons", samples=250, noise=0.06, test_fraction=0.2),
    layers=(*hidden(6), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 1.0),
    batch_size=10,
)

BLOBS = Spec(
    data=Data("blobs", samples=180, noise=0.05, test_fraction=0.2),
    layers=(*hidden(4), Dense(3, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.2),
    batch_size=12,
)

SINE = Spec(
    data=Data("sine", samples=60, noise=0.05, test_fraction=0.2),
    layers=(*hidden(8), Dense(1, "linear")),
    loss=Loss("mean_squared_error", "mean"),
    optimizer=Optimizer("sgd", 0.2),
    batch_size=12,
)

MNIST = Spec(
    data=Data("mnist", samples=2000, test_fraction=0.2),
    layers=(Dense(64, "relu", HE), Dense(10, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.1),
    batch_size=32,
)

DIGITS = Spec(
    data=Data("digits", samples=1797, test_fraction=0.2),
    layers=(Dense(32, "relu", HE), Dense(10, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.2),
    batch_size=32,
)

CNN = Spec(
    data=Data("digits", samples=1797, test_fraction=0.2),
    layers=(Conv2d(6, 3, initialiser=HE), MaxPool2d(2), Dense(10, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.2),
    batch_size=32,
)

IRIS = Spec(
    data=Data("iris", samples=150, test_fraction=0.2),
    layers=(*hidden(6), Dense(3, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.1),
    batch_size=12,
)

BREAST_CANCER = Spec(
    data=Data("breast_cancer", samples=569, test_fraction=0.2),
    layers=(*hidden(8), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 0.1),
    batch_size=32,
)

ECHO = Spec(
    data=Data("echo", samples=400, test_fraction=0.2),
    layers=(SimpleRNN(12, sequence=True), StepDense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.01),
    batch_size=20,
)

TWO_IN_THIRTY = Data("adding", samples=1000, test_fraction=0.2)
ADDING_LSTM = Spec(
    data=TWO_IN_THIRTY,
    layers=(LSTM(16, forget_bias=2.0), Dense(1, "linear")),
    loss=MEAN,
    optimizer=Optimizer("adam", 0.01),
    batch_size=32,
)

# Small weights along time, as PyTorch draws them: with orthogonal ones the gradient would not vanish so soon.
ADDING_RNN = Spec(
    data=TWO_IN_THIRTY,
    layers=(SimpleRNN(16, initialiser=SMALL, recurrent_initialiser=SMALL), Dense(1, "linear")),
    loss=MEAN,
    optimizer=Optimizer("adam", 0.001),
    batch_size=32,
)

RHYME = Spec(
    data=Data("rhyme", samples=584),
    layers=(SimpleRNN(32), Dense(28, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("adam", 0.005),
    batch_size=32,
)

SUNSPOTS = Spec(
    data=Data("sunspots", samples=297, test_fraction=0.2),
    layers=(SimpleRNN(8), Dense(1, "linear")),
    loss=MEAN,
    optimizer=Optimizer("adam", 0.005),
    batch_size=16,
)

EIGHT_THREE_EIGHT = Spec(
    data=Data("one_of_eight", samples=8, answer="input"),
    layers=(Dense(3, "sigmoid"), Dense(8, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.1),
)

DIGIT_AUTOENCODER = Spec(
    data=Data("digits", samples=1797, test_fraction=0.2, answer="input"),
    layers=(Dense(16, "relu", HE), Dense(64, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.01),
    batch_size=32,
)

DENOISING = replace(
    DIGIT_AUTOENCODER,
    layers=(Dense(16, "relu", HE), Dense(64, "sigmoid", tied="h1")),
    regularisers=(Regulariser("input_noise", 0.3),),
)

SPARSE = Spec(
    data=Data("bars", samples=1000, test_fraction=0.2, answer="input"),
    layers=(Dense(16, "sigmoid"), Dense(36, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.02),
    batch_size=32,
    regularisers=(Regulariser("sparsity", 0.1, (("rate", 0.15),)),),
)

RECIPES: dict[str, Spec] = {
    "xor": XOR,
    "two_two_two": TWO_TWO_TWO,
    "two_two_one": TWO_TWO_ONE,
    "one_three_one": ONE_THREE_ONE,
    "sum_of_two_sigmoids": SUM_OF_TWO_SIGMOIDS,
    "spiral": SPIRAL,
    "circles": CIRCLES,
    "moons": MOONS,
    "blobs": BLOBS,
    "sine": SINE,
    "mnist": MNIST,
    "digits": DIGITS,
    "cnn": CNN,
    "iris": IRIS,
    "breast_cancer": BREAST_CANCER,
    "echo": ECHO,
    "adding_lstm": ADDING_LSTM,
    "adding_rnn": ADDING_RNN,
    "rhyme": RHYME,
    "sunspots": SUNSPOTS,
    "eight_three_eight": EIGHT_THREE_EIGHT,
    "digit_autoencoder": DIGIT_AUTOENCODER,
    "denoising": DENOISING,
    "sparse": SPARSE,
}


@dataclass(frozen=True, slots=True)
class RecipeText:
    """What a recipe is called and what it shows."""

    label: str
    about: str


RECIPE_TEXTS: dict[str, RecipeText] = {
    "xor": RecipeText("XOR", "Four corners, four hidden sigmoids: the problem one neuron cannot solve."),
    "two_two_two": RecipeText("2-2-2", "The worked example with eight weights and fixed biases, digit for digit."),
    "two_two_one": RecipeText("2-2-1", "Three neurons without biases, one example; the true values."),
    "one_three_one": RecipeText("1-3-1", "One input, three hidden sigmoids: every factor of the chain rule counts."),
    "sum_of_two_sigmoids": RecipeText("Sum of two", "Two sigmoids added up: the outgoing weights are frozen at 1."),
    "spiral": RecipeText("Spiral", "Three hidden layers unwind two spirals."),
    "circles": RecipeText("Circles", "A closed border between a ring and what it surrounds."),
    "moons": RecipeText("Moons", "Two half moons, one hidden layer."),
    "blobs": RecipeText("Blobs", "Three classes, softmax and cross-entropy."),
    "sine": RecipeText("Sine", "Regression: one period of a sine from eight tanh units."),
    "mnist": RecipeText("MNIST", "Real digits of 28 × 28 pixels: 784-64-10, ReLU, softmax and cross-entropy."),
    "digits": RecipeText("Digits 8 × 8", "Small real digits, 64-32-10: 95 % are told apart within seconds."),
    "cnn": RecipeText("CNN", "Six 3 × 3 kernels, max pooling and softmax on small real digits."),
    "iris": RecipeText("Iris", "Three species of flowers from four lengths."),
    "breast_cancer": RecipeText("Diagnosis", "Benign or malignant, from thirty measurements of cells."),
    "echo": RecipeText("Echo", "Bits that are said again three steps later: a small recurrent layer remembers."),
    "adding_lstm": RecipeText("Adding, LSTM", "The sum of two marked numbers out of thirty: gates keep the gradient."),
    "adding_rnn": RecipeText("Adding, RNN", "The same without gates: the gradient is gone before the first number."),
    "rhyme": RecipeText("Rhyme", "Eight characters of a rhyme: a recurrent layer says which comes next."),
    "sunspots": RecipeText("Sunspots", "Twelve years of sunspots, and how many in the next."),
    "eight_three_eight": RecipeText("8-3-8", "An autoencoder: eight symbols through three units, which invent a code."),
    "digit_autoencoder": RecipeText("Digit autoencoder", "Real digits of 64 pixels through 16 units and back."),
    "denoising": RecipeText(
        "Denoising", "Noisy digits in, clean digits asked for; the decoder is tied to the encoder."
    ),
    "sparse": RecipeText("Sparse code", "Pictures of bars: each of 16 units shall be on in 15 % of them only."),
}
