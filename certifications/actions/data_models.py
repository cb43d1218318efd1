"""The yearly data model of a process: begun, typed, sent, compared."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certifications import emails
from certifications.engine.figures import Figure, Typed, benchmark, beyond_base, whole
from certifications.models import DataCollection, DataValue, Indicator, Phase, PhaseTemplate, Process
from certifications.permissions import can_write_data
from certifications.workflow import DATA_WORKFLOW
from certifications.yearly_figures import figures_of, rules_of
from familynet.accounts.models import User
from familynet.kernel.history import record
from familynet.kernel.workflow import advance
from familynet.organisations.permissions import can_act_for

S = DataCollection.State


@transaction.atomic
def start_collection(*, process: Process, by: User) -> DataCollection:
    """Begin the data of the open phase that asks for them, about the year before its end."""
    if not can_act_for(by, process.organisation):
        raise PermissionDenied("start_collection")
    Process.objects.select_for_update(no_key=True).get(pk=process.pk)
    asking = process.phases.filter(
        state=Phase.State.OPEN, template__closes_with__contains=[PhaseTemplate.Closing.DATA_MODEL]
    )
    phase = asking.first()
    if phase is None or DataCollection.objects.filter(phase=phase).exists():
        raise ValidationError(_("Ora non c'è una fase che chieda i dati."))
    year = (phase.due_on or phase.starts_on).year - 1
    last = process.collections.order_by("-year").first()
    if last is not None and last.year >= year:
        year = last.year + 1
    collection = DataCollection.objects.create(process=process, phase=phase, year=year)
    record(process, "start_data", label=lambda: _("Cominciata la rilevazione dei dati %d") % year, by=by)
    return collection


@transaction.atomic
def save_values(*, collection: DataCollection, by: User, values: Mapping[str, Typed]) -> DataCollection:
    """Keep what was typed, by the code of each indicator; a draft may have gaps, but no part above its whole."""
    locked = DataCollection.objects.select_for_update().get(pk=collection.pk)
    if not can_write_data(by, locked):
        raise PermissionDenied("save_values")
    indicators = _indicators(collection.process)
    rules = {rule.code: rule for rule in rules_of(indicators)}
    if wrong := beyond_base(list(rules.values()), values):
        raise ValidationError({code: _("È più del totale su cui si calcola.") for code, _side in wrong})
    for indicator in indicators:
        if indicator.code not in values or not indicator.is_typed:
            continue
        typed = whole(rules[indicator.code], values[indicator.code])
        DataValue.objects.update_or_create(
            collection=locked,
            indicator=indicator,
            defaults={"total": typed.total, "women": typed.women, "men": typed.men},
        )
    locked.save(update_fields=["updated_at"])
    return locked


def _indicators(process: Process) -> list[Indicator]:
    return list(Indicator.objects.filter(version=process.version_id).order_by("order", "pk"))


@transaction.atomic
def send_collection(*, collection: DataCollection, by: User) -> DataCollection:
    """Hand the data over; ValidationError names the required ones that are missing."""
    if not DATA_WORKFLOW.get("send").allowed(by, collection):
        raise PermissionDenied("send_collection")
    known = set(collection.values.exclude(total=None).values_list("indicator", flat=True))
    missing = [i for i in _indicators(collection.process) if i.required and i.pk not in known]
    if missing and collection.state == S.DRAFT:
        raise ValidationError(
            [_("I dati non si possono ancora inviare.")] + [_("Manca «%s».") % i.title for i in missing]
        )
    fields = {"sent_at": timezone.now(), "sent_by": by}
    advance(DATA_WORKFLOW, collection, "send", by=by, fields=fields)
    year, process = collection.year, collection.process
    record(process, "send_data", label=lambda: _("Inviati i dati %d") % year, by=by)
    emails.tell_process(process, _("Inviati i dati %d") % year, by=by)
    return collection


def series_of(process: Process, indicators: Sequence[Indicator]) -> list[tuple[DataCollection, dict[str, Figure]]]:
    """The process's own years that were sent, oldest first, with their figures."""
    sent = list(process.collections.filter(state=S.SENT).order_by("year"))
    figures = figures_of(sent, indicators)
    return [(collection, figures[collection.pk]) for collection in sent]


def benchmarks(process: Process, year: int, indicators: Sequence[Indicator]) -> dict[str, Decimal | None]:
    """The median of the others of the same size, scheme and year; None where fewer than five gave a figure.

    Indicators of other versions of the disciplinare are compared by their code.
    """
    others = list(
        DataCollection.objects.filter(
            state=S.SENT, year=year, process__scheme=process.scheme_id, process__size=process.size
        )
        .exclude(process__organisation=process.organisation_id)
        .select_related("process")
    )
    found = _figures_by_version(others)
    return {i.code: benchmark(f[i.code].total for f in found if i.code in f) for i in indicators}


def _figures_by_version(collections: Sequence[DataCollection]) -> list[dict[str, Figure]]:
    """The figures of collections that may follow different versions. Two queries for each version."""
    versions = {collection.process.version_id for collection in collections}
    found: list[dict[str, Figure]] = []
    for version in versions:
        indicators = list(Indicator.objects.filter(version=version).order_by("order", "pk"))
        of_version = [c for c in collections if c.process.version_id == version]
        found += figures_of(of_version, indicators).values()
    return found
