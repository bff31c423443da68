"""The numbers of the selected edge, neuron, bias or input, always of the drawn step."""

from viz.readout.mount import readout

__all__ = ["readout"]
