"""What people are told of by mail, and how much an organisation lets mails say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0071_share_the_sight_of_tickets"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="mails_are_bare",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="notify_assigned",
            field=models.CharField(
                choices=[
                    ("at_once", "By mail, at once"),
                    ("digest", "By mail, gathered at 07:30 and 15:30 on working days"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="notify_named",
            field=models.CharField(
                choices=[
                    ("at_once", "By mail, at once"),
                    ("digest", "By mail, gathered at 07:30 and 15:30 on working days"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="notify_new_tickets",
            field=models.CharField(
                choices=[
                    ("at_once", "By mail, at once"),
                    ("digest", "By mail, gathered at 07:30 and 15:30 on working days"),
                    ("portal", "Only in the portal"),
                ],
                db_default="portal",
                default="portal",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="notify_ratings",
            field=models.CharField(
                choices=[
                    ("at_once", "By mail, at once"),
                    ("digest", "By mail, gathered at 07:30 and 15:30 on working days"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="notify_applications",
            field=models.CharField(
                choices=[
                    ("at_once", "By mail, at once"),
                    ("digest", "By mail, gathered at 07:30 and 15:30 on working days"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="notify_replies",
            field=models.CharField(
                choices=[
                    ("at_once", "By mail, at once"),
                    ("digest", "By mail, gathered at 07:30 and 15:30 on working days"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
    ]
