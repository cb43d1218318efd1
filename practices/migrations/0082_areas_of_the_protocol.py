"""Every policy area says under which area of work of the protocol its practices count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0081_first_likeness_formula")]
    operations = [
        migrations.AddField(
            model_name="policyarea",
            name="protocol_code",
            field=models.CharField(
                choices=[
                    ("good_practices", "Scambio di buone pratiche"),
                    ("instruments", "Marchi, standard, piani e distretti"),
                    ("work_life", "Conciliazione, responsabilità sociale e welfare aziendale"),
                    ("networks", "Adesione alle reti"),
                ],
                default="good_practices",
                help_text="Sotto quale tema di lavoro contano le pratiche di quest'area.",
                max_length=20,
                verbose_name="tema del protocollo",
            ),
        ),
    ]
