"""Where things happen: streets, hamlets and fields of each desa, made up inside its outline, always the same."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import shapely
import yaml
from pyproj import Transformer
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.ops import nearest_points

MARGIN_M = 90  # no demo place lies nearer to a border: official outlines differ from the approximate ones
SCHOOLS = ("SDN", "SMPN")


@dataclass(frozen=True)
class Place:
    """A point in metres, and how somebody who stands there calls it: "di …", and without "di"."""

    x: float
    y: float
    tempat: str
    tempat_saja: str


@dataclass
class Desa:
    """One desa with what the city folder tells of it; everything in metres of the city's metric system."""

    code: str
    name: str
    is_kelurahan: bool
    outline: MultiPolygon
    centre: Point
    weight: float
    traits: frozenset[str]
    street_names: Sequence[str]
    hamlet_names: Sequence[str]
    near: Sequence[str]
    neighbours: Sequence[Point]

    @cached_property
    def inside(self) -> Polygon:
        """The part with the centre, without a margin along the border."""
        shrunk = [part for part in shapely.get_parts(self.outline.buffer(-MARGIN_M)) if not part.is_empty]
        inside = min(shrunk, key=lambda part: part.distance(self.centre))
        shapely.prepare(inside)
        return inside

    @cached_property
    def middle(self) -> Point:
        """The middle of the village, moved inside where it must be."""
        if self.inside.contains(self.centre):
            return self.centre
        return nearest_points(self.inside, self.centre)[0]

    @property
    def market(self) -> str | None:
        """The market of the desa, if it has one."""
        return next((name for name in self.near if "pasar" in name.lower()), None)

    @cached_property
    def streets(self) -> list[LineString]:
        """A bent line a street, from the middle towards a neighbouring village, at most 1.4 km long."""
        pick = Random(self.code)
        aims = sorted(self.neighbours, key=lambda p: p.distance(self.middle))[: max(3, len(self.street_names))]
        lines = []
        for number in range(len(self.street_names)):
            aim = aims[number % len(aims)]
            heading = math.atan2(aim.y - self.middle.y, aim.x - self.middle.x) + pick.uniform(-0.35, 0.35)
            points, at = [self.middle], self.middle
            for _ in range(14):
                heading += pick.uniform(-0.28, 0.28)
                at = Point(at.x + 100 * math.cos(heading), at.y + 100 * math.sin(heading))
                if not self.inside.contains(at):
                    break
                points.append(at)
            if len(points) < 3:
                points = [self.middle, *(self.near_middle(pick, 160) for _ in range(2))]
            lines.append(LineString(points))
        return lines

    @cached_property
    def hamlets(self) -> list[Point]:
        """The middle of each hamlet, at 200 to 900 m from that of the village."""
        pick = Random(self.code + "hamlets")
        return [self._within(pick, 200, 900) for _ in self.hamlet_names]

    def point(self, place: Place) -> Point:
        """Return where a place is."""
        return Point(place.x, place.y)

    def near_middle(self, pick: Random, spread_m: float) -> Point:
        """Return a point around the middle of the village."""
        return self._near(pick, self.middle, spread_m)

    def _near(self, pick: Random, around: Point, spread_m: float) -> Point:
        for _ in range(40):
            point = Point(around.x + pick.gauss(0, spread_m), around.y + pick.gauss(0, spread_m))
            if self.inside.contains(point):
                return point
        return self.middle

    def _within(self, pick: Random, least_m: float, most_m: float) -> Point:
        for _ in range(80):
            angle, far = pick.uniform(0, math.tau), pick.uniform(least_m, most_m)
            point = Point(self.middle.x + far * math.cos(angle), self.middle.y + far * math.sin(angle))
            if self.inside.contains(point):
                return point
        return self.near_middle(pick, least_m / 2)

    def place(self, where: str, pick: Random, around: Point | None = None, spread_m: float = 0) -> Place:
        """Return a place where a thing of that sort would happen; `around` gathers an episode's places."""
        street = pick.randrange(len(self.street_names))
        hamlet = pick.randrange(len(self.hamlet_names))
        if around is not None:
            point = self._near(pick, around, spread_m)
        elif where in ("road", "slope"):
            line = self.streets[street]
            at = line.interpolate(line.length * pick.random() ** 0.8)
            spread = 9 if where == "road" else 55
            point = self._near(pick, at, spread)
        elif where == "home":
            point = self._near(pick, self.hamlets[hamlet], 95)
        elif where == "farm":
            point = self._within(pick, 350, 1500)
        else:
            point = self.near_middle(pick, 190)
        return Place(point.x, point.y, self._called(where, street, hamlet, pick), self._briefly(hamlet, pick))

    def _hamlet(self, index: int) -> str:
        name = self.hamlet_names[index]
        return name if name.startswith("Lingkungan") else f"{'Lingkungan' if self.is_kelurahan else 'Dusun'} {name}"

    def _rt(self, pick: Random) -> str:
        return f"RT {pick.randint(1, 6):02d} RW {pick.randint(1, 9):02d}"

    def _briefly(self, hamlet: int, pick: Random) -> str:
        return pick.choice([f"{self._hamlet(hamlet)}, {self.name}", f"{self._rt(pick)} {self.name}", self.name])

    def _called(self, where: str, street: int, hamlet: int, pick: Random) -> str:
        road, dusun, near = self.street_names[street], self._hamlet(hamlet), pick.choice(list(self.near))
        if where == "school":
            return pick.choice([name for name in self.near if name.startswith(SCHOOLS)] or [f"SD di {dusun}"])
        if where == "market":
            market = self.market
            spot = pick.choice(["di", "di blok sayur", "di los depan", "di sisi timur", "di pintu masuk"])
            return f"{spot} {market}" if market else f"di sekitar {near}"
        phrases = {
            "road": [
                f"di {road}",
                f"di {road} dekat {near}",
                f"di {road} sebelum {near}",
                f"di {road} arah {dusun}",
                f"di tikungan {road}",
                f"di pertigaan {road}",
                f"di depan {near}",
                f"di {road}, masuk {dusun}",
            ],
            "home": [
                f"di {dusun} {self._rt(pick)}",
                f"di {self._rt(pick)} {self.name}",
                f"di gang {dusun}",
                f"di belakang {near}",
                f"di {dusun}, {self.name}",
                f"di {road} gang {pick.randint(1, 9)}",
            ],
            "farm": [
                f"di lahan {dusun}",
                f"di kebun atas {dusun}",
                f"di blok {dusun.split(' ', 1)[1]}",
                f"di ladang dekat {dusun}",
                f"di jalan usaha tani {dusun}",
                f"di {self.name}",
            ],
            "slope": [
                f"di jalan ke {dusun}",
                f"di tebing {road}",
                f"di belakang rumah warga {dusun}",
                f"di tanjakan {road}",
                f"di tepi kali {dusun}",
                f"di atas {near}",
            ],
        }
        other = [
            f"di sekitar {near}",
            f"di {road} dekat {near}",
            f"di depan {near}",
            f"di {road}",
            f"di seberang {near}",
        ]
        return pick.choice(phrases.get(where, other))


