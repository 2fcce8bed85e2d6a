from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count

from cityops.accounts.models import User
from cityops.administration.models import Change, Thing
from cityops.areas.models import Area
from cityops.areas.queries import point_inside
from cityops.facilities.models import Facility
from cityops.farming.models import FarmPlot, HarvestOffer
from cityops.features.models import HistoryEvent
from cityops.reports.models import Reply, Report, ReportContact
from cityops.services.models import ServiceRequest
from geodata.city.folder import read_reference
from geodata.demo.load import NoBoundaries, load_demo
from geodata.demo.sign_ins import FILE, PEOPLE, create_sign_ins
from geodata.models import DemoLoad
from tests.factories.agencies import AgencyFactory
from tests.factories.farming import FarmPlotFactory, field_at
from tests.factories.offers import OfferFactory
from tests.factories.reports import ReportFactory
from tests.factories.services import RequestFactory

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 24)
BATU = read_reference("batu")


@pytest.fixture
def batu() -> None:
    call_command("load_reference", "batu", stdout=StringIO())
    call_command("make_demo_boundaries", load=True, stdout=StringIO())


def loaded(count: int = 150, **options: object) -> DemoLoad | None:
    return load_demo(BATU, UNTIL, count, **options)  # type: ignore[arg-type]


def test_without_outlines_it_says_what_to_do() -> None:
    call_command("load_reference", "batu", stdout=StringIO())
    with pytest.raises(NoBoundaries, match="make_demo_boundaries"):
        loaded()


@pytest.mark.usefixtures("batu")
def test_the_outlines_are_marked_as_approximate() -> None:
    assert set(Area.objects.values_list("is_approximate", "source")) == {(True, "Perkiraan, bukan batas resmi")}
    assert Area.objects.filter(geom__isnull=False).count() == 28


@pytest.mark.usefixtures("batu")
def test_every_report_lies_in_the_desa_it_was_made_for() -> None:
    loaded()
    assert Report.objects.count() == 150
    assert not Report.objects.filter(area=None).exists()
    assert not Report.objects.filter(lost_area=True).exists()
    assert not Report.objects.filter(public_geom=None).exists()
    assert not Report.objects.filter(tile_geom=None).exists()


@pytest.mark.usefixtures("batu")
def test_rows_are_what_the_actions_would_have_written() -> None:
    loaded()
    events = HistoryEvent.objects.filter(kind="reports.Report")
    assert events.filter(verb="send").count() == 150
    replies = set(Reply.objects.values_list("pk", flat=True))
    assert {event.data["reply"] for event in events if "reply" in event.data} == replies
    for report in Report.objects.annotate(words_there=Count("words"))[:60]:
        of_it = events.filter(object_id=report.pk).order_by("id")
        assert report.words_there == 1
        assert report.version == of_it.count()
        assert of_it.last().to_state == report.state  # type: ignore[union-attr]
        assert [event.at for event in of_it] == sorted(event.at for event in of_it)
        assert report.updated_at == of_it.last().at  # type: ignore[union-attr]
        if report.state in ("in_progress", "resolved", "closed"):
            assert report.accepted_at is not None


@pytest.mark.usefixtures("batu")
def test_nobody_real_can_be_written_to_and_no_team_can_sign_in() -> None:
    loaded()
    assert set(ReportContact.objects.values_list("email", "phone")) <= {("", "")}
    teams = User.objects.filter(username__startswith="tim-")
    assert teams.exists()
    assert not any(user.is_active or user.has_usable_password() for user in teams)


@pytest.mark.usefixtures("batu")
def test_facilities_say_that_their_site_is_a_guess() -> None:
    loaded(1)
    kinds = dict(Facility.objects.values_list("kind").annotate(n=Count("pk")))
    assert (kinds["puskesmas"], kinds["village_office"], kinds["market"]) == (5, 24, 3)
    assert kinds["office"] >= 20
    assert set(Facility.objects.values_list("is_plausible", flat=True)) == {True}
    assert not Facility.objects.filter(area=None).exists()
    assert Facility.objects.get(name="Puskesmas Beji").area.name == "Beji"
    assert all("not surveyed" in source for source in Facility.objects.values_list("source", flat=True))


@pytest.mark.usefixtures("batu")
def test_a_second_load_changes_nothing() -> None:
    first = loaded(20)
    assert first is not None
    assert loaded(20) is None
    assert Report.objects.count() == 20


@pytest.mark.usefixtures("batu")
def test_loading_anew_gives_the_same_and_keeps_what_residents_sent() -> None:
    first = loaded(20)
    codes = set(Report.objects.values_list("code", flat=True))
    real = Report.objects.get(pk=Report.objects.first().pk)  # type: ignore[union-attr]
    real.pk, real.code = None, "BTU-2222-2222"
    real.save()
    second = loaded(20, replace=True)
    assert first and second and first.digest == second.digest
    assert set(Report.objects.values_list("code", flat=True)) == codes | {"BTU-2222-2222"}


