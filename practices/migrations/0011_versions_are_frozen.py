"""The database itself refuses to change what a version froze, what was handed over, or a rating.

Of a version only its place in the exchange between the two sides may change.
"""

from django.db import migrations

WHOLE = ("practices_versiondocument", "practices_submission", "practices_evidencerating")
ONCE = "practices_practiceversion"
TABLES = (*WHOLE, ONCE)
GUARD = f"""
CREATE FUNCTION practice_version_keeps_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.practice_id, NEW.number, NEW.content, NEW.change_note, NEW.published_at)
     IS DISTINCT FROM (OLD.practice_id, OLD.number, OLD.content, OLD.change_note, OLD.published_at)
     OR NEW.published_by_id IS DISTINCT FROM OLD.published_by_id THEN
    RAISE EXCEPTION 'a published version never changes: % refused', TG_OP USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {ONCE}_keep BEFORE UPDATE OR DELETE ON {ONCE}
  FOR EACH ROW EXECUTE FUNCTION practice_version_keeps_content();
""" + "".join(
    f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();\n"
    for table in WHOLE
)
UNGUARD = (
    "".join(f"DROP TRIGGER {table}_keep ON {table};" for table in TABLES)
    + "DROP FUNCTION practice_version_keeps_content();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0010_two_steps_and_versions"),
        ("kernel", "0003_history_is_append_only"),
    ]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
