"""A ticket says who at the organisation sees it besides those who take part."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0071_share_the_sight_of_tickets"),
        ("products", "0001_create_products"),
        ("tickets", "0003_repeat_what_lists_ask_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_organisation",
        ),
        migrations.AddField(
            model_name="ticket",
            name="sight",
            field=models.CharField(
                choices=[
                    ("organisation", "As the organisation has chosen"),
                    ("private", "Only the creator and recipients"),
                    ("shared", "Everyone at the organisation"),
                ],
                db_default="organisation",
                default="organisation",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["organisation", "-last_activity_at", "-id"], name="ticket_organisation"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("sight", "shared")),
                fields=["organisation", "-last_activity_at", "-id"],
                name="ticket_shared",
            ),
        ),
    ]
