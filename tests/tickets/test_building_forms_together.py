"""Forms as several people build and see them, and what is done to a whole form."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kundportal.history.models import Event
from kundportal.people.models import Role
from kundportal.tickets.asking import building
from kundportal.tickets.asking.questions import Kind
from kundportal.tickets.models import Draft, Form, Ticket, Upload
from tests.cast import person, signed_in
from tests.tickets.building import (  # noqa: F401
    DESK,
    FORM,
    HIDDEN,
    _built,
    _desk,
    ask,
    draft_of,
    newest,
    order,
    publish,
    question,
    seen,
)

pytestmark = pytest.mark.django_db


# Two administrators at once


def test_a_change_over_somebody_elses_is_refused_and_what_was_typed_is_kept(
    desk, built, administrator
):
    mine = seen(desk, "questions/b/")
    other = signed_in(person("Ingrid Vall", "iv@vendor.example", Role.ADMINISTRATOR))
    theirs = question(seen=seen(other, "questions/b/"), label_sv="Ingrids fråga")
    assert other.post(f"{FORM}questions/b/", theirs).status_code == 302
    refused = desk.post(f"{FORM}questions/b/", question(seen=mine, label_sv="Bos fråga"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Ingrid Vall har ändrat det här" in page
    assert 'value="Bos fråga"' in page
    assert draft_of(built).question("b").label == "Ingrids fråga"
    again = question(seen=HIDDEN.search(page)[1], label_sv="Bos fråga")
    assert desk.post(f"{FORM}questions/b/", again).status_code == 302
    assert draft_of(built).question("b").label == "Bos fråga"


def test_two_who_change_different_questions_do_not_disturb_each_other(desk, built):
    first, second = seen(desk, "questions/a/"), seen(desk, "questions/b/")
    sent = question(seen=first, option_x_sv="X", option_y_sv="Y")
    assert desk.post(f"{FORM}questions/a/", sent).status_code == 302
    assert desk.post(f"{FORM}questions/b/", question(seen=second)).status_code == 302


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("basics/", {"name_sv": "N"}), ("matters/fel/", {"name_sv": "N"}),
        ("questions/b/", question()),
    ],
)  # fmt: skip
def test_every_part_refuses_what_was_made_from_something_else(desk, built, path, sent):
    answer = desk.post(FORM + path, {**sent, "seen": "0" * 16})
    assert answer.status_code == 422
    assert "har ändrat det här under tiden" in answer.content.decode()
    assert draft_of(built) is None
    assert desk.post(FORM + path, {**sent, "seen": seen(desk, path)}).status_code == 302


def test_nothing_is_removed_or_published_that_has_been_changed_since(desk, built):
    for path in ("questions/b/removal/", "matters/fel/removal/"):
        desk.post(FORM + path, {"seen": "0" * 16})
    assert (order(built), newest(built).matter_keys) == (["a", "b"], ["fel", "order"])
    desk.post(f"{FORM}questions/new/", question())
    answer = desk.post(f"{FORM}publication/", {"seen": "0" * 16}, follow=True)
    assert "har ändrats sedan du såg det" in answer.content.decode()
    assert draft_of(built)
    desk.post(f"{FORM}matters/order/removal/", {"seen": seen(desk, "matters/order/")})
    assert newest(built).matter_keys == ["fel"]
    assert built.matters.count() == 2


# The whole of it


def test_the_list_shows_where_a_form_is_met_and_how_often_it_is_used(
    desk, built, create_ticket, customer, product, django_assert_max_num_queries
):
    create_ticket(customer)
    with django_assert_max_num_queries(8):
        page = desk.get(DESK).content.decode()
    for words in (
        "Sverige – Beställning",
        "Sverige – Ärendeformulär",
        "Publicerat",
        "/tickets/new/",
    ):
        assert words in page
    counted = dict(Form.objects.for_list().values_list("slug", "used"))
    assert counted == {"sverige": 1, "bestallning": 0}


def test_a_copy_begins_as_the_original_and_nobody_meets_it(desk, built, customer, elsewhere):
    building.write_question(
        built, ask("c", limited=True), organisations=[elsewhere], by=built.version.edited_by,
        seen=building.mark_of_question(newest(built), "c"),
    )  # fmt: skip
    desk.post(f"{FORM}copy/", {"name_sv": "Kopia", "country": "NO", "slug": "kopia"})
    copy = Form.objects.get(slug="kopia")
    assert (copy.country, copy.is_offered, str(copy)) == ("NO", False, "Kopia")
    assert order(copy) == ["a", "b", "c"]
    assert [one.name for one in draft_of(copy).audience_of("c")] == [elsewhere.name]


def test_withdrawn_and_offered_again(desk, built, customer):
    desk.post(f"{FORM}offering/", {"offered": "no"})
    assert built not in Form.objects.offered_to(customer)
    assert "Tillbakadraget" in desk.get(DESK).content.decode()
    desk.post(f"{FORM}offering/", {"offered": "yes"})
    assert built in Form.objects.offered_to(customer)


def test_products_guidance_and_organisations_are_changed_together(desk, built, product, elsewhere):
    sent = {"name_sv": "Nytt namn", "name_nb": "Nytt navn", "guidance_sv": "**Ha** till hands",
            "products": [product.pk], "organisations": f" {elsewhere.name.upper()} \n",
            "seen": seen(desk, "basics/")}  # fmt: skip
    assert desk.post(f"{FORM}basics/", sent).status_code == 302
    draft = draft_of(built)
    assert draft.names == {"sv": "Nytt namn", "nb": "Nytt navn"}
    assert (draft.products, draft.audience_of("")) == ([product.pk], [elsewhere])
    assert str(Form.objects.get(pk=built.pk)) == "Sverige – Beställning"


def test_the_preview_is_the_form_as_an_organisation_meets_it(
    desk, administrator, elsewhere, municipality, outsider, agent
):
    publish(administrator, ask("avtal", limited=True), ask("vem", Kind.PERSON),
            only={"avtal": [elsewhere]})  # fmt: skip
    page = desk.get(f"{FORM}preview/").content.decode()
    assert "Fråga avtal" not in page
    assert "disabled>Skicka ärendet" in page
    page = signed_in(agent).get(f"{FORM}preview/?organisation=Storsunds+kommun").content.decode()
    assert "Fråga avtal" in page
    assert "Yasmin Ståhl" in page
    assert "Ingen organisation" in desk.get(f"{FORM}preview/?organisation=%00x").content.decode()


def test_without_scripts_the_preview_shows_what_follows_and_keeps_nothing(
    administrator, agent, product
):
    publish(administrator, ask("plats", Kind.CHOICE, options=["har", "dar"]), ask("fil", Kind.FILE),
            ask("sal", of="plats", values=["dar"], required=True))  # fmt: skip
    client, url = signed_in(agent), f"{FORM}preview/"
    hidden = r'data-when-of="field_plats"[^>]* hidden disabled'
    page = client.get(url).content.decode()
    assert re.search(hidden, page)
    assert "Visa frågorna som följer" in page
    file = SimpleUploadedFile("plan.txt", b"x")
    sent = {"product": product.pk, "title": "Ny dator", "text": "Till salen", "field_fil": file,
            "attachments": file, "field_plats": "dar", "once": str(uuid4())}  # fmt: skip
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Fråga sal" in page
    assert not re.search(hidden, page)
    assert 'value="Ny dator"' in page
    assert "Till salen</textarea>" in page
    assert "Det finns något att rätta" not in page
    assert not Ticket.objects.exists()
    assert not Upload.objects.exists()
    assert not Draft.objects.exists()


def test_the_history_tells_who_did_what_and_holds_no_texts(built, administrator):
    verbs = list(Event.objects.filter(thing="tickets.form").values_list("verb", flat=True))
    assert verbs == ["form.created", "form.published"]


# Access


def test_staff_read_and_only_administrators_change(built, agent):
    client = signed_in(agent)
    for path in ("", "bestallning/", "bestallning/preview/", "bestallning/versions/1/"):
        page = client.get(DESK + path)
        assert page.status_code == 200
        assert "Lägg till en fråga" not in page.content.decode()
    for path in ("basics/", "questions/new/", "questions/a/", "matters/new/", "copy/"):
        assert client.get(FORM + path).status_code == 404
    for path in ("publication/", "offering/", "order/", "draft-removal/", "questions/a/removal/"):
        assert client.post(FORM + path).status_code == 404
    with pytest.raises(PermissionDenied):
        building.offer(built, is_offered=False, by=agent)
    with pytest.raises(PermissionDenied):
        building.remove_question(built, "a", seen="", by=agent)


def test_customers_and_strangers_find_nothing(built, customer, client):
    for path in ("", "bestallning/", "bestallning/preview/", "bestallning/versions/1/", "new/"):
        assert signed_in(customer).get(DESK + path).status_code == 404
        assert client.get(DESK + path)["Location"].startswith("/sign-in/")


def test_acts_are_posted(desk, built):
    for path in ("publication/", "offering/", "order/", "draft-removal/", "questions/a/removal/",
                 "matters/fel/removal/"):  # fmt: skip
        assert desk.get(FORM + path).status_code == 405
