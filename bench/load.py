"""Clients that ask as fast as they are answered: a program of its own, one thread per client.

Reads jobs as lines of JSON from standard input and writes what came of each as a line of JSON. The
steps of a job are done one after the other on the same connections, so that all of them meet the
same spread of connections over the server's processes.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from itertools import cycle
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

PLACE_OF_KEY = b"{once------------------------------}"  # as long as a UUID: lengths stay right


class Client:
    """One kept-alive connection; the least HTTP that can tell whether an answer is right."""

    def __init__(self, port: int) -> None:
        self.link = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Sends a request; the status and the body of the answer."""
        self.link.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        body = received[end + 4 :]
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), body

    def _more(self) -> bytes:
        part = self.link.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


def run_step(client: Client, step: dict[str, Any], found: dict[str, Any]) -> None:
    """Asks for one client's requests in turn until the time is over."""
    marker, expected, status = step["marker"].encode(), step["count"], step["status"]
    requests = cycle([text.encode() for text in step["requests"]])
    times, sizes = found["times"], found["bytes"]
    until = time.perf_counter() + step["seconds"]
    while (begun := time.perf_counter()) < until:
        request = next(requests).replace(PLACE_OF_KEY, str(uuid4()).encode())
        got, body = client.ask(request)
        times.append(time.perf_counter() - begun)
        sizes.append(len(body))
        if got != status or (marker and body.count(marker) != expected):
            raise ValueError(f"{got}, {body.count(marker)} x {marker!r}: {request[:90]!r}")


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Runs the steps of all clients in step with each other."""
    clients, steps = job["clients"], len(job["clients"][0])
    found: list[dict[str, Any]] = [{"times": [], "bytes": []} for _ in range(steps)]
    barrier = Barrier(len(clients))
    faults: list[str] = []

    def one(plan: list[dict[str, Any]]) -> None:
        try:
            client = Client(job["port"])
            for step, into in zip(plan, found, strict=True):
                if barrier.wait() == 0:
                    into["begun"] = time.perf_counter()
                run_step(client, step, into)
                if barrier.wait() == 0:
                    into["seconds"] = time.perf_counter() - into["begun"]
        except Exception as fault:  # noqa: BLE001 - every fault ends the run and is told
            faults.append(repr(fault))
            barrier.abort()

    threads = [Thread(target=one, args=[plan]) for plan in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"faults": faults} if faults else {"steps": found}


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
