"""PyTorch's optimizers with the settings of ours, and nets of PyTorch's that train with many of them at once."""

import numpy as np

from core import Optimizer, Program

# Our names of options that PyTorch keeps in pairs.
PAIRS = {
    "betas": ("beta1", "beta2"),
    "etas": ("etaminus", "etaplus"),
    "step_sizes": ("step_size_min", "step_size_max"),
}
CLASSES = {
    "sgd": "SGD",
    "momentum": "SGD",
    "nesterov": "SGD",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "nadam": "NAdam",
    "amsgrad": "Adam",
    "adamax": "Adamax",
    "rprop": "Rprop",
}


def twin(optimizer: Optimizer, parameters: list):
    """PyTorch's optimizer with the same settings."""
    import torch

    options = {name: value for name, value in optimizer.settings.items() if name != "learning_rate"}
    keywords = {"lr": optimizer.learning_rate, "foreach": False}
    for pair, names in PAIRS.items():
        if names[0] in options:
            keywords[pair] = tuple(options.pop(name) for name in names)
    if "centered" in options:
        options["centered"] = bool(options["centered"])
    if optimizer.name == "nesterov":
        keywords["nesterov"] = options["momentum"] > 0.0  # PyTorch allows no other; without momentum it is plain SGD.
    if optimizer.name == "amsgrad":
        keywords["amsgrad"] = True
    return getattr(torch.optim, CLASSES[optimizer.name])(parameters, **keywords, **options)


class Nets:
    """One net of PyTorch's per optimizer, all in one computation: a hundred small products then take as long as one.

    vectors: a row per net, with its parameters one beside the other, as ours are; each twin steps along its own row.
    """

    def __init__(self, program: Program, optimizers: list[Optimizer]) -> None:
        import torch

        start = program.start()
        first = {slot.path: start.parameter(slot.path) for slot in program.layout.parameters()}
        self.shapes = {path: values.shape for path, values in first.items()}
        vector = np.concatenate([values.ravel() for values in first.values()])
        self.vectors = torch.tensor(np.tile(vector, (len(optimizers), 1)), requires_grad=True)
        self.vectors.grad = torch.zeros_like(self.vectors)
        self.twins = []
        for optimizer, row, gradient in zip(optimizers, self.vectors.detach(), self.vectors.grad, strict=True):
            row.grad = gradient
            self.twins.append(twin(optimizer, [row]))

    def step(self, x, y) -> None:
        """The mean loss of each net on this batch, its gradient, and a step of its optimizer."""
        import torch

        parameters, a = self.parameters(), x.expand(len(self.twins), *x.shape)
        for name in ("h1", "h2"):
            a = torch.tanh(torch.baddbmm(parameters[f"{name}/b"].unsqueeze(1), a, parameters[f"{name}/W"].mT))
        z = torch.baddbmm(parameters["out/b"].unsqueeze(1), a, parameters["out/W"].mT)
        losses = torch.nn.functional.binary_cross_entropy_with_logits(z, y.expand_as(z), reduction="none")
        self.vectors.grad.zero_()
        losses.mean((1, 2)).sum().backward()
        for one in self.twins:
            one.step()

    def parameters(self) -> dict:
        """By path, with the nets along the first axis."""
        parts = self.vectors.split([int(np.prod(shape)) for shape in self.shapes.values()], 1)
        return {path: part.unflatten(1, shape) for (path, shape), part in zip(self.shapes.items(), parts, strict=True)}
