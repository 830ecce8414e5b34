"""Staff name inner states; a ticket that has none is in the first one of its status."""

import django.db.models.deletion
from django.db import migrations, models

STATES = [
    ("new", "open", "Ny", "New"),
    ("investigation", "progress", "Under utredning", "Being investigated"),
    ("development", "progress", "Hos utvecklingen", "With development"),
    ("planned", "progress", "Inplanerad", "Planned"),
    ("waiting", "waiting", "Väntar på kunden", "Waiting for the customer"),
    ("parked", "waiting", "Parkerad av kunden", "Parked by the customer"),
    ("closed", "closed", "Stängd", "Closed"),
    ("solved", "closed", "Löst", "Solved"),
]


def offer(apps, schema_editor):
    state = apps.get_model("tickets", "State")
    state.objects.bulk_create(
        state(code=code, status=status, names={"sv": sv, "en": en}, position=position)
        for position, (code, status, sv, en) in enumerate(STATES)
    )


class Migration(migrations.Migration):
    dependencies = [("tickets", "0011_end_tickets_in_several_ways")]

    operations = [
        migrations.CreateModel(
            name="State",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(blank=True, max_length=20)),
                ("names", models.JSONField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("progress", "In progress"),
                            ("waiting", "Waiting for you"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_offered", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="state_code_once",
                    )
                ],
            },
        ),
        migrations.RunPython(offer, migrations.RunPython.noop),
        migrations.AddField(
            "handling",
            "state",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.state",
            ),
        ),
    ]
