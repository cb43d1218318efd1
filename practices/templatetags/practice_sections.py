"""The titles of the sections of a practice, where only their names are stored."""

from typing import Any

from django import template
from django.utils.functional import Promise

from practices.sections import BY_NAME

register = template.Library()


@register.filter
def section_title(name: Any) -> str | Promise:
    """ "risultati" → "Risultati"; a section that is no longer there keeps its name."""
    section = BY_NAME.get(str(name))
    return section.title if section else str(name)
