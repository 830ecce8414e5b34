"""What every test may use: the cast, a mail server that listens, a demo, and no network."""

from tests.cast import *  # noqa: F403
from tests.clamav import clamd, running_clamd  # noqa: F401
from tests.offline import _offline  # noqa: F401
from tests.running.demo import shared_demo  # noqa: F401
from tests.smtp import smtp  # noqa: F401
from tests.taking_turns import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401
from tests.telling import _told_at_once  # noqa: F401
