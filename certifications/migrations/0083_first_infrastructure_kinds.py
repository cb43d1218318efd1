"""The kinds of family infrastructures that the sources name (LP 1/2011, art. 18); features are rows like any other.

What a kind is asked for beyond the quoted sources is a starting point that the offices change as data.
"""

from django.db import migrations

FLAG = "flag"
KINDS = (
    (
        "baby-little-home",
        "Baby Little Home",
        "Casetta di legno in cui cambiare, allattare e scaldare il pasto di un bambino piccolo.",
        [
            ("fasciatoio", "Fasciatoio", FLAG),
            ("scaldabiberon", "Scaldabiberon", FLAG),
            ("poltrona", "Poltrona", FLAG),
        ],
        "Provincia autonoma di Trento, Baby Little Home; ANSA Trentino, 2/12/2019",
        True,
    ),
    (
        "baby-pit-stop",
        "Baby Pit Stop",
        "Spazio protetto per allattare e cambiare il pannolino, secondo l'iniziativa dell'UNICEF.",
        [
            ("fasciatoio", "Fasciatoio", FLAG),
            ("spazio-riservato", "Spazio riservato", FLAG),
            ("poltrona", "Poltrona", FLAG),
        ],
        "UNICEF; ANSA Trentino, 2/12/2019",
        True,
    ),
    (
        "fasciatoio",
        "Fasciatoio",
        "Fasciatoio in un locale aperto al pubblico, come quelli censiti dai distretti famiglia.",
        [("per-tutti", "Accessibile a mamme e papà", FLAG), ("senza-scale", "Si raggiunge senza scale", FLAG)],
        "Fasciatoio Award, 2023",
        True,
    ),
    (
        "sentiero-famiglia",
        "Sentiero family",
        "Percorso a piedi per famiglie, classificato secondo l'età dei bambini.",
        [
            (
                "eta",
                "Adatto a bambini",
                "choice",
                [
                    ("passeggino", "nel passeggino"),
                    ("fino-5", "fino a 5 anni"),
                    ("da-6", "da 6 anni"),
                    ("da-10", "da 10 anni"),
                ],
            ),
            ("lunghezza", "Lunghezza in chilometri", "number"),
            ("dislivello", "Dislivello in metri", "number"),
            ("ristoro", "Punto di ristoro", FLAG),
        ],
        "familycities.eu, sentieri per famiglie; le fasce d'età sono un esempio",
        True,
    ),
    (
        "parcheggio-rosa",
        "Parcheggio rosa",
        "Posto auto per donne in gravidanza e per chi accompagna bambini piccoli.",
        [("posti", "Posti", "number"), ("senza-barriere", "Senza barriere", FLAG)],
        "Citato senza una fonte pubblica: da confermare",
        False,
    ),
)


def feature(code, label, kind, choices=()):
    row = {"code": code, "label": label, "type": kind}
    return {**row, "choices": [list(choice) for choice in choices]} if choices else row


def make(apps, schema_editor):
    kinds = apps.get_model("certifications", "InfrastructureKind")
    for order, (slug, name, summary, features, source, is_confirmed) in enumerate(KINDS):
        kinds.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "summary": summary,
                "features": [feature(*row) for row in features],
                "source": source,
                "is_confirmed": is_confirmed,
                "order": order,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("certifications", "0082_funding_within_budget")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
