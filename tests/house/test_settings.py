"""Every setting is documented, and none is read behind the back of the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kundportal
from kundportal import env, settings

PACKAGE = Path(kundportal.__file__).parent
PAGE = PACKAGE.parent / "docs" / "operate" / "settings.md"
# Who reads the environment themselves, and why.
READERS = {
    "env.py": "the one way in",
    "wsgi.py": "names the settings to Django",
    "running/manage.py": "starts Django, so it comes before the settings",
    "running/demo.py": "hands its environment on to its children",
    "lib/postgres.py": "hands PATH on to PostgreSQL",
}


def documented() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {
        name: ("" if default == "–" else default.strip("`"), what) for name, default, what in rows
    }


def test_every_setting_is_documented_with_its_default_and_meaning():
    assert settings.DATA  # the settings have been read
    assert documented() == {name: (one.default, one.meaning) for name, one in env.KNOWN.items()}


def test_only_env_reads_the_environment():
    reads = re.compile(r"os\.environ|getenv")
    found = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if reads.search(file.read_text("utf-8"))
    }
    assert found <= READERS.keys()


@pytest.mark.parametrize("value", ["maybe", "", "ja\0"])
def test_a_flag_that_is_neither_yes_nor_no_ends_with_one_line_and_code_2(monkeypatch, value):
    monkeypatch.setattr(env.os, "environ", {"KUNDPORTAL_TRIAL": value})
    monkeypatch.setattr(env, "KNOWN", {})
    with pytest.raises(env.BadSetting) as problem:
        env.flag("KUNDPORTAL_TRIAL", False, "A trial")
    assert problem.value.code == 2
    assert str(problem.value).startswith("KUNDPORTAL_TRIAL: ")


def test_a_number_that_is_none_ends_with_one_line(monkeypatch):
    monkeypatch.setenv("KUNDPORTAL_TRIAL", "25 MB")
    monkeypatch.setattr(env, "KNOWN", {})
    with pytest.raises(env.BadSetting, match=r"'25 MB' is not a whole number"):
        env.number("KUNDPORTAL_TRIAL", 25, "A trial")


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "KNOWN", {})
    file = tmp_path / "new" / "key"
    first = env.secret("KUNDPORTAL_TRIAL", file, "A trial")
    assert len(first) >= 50
    assert env.secret("KUNDPORTAL_TRIAL", file, "A trial") == first
    assert file.stat().st_mode & 0o777 == 0o600
