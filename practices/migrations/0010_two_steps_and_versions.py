"""Two-step validation, rounds with comments, frozen versions, evidence, freshness."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_committee_role"),
        ("kernel", "0004_longer_act_links"),
        ("practices", "0005_similar_whole_words"),
        ("territories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceCriteria",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.CharField(max_length=20, unique=True, verbose_name="versione")),
                ("title", models.CharField(max_length=200, verbose_name="titolo")),
                ("source", models.CharField(max_length=300, verbose_name="fonte")),
                ("source_url", models.URLField(blank=True, verbose_name="indirizzo della fonte")),
                ("valid_from", models.DateField(verbose_name="validi dal")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="validi fino al")),
            ],
            options={
                "ordering": ["-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=20, verbose_name="codice")),
                ("name", models.CharField(max_length=60, verbose_name="nome")),
                ("meaning", models.CharField(max_length=300, verbose_name="che cosa vuol dire")),
                (
                    "order",
                    models.PositiveSmallIntegerField(help_text="dal più basso al più alto", verbose_name="ordine"),
                ),
                (
                    "effectiveness",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "0"), (1, "+"), (2, "++")], default=1, verbose_name="efficacia almeno"
                    ),
                ),
                (
                    "other_grade",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "0"), (1, "+"), (2, "++")], default=1, verbose_name="altre almeno"
                    ),
                ),
                ("others", models.PositiveSmallIntegerField(default=0, verbose_name="in quante altre")),
            ],
            options={
                "ordering": ["criteria", "order"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "effectiveness",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "0"), (1, "+"), (2, "++")], verbose_name="efficacia"
                    ),
                ),
                (
                    "transferability",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "0"), (1, "+"), (2, "++")], verbose_name="trasferibilità"
                    ),
                ),
                (
                    "enduring",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "0"), (1, "+"), (2, "++")], verbose_name="effetti che durano"
                    ),
                ),
                ("effectiveness_reason", models.TextField(blank=True, verbose_name="perché")),
                ("transferability_reason", models.TextField(blank=True, verbose_name="perché")),
                ("enduring_reason", models.TextField(blank=True, verbose_name="perché")),
                ("rated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-rated_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceRequirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("effectiveness", "Efficacia"),
                            ("transferability", "Trasferibilità"),
                            ("enduring", "Effetti che durano"),
                        ],
                        max_length=20,
                    ),
                ),
                ("grade", models.PositiveSmallIntegerField(choices=[(0, "0"), (1, "+"), (2, "++")])),
                ("text", models.TextField(verbose_name="requisito")),
            ],
            options={
                "ordering": ["criteria", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FreshnessReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("due_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("before", "prima"), ("due", "il giorno"), ("after", "dopo")], max_length=10
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="LibraryRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("valid_from", models.DateField(verbose_name="valide dal")),
                (
                    "review_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="mesi dopo i quali una pratica va confermata",
                    ),
                ),
                (
                    "remind_days_before",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="giorni di preavviso",
                    ),
                ),
                (
                    "remind_days_after",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="giorni dopo la scadenza per il secondo avviso",
                    ),
                ),
            ],
            options={
                "ordering": ["administration", "-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="PracticeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numero")),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("change_note", models.CharField(blank=True, max_length=300, verbose_name="che cosa è cambiato")),
                ("published_at", models.DateTimeField()),
                ("is_current", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("own", "Validata dalla propria amministrazione"),
                            ("joint_proposed", "Proposta alla biblioteca comune"),
                            ("joint_changes_requested", "L'altra amministrazione chiede modifiche"),
                            ("joint_validated", "Validata insieme"),
                            ("joint_declined", "Non accolta nella biblioteca comune"),
                        ],
                        default="own",
                        max_length=30,
                    ),
                ),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="SectionComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("section", models.CharField(max_length=40)),
                ("text", models.TextField(verbose_name="commento")),
                ("answer", models.TextField(blank=True, verbose_name="risposta")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("origin", "Validazione dell'amministrazione"), ("joint", "Validazione insieme")],
                        default="origin",
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="giro")),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("submitted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["submitted_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VersionDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "language",
                    models.CharField(
                        choices=[("it", "Italiano"), ("en", "Inglese"), ("de", "Tedesco"), ("fr", "Francese")],
                        max_length=2,
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AlterModelOptions(
            name="review",
            options={"ordering": ["-created_at", "-pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="practice",
            name="practice_published_has_time",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_one_per_round",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_refusal_has_reason",
        ),
        migrations.RemoveIndex(
            model_name="practice",
            name="practice_public_list",
        ),
        migrations.AddField(
            model_name="practice",
            name="change_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="che cosa è cambiato"),
        ),
        migrations.AddField(
            model_name="practice",
            name="evidence",
            field=models.CharField(blank=True, max_length=20, verbose_name="livello di evidenza"),
        ),
        migrations.AddField(
            model_name="practice",
            name="is_joint",
            field=models.BooleanField(default=False, help_text="both sides validated the current version"),
        ),
        migrations.AddField(
            model_name="practice",
            name="kind",
            field=models.CharField(
                choices=[("practice", "Buona pratica"), ("lesson", "Esperienza che non ha funzionato")],
                default="practice",
                max_length=10,
                verbose_name="tipo",
            ),
        ),
        migrations.AddField(
            model_name="practice",
            name="review_on",
            field=models.DateField(blank=True, null=True, verbose_name="da confermare entro il"),
        ),
        migrations.AddField(
            model_name="practice",
            name="revision_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="practices.practice",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="stage",
            field=models.CharField(
                choices=[("origin", "Validazione dell'amministrazione"), ("joint", "Validazione insieme")],
                default="origin",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="practice",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Bozza"),
                    ("submitted", "Inviata"),
                    ("changes_requested", "Da modificare"),
                    ("published", "Pubblicata"),
                    ("rejected", "Respinta"),
                    ("archived", "Archiviata"),
                    ("incorporated", "Confluita in una nuova versione"),
                    ("discarded", "Abbandonata"),
                ],
                default="draft",
                max_length=20,
                verbose_name="stato",
            ),
        ),
        migrations.AlterField(
            model_name="practicedocument",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="practice_rows", to="kernel.document"
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("published", "Pubblicata"),
                    ("validated", "Validata per la biblioteca comune"),
                    ("changes_requested", "Modifiche richieste"),
                    ("rejected", "Respinta"),
                    ("declined", "Non accolta nella biblioteca comune"),
                ],
                max_length=20,
                verbose_name="esito",
            ),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["-published_at", "-id"],
                include=(
                    "policy_area",
                    "administration",
                    "year",
                    "province_codes",
                    "target_codes",
                    "kind",
                    "is_joint",
                    "evidence",
                ),
                name="practice_public_list",
            ),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["review_on"], name="practice_by_review_date"
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", False), ("state__in", ["published", "archived"])),
                    models.Q(
                        models.Q(("state__in", ["published", "archived"]), _negated=True), ("published_at", None)
                    ),
                    _connector="OR",
                ),
                name="practice_published_has_time",
            ),
        ),
        migrations.RemoveConstraint(model_name="practice", name="practice_submitted_has_time"),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "discarded"]), ("submitted_at__isnull", False), _connector="OR"
                ),
                name="practice_submitted_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revision_of", None),
                        (
                            "state__in",
                            ("draft", "submitted", "changes_requested", "rejected", "published", "archived"),
                        ),
                    ),
                    models.Q(
                        ("revision_of__isnull", False),
                        (
                            "state__in",
                            ("draft", "submitted", "changes_requested", "rejected", "incorporated", "discarded"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="practice_copy_is_never_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "changes_requested"])),
                fields=("revision_of",),
                name="practice_one_open_copy",
                violation_error_message="C'è già una nuova versione in lavorazione: continua quella.",
            ),
        ),
        migrations.AddConstraint(
            model_name="practicedocument",
            constraint=models.UniqueConstraint(fields=("practice", "document"), name="practice_document_once"),
        ),
        migrations.AddConstraint(
            model_name="evidencecriteria",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="evidence_criteria_ends_after_start",
                violation_error_message="La fine della validità viene prima dell'inizio.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencecriteria",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    )
                ],
                name="evidence_criteria_one_a_day",
                violation_error_message="In questo periodo vale già un'altra versione.",
            ),
        ),
        migrations.AddField(
            model_name="evidencelevel",
            name="criteria",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="levels", to="practices.evidencecriteria"
            ),
        ),
        migrations.AddField(
            model_name="evidencerating",
            name="criteria",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.evidencecriteria"
            ),
        ),
        migrations.AddField(
            model_name="evidencerating",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence_ratings",
                to="practices.practice",
            ),
        ),
        migrations.AddField(
            model_name="evidencerating",
            name="rated_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evidencerequirement",
            name="criteria",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="practices.evidencecriteria",
            ),
        ),
        migrations.AddField(
            model_name="freshnessreminder",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="freshness_reminders",
                to="practices.practice",
            ),
        ),
        migrations.AddField(
            model_name="libraryrules",
            name="administration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="library_rules",
                to="accounts.administration",
            ),
        ),
        migrations.AddField(
            model_name="practiceversion",
            name="judges",
            field=models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="practiceversion",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="practices.practice"
            ),
        ),
        migrations.AddField(
            model_name="practiceversion",
            name="published_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sectioncomment",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sectioncomment",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="practices.review"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="practices.practice"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="submitted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submissions",
                to="practices.practiceversion",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="submission",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review",
                to="practices.submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("practice", "stage", "round"), name="review_one_per_round"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "published"), ("submission", None)),
                    models.Q(("comment", ""), _negated=True),
                    _connector="OR",
                ),
                name="review_has_assessment",
                violation_error_message="Scrivi la valutazione: chi ha scritto deve capire la decisione.",
            ),
        ),
        migrations.AddField(
            model_name="versiondocument",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="version_rows", to="kernel.document"
            ),
        ),
        migrations.AddField(
            model_name="versiondocument",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="version_documents",
                to="practices.practiceversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencelevel",
            constraint=models.UniqueConstraint(fields=("criteria", "code"), name="evidence_level_code_once"),
        ),
        migrations.AddConstraint(
            model_name="evidencelevel",
            constraint=models.UniqueConstraint(fields=("criteria", "order"), name="evidence_level_order_once"),
        ),
        migrations.AddConstraint(
            model_name="evidencelevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("others__lte", 2)),
                name="evidence_level_others_exist",
                violation_error_message="Le altre dimensioni sono due.",
            ),
        ),
        migrations.AddIndex(
            model_name="evidencerating",
            index=models.Index(fields=["practice", "-rated_at"], name="evidence_rating_latest"),
        ),
        migrations.AddConstraint(
            model_name="evidencerating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("effectiveness", 0),
                        models.Q(("effectiveness_reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("transferability", 0),
                        models.Q(("transferability_reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(("enduring", 0), models.Q(("enduring_reason", ""), _negated=True), _connector="OR"),
                ),
                name="evidence_rating_has_reasons",
                violation_error_message="Scrivi perché: un grado si dà solo con il motivo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencerating",
            constraint=models.CheckConstraint(
                condition=models.Q(("effectiveness__lte", 2), ("enduring__lte", 2), ("transferability__lte", 2)),
                name="evidence_rating_grades",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencerequirement",
            constraint=models.UniqueConstraint(
                fields=("criteria", "dimension", "grade"),
                name="evidence_requirement_once",
                violation_error_message="Questo grado ha già il suo requisito.",
            ),
        ),
        migrations.AddConstraint(
            model_name="freshnessreminder",
            constraint=models.UniqueConstraint(
                fields=("practice", "due_on", "kind"), name="freshness_reminder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="libraryrules",
            constraint=models.UniqueConstraint(
                fields=("administration", "valid_from"),
                name="library_rules_one_a_day",
                violation_error_message="Per questo giorno ci sono già delle regole.",
            ),
        ),
        migrations.AddConstraint(
            model_name="libraryrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("remind_days_after__gte", 1), ("remind_days_before__gte", 1), ("review_months__gte", 1)
                ),
                name="library_rules_positive",
                violation_error_message="I mesi e i giorni sono almeno uno.",
            ),
        ),
        migrations.AddIndex(
            model_name="practiceversion",
            index=models.Index(fields=["state", "proposed_at"], name="practice_version_by_state"),
        ),
        migrations.AddConstraint(
            model_name="practiceversion",
            constraint=models.UniqueConstraint(fields=("practice", "number"), name="practice_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="practiceversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("practice",), name="practice_version_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="practiceversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="practice_version_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="sectioncomment",
            constraint=models.UniqueConstraint(
                fields=("review", "section"), name="section_comment_one_per_section"
            ),
        ),
        migrations.AddConstraint(
            model_name="sectioncomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="section_comment_has_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="sectioncomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="section_comment_answer_has_author",
                violation_error_message="Scrivi la risposta.",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("practice", "stage", "round"), name="submission_one_per_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "origin"), ("version", None)),
                    models.Q(("stage", "joint"), ("version__isnull", False)),
                    _connector="OR",
                ),
                name="submission_joint_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="versiondocument",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="version_document_own_place"),
        ),
    ]
