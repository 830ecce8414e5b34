"""The ways of being told have shorter words. Changes nothing in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0072_choose_what_mails_tell"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="notify_applications",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("digest", "In a digest"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="notify_assigned",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("digest", "In a digest"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="notify_named",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("digest", "In a digest"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="notify_new_tickets",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("digest", "In a digest"),
                    ("portal", "Only in the portal"),
                ],
                db_default="portal",
                default="portal",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="notify_ratings",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("digest", "In a digest"),
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
                    ("at_once", "At once"),
                    ("digest", "In a digest"),
                    ("portal", "Only in the portal"),
                ],
                db_default="at_once",
                default="at_once",
                max_length=10,
            ),
        ),
    ]
