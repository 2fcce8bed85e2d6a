"""The moves of staff on an offer."""

from cityops.agencies.moves import StaffMoves
from cityops.farming.actions.offer_moves import BY_VERB
from cityops.farming.actions.offer_undo import UNDO
from cityops.farming.offer_policy import KIND

MOVES = StaffMoves(kind=KIND, actions=BY_VERB, undo=UNDO)
