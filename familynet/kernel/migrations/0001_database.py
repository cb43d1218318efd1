"""What the schema needs of PostgreSQL: extensions, fold(), and Italian full-text search without accents."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

FOLD = """
CREATE FUNCTION fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, value)), '[^a-z0-9]+', ' ', 'g'))
$$;
CREATE TEXT SEARCH CONFIGURATION italian_fold (COPY = italian);
ALTER TEXT SEARCH CONFIGURATION italian_fold
  ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
  WITH public.unaccent, italian_stem;
"""
UNFOLD = "DROP TEXT SEARCH CONFIGURATION italian_fold; DROP FUNCTION fold(text);"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(FOLD, UNFOLD),
    ]
