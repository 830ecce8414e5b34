"""The timetable: everything that the worker does at set times, and nothing else."""

from typing import Any

from procrastinate.contrib.django import app

from kundportal.access import jobs as access
from kundportal.desk import jobs as desk
from kundportal.incoming import jobs as incoming
from kundportal.knowledge import jobs as knowledge
from kundportal.knowledge import reading_jobs as reading
from kundportal.knowledge import shipping
from kundportal.lib import queue
from kundportal.mail import jobs as mail
from kundportal.notifications import jobs as notifications
from kundportal.people import jobs as people
from kundportal.search import asking_jobs as asking
from kundportal.search import jobs as search
from kundportal.tickets import jobs as tickets


def at(times: str, task: Any) -> None:
    """Has the task queued at these times: minute, hour, day, month and weekday, in UTC."""
    app.periodic(cron=times)(task)


at("* * * * *", mail.sweep)
at("7 * * * *", mail.forget_secrets)
at("53 2 * * *", mail.forget_tests)
at("3 3 * * *", mail.forget)
at("9 4 * * *", mail.check_records)
at("*/5 * * * *", mail.count)
at("53 2 * * *", mail.count_all)
at("* * * * *", notifications.sweep)
at("* * * * *", incoming.sweep)
at("* * * * *", incoming.fetch)
at("13 5 * * *", incoming.check)
at("53 * * * *", incoming.forget)
at("* * * * *", notifications.send_digests)
at("53 2 * * *", notifications.forget)
at("57 2 * * *", knowledge.forget_imports)
at("*/2 * * * *", queue.rescue_jobs_of_killed_workers)
at("23 * * * *", queue.remove_finished_jobs)
at("31 * * * *", people.forget_sessions)
at("1 * * * *", people.demand_factors)
at("37 * * * *", people.forget_extracts)
at("37 3 * * *", people.renew_metadata)
at("41 2 * * *", access.forget_unconfirmed)
at("*/5 * * * *", access.offer_free_seats)
at("11 6-15 * * *", access.remind)
at("43 2 * * *", access.forget_invitations)
at("17 7 * 3,9 *", access.ask_for_reviews)
at("27 7 * * 1-5", access.remind_of_reviews)
at("* * * * *", tickets.scan_all)
at("51 * * * *", tickets.forget_uploads)
at("19 3 * * *", tickets.forget_drafts)
at("13 4-17 * * *", tickets.wake)
at("47 2 * * *", tickets.forget_walks)
at("53 * * * *", incoming.forget_kept)
at("* * * * *", knowledge.publish)
at("* * * * *", knowledge.scan_all)
at("3 * * * *", knowledge.date)
at("5 6 * * *", knowledge.remind)
at("21 3 * * *", knowledge.forget_strays)
at("* * * * *", search.sweep)
at("*/10 * * * *", search.weigh)
at("33 3 * * *", search.recount)
at("* * * * *", asking.count_asked)
at("* * * * *", reading.count_read)
at("*/5 * * * *", desk.tie_readings)
at("*/15 * * * *", asking.forget_traces)
at("33 2 * * *", asking.roll_up_asked)
at("39 2 * * *", reading.roll_up_read)
at("29 3 * * *", shipping.keep)
