"""Articles are something to be told of. Changes nothing in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_say_how_much_a_mail_told"),
    ]

    operations = [
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
                    ("articles", "Articles"),
                ],
                max_length=20,
            ),
        ),
    ]
