"""`/lapor/`: sending, without JavaScript and with it; nothing typed is ever lost, and never two reports."""

from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from cityops.agencies.models import Category
from cityops.reports.models import Photo, Report, ReportContact
from cityops.reports.secrets import COOKIE
from tests.factories.agencies import CategoryFactory
from tests.factories.pictures import bomb, picture, upload
from tests.factories.places import IN_KARANGPLOSO, IN_SISIR, IN_TEMAS
from tests.factories.reports import ReportFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NEW = reverse("reports:new")
TEXT = "Lubang sedalam lutut di depan pasar."


@pytest.fixture
def category() -> Category:
    return CategoryFactory()


def typed(category: Category, **changes: object) -> dict[str, object]:
    return {
        "key": str(uuid4()),
        "lng": str(IN_TEMAS.x),
        "lat": str(IN_TEMAS.y),
        "category": category.pk,
        "text": TEXT,
    } | changes


def test_the_page_has_a_fresh_key_each_time(client: Client) -> None:
    keys = {str(client.get(NEW).context["key"]) for _ in range(2)}
    assert len(keys) == 2
    assert all(UUID(key) for key in keys)


def test_a_link_can_name_the_place(client: Client) -> None:
    page = client.get(NEW, {"lng": "112.51", "lat": "-7.87"}).content.decode()
    assert 'value="112.51"' in page
    assert 'value="-7.87"' in page


def test_sending_leads_to_the_report_and_this_phone_remembers_it(client: Client, category: Category) -> None:
    answer = client.post(NEW, typed(category))
    report = Report.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/r/{report.code}/?baru=1"
    assert report.area_id == "35.79.01.1001"
    assert report.words.text == TEXT
    assert client.cookies[COOKIE]["httponly"]
    assert report.code in client.get(reverse("reports:mine")).content.decode()


def test_sending_by_script_answers_with_the_address(client: Client, category: Category) -> None:
    answer = client.post(NEW, typed(category), headers={"accept": "application/json"})
    assert answer.status_code == 201
    assert answer.json() == {"url": f"/r/{Report.objects.get().code}/?baru=1"}


def test_the_same_key_is_the_same_report(client: Client, category: Category) -> None:
    form = typed(category)
    first, again = client.post(NEW, form), client.post(NEW, form)
    assert first["Location"] == again["Location"]
    assert Report.objects.count() == 1


def test_a_retry_from_a_browser_without_cookies_gets_them(category: Category) -> None:
    form = typed(category)
    Client().post(NEW, form)
    late = Client()
    assert late.post(NEW, form).status_code == 302
    assert COOKIE in late.cookies


def test_another_text_under_a_used_key_is_kept_and_asked_about(client: Client, category: Category) -> None:
    form = typed(category)
    client.post(NEW, form)
    answer = client.post(NEW, form | {"text": "Sampah di sungai.", "photos": [upload()]})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Sampah di sungai." in page
    assert Report.objects.get().code in page
    new_key = str(answer.context["key"])
    assert new_key != form["key"]
    client.post(NEW, form | {"text": "Sampah di sungai.", "key": new_key, "similar_seen": "on"})
    assert Report.objects.count() == 2


@pytest.mark.parametrize("changed", [{"lng": str(IN_SISIR.x)}, {"category": "lamp"}])
def test_another_place_or_category_under_a_used_key_is_asked_about(
    client: Client, category: Category, changed: dict[str, str]
) -> None:
    CategoryFactory(code="lamp")
    form = typed(category)
    client.post(NEW, form)
    answer = client.post(NEW, form | changed)
    assert answer.status_code == 409
    again = form | changed | {"key": str(answer.context["key"]), "similar_seen": "on"}
    assert client.post(NEW, again).status_code == 302
    assert Report.objects.count() == 2


def test_only_a_desa_pressed_again_is_the_same_report(client: Client, category: Category) -> None:
    form = typed(category, lng="", lat="", desa="35.79.01.1004")
    assert client.post(NEW, form)["Location"] == client.post(NEW, form)["Location"]


def test_a_missing_key_is_replaced(client: Client, category: Category) -> None:
    assert client.post(NEW, typed(category, key="bukan kunci")).status_code == 302


def test_only_a_desa_is_enough_and_strangers_see_no_more(client: Client, category: Category) -> None:
    client.post(NEW, typed(category, lng="", lat="", desa="35.79.01.1004"))
    report = Report.objects.get()
    assert (report.area_id, report.public_precision) == ("35.79.01.1004", "area")


