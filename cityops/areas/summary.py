"""What the areas amount to, for the before and after of a new boundary file."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class AreaTotal:
    """A kecamatan or the city: how many desa with an outline lie in it, and how large it is on the ellipsoid."""

    code: str
    name: str
    desa: int
    km2: float


def area_totals() -> list[AreaTotal]:
    """Return the city and its kecamatan by code; empty when there are none."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS)
        return [AreaTotal(code, name, desa, float(km2)) for code, name, desa, km2 in cursor.fetchall()]


TOTALS = """
SELECT above.code, above.name, count(below.code), coalesce(ST_Area(above.geom::geography) / 1e6, 0)
FROM areas_area above
LEFT JOIN areas_area below ON below.level = 'desa' AND below.geom IS NOT NULL AND below.code LIKE above.code || '.%'
WHERE above.level <> 'desa'
GROUP BY above.code ORDER BY above.code
"""
