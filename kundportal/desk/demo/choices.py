"""Who in the demo wants to be told in another way than people begin with."""

from __future__ import annotations

from kundportal.desk.demo.admission import Admitted
from kundportal.notifications.choosing import choose
from kundportal.notifications.models import Kind
from kundportal.people.models import Notify

IN_DIGEST = "Mariam Haddadi"


def make(admitted: Admitted) -> None:
    choose(admitted.people[IN_DIGEST], dict.fromkeys((Kind.REPLIES, Kind.NAMED), Notify.DIGEST))
