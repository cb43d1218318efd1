"""The grants of a call never exceed its budget with its increases, whoever writes and however many at once.

Plain SQL, reversible. The trigger locks the call, so that two grants take turns and the second sees the first.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION funding_within_budget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint; available numeric; given numeric;
BEGIN
  IF TG_TABLE_NAME = 'certifications_fundingcall' THEN
    wanted := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN
    wanted := OLD.call_id;
  ELSE
    wanted := NEW.call_id;
  END IF;
  SELECT budget INTO available FROM certifications_fundingcall WHERE id = wanted FOR UPDATE;
  SELECT available + coalesce(sum(amount), 0) INTO available
    FROM certifications_budgetincrease WHERE call_id = wanted;
  SELECT coalesce(sum(granted), 0) INTO given
    FROM certifications_fundedproject
   WHERE call_id = wanted AND state IN ('granted', 'reported', 'closed');
  IF given > available THEN
    RAISE EXCEPTION 'grants % exceed the budget % of call %', given, available, wanted
      USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_within_budget';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funding_within_budget AFTER INSERT OR UPDATE ON certifications_fundedproject
  FOR EACH ROW EXECUTE FUNCTION funding_within_budget();
CREATE CONSTRAINT TRIGGER funding_within_budget AFTER UPDATE OR DELETE ON certifications_budgetincrease
  FOR EACH ROW EXECUTE FUNCTION funding_within_budget();
CREATE CONSTRAINT TRIGGER funding_within_budget AFTER UPDATE OF budget ON certifications_fundingcall
  FOR EACH ROW EXECUTE FUNCTION funding_within_budget();
"""
BACKWARD = """
DROP TRIGGER funding_within_budget ON certifications_fundingcall;
DROP TRIGGER funding_within_budget ON certifications_budgetincrease;
DROP TRIGGER funding_within_budget ON certifications_fundedproject;
DROP FUNCTION funding_within_budget();
"""


class Migration(migrations.Migration):
    dependencies = [("certifications", "0081_accompanying")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
