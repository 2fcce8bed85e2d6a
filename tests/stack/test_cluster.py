"""A real private cluster: roles, secrets, and what kill -9 leaves behind."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from stack import config, memory, state
from stack.cluster import Cluster
from stack.config import Config


@pytest.fixture(scope="module")
def settings(folder: Path) -> Config:
    (folder / "var").mkdir(mode=0o711)
    return replace(config.load({}, root=config.ROOT), var=folder / "var")


@pytest.fixture(scope="module")
def cluster(settings: Config) -> Cluster:
    return Cluster(settings, throwaway=True)


@pytest.fixture
def server(cluster: Cluster) -> "Iterator[subprocess.Popen[bytes]]":
    cluster.prepare()
    server = cluster.start()
    cluster.provision()
    yield server
    if server.poll() is None:
        cluster.stop(server)


def connect(cluster: Cluster, role: str, database: str = "cityops", password: str | None = None) -> psycopg.Connection:
    secret = cluster.passwords()[role] if password is None else password
    return psycopg.connect(host=str(cluster.state.socket), user=role, password=secret, dbname=database, autocommit=True)


def test_it_keeps_pages_in_a_part_of_the_machine_s_memory(settings: Config) -> None:
    cluster = Cluster(settings)
    cluster.prepare()
    written = (cluster.state.data / "cityops.conf").read_text()
    assert f"shared_buffers = {memory.shared_buffers_mb(memory.memory_mb())}MB" in written


def test_roles_extensions_and_template(cluster: Cluster, server: object) -> None:
    with connect(cluster, "cityops_owner") as owner:
        owner.execute("CREATE TABLE places (at geometry(Point, 4326))")
        owner.execute("CREATE DATABASE tests")
        assert owner.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    with connect(cluster, "cityops_owner", "tests") as owner:
        found = owner.execute("SELECT extname FROM pg_extension WHERE extname IN ('postgis', 'pg_trgm') ORDER BY 1")
        assert found.fetchall() == [("pg_trgm",), ("postgis",)]
    with connect(cluster, "cityops_app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (id int)")


def test_nobody_comes_in_without_the_password_nor_by_the_network(cluster: Cluster, server: object) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(cluster, "postgres", password="guess")
    with connect(cluster, "postgres") as superuser:
        assert superuser.execute("SHOW listen_addresses").fetchone() == ("",)
    assert cluster.state.secrets.stat().st_mode & 0o077 == 0
    assert cluster.state.socket.stat().st_mode & 0o077 == 0


def test_a_killed_server_whose_number_still_answers_is_recovered_from(cluster: Cluster) -> None:
    cluster.prepare()
    server = cluster.start()
    cluster.provision()
    server.kill()  # and nobody waits for it: it stays a zombie, and its number in postmaster.pid answers
    assert (cluster.state.data / "postmaster.pid").read_text().startswith(f"{server.pid}\n")
    os.kill(server.pid, 0)
    cluster.prepare()
    again = cluster.start()
    try:
        with connect(cluster, "cityops_app") as app:
            assert app.execute("SELECT 1").fetchone() == (1,)
    finally:
        cluster.stop(again)
        server.wait()


def test_a_server_that_outlived_its_supervisor_is_ended_first(
    cluster: Cluster, server: "subprocess.Popen[bytes]"
) -> None:
    cluster.prepare()
    assert server.wait(5) is not None
    assert not (cluster.state.data / "postmaster.pid").exists()


def test_a_foreign_process_with_the_number_in_the_lock_file_is_left_alone(cluster: Cluster) -> None:
    (cluster.state.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.state.data}\n")
    cluster.prepare()
    cluster.stop(cluster.start())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")
def test_whether_the_database_user_can_walk_down(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o700)
    (folder / "closed" / "inner").mkdir()
    assert state.can_enter("postgres", folder)
    assert not state.can_enter("postgres", folder / "closed" / "inner")


def test_a_long_or_odd_path_gets_a_short_socket(settings: Config, folder: Path) -> None:
    for name in ("x" * 100, "kota batu ✓"):
        (folder / name).mkdir(mode=0o711)
        found = state.locate(replace(settings, var=folder / name))
        assert len(f"{found.socket}/.s.PGSQL.5432".encode()) <= 107
        assert " " not in str(found.socket)
        assert found.socket.stat().st_mode & 0o077 == 0
        found.socket.rmdir()
