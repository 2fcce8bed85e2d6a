"""What the worker does with sign-ins."""

from django.core.management import call_command
from procrastinate.contrib.django import app

from cityops.accounts.actions.sealing import seal_code_apps_again
from cityops.accounts.brake import forget_attempts


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.forget_attempts", queueing_lock="accounts.forget_attempts")
def forget_old_attempts(timestamp: int) -> None:
    """Delete attempts to sign in that count no longer."""
    forget_attempts()


@app.periodic(cron="31 3 * * *")
@app.task(name="accounts.seal_again", queueing_lock="accounts.seal_again")
def seal_secrets_again(timestamp: int) -> None:
    """Seal what an earlier key sealed by the present one, so that the earlier may be forgotten."""
    seal_code_apps_again()


@app.periodic(cron="23 3 * * *")
@app.task(name="accounts.end_sessions", queueing_lock="accounts.end_sessions")
def end_old_sessions(timestamp: int) -> None:
    """Delete expired sessions."""
    call_command("clearsessions")
