"""Every room of the house is on a floor of the import contract, so that nothing new escapes it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
FLOORS = {room for floor in CONTRACT["contracts"][0]["layers"] for room in re.findall(r"[\w.]+", floor)}


@pytest.mark.parametrize("package", CONTRACT["root_packages"])
def test_every_room_is_on_a_floor(package: str) -> None:
    if package in FLOORS:
        return
    rooms = [path for path in (ROOT / package).iterdir() if path.suffix == ".py" or list(path.glob("*.py"))]
    assert not {f"{package}.{room.stem}" for room in rooms if room.stem != "__init__"} - FLOORS
