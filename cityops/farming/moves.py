"""Which moves a person may make on a plot now: the workflow and the policy, asked together."""

from typing import Any

from cityops.agencies.hands import makes_sense
from cityops.farming.models import FarmPlot
from cityops.farming.policy import KIND
from cityops.farming.workflow import WORKFLOW
from cityops.features.workflow import Move
from cityops.policy.decide import allowed


def moves_for(user: Any, plot: FarmPlot) -> list[Move]:
    """Return the moves of staff that `user` may make on the plot as it stands, what is next first."""
    return [
        move
        for move in WORKFLOW.moves_from(plot.state)
        if not move.by_reporter and makes_sense(move.verb, plot) and allowed(user, KIND, move.verb, plot)
    ]
