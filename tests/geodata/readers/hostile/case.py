"""A hostile file: how it is made, and what must be said of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import shapely

from geodata.readers.choices import Choices

SECRET = "the-secret-of-the-server"
BATU = (112.47, -7.99, 112.62, -7.70)
ALUN_ALUN = (112.5235, -7.8714)


@dataclass(frozen=True)
class Canary:
    """What must stay untouched: a listening port, and a file of the server."""

    port: int
    secret: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/a.geojson"


@dataclass(frozen=True)
class Said:
    """A problem that must be told: code, row, and whether it stops everything or was mended."""

    code: str
    row: int | None = None
    fatal: bool = False
    mended: bool = False


@dataclass(frozen=True)
class Case:
    """One file with what must be said of it, all of it and in this order."""

    name: str
    make: Callable[[Path, Canary], Path | None]
    said: tuple[Said, ...]
    choices: Choices = field(default=Choices())
    city: tuple[float, float, float, float] | None = BATU


def fatal(code: str, row: int | None = None) -> Said:
    return Said(code, row, fatal=True)


def mended(code: str, row: int | None = None) -> Said:
    return Said(code, row, mended=True)


def text(name: str, content: str | bytes) -> Callable[[Path, Canary], Path]:
    """Make a file of words; {address}, {secret} and {port} in them are the canary's."""

    def make(folder: Path, canary: Canary) -> Path:
        path = folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            filled = content.replace("{address}", canary.address).replace("{secret}", str(canary.secret))
            path.write_text(filled.replace("{port}", str(canary.port)))
        return path

    return make


def points(*places: tuple[float, float], crs: int = 4326) -> geopandas.GeoDataFrame:
    names = [f"titik {number}" for number in range(1, len(places) + 1)]
    return geopandas.GeoDataFrame({"nama": names}, geometry=shapely.points(places), crs=crs)
