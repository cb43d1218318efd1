"""The same texts in Wagtail's database search (django-modelsearch), in the same PostgreSQL. Only for the bench."""
