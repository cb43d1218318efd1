"""The texts of documents: their state, their passages, and what gathers the words of many passages.

gather_words(tsvector) is the union of many; it leaves out what would make it larger than a tsvector may be.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import familynet.kernel.document_texts

SEARCH_WORDS = """
CREATE FUNCTION search_words(value tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$ BEGIN RETURN value; END $$;
CREATE FUNCTION union_words(known tsvector, more tsvector) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE united tsvector;
BEGIN
  united := known || more;
  RETURN CASE WHEN pg_column_size(united) > 600000 THEN known ELSE united END;
EXCEPTION WHEN program_limit_exceeded THEN RETURN known;
END $$;
CREATE AGGREGATE gather_words(tsvector) (SFUNC = union_words, STYPE = tsvector, INITCOND = '');
"""
SEARCH_WORDS_BACK = """
DROP AGGREGATE gather_words(tsvector);
DROP FUNCTION union_words(tsvector, tsvector);
DROP FUNCTION search_words(tsvector);
"""
WORDS_OF = """
CREATE FUNCTION document_words_of(document bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT union_words(
    strip(to_tsvector('italian_fold', d.title)),
    (SELECT gather_words(strip(p.vector) ORDER BY p.place) FROM kernel_passage p WHERE p.document_id = d.id)
  ) FROM kernel_document d WHERE d.id = document
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_email_headers"),
    ]

    operations = [
        migrations.RunSQL(SEARCH_WORDS, SEARCH_WORDS_BACK),
        migrations.RemoveField(
            model_name="document",
            name="text",
        ),
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "In attesa"),
                            ("done", "Letto"),
                            ("empty", "Senza testo"),
                            ("unsupported", "Formato senza lettura"),
                            ("failed", "Non riuscito"),
                            ("too_large", "Troppo grande"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=12)),
                ("is_cut", models.BooleanField(default=False)),
                ("words", django.contrib.postgres.search.SearchVectorField(default="", editable=False)),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extracted", to="kernel.document"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        familynet.kernel.document_texts.SearchWords(models.F("words")), name="document_words"
                    ),
                    models.Index(fields=["state", "requested_at"], name="document_text_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("read_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_text_read_has_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("place", models.PositiveIntegerField()),
                ("page", models.PositiveIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                (
                    "vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("text", config="italian_fold"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="kernel.document"
                    ),
                ),
            ],
            options={
                "ordering": ["document", "place"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        familynet.kernel.document_texts.SearchWords(models.F("vector")), name="passage_full_text"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("document", "place"), name="passage_own_place")],
            },
        ),
        migrations.RunSQL(WORDS_OF, "DROP FUNCTION document_words_of(bigint);"),
    ]
