"""Measure the summaries that are there already."""

from django.db import migrations

from practices.plain_language import measure


def measure_all(apps, schema_editor):
    practices = apps.get_model("practices", "Practice").objects
    for pk, summary in practices.exclude(summary="").values_list("pk", "summary").iterator():
        practices.filter(pk=pk).update(clarity=measure(summary).index)


class Migration(migrations.Migration):
    dependencies = [("practices", "0070_clarity")]
    operations = [migrations.RunPython(measure_all, migrations.RunPython.noop)]
