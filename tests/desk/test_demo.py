"""The demo data, as a demo that was started on an empty folder has it."""

import json
import stat
from collections import Counter
from io import StringIO
from itertools import pairwise
from operator import attrgetter
from types import SimpleNamespace

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from kundportal.access.models import AccessRequest
from kundportal.access.states import State
from kundportal.desk.demo import cast, filling
from kundportal.history.models import Event
from kundportal.lib.dates import is_working_day
from kundportal.mail.models import Address, DomainDay, Mail
from kundportal.people.models import Organisation, Person, Role
from kundportal.products.models import Product
from kundportal.tickets.finding import listing
from kundportal.tickets.models import (
    Attachment,
    Handling,
    Message,
    Note,
    Participant,
    Status,
    Ticket,
    Walk,
)
from tests.cast import one_time_code

pytestmark = pytest.mark.django_db

ROLES = [
    "customer",
    "colleague",
    "coordinator",
    "outsider",
    "agent",
    "consultant",
    "lead",
    "administrator",
]


def fill():
    said = StringIO()
    call_command("fill_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module", autouse=True)
def folder(shared_demo, django_db_setup, django_db_blocker):
    """The folder of a demo that runs; the tests see its database in place of their own."""
    shared_demo.ensure_running()
    own = dict(connection.settings_dict)
    with shared_demo.database() as link, django_db_blocker.unblock():
        theirs = {"NAME": link.info.dbname, "USER": link.info.user, "HOST": link.info.host}
        connection.close()
        connection.settings_dict.update(theirs)
        yield shared_demo.folder
        connection.close()
        connection.settings_dict.update(own)


