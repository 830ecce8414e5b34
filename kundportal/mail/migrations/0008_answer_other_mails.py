"""Which mails a program's answer belongs to, so that mail programs put it with them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0007_keep_what_a_check_found")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="answers",
            field=models.CharField(db_default="", default="", max_length=1000),
        ),
    ]
