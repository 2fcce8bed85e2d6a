"""Photos over HTTP: who may see which, and with what headers."""

import json
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from cityops.reports.models import Photo, Report
from tests.factories.agencies import staff
from tests.factories.pictures import CAMERA, picture, upload
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
UPLOAD = reverse("reports:photo_upload")


def with_photo(**traits: object) -> tuple[Report, str]:
    report = ReportFactory(**traits)
    photo = Photo(key=uuid4(), report=report, width=4, height=3, digest="x")
    photo.file.save("", ContentFile(picture((40, 30))), save=False)
    photo.file.storage.save(photo.small_name, ContentFile(picture((4, 3))))
    photo.save()
    return report, reverse("reports:photo", args=[report.code, photo.pk])


def as_reporter(report: Report) -> Client:
    client = Client()
    client.get(reverse("reports:secret", args=[report.code, secret_of(report)]))
    return client


def test_uploading_tells_the_sender_the_position_and_nobody_else(client: Client) -> None:
    key = str(uuid4())
    answer = client.post(UPLOAD, {"key": key, "photo": upload(picture(at=(112.5266, -7.871)))})
    assert answer.status_code == 201
    body = answer.json()
    assert body["position"] == {"lng": pytest.approx(112.5266, abs=1e-4), "lat": pytest.approx(-7.871, abs=1e-4)}
    waiting = client.get(UPLOAD, {"key": key}).json()["photos"]
    assert [photo["id"] for photo in waiting] == [body["id"]]
    assert "position" not in json.dumps(waiting)
    shown = b"".join(client.get(body["url"]))
    assert CAMERA.encode() not in shown


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [(b"bukan foto", 422, "not_a_photo"), (b"", 422, "not_a_photo")],
)
def test_what_is_no_photo_is_answered_for_programs(client: Client, sent: bytes, status: int, code: str) -> None:
    answer = client.post(UPLOAD, {"key": str(uuid4()), "photo": upload(sent)}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("form", [{}, {"key": "x"}, {"key": "8c0b2c1e-9f3b-4d3d-8a55-0f2f8a0c1d11"}])
def test_a_request_without_key_or_photo_is_refused(client: Client, form: dict[str, str]) -> None:
    assert client.post(UPLOAD, form).status_code == 400


def test_a_waiting_photo_is_seen_and_removed_by_its_key_only(client: Client) -> None:
    body = client.post(UPLOAD, {"key": str(uuid4()), "photo": upload()}).json()
    stranger = reverse("reports:draft_photo", args=[uuid4(), body["id"]])
    assert client.get(stranger).status_code == 404
    assert client.post(f"{stranger}hapus/").status_code == 404
    assert client.get(f"{body['url']}hapus/").status_code == 405
    assert client.post(f"{body['url']}hapus/").status_code == 200
    assert not Photo.objects.exists()


def test_an_accepted_photo_is_public_with_careful_headers(client: Client) -> None:
    _, url = with_photo(accepted=True)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_photo_is_asked_for_each_time_and_sent_once(client: Client) -> None:
    report, url = with_photo(accepted=True)
    etag = client.get(url)["ETag"]
    assert etag != client.get(f"{url}?ukuran=kecil")["ETag"]
    again = client.get(url, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    Report.objects.filter(pk=report.pk).update(hidden_at=timezone.now(), hidden_reason="Menyebut nama orang")
    assert client.get(url, headers={"if-none-match": etag}).status_code == 404


def test_the_small_one_is_smaller(client: Client) -> None:
    _, url = with_photo(accepted=True)
    assert len(b"".join(client.get(f"{url}?ukuran=kecil"))) < len(b"".join(client.get(url)))


@pytest.mark.parametrize("traits", [{}, {"accepted": True, "hidden": True}, {"held": True}])
def test_strangers_get_nothing_before_acceptance_or_while_hidden(client: Client, traits: dict[str, bool]) -> None:
    report, url = with_photo(**traits)
    assert client.get(url).status_code == 404
    mine = as_reporter(report).get(url)
    assert mine.status_code == 200
    assert mine["Cache-Control"] == "private, no-cache"


def test_staff_in_charge_see_it_and_others_do_not(client: Client) -> None:
    _, url = with_photo()
    client.force_login(staff(Role.OFFICER, agency="dpupr", areas=["35.79.01"]))
    assert client.get(url).status_code == 200
    client.force_login(staff(Role.OFFICER, agency="dinkes"))
    assert client.get(url).status_code == 404


def test_a_photo_is_not_reached_through_another_report(client: Client) -> None:
    other = ReportFactory(accepted=True)
    _, url = with_photo()
    pk = url.rstrip("/").rpartition("/")[2]
    assert client.get(reverse("reports:photo", args=[other.code, pk])).status_code == 404


def test_a_lost_file_is_not_found(client: Client) -> None:
    _, url = with_photo(accepted=True)
    Photo.objects.get().delete_files()
    assert client.get(url).status_code == 404
