"""An import that somebody stops: nothing of it is left, and all that was sent, chosen and typed still is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, State, Upload
from cityops.datasets.taking_in import take_in, try_out
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import mapped, tried
from tests.cityops.datasets.conftest import Send, filled, import_it
from tests.cityops.datasets.test_from_file_to_layer import tables
from tests.factories.agencies import CategoryFactory
from tests.factories.files import geopackage, old_complaints, wells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]
STOPPED = "Impor dibatalkan, dan tidak ada yang disimpan darinya."


@contextmanager
def a_worker_has(upload: Upload) -> Iterator[None]:
    """Hold an upload as a worker does that is in the middle of it."""
    worker = connection.copy()
    with worker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('datasets.import'), %s)", [upload.pk])
    try:
        yield
    finally:
        worker.close()


def begun(client: Client, upload: Upload) -> None:
    data = filled(client, upload, label="Sumur tua", source="Survei desa", name_0="sebutan", keep_2="")
    assert client.post(f"{upload.get_absolute_url()}import/", data).status_code == 302


def is_as_it_was(client: Client, upload: Upload) -> None:
    """The upload is back at its preview, with the words that `begun` typed."""
    upload.refresh_from_db()
    assert (upload.state, upload.is_cancelled) == (State.READ, False)
    answer = client.get(upload.get_absolute_url())
    assert STOPPED in answer.content.decode()
    assert answer.context["is_ready"]
    form, said = answer.context["form"], answer.context["said"]
    assert (said["label"].value(), said["source"].value()) == ("Sumur tua", "Survei desa")
    assert (form["name_0"].value(), form["keep_2"].value()) == ("sebutan", False)
    assert tables() == set()
    assert not Dataset.objects.exists()


@pytest.fixture
def upload(send: Send, tmp_path: Path) -> Upload:
    return send(geopackage(tmp_path, wells()))


def test_one_that_waits_for_its_turn_is_back_at_once(desk: Client, upload: Upload) -> None:
    begun(desk, upload)
    answer = desk.post(f"{upload.get_absolute_url()}cancel/")
    assert answer["Location"] == upload.get_absolute_url()
    is_as_it_was(desk, upload)
    make_layer(upload.pk)  # the worker comes to it in the end
    is_as_it_was(desk, upload)
    assert import_it(desk, upload).state == State.DONE


def test_one_that_a_worker_has_says_so_until_it_is_laid_down(desk: Client, upload: Upload) -> None:
    begun(desk, upload)
    with a_worker_has(upload):
        page = desk.post(f"{upload.get_absolute_url()}cancel/", follow=True).content.decode()
        assert "Membatalkan…" in page
        assert f"{upload.get_absolute_url()}cancel/" not in page
        assert "Membatalkan…" in desk.get(f"{upload.get_absolute_url()}state/").content.decode()
    make_layer(upload.pk)
    is_as_it_was(desk, upload)
    assert desk.get(f"{upload.get_absolute_url()}state/")["HX-Redirect"] == upload.get_absolute_url()


def test_told_too_late_it_leads_to_what_was_made(desk: Client, upload: Upload) -> None:
    import_it(desk, upload, label="Sumur tua")
    answer = desk.post(f"{upload.get_absolute_url()}cancel/", follow=True)
    assert answer.status_code == 200
    assert answer.context["dataset"].label == "Sumur tua"


def test_told_after_the_last_row_nothing_is_made(desk: Client, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the last question of the import and its end."""
    begun(desk, upload)

    def told_now(_dataset: Dataset) -> None:
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("UPDATE datasets_upload SET is_cancelled = true WHERE id = %s", [upload.pk])
        other.close()

    monkeypatch.setattr("cityops.datasets.importing.drop_older_versions", told_now)
    make_layer(upload.pk)
    is_as_it_was(desk, upload)


@pytest.fixture
def complaints_of_old(planner: object, send: Send, tmp_path: Path) -> Upload:
    CategoryFactory()
    return send(old_complaints(tmp_path))


@pytest.mark.parametrize("is_trial", [True, False])
def test_of_rows_that_become_features_the_columns_stay_chosen(
    is_trial: bool, desk: Client, complaints_of_old: Upload
) -> None:
    upload, address = complaints_of_old, f"{complaints_of_old.get_absolute_url()}as/reports/"
    if is_trial:
        data = mapped(desk, upload, "reports", column_contact="", value_text="Tanpa isi")
        assert desk.post(address, data).status_code == 302
    else:
        tried(desk, upload, "reports", value_text="Tanpa isi")
        desk.post(f"{upload.get_absolute_url()}take/")
    answer = desk.post(f"{upload.get_absolute_url()}cancel/", follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert STOPPED in answer.content.decode()
    form = answer.context["form"]
    assert form["value_text"].value() == "Tanpa isi"
    assert form["column_text"].value() == "isi laporan"
    (try_out if is_trial else take_in)(upload.pk)  # the worker comes to it in the end
    upload.refresh_from_db()
    assert upload.state == State.READ
    assert not Report.objects.exists()


def test_to_throw_it_away_is_a_step_of_its_own_and_asks_first(desk: Client, upload: Upload) -> None:
    page = desk.get(upload.get_absolute_url()).content.decode()
    _before, _summary, rest = page.partition("Buang unggahan ini")
    assert f'action="{upload.get_absolute_url()}throw-away/"' in rest
    assert "Ya, buang" in rest
    assert f'action="{upload.get_absolute_url()}cancel/"' not in page
    begun(desk, upload)
    assert desk.post(f"{upload.get_absolute_url()}throw-away/").status_code == 409
    upload.refresh_from_db()
    assert upload.state == State.IMPORTING
