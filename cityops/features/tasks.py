"""What the worker does for all kinds of features."""

from procrastinate.contrib.django import app

from cityops.features.undo import forget_steps


@app.periodic(cron="6-59/10 * * * *")
@app.task(name="features.forget_steps", queueing_lock="features.forget_steps")
def forget_what_cannot_be_undone(timestamp: int) -> None:
    """Delete what moves have kept to be taken back."""
    forget_steps()
