"""What the tests of datasets share: people who may, and files that are read at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets.importing import make_layer
from cityops.datasets.models import State, Upload
from cityops.datasets.reading import read
from cityops.policy.lines import Role
from layers.cells.folding import fold
from tests.factories.agencies import staff
from tests.factories.files import sent

Send = Callable[..., Upload]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.UPLOAD_DIR = tmp_path / "uploads"


@pytest.fixture
def planner(city_in_earnest: object) -> User:
    return staff(Role.PLANNER, agency="bappelitbangda", name="Perencana")


@pytest.fixture
def desk(planner: User) -> Client:
    client = Client()
    client.force_login(planner)
    return client


@pytest.fixture
def send(desk: Client) -> Send:
    """Send a file, and let the worker look into it."""

    def send_it(path: Path, *, to: str = "/data/new/") -> Upload:
        answer = desk.post(to, {"file": sent(path)})
        assert answer.status_code == 302, answer.content.decode()
        upload = Upload.objects.latest("id")
        assert upload.state == State.READING
        read(upload.pk)
        upload.refresh_from_db()
        return upload

    return send_it


def filled(client: Client, upload: Upload, **more: Any) -> dict[str, Any]:
    """Return the form as its page has it, with what somebody changes in it."""
    context = client.get(f"{upload.get_absolute_url()}?look").context
    data: dict[str, Any] = {}
    for form in (context["form"], context["said"]):
        for name in form.fields:
            value = form[name].value()
            if value is True:
                data[name] = "on"
            elif value not in (None, False):
                data[name] = value
    return data | more


def import_it(client: Client, upload: Upload, **more: Any) -> Upload:
    """Press the button, and let the worker do it."""
    answer = client.post(f"{upload.get_absolute_url()}import/", filled(client, upload, **more))
    assert answer.status_code == 302, answer.content.decode()
    make_layer(upload.pk)
    fold()
    upload.refresh_from_db()
    return upload
