"""What every test may use: the cast, a mail server that listens, and no network."""

from tests.cast import *  # noqa: F403
from tests.offline import _offline  # noqa: F401
from tests.smtp import smtp  # noqa: F401
