"""What a city folder says, as plain values. Each entry names its source."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call before anything is reported."""

    number: str
    name: str
    name_en: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who lies beyond the border, by compass bearing from the city's centre (0 = north, clockwise); a hint only."""

    name: str
    bearing_from: float
    bearing_to: float
    farther_than_km: float
    nearer_than_km: float
    turn_to: str
    turn_to_en: str


@dataclass(frozen=True, slots=True)
class City:
    """The city itself: names, place of the map, emergency numbers, neighbours."""

    slug: str
    code: str
    name: str
    short_name: str
    name_en: str
    province: str
    language: str
    public_code_prefix: str
    time_zone: str
    centre: tuple[float, float]
    """Longitude and latitude."""
    zoom: int
    extent: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    metric_srid: int
    emergency: tuple[EmergencyNumber, ...]
    neighbours: tuple[Neighbour, ...]
    source: str
    farming_agency: str = ""
    """Whose extension workers check farm plots; empty: nobody does yet."""


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """City, kecamatan or desa: code, name and where it hangs, without an outline."""

    code: str
    parent: str
    level: str
    kind: str
    name: str
    bps_code: str
    postal_code: str
    area_km2: float
    inside: tuple[float, float]
    """Longitude and latitude of a point that surely lies in it."""
    source: str


@dataclass(frozen=True, slots=True)
class PopulationEntry:
    """Residents of an area on a day."""

    area: str
    on: date
    residents: int
    official: bool
    source: str


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """A department (SKPD) with what it answers for."""

    code: str
    name: str
    short_name: str
    remit: str
    phone: str
    address: str
    parent: str
    is_ours: bool
    """False: a body outside the city's government that reports are passed to."""
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A group or a leaf of the category tree; only leaves can be chosen."""

    code: str
    parent: str
    kind: str
    name: str
    name_en: str
    icon: str
    colour: str
    agency: str
    target_days: int
    target_source: str
    precision: str
    is_public: bool
    is_open: bool
    emergency: bool
    guidance: str
    guidance_en: str
    sort: int
    is_group: bool


@dataclass(frozen=True, slots=True)
class HolidayEntry:
    """A day on which the city differs from the national calendar."""

    on: date
    name: str
    is_working: bool
    source: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """Something to bring along when asking for a service."""

    name: str
    name_en: str
    is_optional: bool


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A service (layanan) that residents can ask for: what, who, how long, where."""

    code: str
    name: str
    name_en: str
    icon: str
    agency: str
    what: str
    what_en: str
    who: str
    who_en: str
    days: int
    """Working days from the check to the answer."""
    fee: str
    fee_en: str
    office_name: str
    office_address: str
    office_kind: str
    """A kind of facility where the service is had; empty: at the offices of the agency."""
    hours: str
    hours_en: str
    is_open: bool
    """Whether requests are taken here; False: the page only says where to go."""
    verified: bool
    source: str
    bring: tuple[DocumentEntry, ...]
    sort: int


@dataclass(frozen=True, slots=True)
class Reference:
    """All that a city folder says."""

    city: City
    areas: tuple[AreaEntry, ...]
    population: tuple[PopulationEntry, ...]
    agencies: tuple[AgencyEntry, ...]
    categories: tuple[CategoryEntry, ...]
    holidays: tuple[HolidayEntry, ...]
    services: tuple[ServiceEntry, ...]
