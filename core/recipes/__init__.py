"""Ready-made runs in menu order: the tutorials' worked examples, toy problems, real data, sequences and codes."""

from __future__ import annotations

from dataclasses import dataclass

from core.recipes.codes import DENOISING, DIGIT_AUTOENCODER, EIGHT_THREE_EIGHT, SPARSE
from core.recipes.measured import BREAST_CANCER, CNN, DIGITS, IRIS, MNIST
from core.recipes.sequences import ADDING_LSTM, ADDING_RNN, ECHO, RHYME, SUNSPOTS
from core.recipes.toys import BLOBS, CIRCLES, MOONS, SINE, SPIRAL, XOR
from core.recipes.tutorials import ONE_THREE_ONE, SUM_OF_TWO_SIGMOIDS, TWO_TWO_ONE, TWO_TWO_TWO
from core.spec import Spec


@dataclass(frozen=True, slots=True)
class Recipe:
    """A complete spec, what it is called and what it shows."""

    spec: Spec
    label: str
    about: str


RECIPE_TEXTS: dict[str, Recipe] = {
    "xor": Recipe(XOR, "XOR", "Four corners, four hidden sigmoids: the problem one neuron cannot solve."),
    "two_two_two": Recipe(
        TWO_TWO_TWO, "2-2-2", "The worked example with eight weights and fixed biases, digit for digit."
    ),
    "two_two_one": Recipe(TWO_TWO_ONE, "2-2-1", "Three neurons without biases, one example; the true values."),
    "one_three_one": Recipe(
        ONE_THREE_ONE, "1-3-1", "One input, three hidden sigmoids: every factor of the chain rule counts."
    ),
    "sum_of_two_sigmoids": Recipe(
        SUM_OF_TWO_SIGMOIDS, "Sum of two", "Two sigmoids added up: the outgoing weights are frozen at 1."
    ),
    "spiral": Recipe(SPIRAL, "Spiral", "Three hidden layers unwind two spirals."),
    "circles": Recipe(CIRCLES, "Circles", "A closed border between a ring and what it surrounds."),
    "moons": Recipe(MOONS, "Moons", "Two half moons, one hidden layer."),
    "blobs": Recipe(BLOBS, "Blobs", "Three classes, softmax and cross-entropy."),
    "sine": Recipe(SINE, "Sine", "Regression: one period of a sine from eight tanh units."),
    "mnist": Recipe(MNIST, "MNIST", "Real digits of 28 × 28 pixels: 784-64-10, ReLU, softmax and cross-entropy."),
    "digits": Recipe(DIGITS, "Digits 8 × 8", "Small real digits, 64-32-10: 95 % are told apart within seconds."),
    "cnn": Recipe(CNN, "CNN", "Six 3 × 3 kernels, max pooling and softmax on small real digits."),
    "iris": Recipe(IRIS, "Iris", "Three species of flowers from four lengths."),
    "breast_cancer": Recipe(BREAST_CANCER, "Diagnosis", "Benign or malignant, from thirty measurements of cells."),
    "echo": Recipe(ECHO, "Echo", "Bits that are said again three steps later: a small recurrent layer remembers."),
    "adding_lstm": Recipe(
        ADDING_LSTM, "Adding, LSTM", "The sum of two marked numbers out of thirty: gates keep the gradient."
    ),
    "adding_rnn": Recipe(
        ADDING_RNN, "Adding, RNN", "The same without gates: the gradient is gone before the first number."
    ),
    "rhyme": Recipe(RHYME, "Rhyme", "Eight characters of a rhyme: a recurrent layer says which comes next."),
    "sunspots": Recipe(SUNSPOTS, "Sunspots", "Twelve years of sunspots, and how many in the next."),
    "eight_three_eight": Recipe(
        EIGHT_THREE_EIGHT, "8-3-8", "An autoencoder: eight symbols through three units, which invent a code."
    ),
    "digit_autoencoder": Recipe(
        DIGIT_AUTOENCODER, "Digit autoencoder", "Real digits of 64 pixels through 16 units and back."
    ),
    "denoising": Recipe(
        DENOISING, "Denoising", "Noisy digits in, clean digits asked for; the decoder is tied to the encoder."
    ),
    "sparse": Recipe(SPARSE, "Sparse code", "Pictures of bars: each of 16 units shall be on in 15 % of them only."),
}

RECIPES: dict[str, Spec] = {name: recipe.spec for name, recipe in RECIPE_TEXTS.items()}

__all__ = ["RECIPES", "RECIPE_TEXTS", "Recipe"]
