"""The way of a disciplinare to its publication, and the end of the one before it."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.models import SchemeVersion
from certifications.scheme_checks import check_version
from certifications.schemefiles.writing import canonical_version
from certifications.workflow import VERSION_WORKFLOW
from familynet.accounts.models import User
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry, record
from familynet.kernel.workflow import TransitionConflict, advance

# Verbs of the history by which a person has had a hand in the text (four eyes).
WRITING = ("create", "change", "part", "move", "delete_part", "import")
ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def send_to_review(*, version: SchemeVersion, by: User) -> HistoryEntry:
    """Hand a draft to who publishes; refused with the sentences of what does not fit together."""
    stops = [finding.sentence for finding in check_version(canonical_version(version)) if finding.stops]
    if stops and version.state == SchemeVersion.State.DRAFT:
        raise ValidationError(stops)
    entry = advance(VERSION_WORKFLOW, version, "send_to_review", by=by)
    emails.version_in_review(version, by=by)
    return entry


@transaction.atomic
def send_back(*, version: SchemeVersion, by: User, comment: str) -> HistoryEntry:
    """Back to a draft, with the reason."""
    entry = advance(VERSION_WORKFLOW, version, "send_back", by=by, comment=comment)
    emails.version_sent_back(version, by=by, comment=comment)
    return entry


@transaction.atomic
def publish_version(
    *, version: SchemeVersion, by: User, act: Act | None, valid_from: datetime.date | None = None
) -> None:
    """Publish a reviewed version with its act: frozen from here on, in force from `valid_from`.

    `valid_from` defaults to the day of the draft, else that of the act. The one before ends the day before:
    at once when that day has come, else by itself when it comes (`supersede_ended`).
    ValidationError for who wrote a part of it, when another one begins on that day or later, or when the
    version ends before it begins.
    """
    if act is None:
        raise ValidationError({"act": _("Indica l'atto: senza un atto un disciplinare non si pubblica.")})
    if HistoryEntry.objects.of(version).filter(actor=by, verb__in=WRITING).exists():
        raise ValidationError(_("Hai scritto una parte di questa bozza: la pubblica un'altra persona."))
    _lock_row(version)
    start = valid_from or version.valid_from or act.date or timezone.localdate()
    if version.valid_to and version.valid_to < start:
        raise ValidationError({"valid_from": _("Il disciplinare finirebbe prima di cominciare.")})
    _end_earlier(version, start)
    if act.pk is None:
        act.save()
    fields: dict[str, Any] = {"valid_from": start, "act": act, "reviewed_by": by}
    advance(VERSION_WORKFLOW, version, "publish", by=by, act=act, fields=fields, data={"on": start})
    record(version.scheme, "publish", label=lambda: _("Pubblicato un disciplinare"), by=by, act=act, public=True)
    supersede_ended(on=timezone.localdate(), only=version)
    emails.version_published(version, by=by)


def _lock_row(version: SchemeVersion) -> None:
    """Two publications for one category take turns."""
    row = SchemeVersion.objects.filter(scheme=version.scheme_id, category=version.category_id)
    list(row.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def _others(version: SchemeVersion) -> Any:
    return SchemeVersion.objects.filter(
        scheme=version.scheme_id, category=version.category_id, state=SchemeVersion.State.PUBLISHED
    ).exclude(pk=version.pk)


def _end_earlier(version: SchemeVersion, start: datetime.date) -> None:
    later = _others(version).filter(valid_from__gte=start).order_by("valid_from").first()
    if later:
        raise ValidationError(
            {
                "valid_from": _("«%(label)s» vale già dal %(day)s: scegli un giorno successivo.")
                % {"label": later.label, "day": later.valid_from.strftime("%d/%m/%Y")}
            }
        )
    for earlier in _others(version):
        if earlier.valid_to is None or earlier.valid_to >= start:
            end = start - ONE_DAY
            SchemeVersion.objects.filter(pk=earlier.pk).update(valid_to=end, updated_at=timezone.now())
            data = {"ended_on": end, "by_version": version.pk}
            record(earlier, "end", label=lambda: _("Fissato l'ultimo giorno di validità"), by=None, data=data)


def supersede_ended(*, on: datetime.date | None = None, only: SchemeVersion | None = None) -> int:
    """Close the published versions past their last day; how many. Safe to run twice."""
    day, closed = on or timezone.localdate(), 0
    ended = SchemeVersion.objects.filter(state=SchemeVersion.State.PUBLISHED, valid_to__lt=day)
    if only is not None:
        ended = ended.filter(scheme=only.scheme_id, category=only.category_id)
    for version in ended.select_related("scheme__administration").order_by("pk"):
        try:
            advance(VERSION_WORKFLOW, version, "supersede", by=None, data={"ended_on": version.valid_to})
        except TransitionConflict:
            continue  # another run was faster
        closed += 1
    return closed
