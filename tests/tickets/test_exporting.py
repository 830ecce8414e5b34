"""The list as a file: what stands in it, and what it never does to a spreadsheet."""

from __future__ import annotations

import csv
import io
from uuid import uuid4
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.utils import timezone

from kundportal.lib.pace import Pace
from kundportal.tickets.finding import exporting
from kundportal.tickets.models import Priority
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EVIL = ['=HYPERLINK("http://a.example")', "+1", "-1", "@SUM(A1)", " =1+1", "＝1", 'a";=1;"b']


@pytest.fixture(autouse=True)
def _no_count(monkeypatch):
    monkeypatch.setattr(exporting, "_pace", Pace())


def rows_of_csv(answer):
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def cells_of_xlsx(answer):
    book = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not sheet.findall(f".//{SHEET}f")  # no formula anywhere
    rows = sheet.iter(f"{SHEET}row")
    return [["".join(one.itertext()) for one in row.iter(f"{SHEET}c")] for row in rows]


def test_the_file_holds_what_the_filter_shows(create_ticket, customer, colleague, agent):
    shown = create_ticket(customer, title="Åäö; med semikolon", recipients=[colleague])
    shown.reply(by=agent, text="Svar", once=uuid4())
    create_ticket(customer, title="Ett annat")
    head, row = rows_of_csv(signed_in(colleague).get("/tickets/export/csv/?show=unread"))
    assert head == [
        "Nummer", "Rubrik", "Status", "Produkt", "Typ av ärende", "Formulär", "Skapat av",
        "Skapat", "Senaste aktivitet", "Svar senast", "Vilar till", "Olästa",
    ]  # fmt: skip
    now = f"{timezone.localtime():%Y-%m-%d}"
    assert row[:4] == [shown.number, "Åäö; med semikolon", "Väntar på dig", "Skolvalvet"]
    assert row[5:7] == ["Sverige – Ärendeformulär", "Karin Berg"]
    assert (row[7][:10], row[8][:10], *row[9:]) == (now, now, "", "", "2")
    sheet = cells_of_xlsx(signed_in(colleague).get("/tickets/export/xlsx/?show=unread"))
    assert [row[:4] for row in sheet] == [head[:4], rows_head(shown)]
    assert len(rows_of_csv(signed_in(customer).get("/tickets/export/csv/?show=all"))) == 3


def rows_head(ticket):
    return [ticket.number, ticket.title, "Väntar på dig", "Skolvalvet"]


@pytest.mark.parametrize("title", EVIL)
def test_what_people_write_is_never_a_formula(create_ticket, customer, title):
    create_ticket(customer, title=title)
    row = rows_of_csv(signed_in(customer).get("/tickets/export/csv/"))[1]
    assert row[1] == (f"'{title}" if title != EVIL[-1] else title)
    sheet = cells_of_xlsx(signed_in(customer).get("/tickets/export/xlsx/"))
    assert sheet[1][1] == title


def test_priority_is_in_no_file_and_in_no_order(create_ticket, customer, agent):
    for number in (2, 4, 1, 3):
        ticket = create_ticket(customer, title=f"Nr {number}")
        ticket.handling.prioritise(priority=number, by=agent)
    for order in ("newest", "oldest", "created", "answer"):
        rows = rows_of_csv(signed_in(customer).get(f"/tickets/export/csv/?sort={order}"))
        titles = [row[1] for row in rows[1:]]
        right = ["Nr 2", "Nr 4", "Nr 1", "Nr 3"]
        assert titles == (right if order in {"oldest", "answer"} else right[::-1])
        text = str(rows).lower()
        assert not any(str(one.label).lower() in text for one in Priority)


def test_a_file_that_does_not_take_all_says_so(create_ticket, customer, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 2)
    for number in range(3):
        create_ticket(customer, title=f"Nr {number}")
    rows = rows_of_csv(signed_in(customer).get("/tickets/export/csv/"))
    assert len(rows) == 4
    assert "Bara de första 2 ärendena" in rows[-1][0]
    assert len(cells_of_xlsx(signed_in(customer).get("/tickets/export/xlsx/"))) == 4


def test_in_english_and_in_the_readers_zone(create_ticket, customer):
    customer.language, customer.time_zone = "en", "Pacific/Auckland"
    customer.save()
    create_ticket(customer)
    answer = signed_in(customer).get("/tickets/export/csv/")
    head, row = rows_of_csv(answer)
    assert head[:3] == ["Number", "Title", "Status"]
    with timezone.override("Pacific/Auckland"):
        assert row[7][:13] == f"{timezone.localtime():%Y-%m-%d %H}"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_whoever_asks_too_often_waits(create_ticket, customer):
    client = signed_in(customer)
    for _turn in range(6):
        assert client.get("/tickets/export/csv/").status_code == 200
    answer = client.get("/tickets/export/csv/")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_no_one_elses_tickets_are_in_the_file(create_ticket, customer, colleague, outsider, client):
    create_ticket(customer, title="Bara mitt")
    for other in (colleague, outsider):
        assert len(rows_of_csv(signed_in(other).get("/tickets/export/csv/?show=all"))) == 1
    assert client.get("/tickets/export/csv/").url.startswith("/sign-in/")
    assert signed_in(customer).post("/tickets/export/csv/").status_code == 405
    assert signed_in(customer).get("/tickets/export/exe/").status_code == 404


def test_staff_have_no_such_file(agent):
    assert signed_in(agent).get("/tickets/export/csv/").status_code == 404
