"""In the demo a mail is a file that any mail program opens."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kundportal.mail import jobs
from kundportal.mail.models import Mail, State
from tests.mail.conftest import LINK

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_BACKEND = "kundportal.mail.backends.EmlFolder"
    settings.EMAIL_FILE_PATH = tmp_path / "not" / "yet" / "there"
    return Path(settings.EMAIL_FILE_PATH)


def test_a_mail_becomes_one_whole_file_named_by_time_and_recipient(
    folder: Path, post: Post
) -> None:
    mail = post()
    jobs.deliver(mail_id=mail.pk)
    mail.refresh_from_db()
    [file] = folder.iterdir()
    assert file.suffix == ".eml"
    assert "-asa.berg@skola.se-" in file.name
    assert (mail.state, mail.answer) == (State.SENT, file.name)
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    assert message["Subject"] == mail.subject
    assert body is not None
    assert LINK in body.get_content()


def test_files_sort_in_the_order_of_sending(folder: Path, post: Post) -> None:
    for name in ("c", "a", "b"):
        jobs.deliver(mail_id=post(to=f"{name}@skola.se").pk)
    assert [file.name.split("-")[1] for file in sorted(folder.iterdir())] == [
        "c@skola.se",
        "a@skola.se",
        "b@skola.se",
    ]


def test_the_same_message_is_written_once(folder: Path, post: Post) -> None:
    mail = post()
    assert mail.message().send() == mail.message().send() == 1
    assert len(list(folder.iterdir())) == 1


def test_a_recipient_cannot_choose_the_folder(folder: Path, post: Post) -> None:
    mail = post()
    message = mail.message()
    message.to = ["../../x/y@skola.se"]
    message.send()
    assert len(list(folder.glob("*.eml"))) == 1
