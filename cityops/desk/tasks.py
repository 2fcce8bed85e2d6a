"""What the worker writes to the staff."""

from django.utils import timezone
from procrastinate.contrib.django import app

from cityops.desk.digest_mail import write_digests
from cityops.desk.given_mail import write_at_once


@app.periodic(cron="*/10 * * * *")
@app.task(name="desk.write_digests", queueing_lock="desk.write_digests")
def write_the_digests(timestamp: int) -> None:
    """Write the summaries of the morning; by the city's clock, whatever the server's is."""
    write_digests(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="desk.write_at_once", queueing_lock="desk.write_at_once")
def write_what_was_given(timestamp: int) -> None:
    """Write to those who want it at once what was given to them."""
    write_at_once(timezone.now())
