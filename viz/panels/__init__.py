"""Pictures of one step beside the graph, in menu order; each shows where it fits the network."""

from viz.panels.feature_maps import FEATURE_MAPS
from viz.panels.gates import VALVES
from viz.panels.images import IMAGES
from viz.panels.kernels import KERNELS
from viz.panels.matrices import MATRICES
from viz.panels.panel import Panel, Shown
from viz.panels.reconstructions import RECONSTRUCTIONS
from viz.panels.ribbon import RIBBON

PANELS: dict[str, Panel] = {
    "reconstructions": RECONSTRUCTIONS,
    "images": IMAGES,
    "feature_maps": FEATURE_MAPS,
    "kernels": KERNELS,
    "ribbon": RIBBON,
    "gates": VALVES,
    "matrices": MATRICES,
}

__all__ = ["PANELS", "Panel", "Shown"]
