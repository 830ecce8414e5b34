"""An index of the mails that were given up alone: those that came back are many, and not asked for."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mail", "0008_answer_other_mails")]

    operations = [
        # Reading a million rows takes longer than a page may.
        migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout"),
        AddIndexConcurrently(
            "mail",
            Index(fields=["failed_at"], name="mail_given_up", condition=Q(state="failed")),
        ),
        RemoveIndexConcurrently("mail", "mail_failures"),
        migrations.RunSQL("RESET statement_timeout", migrations.RunSQL.noop),
    ]
