"""Rows of the database as data of a package: own columns by their names, what they point to in words."""

from typing import Any

from django.db import models

from familynet.kernel.documents import Document
from familynet.kernel.history import HistoryEntry


def fields_of(obj: models.Model, *without: str) -> dict[str, Any]:
    """All own columns of a row but its key, the file it belongs to and `without`."""
    found: dict[str, Any] = {}
    for field in obj._meta.concrete_fields:
        if field.primary_key or field.name == "application" or field.name in without:
            continue
        value = getattr(obj, field.name)
        if isinstance(value, Document):
            value = document_facts(value)
        elif isinstance(value, models.Model):
            value = str(value)
        found[field.name] = value
    return found


def document_facts(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "title": document.title,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "uploaded_at": document.uploaded_at,
    }


def entry_facts(entry: HistoryEntry) -> dict[str, Any]:
    """An entry of the history with what its hash is taken of."""
    return {
        "record": entry.content_type.model,
        "sequence": entry.sequence,
        "label": entry.label,
        "actor": str(entry.actor) if entry.actor else None,
        "hashed": entry.hashed_content,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }
