"""The indexes of the outbox: by domain to send, by state, address, thread and subject.

Made beside the traffic (CONCURRENTLY), the new ones before the old one goes.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations
from django.db.models import F, Index, Q
from django.db.models.functions import Upper

INDEXES = [
    Index(
        fields=["domain", "next_try_at", "id"],
        name="mail_to_send",
        condition=Q(state__in=("waiting", "deferred")),
    ),
    Index(fields=["state", "created_at", "id"], name="mail_state", condition=~Q(state="sent")),
    Index(
        fields=["failed_at"],
        name="mail_failures",
        condition=Q(state__in=("bounced", "complained", "failed")),
    ),
    Index(OpClass(Upper("to"), "text_pattern_ops"), F("created_at"), F("id"), name="mail_to"),
    Index(fields=["thread", "created_at"], name="mail_thread", condition=~Q(thread="")),
    GinIndex(SearchVector("subject", config="simple"), name="mail_subject"),
]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mail", "0004_follow_tries_and_domains")]

    operations = [
        # An index over a million rows takes longer than a page may.
        migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout"),
        *(AddIndexConcurrently("mail", index) for index in INDEXES),
        RemoveIndexConcurrently("mail", "mail_failed"),
        migrations.RunSQL("RESET statement_timeout", migrations.RunSQL.noop),
    ]
