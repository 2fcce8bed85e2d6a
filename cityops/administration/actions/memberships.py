"""Roles of people: given, changed, ended. Work that a person may do no longer becomes nobody's.

The one way to appoint: pages, commands and the demo city come through here. actor None: the operator at the machine.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.actions.locked_person import an_administrator_must_remain, locked
from cityops.administration.changes import record_change
from cityops.administration.models import Thing
from cityops.administration.roles import NEED_AGENCY, NEED_AREA
from cityops.agencies.leavers import let_go
from cityops.agencies.models import Agency, Membership
from cityops.areas.models import Area
from cityops.errors import CityError, NotFound
from cityops.policy.lines import Role


class RoleNeedsAgency(CityError):
    """A role that is nothing without an agency."""

    code, status = "role_needs_agency", 422
    text = _("This role works for an agency: choose which.")


class RoleNeedsArea(CityError):
    """A role that is nothing without an area."""

    code, status = "role_needs_area", 422
    text = _("This role is for areas: choose at least one.")


class HasRoleAlready(CityError):
    """The person has the same role in the same agency."""

    code, status = "has_role_already", 409
    text = _("This person has that role there already. Change its areas instead.")


@transaction.atomic
def give_role(
    *, actor: User | None, person_id: int, role: Role, agency: str | None = None, areas: Sequence[str] = ()
) -> Membership:
    """Give a role; where the person has it in that agency already give it these areas. Safe to do again.

    Raises NotFound, RoleNeedsAgency, RoleNeedsArea.
    """
    person = locked(actor, person_id, None)
    there = Membership.objects.filter(user=person, role=role, agency_id=agency).first()
    if there is None:
        return add_role(actor=actor, person_id=person.pk, role=role, agency=agency, areas=areas)
    change_role(
        actor=actor, person_id=person.pk, membership_id=there.pk, role=role, agency=agency, areas=areas, seen=None
    )
    return there


@transaction.atomic
def add_role(
    *, actor: User | None, person_id: int, role: Role, agency: str | None, areas: Sequence[str], seen: int | None = None
) -> Membership:
    """Give a role in an agency (or none) and in areas (none: everywhere).

    Raises NotFound, ChangedMeanwhile, RoleNeedsAgency, RoleNeedsArea, HasRoleAlready.
    """
    person = locked(actor, person_id, seen)
    _must_be_possible(person, role, agency, areas)
    membership = Membership.objects.create(user=person, role=role, agency_id=agency)
    membership.areas.set(Area.objects.filter(pk__in=areas))
    changed = _difference({"role": None, "agency_id": None, "areas": []}, _said_of(membership))
    record_change(Thing.PERSON, person.pk, "add_role", actor=actor, membership=membership.pk, changed=changed)
    return membership


@transaction.atomic
def change_role(
    *,
    actor: User | None,
    person_id: int,
    membership_id: int,
    role: Role,
    agency: str | None,
    areas: Sequence[str],
    seen: int | None,
) -> int:
    """Make another role of one, or give it other areas; return how much work became nobody's.

    Raises what `add_role` raises, and LastAdministrator.
    """
    person = locked(actor, person_id, seen)
    membership = _membership(person, membership_id)
    _must_be_possible(person, role, agency, areas, but=membership)
    before = _said_of(membership)
    membership.role, membership.agency_id = role, agency
    membership.save()
    membership.areas.set(Area.objects.filter(pk__in=areas))
    changed = _difference(before, _said_of(membership))
    if not changed:
        return 0
    return _told(person, actor, "change_role", membership.pk, changed)


@transaction.atomic
def end_role(*, actor: User | None, person_id: int, membership_id: int, seen: int | None) -> int:
    """Take a role away; return how much work became nobody's. Raises NotFound, ChangedMeanwhile, LastAdministrator."""
    person = locked(actor, person_id, seen)
    membership = _membership(person, membership_id)
    before, number = _said_of(membership), membership.pk
    membership.delete()
    changed = _difference(before, {"role": None, "agency_id": None, "areas": []})
    return _told(person, actor, "end_role", number, changed)


def _told(person: User, actor: User | None, verb: str, number: int, changed: dict[str, Any]) -> int:
    if Role.ADMIN in changed.get("role", ()):  # all others leave administrators as they are, or a city without any
        an_administrator_must_remain()
    laid_down = let_go(person, actor=actor)
    record_change(Thing.PERSON, person.pk, verb, actor=actor, membership=number, changed=changed, laid_down=laid_down)
    return laid_down


def _membership(person: User, membership_id: int) -> Membership:
    membership = Membership.objects.filter(user=person, pk=membership_id).first()
    if membership is None:
        raise NotFound
    return membership


def _must_be_possible(
    person: User, role: Role, agency: str | None, areas: Sequence[str], but: Membership | None = None
) -> None:
    if agency and not Agency.objects.filter(pk=agency).exists():
        raise NotFound
    if Area.objects.filter(pk__in=areas).count() != len(set(areas)):
        raise NotFound
    if role in NEED_AGENCY and not agency:
        raise RoleNeedsAgency
    if role in NEED_AREA and not areas:
        raise RoleNeedsArea
    same = Membership.objects.filter(user=person, role=role, agency_id=agency)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise HasRoleAlready


def _said_of(membership: Membership) -> dict[str, Any]:
    areas = sorted(membership.areas.values_list("pk", flat=True))
    return {"role": str(membership.role), "agency_id": membership.agency_id, "areas": areas}


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}
