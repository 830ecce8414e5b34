"""What every test may use: the cast, and a mail server that listens."""

from tests.cast import *  # noqa: F403
from tests.smtp import smtp  # noqa: F401
