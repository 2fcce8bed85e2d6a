"""The inbox: whole files become layers and their next versions; what is refused is told, links are nothing."""

import os
from pathlib import Path

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets.inbox import look_into
from cityops.datasets.models import Dataset, InboxFolder
from cityops.policy.lines import Role
from layers.cells.folding import fold
from tests.factories.agencies import staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]
HEAD = "nama,jenis,lat,lon\n"
ROWS = HEAD + "Pohon A,apel,-7.87,112.53\nPohon B,pinus,-7.88,112.52\n"


@pytest.fixture
def inbox(tmp_path: Path, planner: User) -> Path:
    folder = tmp_path / "inbox" / "pohon"
    folder.mkdir(parents=True)
    about = f'as = "{planner.username}"\nlabel = "Pohon kota"\naudience = "everyone"\nsource = "Dinas LH"\n'
    (folder / "dataset.toml").write_text(about)
    return tmp_path / "inbox"


def looked(inbox: Path) -> int:
    """Look twice, as the worker does in two minutes."""
    look_into(inbox)
    taken = look_into(inbox)
    fold()
    return taken


def fault_beside(inbox: Path, name: str) -> str:
    path = inbox / "pohon" / f"{name}.fault.txt"
    return path.read_text() if path.exists() else ""


def test_a_whole_file_becomes_a_layer_and_its_next_version(inbox: Path, client: Client) -> None:
    file = inbox / "pohon" / "pohon.csv"
    file.write_text(ROWS)
    assert look_into(inbox) == 0  # it may still grow
    file.write_text(f"{ROWS}Pohon C,jeruk,-7.86,112.54\n")
    assert look_into(inbox) == 0
    assert look_into(inbox) == 1
    dataset = Dataset.objects.get()
    assert (dataset.label, dataset.audience, dataset.source) == ("Pohon kota", "everyone", "Dinas LH")
    fold()
    assert client.get(f"/layers/{dataset.name}/counts/").json()["total"] == 3
    assert look_into(inbox) == 0
    os.utime(file)
    assert looked(inbox) == 0  # the same content again
    newer = inbox / "pohon" / "pohon-2027.csv.part"
    newer.write_text(ROWS)
    assert looked(inbox) == 0  # still on its way
    newer.rename(inbox / "pohon" / "pohon-2027.csv")
    assert looked(inbox) == 1
    assert client.get(f"/layers/{dataset.name}/counts/").json()["total"] == 2
    assert dataset.versions.count() == 2
    assert Dataset.objects.count() == 1


def test_a_description_written_anew_holds_for_the_data_that_are_there(inbox: Path, planner: User) -> None:
    description = inbox / "pohon" / "dataset.toml"
    description.write_text('as = "nobody"\n')
    (inbox / "pohon" / "pohon.csv").write_text(ROWS)
    assert looked(inbox) == 0
    assert "nobody" in fault_beside(inbox, "pohon.csv")
    description.write_text(f'as = "{planner.username}"\nlabel = "Pohon"\naudience = "everyone"\n')
    assert looked(inbox) == 1
    assert fault_beside(inbox, "pohon.csv") == ""
    description.write_text(f'as = "{planner.username}"\nlabel = "Pohon jalan"\nlicence = "cc-by"\n')
    assert looked(inbox) == 0
    dataset = Dataset.objects.get()
    assert (dataset.label, dataset.licence, dataset.audience) == ("Pohon jalan", "cc-by", "everyone")
    assert dataset.versions.count() == 1
    version = dataset.version
    assert looked(inbox) == 0
    dataset.refresh_from_db()
    assert dataset.version == version
    Dataset.objects.update(audience="staff")  # on its page
    os.utime(description)
    os.utime(inbox / "pohon" / "pohon.csv")
    assert looked(inbox) == 0
    dataset.refresh_from_db()
    assert dataset.audience == "staff"
    description.write_text(f'as = "{planner.username}"\ncrs = "EPSG:4326"\n')  # read otherwise: another layer
    assert looked(inbox) == 1
    assert dataset.versions.count() == 2


def test_what_is_refused_is_told_beside_it_and_on_the_page(inbox: Path, desk: Client) -> None:
    file = inbox / "pohon" / "pohon.csv"
    file.write_text("nama,jenis\nPohon A,apel\n")
    assert looked(inbox) == 0
    told = fault_beside(inbox, "pohon.csv")
    assert told
    folder = InboxFolder.objects.get()
    assert folder.fault.strip() == told.strip()
    page = desk.get("/data/").content.decode()
    assert "pohon.csv" in page
    assert folder.fault.splitlines()[0][:40] in page
    file.write_text(ROWS)
    assert looked(inbox) == 1
    assert fault_beside(inbox, "pohon.csv") == ""
    assert Dataset.objects.get().label in desk.get("/data/").content.decode()


@pytest.mark.parametrize(
    ("description", "named"),
    [
        ("", "dataset.toml"),
        ('as = "nobody-here"', "nobody-here"),
        ("as = [", "dataset.toml"),
        ('as = "{me}"\naudience = "world"', "owner, agency, staff, everyone"),
        ('as = "{me}"\nowner = "x"', "owner"),
        ('as = "{me}"\nreplace = "not-there"', "not-there"),
    ],
)
def test_a_description_that_is_not_understood_is_told(
    inbox: Path, desk: Client, planner: User, description: str, named: str
) -> None:
    (inbox / "pohon" / "dataset.toml").write_text(description.replace("{me}", planner.username))
    (inbox / "pohon" / "pohon.csv").write_text(ROWS)
    assert looked(inbox) == 0
    assert named in fault_beside(inbox, "pohon.csv")
    assert (named in desk.get("/data/").content.decode()) == ("{me}" in description)
    assert not Dataset.objects.exists()


def test_it_does_what_its_person_may_and_no_more(inbox: Path, client: Client) -> None:
    officer = staff(Role.OFFICER)
    (inbox / "pohon" / "dataset.toml").write_text(f'as = "{officer.username}"')
    (inbox / "pohon" / "pohon.csv").write_text(ROWS)
    assert looked(inbox) == 0
    assert fault_beside(inbox, "pohon.csv")
    assert not Dataset.objects.exists()


def test_links_pipes_and_folders_are_nothing(inbox: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(ROWS)
    kept = tmp_path / "kept.txt"
    kept.write_text("kept")
    folder = inbox / "pohon"
    (folder / "linked.csv").symlink_to(secret)
    (folder / os.fsdecode(b"no\xfftext.csv")).write_text(ROWS)
    (inbox / os.fsdecode(b"no\xfftext")).mkdir()
    (folder / "within.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    (inbox / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    assert looked(inbox) == 0
    assert not InboxFolder.objects.exists()
    (folder / "pohon.csv").write_text("nothing that is a table")
    (folder / "pohon.csv.fault.txt").symlink_to(kept)
    assert looked(inbox) == 0
    assert kept.read_text() == "kept"
    assert not (folder / "pohon.csv.fault.txt").is_symlink()
    assert fault_beside(inbox, "pohon.csv")
    (folder / "dataset.toml").unlink()
    (folder / "dataset.toml").symlink_to(secret)
    (folder / "pohon.csv").write_text(ROWS)
    assert looked(inbox) == 0
    assert not Dataset.objects.exists()
