"""What each row would do: new, changed, unchanged or error, with the reason. Pure: nothing is written."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from certifications.importing.known import Known
from certifications.importing.rows import RegisterRow
from certifications.models import Category, Certificate, ImportRow, Scheme
from familynet.kernel.search import fold
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality

Outcome = ImportRow.Outcome
Kind = Organisation.Kind

# The kind of a new organisation, from the words of its name; the first that fits.
KIND_WORDS: tuple[tuple[str, str], ...] = (
    (r"^comune di\b|^comun general\b", Kind.MUNICIPALITY),
    (r"^(unione|comunita|comprensorio)\b", Kind.MUNICIPAL_UNION),
    (r"\bconsorzio\b", Kind.CONSORTIUM),
    (r"^(provincia autonoma|regione)\b", Kind.REGION),
    (r"\b(cooperativa|coop)\b", Kind.COOPERATIVE),
    (r"\b(associazione|asd|a s d|ssd|onlus|aps|odv)\b", Kind.ASSOCIATION),
    (r"\b(hotel|albergo|garni|ostello|b b|bed and breakfast|agriturismo|residence)\b", Kind.HOSPITALITY),
    (r"\b(museo|biblioteca|teatro)\b", Kind.CULTURE),
    (r"\b(scuola|istituto comprensivo|universita)\b", Kind.SCHOOL),
    (r"\b(srl|spa|snc|sas|s r l|s p a|s n c|s a s)\b", Kind.COMPANY),
)


@dataclass
class PlannedRow:
    """The promise of one row. `organisation` is the existing one, or None for a new one under `key`."""

    row: RegisterRow
    outcome: str = Outcome.NEW
    key: str = ""
    organisation: Organisation | None = None
    municipality: Municipality | None = None
    kind: str = ""
    scheme: Scheme | None = None
    category: Category | None = None
    certificate: Certificate | None = None
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """One sentence for the report."""
        if self.errors:
            return "; ".join(self.errors)
        parts = [f"{label}: {old or '–'} → {new}" for label, (old, new) in self.changes.items()]
        if self.outcome == Outcome.NEW and self.organisation is None:
            parts.append(_("nuova organizzazione"))
        return "; ".join(parts + self.row.warnings)

    def promise(self) -> list[Any]:
        """What the import must find unchanged, as plain values."""
        certificate = self.certificate.pk if self.certificate else None
        return [self.row.line, self.outcome, self.key, certificate, self.changes, self.errors]


def make_plan(rows: list[RegisterRow], known: Known) -> list[PlannedRow]:
    """One planned row per row of the file, in its order."""
    plans = []
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        plan = PlannedRow(row, errors=list(row.errors))
        _find_scheme(plan, known)
        _find_municipality(plan, known)
        _find_organisation(plan, known)
        _find_category(plan, known)
        if not plan.errors:
            _find_duplicate(plan, seen)
        if not plan.errors:
            _compare(plan, known)
        if plan.errors:
            plan.outcome = Outcome.ERROR
        plans.append(plan)
    return plans


def fingerprint(plans: list[PlannedRow]) -> str:
    """SHA-256 of all promises: the same file over the same data gives the same one."""
    text = json.dumps([plan.promise() for plan in plans], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _find_scheme(plan: PlannedRow, known: Known) -> None:
    name = fold(plan.row.scheme)
    plan.scheme = known.schemes.get(name)
    if plan.scheme is None:
        text = _("marchio «%(name)s» sconosciuto")
        if name in known.foreign_schemes:
            text = _("il marchio «%(name)s» è di un'altra amministrazione")
        plan.errors.append(text % {"name": plan.row.scheme})


def _find_municipality(plan: PlannedRow, known: Known) -> None:
    """By cadastral code; by name only when the file has no code, and never when two comuni share it."""
    row = plan.row
    if row.cadastral_code:
        plan.municipality = known.municipalities.get(row.cadastral_code)
        if plan.municipality is None:
            plan.errors.append(_("codice catastale «%(code)s» sconosciuto") % {"code": row.cadastral_code})
        elif row.municipality and fold(row.municipality) != plan.municipality.folded_name:
            plan.errors.append(
                _("il codice catastale %(code)s è di %(name)s, non di %(given)s")
                % {"code": row.cadastral_code, "name": plan.municipality.name, "given": row.municipality}
            )
        return
    found = known.municipalities_by_name.get(fold(row.municipality), [])
    if row.province:
        found = [m for m in found if m.province.abbreviation == row.province]
    if len(found) == 1:
        plan.municipality = found[0]
    elif found:
        plan.errors.append(_("più comuni si chiamano «%(name)s»: serve il codice") % {"name": row.municipality})
    else:
        plan.errors.append(_("comune «%(name)s» sconosciuto") % {"name": row.municipality})


def kind_of(name: str) -> str:
    """The kind that the words of a name say; a private body when they say nothing."""
    folded = fold(name)
    return next((kind for words, kind in KIND_WORDS if re.search(words, folded)), Kind.OTHER_PRIVATE)


def _find_organisation(plan: PlannedRow, known: Known) -> None:
    """By codice fiscale, else the Comune of that cadastral code, else by name in that comune."""
    row, place = plan.row, plan.municipality
    if place is None:
        return
    plan.kind = kind_of(row.name)
    found = known.by_fiscal_code.get(row.fiscal_code) if row.fiscal_code else None
    if found is None and plan.kind == Kind.MUNICIPALITY:
        if fold(row.name).removeprefix("comune di ") != place.folded_name:
            plan.errors.append(_("il Comune della denominazione non è %(name)s") % {"name": place.name})
            return
        found = known.by_municipality.get(place.pk)
    if found is None:
        same = known.by_name.get((fold(row.name), place.pk), [])
        if len(same) > 1:
            plan.errors.append(_("più schede hanno questa denominazione: serve il codice fiscale"))
            return
        found = same[0] if same else None
    if found and row.fiscal_code and found.fiscal_code and found.fiscal_code != row.fiscal_code:
        plan.errors.append(_("la scheda ha un altro codice fiscale: %(code)s") % {"code": found.fiscal_code})
        return
    plan.organisation = found
    plan.key = f"id:{found.pk}" if found else f"new:{row.fiscal_code or fold(row.name)}:{place.pk}"
    if found:
        plan.kind = found.kind
    elif not any(a.covers(place) for a in known.administrations):
        plan.errors.append(_("nessuna amministrazione del portale comprende %(name)s") % {"name": place.name})


def _find_category(plan: PlannedRow, known: Known) -> None:
    """The one the file names; without a name the only one for that kind of organisation, else none."""
    if plan.scheme is None:
        return
    categories = known.categories[plan.scheme.pk]
    if plan.row.category:
        wanted = fold(plan.row.category)
        plan.category = next((c for c in categories if wanted in (fold(c.name), fold(c.slug))), None)
        if plan.category is None:
            plan.errors.append(_("categoria «%(name)s» sconosciuta") % {"name": plan.row.category})
        return
    fitting = [c for c in categories if plan.kind in c.kinds]
    plan.category = fitting[0] if len(fitting) == 1 else None


def _find_duplicate(plan: PlannedRow, seen: dict[tuple[Any, ...], int]) -> None:
    """Two lines about the same award, or two open awards of the same mark, cannot both be right."""
    award = (plan.key, plan.scheme and plan.scheme.pk, plan.category and plan.category.pk)
    keys: list[tuple[Any, ...]] = [(*award, plan.row.act_number, plan.row.act_date)]
    if plan.row.state not in Certificate.ENDED:
        keys.append((*award, "open"))
    for key in keys:
        if key in seen:
            plan.errors.append(_("doppione della riga %(line)d") % {"line": seen[key]})
            return
    for key in keys:
        seen[key] = plan.row.line


def _compare(plan: PlannedRow, known: Known) -> None:
    """Against the certificate that the register already has; an empty cell never takes anything away."""
    if plan.organisation is None or plan.scheme is None:
        return
    held = known.certificates.get((plan.organisation.pk, plan.scheme.pk), [])
    held = [c for c in held if plan.category is None or c.category_id in (None, plan.category.pk)]
    plan.certificate = _same_award(plan.row, held)
    if plan.certificate is None:
        return
    if plan.certificate.is_ended and plan.row.state not in Certificate.ENDED:
        plan.errors.append(_("la certificazione risulta già cessata: serve un nuovo atto di assegnazione"))
        return
    plan.changes = _changes(plan, plan.certificate)
    if plan.changes and plan.certificate.register_number is not None:
        plan.errors.append(_("la certificazione è stata rilasciata qui: non si cambia con un'importazione"))
    plan.outcome = Outcome.CHANGED if plan.changes else Outcome.UNCHANGED


def _same_award(row: RegisterRow, held: list[Certificate]) -> Certificate | None:
    """The certificate that the row speaks of: the ended one of the same award, else the open one."""
    for certificate in held:
        number = certificate.act.number if certificate.act else ""
        if certificate.is_ended and (number, certificate.award_date) == (row.act_number, row.act_date):
            return certificate
    return next((c for c in held if not c.is_ended), None)


def _changes(plan: PlannedRow, certificate: Certificate) -> dict[str, tuple[str, str]]:
    """Italian name of what changes → (before, after), as people read it; the order is that of the page."""
    row, act = plan.row, certificate.act
    pairs: list[tuple[str, Any, Any]] = [
        (_("stato"), certificate.get_state_display(), str(Certificate.State(row.state).label)),
        (_("categoria"), _category_name(plan, certificate), plan.category.name if plan.category else ""),
        (_("numero dell'atto"), act.number if act else "", row.act_number),
        (_("data dell'atto"), act.date if act else None, row.act_date),
        (_("scadenza"), certificate.valid_to, row.valid_to),
        (_("data di cessazione"), certificate.ended_on, row.ended_on),
        (_("punteggio"), certificate.score, row.score),
        (_("numero di registro"), certificate.source_number, row.source_number),
        (_("nota"), certificate.note, row.note),
        (_("codice fiscale"), plan.organisation.fiscal_code if plan.organisation else "", row.fiscal_code),
    ]
    return {label: (_shown(before), _shown(after)) for label, before, after in pairs if after and before != after}


def _category_name(plan: PlannedRow, certificate: Certificate) -> str:
    """Within one plan only two answers are possible: the row's own category or none."""
    same = plan.category is not None and certificate.category_id == plan.category.pk
    return plan.category.name if same and plan.category else ""


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if hasattr(value, "strftime"):
        return formats.date_format(value, "d/m/Y")
    return str(value)
