"""The columns of a table of practices: what is exported, and how an import reads it back.

One list for CSV, XLSX and JSON. Contacts and people are not in it: they never leave the portal in a file, and an
import leaves them as they are. How a value stands in a cell says familynet/kernel/cells.py; the page for people
is docs/guide/import-export.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from familynet.kernel.cells import cell_of
from practices.models import Practice

CHUNK = 200
KEY = "codice"


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it says about a practice, the field of the form that an import writes.

    A column without `field` is for reading: an import ignores it where it is unchanged and refuses it otherwise.
    """

    key: str
    label: str | Promise
    meaning: str | Promise
    value: Callable[[Practice], Any]
    field: str = ""


def _text(key: str, field: str, label: str | Promise, meaning: str | Promise) -> Column:
    return Column(key, label, meaning, lambda practice: getattr(practice, field), field)


def _day(moment: Any) -> Any:
    return timezone.localtime(moment).date() if moment else None


COLUMNS: tuple[Column, ...] = (
    Column(
        KEY,
        _("Codice"),
        _("Identifica la pratica per sempre. Vuoto: la riga è una pratica nuova."),
        lambda p: str(p.uuid),
    ),
    Column(
        "amministrazione",
        _("Amministrazione"),
        _("Nome dell'amministrazione che ha scritto la pratica."),
        lambda p: p.administration.name,
    ),
    Column("stato", _("Stato"), _("Bozza, Inviata, Pubblicata …"), lambda p: str(p.get_state_display())),
    _text("titolo", "title", _("Titolo"), _("Al massimo 100 caratteri.")),
    _text("in_breve", "summary", _("In breve"), _("Al massimo 400 caratteri.")),
    Column(
        "area_di_intervento",
        _("Area di intervento"),
        _("Nome di un'area della tassonomia in vigore."),
        lambda p: p.policy_area.name if p.policy_area else "",
        "policy_area",
    ),
    Column(
        "destinatari",
        _("Destinatari"),
        _("Nomi dei gruppi; più valori separati da una barra verticale."),
        lambda p: [group.name for group in p.target_groups.all()],
        "target_groups",
    ),
    _text("problema", "problem", _("Il problema"), _("Testo, anche con elenchi (Markdown).")),
    _text("soluzione", "solution", _("Che cosa si fa"), _("Testo, anche con elenchi (Markdown).")),
    Column(
        "territorio",
        _("Territorio"),
        _("Tutto il territorio dell'amministrazione, Uno o più Comuni, oppure Un'altra area."),
        lambda p: str(p.get_scope_display()),
        "scope",
    ),
    Column(
        "comuni",
        _("Comuni"),
        _("Per esempio Bra (CN); più valori separati da una barra verticale."),
        lambda p: [str(municipality) for municipality in p.municipalities.all()],
        "municipalities",
    ),
    _text("nome_area", "area_name", _("Nome dell'area"), _("Solo per un'altra area.")),
    Column(
        "province",
        _("Province"),
        _("Sigle; più valori separati da una barra verticale."),
        lambda p: list(p.province_codes),
        "province_codes",
    ),
    _text("dal", "started_on", _("Dal"), _("Data di inizio, come 2024-03-01 o 01/03/2024.")),
    _text("al", "ended_on", _("Al"), _("Data di fine, se è finita.")),
    _text("in_corso", "is_ongoing", _("Ancora in corso"), _("sì oppure no.")),
    _text("costo_totale", "total_cost", _("Costo totale in euro"), _("Numero, per esempio 12500.50.")),
    _text("costi", "costs", _("I costi"), _("Testo.")),
    _text("chi_paga", "funding", _("Chi paga"), _("Testo.")),
    _text("risorse", "resources", _("Persone, spazi e competenze"), _("Testo.")),
    _text("risultati", "results", _("I risultati"), _("Testo.")),
    Column(
        "indicatori",
        _("Indicatori"),
        _("Uno per riga della cella: che cosa si misura | prima | dopo | fonte."),
        lambda p: [
            {part: row.get(part, "") for part in ("name", "before", "after", "source")} for row in p.indicators
        ],
        "indicators",
    ),
    _text("lezioni", "lessons", _("Lezioni e insuccessi"), _("Testo.")),
    _text("trasferibilita", "transferability", _("Che cosa serve per rifarla altrove"), _("Testo.")),
    _text("fonti", "sources", _("Fonti e collegamenti"), _("Testo.")),
    Column(
        "pubblicata_il", _("Pubblicata il"), _("Data della prima pubblicazione."), lambda p: _day(p.published_at)
    ),
    Column("aggiornata_il", _("Aggiornata il"), _("Data dell'ultima modifica."), lambda p: _day(p.updated_at)),
    Column(
        "indirizzo",
        _("Indirizzo"),
        _("La pagina della pratica."),
        lambda p: settings.SITE_URL + p.get_absolute_url(),
    ),
)
HEADER = [column.key for column in COLUMNS]
# Change by themselves when a practice is touched; a file may be older than they are.
MOVING = frozenset({"aggiornata_il", "pubblicata_il", "indirizzo"})


def for_tables(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """With what the columns read; to be gone through with `table_rows`."""
    return practices.select_related("administration", "policy_area").prefetch_related(
        "target_groups", "municipalities__province"
    )


def table_rows(practices: QuerySet[Practice]) -> Iterator[list[Any]]:
    """One list of values per practice, read in portions, in Italian whatever the reader's language."""
    for practice in for_tables(practices).iterator(chunk_size=CHUNK):
        with translation.override("it"):
            values = values_of(practice)
        yield values


def values_of(practice: Practice) -> list[Any]:
    return [column.value(practice) for column in COLUMNS]


def cells_of(practice: Practice) -> dict[str, str]:
    """What an export writes into each cell, before it is made safe."""
    with translation.override("it"):
        return {column.key: cell_of(column.value(practice)) for column in COLUMNS}
