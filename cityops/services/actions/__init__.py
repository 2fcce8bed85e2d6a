"""Writing service requests: one function a verb, one transaction each, history and outbox inside it."""

from cityops.services.actions.resident import forget_my_contact, reply_to_officer
from cityops.services.actions.send import Contact, Sent, send_request
from cityops.services.actions.staff import (
    ask_resident,
    assign_request,
    check_request,
    finish_request,
    make_ready,
    note_request,
    reject_request,
    take_request,
)

__all__ = [
    "Contact",
    "Sent",
    "ask_resident",
    "assign_request",
    "check_request",
    "finish_request",
    "forget_my_contact",
    "make_ready",
    "note_request",
    "reject_request",
    "reply_to_officer",
    "send_request",
    "take_request",
]
