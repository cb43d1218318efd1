"""The areas of action of the district programmes, as their working plans of 2013 name them."""

from django.db import migrations

SLUG = "programmi-distretti-2013"
AREAS = [
    ("1", "Programmazione"),
    ("2", "Sensibilizzazione, formazione e informazione"),
    ("3", "Orientamento dei prodotti delle organizzazioni agli standard famiglia"),
    ("4", "Sperimentazione di nuovi prodotti e nuovi standard"),
]


def add(apps, schema_editor):
    taxonomy, created = apps.get_model("districts", "Taxonomy").objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "Aree di azione dei programmi di distretto",
            "source": "Provincia autonoma di Trento, piani di lavoro dei distretti famiglia 2013",
        },
    )
    if created:
        area = apps.get_model("districts", "ActionArea")
        area.objects.bulk_create(
            area(taxonomy=taxonomy, code=code, name=name, order=order)
            for order, (code, name) in enumerate(AREAS, start=1)
        )


def take_away(apps, schema_editor):
    apps.get_model("districts", "ActionArea").objects.filter(taxonomy__slug=SLUG).delete()
    apps.get_model("districts", "Taxonomy").objects.filter(slug=SLUG).delete()


class Migration(migrations.Migration):
    dependencies = [("districts", "0001_districts")]
    operations = [migrations.RunPython(add, take_away)]
