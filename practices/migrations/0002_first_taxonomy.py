"""The first version of the policy areas and the first target groups."""

import datetime

from django.db import migrations

VERSION = "2022"
AREAS = [
    (
        "governance-reti",
        "Governance e reti",
        "Piani famiglia, distretti, reti di Comuni, marchi, tavoli e ascolto.",
    ),
    ("misure-economiche", "Misure economiche", "Tariffe, contributi, agevolazioni, carte famiglia, casa."),
    (
        "informazione-comunicazione",
        "Informazione e comunicazione",
        "Sportelli, guide, siti, campagne, eventi informativi.",
    ),
    (
        "comunita-educante",
        "Comunità educante",
        "Genitorialità, giovani, scuola, sport, intergenerazionalità, pari opportunità.",
    ),
    (
        "welfare-territoriale",
        "Welfare territoriale e sostenibilità",
        "Servizi 0-6, doposcuola, spazi e tempi, mobilità, accessibilità, ambiente.",
    ),
    (
        "conciliazione-welfare-aziendale",
        "Conciliazione vita-lavoro e welfare aziendale",
        "Orari, luoghi di lavoro, servizi ai dipendenti, responsabilità sociale d'impresa.",
    ),
    (
        "certificazioni-premialita",
        "Certificazioni e sistemi premianti",
        "Standard, certificazioni familiari, vantaggi per chi è certificato.",
    ),
]
TARGETS = [
    ("future-famiglie", "Giovani coppie e future famiglie"),
    ("prima-infanzia", "Famiglie con figli da 0 a 6 anni"),
    ("eta-scolare", "Famiglie con figli da 6 a 14 anni"),
    ("adolescenti-giovani", "Adolescenti e giovani"),
    ("famiglie-numerose", "Famiglie numerose"),
    ("genitori-soli", "Famiglie con un solo genitore"),
    ("fragilita", "Famiglie in difficoltà o con persone con disabilità"),
    ("affido-adozione", "Famiglie affidatarie e adottive"),
    ("nuovi-cittadini", "Famiglie arrivate da altri Paesi"),
    ("anziani-nonni", "Nonni e persone anziane"),
    ("lavoratori", "Lavoratrici e lavoratori"),
    ("imprese", "Imprese e datori di lavoro"),
    ("comuni-enti", "Comuni ed enti pubblici"),
    ("associazioni", "Associazioni e terzo settore"),
]


def add(apps, schema_editor):
    taxonomy, _created = apps.get_model("practices", "Taxonomy").objects.get_or_create(
        version=VERSION,
        defaults={
            "title": "Aree delle politiche familiari",
            "source": "Protocollo d'intesa del 2022 e macroambiti dei piani famiglia comunali",
            "valid_from": datetime.date(2022, 1, 1),
        },
    )
    areas, targets = apps.get_model("practices", "PolicyArea"), apps.get_model("practices", "TargetGroup")
    for order, (code, name, description) in enumerate(AREAS, start=1):
        areas.objects.get_or_create(
            taxonomy=taxonomy, code=code, defaults={"name": name, "description": description, "order": order}
        )
    for order, (code, name) in enumerate(TARGETS, start=1):
        targets.objects.get_or_create(code=code, defaults={"name": name, "order": order})


def remove(apps, schema_editor):
    apps.get_model("practices", "PolicyArea").objects.filter(taxonomy__version=VERSION).delete()
    apps.get_model("practices", "Taxonomy").objects.filter(version=VERSION).delete()
    apps.get_model("practices", "TargetGroup").objects.filter(code__in=[code for code, _name in TARGETS]).delete()


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
