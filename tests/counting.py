"""For tests of what is counted: a browser's own name, and the worker's part done at once."""

from __future__ import annotations

import pytest
from django.conf import settings

from kundportal.desk import jobs as desk
from kundportal.knowledge import reading_jobs
from kundportal.lib import daily_marks, spool
from kundportal.search import asking_jobs

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def counts(tmp_path, monkeypatch):
    """Lets a test count on its own: gives what does the worker's part."""
    monkeypatch.setattr(settings, "COUNTS_ROOT", tmp_path)
    spool.folder.cache_clear()
    daily_marks._secret.cache_clear()
    yield count
    spool.folder.cache_clear()
    daily_marks._secret.cache_clear()


def count() -> None:
    asking_jobs.count_asked()
    reading_jobs.count_read()
    desk.tie_readings()
