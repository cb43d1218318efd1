"""The first version of the evidence criteria: those of EPIC as revised in 2017, in Italian.

The requirement for 0 says what is missing, in our words. EPIC publishes no requirement for ++ of enduring
impact that differs from that of +; ours asks that the effect was measured again at the follow-up with a
comparison group, as EPIC asks of effectiveness.
"""

import datetime

from django.db import migrations

VERSION = "2017"
REQUIREMENTS = [
    (
        "effectiveness",
        (
            "Non c'è una valutazione, oppure la valutazione non permette di dire se l'effetto viene dalla pratica.",
            "La valutazione confronta almeno prima e dopo, tenendo conto con metodi statistici delle altre cause; "
            "almeno un effetto è positivo e significativo (p < 0,1); ogni gruppo ha almeno 20 persone o famiglie.",
            "La valutazione ha un gruppo di confronto convincente, meglio se a sorte; almeno un effetto è positivo e "
            "significativo (p < 0,05) e vale almeno il 10 % di una deviazione standard.",
        ),
    ),
    (
        "transferability",
        (
            "La pratica è stata valutata in un solo luogo, oppure mancano i materiali per rifarla.",
            "La pratica è stata valutata in almeno un altro luogo o gruppo di famiglie, e i materiali per rifarla "
            "sono a disposizione.",
            "Oltre a questo sono pubblici i costi, e il rapporto fra costi ed effetti è favorevole.",
        ),
    ),
    (
        "enduring",
        (
            "Gli effetti non sono stati misurati di nuovo dopo almeno due anni.",
            "Gli effetti sono stati misurati di nuovo dopo almeno due anni e ci sono ancora.",
            "Gli effetti ci sono ancora dopo almeno due anni anche nel confronto con chi non ha avuto la pratica.",
        ),
    ),
]
# code, name, meaning, effectiveness at least, grade in how many others
LEVELS = [
    ("emergent", "Emergente", "C'è una prima prova che la pratica funziona.", 1, 1, 0),
    ("promising", "Promettente", "Funziona, e si può rifare altrove oppure dura nel tempo.", 1, 1, 1),
    ("best", "Migliore pratica", "Funziona, si può rifare altrove e dura nel tempo.", 1, 1, 2),
]


def add(apps, schema_editor):
    criteria, _created = apps.get_model("practices", "EvidenceCriteria").objects.get_or_create(
        version=VERSION,
        defaults={
            "title": "Criteri di evidenza",
            "source": "EPIC, European Platform for Investing in Children (Commissione europea), revisione del 2017",
            "source_url": "https://ec.europa.eu/social/main.jsp?catId=1246&intPageId=4286&langId=en",
            "valid_from": datetime.date(2017, 11, 1),
        },
    )
    requirements = apps.get_model("practices", "EvidenceRequirement").objects
    for dimension, texts in REQUIREMENTS:
        for grade, text in enumerate(texts):
            requirements.get_or_create(
                criteria=criteria, dimension=dimension, grade=grade, defaults={"text": text}
            )
    levels = apps.get_model("practices", "EvidenceLevel").objects
    for order, (code, name, meaning, effectiveness, other, others) in enumerate(LEVELS, start=1):
        fields = {"effectiveness": effectiveness, "other_grade": other, "others": others}
        levels.get_or_create(
            criteria=criteria, code=code, defaults={"name": name, "meaning": meaning, "order": order, **fields}
        )


def remove(apps, schema_editor):
    for model in ("EvidenceRequirement", "EvidenceLevel"):
        apps.get_model("practices", model).objects.filter(criteria__version=VERSION).delete()
    apps.get_model("practices", "EvidenceCriteria").objects.filter(version=VERSION).delete()


class Migration(migrations.Migration):
    dependencies = [("practices", "0011_versions_are_frozen")]
    operations = [migrations.RunPython(add, remove)]
