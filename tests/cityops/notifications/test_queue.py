from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cityops.notifications.queue import remove_ended_jobs, run_stalled_jobs_again

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue(transactional_db: None) -> Iterator[None]:
    """The queue's tables are not Django's to empty."""

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

    empty()
    yield
    empty()


def run(task: Callable[[App], Coroutine[Any, Any, Any]]) -> Any:
    """Run it as the worker does, in a thread of its own: a browser test before this one may have left a loop here."""

    def alone() -> Any:
        try:
            return async_to_sync(task)(app.with_connector(app.connector))  # type: ignore[attr-defined]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


def queued(**options: Any) -> int:
    return int(app.configure_task("notifications.deliver", **options).defer(message_id=1))


def taken_by_a_worker(job: int, *, silent_for_s: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id",
            [silent_for_s],
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])


def statuses() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("id", "status"))


def test_jobs_that_ended_days_ago_are_removed() -> None:
    old, failed, fresh, waiting = (queued() for _ in range(4))
    with connection.cursor() as cursor:
        for job, end in ((old, "succeeded"), (failed, "failed"), (fresh, "succeeded")):
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [end, job])
        cursor.execute(
            "UPDATE procrastinate_events SET at = at - interval '4 days' WHERE job_id IN (%s, %s)", [old, failed]
        )
    run(remove_ended_jobs)
    assert statuses() == {fresh: "succeeded", waiting: "todo"}


def test_the_job_of_a_killed_worker_runs_again() -> None:
    stalled, running = queued(), queued()
    taken_by_a_worker(stalled, silent_for_s=600)
    taken_by_a_worker(running, silent_for_s=5)
    assert run(run_stalled_jobs_again) == 1
    assert statuses() == {stalled: "todo", running: "doing"}


def test_a_stalled_turn_whose_next_is_queued_ends() -> None:
    stalled = queued(queueing_lock="turns")
    taken_by_a_worker(stalled, silent_for_s=600)
    following = queued(queueing_lock="turns")
    assert run(run_stalled_jobs_again) == 0
    assert statuses() == {stalled: "failed", following: "todo"}
