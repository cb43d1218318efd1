import uuid

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0004_committee_role"),
        ("kernel", "0004_longer_act_links"),
        ("organisations", "0002_people_and_merges"),
        ("practices", "0020_document_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="anno")),
                ("sequence", models.PositiveIntegerField(verbose_name="numero")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wanted", "Richiesta"),
                            ("in_contact", "In contatto"),
                            ("meeting", "Incontri"),
                            ("adapting", "In adattamento"),
                            ("declared", "Da confermare"),
                            ("adopted", "Adottata"),
                            ("evaluated", "Esito registrato"),
                            ("declined", "Non accolta"),
                            ("dropped", "Abbandonata"),
                        ],
                        default="wanted",
                        max_length=20,
                        verbose_name="stato",
                    ),
                ),
                ("version_number", models.PositiveIntegerField(default=1, verbose_name="versione")),
                ("asked_on", models.DateField(verbose_name="richiesta il")),
                ("need", models.TextField(verbose_name="che cosa ci serve")),
                ("answer", models.TextField(blank=True, verbose_name="risposta")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="risposta il")),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="persona di contatto")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="telefono")),
                ("changes", models.CharField(blank=True, max_length=300, verbose_name="che cosa è cambiato")),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("adopted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "Continua come adottata"),
                            ("changed", "Continua, con altri cambiamenti"),
                            ("ended", "Si è conclusa"),
                        ],
                        max_length=10,
                        verbose_name="esito",
                    ),
                ),
                ("outcome_text", models.TextField(blank=True, verbose_name="che cosa è successo")),
                ("outcome_indicators", models.JSONField(blank=True, default=list, verbose_name="indicatori")),
                ("outcome_on", models.DateField(blank=True, null=True, verbose_name="esito al")),
                (
                    "outcome_due_on",
                    models.DateField(blank=True, help_text="twelve months after the act", null=True),
                ),
                ("reminded_before_on", models.DateField(blank=True, null=True)),
                ("reminded_after_on", models.DateField(blank=True, null=True)),
                ("closing_reason", models.TextField(blank=True, verbose_name="motivo")),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.act",
                    ),
                ),
                (
                    "adopter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_taken",
                        to="accounts.administration",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "outcome_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers_given",
                        to="accounts.administration",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="practices.practice",
                    ),
                ),
                (
                    "resulting_practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adapted_through",
                        to="practices.practice",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-sequence"],
            },
        ),
        migrations.CreateModel(
            name="AdaptationItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("targets", "Destinatari"),
                            ("problem", "Il problema"),
                            ("solution", "Che cosa si fa"),
                            ("territory", "Dove e quando"),
                            ("costs", "Costi e finanziamento"),
                            ("resources", "Persone, spazi e competenze"),
                            ("results", "Risultati e indicatori"),
                            ("documents", "Documenti e moduli"),
                        ],
                        max_length=12,
                        verbose_name="parte della pratica",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("kept", "Conservato"), ("changed", "Cambiato"), ("dropped", "Tolto")],
                        max_length=8,
                        verbose_name="che cosa è successo",
                    ),
                ),
                ("text", models.TextField(verbose_name="descrizione")),
                ("why", models.TextField(blank=True, verbose_name="perché")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="practices.transfer"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TransferConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "Chi ha scritto la pratica"), ("adopter", "Chi la adotta")],
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("confirmed_at", models.DateTimeField(auto_now_add=True)),
                ("comment", models.TextField(blank=True, verbose_name="nota")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="practices.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ["-round", "confirmed_at"],
            },
        ),
        migrations.CreateModel(
            name="TransferMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Visita di studio"),
                            ("meeting", "Incontro"),
                            ("webinar", "Incontro a distanza"),
                        ],
                        default="meeting",
                        max_length=10,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "In programma"), ("held", "Svolto"), ("cancelled", "Annullato")],
                        default="planned",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                ("date", models.DateField(verbose_name="giorno")),
                ("time", models.TimeField(blank=True, null=True, verbose_name="ora")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="luogo")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="collegamento per partecipare")),
                ("agenda", models.TextField(blank=True, verbose_name="programma")),
                ("participants", models.TextField(blank=True, verbose_name="chi partecipa")),
                ("report", models.TextField(blank=True, verbose_name="che cosa è emerso")),
                ("cancel_reason", models.TextField(blank=True, verbose_name="motivo")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="practices.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ["date", "time", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MeetingDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.document"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_documents",
                        to="practices.transfermeeting",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["owner", "state", "-updated_at"], name="transfer_by_owner"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["adopter", "state", "-updated_at"], name="transfer_by_adopter"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["practice", "state"], name="transfer_by_practice"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["resulting_practice"], name="transfer_by_result"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("state", "adopted")), fields=["outcome_due_on"], name="transfer_outcome_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(fields=("year", "sequence"), name="transfer_own_number"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["wanted", "in_contact", "meeting", "adapting", "declared", "adopted"])
                ),
                fields=("practice", "adopter", "organisation"),
                name="transfer_one_at_a_time",
                nulls_distinct=False,
                violation_error_message="C'è già una richiesta aperta di questa pratica per lo stesso ente: continua da quella.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner", models.F("adopter")), _negated=True),
                    ("organisation__isnull", False),
                    _connector="OR",
                ),
                name="transfer_not_to_itself",
                violation_error_message="Un'amministrazione non adotta una pratica da se stessa: indica l'ente che lo fa.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resulting_practice", None),
                    models.Q(("resulting_practice", models.F("practice")), _negated=True),
                    _connector="OR",
                ),
                name="transfer_result_is_another",
                violation_error_message="La pratica che racconta l'adattamento non può essere quella di partenza.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("need", ""), _negated=True),
                name="transfer_says_why",
                violation_error_message="Scrivi che cosa serve: chi riceve la richiesta deve capirla.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declared", "adopted", "evaluated"]), _negated=True),
                    models.Q(
                        ("act__isnull", False), ("declared_by__isnull", False), ("outcome_due_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="transfer_adoption_has_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["adopted", "evaluated"]), _negated=True),
                    ("adopted_at__isnull", False),
                    _connector="OR",
                ),
                name="transfer_adopted_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("outcome_on__isnull", False),
                        ("state", "evaluated"),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "evaluated"), _negated=True), ("outcome", ""), ("outcome_on", None)
                    ),
                    _connector="OR",
                ),
                name="transfer_outcome_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declined", "dropped"]), _negated=True),
                    models.Q(("closing_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="transfer_closed_has_reason",
                violation_error_message="Scrivi il motivo: chi legge deve capire la decisione.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    models.Func(
                        models.F("outcome_indicators"), function="JSONB_TYPEOF", output_field=models.CharField()
                    ),
                    models.Value("array"),
                ),
                name="transfer_indicators_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="adaptationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="adaptation_has_text",
                violation_error_message="Scrivi che cosa è stato conservato, cambiato o tolto.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adaptationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "kept"), models.Q(("why", ""), _negated=True), _connector="OR"),
                name="adaptation_change_has_reason",
                violation_error_message="Scrivi perché: chi vuole rifare la pratica impara da qui.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferconfirmation",
            constraint=models.UniqueConstraint(
                fields=("transfer", "round", "side"), name="confirmation_once_per_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="transferconfirmation",
            constraint=models.UniqueConstraint(
                fields=("transfer", "round", "confirmed_by"), name="confirmation_two_different_people"
            ),
        ),
        migrations.AddIndex(
            model_name="transfermeeting",
            index=models.Index(fields=["state", "date"], name="transfer_meeting_by_date"),
        ),
        migrations.AddConstraint(
            model_name="transfermeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", ""), _negated=True), models.Q(("link", ""), _negated=True), _connector="OR"
                ),
                name="transfer_meeting_has_place",
                violation_error_message="Scrivi dove ci si incontra, oppure il collegamento per partecipare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfermeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True),
                    models.Q(("report", ""), _negated=True),
                    _connector="OR",
                ),
                name="transfer_meeting_held_has_report",
                violation_error_message="Scrivi che cosa è emerso, anche in poche righe.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfermeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("cancel_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="transfer_meeting_cancel_has_reason",
            ),
        ),
    ]
