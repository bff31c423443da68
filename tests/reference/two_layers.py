"""Two sigmoid layers trained on half the squared error, in either order of updates: the oracle of paper mode."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def trained(x, y, W1, b1, W2, b2, rate, steps, biases, output_first):
    """The four parameters after so many steps; x is (batch, inputs), W is (out, in), the examples' losses add up."""
    for _ in range(steps):
        h = sigmoid(x @ W1.T + b1)
        o = sigmoid(h @ W2.T + b2)
        delta_o = (o - y) * o * (1 - o)
        new_W2 = W2 - rate * delta_o.T @ h
        delta_h = delta_o @ (new_W2 if output_first else W2) * h * (1 - h)
        W1, W2 = W1 - rate * delta_h.T @ x, new_W2
        if biases:
            b1, b2 = b1 - rate * delta_h.sum(axis=0), b2 - rate * delta_o.sum(axis=0)
    return W1, b1, W2, b2


def looked_at(x, y, W1, b1, W2, b2):
    """Every number of one step, by the name it has on a blackboard."""
    s = x @ W1.T + b1
    h = sigmoid(s)
    u = h @ W2.T + b2
    o = sigmoid(u)
    delta_o = (o - y) * o * (1 - o)
    dh = delta_o @ W2
    delta_h = dh * h * (1 - h)
    terms = (o - y) ** 2 / 2
    numbers = {"s": s, "h": h, "slope": h * (1 - h), "u": u, "o": o, "error": y - o, "terms": terms}
    numbers |= {"delta_o": delta_o, "dh": dh, "delta_h": delta_h, "dW2": delta_o.T @ h, "dW1": delta_h.T @ x}
    return numbers | {"L": terms.sum(), "mse": ((o - y) ** 2).mean(), "W1": W1, "W2": W2}
