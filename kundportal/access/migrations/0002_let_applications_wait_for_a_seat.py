"""Adds the waiting list for a seat; whoever stands in it can't apply a second time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_create_access_requests"),
        ("people", "0003_number_the_seats"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("unconfirmed", "Not confirmed"),
                    ("waiting", "Waiting for a decision"),
                    ("seatless", "Waiting for a seat"),
                    ("approved", "Approved"),
                    ("declined", "Declined"),
                ],
                default="unconfirmed",
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="accessrequest", name="address_waits_once"),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(state__in=("waiting", "seatless")),
                fields=("email",),
                name="address_waits_once",
            ),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(
                condition=models.Q(state="seatless"),
                fields=["organisation", "confirmed_at", "id"],
                name="access_seatless",
            ),
        ),
    ]
