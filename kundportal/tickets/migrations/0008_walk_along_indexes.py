"""The indexes of the lists: each filter and order is a walk along one of them.

Made beside the traffic (CONCURRENTLY), the new ones before the old ones go. What a foreign key's
own index did, the first column of another one does.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Index, Q

PLACES = [
    Index(fields=["person", "-last_activity_at", "-ticket", "role"], name="place_list"),
    Index(fields=["person", "is_open", "-last_activity_at", "-ticket", "role"], name="place_open"),
    Index(
        fields=["person", "-last_activity_at", "-ticket"],
        name="place_unread",
        condition=Q(unread__gt=0),
    ),
    Index(fields=["person", "-ticket"], name="place_arrival"),
]
TICKETS = [
    Index(fields=["organisation", "-last_activity_at", "-id", "product"], name="ticket_list"),
    Index(
        fields=["organisation", "-last_activity_at", "-id"],
        name="ticket_open",
        condition=~Q(status="closed"),
    ),
    Index(fields=["organisation", "-id"], name="ticket_arrival"),
]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("people", "0071_share_the_sight_of_tickets"),
        ("tickets", "0007_a_checklist_for_each_country"),
    ]

    operations = [
        # An index over a million rows takes longer than a page may.
        migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout"),
        *(AddIndexConcurrently("participant", index) for index in PLACES),
        RemoveIndexConcurrently("participant", "participant_list"),
        RemoveIndexConcurrently("participant", "participant_open"),
        RemoveIndexConcurrently("participant", "participant_unread"),
        *(AddIndexConcurrently("ticket", index) for index in TICKETS),
        RemoveIndexConcurrently("ticket", "ticket_organisation"),
        migrations.AlterField(
            "ticket",
            "organisation",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AlterField(
            "ticket",
            "created_by",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL("RESET statement_timeout", "SET statement_timeout = 0"),
    ]
