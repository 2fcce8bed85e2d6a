"""Writing plots: one function a verb, one transaction each, history inside it."""

from cityops.farming.actions.farmer import edit_plot, forget_farmer, take_back_plot
from cityops.farming.actions.overlaps import OverlapNotConfirmed
from cityops.farming.actions.send import (
    Farmer,
    Sent,
    TooManyPlots,
    farming_agency,
    send_plot,
)
from cityops.farming.actions.staff import (
    assign_plot,
    correct_plot,
    note_plot,
    return_plot,
    take_plot,
    verify_plot,
    withdraw_plot,
)

__all__ = [
    "Farmer",
    "OverlapNotConfirmed",
    "Sent",
    "TooManyPlots",
    "assign_plot",
    "correct_plot",
    "edit_plot",
    "farming_agency",
    "forget_farmer",
    "note_plot",
    "return_plot",
    "send_plot",
    "take_back_plot",
    "take_plot",
    "verify_plot",
    "withdraw_plot",
]