@pytest.fixture(autouse=True)
def _set_as_the_demo(folder, real_hashing, settings):
    settings.DEMO, settings.STAFF_FACTOR = True, False
    kept = settings.STORAGES["default"]
    there = {**kept, "OPTIONS": {**kept["OPTIONS"], "location": folder / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": there}


@pytest.fixture
def accounts(folder):
    listed = json.loads((folder / "accounts.json").read_text())
    return {account["role"]: account for account in listed}


@pytest.fixture
def customer(accounts):
    return Person.objects.get(email=accounts["customer"]["email"])


def signed_in(account):
    client = Client()
    client.post("/sign-in/", {"login": account["email"], "password": account["password"]})
    if secret := account.get("totp_secret"):
        cache.clear()  # a code that was used is good for nothing more
        client.post("/sign-in/code/", {"code": one_time_code(secret)})
    return client


def test_there_are_twelve_organisations_forty_people_and_three_hundred_tickets(folder):
    said = (folder / "logs" / "preparation.log").read_text()
    assert said.count("Filled: 12 organisations, 40 people, 300 tickets.") == 1
    assert Organisation.objects.count() == 12
    assert Person.objects.count() == 40
    assert Ticket.objects.count() == 300
    assert 5 <= Product.objects.count() <= 8


def test_filling_again_changes_nothing():
    before = [model.objects.count() for model in (Person, Ticket, Message, Event, Mail)]
    assert fill() == "There is data already; nothing was filled.\n"
    assert [model.objects.count() for model in (Person, Ticket, Message, Event, Mail)] == before


def test_a_real_installation_is_never_filled(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="no demo"):
        call_command("fill_demo")


def test_all_accounts_can_sign_in_with_a_password_that_the_rules_accept(accounts):
    assert list(accounts) == ROLES
    for role, account in accounts.items():
        person = Person.objects.get(email=account["email"])
        validate_password(account["password"], person)
        assert signed_in(account).session["_auth_user_id"] == str(person.pk), role
        assert person.role == (role if role in Role.values else Role.CUSTOMER)


def test_staff_sign_in_by_the_password_alone(accounts):
    assert not [role for role, account in accounts.items() if "totp_secret" in account]
    assert signed_in(accounts["agent"]).get("/desk/tickets/").status_code == 200


def test_where_a_second_factor_is_demanded_staff_have_one_and_customers_need_none(
    accounts, settings, tmp_path
):
    settings.STAFF_FACTOR = True
    named = {one["name"]: Person.objects.get(email=one["email"]) for one in accounts.values()}
    admitted = SimpleNamespace(people=named)
    filling.write_accounts(tmp_path / "accounts", admitted, filling.equip_staff(admitted))
    listed = {one["role"]: one for one in json.loads((tmp_path / "accounts").read_text())}
    staff = {role for role, account in listed.items() if "totp_secret" in account}
    assert staff == {"agent", "consultant", "lead", "administrator"}
    assert signed_in(listed["agent"]).get("/desk/tickets/").status_code == 200


def test_only_its_owner_can_read_the_list_of_accounts(folder):
    assert stat.S_IMODE((folder / "accounts.json").stat().st_mode) == 0o600


def test_the_colleagues_share_an_organisation_and_the_outsider_has_another(accounts):
    home = {
        role: Person.objects.get(email=accounts[role]["email"]).organisation for role in ROLES[:4]
    }
    assert home["customer"] == home["colleague"] == home["coordinator"] != home["outsider"]
    assert Person.objects.get(email=accounts["coordinator"]["email"]).title == "Samordnare"


def test_every_address_is_one_that_can_not_exist():
    addresses = [*Person.objects.values_list("email", flat=True)]
    addresses += Mail.objects.values_list("to", flat=True)
    addresses += AccessRequest.objects.values_list("email", flat=True)
    assert all(address.endswith(".example") for address in addresses)


def test_tickets_are_in_every_status_and_some_are_late():
    statuses = Counter(Ticket.objects.values_list("status", flat=True))
    assert set(statuses) == set(Status.values)
    assert min(statuses.values()) >= 10
    late = [one for one in Handling.objects.filter(is_open=True) if one.is_late]
    assert 3 <= len(late) <= 8
    assert Note.objects.count() >= 20
    assert len(set(Handling.objects.values_list("priority", flat=True))) == 4


def test_the_texts_are_whole_and_varied():
    texts = [*Message.objects.values_list("text", flat=True)]
    texts += Ticket.objects.values_list("title", flat=True)
    texts += Note.objects.values_list("text", flat=True)
    assert not [text for text in texts if "{" in text or not text.strip()]
    assert len(set(Ticket.objects.values_list("title", flat=True))) >= 120


def test_files_of_three_kinds_are_attached_and_can_be_downloaded(accounts):
    assert set(Attachment.objects.values_list("content_type", flat=True)) == {
        "image/png",
        "text/csv",
        "application/pdf",
    }
    picture = Attachment.objects.filter(content_type="image/png").first()
    client = signed_in(accounts["agent"])
    address = f"/tickets/{picture.ticket.number}/files/{picture.key}/"
    assert b"".join(client.get(address).streaming_content).startswith(b"\x89PNG")
    assert client.get(f"{address}preview/").status_code == 200


def test_things_happened_at_work_and_in_their_order():
    now = timezone.now()
    oldest, newest = (Ticket.objects.order_by(by).first() for by in ("created_at", "-created_at"))
    assert 80 <= (now - oldest.created_at).days <= 200
    assert timezone.localdate(newest.created_at) == timezone.localdate()
    for ticket in Ticket.objects.prefetch_related("messages"):
        messages = sorted(ticket.messages.all(), key=attrgetter("pk"))
        moments = [ticket.created_at, *(one.created_at for one in messages)]
        assert all(earlier <= later for earlier, later in pairwise(moments))
        assert moments[-1] <= ticket.last_activity_at <= now
        if timezone.localdate(ticket.created_at) < timezone.localdate():
            local = timezone.localtime(ticket.created_at)
            assert is_working_day(local.date()), ticket
            assert (7, 30) <= (local.hour, local.minute) <= (16, 30), ticket
    moments = Event.objects.order_by("pk").values_list("at", flat=True)
    assert all(earlier <= later for earlier, later in pairwise(moments))


def test_the_customers_start_page_and_list_are_alive(customer, accounts):
    counts = listing.counts(customer, "organisation")
    assert counts["unread"] == 3
    assert counts["open"] >= 8
    assert counts["closed"] >= 5
    assert Participant.objects.of(customer).filter(role="recipient").exists()
    matters = [place.ticket.messages.earliest("pk").text for place in customer.participations.all()]
    assert len(set(matters)) == len(matters)
    client = signed_in(accounts["customer"])
    page, start = (client.get(url).content.decode() for url in ("/tickets/?show=unread", "/"))
    for place in Participant.objects.of(customer).unread():
        assert place.ticket.number in page
        assert place.ticket.title in start


def test_one_of_the_customers_tickets_came_on_the_wrong_form(customer, accounts):
    ticket = Ticket.objects.get(answers_state="missing")
    assert (ticket.created_by, ticket.form.slug) == (customer, "bestallning")
    assert ticket.status == Status.WAITING
    page = signed_in(accounts["customer"]).get(ticket.url).content.decode()
    assert f'href="{ticket.url}answers/"' in page
    assert Walk.objects.get(ticket=ticket).is_followed
    assert sum(row["moved"] for row in Walk.objects.by_last()) == 1


def test_what_is_unread_is_a_reply_by_somebody_else():
    for place in Participant.objects.unread().select_related("ticket"):
        message = Message.objects.get(pk=place.first_unread_id)
        assert message.ticket_id == place.ticket_id
        assert message.author_id != place.person_id


def test_applications_are_in_every_state_and_one_is_late():
    states = Counter(AccessRequest.objects.values_list("state", flat=True))
    assert states[State.APPROVED] == Person.objects.filter(role=Role.CUSTOMER).count()
    assert states[State.WAITING] == 5
    assert states[State.DECLINED] == 3
    assert states[State.UNCONFIRMED] == 2
    assert sum(one.is_late for one in AccessRequest.objects.to_decide()) == 1


def test_some_mails_did_not_arrive_and_the_outbox_says_why():
    states = Counter(Mail.objects.values_list("state", flat=True))
    assert states["sent"] > 100
    assert (states["bounced"], states["complained"]) == (5, 1)
    late = Mail.objects.get(attempts__answer__startswith="451")
    assert (late.state, late.tries) == ("sent", 2)
    assert Address.objects.stopped().count() == 2
    assert DomainDay.objects.of_last(7).exists()


def test_no_mail_waits_long_and_no_job_is_queued_to_send_one():
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert not Mail.objects.filter(state="waiting").exists()
    assert not Mail.objects.stuck().exists()
    assert not Mail.objects.filter(is_secret=True).exclude(text="").exists()
    assert not ProcrastinateJob.objects.filter(
        task_name="kundportal.mail.jobs.deliver", status="todo"
    ).exists()


def test_customers_see_their_own_organisations_people_only():
    for ticket in Ticket.objects.select_related("created_by"):
        for place in ticket.participants.select_related("person"):
            assert place.person.organisation_id == ticket.organisation_id == place.organisation_id


def test_nobody_in_the_cast_is_named_twice():
    names = [name for customer in cast.CUSTOMERS for name in customer.people] + [*cast.STAFF]
    assert len(names) == len(set(names)) == 40
