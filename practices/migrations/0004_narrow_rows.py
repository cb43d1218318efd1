"""Speed of the public list: long texts leave the row, and the text index is always used.

practice_text() gives back what it gets, at a price: the planner then prefers the index to reading every
long text. With a low toast target the long texts stand beside the table, so that counting reads few pages;
what a card or a count needs stays in the row.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

import practices.models.practice

IN_THE_ROW = (
    "slug",
    "state",
    "title",
    "summary",
    "scope",
    "area_name",
    "territory_label",
    "folded_title",
    "folded_text",
    "province_codes",
    "target_codes",
)
FUNCTION = """
CREATE FUNCTION practice_text(value tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$ BEGIN RETURN value; END $$;
"""
STORAGE = "ALTER TABLE practices_practice SET (toast_tuple_target = 128), " + ", ".join(
    f"ALTER COLUMN {name} SET STORAGE MAIN" for name in IN_THE_ROW
)
STORAGE_BACK = "ALTER TABLE practices_practice RESET (toast_tuple_target), " + ", ".join(
    f"ALTER COLUMN {name} SET STORAGE EXTENDED" for name in IN_THE_ROW
)
SIMILAR = """
CREATE OR REPLACE FUNCTION practices_similar(wanted text, most integer) RETURNS TABLE (id bigint, likeness real)
LANGUAGE sql STABLE STRICT SET pg_trgm.word_similarity_threshold = {threshold} AS $$
  SELECT c.id, word_similarity(fold(wanted), c.folded_text) AS likeness
  FROM (
    SELECT p.id, p.folded_text FROM practices_practice p
    WHERE p.state = 'published' AND p.folded_text %> fold(wanted)
    LIMIT {candidates}
  ) c
  ORDER BY likeness DESC, c.id DESC
  LIMIT most
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_similar_practices")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION practice_text(tsvector);"),
        migrations.RemoveIndex(model_name="practice", name="practice_text"),
        migrations.AddIndex(
            model_name="practice",
            index=django.contrib.postgres.indexes.GinIndex(
                practices.models.practice.Searchable(models.F("search_vector")), name="practice_full_text"
            ),
        ),
        migrations.RunSQL(STORAGE, STORAGE_BACK),
        migrations.RunSQL(
            SIMILAR.format(threshold="0.5", candidates=300),
            SIMILAR.format(threshold="0.45", candidates="NULL"),
        ),
    ]
