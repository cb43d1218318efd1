"""A published disciplinare is frozen as a whole: its own row too, but for its end, its state, a missing act.

Before that, a version that a later one of the same category has replaced gets the day on which it ended.
"""

from django.db import migrations

END_THE_EARLIER = """
UPDATE certifications_schemeversion v
   SET valid_to = n.valid_from - 1, state = 'superseded'
  FROM (SELECT id, lead(valid_from) OVER (PARTITION BY scheme_id, category_id ORDER BY valid_from) AS valid_from
          FROM certifications_schemeversion WHERE state = 'published' AND valid_from IS NOT NULL) n
 WHERE n.id = v.id AND n.valid_from IS NOT NULL AND v.valid_to IS NULL AND n.valid_from > v.valid_from;
"""
# One whose beginning nobody knows was there before those that have one.
END_THE_UNDATED = """
UPDATE certifications_schemeversion v
   SET valid_to = n.first - 1, state = 'superseded'
  FROM (SELECT scheme_id, category_id, min(valid_from) AS first
          FROM certifications_schemeversion WHERE state IN ('published', 'superseded') GROUP BY 1, 2) n
 WHERE n.scheme_id = v.scheme_id AND n.category_id IS NOT DISTINCT FROM v.category_id AND n.first IS NOT NULL
   AND v.state = 'published' AND v.valid_from IS NULL AND v.valid_to IS NULL;
"""
FREEZE = """
CREATE FUNCTION scheme_version_row_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := ARRAY['state', 'valid_to', 'updated_at', 'reviewed_by_id'];
BEGIN
  IF OLD.state NOT IN ('published', 'superseded') THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published disciplinare is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- An act that no source gave may be added later.
  IF OLD.act_id IS NULL THEN free := free || 'act_id'::text; END IF;
  IF to_jsonb(OLD) - free IS DISTINCT FROM to_jsonb(NEW) - free
     OR NEW.state NOT IN ('published', 'superseded') OR (OLD.state = 'superseded' AND NEW.state <> OLD.state) THEN
    RAISE EXCEPTION 'a published disciplinare is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER schemeversion_frozen BEFORE UPDATE OR DELETE ON certifications_schemeversion
  FOR EACH ROW EXECUTE FUNCTION scheme_version_row_is_frozen();
"""
THAW = """
DROP TRIGGER schemeversion_frozen ON certifications_schemeversion;
DROP FUNCTION scheme_version_row_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("certifications", "0010_dry_runs_and_realignments")]
    operations = [
        migrations.RunSQL(END_THE_EARLIER, migrations.RunSQL.noop),
        migrations.RunSQL(END_THE_UNDATED, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE, THAW),
    ]
