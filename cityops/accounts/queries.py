"""Reading what an account has: factors, recovery codes that are left, sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise

from cityops.accounts.log import WAYS
from cityops.accounts.middleware import PROOF
from cityops.accounts.models import CodeApp, Passkey, RecoveryCode, Session, User


def has_factor(user: User) -> bool:
    """Whether a second step is asked for, in one statement."""
    app, keys = (Exists(model.objects.filter(user=OuterRef("pk"))) for model in (CodeApp, Passkey))
    return User.objects.filter(app | keys, pk=user.pk).exists()


@dataclass(frozen=True)
class Factors:
    """What a person has besides the password."""

    code_app: CodeApp | None
    passkeys: tuple[Passkey, ...]
    recovery_left: int

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.code_app or self.passkeys)


def factors_of(user: User) -> Factors:
    """Return all of them."""
    return Factors(
        code_app=CodeApp.objects.filter(user=user).first(),
        passkeys=tuple(Passkey.objects.filter(user=user).order_by("made_at", "pk")),
        recovery_left=RecoveryCode.objects.filter(user=user, used_at=None).count(),
    )


@dataclass(frozen=True)
class OpenSession:
    """A place where somebody is signed in, by which way. browser, system, network: empty where not known."""

    public_id: UUID
    browser: str
    system: str
    network: str
    way: Promise
    began_at: datetime
    seen_at: datetime
    is_this: bool


def sessions_of(user: User, *, this: UUID | None = None) -> list[OpenSession]:
    """Return the sessions that still open something, the present one first, then by when they were last seen.

    One that began under a former password is dead although its row is there.
    """
    found = []
    for row in Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at"):
        data = row.get_decoded()
        if not constant_time_compare(data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            continue
        found.append(
            OpenSession(
                public_id=row.public_id,
                browser=data.get("browser", ""),
                system=data.get("system", ""),
                network=data.get("network", ""),
                way=WAYS.get(data.get(PROOF, ""), WAYS["password"]),
                began_at=row.began_at,
                seen_at=row.seen_at,
                is_this=row.public_id == this,
            )
        )
    return sorted(found, key=lambda session: not session.is_this)
