"""Notes since when a stopped address is tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0011_find_what_is_to_be_wiped")]

    operations = [
        migrations.AddField(
            model_name="address",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
    ]
