"""What the worker does with the outbox."""

from procrastinate.contrib.django import app

from cityops.notifications.outbox import send_message, waiting_messages


@app.task(name="notifications.deliver")
def deliver(message_id: int) -> None:
    """Send one message."""
    send_message(message_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notifications.deliver_waiting", queueing_lock="deliver_waiting")
def deliver_waiting(timestamp: int) -> None:
    """Try again what could not be sent, and what a killed worker left."""
    for message_id in waiting_messages():
        send_message(message_id)
