"""The database itself refuses to change or remove an entry or a seal of the history."""

from django.db import migrations

TABLES = ("kernel_historyentry", "kernel_historyseal")
GUARD = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in TABLES
)
UNGUARD = (
    "".join(f"DROP TRIGGER {table}_keep ON {table}; DROP TRIGGER {table}_keep_all ON {table};" for table in TABLES)
    + "DROP FUNCTION refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_records")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
