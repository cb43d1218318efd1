"""What a holder sent about a condition is kept apart from what it writes now."""

from django.db import migrations, models


def take_what_was_sent(apps, schema_editor):
    """The text of the last sending, as the history has it: the note may have been rewritten since."""
    Condition = apps.get_model("certifications", "Condition")
    HistoryEntry = apps.get_model("kernel", "HistoryEntry")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind = ContentType.objects.filter(app_label="certifications", model="condition").first()
    for condition in Condition.objects.exclude(submitted_at=None).iterator():
        sent = HistoryEntry.objects.filter(content_type=kind, object_id=condition.pk, verb="send")
        last = sent.order_by("-sequence").values_list("comment", flat=True).first()
        condition.sent_note = condition.note if last is None else last
        condition.save(update_fields=["sent_note"])


class Migration(migrations.Migration):
    dependencies = [
        ("certifications", "0120_call_documents"),
        ("kernel", "0006_document_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="condition",
            name="sent_note",
            field=models.TextField(
                blank=True, default="", verbose_name="come è stato soddisfatto, secondo chi lo ha inviato"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(take_what_was_sent, migrations.RunPython.noop),
    ]
