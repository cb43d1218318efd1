"""Four eyes in the database: who may decide, when one may refuse, what stays as it was written.

* The decision is that of somebody who neither applied, nor ran the file, nor assessed it, nor acts for the
  organisation; a refusal follows a notice that was closed; a decision is never changed or deleted.
* Nobody assesses the file of an organisation that the person acts for, or a file that the person submitted or runs.
* A declaration about conflicts is never changed; a judgement not after its assessment was submitted.
"""

from django.db import migrations

RULES = """
CREATE FUNCTION certifications_acts_for(person bigint, body bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM organisations_organisationmember m
                  WHERE m.user_id = person AND m.organisation_id = body AND m.valid_to IS NULL)
$$;

CREATE FUNCTION decision_by_other_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  file certifications_application%ROWTYPE;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'a decision stays as it was taken' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT * INTO file FROM certifications_application WHERE id = NEW.application_id;
  IF NEW.decided_by_id IN (file.officer_id, file.submitted_by_id, file.started_by_id)
     OR certifications_acts_for(NEW.decided_by_id, file.organisation_id)
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
CREATE TRIGGER decision_four_eyes BEFORE INSERT OR UPDATE OR DELETE ON certifications_decision
  FOR EACH ROW EXECUTE FUNCTION decision_by_other_eyes();

CREATE FUNCTION assignment_without_interest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM certifications_application f, certifications_assessor a
              WHERE f.id = NEW.application_id AND a.id = NEW.assessor_id
                AND (a.user_id IN (f.officer_id, f.submitted_by_id, f.started_by_id)
                     OR certifications_acts_for(a.user_id, f.organisation_id))) THEN
    RAISE EXCEPTION 'nobody assesses a file of one''s own' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assignment_four_eyes BEFORE INSERT ON certifications_assignment
  FOR EACH ROW EXECUTE FUNCTION assignment_without_interest();

CREATE FUNCTION conflict_declaration_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a declaration stays as it was made' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER conflictdeclaration_frozen BEFORE UPDATE OR DELETE ON certifications_conflictdeclaration
  FOR EACH ROW EXECUTE FUNCTION conflict_declaration_stays();

CREATE FUNCTION judgement_until_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM certifications_assignment g
              WHERE g.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.assignment_id ELSE OLD.assignment_id END
                AND g.state = 'submitted') THEN
    RAISE EXCEPTION 'a submitted assessment stays as it is' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER judgement_frozen BEFORE INSERT OR UPDATE OR DELETE ON certifications_judgement
  FOR EACH ROW EXECUTE FUNCTION judgement_until_submitted();
"""
GONE = """
DROP TRIGGER judgement_frozen ON certifications_judgement;
DROP FUNCTION judgement_until_submitted();
DROP TRIGGER conflictdeclaration_frozen ON certifications_conflictdeclaration;
DROP FUNCTION conflict_declaration_stays();
DROP TRIGGER assignment_four_eyes ON certifications_assignment;
DROP FUNCTION assignment_without_interest();
DROP TRIGGER decision_four_eyes ON certifications_decision;
DROP FUNCTION decision_by_other_eyes();
DROP FUNCTION certifications_acts_for(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("certifications", "0040_assessment_rounds")]
    operations = [migrations.RunSQL(RULES, GONE)]
