"""A published disciplinare is frozen: the database refuses changes of its requirements, sections, bands, services.

What was judged by a version points at it for ever, so nobody may change it afterwards, not even by hand.
"""

from django.db import migrations

TABLES = ("requirementsection", "requirement", "passband", "schemeservice")
FREEZE = """
CREATE FUNCTION scheme_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM certifications_schemeversion v
              WHERE v.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END
                AND v.state IN ('published', 'superseded')) THEN
    RAISE EXCEPTION 'a published disciplinare is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON certifications_{table}
  FOR EACH ROW EXECUTE FUNCTION scheme_version_is_frozen();
"""
    for table in TABLES
)
THAW = (
    "".join(f"DROP TRIGGER {table}_frozen ON certifications_{table};" for table in TABLES)
    + "DROP FUNCTION scheme_version_is_frozen();"
)
PUBLISHED = "UPDATE certifications_schemeversion SET state = 'published'"


class Migration(migrations.Migration):
    dependencies = [("certifications", "0003_procedures")]
    operations = [
        # Every version known before had been in force.
        migrations.RunSQL(PUBLISHED, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE, THAW),
    ]
