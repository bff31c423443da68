"""A slider that acts while it is dragged, for weights and learning rates that must be felt under the hand."""

from viz.slider.mount import live_slider

__all__ = ["live_slider"]
