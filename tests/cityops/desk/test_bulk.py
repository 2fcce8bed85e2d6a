"""One move of many on the work map: chosen by ticks or by a filter, looked at before, told after."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies import bulk as bulk_rules
from cityops.agencies.models import AnswerTemplate
from cityops.farming.models import FarmPlot
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import Photo, Reply, Report
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.farming import FarmPlotFactory
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
PAGE = "/staff/sekaligus/"


@pytest.fixture
def officer(client: Client) -> User:
    user = staff(Role.OFFICER, agency="dpupr")
    client.force_login(user)
    return user


def page(client: Client, url: str, status: int = 200, **posted: Any) -> str:
    answer = client.post(url, posted) if posted else client.get(url)
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def hidden(found: str) -> dict[str, str]:
    """Return what the form of a page carries along."""
    form = found[found.index('class="card form"') :]
    return {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        if name != "csrfmiddlewaretoken"
    }


def test_ticked_rows_are_what_is_changed(client: Client, officer: User) -> None:
    one, other, rest = ReportFactory.create_batch(3, state="new")
    url = f"{PAGE}?pick={one.code}&pick={other.code}&verb=accept"
    found = page(client, url)
    assert "2 akan berubah" in found
    assert rest.code not in found
    done = page(client, url, make="1", **hidden(found))
    assert "2 sudah diubah" in done
    assert Report.objects.filter(accepted_at=None).get() == rest


def test_without_ticks_the_list_is(client: Client, officer: User) -> None:
    ReportFactory.create_batch(2, state="new")
    ReportFactory(state="in_progress")
    assert "Ubah 2 laporan sekaligus" in page(client, f"{PAGE}?status=new")
    assert "Ubah 3 laporan sekaligus" in page(client, PAGE)


def test_the_list_leads_there_with_its_filter(client: Client, officer: User) -> None:
    ReportFactory(state="new")
    found = page(client, "/staff/?status=new&area=35.79.01")
    form = found[found.index('id="bulk"') :]
    assert '<input type="hidden" name="status" value="new">' in form
    assert '<input type="hidden" name="area" value="35.79.01">' in form
    assert re.search(r'type="checkbox" name="pick" value="BTU-[^"]+" form="bulk"', found)


def test_what_must_be_said_is_asked_before_and_kept(client: Client, officer: User) -> None:
    ReportFactory.create_batch(2, state="in_progress")
    url = f"{PAGE}?verb=answer"
    assert "Lihat dulu yang berubah" in page(client, url)
    page(client, url, seen="0", text="", status=422)
    found = page(client, url, seen="0", text="Kami datang Senin & Selasa.")
    assert "2 akan berubah" in found
    assert hidden(found)["text"] == "Kami datang Senin & Selasa."
    assert not Reply.objects.exists()
    again = page(client, url, again="1", **hidden(found))
    assert ">\nKami datang Senin & Selasa.</textarea>" in again
    page(client, url, make="1", **hidden(found))
    assert Reply.objects.filter(text="Kami datang Senin & Selasa.").count() == 2


def test_what_stays_says_why_and_what_changed_meanwhile_stays(client: Client, officer: User) -> None:
    fine, changed = ReportFactory.create_batch(2, state="new")
    accepted = ReportFactory(state="in_progress", accepted_at=timezone.now())
    url = f"{PAGE}?verb=accept"
    found = page(client, url)
    assert "2 akan berubah, 1 tetap seperti semula" in found
    assert "Tidak perlu diubah: sudah demikian." in found
    actions.note_report(actor=staff(Role.HEAD, agency="dpupr", name="Budi"), pk=changed.pk, text="Lihat.")
    done = page(client, url, make="1", **hidden(found))
    assert "Budi sudah mengubah laporan ini" in done
    assert Report.objects.get(pk=fine.pk).accepted_at
    assert Report.objects.get(pk=changed.pk).accepted_at is None
    assert accepted.code in found


def test_it_is_taken_back(client: Client, officer: User) -> None:
    ReportFactory.create_batch(2, state="new")
    url = f"{PAGE}?area=35.79.01&verb=accept"
    found = page(client, url)
    done = page(client, url, make="1", **hidden(found))
    assert '<input type="hidden" name="query" value="area=35.79.01">' in done
    undo = re.search(r'action="(/staff/sekaligus/reports/[^"]+/batal/)"', done)
    assert undo
    back = page(client, undo[1], query="area=35.79.01")
    assert "2 kembali seperti semula" in back
    assert re.search(r'href="/staff/\?area=35\.79\.01"[^>]*>Kembali ke daftar', back)
    assert Report.objects.filter(accepted_at=None).count() == 2


def test_of_more_than_fit_the_most_urgent_are_changed(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cityops.desk.selection.MOST", 2)
    ReportFactory.create_batch(3, state="new")
    found = page(client, f"{PAGE}?verb=accept")
    assert "Daftar ini berisi 3. Yang diubah sekarang 2 pertama" in found
    assert len(hidden(found)["chosen"].split(",")) == 2


def test_nothing_chosen_says_so(client: Client, officer: User) -> None:
    assert "Belum ada yang dipilih" in page(client, PAGE)
    assert "Belum ada yang dipilih" in page(client, f"{PAGE}?pick=BTU-0000-0000")


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.OFFICER, {"Verifikasi", "Tugaskan", "Jawab"}),
        (Role.DISPATCHER, {"Verifikasi", "Disposisi", "Jawab"}),
        (Role.CAMAT, set()),
        (Role.PLANNER, set()),
    ],
)
def test_only_moves_of_ones_own_are_offered(client: Client, role: Role, words: set[str]) -> None:
    agency = "dpupr" if role == Role.OFFICER else None
    client.force_login(staff(role, agency=agency, areas=["35.79.01"] if role == Role.CAMAT else []))
    ReportFactory(state="new")
    found = page(client, PAGE)
    moves = set(re.findall(r'<a class="button" href="[^"]*verb=[^"]*"[^>]*>([^<]+)<kbd', found))
    assert words <= moves
    assert bool(moves) == bool(words)


def test_what_is_no_version_or_too_much_changes_nothing(client: Client, officer: User) -> None:
    report = ReportFactory(state="new")
    for chosen in ("", "x", f"{report.code}:", f"{report.code}:99999999999999999999", f"{report.code}:-1", ",,:,"):
        page(client, f"{PAGE}?verb=accept", seen="0", make="1", chosen=chosen)
    assert Report.objects.get(pk=report.pk).accepted_at is None
    assert bulk_rules.MOST == 2000


def test_of_another_agency_nothing_is_changed(client: Client, officer: User) -> None:
    own, other = ReportFactory(state="new"), ReportFactory(state="new", agency=AgencyFactory(code="dlh"))
    chosen = f"{own.code}:1,{other.code}:1"
    done = page(client, f"{PAGE}?verb=accept&pick={own.code}", seen="0", make="1", chosen=chosen)
    assert "1 sudah diubah" in done
    assert other.code not in done
    assert Report.objects.get(pk=other.pk).accepted_at is None


def test_what_was_looked_at_is_made_though_the_filter_finds_it_no_more(client: Client, officer: User) -> None:
    report = ReportFactory(state="new")
    found = page(client, f"{PAGE}?verb=accept&from=2000-01-01&to=2999-12-31")
    done = page(client, f"{PAGE}?verb=accept&to=2000-01-01", make="1", **hidden(found))
    assert "1 sudah diubah" in done
    assert Report.objects.get(pk=report.pk).accepted_at


def test_many_are_resolved_without_photos_and_how_many_is_said(client: Client, officer: User) -> None:
    ReportFactory.create_batch(2, state="in_progress")
    shown = ReportFactory(state="in_progress")
    Photo.objects.create(key=uuid4(), report=shown, stage="after", file="x.jpg", width=1, height=1, digest="0" * 64)
    url = f"{PAGE}?verb=resolve"
    found = page(client, url, seen="0", outcome="done", text="Selesai.")
    assert "3 akan berubah" in found
    assert "2 di antaranya akan selesai tanpa foto hasil" in found
    assert "tanpa foto hasil" not in page(client, url, seen="0", outcome="partly", text="Sebagian.")


def test_a_date_is_asked_for_where_something_is_planned(client: Client, officer: User) -> None:
    ReportFactory.create_batch(2, state="in_progress")
    url = f"{PAGE}?verb=resolve"
    form = page(client, url)
    assert 'class="move-form__field--outcome_date"' in form
    assert "Hanya untuk hasil “Direncanakan”." in form
    today = timezone.localdate()
    for day in ("", today.isoformat()):
        wrong = page(client, url, seen="0", outcome="planned", text="Nanti.", outcome_date=day, status=422)
        assert 'href="#move-resolve-outcome_date"' in wrong
    later = (today + timedelta(days=30)).isoformat()
    assert "2 akan berubah" in page(client, url, seen="0", outcome="planned", text="Nanti.", outcome_date=later)


def test_ready_texts_are_offered_that_fit_all_that_is_chosen(client: Client, officer: User) -> None:
    ReportFactory.create_batch(2, state="in_progress")
    for agency, state in ((None, ""), ("dpupr", ""), ("dlh", ""), ("dpupr", "in_progress"), ("dpupr", "routed")):
        AgencyFactory(code=agency) if agency else None
        title = f"Teks {agency} {state}"
        AnswerTemplate.objects.create(
            kind="reports", verb="resolve", agency_id=agency, state=state, language="id", title=title, text=title
        )
    url = f"{PAGE}?verb=resolve"

    def offered() -> set[str]:
        return set(re.findall(r'<option value="(Teks [^"]+)"', page(client, url)))

    assert offered() == {"Teks None ", "Teks dpupr ", "Teks dpupr in_progress"}
    ReportFactory(state="routed")
    assert offered() == {"Teks None ", "Teks dpupr "}


def test_plots_that_overlap_are_verified_only_if_the_officer_says_so(client: Client) -> None:
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.01"]))
    fine, over = FarmPlotFactory(), FarmPlotFactory(has_overlap=True)
    url = f"{PAGE}?of=plots&verb=verify"
    found = page(client, url)
    assert "1 akan berubah, 1 tetap seperti semula" in found
    assert "Tumpang tindih dengan lahan lain. Lihat keduanya di lapangan" in found
    assert "Juga yang tumpang tindih" in found
    assert set(hidden(found)["chosen"].split(":")[:1]) == {fine.code}

    both = page(client, url, seen="0", also_overlapping="1")
    assert "2 akan berubah" in both
    assert "Akan berubah, meskipun tumpang tindih" in both
    page(client, url, make="1", **hidden(found))
    assert FarmPlot.objects.get(pk=over.pk).state == "submitted"
    page(client, url, make="1", **hidden(both))
    assert FarmPlot.objects.get(pk=over.pk).state == "verified"


def test_all_leads_back_to_the_map_as_it_was(client: Client, officer: User) -> None:
    ReportFactory(state="new")
    place = "z=15&lat=-7.87&lng=112.53&layers=reports~60%2Cfacilities&item=BTU-0000-0000"
    url = f"{PAGE}?status=new&{place}&verb=accept"
    list_url = f'href="/staff/?status=new&{place}"'
    found = page(client, url)
    assert list_url in found
    done = page(client, url, make="1", **hidden(found))
    assert list_url in done
    kept = re.search(r'name="query" value="([^"]*)"', done)
    undo = re.search(r'action="(/staff/sekaligus/reports/[^"]+/batal/)"', done)
    assert kept
    assert undo
    assert list_url in page(client, undo[1], query=kept[1])
