"""What the worker does with reports."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from cityops.reports.actions import close_finished, escalate_late, resume_unanswered
from cityops.reports.retention import forget_addresses, forget_contacts, forget_orphan_photos
from cityops.reports.word_lists import are_changed, are_left, list_changed_words, list_words

# Words are listed for a while at a time, then other jobs and whoever works have the worker and the database.
AT_A_TIME_S, REST_S, TURNS = 5, 10, 50
MANY_CHANGES = 2000  # so many are read in a few milliseconds


@app.periodic(cron="7 * * * *")
@app.task(name="reports.close_finished", queueing_lock="close_finished")
def close_what_is_finished(timestamp: int) -> None:
    """Close resolved reports whose ten working days have passed."""
    close_finished()


@app.periodic(cron="8-59/10 * * * *")
@app.task(name="reports.let_time_pass", queueing_lock="reports.let_time_pass")
def let_time_pass(timestamp: int) -> None:
    """Let reports go on that no reporter has answered for in time, and bring what is late before those who lead."""
    resume_unanswered()
    escalate_late()


@app.periodic(cron="27 * * * *")
@app.task(name="reports.forget", queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Erase what is no longer needed."""
    forget_addresses()
    forget_orphan_photos()
    forget_contacts()


@app.periodic(cron="3-59/10 * * * *")
@app.task(name="reports.list_words", queueing_lock="reports.list_words")
def list_what_is_written(timestamp: int, turn: int = 1) -> None:
    """List the words of new reports, and of changed ones where they are many; the rest soon."""
    list_words(AT_A_TIME_S)
    list_changed_words(MANY_CHANGES, AT_A_TIME_S)
    if are_left() or are_changed(MANY_CHANGES):
        _go_on("reports.list_words", timestamp, turn)


@app.periodic(cron="47 * * * *")
@app.task(name="reports.list_changed_words", queueing_lock="reports.list_changed_words")
def list_what_was_changed(timestamp: int, turn: int = 1) -> None:
    """Take erased words out of the lists; out of the rest of them soon."""
    list_changed_words(for_s=AT_A_TIME_S)
    if are_changed():
        _go_on("reports.list_changed_words", timestamp, turn)


def _go_on(task: str, timestamp: int, turn: int) -> None:
    """Let a task have another turn in a moment, unless its next one waits already; words may change all the time."""
    if turn < TURNS:
        with suppress(AlreadyEnqueued):
            soon = app.configure_task(task, queueing_lock=task, schedule_in={"seconds": REST_S})
            soon.defer(timestamp=timestamp, turn=turn + 1)
