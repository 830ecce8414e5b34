"""A domain that holds its mails up holds up no others, and gets no more than it takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kundportal.mail import jobs, sending
from kundportal.mail.models import Destination, Mail, State
from kundportal.mail.models import trying as mail_tries
from kundportal.mail.models.destination import pause_of_domain
from tests.mail.tarpit import Server, Talk, used_by
from tests.mail.test_delivery import time_passes

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with used_by(settings, timeout=0.3) as server:
        yield server


def at_slow(step: str, does: Callable[[Talk], Any]) -> Callable[[Talk, str, str], Any]:
    """What a server does that does something else to recipients at slow.se from this step on."""

    def act(talk: Talk, word: str, line: str) -> Any:
        if word == "RCPT":
            talk.is_slow = "slow.se" in line
        return does(talk) if word == step and getattr(talk, "is_slow", False) else None

    return act


def states(*mails: Mail) -> list[str]:
    return [Mail.objects.get(pk=mail.pk).state for mail in mails]


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize("way", ["silent", "dripping"])
def test_a_tarpit_holds_nobody_else_up(server: Server, post: Post, step: str, way: str) -> None:
    server.act = at_slow(step, lambda talk: talk.drip(20) if way == "dripping" else time.sleep(2))
    slow = [post(to=f"a{number}@slow.se") for number in range(5)]
    others = [post(to=f"b{number}@quick{number}.se") for number in range(5)]
    begun = time.monotonic()
    jobs.sweep()
    assert time.monotonic() - begun < 1.5
    assert states(*others) == [State.SENT] * 5
    assert states(*slow) == [State.DEFERRED] + [State.WAITING] * 4
    assert "timed out" in Mail.objects.get(pk=slow[0].pk).answer


def test_nobody_tries_a_domain_that_rests_and_one_mail_tries_it_after(
    server: Server, post: Post
) -> None:
    tried = []
    mails = [post(to=f"a{number}@slow.se") for number in range(3)]
    server.act = at_slow("RCPT", lambda talk: tried.append(talk) or False)
    for mail in mails:
        jobs.deliver(mail_id=mail.pk)
    jobs.sweep()
    assert len(tried) == 1
    time_passes(minutes=1)
    jobs.sweep()
    assert len(tried) == 2
    assert sorted(mail.tries for mail in Mail.objects.all()) == [0, 1, 1]
    assert Destination.objects.get(domain="slow.se").faults == 2


def test_the_rest_follows_as_soon_as_one_is_taken(server: Server, post: Post) -> None:
    server.act = at_slow("RCPT", lambda talk: False)
    mails = [post(to=f"a{number}@slow.se") for number in range(4)]
    jobs.sweep()
    server.act = None
    time_passes(minutes=1)
    jobs.sweep()
    assert states(*mails) == [State.SENT] * 4
    assert not Destination.objects.troubled().exists()


def test_the_pauses_of_a_domain_grow_slowly_at_first() -> None:
    minutes = [pause_of_domain(faults).total_seconds() / 60 for faults in (1, 2, 4, 5, 24, 25, 99)]
    assert minutes == [1, 2, 8, 8, 8, 60, 60]


@pytest.mark.parametrize(
    "answer",
    ["421 4.7.0 Try again later", "451 4.7.500 Server busy", "450 4.2.1 Too many mails"],
)
def test_a_server_that_calls_us_too_fast_gets_nothing_for_a_while(
    server: Server, post: Post, answer: str
) -> None:
    def refuse(talk: Talk) -> bool:
        talk.say(answer)
        return not answer.startswith("421")

    server.act = at_slow("RCPT", refuse)
    slow = [post(to=f"a{number}@slow.se") for number in range(3)]
    other = post(to="b@quick.se")
    jobs.sweep()
    assert states(*slow, other) == [State.DEFERRED, State.WAITING, State.WAITING, State.SENT]
    assert Destination.objects.get(domain="slow.se").is_resting


def test_greylisting_of_one_mail_leaves_the_others_of_the_domain(
    server: Server, post: Post
) -> None:
    def refuse(talk: Talk) -> bool:
        talk.is_slow = False
        talk.say("451 4.7.1 Greylisted, please come back")
        return True

    server.act = at_slow("RCPT", refuse)
    mails = [post(to=f"a{number}@slow.se") for number in range(2)]
    jobs.sweep()
    assert states(*mails) == [State.DEFERRED] * 2
    assert not Destination.objects.troubled().exists()


def test_a_domain_that_takes_its_time_is_tried_after_the_others(
    server: Server, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_tries, "SLOW", 0.1)
    server.act = at_slow("RCPT", lambda talk: time.sleep(0.15))
    first = post(to="a@slow.se")
    jobs.sweep()
    assert states(first) == [State.SENT]
    slow, other = post(to="b@slow.se"), post(to="b@quick.se")
    jobs.deliver(mail_id=slow.pk)
    assert states(slow) == [State.WAITING]
    jobs.sweep()
    assert states(slow, other) == [State.SENT] * 2
    assert server.taken == ["a@slow.se", "b@quick.se", "b@slow.se"]


def test_what_is_over_the_limit_waits_without_a_try_and_others_overtake(
    server: Server, post: Post, settings: Any
) -> None:
    settings.MAIL_PER_MINUTE = 3
    many = [post(to=f"a{number}@many.se") for number in range(5)]
    other = post(to="b@other.se")
    jobs.sweep()
    assert states(*many) == [State.SENT] * 3 + [State.WAITING] * 2
    assert [mail.tries for mail in Mail.objects.filter(state=State.WAITING)] == [0, 0]
    assert states(other) == [State.SENT]
    jobs.deliver(mail_id=many[3].pk)
    assert states(many[3]) == [State.WAITING]
    time_passes(minutes=1)
    jobs.sweep()
    assert states(*many) == [State.SENT] * 5


def test_without_a_limit_everything_goes(server: Server, post: Post, settings: Any) -> None:
    settings.MAIL_PER_MINUTE = 0
    many = [post(to=f"a{number}@many.se") for number in range(12)]
    jobs.sweep()
    assert states(*many) == [State.SENT] * 12
    assert not Destination.objects.exists()


def test_whoever_has_sent_a_mail_goes_on_with_what_else_is_due_there(
    server: Server, post: Post
) -> None:
    mails = [post(to=f"a{number}@skola.se") for number in range(3)]
    other = post(to="b@other.se")
    jobs.deliver(mail_id=mails[0].pk)
    assert states(*mails, other) == [State.SENT] * 3 + [State.WAITING]


def test_what_waits_behind_a_dead_domain_is_given_up_after_three_days(
    server: Server, post: Post
) -> None:
    server.act = at_slow("RCPT", lambda talk: False)
    mails = [post(to=f"a{number}@slow.se") for number in range(3)]
    jobs.sweep()
    time_passes(days=3, minutes=1)
    Destination.objects.update(resumes_at=timezone.now())  # it was tried each hour
    young = post(to="young@slow.se")
    jobs.sweep()
    assert states(*mails, young) == [State.FAILED] * 3 + [State.WAITING]
    assert all(mail.may_be_tried_again for mail in Mail.objects.filter(state=State.FAILED))


def test_a_domain_that_nobody_tried_for_days_is_not_given_up(server: Server, post: Post) -> None:
    server.act = at_slow("RCPT", lambda talk: False)
    mails = [post(to=f"a{number}@slow.se") for number in range(3)]
    jobs.sweep()
    time_passes(days=4)
    jobs.sweep()
    assert State.FAILED not in states(*mails)
    there = Destination.objects.get(domain="slow.se")
    assert (there.faults, timezone.now() - there.since < timedelta(minutes=1)) == (1, True)


def test_domains_at_fault_have_their_turn_though_others_never_end(
    server: Server, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    Destination.objects.note_fault("slow.se", answer="421 busy")
    time_passes(minutes=1)
    slow, other = post(to="a@slow.se"), post(to="b@quick.se")
    monkeypatch.setattr(sending, "SWEEP_SECONDS", sending.SECONDS_FOR_TROUBLED)
    jobs.sweep()
    assert states(slow, other) == [State.SENT, State.WAITING]


def test_taken_lanes_cost_a_domain_none_of_its_tries(
    server: Server, post: Post, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_PER_MINUTE = 2
    mails = [post(to=f"a{number}@slow.se") for number in range(5)]
    monkeypatch.setattr(mail_tries, "_enter", lambda _domain, _lanes: False)
    jobs.sweep()
    jobs.deliver(mail_id=mails[0].pk)
    monkeypatch.undo()
    settings.MAIL_PER_MINUTE = 2
    jobs.sweep()
    assert states(*mails).count(State.SENT) == 2


def test_what_is_told_of_our_server_while_it_is_down(server: Server, post: Post) -> None:
    server.act = lambda talk, word, line: False
    mails = [post(to=f"a@skola{number}.se") for number in range(3)]
    for mail in mails:
        jobs.deliver(mail_id=mail.pk)
    jobs.sweep()
    ours = Destination.objects.get(domain="")
    assert ours.is_resting
    assert timezone.now() - ours.since < timedelta(seconds=10)
    assert sorted(mail.tries for mail in Mail.objects.all()) == [0, 1, 1]
    server.act = None
    time_passes(minutes=1)
    jobs.sweep()
    assert states(*mails) == [State.SENT] * 3
