from django.db import models
from modelsearch import index


class LibraryText(index.Indexed, models.Model):
    """A practice with the text of all its documents, as one would give it to Wagtail. Personal data: none."""

    title = models.CharField(max_length=100)
    body = models.TextField()

    search_fields = [index.SearchField("title", boost=2), index.SearchField("body")]

    class Meta:
        app_label = "rival"
