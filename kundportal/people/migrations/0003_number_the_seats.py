"""Gives each organisation a number of seats, and everyone who has access one of them.

The foreign key over two columns and the check let the database hold the limit by itself: a seat's
`seats` is always its organisation's, and its number is never above it.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Q

import kundportal.people.models.organisation

TIE = """
ALTER TABLE people_seat ADD CONSTRAINT seat_knows_the_limit
FOREIGN KEY (organisation_id, seats) REFERENCES people_organisation (id, seats) ON UPDATE CASCADE
"""
UNTIE = "ALTER TABLE people_seat DROP CONSTRAINT seat_knows_the_limit"


def seat_everyone(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An organisation with more people than seats gets as many seats as it has people."""
    organisations = apps.get_model("people", "Organisation").objects
    people, seats = (apps.get_model("people", name).objects for name in ("Person", "Seat"))
    for organisation in organisations.order_by("pk"):
        here = people.filter(organisation=organisation, is_active=True).order_by("pk")
        organisation.seats = max(organisation.seats, here.count())
        organisation.save(update_fields=["seats"])
        for number, person in enumerate(here, start=1):
            seats.create(
                organisation=organisation, number=number, seats=organisation.seats, person=person
            )


class Migration(migrations.Migration):
    dependencies = [("people", "0002_make_the_rate_limit_table")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="seats",
            field=models.PositiveSmallIntegerField(
                default=kundportal.people.models.organisation.seats_from_the_start,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(500),
                ],
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                fields=("id", "seats"), name="organisation_has_its_seats"
            ),
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("seats", models.PositiveSmallIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_seats",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seat",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "number"), name="seat_taken_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(number__gte=1, number__lte=F("seats")),
                        name="seat_within_the_limit",
                    ),
                ],
            },
        ),
        migrations.RunPython(seat_everyone, migrations.RunPython.noop),
        # What is deferred is checked now: a table with checks left can't be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(TIE, UNTIE),
    ]
