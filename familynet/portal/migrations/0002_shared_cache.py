"""The table of the cache that all processes share (rate limits); the same that createcachetable makes."""

from django.db import migrations

FORWARD = """
CREATE TABLE IF NOT EXISTS shared_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_feedback_and_reports")]

    operations = [migrations.RunSQL(FORWARD, "DROP TABLE IF EXISTS shared_cache")]
