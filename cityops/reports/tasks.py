"""What the worker does with reports."""

from procrastinate.contrib.django import app

from cityops.reports.actions import close_finished, escalate_late, resume_unanswered
from cityops.reports.retention import forget_addresses, forget_contacts, forget_orphan_photos
from cityops.reports.word_lists import list_changed_words, list_words

AT_A_TIME_S = 20  # other jobs wait meanwhile
REST = 2.0  # whoever works has the database for twice as long as the lists
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


@app.periodic(cron="1-59/2 * * * *")
@app.task(name="reports.list_words", queueing_lock="reports.list_words")
def list_what_is_written(timestamp: int) -> None:
    """List the words of new reports, and of changed ones where they are many."""
    list_words(AT_A_TIME_S, rest=REST)
    list_changed_words(MANY_CHANGES, AT_A_TIME_S, rest=REST)


@app.periodic(cron="47 * * * *")
@app.task(name="reports.list_changed_words", queueing_lock="reports.list_changed_words")
def list_what_was_changed(timestamp: int) -> None:
    """Take erased words out of the lists."""
    list_changed_words(rest=REST)
