"""The mistake behind two published figures of the 2-2-2 example: hidden deltas that read the new output weights."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def output_first_step(x, y, W1, b1, W2, b2, learning_rate):
    """(new W1, new W2): the output layer is updated first, and the error is then sent back through its new weights."""
    h = sigmoid(W1 @ x + b1)
    o = sigmoid(W2 @ h + b2)
    delta_o = (o - y) * o * (1 - o)
    W2 = W2 - learning_rate * np.outer(delta_o, h)
    delta_h = W2.T @ delta_o * h * (1 - h)
    return W1 - learning_rate * np.outer(delta_h, x), W2
