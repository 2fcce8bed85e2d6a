"""Real boundaries, where they lie beside the checkout; they are no part of it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REAL_FOLDER = ROOT.parent / "shared" / "data"
REAL = REAL_FOLDER / "batu_desa.geojson"

needs_real_boundaries = pytest.mark.skipif(
    not REAL.is_file(), reason="the real boundaries (shared/data/batu_desa.geojson) are not beside the checkout"
)
