"""Mail servers that misbehave towards some recipients, in a conversation of our own making."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kundportal.mail import pool


class Talk(socketserver.StreamRequestHandler):
    """One connection: takes every mail, but for what the server is told to do at a step."""

    server: Any

    def handle(self) -> None:
        self.server.connections += 1
        self.mails = 0
        self.say("220 there")
        for line in self.rfile:
            word = line.split()[0].upper().decode() if line.split() else ""
            if not self.answer(word, line.decode().strip()):
                return

    def answer(self, word: str, line: str) -> bool:
        if self.server.act:
            acted = self.server.act(self, word, line)
            if acted is not None:
                return bool(acted)
        if word == "EHLO":
            self.say("250 there")
        elif word == "DATA":
            self.say("354 go on")
            while self.rfile.readline().strip() != b".":
                pass
            self.mails += 1
            self.server.taken.append(self.recipient)
            self.say("250 2.0.0 taken")
        else:
            if word == "RCPT":
                self.recipient = line.partition("<")[2].rstrip(">")
            self.say("221 bye" if word == "QUIT" else "250 OK")
        return word != "QUIT"

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
        self.wfile.flush()

    def drip(self, seconds: float) -> None:
        """Says a letter now and then, without ever coming to an end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.server.is_over:
            self.wfile.write(b"2")
            self.wfile.flush()
            time.sleep(0.05)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: list[str] = []
        self.connections = 0
        self.act: Any = None
        self.is_over = False


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.is_over = True
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def used_by(settings: Any, *, timeout: float) -> Iterator[Server]:
    """Such a server, and the portal set to use it."""
    with serving() as server:
        settings.EMAIL_BACKEND = "kundportal.mail.backends.Smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = timeout
        yield server
        pool.close_idle(every=True)
