"""What the worker does with service requests."""

from procrastinate.contrib.django import app

from cityops.services.retention import forget_addresses, forget_words


@app.periodic(cron="37 * * * *")
@app.task(name="services.forget", queueing_lock="services.forget")
def forget(timestamp: int) -> None:
    """Erase what is no longer needed."""
    forget_addresses()
    forget_words()
