from django.db import migrations


class Migration(migrations.Migration):
    """The table behind CACHES["default"]: rate limits of sign-in, seen by all processes."""

    dependencies = [("accounts", "0002_people_indexes")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE IF NOT EXISTS shared_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX IF NOT EXISTS shared_cache_expires ON shared_cache (expires);
            """,
            "DROP TABLE IF EXISTS shared_cache",
        )
    ]