@pytest.mark.usefixtures("batu")
def test_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[int]:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("geodata.demo.load._write_facilities", broken)
    with pytest.raises(RuntimeError):
        loaded(5)
    assert not Report.objects.exists()
    assert not DemoLoad.objects.exists()


@pytest.mark.usefixtures("batu")
def test_production_refuses(settings: Any, tmp_path: Path) -> None:
    settings.IS_PRODUCTION = True
    settings.VAR_DIR = tmp_path
    for command in ("load_demo", "create_demo_signins"):
        with pytest.raises(CommandError):
            call_command(command)
    assert not User.objects.exists()
    assert not (tmp_path / FILE).exists()


@pytest.mark.usefixtures("batu")
def test_sign_ins_work_and_stay(tmp_path: Path, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert create_sign_ins(tmp_path) == [person.username for person in PEOPLE]
    file = tmp_path / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    lines = [line.split() for line in file.read_text().splitlines()]
    names = "petugas rekan dispatcher kepala camat lurah penyuluh mantri loket perencana admin warga"
    assert " ".join(line[0] for line in lines) == names
    roles = dict(User.objects.exclude(memberships=None).values_list("username", "memberships__role"))
    assert {name: role for name, _password, role in lines} == roles | {"warga": "resident"}
    for name, password, _role in lines[:2]:
        assert authenticate(username=name, password=password) is not None
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert create_sign_ins(tmp_path) == []
    assert [line.split() for line in file.read_text().splitlines()] == lines


@pytest.mark.usefixtures("batu")
def test_officers_find_work_of_their_own(tmp_path: Path) -> None:
    for _ in range(12):
        ReportFactory(state="in_progress", agency=AgencyFactory(code="dpupr"))
    ReportFactory(state="in_progress", agency=AgencyFactory(code="dlh"))
    create_sign_ins(tmp_path)
    names = Report.objects.order_by("assignee__username").values_list("assignee__username", flat=True)
    assert Counter(names) == {"petugas": 4, "rekan": 4, None: 5}


@pytest.mark.usefixtures("batu")
def test_so_do_those_who_check_requests_plots_and_offers(tmp_path: Path) -> None:
    distan, dukcapil = AgencyFactory(code="distan"), AgencyFactory(code="dispendukcapil")
    in_punten, in_temas = (point_inside(Area.objects.get(pk=code)) for code in ("35.79.02.2001", "35.79.01.1001"))
    for _ in range(6):
        RequestFactory(state="checking", agency=dukcapil, geom=in_temas)
        FarmPlotFactory(agency=distan, geom=field_at(in_punten))
        FarmPlotFactory(agency=distan, geom=field_at(in_temas))  # which is neither's
        OfferFactory(held=True, agency=distan, geom=in_punten)
    create_sign_ins(tmp_path)
    for model, hands in (
        (ServiceRequest, {"loket": 2, None: 4}),
        (FarmPlot, {"penyuluh": 2, "mantri": 2, None: 8}),
        (HarvestOffer, {"penyuluh": 2, "mantri": 2, None: 2}),
    ):
        assert Counter(model.objects.values_list("assignee__username", flat=True)) == hands


@pytest.mark.usefixtures("batu")
def test_passwords_survive_a_new_database_and_a_lost_file_gets_new_ones(
    tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        create_sign_ins(tmp_path)
    before = (tmp_path / FILE).read_text()
    User.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        create_sign_ins(tmp_path)
    assert (tmp_path / FILE).read_text() == before
    (tmp_path / FILE).unlink()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        create_sign_ins(tmp_path)
    assert (tmp_path / FILE).read_text() != before


def test_a_city_starts_from_nothing_and_a_second_time_does_nothing(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    said = StringIO()
    call_command("start_city", "batu", stdout=said)
    assert Area.objects.filter(geom__isnull=False).count() == 28
    assert not Report.objects.exists()
    again = StringIO()
    call_command("start_city", stdout=again)
    assert again.getvalue() == "The city is complete.\n"


@pytest.mark.usefixtures("batu")
def test_a_real_person_of_the_same_name_is_not_touched(
    tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    real = User.objects.create_user("admin", password="kebun-apel-di-batu")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert "admin" not in create_sign_ins(tmp_path)
    assert authenticate(username="admin", password="kebun-apel-di-batu") == real
    real.refresh_from_db()
    assert not real.is_superuser
    assert "admin" not in (tmp_path / FILE).read_text().split()
    assert User.objects.filter(is_demo=True).count() == len(PEOPLE) - 1


@pytest.mark.usefixtures("batu")
def test_nor_one_whose_name_differs_in_capitals_only(tmp_path: Path) -> None:
    User.objects.create_user("Admin", password="kebun-apel-di-batu")
    assert "admin" not in create_sign_ins(tmp_path)
    assert User.objects.filter(username__iexact="admin").count() == 1


@pytest.mark.usefixtures("batu")
def test_the_roles_stand_in_the_history(tmp_path: Path) -> None:
    create_sign_ins(tmp_path)
    given = Change.objects.filter(thing=Thing.PERSON, verb="add_role", actor=None)
    assert given.count() == len([person for person in PEOPLE if person.role])
