"""Each form so far becomes its first published version, and the database keeps those as they are."""

from django.db import migrations
from django.utils import timezone
from django.utils.text import slugify

FREEZE = """
CREATE FUNCTION tickets_formversion_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of form % is published and never changes', OLD.number, OLD.form_id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER tickets_formversion_is_frozen BEFORE UPDATE OR DELETE ON tickets_formversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION tickets_formversion_is_frozen();
"""
THAW = """
DROP TRIGGER tickets_formversion_is_frozen ON tickets_formversion;
DROP FUNCTION tickets_formversion_is_frozen();
"""


def publish(apps, schema_editor):
    version = apps.get_model("tickets", "FormVersion")
    for form in apps.get_model("tickets", "Form").objects.filter(version=None):
        matters = []
        for matter in form.matters.order_by("position", "pk"):
            key = slugify(matter.names.get("sv", ""))[:30] or "typ"
            if any(one["key"] == key for one in matters):
                key = f"{key}-{matter.pk}"
            matter.key = key
            matter.save(update_fields=["key"])
            matters.append({"key": key, "names": matter.names})
        form.version = version.objects.create(
            form=form,
            number=1,
            names=form.names,
            guidance=form.guidance,
            matters=matters,
            published_at=timezone.now(),
        )
        form.save(update_fields=["version"])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0005_version_the_forms")]

    operations = [
        migrations.RunPython(publish, migrations.RunPython.noop),
        migrations.RunSQL(FREEZE, THAW),
    ]
