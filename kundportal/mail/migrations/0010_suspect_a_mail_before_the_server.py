"""Which mail last met a fault that may be its own, or may be our provider's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0009_find_mails_given_up")]

    operations = [
        migrations.AddField(
            model_name="destination",
            name="suspect",
            field=models.BigIntegerField(null=True),
        ),
    ]
