"""Bugs made by hand, one of each kind that a network is prone to; the suite must catch every one of them."""

from tests.bugs.activations import ACTIVATIONS
from tests.bugs.bug import Bug
from tests.bugs.checking import CHECKING
from tests.bugs.codes import CODES
from tests.bugs.ending import ENDING
from tests.bugs.explanations import EXPLANATIONS
from tests.bugs.images import IMAGE_BUGS
from tests.bugs.inside_layers import INSIDE_LAYERS
from tests.bugs.layers import LAYERS
from tests.bugs.lbfgs import LBFGS
from tests.bugs.lines import LINES_OF_UPDATES
from tests.bugs.losses import LOSSES
from tests.bugs.neurons import NEURONS
from tests.bugs.optimizers import OPTIMIZERS
from tests.bugs.regularisers import REGULARISERS
from tests.bugs.running import RUNNING
from tests.bugs.schedules import SCHEDULES
from tests.bugs.sequences import SEQUENCE_BUGS
from tests.bugs.walks import WALKS

BUGS: tuple[Bug, ...] = (
    *ACTIVATIONS,
    *LAYERS,
    *INSIDE_LAYERS,
    *LOSSES,
    *OPTIMIZERS,
    *LBFGS,
    *LINES_OF_UPDATES,
    *SCHEDULES,
    *REGULARISERS,
    *CODES,
    *IMAGE_BUGS,
    *SEQUENCE_BUGS,
    *WALKS,
    *RUNNING,
    *ENDING,
    *CHECKING,
    *EXPLANATIONS,
    *NEURONS,
)
