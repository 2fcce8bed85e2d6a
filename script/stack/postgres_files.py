"""Where PostgreSQL with PostGIS is installed."""

from pathlib import Path

_PROGRAMS = Path("/usr/lib/postgresql")
_SHARED = Path("/usr/share/postgresql")


def installed_version() -> str | None:
    """Return the newest installed major version that has the server and PostGIS, or None."""
    versions = [folder.name for folder in _PROGRAMS.glob("*") if is_installed(folder.name)]
    return max(versions, key=int, default=None)


def is_installed(version: str) -> bool:
    """Whether that major version is there with server, client and PostGIS."""
    return (
        version.isdecimal()
        and (programs(version) / "postgres").exists()
        and (programs(version) / "psql").exists()
        and (_SHARED / version / "extension" / "postgis.control").exists()
    )


def programs(version: str) -> Path:
    """Return the folder of a version's programs. Never PATH: a bare `postgres` may be a build without PostGIS."""
    return _PROGRAMS / version / "bin"
