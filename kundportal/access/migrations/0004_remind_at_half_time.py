"""Keeps when a decision was promised, and the day on which those who decide are reminded."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def promised_when_confirmed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("access", "AccessRequest").objects.update(promised_at=F("confirmed_at"))


class Migration(migrations.Migration):
    dependencies = [("access", "0003_rule_about_mail_domains")]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="promised_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="remind_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(promised_when_confirmed, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="accessrequest", name="access_to_decide"),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(
                condition=models.Q(state="waiting"),
                fields=["promised_at", "id"],
                name="access_to_decide",
            ),
        ),
    ]
