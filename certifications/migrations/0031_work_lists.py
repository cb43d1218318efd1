"""The province of an application, kept by the database; the indexes of the work lists."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

COPIES = """
CREATE FUNCTION application_province() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT m.province_id INTO NEW.province_id
    FROM organisations_organisation o JOIN territories_municipality m ON m.id = o.municipality_id
   WHERE o.id = NEW.organisation_id;
  RETURN NEW;
END $$;
CREATE TRIGGER application_province BEFORE INSERT OR UPDATE OF organisation_id, province_id
  ON certifications_application FOR EACH ROW EXECUTE FUNCTION application_province();

CREATE FUNCTION application_province_of_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE certifications_application SET organisation_id = NEW.id WHERE organisation_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER application_province AFTER UPDATE OF municipality_id ON organisations_organisation FOR EACH ROW
  WHEN (OLD.municipality_id IS DISTINCT FROM NEW.municipality_id)
  EXECUTE FUNCTION application_province_of_organisation();
"""
DROP_COPIES = """
DROP TRIGGER application_province ON organisations_organisation;
DROP TRIGGER application_province ON certifications_application;
DROP FUNCTION application_province_of_organisation();
DROP FUNCTION application_province();
"""
FILL = "UPDATE certifications_application SET organisation_id = organisation_id"
RUNNING = Q(state__in=["submitted", "in_review", "integration", "in_assessment", "assessed", "notice"])


class Migration(migrations.Migration):
    dependencies = [
        ("certifications", "0030_procedure"),
        ("organisations", "__first__"),
        ("territories", "__first__"),
    ]

    operations = [
        migrations.AddField(
            "application",
            "province",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territories.province",
            ),
        ),
        migrations.RunSQL(COPIES, DROP_COPIES),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "application",
            models.Index(
                fields=["administration", "due_on", "id"],
                condition=RUNNING,
                name="application_running",
            ),
        ),
        migrations.AddIndex(
            "application",
            models.Index(
                fields=["administration", "province", "state", "due_on", "id"], name="application_by_province"
            ),
        ),
        migrations.AddIndex(
            "application",
            models.Index(fields=["administration", "scheme", "state", "due_on", "id"], name="application_by_mark"),
        ),
    ]
