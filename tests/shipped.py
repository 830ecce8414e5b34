"""The articles that come with the product, put in once for all tests of a file."""

from __future__ import annotations

import pytest
from django.db import transaction

from kundportal.knowledge import shipping


@pytest.fixture(scope="module")
def shipped_articles(django_db_setup, django_db_blocker):
    """What a test changes in them is undone after it, they themselves after the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        shipping.put_in()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)
