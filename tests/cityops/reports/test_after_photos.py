"""Photos of the result: asked for where something was done, never a dead end, kept for a second try, safe to show."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import Photo, Report
from cityops.reports.moves import MOVES
from cityops.reports.retention import forget_orphan_photos
from tests.factories.agencies import staff
from tests.factories.pictures import CAMERA, picture, upload
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HTMX = {"HTTP_HX_REQUEST": "true"}
ASKS = "Belum ada foto hasil"


@pytest.fixture
def officer(client: Client) -> User:
    user = staff(Role.OFFICER, agency="dpupr")
    client.force_login(user)
    return user


@pytest.fixture
def report(officer: User) -> Report:
    made: Report = ReportFactory(state="in_progress", assignee=officer)
    return made


def resolve(client: Client, report: Report, **given: Any) -> Any:
    data = {"seen": 1, "outcome": "done", "text": "Sudah ditambal.", "key": str(uuid4()), **given}
    return client.post(f"/staff/reports/{report.code}/resolve/", data, **HTMX)


def state(report: Report) -> str:
    return Report.objects.get(pk=report.pk).state


def test_the_form_has_a_key_and_takes_files(client: Client, report: Report) -> None:
    page = client.get(f"/staff/reports/{report.code}/resolve/", **HTMX).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="photos"' in page
    assert 'name="key" value="' in page


def test_done_without_a_photo_is_asked_about_and_goes_at_the_second_press(client: Client, report: Report) -> None:
    first = resolve(client, report)
    page = first.content.decode()
    assert (first.status_code, state(report)) == (422, "in_progress")
    assert ASKS in page
    assert "Sudah ditambal." in page
    assert '<input type="checkbox" name="without_photo" id="move-resolve-without_photo" checked' in page
    second = resolve(client, report, without_photo="on")
    assert (second.status_code, state(report)) == (200, "resolved")
    assert "Tidak ada foto hasil." in second.content.decode()


@pytest.mark.parametrize("outcome", ["partly", "not_possible"])
def test_what_was_not_done_has_nothing_to_show(outcome: str, client: Client, report: Report) -> None:
    answer = resolve(client, report, outcome=outcome)
    assert (answer.status_code, state(report)) == (200, "resolved")
    assert "Tidak ada foto hasil." not in answer.content.decode()


def test_a_photo_stands_beside_the_one_before_for_everyone(client: Client, report: Report) -> None:
    key = uuid4()
    actions.receive_photo(key=key, upload=upload(picture((90, 60))), address_hash="a")
    before = Photo.objects.get()
    Photo.objects.filter(pk=before.pk).update(report=report)
    assert resolve(client, report, photos=upload(picture(at=(112.5, -7.8)))).status_code == 200
    after = Photo.objects.get(stage="after")
    assert after.report == report
    with after.file.open() as file:
        data = file.read()
    assert CAMERA.encode() not in data
    assert b"Exif" not in data
    for reader in (client, Client()):
        page = reader.get(f"/r/{report.code}/").content.decode()
        assert "Sesudah dikerjakan" in page
        assert f"/r/{report.code}/foto/{after.pk}/" in page.replace("photo", "foto")
        assert "Tidak ada foto hasil." not in page
    assert "Sesudah dikerjakan" in client.get(f"/staff/reports/{report.code}/").content.decode()


def test_what_was_uploaded_is_kept_for_the_second_try(client: Client, report: Report) -> None:
    key = str(uuid4())
    page = resolve(client, report, key=key, text="", photos=upload()).content.decode()
    photo = Photo.objects.get()
    assert f'name="drop" value="{photo.pk}"' in page
    assert f'value="{key}"' in page
    assert ASKS not in page
    assert resolve(client, report, key=key).status_code == 200
    photo.refresh_from_db()
    assert (photo.report, photo.stage) == (report, "after")


def test_a_photo_survives_a_colleague_s_change(client: Client, report: Report) -> None:
    key = str(uuid4())
    actions.note_report(actor=staff(Role.HEAD, agency="dpupr"), pk=report.pk, text="Lihat.")
    answer = resolve(client, report, key=key, photos=upload())
    assert answer.status_code == 409
    assert 'name="drop"' in answer.content.decode()
    assert resolve(client, report, key=key, seen=2).status_code == 200
    assert Photo.objects.get().report == report


def test_one_that_is_not_wanted_is_dropped(client: Client, report: Report) -> None:
    key = str(uuid4())
    resolve(client, report, key=key, text="", photos=upload())
    answer = resolve(client, report, key=key, drop=Photo.objects.get().pk)
    assert (answer.status_code, Photo.objects.count()) == (422, 0)
    assert ASKS in answer.content.decode()


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"", b"\xff\xd8\xff\xe0 no picture"])
def test_what_is_no_picture_is_refused_at_the_field(data: bytes, client: Client, report: Report) -> None:
    answer = resolve(client, report, photos=upload(data or b" ", name="a.jpg"))
    assert (answer.status_code, state(report)) == (422, "in_progress")
    assert "Sudah ditambal." in answer.content.decode()
    assert not Photo.objects.exists()


def test_the_limit_is_a_person_s_and_not_the_office_s(client: Client, report: Report, settings: Any) -> None:
    settings.PHOTOS_PER_HOUR_FROM_ONE_ADDRESS = 1
    assert resolve(client, report, text="", photos=upload(picture((41, 40)))).status_code == 422
    assert "Terlalu banyak foto" in resolve(client, report, text="", photos=upload()).content.decode()
    client.force_login(staff(Role.HEAD, agency="dpupr"))
    assert resolve(client, report, photos=upload()).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [(Role.PLANNER, 403), (Role.HEAD, 409)], ids=["may-only-look", "not-in-this-state"]
)
def test_from_who_cannot_make_the_move_nothing_is_taken_in(
    role: Role, status: int, client: Client, report: Report
) -> None:
    if status == 409:
        Report.objects.update(state="closed")
    client.force_login(staff(role, agency="dpupr"))
    key = uuid4()
    actions.receive_photo(key=key, upload=upload(picture((41, 40))), address_hash="a")
    waiting = Photo.objects.get()
    answer = resolve(client, report, key=str(key), photos=upload(), drop=waiting.pk)
    assert answer.status_code == status
    assert list(Photo.objects.all()) == [waiting]
    assert resolve(client, report).status_code == status


def test_undone_the_photo_goes_with_the_move(client: Client, officer: User, report: Report) -> None:
    resolve(client, report, photos=upload())
    MOVES.undo.take_back(actor=officer, code=report.code)
    photo = Photo.objects.get()
    assert (state(report), photo.report) == ("in_progress", None)
    assert forget_orphan_photos() == 0  # not two days old


def test_photos_that_wait_under_a_resident_s_key_stay_theirs(client: Client, report: Report) -> None:
    theirs = uuid4()
    actions.receive_photo(key=theirs, upload=upload(), address_hash="a")
    resolve(client, report, without_photo="on")
    assert Photo.objects.get().report is None
