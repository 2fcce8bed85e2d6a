"""Keeping the worker's own queue in order: jobs that ended are removed, jobs of a killed worker run again."""

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

ENDED_KEPT_HOURS = 3 * 24
STALLED_AFTER_S = 120.0


async def remove_ended_jobs(app: App) -> None:
    """Remove jobs that ended some days ago, whatever their end, with their events."""
    await app.job_manager.delete_old_jobs(
        nb_hours=ENDED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


async def run_stalled_jobs_again(app: App) -> int:
    """Queue again what a worker that shows no sign of life had begun; returns how many. Tasks may run twice.

    A periodic job whose next turn is queued already is ended instead: that turn does the same.
    """
    again = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        try:
            await app.job_manager.retry_job(job)
            again += 1
        except ConnectorException:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
    return again
