from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_longer_act_links")]

    operations = [
        migrations.AddField(
            model_name="outgoingemail", name="headers", field=models.JSONField(blank=True, default=dict)
        )
    ]
