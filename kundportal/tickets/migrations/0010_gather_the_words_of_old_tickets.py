"""Gathers the words of the tickets that were there before, some hundred in each transaction.

Should it be broken off, it goes on where it was; `bin/manage index_tickets` does the same.
"""

from django.db import migrations

from kundportal.tickets.models.search_entry import SearchEntryQuerySet


def gather(apps, schema_editor):
    SearchEntryQuerySet(apps.get_model("tickets", "SearchEntry")).build_missing()


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tickets", "0009_find_tickets_by_their_words")]
    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]
