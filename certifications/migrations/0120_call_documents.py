"""Documents of a call as rows of their own: who added them, whether anyone may read them, what came after."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_documents(apps, schema_editor):
    """What hung on a call stays, for its office only."""
    call_model = apps.get_model("certifications", "FundingCall")
    rows = apps.get_model("certifications", "CallDocument").objects
    for call in call_model.objects.filter(documents__isnull=False).distinct():
        for document in call.documents.all():
            if not rows.filter(document=document).exists():
                rows.create(call=call, document=document, added_by=document.uploaded_by)


class Migration(migrations.Migration):
    dependencies = [
        ("certifications", "0100_evidence_versions"),
        ("kernel", "0006_document_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="lo scarica chiunque dalla pagina del bando"),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("close_reason", models.CharField(blank=True, max_length=300, verbose_name="perché si toglie")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_documents",
                        to="certifications.fundingcall",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.document"
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessor",
                        to="certifications.calldocument",
                    ),
                ),
            ],
            options={
                "ordering": ["call", "added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_reason", ""), ("closed_at", None), ("successor", None)),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(
                                    ("successor__isnull", False),
                                    models.Q(("close_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="call_document_closed_with_reason",
                        violation_error_message="Scrivi perché togli il documento.",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_documents, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="fundingcall",
            name="documents",
        ),
    ]
