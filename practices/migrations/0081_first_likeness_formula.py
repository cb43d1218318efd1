"""The first version of the formula of "places like mine"."""

import datetime

from django.db import migrations

VERSION = "2026"
REASON = (
    "Prima proposta: contano di più la dimensione del Comune, la montagna e la densità, perché cambiano i servizi che "
    "si possono offrire e la distanza da percorrere. I pesi sono una scelta delle amministrazioni, non vengono da "
    "una norma: si rivedono con l'uso, con una nuova versione."
)
WEIGHTS = {"size": 30, "mountain": 20, "density": 20, "province": 10, "young": 5, "old": 5, "scale": 10}
# Classes apart; share; doublings; percentage points twice; factors of ten.
REACHES = {"size": 4, "mountain": 1, "density": 3, "young": 6, "old": 12, "scale": 3}
CLASSES_SOURCE = "Fasce demografiche dell'articolo 156 del decreto legislativo 18 agosto 2000, n. 267"
CLASSES = [0, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 60_000, 100_000, 250_000, 500_000]


def add(apps, schema_editor):
    apps.get_model("practices", "LikenessFormula").objects.get_or_create(
        version=VERSION,
        defaults={
            "reason": REASON,
            "weights": WEIGHTS,
            "reaches": REACHES,
            "least_known": 40,
            "size_classes": CLASSES,
            "classes_source": CLASSES_SOURCE,
            "valid_from": datetime.date(2022, 1, 1),
        },
    )


def remove(apps, schema_editor):
    apps.get_model("practices", "LikenessFormula").objects.filter(version=VERSION).delete()


class Migration(migrations.Migration):
    dependencies = [("practices", "0080_places")]
    operations = [migrations.RunPython(add, remove)]
