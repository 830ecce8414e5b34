"""The demo that the tests of this folder start, stop and kill."""

import pytest

from tests.running.demo import RunningDemo


@pytest.fixture
def demo(shared_demo: RunningDemo) -> RunningDemo:
    """A demo that runs."""
    shared_demo.ensure_running()
    return shared_demo
