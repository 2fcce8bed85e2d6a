"""What the worker does with reports."""

from procrastinate.contrib.django import app

from cityops.reports.actions import close_finished
from cityops.reports.retention import forget_addresses, forget_contacts, forget_orphan_photos


@app.periodic(cron="7 * * * *")
@app.task(name="reports.close_finished", queueing_lock="close_finished")
def close_what_is_finished(timestamp: int) -> None:
    """Close resolved reports whose ten working days have passed."""
    close_finished()


@app.periodic(cron="27 * * * *")
@app.task(name="reports.forget", queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Erase what is no longer needed."""
    forget_addresses()
    forget_orphan_photos()
    forget_contacts()
