"""How people are told of the articles that they follow or look after."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0073_tell_ways_of_being_told_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="notify_articles",
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
