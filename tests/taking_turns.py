"""Which process runs which files, and when: the longest first, so that none is waited for alone."""

from __future__ import annotations

from typing import Any

import pytest

# The files that take longest, and those that share a demo and so must share a process.
LONGEST = [
    "tests/stories/test_the_main_loop_in_swedish.py",
    "tests/stories/test_the_main_loop_in_english.py",
    "tests/running/test_starting_and_stopping.py",
    "tests/desk/test_demo.py",
    "tests/stories/test_a_full_organisation.py",
    "tests/bench/test_running_the_bench.py",
    "tests/house/test_fuzz.py",
]
SHARED = {"tests/desk/test_demo.py": "tests/running/test_starting_and_stopping.py"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {file: number for number, file in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.split("::")[0], len(place)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """By file, as `--dist loadfile` does it, but in the order above."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return SHARED.get(file, file)

    config.option.loadscopereorder = False  # by number of tests, which says little of their time
    return ByFile(config, log)
