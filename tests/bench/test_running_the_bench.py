"""A quick run of each benchmark on a small database: the answers are right, the figures there."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


def run(program: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for above in [folder, *folder.parents][:3]:
        above.chmod(0o755)  # PostgreSQL's own account must get through when we are root
    words = (*words, "--port", str(port), "--data", str(folder / "data"))
    ours = ("DATABASE_URL", "KUNDPORTAL_", "PYTEST_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, f"bench/{program}", *words, "--json", str(folder / "figures.json")],
        cwd=CHECKOUT, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    ended = run("run", folder, "--tickets", "1500", "--rounds", "1", "--seconds", "0.1")
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return json.loads((folder / "figures.json").read_text()) | {"table": ended.stdout}


def test_every_page_is_measured_against_its_floor(figures):
    assert [page["page"] for page in figures["pages"]] == [
        "customer's list, 25 rows", "list of an organisation, filtered",
        "search for common words", "search for rare words", "ticket, 5 messages",
        "agent's queue, 50 rows", "reply posted",
    ]  # fmt: skip
    for page in figures["pages"]:
        for series in (page["measured"], page["floor"]):
            assert series["requests_per_second"] > 0
            assert 0 < series["p50_ms"] <= series["p95_ms"]
        assert page["page"] in figures["table"]


def test_no_page_needs_more_than_eight_queries_and_rows_cost_none(figures):
    for page in figures["pages"][:-1]:
        assert 0 < page["queries"] <= 8
        assert page["queries"] == page["queries_of_one_row"]


def test_every_door_is_tried_and_answers_alike(tmp_path_factory):
    """So few tries say nothing of the time, so a bar that is missed is no fault here."""
    folder = tmp_path_factory.mktemp("doors")
    ended = run("enumeration", folder, "--tries", "3")
    assert ended.returncode in {0, 1}, ended.stderr + ended.stdout
    found = {one["door"]: one for one in json.loads((folder / "figures.json").read_text())}
    assert {door: one["answers"] for door, one in found.items()} == {
        "sign-in": [422],
        "forgotten password": [302],
        "new activation link": [302],
        "application": [302],
        "invitation by staff": [302],
    }
    assert all(one["known_p50_ms"] > 0 and one["unknown_p50_ms"] > 0 for one in found.values())
    assert all(door in ended.stdout for door in found)
