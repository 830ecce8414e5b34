"""Whether an address is free to serve on, and whether a server answers there."""

from __future__ import annotations

import errno
import http.client
import socket
from contextlib import closing

from kundportal.running.folder import Problem
from kundportal.running.programs import HOST


def check_free(port: int) -> None:
    """A clear line when the port is taken, on IPv6's loopback too: browsers try that first."""
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        try:
            with closing(socket.socket(family, socket.SOCK_STREAM)) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise Problem(f"Port {port} is taken; choose another one with --port.") from None
            if problem.errno == errno.EACCES:
                raise Problem(f"Port {port} needs more rights; choose one above 1023.") from None
            if family == socket.AF_INET:
                raise Problem(f"Port {port} can't be used: {problem.strerror}.") from None


def is_healthy(port: int) -> bool:
    with closing(http.client.HTTPConnection(HOST, port, timeout=2)) as connection:
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
