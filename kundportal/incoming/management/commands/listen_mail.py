"""Takes mail by LMTP or SMTP until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kundportal.incoming.arriving.listening import Address, Listener


class Command(BaseCommand):
    help = "Takes mail by LMTP or SMTP at KUNDPORTAL_MAIL_LISTEN until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            address = Address.of(settings.MAIL_LISTEN)
        except ValueError as problem:
            raise CommandError(f"KUNDPORTAL_MAIL_LISTEN: {problem}", returncode=2) from None
        try:
            asyncio.run(self._serve(address))
        except OSError as problem:
            where = f"{address.host}:{address.port}"
            raise CommandError(f"Can't listen at {where}: {problem.strerror}") from None

    async def _serve(self, address: Address) -> None:
        told = asyncio.Event()
        for sent in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sent, told.set)
        listener = Listener(address)
        await listener.start()
        self.stdout.write(f"Takes mail at {settings.MAIL_LISTEN}")
        self.stdout.flush()
        await told.wait()
        await listener.stop()
