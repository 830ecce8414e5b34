"""What the last look at the installation's own DNS records and mail server found."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0006_try_whether_mails_arrive")]

    operations = [
        migrations.CreateModel(
            name="MailCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False,
                                           verbose_name="ID")),
                ("ran_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("findings", models.JSONField(default=list)),
            ],
        ),
    ]  # fmt: skip
