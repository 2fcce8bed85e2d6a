"""Ready texts: kept by administrators and heads, offered in the forms of moves of every kind."""

import re
from typing import Any

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.administration.actions.templates import (
    NoSuchMove,
    ReadyText,
    add_template,
    change_template,
    remove_template,
)
from cityops.administration.changes import ChangedMeanwhile, seen_of
from cityops.administration.models import Change, Thing
from cityops.agencies.answer_templates import answers_for, takes_words
from cityops.agencies.models import AnswerTemplate
from cityops.errors import NotFound
from cityops.features.work import registered_kinds
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.farming import FarmPlotFactory
from tests.factories.offers import OfferFactory
from tests.factories.reports import ReportFactory
from tests.factories.services import RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

ROOT = "/staff/administrasi/templat/"
TEXT = "Terima kasih.\nTim kami segera datang."


@pytest.fixture
def head() -> User:
    AgencyFactory(code="dlh")
    return staff(Role.HEAD, agency="dpupr", name="Kadis")


@pytest.fixture
def as_head(head: User, client: Client) -> Client:
    client.force_login(head)
    return client


def ready(**given: Any) -> AnswerTemplate:
    whole = {"kind": "reports", "verb": "answer", "title": "Segera", "text": TEXT, "language": "id"}
    return AnswerTemplate.objects.create(**(whole | given))


def form(**given: str) -> dict[str, str]:
    whole = {"move": "reports:answer", "state": "", "agency": "dpupr", "language": "id", "title": "Segera"}
    return whole | {"text": TEXT.replace("\n", "\r\n")} | given


