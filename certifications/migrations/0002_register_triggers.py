"""What the database keeps by itself: copies on the certificate, and the counts of the register.

Plain SQL, reversible; docs/decisions/0005-register-facets.md says why triggers and not actions.
"""

from django.db import migrations

COPIES = """
CREATE FUNCTION certificate_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT o.municipality_id, m.province_id, o.administration_id, left(o.folded_name, 80),
         left(' ' || o.folded_name || ' ' || m.folded_name, 400)
    INTO NEW.municipality_id, NEW.province_id, NEW.seat_administration_id, NEW.sort_name, NEW.search_text
    FROM organisations_organisation o JOIN territories_municipality m ON m.id = o.municipality_id
   WHERE o.id = NEW.organisation_id;
  NEW.award_year := extract(year FROM NEW.award_date);
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_copies BEFORE INSERT OR UPDATE ON certifications_certificate
  FOR EACH ROW EXECUTE FUNCTION certificate_copies();

CREATE FUNCTION certificate_copies_of_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE certifications_certificate SET organisation_id = NEW.id WHERE organisation_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER certificate_copies AFTER UPDATE ON organisations_organisation FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.municipality_id IS DISTINCT FROM NEW.municipality_id
        OR OLD.administration_id IS DISTINCT FROM NEW.administration_id)
  EXECUTE FUNCTION certificate_copies_of_organisation();

CREATE FUNCTION certificate_copies_of_municipality() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE certifications_certificate SET municipality_id = NEW.id WHERE municipality_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER certificate_copies AFTER UPDATE ON territories_municipality FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.province_id IS DISTINCT FROM NEW.province_id)
  EXECUTE FUNCTION certificate_copies_of_municipality();
"""
DROP_COPIES = """
DROP TRIGGER certificate_copies ON territories_municipality;
DROP TRIGGER certificate_copies ON organisations_organisation;
DROP TRIGGER certificate_copies ON certifications_certificate;
DROP FUNCTION certificate_copies_of_municipality();
DROP FUNCTION certificate_copies_of_organisation();
DROP FUNCTION certificate_copies();
"""

COUNTS = """
CREATE FUNCTION certificate_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO certifications_registercount (scheme_id, category_id, province_id, state, award_year, n)
    SELECT scheme_id, category_id, province_id, state, award_year, count(*) FROM new_rows GROUP BY 1, 2, 3, 4, 5;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO certifications_registercount (scheme_id, category_id, province_id, state, award_year, n)
    SELECT scheme_id, category_id, province_id, state, award_year, -count(*) FROM old_rows GROUP BY 1, 2, 3, 4, 5;
  ELSE
    INSERT INTO certifications_registercount (scheme_id, category_id, province_id, state, award_year, n)
    SELECT scheme_id, category_id, province_id, state, award_year, sum(d) FROM (
      SELECT scheme_id, category_id, province_id, state, award_year, 1 AS d FROM new_rows
      UNION ALL
      SELECT scheme_id, category_id, province_id, state, award_year, -1 FROM old_rows
    ) AS moved GROUP BY 1, 2, 3, 4, 5 HAVING sum(d) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER certificate_counts_insert AFTER INSERT ON certifications_certificate
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION certificate_counts();
CREATE TRIGGER certificate_counts_update AFTER UPDATE ON certifications_certificate
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION certificate_counts();
CREATE TRIGGER certificate_counts_delete AFTER DELETE ON certifications_certificate
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION certificate_counts();
"""
DROP_COUNTS = """
DROP TRIGGER certificate_counts_insert ON certifications_certificate;
DROP TRIGGER certificate_counts_update ON certifications_certificate;
DROP TRIGGER certificate_counts_delete ON certifications_certificate;
DROP FUNCTION certificate_counts();
"""


class Migration(migrations.Migration):
    dependencies = [("certifications", "0001_schemes_and_certificates")]
    operations = [
        migrations.RunSQL(COPIES, DROP_COPIES),
        migrations.RunSQL(COUNTS, DROP_COUNTS),
    ]
