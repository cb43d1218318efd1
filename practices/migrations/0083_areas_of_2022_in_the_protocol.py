"""Where each policy area of the version 2022 stands in the four areas of work of the protocol.

The protocol (press release 1458 of 24 May 2022) names its areas in these words: exchange of good practices; marks,
standards, plans, districts, horizontal subsidiarity and reward systems; work-life balance, corporate social
responsibility and company welfare; networks. A policy area whose subject is named by one of the last three counts
there; every other one is exchanged as a good practice. Networks have no policy area of their own: memberships do
not come through practices. Another version of the taxonomy brings its own codes with its own migration.
"""

from django.db import migrations

CODES = {
    "governance-reti": "instruments",  # plans, districts, marks
    "certificazioni-premialita": "instruments",  # standards, reward systems
    "conciliazione-welfare-aziendale": "work_life",
    "misure-economiche": "good_practices",
    "informazione-comunicazione": "good_practices",
    "comunita-educante": "good_practices",
    "welfare-territoriale": "good_practices",
}


def place(apps, schema_editor):
    areas = apps.get_model("practices", "PolicyArea").objects.filter(taxonomy__version="2022")
    for code, protocol_code in CODES.items():
        areas.filter(code=code).update(protocol_code=protocol_code)


class Migration(migrations.Migration):
    dependencies = [("practices", "0082_areas_of_the_protocol")]
    operations = [migrations.RunPython(place, migrations.RunPython.noop)]