class TestKept:
    def test_a_head_writes_changes_and_removes_one(self, as_head: Client) -> None:
        assert as_head.post(f"{ROOT}baru/", form()).status_code == 302
        template = AnswerTemplate.objects.get()
        assert (template.agency_id, template.text) == ("dpupr", TEXT)
        assert "Segera" in as_head.get(ROOT).content.decode()
        changed = form(title="Besok", state="reports:routed", seen=str(seen_of(Thing.TEMPLATE, template.pk)))
        assert as_head.post(f"{ROOT}{template.pk}/", changed).status_code == 302
        page = as_head.get(f"{ROOT}{template.pk}/").content.decode()
        assert 'value="Besok"' in page
        assert "Kadis" in page
        assert list(Change.objects.filter(verb="change").get().data["changed"]) == ["state", "title"]
        seen = seen_of(Thing.TEMPLATE, template.pk)
        assert as_head.post(f"{ROOT}{template.pk}/hapus/", {"seen": seen}).status_code == 302
        assert not AnswerTemplate.objects.exists()
        assert Change.objects.filter(verb="remove").get().data["changed"]["text"] == [TEXT, None]

    @pytest.mark.parametrize("agency", ["dlh", "*"], ids=["another agency", "all"])
    def test_not_for_others(self, agency: str, as_head: Client, head: User) -> None:
        assert as_head.post(f"{ROOT}baru/", form(agency=agency)).status_code == 422
        code = None if agency == "*" else agency
        given = ReadyText(kind="reports", verb="answer", title="X", text="X", language="id", agency_id=code)
        with pytest.raises(NotFound):
            add_template(actor=head, given=given)
        others, own = ready(agency_id=code), ready(agency_id="dpupr")
        assert as_head.get(f"{ROOT}{others.pk}/").status_code == 404
        assert as_head.post(f"{ROOT}{others.pk}/hapus/", {"seen": 0}).status_code == 404
        with pytest.raises(NotFound):
            change_template(actor=head, template_id=others.pk, given=given, seen=0)
        with pytest.raises(NotFound):  # nor handed to them
            change_template(actor=head, template_id=own.pk, given=given, seen=0)

    def test_an_administrator_writes_for_all(self, client: Client, head: User) -> None:
        client.force_login(staff(Role.ADMIN))
        assert client.post(f"{ROOT}baru/", form(agency="*")).status_code == 302
        assert AnswerTemplate.objects.get().agency is None

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"move": ""}, "Bidang ini"),
            ({"move": "reports:accept"}, "reports:accept"),
            ({"state": "reports:king"}, "reports:king"),
            ({"move": "reports:resolve", "state": "reports:new"}, "tidak bisa dilakukan dari status itu"),
            ({"state": "requests:checking"}, "tidak bisa dilakukan dari status itu"),
            ({"title": ""}, "Bidang ini"),
            ({"text": ""}, "Bidang ini"),
            ({"language": "nl"}, "nl"),
        ],
        ids=["no move", "asks no words", "no state", "not from there", "of another kind", "no title", "no text", "nl"],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, as_head: Client, given: dict[str, str], words: str
    ) -> None:
        answer = as_head.post(f"{ROOT}baru/", form(**({"title": "Judul saya"} | given)))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "Judul saya" in page or given.get("title") == ""
        assert not AnswerTemplate.objects.exists()

    def test_the_action_refuses_what_no_form_offers(self, head: User) -> None:
        given = {"title": "X", "text": "X", "language": "id", "agency_id": "dpupr"}
        with pytest.raises(NoSuchMove):
            add_template(actor=head, given=ReadyText(kind="reports", verb="resolve", state="new", **given))
        for kind, verb in (("reports", "accept"), ("reports", "reply"), ("kings", "answer")):
            with pytest.raises(NotFound):
                add_template(actor=head, given=ReadyText(kind=kind, verb=verb, **given))

    def test_the_second_is_told(self, as_head: Client, head: User) -> None:
        template = ready(agency_id="dpupr")
        given = ReadyText(kind="reports", verb="answer", title="Lain", text="X", language="id", agency_id="dpupr")
        change_template(actor=staff(Role.ADMIN, name="Slamet"), template_id=template.pk, given=given, seen=0)
        answer = as_head.post(f"{ROOT}{template.pk}/", form(title="Judul saya", seen="0"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Slamet" in page
        assert 'value="Judul saya"' in page
        with pytest.raises(ChangedMeanwhile):
            remove_template(actor=head, template_id=template.pk, seen=0)

    def test_an_empty_list_says_what_to_do(self, as_head: Client) -> None:
        assert "Tulis yang pertama" in as_head.get(ROOT).content.decode()


class TestOffered:
    def test_the_agency_s_own_first_those_of_others_never(self, head: User) -> None:
        report = ReportFactory(agency_id="dpupr", state="routed")
        ready(title="B, semua")
        ready(title="A, dlh", agency_id="dlh")
        ready(title="C, kita", agency_id="dpupr")
        ready(title="D, English", language="en")
        ready(title="E, selesai", state="resolved")
        ready(title="F, sudah diteruskan", state="routed")
        ready(title="G, bertanya", verb="ask")
        ready(title="H, permohonan", kind="requests")
        move = registered_move("reports", "answer")
        offered = [one.title for one in answers_for("reports", move, report)]
        assert offered == ["C, kita", "B, semua", "F, sudah diteruskan", "D, English"]
        report.agency = None
        assert "C, kita" not in [one.title for one in answers_for("reports", move, report)]

    def test_in_the_form_with_and_without_scripts(self, as_head: Client) -> None:
        report = ReportFactory(agency_id="dpupr", state="routed")
        ready(title="Segera datang")
        address = f"/staff/reports/{report.code}/answer/"
        page = as_head.get(address).content.decode()
        assert re.search(r'<select[^>]*data-ready-text[^>]*>.*?<option value="Terima kasih\.\nTim', page, re.DOTALL)
        details = page.partition("no-js-only")[2]
        assert "Segera datang" in details
        refused = as_head.post(address, {"seen": 1, "text": ""}).content.decode()
        assert "data-ready-text" in refused  # also when the form comes back
        assert "data-ready-text" not in as_head.get(f"/staff/reports/{report.code}/note/").content.decode()

    @pytest.mark.parametrize("kind", ["reports", "requests", "plots", "offers"])
    def test_every_kind_of_work_has_them(self, kind: str, client: Client) -> None:
        makes, verb, path = {
            "reports": (lambda: ReportFactory(state="routed"), "ask", "/staff/reports/"),
            "requests": (RequestFactory, "ask", "/staff/requests/"),
            "plots": (FarmPlotFactory, "return", "/staff/plots/"),
            "offers": (OfferFactory, "hide", "/staff/offers/"),
        }[kind]
        feature = makes()
        ready(kind=kind, verb=verb, title="Templat ini")
        client.force_login(staff(Role.HEAD, agency=feature.agency_id))
        assert "Templat ini" in client.get(f"{path}{feature.code}/{verb}/").content.decode()

    def test_every_kind_offers_some_move_for_them(self) -> None:
        for kind in registered_kinds():
            assert any(takes_words(move) for move in kind.workflow.moves), kind.name


def registered_move(name: str, verb: str) -> Any:
    return next(kind for kind in registered_kinds() if kind.name == name).workflow.move(verb)
