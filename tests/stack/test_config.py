from pathlib import Path

import pytest

from stack import config
from stack.messages import Stop


def test_the_defaults(tmp_path: Path) -> None:
    settings = config.load({"HOME": str(tmp_path)}, root=tmp_path)
    assert (settings.var, settings.port, settings.url) == (tmp_path / "var", 8000, "http://127.0.0.1:8000")
    assert settings.has_own_cluster
    assert not settings.production


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CITYOPS_PORT=8001\nCITYOPS_VAR=elsewhere\n")
    settings = config.load({"CITYOPS_PORT": "8002"}, root=tmp_path)
    assert (settings.port, settings.var) == (8002, tmp_path / "elsewhere")


def test_an_address_replaces_the_cluster_and_an_empty_one_does_not(tmp_path: Path) -> None:
    assert not config.load({"DATABASE_URL": "postgis://a@b/c"}, root=tmp_path).has_own_cluster
    assert config.load({"DATABASE_URL": ""}, root=tmp_path).has_own_cluster


def test_a_user_without_a_home_gets_one_in_the_folder_of_state(tmp_path: Path) -> None:
    assert config.load({"HOME": "/nonexistent"}, root=tmp_path).home == tmp_path / "var" / "home"


def test_every_network_is_still_reached_at_this_machine(tmp_path: Path) -> None:
    assert config.load({"CITYOPS_HOST": "0.0.0.0"}, root=tmp_path).url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [("CITYOPS_PORT", "http"), ("CITYOPS_PORT", "70000"), ("CITYOPS_ENV", "prod"), ("CITYOPS_DEMO", "maybe")],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(Stop, match=f"{name} is '{value}'"):
        config.load({name: value}, root=tmp_path)
