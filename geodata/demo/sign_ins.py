"""People to try the demo city with, one a role, with passwords of this installation's own."""

import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models.functions import Lower, Mod

from cityops.accounts.models import User
from cityops.administration.actions.memberships import give_role
from cityops.farming import offer_policy, offer_workflow
from cityops.farming import policy as plot_policy
from cityops.farming import workflow as plot_workflow
from cityops.farming.models import FarmPlot, HarvestOffer
from cityops.features.worked import Worked
from cityops.policy.decide import scope
from cityops.policy.lines import Role
from cityops.reports import policy as report_policy
from cityops.reports.models import Report
from cityops.reports.workflow import IN_PROGRESS, WAITING
from cityops.services import policy as request_policy
from cityops.services.models import ServiceRequest
from cityops.services.workflow import CHECKING, INCOMPLETE, READY
from geodata.demo.load import refuse_in_production

FILE = "demo-signins.txt"
WORDS = """
apel jeruk mawar kentang wortel kubis tomat cabai kopi susu madu teh jagung padi bambu pinus cemara melati anggrek
kenanga gunung lembah sungai danau hutan kebun sawah ladang bukit tebing embun kabut awan hujan angin pelangi bintang
bulan fajar senja kuda sapi kelinci merpati kutilang elang rusa kancil perahu layang kereta sepeda lonceng gamelan
batik wayang topeng gerabah anyam tenun kendi lampion tikar caping
"""


@dataclass(frozen=True)
class DemoPerson:
    """One sign-in: name, what they are called, role (None: a resident), agency, areas."""

    username: str
    name: str
    role: Role | None
    agency: str | None = None
    areas: tuple[str, ...] = ()


PEOPLE = (
    DemoPerson("petugas", "Petugas DPUPR", Role.OFFICER, "dpupr"),
    DemoPerson("rekan", "Rina Wulandari", Role.OFFICER, "dpupr"),
    DemoPerson("dispatcher", "Admin Koordinator", Role.DISPATCHER, "diskominfo"),
    DemoPerson("kepala", "Kepala DPUPR", Role.HEAD, "dpupr"),
    DemoPerson("camat", "Camat Batu", Role.CAMAT, "kec-batu", ("35.79.01",)),
    DemoPerson("lurah", "Lurah Temas", Role.LURAH, "kel-temas", ("35.79.01.1001",)),
    DemoPerson("penyuluh", "Penyuluh Bumiaji", Role.EXTENSION, "distan", ("35.79.02",)),
    DemoPerson("mantri", "Mantri Tani Bumiaji", Role.OFFICER, "distan", ("35.79.02",)),
    DemoPerson("loket", "Loket Dukcapil", Role.OFFICER, "dispendukcapil"),
    DemoPerson("perencana", "Perencana Bapelitbangda", Role.PLANNER, "bapelitbangda"),
    DemoPerson("admin", "Admin Sistem", Role.ADMIN),
    DemoPerson("warga", "Warga Batu", None),
)

WORKERS = (Role.OFFICER, Role.EXTENSION)
# Kind of the policy → what is somebody's work in the demo: what has been begun, or where nothing is begun, what waits.
AT_WORK: dict[str, tuple[type[Worked], tuple[str, ...]]] = {
    report_policy.KIND: (Report, (IN_PROGRESS, WAITING)),
    request_policy.KIND: (ServiceRequest, (CHECKING, INCOMPLETE, READY)),
    plot_policy.KIND: (FarmPlot, plot_workflow.OPEN_STATES),
    offer_policy.KIND: (HarvestOffer, offer_workflow.OPEN_STATES),
}


def readable_password() -> str:
    """Return a password that can be read out: four words and a number, about 34 bits."""
    words = "-".join(secrets.choice(WORDS.split()) for _ in range(4))
    return f"{words}-{secrets.randbelow(900) + 100}"


@transaction.atomic
def create_sign_ins(folder: Path) -> list[str]:
    """Make the people who are missing and write `name password role` lines; returns the names that were made.

    A password in the file is kept; somebody whose password is not there gets a new one. Whoever goes by one of these
    names and was not made here is a real person: neither touched nor listed. Raises NotInProduction.
    """
    refuse_in_production()
    known = _read(folder / FILE)
    made = []
    named = User.objects.annotate(called=Lower("username")).filter(called__in=[person.username for person in PEOPLE])
    # Ours last: where both are, ours is meant.
    there: dict[str, User] = {user.called: user for user in named.order_by("is_demo")}
    people = [person for person in PEOPLE if person.username not in there or there[person.username].is_demo]
    for person in people:
        user = there.get(person.username)
        if user is not None and person.username in known:
            continue
        password = known.setdefault(person.username, readable_password())
        user = user or User(username=person.username, is_demo=True)
        user.name = person.name
        user.is_superuser = user.is_staff = person.role == Role.ADMIN
        user.set_password(password)
        user.save()
        if person.role:
            give_role(actor=None, person_id=user.pk, role=person.role, agency=person.agency, areas=person.areas)
        made.append(person.username)
    _give_work([person for person in people if person.username in made and person.role in WORKERS])
    lines = [f"{p.username} {known[p.username]} {p.role.value if p.role else 'resident'}" for p in people]
    if made or not (folder / FILE).exists():
        transaction.on_commit(lambda: _write(folder / FILE, lines))
    return made


def _give_work(officers: Sequence[DemoPerson]) -> None:
    """Let two thirds of what an agency is working on be the work of its officers here, in turn."""
    turns: Counter[str | None] = Counter()
    for officer in officers:
        user, turn = User.objects.get(username=officer.username), turns[officer.agency] % 2
        turns[officer.agency] += 1
        for kind, (model, states) in AT_WORK.items():
            at_work = scope(model._default_manager.filter(state__in=states, assignee=None), user, kind, "take")
            at_work.annotate(turn=Mod("pk", 3)).filter(turn=turn).update(assignee=user)


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    rows = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    return {row[0]: row[1] for row in rows if len(row) == 3}


def _write(file: Path, lines: list[str]) -> None:
    """Replace the file in one step; nobody else may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, new = tempfile.mkstemp(dir=file.parent, prefix=".signins-")
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    Path(new).replace(file)
