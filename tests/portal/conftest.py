"""What the tests of the portal share."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.people.models.data_extract import FOLDER


@pytest.fixture(autouse=True)
def _nobody_has_tried(db):
    """The counters of attempts outlive a test that commits."""
    cache.clear()


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    """What one test leaves on the disk, no other finds."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            **settings.STORAGES["default"],
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


@pytest.fixture(autouse=True)
def _no_jobs(db):
    """Jobs stay when a test ends, since no model of ours holds them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def visitor() -> Client:
    return Client()


def jobs_waiting() -> list[int]:
    """Which extracts a worker is to make."""
    jobs = ProcrastinateJob.objects.filter(task_name="kundportal.portal.jobs.make_extract")
    return [job.args["extract_id"] for job in jobs.filter(status="todo").order_by("pk")]


def kept_files() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    return sorted(f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
