"""The sections of the form: their order, their fields, and what must be there to submit."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models import Practice


@dataclass(frozen=True)
class Section:
    """A page of the form. `required` are the fields that a submission must have."""

    name: str
    title: str | Promise
    intro: str | Promise
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A field to fill in before submitting, and where it is."""

    section: Section
    field: str
    label: str


@dataclass(frozen=True)
class SectionStatus:
    section: Section
    number: int
    missing: list[Missing]
    is_started: bool

    @property
    def is_complete(self) -> bool:
        return self.is_started and not self.missing


SECTIONS = (
    Section(
        "in-breve",
        _("In breve"),
        _("Chi cerca legge prima questo: un titolo chiaro e poche righe."),
        ("title", "summary", "policy_area", "target_groups"),
        ("title", "summary", "policy_area", "target_groups"),
    ),
    Section(
        "problema-e-soluzione",
        _("Problema e soluzione"),
        _("Da quale bisogno siete partiti e che cosa fate, in pratica."),
        ("problem", "solution"),
        ("problem", "solution"),
    ),
    Section(
        "dove-e-quando",
        _("Dove e quando"),
        _("Il territorio serve a trovare la pratica; il periodo dice se è ancora attiva."),
        ("scope", "municipalities", "area_name", "province_codes", "started_on", "ended_on", "is_ongoing"),
        ("scope", "started_on"),
    ),
    Section(
        "costi-e-risorse",
        _("Costi e risorse"),
        _("Chi vuole rifarla deve poter stimare la spesa e le persone che servono."),
        ("total_cost", "costs", "funding", "resources"),
        ("costs",),
    ),
    Section(
        "risultati",
        _("Risultati"),
        _("Che cosa è cambiato, possibilmente con qualche numero."),
        ("results", "indicators"),
        ("results",),
    ),
    Section(
        "lezioni-e-trasferibilita",
        _("Lezioni e trasferibilità"),
        _("Anche ciò che non ha funzionato aiuta chi viene dopo."),
        ("lessons", "transferability"),
        ("lessons", "transferability"),
    ),
    Section(
        "contatti",
        _("Contatti"),
        _("Li vedono solo le persone che lavorano per le amministrazioni del portale, dopo l'accesso."),
        ("contact_name", "contact_office", "contact_email", "contact_phone"),
        ("contact_name", "contact_email"),
    ),
    Section(
        "documenti",
        _("Documenti e fonti"),
        _("Delibere, relazioni, moduli, materiali: tutto ciò che aiuta a capire e a rifare."),
        ("sources",),
    ),
)
BY_NAME = {section.name: section for section in SECTIONS}
# The story of a failure begins with what was learnt; results and costs are welcome, not needed.
LESSON_SECTIONS = (
    BY_NAME["in-breve"],
    replace(
        BY_NAME["lezioni-e-trasferibilita"],
        title=_("Che cosa non ha funzionato e perché"),
        intro=_("È la parte più utile: che cosa vi aspettavate, che cosa è successo, che cosa fareste ora."),
        required=("lessons",),
    ),
    BY_NAME["problema-e-soluzione"],
    BY_NAME["dove-e-quando"],
    replace(BY_NAME["costi-e-risorse"], required=()),
    replace(BY_NAME["risultati"], required=()),
    BY_NAME["contatti"],
    BY_NAME["documenti"],
)
# Where the name of a field says too little outside its section.
LABELS: dict[str, str | Promise] = {
    "summary": _("descrizione in breve"),
    "started_on": _("data di inizio"),
    "contact_email": _("e-mail del contatto"),
    "province_codes": _("province dell'area"),
}
TERRITORY_FIELDS = ("municipalities", "area_name", "province_codes")


def sections_of(practice: Practice) -> tuple[Section, ...]:
    """The sections of a practice, or those of a lesson, in their order."""
    return LESSON_SECTIONS if practice.is_lesson else SECTIONS


def section_named(practice: Practice, name: str) -> Section | None:
    """The section of that name as this practice has it."""
    return next((section for section in sections_of(practice) if section.name == name), None)


def value_of(practice: Practice, field: str) -> Any:
    """The value of a field as plain data; of several records their keys, sorted."""
    if field in ("target_groups", "municipalities"):
        return sorted(record.pk for record in getattr(practice, field).all())
    value = getattr(practice, Practice._meta.get_field(field).attname)  # type: ignore[union-attr]
    return sorted(value) if field == "province_codes" else value


def plain(value: Any) -> Any:
    """What a form hands over, in the shape of `value_of`."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (list, tuple, set)) or hasattr(value, "iterator"):
        values = [plain(item) for item in value]
        return values if any(isinstance(item, dict) for item in values) else sorted(values)
    return value


def fingerprint(practice: Practice, section: Section) -> str:
    """A short digest of what the section holds now: two editors of different sections do not meet."""
    values = [value_of(practice, field) for field in section.fields]
    text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def required_fields(practice: Practice, section: Section) -> Iterable[str]:
    """The fields this practice needs in a section; the territory depends on the kind chosen."""
    yield from section.required
    if "scope" in section.fields:
        if practice.scope == Practice.Scope.MUNICIPALITIES:
            yield "municipalities"
        if practice.scope == Practice.Scope.AREA:
            yield "area_name"
            if practice.administration.province_id is None:
                yield "province_codes"


def missing_in(practice: Practice, section: Section) -> list[Missing]:
    return [
        Missing(section, field, str(LABELS.get(field) or Practice._meta.get_field(field).verbose_name))  # type: ignore[union-attr]
        for field in required_fields(practice, section)
        if value_of(practice, field) in (None, "", [])
    ]


def missing_fields(practice: Practice) -> list[Missing]:
    """All that must still be written before submitting, in the order of the form."""
    return [missing for section in sections_of(practice) for missing in missing_in(practice, section)]


def section_statuses(practice: Practice, *, documents: int = 0) -> list[SectionStatus]:
    """Each section with what it lacks; `documents` is how many the practice has."""
    return [
        SectionStatus(
            section,
            number,
            missing_in(practice, section),
            any(value_of(practice, field) not in (None, "", [], False) for field in section.fields)
            or ("sources" in section.fields and documents > 0),
        )
        for number, section in enumerate(sections_of(practice), start=1)
    ]


def progress(practice: Practice) -> int:
    """How much of what a submission needs is there, 0 to 100."""
    wanted = sum(len(list(required_fields(practice, section))) for section in sections_of(practice))
    return round(100 * (wanted - len(missing_fields(practice))) / wanted)
