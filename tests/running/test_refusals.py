"""What keeps the demo from starting is said in one line, with exit code 2."""

import ast
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.running.demo import CHECKOUT, free_port, run

PROGRAMS = ["demo", "dev", "test", "check", "manage"]
OLD = """
import runpy, sys
sys.version_info = (3, 10, 13, "final", 0)
sys.argv = [{program!r}]
sys.path.insert(0, {folder!r})
runpy.run_path({program!r})
"""


def assert_refused(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 2, done.stderr
    # Whoever starts it for the first time is told of the packages before.
    said = [line for line in done.stderr.splitlines() if not line.startswith("Installing (")]
    assert len(said) == 1
    for part in parts:
        assert part in said[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port(tmp_path: Path, host: str) -> None:
    with closing(socket.socket()) as other:
        other.bind((host, 0))
        other.listen()
        port = other.getsockname()[1]
        assert_refused(run("demo", "--port", port, "--data", tmp_path), f"Port {port}", "--port")
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "", "８０００"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    assert_refused(run("demo", f"--port={port}", "--data", tmp_path), "is not a port")


@pytest.mark.parametrize("where", ["file", "file/below", "/proc/kundportal"])
def test_a_data_folder_that_cannot_be_written(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / where
    assert_refused(run("demo", "--port", free_port(), "--data", folder), "can't be written")
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_data_folder_in_which_nobody_may_write() -> None:
    folder = "/proc/kundportal"  # not even root makes folders there
    assert_refused(run("demo", "--port", free_port(), "--data", folder), "can't be written")


def test_a_database_of_another_version(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9.6\n")
    assert_refused(run("demo", "--port", free_port(), "--data", tmp_path), "PostgreSQL 9.6")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_too_old_python(name: str) -> None:
    program = CHECKOUT / "bin" / name
    script = OLD.format(program=str(program), folder=str(program.parent))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert_refused(done, "needs Python 3.11", "3.10.13")


@pytest.mark.parametrize("name", [*PROGRAMS, "prepare.py"])
def test_old_pythons_can_read_the_programs_far_enough_to_say_so(name: str) -> None:
    ast.parse((CHECKOUT / "bin" / name).read_text(), feature_version=(3, 6))
