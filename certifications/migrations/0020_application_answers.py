import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certifications", "0011_whole_versions_are_frozen"),
        ("kernel", "0002_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="to_check",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="answerevidence",
            name="copied",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="application",
            name="cleared_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dati personali cancellati il"),
        ),
        migrations.AddField(
            model_name="receipt",
            name="application_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.document",
            ),
        ),
    ]
