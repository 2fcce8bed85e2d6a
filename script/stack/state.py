"""Where the private database keeps its state: under the folder of state, or under /var/lib where it could not go there.

As root the server runs as the user `postgres`, who must be able to walk down to its data. A clone under a folder that
others cannot enter (/root, for one) therefore gets /var/lib/cityops/<hash of the folder of state>.
"""

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from stack.config import Config
from stack.messages import Stop

_ELSEWHERE = Path("/var/lib/cityops")
_SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107
_PLAIN_PATH = re.compile(r"\A[A-Za-z0-9/._-]+\Z")


@dataclass(frozen=True)
class State:
    """The folders of one private database.

    user: whom the server runs as, None for the one who types. note: what a person should know about the place, or "".
    """

    folder: Path
    socket: Path
    user: str | None
    note: str

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def secrets(self) -> Path:
        """The file with the roles' passwords."""
        return self.folder / "passwords.json"


def locate(config: Config) -> State:
    """Decide where the database's state is and make the folders."""
    near = config.var / "postgres"
    user = "postgres" if os.geteuid() == 0 else None
    config.var.mkdir(parents=True, exist_ok=True)
    folder, note = (near, "") if user is None else _folder_for_root(config.var, near, user)
    _private(folder, user)
    return State(folder=folder, socket=_socket_folder(folder, user), user=user, note=note)


def _folder_for_root(var: Path, near: Path, user: str) -> tuple[Path, str]:
    far = _ELSEWHERE / hashlib.sha256(str(var).encode()).hexdigest()[:16]
    has_near, has_far = ((folder / "data" / "PG_VERSION").exists() for folder in (near, far))
    if has_near and can_enter(user, var):
        return near, ""
    if has_near:
        raise Stop(
            f"The database in {near} cannot be reached by the user {user}: let others enter the folders above it."
        )
    if has_far or not can_enter(user, var):
        found = ", as an earlier copy of this folder left it" if has_far and not (var / "log").exists() else ""
        return far, f"The database's state is in {far}{found}: its user {user} cannot enter {var}."
    return near, ""


def can_enter(user: str, folder: Path) -> bool:
    """Whether the user may walk down to `folder`, judged by the mode of each folder on the way."""
    entry = pwd.getpwnam(user)
    groups = set(os.getgrouplist(user, entry.pw_gid))
    for step in (folder, *folder.parents):
        facts = step.stat()
        if facts.st_uid == entry.pw_uid:
            bit = stat.S_IXUSR
        elif facts.st_gid in groups:
            bit = stat.S_IXGRP
        else:
            bit = stat.S_IXOTH
        if not facts.st_mode & bit:
            return False
    return True


def _private(folder: Path, user: str | None) -> None:
    """Make a folder that only its owner reads; as root others may walk through, since `postgres` must."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711 if user else 0o700)
    if user:
        for above in (folder.parent, *folder.parent.parents):
            if above == _ELSEWHERE:
                above.chmod(0o711)


def _socket_folder(folder: Path, user: str | None) -> Path:
    """Return a folder for the socket whose path PostgreSQL accepts and an address can hold unquoted."""
    near = folder / "socket"
    path = str(near / _SOCKET_NAME)
    if len(path.encode()) <= _LONGEST_SOCKET_PATH and _PLAIN_PATH.match(path):
        chosen = near
    else:
        name = f"cityops-{os.geteuid()}-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
        chosen = (Path("/run") if user else Path("/tmp")) / name  # noqa: S108 - owner and mode are checked below
    chosen.mkdir(mode=0o700, exist_ok=True)
    owner = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    facts = chosen.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in (owner, os.geteuid()):
        raise Stop(f"{chosen} belongs to someone else: remove it, or set CITYOPS_VAR to a shorter path.")
    if user:
        os.chown(chosen, owner, -1)
    chosen.chmod(0o700)
    return chosen
