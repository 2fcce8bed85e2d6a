"""Writing reports: one function a verb of the city, one transaction each, history and outbox inside it."""

from cityops.reports.actions.assign import assign_report, take_report
from cityops.reports.actions.clock import close_finished, escalate_late, resume_unanswered
from cityops.reports.actions.photo import AlreadySent, Received, TooManyPhotos, drop_photo, receive_photo
from cityops.reports.actions.publish import hide_report, unhide_report
from cityops.reports.actions.reporter import forget_my_contact, reopen_by_reporter, reply_to_report
from cityops.reports.actions.send import Contact, Sent, send_report
from cityops.reports.actions.staff import (
    accept_report,
    answer_report,
    archive_report,
    ask_reporter,
    note_report,
    reject_report,
    reopen_report,
    resolve_report,
    return_report,
    route_report,
    start_report,
)

__all__ = [
    "AlreadySent",
    "Contact",
    "Received",
    "Sent",
    "TooManyPhotos",
    "accept_report",
    "answer_report",
    "archive_report",
    "ask_reporter",
    "assign_report",
    "close_finished",
    "drop_photo",
    "escalate_late",
    "forget_my_contact",
    "hide_report",
    "note_report",
    "receive_photo",
    "reject_report",
    "reopen_by_reporter",
    "reopen_report",
    "reply_to_report",
    "resolve_report",
    "resume_unanswered",
    "return_report",
    "route_report",
    "send_report",
    "start_report",
    "take_report",
    "unhide_report",
]
