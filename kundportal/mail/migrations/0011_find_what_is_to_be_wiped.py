"""An index of the mails whose letters are still kept, by which the old ones are found and wiped."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mail", "0010_suspect_a_mail_before_the_server")]

    operations = [
        # Reading a million rows takes longer than a page may.
        migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout"),
        AddIndexConcurrently(
            "mail",
            Index(fields=["created_at", "id"], name="mail_whole", condition=~Q(text="")),
        ),
        migrations.RunSQL("RESET statement_timeout", migrations.RunSQL.noop),
    ]
