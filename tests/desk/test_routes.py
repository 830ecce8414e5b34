"""`bin/manage routes` lists every address."""

from __future__ import annotations

import json
from io import StringIO

from django.core.management import call_command

from kundportal.lib.routes import routes


def listed(*words: str) -> str:
    out = StringIO()
    call_command("routes", *words, stdout=out)
    return out.getvalue()


def test_a_program_reads_name_methods_gate_and_parameters():
    found = {one["name"]: one for one in json.loads(listed("--json"))}
    assert len(found) == len(routes()) > 100
    assert found["file"] == {
        "name": "file",
        "route": "/tickets/<number:number>/files/<uuid:key>/",
        "methods": ["GET", "HEAD"],
        "gate": "signed in",
        "parameters": [
            {"name": "number", "converter": "number"},
            {"name": "key", "converter": "uuid"},
        ],
    }
    assert found["closure"]["methods"] == ["POST"]
    assert found["desk-organisation-seats"]["gate"] == "administrator"


def test_people_read_a_table():
    lines = listed().splitlines()
    assert lines[0].split() == ["name", "methods", "gate", "route"]
    assert len(lines) == len(routes()) + 1
    assert any(line.split() == ["start", "GET", "HEAD", "anyone", "/"] for line in lines)
