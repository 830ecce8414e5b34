"""A new installation can take tickets from its first day: the form for Sweden."""

from django.db import migrations

GUIDANCE_SV = """Ha gärna det här till hands:

- **Var det händer**: skola, enhet, sida eller knapp
- **När det började** och om det händer varje gång
- **Vem det gäller**: en person, en enhet eller alla
- **En bild** av det du ser

Skriv inte personnummer eller andra uppgifter om enskilda elever."""

GUIDANCE_EN = """It helps to have this at hand:

- **Where it happens**: school, unit, page or button
- **When it began**, and whether it happens every time
- **Whom it concerns**: one person, one unit or everyone
- **A picture** of what you see

Do not write identity numbers or other personal data about pupils."""

MATTERS = [
    ("Fel i produkten", "A fault in the product"),
    ("Fråga om hur något görs", "A question about how something is done"),
    ("Behörighet och inloggning", "Permissions and signing in"),
    ("Import, export och kopplingar", "Import, export and integrations"),
    ("Beställning eller ändring av avtal", "An order or a change of contract"),
    ("Annat", "Something else"),
]


def offer(apps, schema_editor):
    form = apps.get_model("tickets", "Form").objects.create(
        slug="sverige",
        country="SE",
        names={"sv": "Sverige – Ärendeformulär", "en": "Sweden – Ticket form"},
        guidance={"sv": GUIDANCE_SV, "en": GUIDANCE_EN},
    )
    matter = apps.get_model("tickets", "Matter")
    matter.objects.bulk_create(
        matter(form=form, names={"sv": sv, "en": en}, position=position)
        for position, (sv, en) in enumerate(MATTERS)
    )


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_create_tickets")]

    operations = [migrations.RunPython(offer, migrations.RunPython.noop)]
