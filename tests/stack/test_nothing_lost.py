"""kill -9 of web, worker and database while 20 clients post: every acknowledged report is there, once."""

import json
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.stack.residents import Resident
from tests.stack.running import Server, eventually

pytestmark = pytest.mark.slow

CLIENTS, REPORTS_EACH = 20, 12
LIST_ALL = (
    "import json; from cityops.reports.models import Submission;"
    "print(json.dumps([[str(key), code] for key, code in Submission.objects.values_list('key', 'report__code')]))"
)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder / "lost", CITYOPS_REPORTS_PER_HOUR="100000").start()
    server.manage("load_reference", "batu")
    server.manage("make_demo_boundaries", "--load")
    yield server
    if server.process.poll() is None:
        server.press_ctrl_c()


def post_all(port: int, keys: list[UUID]) -> list[tuple[str, str]]:
    resident = Resident(port)
    return [
        (str(key), resident.send(key, f"Lubang nomor {number}", category="road-damage"))
        for number, key in enumerate(keys)
    ]


def test_fifty_parallel_posts_with_one_key_make_one_report(server: Server) -> None:
    key, residents = uuid4(), [Resident(server.port) for _ in range(50)]
    for resident in residents:
        resident.read_form()  # before the race, so that the posts themselves meet
    before = acknowledged(server)
    with ThreadPoolExecutor(50) as pool:
        posts = [pool.submit(one.send, key, "Lubang yang sama", category="road-damage") for one in residents]
        told = {post.result() for post in posts}
    assert len(told) == 1
    assert acknowledged(server) == before + 1


def test_every_acknowledged_report_is_there_once(server: Server) -> None:
    keys = [[uuid4() for _ in range(REPORTS_EACH)] for _ in range(CLIENTS)]
    before_all = acknowledged(server)
    with ThreadPoolExecutor(CLIENTS) as pool:
        posting = [pool.submit(post_all, server.port, mine) for mine in keys]
        for part in ("granian", "manage.py worker", "bin/postgres", "granian", "bin/postgres"):
            before = acknowledged(server)
            eventually(lambda so_far=before: acknowledged(server) > so_far + 5, seconds=90)
            assert not all_done(posting), "nobody was posting any more: post more"
            server.main(part).kill()
            eventually(lambda: server.health() == 200, seconds=60)
        told = dict(answer for client in posting for answer in client.result())
    assert len(told) == CLIENTS * REPORTS_EACH
    kept = dict(json.loads(server.manage("shell", "-v0", "-c", LIST_ALL).splitlines()[-1]))
    assert len({kept[key] for key in told}) == len(told)
    for key, page in told.items():
        assert kept[key] in page, "the page told to the resident is another report's"
    assert acknowledged(server) == before_all + len(told), "a report without a key, or two with one"


def acknowledged(server: Server) -> int:
    """How many reports the public may count at this moment; 0 while a part is down."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/layers/reports/counts/", timeout=5) as answer:
            return int(json.load(answer)["total"])
    except OSError:
        return 0


def all_done(posting: list[Future[list[tuple[str, str]]]]) -> bool:
    return all(client.done() for client in posting)
