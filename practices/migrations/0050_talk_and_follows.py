import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0004_committee_role"),
        ("practices", "0040_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("text", models.TextField(verbose_name="testo")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_reason", models.CharField(blank=True, max_length=500, verbose_name="motivo")),
                ("section", models.CharField(blank=True, max_length=40, verbose_name="sezione")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "In attesa di risposta"),
                            ("answered", "Con risposta"),
                            ("closed", "Chiusa"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.administration"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("mentioned", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="practices.practice",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("text", models.TextField(verbose_name="testo")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_reason", models.CharField(blank=True, max_length=500, verbose_name="motivo")),
                ("is_accepted", models.BooleanField(default=False)),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.administration"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("mentioned", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="practices.question",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("area", models.SlugField(blank=True, db_index=False, max_length=40)),
                ("province", models.CharField(blank=True, max_length=2)),
                ("municipality", models.CharField(blank=True, max_length=4)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed_by",
                        to="practices.practice",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("area", ""), ("municipality", ""), ("province", ""), ("practice__isnull", False)
                            ),
                            models.Q(
                                ("municipality", ""),
                                ("practice", None),
                                ("province", ""),
                                models.Q(("area", ""), _negated=True),
                            ),
                            models.Q(
                                ("area", ""),
                                ("municipality", ""),
                                ("practice", None),
                                models.Q(("province", ""), _negated=True),
                            ),
                            models.Q(
                                ("area", ""),
                                ("practice", None),
                                ("province", ""),
                                models.Q(("municipality", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="follow_one_thing",
                        violation_error_message="Scegli una cosa sola da seguire.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("practice__isnull", False)),
                        fields=("practice", "user"),
                        name="follow_practice_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area", ""), _negated=True),
                        fields=("area", "user"),
                        name="follow_area_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("province", ""), _negated=True),
                        fields=("province", "user"),
                        name="follow_province_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("municipality", ""), _negated=True),
                        fields=("municipality", "user"),
                        name="follow_municipality_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["practice", "state", "-created_at"], name="question_by_practice"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("hidden_at", None), ("state", "open")),
                fields=["practice"],
                name="question_unanswered",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="question_has_text",
                violation_error_message="Scrivi un testo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hidden_at", None), ("hidden_by", None), ("hidden_reason", "")),
                    models.Q(
                        ("hidden_at__isnull", False),
                        ("hidden_by__isnull", False),
                        models.Q(("hidden_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_hidden_with_reason",
                violation_error_message="Scrivi il motivo per cui nascondi il testo.",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["question", "created_at"], name="answer_by_question"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="answer_has_text",
                violation_error_message="Scrivi un testo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hidden_at", None), ("hidden_by", None), ("hidden_reason", "")),
                    models.Q(
                        ("hidden_at__isnull", False),
                        ("hidden_by__isnull", False),
                        models.Q(("hidden_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="answer_hidden_with_reason",
                violation_error_message="Scrivi il motivo per cui nascondi il testo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_accepted", True)),
                fields=("question",),
                name="answer_accepted_once",
                violation_error_message="È già stata scelta un'altra risposta.",
            ),
        ),
    ]
