"""Routes of the namespace "practices"; events have one of their own (urls/events.py)."""

from practices.urls import collections, practices, tables, talk, transfers

app_name = "practices"
urlpatterns = [
    *transfers.urlpatterns,
    *collections.urlpatterns,
    *tables.urlpatterns,
    *talk.urlpatterns,
    *practices.urlpatterns,
]
