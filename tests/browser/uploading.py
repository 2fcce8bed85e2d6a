"""Bringing in a file as a person does, with the worker's part done at once."""

from pathlib import Path

from playwright.sync_api import Page, expect

from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, Upload
from cityops.datasets.reading import read
from layers.cells.folding import fold


def look_into(page: Page, path: Path) -> Upload:
    """Send a file; returns once its page shows by itself what is in it."""
    page.goto("/data/new/")
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="Lihat isi berkas").click()
    page.wait_for_url("**/data/uploads/**")
    upload = Upload.objects.latest("id")
    read(upload.pk)
    expect(page.locator("#choices")).to_be_visible()
    return upload


def bring_in(
    page: Page, path: Path, *, label: str = "", audience: str = "everyone", is_patient: bool = True
) -> Dataset:
    """Send a file and make a layer of it; returns once its page is open."""
    upload = look_into(page, path)
    if label:
        page.locator("input[name=label]").fill(label)
    page.locator(f"input[name=audience][value={audience}]").check()
    page.get_by_role("button", name="Buat lapisan darinya").click()
    expect(page.locator("#progress")).to_be_visible()
    make_layer(upload.pk)
    fold()
    upload.refresh_from_db()
    assert upload.dataset is not None, upload.fault
    page.wait_for_url(f"**{upload.dataset.get_absolute_url()}")
    return upload.dataset
