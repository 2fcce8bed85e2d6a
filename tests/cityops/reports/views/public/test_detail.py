"""`/r/<code>/`: the page of a report for strangers, for its reporter, for staff."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cityops.features.dates import target_in_words
from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from cityops.reports.actions import answer_report, ask_reporter, reply_to_report, resolve_report, start_report
from cityops.reports.models import Reply, Report, ReportContact
from cityops.reports.retention import forget_contacts
from cityops.reports.timeline import steps_of
from tests.factories.agencies import CategoryFactory, staff
from tests.factories.reports import ReportFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

PLANTED = ("RAHASIA-KATA", "RAHASIA-NAMA", "rahasia@example.org", "0812999888777", "RAHASIA-CATATAN", "RAHASIA-BALASAN")


def page_of(report: Report) -> str:
    return reverse("reports:detail", args=[report.code])


def as_reporter(report: Report) -> Client:
    client = Client()
    client.get(reverse("reports:secret", args=[report.code, secret_of(report)]))
    return client


def planted(**traits: object) -> Report:
    report = ReportFactory(text="RAHASIA-KATA", **traits)
    ReportContact.objects.create(report=report, name="RAHASIA-NAMA", email="rahasia@example.org", phone="0812999888777")
    Reply.objects.create(report=report, side="staff", verb="note", text="RAHASIA-CATATAN", is_public=False)
    reply_to_report(pk=report.pk, text="RAHASIA-BALASAN")
    return report


@pytest.mark.parametrize("typed", ["btu-{}-{}", "BTU{}{}", "{}{}", "btu {} {}", "{}-{}"])
def test_a_code_is_forgiven_how_it_was_typed(client: Client, typed: str) -> None:
    report = ReportFactory()
    _, one, two = report.code.split("-")
    answer = client.get(reverse("reports:find"), {"kode": typed.format(one, two).lower()}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] in {page_of(report), *[url for url, _ in answer.redirect_chain]}
    assert report.code in answer.content.decode()


@pytest.mark.parametrize("url", ["/r/%00/", "/r/%00/foto/1/", "/r/%00/k/x/", "/peta/%00/", f"/r/{'A' * 400}/foto/1/"])
def test_what_can_be_no_code_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("verb", ["balas", "buka-lagi", "ikuti", "hapus-kontak"])
def test_nothing_is_done_to_what_can_be_no_code(client: Client, verb: str) -> None:
    assert client.post(f"/r/%00/{verb}/", {"text": "x"}).status_code == 404


def test_a_reporter_s_replies_have_a_limit_by_day(settings: Any) -> None:
    settings.REPLIES_PER_DAY_TO_ONE_REPORT = 2
    report = ReportFactory()
    mine, url = as_reporter(report), reverse("reports:reply", args=[report.code])
    assert [mine.post(url, {"text": f"Pesan {n}"}).status_code for n in range(2)] == [302, 302]
    refused = mine.post(url, {"text": "Pesan ketiga"})
    assert refused.status_code == 429
    assert "Pesan ketiga" in refused.content.decode()  # nothing typed is lost
    assert Reply.objects.count() == 2
    Reply.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert mine.post(url, {"text": "Pesan ketiga"}).status_code == 302


def test_a_wrong_letter_is_told_with_a_box_to_search(client: Client) -> None:
    report = ReportFactory()
    wrong = report.code[:-1] + ("A" if report.code[-1] != "A" else "B")
    answer = client.get(reverse("reports:detail", args=[wrong]))
    assert answer.status_code == 404
    assert 'name="kode"' in answer.content.decode()


def test_a_code_that_nobody_has(client: Client) -> None:
    report = ReportFactory()
    url = page_of(report)
    Report.objects.all().update(code="BTU-2222-2222")
    assert client.get(url).status_code == 404


def test_strangers_read_no_words_before_acceptance_and_never_anything_personal(client: Client) -> None:
    report = planted()
    body = client.get(page_of(report)).content.decode()
    assert report.category.label in body
    for word in PLANTED:
        assert word not in body


def test_accepted_words_are_public_and_the_rest_is_not(client: Client) -> None:
    report = planted(accepted=True)
    answer = client.get(page_of(report))
    body = answer.content.decode()
    assert "RAHASIA-KATA" in body
    assert secret_of(report) not in body
    for word in PLANTED[1:]:
        assert word not in body
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("traits", [{"hidden": True}, {"held": True}])
@pytest.mark.parametrize("path", ["", "?baru=1"])
def test_what_is_hidden_or_held_is_not_there_for_strangers(client: Client, traits: dict[str, bool], path: str) -> None:
    assert client.get(page_of(ReportFactory(**traits)) + path).status_code == 404


def test_a_category_that_is_not_public_is_not_there_for_strangers(client: Client) -> None:
    report = ReportFactory(category=CategoryFactory(code="kdrt", is_public=False))
    assert client.get(page_of(report)).status_code == 404
    assert as_reporter(report).get(page_of(report)).status_code == 200


def test_the_secret_link_makes_this_browser_the_reporters() -> None:
    report = planted(hidden=True)
    client = Client()
    assert client.get(reverse("reports:secret", args=[report.code, "0" * 20])).status_code == 404
    answer = client.get(reverse("reports:secret", args=[report.code, secret_of(report)]))
    assert answer["Location"] == page_of(report)
    body = client.get(page_of(report)).content.decode()
    assert "RAHASIA-KATA" in body
    assert "RAHASIA-CATATAN" not in body
    assert "Menyebut nama orang" not in body  # why it was hidden is for staff
    assert report.code in client.get(reverse("reports:mine")).content.decode()


def test_the_secret_of_one_report_does_not_open_another(client: Client) -> None:
    one, other = ReportFactory(), ReportFactory()
    assert client.get(reverse("reports:secret", args=[other.code, secret_of(one)])).status_code == 404


def test_strangers_see_an_inexact_place_only(client: Client) -> None:
    report = ReportFactory(public_precision="area")
    spot = f"{report.geom.x:.6f}".rstrip("0")
    config = client.get(page_of(report)).context["map_config"]
    assert config["precision"] == "area"
    assert config["place"] == {"lng": round(report.public_geom.x, 6), "lat": round(report.public_geom.y, 6)}
    mine = as_reporter(report).get(page_of(report)).context["map_config"]
    assert mine["place"]["lng"] == pytest.approx(float(spot))


def test_right_after_sending_the_reporter_sees_code_and_secret_link(client: Client) -> None:
    report = ReportFactory()
    url = page_of(report) + "?baru=1"
    assert secret_of(report) not in client.get(url).content.decode()
    mine = as_reporter(report).get(url)
    assert mine.context["is_just_sent"]
    assert secret_of(report) in mine.content.decode()


def test_the_target_date_is_in_words(client: Client) -> None:
    report = ReportFactory()
    assert "paling lambat" in target_in_words(report)
    assert target_in_words(report) in client.get(page_of(report)).content.decode()


def test_late_says_how_late() -> None:
    assert "terlambat 2 hari" in target_in_words(ReportFactory(overdue=True))


def test_the_timeline_tells_what_was_is_and_comes() -> None:
    report = ReportFactory(accepted=True)
    officer = staff(Role.OFFICER, agency="dpupr")
    start_report(actor=officer, pk=report.pk)
    answer_report(actor=officer, pk=report.pk, text="Material datang Senin.")
    report.refresh_from_db()
    steps = steps_of(report, with_reporters_words=False)
    assert [step.stage for step in steps] == ["done", "now", "later"]
    assert steps[1].body == "Material datang Senin."
    assert "paling lambat" in str(steps[2].when)


def test_an_outcome_is_named(client: Client) -> None:
    report = ReportFactory(accepted=True)
    officer = staff(Role.OFFICER, agency="dpupr")
    resolve_report(actor=officer, pk=report.pk, outcome="partly", text="Separuh dulu.")
    body = client.get(page_of(report)).content.decode()
    assert "Separuh dulu." in body
    assert steps_of(Report.objects.get(), with_reporters_words=False)[-1].stage == "later"


def test_the_reporter_replies_and_only_they_read_it() -> None:
    report = ReportFactory(accepted=True)
    ask_reporter(actor=staff(Role.OFFICER, agency="dpupr"), pk=report.pk, text="Di sebelah mana?")
    mine = as_reporter(report)
    answer = mine.post(reverse("reports:reply", args=[report.code]), {"text": "Depan masjid."})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.state == "routed"  # where it was asked from
    assert "Depan masjid." in mine.get(page_of(report)).content.decode()
    assert "Depan masjid." not in Client().get(page_of(report)).content.decode()


def test_an_empty_reply_comes_back_with_its_fault() -> None:
    report = ReportFactory(accepted=True)
    mine = as_reporter(report)
    answer = mine.post(reverse("reports:reply", args=[report.code]), {"text": "  "})
    assert answer.status_code == 422
    fragment = mine.post(
        reverse("reports:reply", args=[report.code]), {"text": ""}, headers={"hx-request": "true"}
    ).content.decode()
    assert "<html" not in fragment
    assert 'id="life"' in fragment


@pytest.mark.parametrize("verb", ["reply", "reopen", "forget_contact"])
def test_strangers_can_say_nothing_in_the_reporters_name(client: Client, verb: str) -> None:
    report = ReportFactory(accepted=True)
    assert client.post(reverse(f"reports:{verb}", args=[report.code]), {"text": "Saya"}).status_code == 404
    assert client.get(reverse(f"reports:{verb}", args=[report.code])).status_code == 405
    assert not Reply.objects.exists()


def test_the_reporter_says_not_solved_and_it_opens_again() -> None:
    report = ReportFactory(ended=True, accepted_at=timezone.now())
    mine = as_reporter(report)
    assert "Belum beres" in mine.get(page_of(report)).content.decode()
    answer = mine.post(reverse("reports:reopen", args=[report.code]), {"text": "Masih berlubang."})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.outcome) == ("routed", "")


HTMX: list[dict[str, Any]] = [{}, {"HTTP_HX_REQUEST": "true"}]


@pytest.mark.parametrize("htmx", HTMX, ids=["plain", "htmx"])
def test_too_late_to_reopen_keeps_what_was_typed(htmx: dict[str, Any]) -> None:
    old = timezone.now() - timedelta(days=30)
    report = ReportFactory(state="closed", outcome="done", closed_at=old, due_at=None, accepted_at=old)
    address = reverse("reports:reopen", args=[report.code])
    answer = as_reporter(report).post(address, {"text": "Masih berlubang."}, **htmx)
    assert answer.status_code == 409
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#life", "outerHTML")
    page = answer.content.decode()
    assert "Masih berlubang." in page
    assert "lebih dari" in page


@pytest.mark.parametrize("htmx", HTMX, ids=["plain", "htmx"])
def test_a_reply_too_many_is_kept_where_it_was_typed(htmx: dict[str, Any], settings: Any) -> None:
    settings.REPLIES_PER_DAY_TO_ONE_REPORT = 0
    report = ReportFactory(state="in_progress", accepted=True)
    address = reverse("reports:reply", args=[report.code])
    answer = as_reporter(report).post(address, {"text": "Dekat pohon."}, **htmx)
    assert answer.status_code == 429
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#life", "outerHTML")
    assert "Dekat pohon." in answer.content.decode()


def test_the_reporter_erases_their_contact() -> None:
    report = planted()
    mine = as_reporter(report)
    assert mine.get(page_of(report)).context["has_contact"]
    mine.post(reverse("reports:forget_contact", args=[report.code]))
    assert not ReportContact.objects.exists()


def test_contact_is_forgotten_90_days_after_the_end() -> None:
    planted(state="closed", due_at=None, closed_at=timezone.now() - timedelta(days=91))
    planted(state="closed", due_at=None, closed_at=timezone.now() - timedelta(days=89))
    planted()
    assert forget_contacts() == 1
    assert ReportContact.objects.count() == 2


def test_staff_in_charge_get_a_way_to_their_page(client: Client) -> None:
    report = ReportFactory(held=True)
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    body = client.get(page_of(report)).content.decode()
    assert reverse("reports:staff_detail", args=[report.code]) in body
    assert secret_of(report) not in body


def test_a_long_life_takes_no_more_statements(client: Client, django_assert_max_num_queries: object) -> None:
    report = ReportFactory(accepted=True)
    officer = staff(Role.OFFICER, agency="dpupr")
    for number in range(12):
        answer_report(actor=officer, pk=report.pk, text=f"Kabar {number}")
    know_reference()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(page_of(report))