def test_a_need_says_what_and_for_whom(client: Client) -> None:
    need = CategoryFactory(code="posyandu", kind="need")
    client.post(NEW, typed(need, need_service="Posyandu", need_for="Ibu hamil di Temas"))
    report = Report.objects.get()
    assert report.kind == "need"
    assert (report.words.need_service, report.words.need_for) == ("Posyandu", "Ibu hamil di Temas")


def test_outside_the_city_everything_typed_comes_back(client: Client, category: Category) -> None:
    form = typed(category, lng=str(IN_KARANGPLOSO.x), lat=str(IN_KARANGPLOSO.y), name="Siti", email="siti@example.org")
    answer = client.post(NEW, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kabupaten Malang" in page
    for value in (TEXT, "Siti", "siti@example.org", str(IN_KARANGPLOSO.x), str(form["key"])):
        assert value in page
    assert f'value="{category.pk}"' in page
    assert "checked" in page.split(f'value="{category.pk}"')[1].split(">")[0]
    assert not Report.objects.exists()


def test_a_closed_category_shows_its_guidance(client: Client) -> None:
    closed = CategoryFactory(code="listrik", is_open=False, guidance="Hubungi PLN di nomor 123.")
    answer = client.post(NEW, typed(closed))
    assert answer.status_code == 422
    assert "Hubungi PLN di nomor 123." in answer.context["form"].errors["category"][0]


def test_faults_come_in_the_readers_language(client: Client, category: Category) -> None:
    english = client.post(NEW, typed(category, text=""), headers={"accept-language": "en"}).content.decode()
    assert "Write in a few words" in english
    indonesian = client.post(NEW, typed(category, text=""), headers={"accept-language": "id"}).content.decode()
    assert "Write in a few words" not in indonesian


def test_photos_come_with_the_form(client: Client, category: Category) -> None:
    client.post(NEW, typed(category, photos=[upload(), upload(picture((100, 80)))]))
    assert Report.objects.get().photos.count() == 2


def test_a_bad_photo_is_named_and_the_good_one_waits(client: Client, category: Category) -> None:
    form = typed(category, photos=[upload(), upload(b"bukan foto", "surat.jpg"), upload(bomb(), "bom.png")])
    answer = client.post(NEW, form)
    assert answer.status_code == 422
    faults = " ".join(answer.context["form"].errors["photos"])
    assert "surat.jpg" in faults
    assert "bom.png" in faults
    assert Photo.objects.get().report is None
    assert client.post(NEW, {**form, "photos": []}).status_code == 302
    assert Report.objects.get().photos.count() == 1


def test_a_received_photo_can_be_dropped(client: Client, category: Category) -> None:
    form = typed(category, text="")
    client.post(NEW, form | {"photos": [upload()]})
    client.post(NEW, form | {"drop": [Photo.objects.get().pk]})
    assert not Photo.objects.exists()


def test_a_file_too_large_is_said_and_the_words_stay(client: Client, category: Category, settings: object) -> None:
    settings.PHOTO_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    answer = client.post(NEW, typed(category, photos=[upload(b"\xff\xd8" + b"0" * 1_300_000)]))
    assert answer.status_code == 422
    assert TEXT in answer.content.decode()
    assert "1 MB" in answer.context["form"].errors["photos"][0]


def test_a_flood_of_bytes_is_refused_unread(client: Client, category: Category, settings: object) -> None:
    settings.PHOTO_MAX_BYTES = 1000  # type: ignore[attr-defined]
    answer = client.post(NEW, typed(category, photos=[upload(b"0" * 3_000_000)]))
    assert answer.status_code == 413
    assert not Report.objects.exists()


def test_similar_open_reports_are_shown_once_before_sending(client: Client, category: Category) -> None:
    other = ReportFactory(category=category, geom=IN_TEMAS, accepted=True, text="Lubang yang sama.")
    form = typed(category)
    page = client.post(NEW, form)
    assert page.status_code == 200
    assert other.code in page.content.decode()
    assert "Lubang yang sama." in page.content.decode()
    assert Report.objects.count() == 1
    assert client.post(NEW, form | {"similar_seen": "on"}).status_code == 302
    assert Report.objects.count() == 2


def test_other_categories_nearby_come_after_the_same_one(client: Client, category: Category) -> None:
    same = ReportFactory(category=category, geom=IN_TEMAS)
    other = ReportFactory(category=CategoryFactory(code="lamp"), geom=IN_TEMAS)
    place = {"lng": IN_TEMAS.x, "lat": IN_TEMAS.y, "category": category.pk}
    page = client.get(reverse("reports:similar"), place).content.decode()
    assert 0 < page.index(same.code) < page.index(other.code)


def test_with_only_a_desa_nothing_is_similar(client: Client, category: Category) -> None:
    desa = typed(category, lng="", lat="", desa="35.79.01.1004")
    client.post(NEW, desa)
    Report.objects.update(public_precision="exact")
    assert client.post(NEW, desa | {"key": str(uuid4())}).status_code == 302


def test_the_similar_page_says_that_they_were_seen(client: Client, category: Category) -> None:
    ReportFactory(category=category, geom=IN_TEMAS)
    page = client.post(NEW, typed(category)).content.decode()
    hidden = page.split('name="similar_seen"')[1].split(">")[0]
    assert "True" in hidden or 'value="on"' in hidden


@pytest.mark.parametrize("trait", ["held", "hidden", "ended"])
def test_what_is_not_public_or_not_open_is_not_similar(client: Client, category: Category, trait: str) -> None:
    ReportFactory(category=category, geom=IN_SISIR, **{trait: True})
    answer = client.get(reverse("reports:similar"), {"lng": IN_SISIR.x, "lat": IN_SISIR.y, "category": category.pk})
    assert "BTU-" not in answer.content.decode()


def test_words_of_a_similar_report_wait_for_acceptance(client: Client, category: Category) -> None:
    ReportFactory(category=category, geom=IN_SISIR, text="KATA-RAHASIA")
    place = {"lng": IN_SISIR.x, "lat": IN_SISIR.y, "category": category.pk}
    answer = client.get(reverse("reports:similar"), place).content.decode()
    assert "BTU-" in answer
    assert "KATA-RAHASIA" not in answer


def test_above_the_limit_a_report_is_kept_and_waits(client: Client, category: Category, settings: object) -> None:
    settings.REPORTS_PER_HOUR_FROM_ONE_ADDRESS = 1  # type: ignore[attr-defined]
    client.post(NEW, typed(category))
    answer = client.post(NEW, typed(category, similar_seen="on"), follow=True)
    held = Report.objects.exclude(held_at=None).get()
    assert "menunggu" in answer.content.decode()
    assert Client().get(reverse("reports:detail", args=[held.code])).status_code == 404


def test_contact_is_kept_apart_and_only_when_given(client: Client, category: Category) -> None:
    client.post(NEW, typed(category))
    assert not ReportContact.objects.exists()
    client.post(NEW, typed(category, email="siti@example.org", similar_seen="on"))
    assert ReportContact.objects.get().email == "siti@example.org"


OURS = {"sec-fetch-site": "same-origin"}  # as a browser says it of a form on our own page


def test_after_a_lost_session_all_that_was_typed_is_sent_again(category: Category) -> None:
    client = Client(enforce_csrf_checks=True)
    form = typed(category, name="Siti")
    gone = client.post(NEW, form, headers=OURS)
    page = gone.content.decode()
    assert gone.status_code == 403
    for value in (str(form["key"]), TEXT, "Siti", str(IN_TEMAS.x)):
        assert value in page
    token = gone.context["csrf_token"]
    again = dict(gone.context["typed"])
    assert client.post(NEW, again | {"csrfmiddlewaretoken": str(token)}).status_code == 302
    assert Report.objects.get().submission.key == UUID(str(form["key"]))


def test_photos_of_a_lost_session_are_asked_for_again(category: Category) -> None:
    gone = Client(enforce_csrf_checks=True).post(NEW, typed(category, photos=[upload()]), headers=OURS)
    assert 'type="file" name="photos"' in gone.content.decode()


def test_the_form_takes_as_many_statements_with_many_photos(
    client: Client, category: Category, django_assert_max_num_queries: object
) -> None:
    client.get(NEW)
    know_reference()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(NEW)


def test_emergency_numbers_are_on_the_page(client: Client) -> None:
    assert 'href="tel:112"' in client.get(NEW).content.decode()


def test_uploads_pass_the_limit_first() -> None:
    assert django_settings.FILE_UPLOAD_HANDLERS[0] == "cityops.web.uploads.LimitedUploads"
