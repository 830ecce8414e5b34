"""The first administrator is let in from the command line."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kundportal.people.models import Person, Role
from tests.people.conftest import GOOD, latest_mail


def add(*words: str) -> str:
    out = StringIO()
    call_command("add_administrator", *words, stdout=out)
    return out.getvalue()


def test_the_link_is_printed_and_mailed_and_lets_the_administrator_in(visitor):
    printed = add("Bo.Lind@vendor.example", "--name", "Bo Lind")
    bo = Person.objects.get(email="bo.lind@vendor.example")
    assert (bo.role, bo.organisation) == (Role.ADMINISTRATOR, None)
    link = re.search(r"http://localhost:8000(/\S+)", printed)[1]
    assert link in latest_mail(bo).text
    assert visitor.post(link, {"password": GOOD}).headers["Location"] == "/desk/tickets/"
    assert visitor.get("/desk/tickets/").headers["Location"] == "/settings/factors/"


def test_a_second_run_gives_a_new_link_as_long_as_there_is_no_password():
    add("bo@vendor.example", "--name", "Bo Lind")
    assert "/activate/" in add("bo@vendor.example", "--name", "Bo Lind")
    assert Person.objects.count() == 1


def test_an_account_that_is_there_is_left_alone(customer, administrator):
    for one in (customer, administrator):
        with pytest.raises(CommandError, match="has an account already"):
            add(one.email, "--name", "Någon")
    assert Person.objects.get(pk=customer.pk).role == Role.CUSTOMER


@pytest.mark.parametrize(("email", "name"), [("bo", "Bo"), ("bo@vendor.example", "  "), ("", "Bo")])
def test_bad_words_are_one_clear_line(email, name):
    with pytest.raises(CommandError):
        add(email, "--name", name)
    assert not Person.objects.exists()
