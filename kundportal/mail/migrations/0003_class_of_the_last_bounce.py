"""The class of what last came back, so that a list of people can tell it without another question."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_follow_mails_after_they_are_sent")]

    operations = [
        migrations.AddField(
            model_name="address",
            name="status",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
    ]
