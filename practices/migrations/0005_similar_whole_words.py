"""practices_similar compares whole words: "città" is no longer found in "etichetta"."""

from django.db import migrations

REPLACE = """
SELECT word_similarity('loads', 'the library of the extension, whose setting follows');
CREATE OR REPLACE FUNCTION practices_similar(wanted text, most integer) RETURNS TABLE (id bigint, likeness real)
LANGUAGE sql STABLE STRICT SET pg_trgm.strict_word_similarity_threshold = 0.41 AS $$
  SELECT p.id, strict_word_similarity(fold(wanted), p.folded_text) AS likeness
  FROM practices_practice p
  WHERE p.state = 'published' AND p.folded_text %>> fold(wanted)
  ORDER BY likeness DESC, p.id DESC
  LIMIT most
$$;
"""
BEFORE = """
SELECT word_similarity('loads', 'the library of the extension, whose setting follows');
CREATE OR REPLACE FUNCTION practices_similar(wanted text, most integer) RETURNS TABLE (id bigint, likeness real)
LANGUAGE sql STABLE STRICT SET pg_trgm.word_similarity_threshold = 0.45 AS $$
  SELECT p.id, word_similarity(fold(wanted), p.folded_text) AS likeness
  FROM practices_practice p
  WHERE p.state = 'published' AND p.folded_text %> fold(wanted)
  ORDER BY likeness DESC, p.id DESC
  LIMIT most
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0004_narrow_rows")]
    operations = [migrations.RunSQL(REPLACE, BEFORE)]
