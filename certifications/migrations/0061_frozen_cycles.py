"""The cycles, phases, fees, fields and indicators of a published disciplinare are frozen as its requirements are."""

from django.db import migrations

TABLES = (
    "level",
    "cycle",
    "phasetemplate",
    "feerule",
    "planarea",
    "planfield",
    "planrule",
    "indicator",
)
FREEZE = "".join(
    f"""
CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON certifications_{table}
  FOR EACH ROW EXECUTE FUNCTION scheme_version_is_frozen();
"""
    for table in TABLES
)
THAW = "".join(f"DROP TRIGGER {table}_frozen ON certifications_{table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("certifications", "0060_multi_year")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
