"""practices_similar(text, most): published practices whose title or summary nearly holds the words.

The threshold belongs to the function, so that it changes nothing for other users of the connection.
"""

from django.db import migrations

CREATE = """
SELECT word_similarity('loads', 'the library of the extension, whose setting follows');
CREATE FUNCTION practices_similar(wanted text, most integer) RETURNS TABLE (id bigint, likeness real)
LANGUAGE sql STABLE STRICT SET pg_trgm.word_similarity_threshold = 0.45 AS $$
  SELECT p.id, word_similarity(fold(wanted), p.folded_text) AS likeness
  FROM practices_practice p
  WHERE p.state = 'published' AND p.folded_text %> fold(wanted)
  ORDER BY likeness DESC, p.id DESC
  LIMIT most
$$;
"""
DROP = "DROP FUNCTION practices_similar(text, integer);"


class Migration(migrations.Migration):
    dependencies = [("practices", "0002_first_taxonomy")]
    operations = [migrations.RunSQL(CREATE, DROP)]
