"""What the tests of incoming mail share."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kundportal.incoming.models import RetiredAddress
from tests.incoming.writing import SUPPORT


@pytest.fixture
def retired(form) -> RetiredAddress:
    return RetiredAddress.objects.create(email=SUPPORT, form=form, once=uuid4())
