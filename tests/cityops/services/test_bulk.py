"""What one move of many does with requests alone: what could be collected, and contacts that were erased."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.hands import IsSoAlready
from cityops.notifications.models import OutboxMessage
from cityops.policy.lines import Role
from cityops.services import actions
from cityops.services.bulk import BULK
from cityops.services.models import Pickup, ServiceRequest
from cityops.services.workflow import WORKFLOW
from tests.factories.agencies import staff
from tests.factories.services import OfficeFactory, RequestFactory, ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dukcapil")


def make(verb: str, officer: User, requests: list[ServiceRequest], **given: Any) -> Any:
    return BULK.make(verb, actor=officer, seen={one.code: one.version for one in requests}, given=given)


def test_what_could_be_collected_can_be_again_each_at_its_office(officer: User) -> None:
    ready, other, new = (RequestFactory(state=state) for state in ("ready", "ready", "submitted"))
    until = timezone.localdate() + timedelta(days=30)
    for number, request in enumerate((ready, other)):
        Pickup.objects.create(request=request, office=OfficeFactory(name=f"Loket {number}"), bring="KTP", until=until)
    before = list(Pickup.objects.order_by("pk").values())
    found = make("reject", officer, [ready, other, new], reason="Sudah lewat.")
    assert not Pickup.objects.exists()
    BULK.moves.undo.take_back_together(actor=officer, batch=found.batch)
    assert list(Pickup.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("state", ["ready", "rejected"])
def test_what_has_been_checked_is_not_checked_again_with_all_of_a_list(officer: User, state: str) -> None:
    checked, new = RequestFactory(state=state), RequestFactory()
    found = make("check", officer, [checked, new])
    assert [one.pk for one in found.changed] == [new.pk]
    assert [(one.pk, type(fault)) for one, fault in found.refused] == [(checked.pk, IsSoAlready)]
    actions.check_request(actor=officer, pk=checked.pk)  # by itself it can be
    assert ServiceRequest.objects.get(pk=checked.pk).state == "checking"


def test_who_erased_their_contact_is_written_to_no_more(officer: User) -> None:
    erased, other = RequestFactory(state="checking"), RequestFactory(state="checking")
    actions.forget_my_contact(pk=erased.pk)
    make("finish", officer, [erased, other], text="Selesai.")
    assert OutboxMessage.objects.get().subject == f"services.ServiceRequest:{other.pk}"


def test_many_are_ready_at_an_office_that_has_all_of_their_services(officer: User) -> None:
    office = OfficeFactory()
    checking, other, ready = (RequestFactory(state=state) for state in ("checking", "checking", "ready"))
    before = Pickup.objects.create(request=ready, office=office, bring="KTP", until=timezone.localdate())
    form = BULK.form_of(None, WORKFLOW.move("ready"), ServiceRequest.objects.all())
    assert form.fields["office"].choices == [(office.code, office.name)]
    assert checking.code not in form.fields["bring"].initial
    until = timezone.localdate() + timedelta(days=30)
    found = make("ready", officer, [checking, other, ready], office=office.code, bring="KTP", until=until)
    assert {one.pk for one in found.changed} == {checking.pk, other.pk}  # what waits is not put elsewhere
    assert Pickup.objects.filter(office=office, until=until).count() == 2
    assert Pickup.objects.get(pk=ready.pk).until == before.until
    BULK.moves.undo.take_back_together(actor=officer, batch=found.batch)
    assert Pickup.objects.get().pk == ready.pk


def test_no_office_is_offered_where_services_have_none_in_common() -> None:
    OfficeFactory()
    RequestFactory(state="checking")
    RequestFactory(state="checking", service=ServiceFactory(code="obat", office_kind="puskesmas"))
    form = BULK.form_of(None, WORKFLOW.move("ready"), ServiceRequest.objects.all())
    assert [code for code, _name in form.fields["office"].choices] == [""]
    assert "satu layanan" in str(form.fields["office"].help_text)
