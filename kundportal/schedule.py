"""The timetable: everything that the worker does at set times, and nothing else."""

from procrastinate.contrib.django import app

from kundportal.lib import queue
from kundportal.mail import jobs as mail

# minute hour day month weekday, in UTC
app.periodic(cron="* * * * *")(mail.sweep)
app.periodic(cron="7 * * * *")(mail.forget_secrets)
app.periodic(cron="*/2 * * * *")(queue.rescue_jobs_of_killed_workers)
app.periodic(cron="23 * * * *")(queue.remove_finished_jobs)
