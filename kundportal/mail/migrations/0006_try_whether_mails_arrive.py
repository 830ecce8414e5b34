"""A trial of whether our mails reach an address: the code that was sent, and where it was found."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import kundportal.mail.models.mail_test


class Migration(migrations.Migration):
    dependencies = [("mail", "0005_find_mails_along_indexes")]

    operations = [
        migrations.CreateModel(
            name="MailTest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False,
                                           verbose_name="ID")),
                ("key", models.CharField(default=kundportal.mail.models.mail_test.new_key,
                                         max_length=32, unique=True)),
                ("once", models.UUIDField(unique=True)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("domain", models.CharField(max_length=254)),
                ("language", models.CharField(max_length=5)),
                ("code", models.CharField(blank=True, max_length=6,
                                          default=kundportal.mail.models.mail_test.new_code)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("outcome", models.CharField(blank=True, max_length=10, choices=[
                    ("inbox", "In the inbox"), ("junk", "In the junk folder"),
                    ("absent", "It has not come"), ("returned", "It came back")])),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
                ("mail", models.ForeignKey(null=True, to="mail.mail", related_name="+",
                                           on_delete=django.db.models.deletion.SET_NULL)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["created_at"], name="mail_test_time"),
                    models.Index(fields=["domain", "created_at"], name="mail_test_domain"),
                    models.Index(fields=["email"], name="mail_test_email",
                                 condition=models.Q(("email", ""), _negated=True)),
                ],
            },
        ),
    ]  # fmt: skip
