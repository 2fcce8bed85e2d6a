"""What the worker does with the outbox, and with its own queue."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from cityops.notifications.notices import forget_old
from cityops.notifications.outbox import forget_given_up, send_message, waiting_messages
from cityops.notifications.queue import remove_ended_jobs, run_stalled_jobs_again


@app.task(name="notifications.deliver")
def deliver(message_id: int) -> None:
    """Send one message. `put_in_outbox` defers it by this name."""
    send_message(message_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notifications.deliver_waiting", queueing_lock="deliver_waiting")
def deliver_waiting(timestamp: int) -> None:
    """Try again what could not be sent, and what a killed worker left."""
    for message_id in waiting_messages():
        send_message(message_id)


@app.periodic(cron="47 * * * *")
@app.task(name="notifications.forget", queueing_lock="notifications.forget")
def forget(timestamp: int) -> None:
    """Erase the addresses of messages that were given up."""
    forget_given_up()


@app.periodic(cron="37 3 * * *")
@app.task(name="notifications.forget_notices", queueing_lock="notifications.forget_notices")
def forget_notices(timestamp: int) -> None:
    """Delete notices of some weeks ago."""
    forget_old()


@app.periodic(cron="13 3 * * *")
@app.task(name="queue.remove_ended", queueing_lock="queue.remove_ended", pass_context=True)
async def remove_ended(context: JobContext, timestamp: int) -> None:
    """Remove jobs that ended some days ago."""
    await remove_ended_jobs(context.app)


@app.periodic(cron="* * * * *")
@app.task(name="queue.run_stalled_again", queueing_lock="queue.run_stalled_again", pass_context=True)
async def run_stalled_again(context: JobContext, timestamp: int) -> None:
    """Queue again what a killed worker had begun."""
    await run_stalled_jobs_again(context.app)
