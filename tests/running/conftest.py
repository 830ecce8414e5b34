"""One demo for all tests of a file; each test leaves it as it likes."""

from collections.abc import Iterator

import pytest

from tests.running.demo import RunningDemo


@pytest.fixture(scope="module")
def shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    demo = RunningDemo(tmp_path_factory.mktemp("demo"))
    yield demo
    if demo.process is not None:
        demo.kill_everything()


@pytest.fixture
def demo(shared_demo: RunningDemo) -> RunningDemo:
    """A demo that runs."""
    shared_demo.ensure_running()
    return shared_demo
