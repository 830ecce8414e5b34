"""A pytest plugin: a packed PostgreSQL and a data folder for one run, gone when it ends.

Loaded before pytest-django reads the settings (`-p tests.throwaway` in pyproject.toml), so plain
`pytest` works as well as `bin/test`. With DATABASE_URL set, that server is used instead.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from kundportal.lib.catalogues import compile_all
from kundportal.lib.postgres import Postgres

CHECKOUT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {
    "KUNDPORTAL_URL": "http://localhost:8000",
    "KUNDPORTAL_DEMO": "no",
    "KUNDPORTAL_DEBUG": "no",
    "KUNDPORTAL_SECRET_KEY": "only-for-tests",
}
HURRIED_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Starts the server in the process that the person started; the others inherit it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _prepare()
    return (yield)


def _prepare() -> None:
    compile_all(CHECKOUT / "kundportal" / "locale")
    folder = Path(tempfile.mkdtemp(prefix="kundportal-test-"))
    folder.chmod(0o755)  # PostgreSQL's own account must get through when we are root
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    lexicons = CHECKOUT / "data" / "lexicons"  # kept between runs: they take seconds to write
    lexicons.mkdir(parents=True, exist_ok=True)
    (folder / "lexicons").symlink_to(lexicons)
    for name in [name for name in os.environ if name.startswith("KUNDPORTAL_")]:
        del os.environ[name]
    os.environ.update(ENVIRONMENT, KUNDPORTAL_DATA=str(folder))
    if not os.environ.get("DATABASE_URL"):
        server = Postgres(folder, holder="the tests", durable=False)
        server.start()
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = server.url


def pytest_configure(config: pytest.Config) -> None:
    """Hashes passwords in no time, and collects the static files once.

    Pages name static files by the hash of their content. Tests about hashing ask for the fixture
    `real_hashing`.
    """
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = [HURRIED_HASHER]
    if hasattr(config, "workerinput"):
        return
    call_command("collectstatic", interactive=False, verbosity=0)
