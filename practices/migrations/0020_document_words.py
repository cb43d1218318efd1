"""A practice is found by the words of its documents as well.

`document_words` holds them without their places, gathered by triggers whenever a document is added, moved to
another practice, taken away or read again: whichever code does it, a document that is gone is not found.
The practice is locked first and gathered in a statement of its own, which then sees what the other one who
held it has written.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

import practices.models.practice

COLUMN = "ALTER TABLE practices_practice ADD COLUMN document_words tsvector NOT NULL DEFAULT '';"
GATHER = """
CREATE FUNCTION practices_gather_words(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM practices_practice WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE;
  UPDATE practices_practice p SET document_words = gathered.words
  FROM (
    SELECT w.id, (
      SELECT gather_words(t.words ORDER BY d.position)
      FROM practices_practicedocument d JOIN kernel_documenttext t ON t.document_id = d.document_id
      WHERE d.practice_id = w.id
    ) AS words
    FROM unnest(wanted) AS w(id)
  ) gathered
  WHERE p.id = gathered.id AND p.document_words <> gathered.words;
END $$;

CREATE FUNCTION practices_document_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM practices_gather_words(array_agg(DISTINCT practice_id)) FROM fresh HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE FUNCTION practices_document_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM practices_gather_words(array_agg(DISTINCT practice_id)) FROM gone HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE FUNCTION practices_document_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM practices_gather_words(array_agg(DISTINCT practice_id))
  FROM (SELECT practice_id FROM fresh UNION SELECT practice_id FROM gone) touched HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE FUNCTION practices_document_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM practices_gather_words(array_agg(DISTINCT d.practice_id))
  FROM practices_practicedocument d JOIN fresh USING (document_id) HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE TRIGGER practices_document_added AFTER INSERT ON practices_practicedocument
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION practices_document_added();
CREATE TRIGGER practices_document_removed AFTER DELETE ON practices_practicedocument
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION practices_document_removed();
CREATE TRIGGER practices_document_changed AFTER UPDATE ON practices_practicedocument
  REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION practices_document_changed();
CREATE TRIGGER practices_document_read AFTER UPDATE ON kernel_documenttext
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION practices_document_read();
"""
BACK = """
DROP TRIGGER practices_document_added ON practices_practicedocument;
DROP TRIGGER practices_document_removed ON practices_practicedocument;
DROP TRIGGER practices_document_changed ON practices_practicedocument;
DROP TRIGGER practices_document_read ON kernel_documenttext;
DROP FUNCTION practices_document_added();
DROP FUNCTION practices_document_removed();
DROP FUNCTION practices_document_changed();
DROP FUNCTION practices_document_read();
DROP FUNCTION practices_gather_words(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0006_document_texts"),
        ("practices", "0013_first_versions"),
    ]
    operations = [
        migrations.RunSQL(COLUMN, "ALTER TABLE practices_practice DROP COLUMN document_words;"),
        migrations.RunSQL(GATHER, BACK),
        migrations.RemoveIndex(model_name="practice", name="practice_full_text"),
        migrations.AddIndex(
            model_name="practice",
            index=django.contrib.postgres.indexes.GinIndex(
                practices.models.practice.SearchedText(models.F("search_vector")),
                condition=models.Q(state="published"),
                name="practice_searched_text",
            ),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=django.contrib.postgres.indexes.GinIndex(
                practices.models.practice.HeadingText(models.F("title"), models.F("summary")),
                condition=models.Q(state="published"),
                name="practice_heading_text",
            ),
        ),
    ]
