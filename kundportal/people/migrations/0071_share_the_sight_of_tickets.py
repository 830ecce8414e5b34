"""An organisation chooses who sees the tickets of colleagues; coordinators may see all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0070_let_identity_providers_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="sight",
            field=models.CharField(
                choices=[
                    ("own", "Each person sees their own tickets"),
                    ("coordinators", "Coordinators see all tickets"),
                    ("everyone", "Everyone sees all tickets"),
                ],
                db_default="own",
                default="own",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="sight_may_reply",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="is_coordinator",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
