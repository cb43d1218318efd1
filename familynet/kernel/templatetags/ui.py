"""Filters and tags that every template may use."""

from django import template

from familynet.kernel.text import rich_text as render_rich_text

register = template.Library()


@register.filter
def rich_text(value: str) -> str:
    """Markdown that a person typed, as sanitised HTML."""
    return render_rich_text(value)
