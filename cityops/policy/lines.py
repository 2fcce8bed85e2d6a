"""The policy's words: roles, how far each reaches, and the lines that apps register."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member of staff is. Everyone else is a resident, signed in or not."""

    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Head of agency")
    DISPATCHER = "dispatcher", _("Dispatcher")
    CAMAT = "camat", _("Head of kecamatan (camat)")
    LURAH = "lurah", _("Head of desa or kelurahan")
    EXTENSION = "extension", _("Extension worker (penyuluh)")
    PLANNER = "planner", _("Planner")
    ADMIN = "admin", _("Administrator")


class Reach(TextChoices):
    """On which features a role may use a verb."""

    AGENCY_AREA = "agency_area"  # of one's agency, in one's areas
    AGENCY = "agency"  # of one's agency, anywhere
    AREA = "area"  # of any agency, in one's areas
    ANY = "any"


@dataclass(frozen=True)
class Grant:
    """One membership as policy sees it. `areas` empty: the whole city."""

    role: Role
    agency: str | None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portion:
    """Rows that somebody may see: of one agency (None: of any), in some areas and all below (none: anywhere)."""

    agency: str | None = None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verb:
    """One line of the table: a verb of a kind, and how far each role may use it (a role not named: not at all)."""

    kind: str
    name: str
    label: Promise
    reach: dict[Role, Reach] = field(default_factory=dict)
