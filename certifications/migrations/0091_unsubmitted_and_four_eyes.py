"""Drafts that were taken back have an index of their own; who took a step of a file does not decide it.

The second part replaces the rule of migration 0041: the officer of today may be another one than yesterday's.
"""

from django.db import migrations, models

DECISION = """
CREATE OR REPLACE FUNCTION decision_by_other_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  file certifications_application%ROWTYPE;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'a decision stays as it was taken' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT * INTO file FROM certifications_application WHERE id = NEW.application_id;
  IF NEW.decided_by_id IN (file.officer_id, file.submitted_by_id, file.started_by_id)
     OR certifications_acts_for(NEW.decided_by_id, file.organisation_id)
     /*ran*/
     OR EXISTS (SELECT FROM certifications_assignment g JOIN certifications_assessor a ON a.id = g.assessor_id
                 WHERE g.application_id = file.id AND a.user_id = NEW.decided_by_id
                   AND g.state NOT IN ('conflict', 'withdrawn')) THEN
    RAISE EXCEPTION 'who applied, ran or assessed a file does not decide it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.outcome = 'refused' AND NOT EXISTS (
       SELECT FROM certifications_refusalnotice n WHERE n.application_id = file.id AND n.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'no refusal before its notice' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""
RAN = """OR EXISTS (SELECT FROM kernel_historyentry h JOIN django_content_type t ON t.id = h.content_type_id
                 WHERE t.app_label = 'certifications' AND t.model = 'application' AND h.object_id = file.id
                   AND h.actor_id = NEW.decided_by_id
                   AND h.verb IN ('take', 'ask_integration', 'close_integration', 'start_assessment',
                                  'skip_assessment', 'close_assessment', 'reopen_review'))"""


class Migration(migrations.Migration):
    dependencies = [("certifications", "0090_life_rules_from_a_day"), ("kernel", "0003_history_is_append_only")]
    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["id"],
                condition=models.Q(state="withdrawn", submitted_at=None),
                name="application_taken_back",
            ),
        ),
        migrations.RunSQL(DECISION.replace("/*ran*/", RAN), DECISION.replace("/*ran*/", "")),
    ]
