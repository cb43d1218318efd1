"""The protocol number of the letter of a decision, and what may go at the end of the retention.

* A decision stays as it was taken (0041, 0091), but the number and date of its letter are written later.
* A declaration about conflicts stays as it was made, until its file is cleared: then its text may go, no more.
"""

from django.db import migrations, models

DECISION = """
DROP TRIGGER decision_four_eyes ON certifications_decision;
CREATE TRIGGER decision_four_eyes BEFORE INSERT OR DELETE ON certifications_decision
  FOR EACH ROW EXECUTE FUNCTION decision_by_other_eyes();
CREATE TRIGGER decision_stays BEFORE UPDATE ON certifications_decision FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'protocol_out' - 'protocol_out_date'
        IS DISTINCT FROM to_jsonb(NEW) - 'protocol_out' - 'protocol_out_date')
  EXECUTE FUNCTION decision_by_other_eyes();
"""
DECISION_BEFORE = """
DROP TRIGGER decision_stays ON certifications_decision;
DROP TRIGGER decision_four_eyes ON certifications_decision;
CREATE TRIGGER decision_four_eyes BEFORE INSERT OR UPDATE OR DELETE ON certifications_decision
  FOR EACH ROW EXECUTE FUNCTION decision_by_other_eyes();
"""
CONFLICT = """
CREATE OR REPLACE FUNCTION conflict_declaration_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.text = '' AND to_jsonb(NEW) - 'text' = to_jsonb(OLD) - 'text'
     AND EXISTS (SELECT FROM certifications_assignment g JOIN certifications_application f ON f.id = g.application_id
                  WHERE g.id = OLD.assignment_id AND f.cleared_at IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a declaration stays as it was made' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
CONFLICT_BEFORE = """
CREATE OR REPLACE FUNCTION conflict_declaration_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a declaration stays as it was made' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certifications", "0160_months_of_phase_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="cleared_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="dati personali cancellati il"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="protocol_out",
            field=models.CharField(blank=True, max_length=40, verbose_name="protocollo in uscita"),
        ),
        migrations.AddField(
            model_name="decision",
            name="protocol_out_date",
            field=models.DateField(blank=True, null=True, verbose_name="data del protocollo in uscita"),
        ),
        migrations.RunSQL(DECISION, DECISION_BEFORE),
        migrations.RunSQL(CONFLICT, CONFLICT_BEFORE),
    ]
