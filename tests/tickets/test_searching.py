"""Finding tickets by words: what is found, by whom, and what never is."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kundportal.people.models import OrganisationSight
from kundportal.tickets import moving
from kundportal.tickets.finding import listing, searching
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.models import SearchEntry, Sight
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def found(person, words):
    return {one.title for one in listing.page(person, Wanted(show="all", words=words)).rows}


@pytest.fixture
def three(create_ticket, customer, agent):
    """Three tickets of the customer's that have little in common."""
    grades = create_ticket(customer, title="Betygen sparas inte", text="Lärarna får Fel 12.")
    file = SimpleUploadedFile("Skärmbild_klasslista-2026.txt", b"text")
    grades.reply(by=customer, text="Det gäller gymnasiet.", once=uuid4(), attachments=[file])
    grades.reply(by=agent, text="Vi rättar felet i natt, ÅÄÖ.", once=uuid4())
    create_ticket(customer, title="Schema för våren", text="Ämnesplanerna saknar kurser.")
    create_ticket(customer, title="Frånvaro och närvaro", text="Vårdnadshavare loggar in.")
    return grades


@pytest.mark.parametrize(
    "words",
    [
        "betygen", "betyg", "BETYG", "lärare", "lärarna fel", "gymnasiet",
        "rättar", "natt åäö", "skärmbild", "klasslista", "Skärmbild_klasslista-2026.txt", "2026",
        '"sparas inte"', "betyg -schema", "fel 12", "gymn", "lära", "'betyg\\", "(betyg)",
        "betyg och", "klasslista-2026", "betyg:*", "a\u030a\u00e4o\u0308",
    ],
)  # fmt: skip
def test_words_of_title_replies_and_file_names_find_the_ticket(three, customer, words):
    assert found(customer, words) == {"Betygen sparas inte"}


def test_a_number_or_any_part_of_it_finds_the_ticket(three, customer):
    country, first, last = three.number.split("-")
    for words in (
        three.number, three.number.lower(), f"{first}-{last}", first + last, first, last,
        country + first + last, f"{first[1:]}{last[:3]}", f"{country} {first}",
    ):  # fmt: skip
        assert "Betygen sparas inte" in found(customer, words), words


@pytest.mark.parametrize("words", ["lunch", "betyg lunch", "betyg -fel", '"betyget"', "etyg", "-"])
def test_what_does_not_stand_there_finds_nothing(three, customer, words):
    assert found(customer, words) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Karakterene vises ikke for lærerne på Sjøbakken", "karakterene lærerne"),
        ("Forældrene kan ikke se børnenes skema", "børnenes"),
        ("Die Zeugnisse können nicht gespeichert werden", "zeugnisse"),
        ("Teachers cannot see the whole timetable", "timetable"),
    ],
)
def test_other_languages_are_found_as_they_are_written(create_ticket, customer, text, words):
    create_ticket(customer, title="Utländskt", text=text)
    assert found(customer, words) == {"Utländskt"}


def test_notes_are_never_looked_in(three, customer, agent):
    three.handling.note(by=agent, text="Hemligstämplat ogräs", once=uuid4())
    assert found(customer, "ogräs") == set()
    SearchEntry.objects.build_all()
    assert found(customer, "ogräs") == set()


def test_what_is_found_is_what_one_sees(three, customer, colleague, outsider, municipality):
    """A word is found by whoever sees the ticket, in the moment in which they look."""
    assert found(colleague, "betyg") == set()
    assert found(outsider, "betyg") == set()
    municipality.sight = OrganisationSight.EVERYONE
    municipality.save()
    colleague.refresh_from_db()
    assert found(colleague, "betyg") == {"Betygen sparas inte"}
    three.sight = Sight.PRIVATE
    three.save()
    assert found(colleague, "betyg") == set()
    assert found(outsider, "betyg") == set()


def test_a_removed_recipient_finds_it_no_longer(create_ticket, customer, colleague):
    ticket = create_ticket(customer, title="Delat", recipients=[colleague])
    assert found(colleague, "delat") == {"Delat"}
    ticket.participants.filter(person=colleague).delete()
    assert found(colleague, "delat") == set()


def test_without_a_word_to_look_for_the_page_says_so(three, customer):
    for words in ("och att", "?!", "-och", '""'):
        page = signed_in(customer).get("/tickets/", {"q": words}).content.decode()
        assert "Skriv ett ord som säger mer" in page
        assert "Betygen" not in page


def test_the_words_that_were_typed_stand_in_the_field(three, customer):
    page = signed_in(customer).get("/tickets/", {"q": '"sparas" <b>'}).content.decode()
    assert 'value="&#34;sparas&#34; &lt;b&gt;"' in page


def test_a_reply_is_never_too_long_to_be_kept(three, customer):
    long = " ".join(f"{'å' * 40}{number}" for number in range(9000)) + " \U00020000" * 3
    for part in ("ordet först " + long, long[::-1], "x" * 2_000_000):
        three.reply(by=customer, text=part, once=uuid4())
    assert found(customer, "ordet") == {"Betygen sparas inte"}
    assert three.messages.count() == 6


def test_the_rows_can_be_made_anew_and_are_the_same(three, customer):
    before = list(SearchEntry.objects.order_by("pk").values_list("pk", "document"))
    SearchEntry.objects.filter(ticket=three).delete()
    assert SearchEntry.objects.build_missing() == 1
    assert list(SearchEntry.objects.order_by("pk").values_list("pk", "document")) == before
    assert SearchEntry.objects.build_all() == 3
    assert list(SearchEntry.objects.order_by("pk").values_list("pk", "document")) == before


def test_when_organisations_merge_the_words_go_along(three, customer, outsider, elsewhere):
    moving.move_organisation(source=customer.organisation_id, into=elsewhere.pk)
    customer.organisation = elsewhere
    assert found(customer, "betyg 12") == {"Betygen sparas inte"}
    assert found(outsider, "betyg") == set()


def test_words_of_one_organisation_are_none_of_another(three):
    words = searching.question("betyg", 7)
    assert not SearchEntry.objects.extra(where=[f"document @@ ({words[0]})"], params=words[1])
