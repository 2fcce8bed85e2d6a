"""Places that matter in tests, by name. EPSG:4326, longitude then latitude."""

from django.contrib.gis.geos import Point


def place(lng: float, lat: float) -> Point:
    return Point(lng, lat, srid=4326)


# Each lies in the middle of its square of the small test city (tests/factories/areas.py).
IN_TEMAS = place(112.51, -7.87)
IN_SISIR = place(112.53, -7.87)
IN_SIDOMULYO = place(112.55, -7.87)
IN_PUNTEN = place(112.51, -7.85)
IN_BUMIAJI = place(112.53, -7.85)
IN_JUNREJO = place(112.51, -7.89)
IN_BEJI = place(112.53, -7.89)

ALUN_ALUN_BATU = place(112.5266, -7.8710)
ON_THE_BORDER_OF_TEMAS_AND_SISIR = place(112.52, -7.87)
TEN_METRES_OUTSIDE = place(112.51, -7.90009)
A_KILOMETRE_OUTSIDE = place(112.51, -7.91)
IN_KARANGPLOSO = place(112.62, -7.86)  # Kabupaten Malang
IN_JAKARTA = place(106.83, -6.17)