class Terrain:
    """All desa of the city, and the way from metres to degrees."""

    def __init__(
        self, folder: Path, outlines: Mapping[str, MultiPolygon], names: Mapping[str, str], metric_srid: int
    ) -> None:
        """`outlines`: code → outline in EPSG:4326; `folder`: the city's folder of reference data."""
        told: dict[str, Any] = yaml.safe_load((folder / "demo" / "desa.yaml").read_text(encoding="utf-8"))["desa"]
        forth = Transformer.from_crs(4326, metric_srid, always_xy=True)
        self._back = Transformer.from_crs(metric_srid, 4326, always_xy=True)
        centres = {code: Point(forth.transform(*entry["centre"])) for code, entry in told.items()}
        self.desa = {
            code: Desa(
                code=code,
                name=names[code],
                is_kelurahan=code.rpartition(".")[2].startswith("1"),
                outline=shapely.transform(outlines[code], forth.transform, interleaved=False),
                centre=centres[code],
                weight=float(entry["weight"]),
                traits=frozenset(entry["traits"]),
                street_names=entry["streets"],
                hamlet_names=entry["hamlets"],
                near=entry["near"],
                neighbours=[centre for other, centre in centres.items() if other != code],
            )
            for code, entry in sorted(told.items())
        }

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude, to about 0.1 m."""
        longitude, latitude = self._back.transform(x, y)
        return round(longitude, 6), round(latitude, 6)
