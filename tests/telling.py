"""What somebody is told at once is mailed at once: most tests are not about gathering."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _told_at_once(settings: Any) -> None:
    settings.GATHER_SECONDS = 0
