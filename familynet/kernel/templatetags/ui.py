"""Filters and tags that every template may use."""

import functools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from familynet.kernel.text import rich_text as render_rich_text

register = template.Library()

TONES = {"neutral", "info", "success", "warning", "danger"}
# What could end a data block, or begin another tag inside it.
DATA_BLOCK_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def rich_text(value: str) -> str:
    """Markdown that a person typed, as sanitised HTML."""
    return render_rich_text(value)


@register.simple_tag
@functools.lru_cache(maxsize=256)
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the theme's sprite, e.g. {% icon "it-search" "icon-sm" %}; the words stand beside it.

    A list shows a hundred of a handful of icons: each is put together once.
    """
    sprite = static("svg/sprites.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        sprite,
        name,
    )


@register.simple_tag
def marked(parts: Iterable[Any]) -> SafeString:
    """A text with its hits marked; each part has `text`, which is escaped, and `is_hit`."""
    pieces = (f"<mark>{escape(part.text)}</mark>" if part.is_hit else escape(part.text) for part in parts)
    return mark_safe("".join(pieces))  # noqa: S308 - every text is escaped above


@register.simple_tag
def emblem(administration: Any, size: int = 32) -> SafeString | str:
    """The emblem of an administration, its name stands beside; nothing when it has none, or the file is gone."""
    if not administration.emblem:
        return ""
    try:
        address = static(administration.emblem)
    except ValueError:
        return ""
    return format_html('<img class="fn-emblem" src="{}" alt="" width="{}" height="{}">', address, size, size)


@register.simple_tag
def metatag(data: dict[str, Any]) -> SafeString:
    """What a page is about, as a JSON-LD data block for search engines; no value can leave the block."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, cls=DjangoJSONEncoder)
    block = mark_safe(text.translate(DATA_BLOCK_ESCAPES))  # noqa: S308 - JSON without <, > and &
    return format_html('<script type="application/ld+json" data-element="metatag">{}</script>', block)


@register.simple_tag
def state_badge(obj: Any) -> SafeString:
    """The state of a record: its label, and the tone that its model gives to it."""
    tone = getattr(obj, "STATE_TONES", {}).get(obj.state, "neutral")
    # get_state_display() puts every label of the list into words to find one: too slow for a long list.
    states = getattr(obj, "State", None)
    return badge(states(obj.state).label if states else obj.get_state_display(), str(tone))


@register.simple_tag
def badge(label: Any, tone: str = "neutral") -> SafeString:
    """A small label in one of the five tones."""
    tone = tone if tone in TONES else "neutral"
    return format_html('<span class="badge fn-badge fn-badge-{}">{}</span>', tone, label)


@register.simple_tag
def elided_pages(page: Page) -> Iterator[int | str]:
    """Page numbers around the current one, with an ellipsis for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """The widget of a field with the class of its kind; ids, hints and errors are tied by Django."""
    widget = field.field.widget
    classes = [str(widget.attrs.get("class", "")), control_class(widget)]
    if field.errors and not isinstance(widget, forms.CheckboxInput | forms.RadioSelect):
        classes.append("is-invalid")
    css = " ".join(filter(None, classes))
    return field.as_widget(attrs={"class": css} if css else None)


def control_class(widget: forms.Widget) -> str:
    """The theme's class for a kind of widget; empty for groups, whose parts are styled one by one."""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return ""
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    """True for a single box, whose label stands after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
