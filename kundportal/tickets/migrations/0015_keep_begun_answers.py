"""What a customer begins to answer afterwards is kept as a draft, like a reply."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("tickets", "0014_find_files_to_scan")]

    operations = [
        migrations.RemoveConstraint(model_name="draft", name="draft_of_form_or_ticket"),
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ticket", "ticket"),
                    ("reply", "reply"),
                    ("note", "note"),
                    ("answers", "answers"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=Q(kind="ticket", form__isnull=False, ticket__isnull=True)
                | Q(
                    kind__in=["reply", "note", "answers"],
                    form__isnull=True,
                    ticket__isnull=False,
                ),
                name="draft_of_form_or_ticket",
            ),
        ),
    ]
