"""The demo starts, stops, survives being killed, and loses nothing that was acknowledged."""

import signal
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from kundportal.running.server import server_of
from tests.running.demo import RunningDemo, run


def write(demo: RunningDemo, word: str) -> None:
    with demo.database() as link:
        link.execute("CREATE TABLE IF NOT EXISTS acknowledged (word text)")
        link.execute("INSERT INTO acknowledged VALUES (%s)", [word])


def read(demo: RunningDemo) -> set[str]:
    with demo.database() as link:
        return {row[0] for row in link.execute("SELECT word FROM acknowledged")}


def test_the_address_is_told_when_the_portal_answers(demo: RunningDemo) -> None:
    with urllib.request.urlopen(f"http://localhost:{demo.port}/health") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_of_it_and_the_data_is_there_again(
    demo: RunningDemo, sent: signal.Signals
) -> None:
    write(demo, sent.name)
    family = demo.family()
    assert len(family) > 4
    assert demo.stop(sent) == 0
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert "database system is shut down" in (demo.folder / "logs/postgres.log").read_text()
    demo.start()
    assert sent.name in read(demo)


def test_a_second_start_takes_less_than_five_seconds(demo: RunningDemo) -> None:
    while len(demo.seconds_to_start) < 3 or min(demo.seconds_to_start) > 5:
        assert len(demo.seconds_to_start) < 8, demo.seconds_to_start
        demo.stop()
        demo.start()


def test_nothing_is_lost_when_everything_is_killed(demo: RunningDemo) -> None:
    write(demo, "before everything was killed")
    demo.kill_everything()
    demo.start()
    assert "before everything was killed" in read(demo)


def test_the_next_start_takes_over_what_a_killed_demo_left(demo: RunningDemo) -> None:
    write(demo, "before the demo alone was killed")
    left = demo.family()
    left[0].kill()
    demo.start()
    assert psutil.wait_procs(left, timeout=5)[1] == []
    assert "before the demo alone was killed" in read(demo)


@pytest.mark.parametrize("part", ["granian", "procrastinate", "postgres"])
def test_what_dies_is_said_and_started_again(demo: RunningDemo, part: str) -> None:
    child = demo.child(part)
    assert child is not None
    child.kill()
    demo.wait_for_line("ended")
    for _ in range(200):
        again = demo.child(part)
        if again is not None and again.pid != child.pid:
            break
        signal.sigtimedwait([], 0.05)
    else:
        pytest.fail(f"{part} was not started again")


def test_a_signal_during_the_start_stops_it_cleanly(demo: RunningDemo) -> None:
    demo.stop()
    (demo.folder / "static" / "staticfiles.json").unlink()
    demo.launch()
    demo.wait_for_line("Preparing")
    family = demo.family()
    assert demo.stop() == 0
    assert psutil.wait_procs(family, timeout=5)[1] == []


def test_a_second_demo_on_the_same_folder_is_told_so(demo: RunningDemo) -> None:
    refused = run("demo", "--port", demo.port, "--data", demo.folder)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert f"in use by bin/demo (process {demo.process.pid})" in refused.stderr


READ = """
from django.db import connection
with connection.cursor() as link:
    link.execute("SELECT word FROM acknowledged")
    print(link.fetchall())
"""
TELL = """
from django.conf import settings
from django.db import connection
connection.ensure_connection()
print(settings.SITE_URL, settings.DEMO)
"""


def test_management_commands_join_the_running_demo(demo: RunningDemo) -> None:
    write(demo, "seen by bin/manage")
    assert "seen by bin/manage" in manage(demo, READ)
    assert demo.process.poll() is None


def test_management_commands_start_the_server_and_stop_it_after(demo: RunningDemo) -> None:
    demo.stop()
    assert f"http://localhost:{demo.port} True" in manage(demo, TELL)
    assert not (demo.folder / "postgres" / "postmaster.pid").exists()


def manage(demo: RunningDemo, code: str) -> str:
    done = run("manage", "--data", demo.folder, "shell", "-v", "0", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["å b,c'd%20\"e", "x" * 150])
def test_a_data_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with server_of(folder, holder="the tests", durable=False) as database:
        assert psycopg.connect(database).execute("SELECT 1").fetchone() == (1,)
