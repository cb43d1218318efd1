"""No practice comes from itself: the trigger that keeps the lineage of adaptations without circles.

It also holds what a transfer copies or points at: the owner is the administration of the practice, the practice
that tells the adaptation belongs to the adopter. Two transactions that would close a circle together take turns
behind one lock; each statement of the function sees what the other one has committed.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION transfer_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.owner_id <> (SELECT p.administration_id FROM practices_practice p WHERE p.id = NEW.practice_id) THEN
    RAISE EXCEPTION 'the owner of a transfer is the administration of its practice'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_owner_of_practice';
  END IF;
  IF NEW.resulting_practice_id IS NULL THEN
    RETURN NEW;
  END IF;
  IF NEW.adopter_id <> (SELECT p.administration_id FROM practices_practice p WHERE p.id = NEW.resulting_practice_id) THEN
    RAISE EXCEPTION 'the practice that tells an adaptation belongs to the adopter'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_result_of_adopter';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('practice-lineage', 7));
  IF EXISTS (
    WITH RECURSIVE ancestor(id) AS (
      SELECT NEW.practice_id
      UNION
      SELECT t.practice_id FROM practices_transfer t
      JOIN ancestor a ON t.resulting_practice_id = a.id
      WHERE t.id <> NEW.id
    )
    SELECT 1 FROM ancestor WHERE id = NEW.resulting_practice_id
  ) THEN
    RAISE EXCEPTION 'a practice would come from itself'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_no_circle';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER transfer_lineage
BEFORE INSERT OR UPDATE OF practice_id, owner_id, adopter_id, resulting_practice_id ON practices_transfer
FOR EACH ROW EXECUTE FUNCTION transfer_lineage();
"""
DROP = """
DROP TRIGGER transfer_lineage ON practices_transfer;
DROP FUNCTION transfer_lineage();
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0030_transfers")]
    operations = [migrations.RunSQL(CREATE, DROP)]
