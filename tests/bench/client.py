"""A small and fast HTTP client: a few processes with one connection each, that ask again and again."""

import multiprocessing
import os
import random
import re
import socket
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
BODIES_KEPT = 400  # of each process, to look at their sizes when the clock has stopped
_fork = multiprocessing.get_context("fork")


@dataclass
class Answers:
    """What came back. asked: index of the address of each answer; raw: sizes of some bodies, unpacked."""

    elapsed_s: float = 0.0
    asked: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    raw: list[int] = field(default_factory=list)
    etags: dict[int, str] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.elapsed_s if self.elapsed_s else float("nan")

    def add(self, other: "Answers") -> None:
        """Take in those of another process."""
        for name in ("asked", "seconds", "statuses", "sizes", "raw"):
            getattr(self, name).extend(getattr(other, name))
        self.etags |= other.etags
        self.elapsed_s = max(self.elapsed_s, other.elapsed_s)

    def require(self, *statuses: int) -> "Answers":
        """Fail unless all had one of these statuses: an error page is fast."""
        wrong = sorted(set(self.statuses) - set(statuses))
        if wrong:
            raise SystemExit(f"some answers had status {wrong}")
        return self


def ask(
    port: int,
    paths: Sequence[str],
    *,
    clients: int = 2,
    seconds: float = 2.0,
    once: bool = False,
    headers: Mapping[str, str] | None = None,
    etags: Mapping[int, str] | None = None,
) -> Answers:
    """Ask for the addresses in random order, each client by its own, until the time is over; `once`: each once."""
    given = {"Host": f"127.0.0.1:{port}", "Accept-Encoding": "gzip", **(headers or {})}
    requests = [_request(path, given, (etags or {}).get(number)) for number, path in enumerate(paths)]
    barrier = _fork.Barrier(clients)
    running = []
    for number in range(clients):
        mine = list(range(number, len(requests), clients)) if once else list(range(len(requests)))
        random.Random(number + os.getpid()).shuffle(mine)
        here, there = _fork.Pipe(duplex=False)
        process = _fork.Process(target=_work, args=(port, requests, mine, seconds, once, barrier, there))
        process.start()
        there.close()
        running.append((process, here))
    total = Answers()
    for process, here in running:
        total.add(here.recv())
        process.join()
    return total


def _request(path: str, headers: Mapping[str, str], etag: str | None) -> bytes:
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if etag:
        lines.append(f"If-None-Match: {etag}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _work(
    port: int,
    requests: Sequence[bytes],
    order: Sequence[int],
    seconds: float,
    once: bool,
    barrier: Barrier,
    out: Connection,
) -> None:
    answers, bodies = Answers(), []
    link = _connect(port)
    barrier.wait()
    began = time.perf_counter()
    at, until = 0, began + seconds
    while order and (at < len(order) if once else time.perf_counter() < until):
        number = order[at % len(order)]
        at += 1
        sent = time.perf_counter()
        link.sendall(requests[number])
        head, body = _read(link)
        answers.seconds.append(time.perf_counter() - sent)
        answers.asked.append(number)
        answers.statuses.append(int(head[9:12]))
        answers.sizes.append(len(body))
        if len(bodies) < BODIES_KEPT:
            bodies.append(body)
        if (once or len(answers.etags) < len(order)) and (etag := ETAG.search(head)):
            answers.etags[number] = etag[1].decode()
    answers.elapsed_s = time.perf_counter() - began
    answers.raw = [len(zlib.decompress(body, 47)) if body[:2] == b"\x1f\x8b" else len(body) for body in bodies]
    out.send(answers)
    link.close()


def _connect(port: int) -> socket.socket:
    link = socket.create_connection(("127.0.0.1", port), timeout=300)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return link


def _read(link: socket.socket) -> tuple[bytes, bytes]:
    """Return head and body of one answer."""
    got = b""
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += _more(link)
    head, body = got[: end + 2], got[end + 4 :]
    if length := LENGTH.search(head):
        parts, missing = [body], int(length[1]) - len(body)
        while missing > 0:
            parts.append(_more(link))
            missing -= len(parts[-1])
        return head, b"".join(parts)
    if CHUNKED.search(head):
        while not body.endswith(b"0\r\n\r\n"):
            body += _more(link)
    return head, body


def _more(link: socket.socket) -> bytes:
    if not (part := link.recv(262_144)):
        raise SystemExit("the server closed the connection")
    return part
