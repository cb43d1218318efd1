"""A holder that re-aligns says how many points it claims where the requirement has a range."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certifications", "0130_sent_note_of_conditions")]

    operations = [
        migrations.AddField(
            model_name="realignmentanswer",
            name="points",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=6,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="punti",
            ),
        ),
    ]
