"""Which mails a program's answer belongs to, so that mail programs put it with them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0006_class_of_the_last_bounce")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="answers",
            field=models.CharField(db_default="", default="", max_length=1000),
        ),
    ]
