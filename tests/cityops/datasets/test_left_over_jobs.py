"""A job that is left of an import which was stopped spends none of the tries of the one that was begun since."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from cityops.datasets.importing import make_layer
from cityops.datasets.models import TRIES, State, Upload
from cityops.datasets.taking_in import take_in, try_out
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import mapped, tried
from tests.cityops.datasets.conftest import Send, filled
from tests.factories.agencies import CategoryFactory
from tests.factories.files import geopackage, old_complaints, wells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]


def run_of_the_last_job(task: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'run' FROM procrastinate_jobs WHERE task_name = %s ORDER BY id DESC", [task])
        return str(cursor.fetchone()[0])


def state_of(upload: Upload) -> State:
    upload.refresh_from_db()
    assert upload.fault is None
    return State(upload.state)


def stop(desk: Client, upload: Upload) -> None:
    assert desk.post(f"{upload.get_absolute_url()}cancel/").status_code == 302


def test_of_a_layer(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(geopackage(tmp_path, wells()))

    def begin() -> str:
        assert desk.post(f"{upload.get_absolute_url()}import/", filled(desk, upload)).status_code == 302
        return run_of_the_last_job("datasets.import_upload")

    old = begin()
    stop(desk, upload)
    new = begin()
    make_layer(upload.pk, tries_before=TRIES, run=old)
    assert state_of(upload) == State.IMPORTING
    make_layer(upload.pk, tries_before=0, run=new)
    assert state_of(upload) == State.DONE


def test_of_a_trial_and_of_what_is_taken_in(desk: Client, send: Send, tmp_path: Path) -> None:
    CategoryFactory()
    upload = send(old_complaints(tmp_path))

    def begin() -> str:
        assert desk.post(f"{upload.get_absolute_url()}as/reports/", mapped(desk, upload, "reports")).status_code == 302
        return run_of_the_last_job("datasets.try_out_upload")

    old = begin()
    stop(desk, upload)
    new = begin()
    try_out(upload.pk, tries_before=TRIES, run=old)
    assert state_of(upload) == State.TRYING
    try_out(upload.pk, tries_before=0, run=new)
    assert state_of(upload) == State.TRIED
    desk.post(f"{upload.get_absolute_url()}take/")
    old = run_of_the_last_job("datasets.take_in_upload")
    stop(desk, upload)
    tried(desk, upload, "reports")
    desk.post(f"{upload.get_absolute_url()}take/")
    take_in(upload.pk, tries_before=TRIES, run=old)
    assert state_of(upload) == State.IMPORTING
    assert not Report.objects.exists()
    take_in(upload.pk, tries_before=1, run=run_of_the_last_job("datasets.take_in_upload"))
    assert state_of(upload) == State.DONE
    assert Report.objects.exists()
