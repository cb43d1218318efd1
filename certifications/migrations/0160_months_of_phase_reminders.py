"""Reminders of phases are counted in months, as those of certificates: from days to months."""

from django.db import migrations, models

# Days before the term → months. What was told a week before or the day after has no like among the months.
MONTHS = {60: 2, 30: 1, -30: -1}


def to_months(apps, schema_editor):
    PhaseReminder = apps.get_model("certifications", "PhaseReminder")
    PhaseReminder.objects.exclude(months__in=MONTHS).delete()
    for days, months in MONTHS.items():
        PhaseReminder.objects.filter(months=days).update(months=months)


def to_days(apps, schema_editor):
    PhaseReminder = apps.get_model("certifications", "PhaseReminder")
    PhaseReminder.objects.exclude(months__in=MONTHS.values()).delete()
    for days, months in reversed(MONTHS.items()):
        PhaseReminder.objects.filter(months=months).update(months=days)


class Migration(migrations.Migration):
    dependencies = [("certifications", "0150_points_of_realignments")]

    operations = [
        migrations.RemoveConstraint(model_name="phasereminder", name="phase_reminder_once"),
        migrations.RenameField(model_name="phasereminder", old_name="days", new_name="months"),
        migrations.RunPython(to_months, to_days),
        migrations.AddConstraint(
            model_name="phasereminder",
            constraint=models.UniqueConstraint(fields=("phase", "due_on", "months"), name="phase_reminder_once"),
        ),
    ]
