"""One quick run of bench/run on a small database: each answer is right, each figure is there."""

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


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("bench")
    for above in [folder, *folder.parents][:3]:
        above.chmod(0o755)  # PostgreSQL's own account must get through when we are root
    words = ["--tickets", "1500", "--rounds", "1", "--seconds", "0.1", "--port", str(port)]
    words += ["--data", str(folder / "data"), "--json", str(folder / "figures.json")]
    ours = ("DATABASE_URL", "KUNDPORTAL_", "PYTEST_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    ended = subprocess.run(
        [sys.executable, "bench/run", *words],
        cwd=CHECKOUT, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return json.loads((folder / "figures.json").read_text()) | {"table": ended.stdout}


def test_every_page_is_measured_against_its_floor(figures):
    assert [page["page"] for page in figures["pages"]] == [
        "customer's list, 25 rows", "ticket, 5 messages", "agent's queue, 50 rows", "reply posted",
    ]  # fmt: skip
    for page in figures["pages"]:
        for series in (page["measured"], page["floor"]):
            assert series["requests_per_second"] > 0
            assert 0 < series["p50_ms"] <= series["p95_ms"]
        assert page["page"] in figures["table"]


def test_no_page_needs_more_than_eight_queries_and_rows_cost_none(figures):
    for page in figures["pages"][:3]:
        assert 0 < page["queries"] <= 8
        assert page["queries"] == page["queries_of_one_row"]
