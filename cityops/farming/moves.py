"""The moves of staff on a plot."""

from cityops.agencies.moves import StaffMoves
from cityops.farming.actions.staff import BY_VERB
from cityops.farming.actions.undo import UNDO
from cityops.farming.policy import KIND

MOVES = StaffMoves(kind=KIND, actions=BY_VERB, undo=UNDO)
