"""What every test may use: the cast, a mail server that listens, a demo, and no network."""

import pytest

from tests.cast import *  # noqa: F403
from tests.clamav import clamd, running_clamd  # noqa: F401
from tests.counting import counts  # noqa: F401
from tests.dovecot import mailbox, running_dovecot  # noqa: F401
from tests.offline import _offline  # noqa: F401
from tests.running.demo import shared_demo  # noqa: F401
from tests.shipped import shipped_articles  # noqa: F401
from tests.smtp import smtp  # noqa: F401
from tests.taking_turns import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401


@pytest.fixture(autouse=True)
def _news_at_once(settings):
    """What is told becomes a mail in the same transaction; tests of gathering set it anew."""
    settings.GATHER_SECONDS = 0
