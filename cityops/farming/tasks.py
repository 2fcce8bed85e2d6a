"""What the worker does with plots."""

from procrastinate.contrib.django import app

from cityops.farming.retention import forget_addresses, forget_farmers


@app.periodic(cron="37 * * * *")
@app.task(name="farming.forget", queueing_lock="farming.forget")
def forget(timestamp: int) -> None:
    """Erase what is no longer needed."""
    forget_addresses()
    forget_farmers()
