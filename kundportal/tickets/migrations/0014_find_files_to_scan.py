"""Finds the attachments that wait for the virus scanner, without a lock on the large table."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tickets", "0013_keep_drafts_and_uploads")]
    operations = [
        AddIndexConcurrently(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("scan", "waiting")), fields=["id"], name="attachment_to_scan"
            ),
        ),
    ]
