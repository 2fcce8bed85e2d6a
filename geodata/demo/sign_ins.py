"""People to try the demo city with, one a role, with passwords of this installation's own."""

import os
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models.functions import Mod

from cityops.accounts.models import User
from cityops.agencies.memberships import give_role
from cityops.policy.lines import Role
from cityops.reports.models import Report
from cityops.reports.workflow import IN_PROGRESS, WAITING
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
    DemoPerson("perencana", "Perencana Bapelitbangda", Role.PLANNER, "bapelitbangda"),
    DemoPerson("admin", "Admin Sistem", Role.ADMIN),
    DemoPerson("warga", "Warga Batu", None),
)


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
    there = {user.username: user for user in User.objects.filter(username__in=[p.username for p in PEOPLE])}
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
            give_role(user, person.role, agency=person.agency, areas=person.areas)
        made.append(person.username)
    _give_work([person for person in people if person.username in made and person.role == Role.OFFICER])
    lines = [f"{p.username} {known[p.username]} {p.role.value if p.role else 'resident'}" for p in people]
    if made or not (folder / FILE).exists():
        transaction.on_commit(lambda: _write(folder / FILE, lines))
    return made


def _give_work(officers: Sequence[DemoPerson]) -> None:
    """Let two thirds of what an agency is working on be the work of its officers here, in turn."""
    at_work = Report.objects.filter(state__in=(IN_PROGRESS, WAITING), assignee=None)
    for number, officer in enumerate(officers):
        mine = at_work.filter(agency=officer.agency).annotate(turn=Mod("pk", 3)).filter(turn=number % 2)
        mine.update(assignee=User.objects.get(username=officer.username))


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
