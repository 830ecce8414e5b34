"""What is unread is walked along an index of its own; kinds have words. No rows are rewritten."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0002_follow_mails_after_they_are_sent"),
        ("notifications", "0001_create_notifications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="notification",
            name="notification_unread",
        ),
        migrations.AlterField(
            model_name="notification",
            name="how",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("digest", "In a digest"),
                    ("portal", "Only in the portal"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("replies", "Replies"),
                    ("named", "Named as a recipient"),
                    ("assigned", "Tickets given to me"),
                    ("new_tickets", "New tickets"),
                    ("ratings", "Low ratings"),
                    ("applications", "New access requests"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at", None)),
                fields=["person", "-created_at", "-id"],
                name="notification_unread",
            ),
        ),
    ]
