"""The two commands that read files as mail that comes in is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from kundportal.running import manage
from tests.incoming.raw_mails import fields, file_part, multipart, report


@pytest.fixture
def mails(tmp_path) -> Path:
    (tmp_path / "bounce").write_bytes(report(fields("5.1.1", "550 5.1.1 User unknown")))
    (tmp_path / "success").write_bytes(report(fields("2.0.0", action="delivered")))
    (tmp_path / "person").write_bytes(
        multipart("Content-Type: text/plain\n\nHej", file_part("filename=a.pdf"),
                  headers="Subject: =?utf-8?q?Betyg_=C3=A5k_9?=")
    )  # fmt: skip
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "folder").mkdir()
    return tmp_path


def lines(command: str, capsys, *files: Path) -> list[dict[str, object]]:
    call_command(command, *map(str, files))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_read_bounce_says_of_each_file_what_bounced(mails, capsys):
    found = lines("read_bounce", capsys, mails / "bounce", mails / "success", mails / "person")
    assert found[0] == {
        "file": str(mails / "bounce"), "is_bounce": True, "addresses": ["karin.ek@skola.example"],
        "class": "permanent", "status": "5.1.1", "hard": True, "complaint": False,
    }  # fmt: skip
    assert [one["is_bounce"] for one in found] == [True, False, False]
    assert {one["class"] for one in found[1:]} == {"none"}


def test_read_mail_says_of_each_file_what_is_in_it(mails, capsys):
    found = lines("read_mail", capsys, mails / "person", mails / "bounce", mails / "empty")
    assert found[0] == {
        "file": str(mails / "person"), "from": "karin.ek@skola.example", "subject": "Betyg åk 9",
        "attachments": ["a.pdf"], "automatic": False, "would_answer": True, "why": "person",
    }  # fmt: skip
    assert (found[1]["automatic"], found[1]["why"]) == (True, "bounce")
    assert (found[2]["would_answer"], found[2]["why"]) == (False, "no-sender")


@pytest.mark.parametrize("command", ["read_bounce", "read_mail"])
def test_what_can_not_be_read_gets_a_line_as_well_and_the_code_says_so(command, mails, capsys):
    files = [mails / name for name in ("gone", "folder", "noise", "person")]
    with pytest.raises(SystemExit) as ended:
        lines(command, capsys, *files)
    told = capsys.readouterr()
    found = [json.loads(line) for line in told.out.splitlines()]
    assert ended.value.code == 1
    assert [("error" in one) for one in found] == [True, True, False, False]
    assert told.err == ""


def test_they_need_no_database(mails, tmp_path):
    words = [sys.executable, "-m", "kundportal", "--data", str(tmp_path / "data"), "read_bounce"]
    known = {"PATH": os.environ["PATH"], "PGHOST": "/nowhere"}
    done = subprocess.run(
        [*words, str(mails / "bounce")], env=known, capture_output=True, check=True, timeout=60,
        cwd=Path(manage.__file__).parents[2],
    )  # fmt: skip
    assert json.loads(done.stdout)["status"] == "5.1.1"
    assert not (tmp_path / "data" / "postgres").exists()
