"""A place says whether its ticket is open, a reply whether it has files; no index stands twice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def repeat(apps, schema_editor):
    places = apps.get_model("tickets", "Participant").objects
    places.filter(ticket__status="closed").update(is_open=False)
    messages = apps.get_model("tickets", "Message").objects
    messages.filter(attachments__isnull=False).update(has_files=True)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0002_offer_the_swedish_form"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("participant", "is_open", models.BooleanField(default=True)),
        migrations.AddField("message", "has_files", models.BooleanField(default=False)),
        migrations.RunPython(repeat, migrations.RunPython.noop),
        migrations.AlterField(
            "message",
            "ticket",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="tickets.ticket",
            ),
        ),
        migrations.AlterField(
            "participant",
            "person",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "participant",
            "ticket",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="participants",
                to="tickets.ticket",
            ),
        ),
        migrations.AddIndex(
            "participant",
            models.Index(
                fields=["person", "is_open", "-last_activity_at", "-id"], name="participant_open"
            ),
        ),
    ]
