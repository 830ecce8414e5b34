"""Labels of choices, which are kept once they are translated."""

from django.utils.translation import override

from kundportal.access.states import State
from kundportal.lib.labels import label
from kundportal.tickets.models import Status


def test_choices_of_two_kinds_with_one_value_keep_their_own_words():
    with override("sv"):
        assert Status.WAITING == State.WAITING
        assert label(Status.WAITING) == "Väntar på dig"
        assert label(State.WAITING) == "Väntar på beslut"


def test_a_label_is_in_the_readers_language():
    with override("sv"):
        assert label(Status.CLOSED) == "Stängt"
    with override("en"):
        assert label(Status.CLOSED) == "Closed"
