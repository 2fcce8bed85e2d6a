"""Steps of the tests of import targets: columns as the form guesses them, tried out, taken in."""

from typing import Any

from django.test import Client

from cityops.datasets.models import State, Upload
from cityops.datasets.taking_in import take_in, try_out


def mapped(client: Client, upload: Upload, target: str, **more: Any) -> dict[str, Any]:
    """Return the form of a target as its page has it, with what somebody chooses."""
    answer = client.get(f"{upload.get_absolute_url()}as/{target}/")
    assert answer.status_code == 200, answer.headers
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | more


def tried(client: Client, upload: Upload, target: str, **more: Any) -> Upload:
    """Try it out, and let the worker do so."""
    address = f"{upload.get_absolute_url()}as/{target}/"
    answer = client.post(address, mapped(client, upload, target, **more))
    assert answer.status_code == 302, answer.context and [dict(form.errors) for form in [answer.context["form"]]]
    try_out(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.TRIED, upload.fault
    return upload


def taken(client: Client, upload: Upload) -> Upload:
    """Press the button, and let the worker do it."""
    answer = client.post(f"{upload.get_absolute_url()}take/")
    assert answer.status_code == 302, answer.content.decode()
    take_in(upload.pk)
    upload.refresh_from_db()
    return upload


def shown_of_it(client: Client, upload: Upload) -> list[str]:
    """Follow the links of the page of an import that is done; returns the codes of what it leads to."""
    made = client.get(upload.get_absolute_url()).context["made"]
    for address in (*(one.address for one in made.first), made.listing):
        assert client.get(address).status_code == 200, address
    return [one.code for one in made.first]


def counts(upload: Upload) -> dict[str, int]:
    """Return how many rows became what, without the noughts."""
    assert upload.result is not None, upload.fault
    return {what: number for what, number in upload.result["counts"].items() if number}


def reasons(upload: Upload) -> dict[str, int]:
    """Return how many rows each reason stands against."""
    assert upload.result is not None, upload.fault
    return {group["told"]["code"]: group["count"] for group in upload.result["groups"]}
