"""Leads import a file at the desk: they see what would come in, and say when it is to."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.knowledge.importing import at_desk, running
from kundportal.knowledge.models import Article, ImportLine, ImportRun
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/knowledge/import/"


def archive(files: dict[str, str]) -> SimpleUploadedFile:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return SimpleUploadedFile("hjälp.zip", target.getvalue(), "application/zip")


FILES = {"betyg/a.md": "# Sätt betyg\n\nSå här.", "betyg/b.md": "# Ta bort\n\nSå [här](a.md).",
         "trasig.md": "---\na: [\n---\n"}  # fmt: skip


@pytest.fixture
def at_desk_of(lead):
    return signed_in(lead)


def send(client, files=None, **given):
    sent = {"file": archive(files or FILES), "place": "", "language": "sv", "once": str(uuid4())}
    return client.post(PAGE, sent | given)


def work() -> ImportRun:
    """What the worker does about the newest one."""
    run = ImportRun.objects.for_list().first()
    {"looking": at_desk.look_into, "importing": at_desk.carry_out}[run.state](run)
    return ImportRun.objects.for_list().get(pk=run.pk)


def jobs() -> list[str]:
    names = ProcrastinateJob.objects.filter(task_name__contains="_import")
    return [one.rpartition(".")[2] for one in names.values_list("task_name", flat=True)]


def test_first_one_sees_what_would_come_in(at_desk_of):
    answer = send(at_desk_of)
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"{PAGE}{run.pk}/"
    assert "Läser igenom filen" in at_desk_of.get(f"{PAGE}{run.pk}/").content.decode()
    assert jobs() == ["look_into_import"]
    run = work()
    assert (run.state, run.counts) == ("ready", {"new": 2, "skipped": 1, "remarks": 1})
    page = at_desk_of.get(f"{PAGE}{run.pk}/").content.decode()
    assert "Inget är importerat ännu" in page
    assert "Sätt betyg" in page
    assert "Metadata överst är inte giltig YAML" in page
    shown = at_desk_of.get(f"{PAGE}{run.pk}/?show=skipped").content.decode()
    assert "Sätt betyg" not in shown
    assert not Article.objects.exists()


def test_then_it_is_carried_out_once(at_desk_of, lead):
    send(at_desk_of)
    run = work()
    for _again in range(2):
        at_desk_of.post(f"{PAGE}{run.pk}/confirmation/", {"will_publish": "on"})
    assert jobs() == ["look_into_import", "carry_out_import"]
    run = work()
    assert (run.state, run.counts) == ("done", {"new": 2, "skipped": 1, "remarks": 1})
    assert Article.objects.read().count() == 2
    assert {article.owner for article in Article.objects.all()} == {lead}
    page = at_desk_of.get(f"{PAGE}{run.pk}/").content.decode()
    assert "Importen är klar" in page
    assert f'href="/desk/knowledge/{Article.objects.first().pk}/"' in page
    at_desk_of.post(f"{PAGE}{run.pk}/confirmation/")
    assert len(jobs()) == 2


def test_sent_twice_is_one_import(at_desk_of):
    once = str(uuid4())
    send(at_desk_of, once=once)
    send(at_desk_of, once=once)
    assert ImportRun.objects.count() == 1
    assert jobs() == ["look_into_import"]


def test_it_goes_on_where_its_worker_was_killed(at_desk_of, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)
    send(at_desk_of, {f"{name}.md": f"# {name}\n\nText" for name in "abcdef"})
    run = work()
    at_desk_of.post(f"{PAGE}{run.pk}/confirmation/")
    run.refresh_from_db()
    put, seen = running._put, []

    def dies(writer, source, entry):
        seen.append(entry.path)
        if len(seen) == 4:
            raise KeyboardInterrupt
        return put(writer, source, entry)

    monkeypatch.setattr(running, "_put", dies)
    with pytest.raises(KeyboardInterrupt):
        at_desk.carry_out(run)
    run.refresh_from_db()
    assert (run.state, run.begun, run.done) == ("importing", 6, 2)
    monkeypatch.setattr(running, "_put", put)
    run = work()
    assert (run.state, run.counts) == ("done", {"new": 6, "remarks": 0})
    assert Article.objects.count() == 6


def test_one_that_is_not_heard_of_says_so_and_can_go_on(at_desk_of):
    send(at_desk_of)
    run = work()
    at_desk_of.post(f"{PAGE}{run.pk}/confirmation/")
    ImportRun.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    assert "Importen har avbrutits" in at_desk_of.get(f"{PAGE}{run.pk}/").content.decode()
    at_desk_of.post(f"{PAGE}{run.pk}/confirmation/", {"will_publish": "on"})
    assert jobs()[-2:] == ["carry_out_import", "carry_out_import"]
    assert work().state == "done"
    assert not Article.objects.read().exists()  # as it was confirmed the first time


def test_a_file_that_holds_nothing_stops_with_the_reason(at_desk_of):
    send(at_desk_of, file=SimpleUploadedFile("a.zip", b"PK\x03\x04 no"))
    run = work()
    assert run.state == "stopped"
    assert "Zip-filen är skadad" in at_desk_of.get(f"{PAGE}{run.pk}/").content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"file": ""}, "Välj en fil."),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "Välj en zip-fil"),
        ({"file": SimpleUploadedFile("a.zip", b"")}, "Filen är tom."),
        ({"place": "category-999"}, "Den kan inte ligga där"),
        ({"language": "fi"}, "fi"),
    ],
)
def test_what_can_not_be_taken_is_told_at_its_field(at_desk_of, given, said):
    answer = send(at_desk_of, **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_told(at_desk_of, settings):
    settings.IMPORT_LARGEST_MB = 0
    answer = send(at_desk_of)
    assert answer.status_code == 422
    assert "större än 0 MB" in answer.content.decode()


def test_the_page_looks_again_by_itself_until_it_is_ready(at_desk_of):
    send(at_desk_of)
    run = ImportRun.objects.get()
    part = at_desk_of.get(f"{PAGE}{run.pk}/", headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<section id="progress"')
    work()
    ready = at_desk_of.get(f"{PAGE}{run.pk}/", headers={"HX-Request": "true"})
    assert ready.headers["HX-Refresh"] == "true"


def test_the_report_is_paged(at_desk_of):
    send(at_desk_of)
    run = work()
    ImportLine.objects.bulk_create(
        ImportLine(run=run, number=10 + at, path=f"p{at}.md", outcome="new") for at in range(120)
    )
    first = at_desk_of.get(f"{PAGE}{run.pk}/").content.decode()
    assert "p46.md" in first
    assert "p47.md" not in first
    assert "?after=56" in first
    assert "p47.md" in at_desk_of.get(f"{PAGE}{run.pk}/?after=56").content.decode()
    assert at_desk_of.get(f"{PAGE}{run.pk}/?after=x&show=%00").status_code == 200


def test_the_file_is_kept_for_a_month(at_desk_of, django_capture_on_commit_callbacks):
    send(at_desk_of)
    run = work()
    path = Path(run.file.storage.path(run.file.name))
    assert path.exists()
    ImportRun.objects.update(began_at=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        ImportRun.objects.forget_old()
    run.refresh_from_db()
    assert not run.file
    assert not run.may_go_on
    assert not path.exists()
    at_desk_of.post(f"{PAGE}{run.pk}/confirmation/")
    run.refresh_from_db()
    assert run.state == "ready"


def test_the_articles_can_be_taken_out_as_a_zip(at_desk_of, publish):
    publish("Byt lösenord", "Så här.")
    answer = at_desk_of.get("/desk/knowledge/export/?language=sv&product=7")
    made = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    assert made.testzip() is None
    assert made.namelist() == ["betyg/_index.md", "betyg/_index.en.md", "betyg/byt-losenord.sv.md"]


def test_nobody_else_imports_or_exports(at_desk_of, agent, customer):
    send(at_desk_of)
    run = work()
    addresses = [PAGE, f"{PAGE}{run.pk}/", "/desk/knowledge/export/"]
    for client, status in ((signed_in(customer), 404), (signed_in(agent), 403), (Client(), 302)):
        assert [client.get(one).status_code for one in addresses] == [status] * 3
        assert client.post(f"{PAGE}{run.pk}/confirmation/").status_code == status
        assert send(client).status_code == status
    assert at_desk_of.get(f"{PAGE}{run.pk}/confirmation/").status_code == 405
    assert at_desk_of.post("/desk/knowledge/export/").status_code == 405
    assert at_desk_of.get(f"{PAGE}{run.pk + 1}/").status_code == 404
    assert ImportRun.objects.count() == 1


def test_the_pages_ask_few_questions_however_many_lines_there_are(
    at_desk_of, django_assert_max_num_queries, category
):
    for _again in range(5):
        send(at_desk_of, place=f"category-{category.pk}")
        run = work()
    ImportLine.objects.bulk_create(
        ImportLine(run=run, number=10 + at, path=f"p{at}.md", outcome="new") for at in range(60)
    )
    for address in (PAGE, f"{PAGE}{run.pk}/"):
        at_desk_of.get(address)
        with django_assert_max_num_queries(8):
            at_desk_of.get(address)
