"""The schemes that public sources describe: facts only, what is not public stays empty."""

import datetime
from dataclasses import dataclass, field

from django.db import transaction

from certifications.models import Category, Scheme, SchemeVersion
from familynet.accounts.models import Administration
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation

K = Organisation.Kind
D = datetime.date


@dataclass(frozen=True)
class Specification:
    """A disciplinare: its name and the resolution of the Giunta that approved it, when known."""

    label: str
    number: str
    day: D | None


@dataclass(frozen=True)
class CategoryFacts:
    slug: str
    name: str
    kinds: tuple[str, ...] = ()
    note: str = ""
    specifications: tuple[Specification, ...] = ()


@dataclass(frozen=True)
class SchemeFacts:
    slug: str
    name: str
    mark: str
    summary: str
    kinds: tuple[str, ...] = ()
    categories: tuple[CategoryFacts, ...] = ()
    specifications: tuple[Specification, ...] = field(default=())


TRENTINO_CATEGORIES = (
    CategoryFacts(
        "comuni",
        "Comuni",
        (K.MUNICIPALITY,),
        "Il punteggio minimo dipende dagli abitanti: 58 punti per i comuni sotto i 5.000.",
        (
            Specification("Disciplinare Comuni 2012", "491", D(2012, 3, 16)),
            Specification("Disciplinare Comuni 2015", "2103", D(2015, 11, 27)),
        ),
    ),
    CategoryFacts("esercizi-alberghieri", "Esercizi alberghieri", (K.HOSPITALITY,)),
    CategoryFacts("bed-and-breakfast", "Bed & Breakfast", (K.HOSPITALITY,)),
    CategoryFacts(
        "appartamenti-turistici",
        "Appartamenti turistici",
        (K.HOSPITALITY,),
        "Due sezioni: alloggi per uso turistico; case e appartamenti per vacanza.",
    ),
    CategoryFacts("ostelli", "Ostelli per la gioventù", (K.HOSPITALITY,)),
    CategoryFacts(
        "attivita-culturali-musei",
        "Attività culturali e Musei",
        (K.CULTURE, K.ASSOCIATION),
        "Tre sezioni: musei; compagnie di spettacolo ed enti pubblici; soggetti culturali qualificati.",
    ),
    CategoryFacts("associazioni-sportive", "Associazioni sportive", (K.ASSOCIATION,)),
    CategoryFacts("sportelli-informativi", "Sportelli informativi"),
    CategoryFacts(
        "eventi-temporanei",
        "Eventi temporanei",
        (),
        "Dal 2012 il minimo è di 54 punti con la ristorazione e di 34 senza.",
    ),
    CategoryFacts(
        "esercizio-amico-dei-bambini",
        "Esercizio amico dei bambini",
        (K.COMPANY,),
        "Bar, ristoranti e bicigrill.",
        (Specification("Disciplinare Esercizio amico dei bambini 2008", "426", D(2008, 2, 22)),),
    ),
    CategoryFacts(
        "agriturismi-fattorie-didattiche", "Attività agrituristiche e fattorie didattiche", (K.COMPANY,)
    ),
    CategoryFacts("floricolture", "Floricolture", (K.COMPANY,), "Due tipi: vivai e centri di giardinaggio."),
    CategoryFacts("territorio", "Territorio", (), "Disciplinare d'area degli Altipiani Cimbri."),
)
PUBLIC_SCHEMES = (
    SchemeFacts(
        "family-in-trentino",
        "Family in Trentino",
        "Family in Trentino",
        "Marchio di attenzione della Provincia autonoma di Trento, nato nel 2006, per chi si impegna nelle "
        "politiche di benessere familiare. È volontario e parte da un'autovalutazione; ogni categoria ha il suo "
        "disciplinare, con requisiti obbligatori e facoltativi.",
        categories=TRENTINO_CATEGORIES,
    ),
    SchemeFacts(
        "family-in-italia",
        "Family in Italia",
        "Family in Italia",
        "Certificazione «Comune amico della famiglia» per i comuni e le unioni di comuni fuori dal Trentino, "
        "nelle regioni che hanno un accordo con la Provincia autonoma di Trento. Ha dieci requisiti: cinque alla "
        "domanda, cinque entro due anni.",
        (K.MUNICIPALITY, K.MUNICIPAL_UNION, K.CONSORTIUM),
        (CategoryFacts("comuni", "Comuni", (K.MUNICIPALITY,)),),
    ),
    SchemeFacts(
        "family-audit",
        "Family Audit",
        "Family Audit",
        "Standard di gestione per conciliare vita e lavoro: un piano aziendale di tre anni, verificato ogni anno "
        "da un valutatore esterno.",
        specifications=(
            Specification("Linee guida Family Audit 2010", "1364", None),
            Specification("Linee guida Family Audit 2016", "2082", D(2016, 11, 24)),
        ),
    ),
)


@transaction.atomic
def ensure_schemes(*, administration: Administration) -> list[Scheme]:
    """Create the schemes of the certifier where they are missing; what an office has changed stays."""
    return [_ensure(facts, order, administration) for order, facts in enumerate(PUBLIC_SCHEMES, start=1)]


def _ensure(facts: SchemeFacts, order: int, administration: Administration) -> Scheme:
    scheme, _created = Scheme.objects.get_or_create(
        slug=facts.slug,
        defaults={
            "name": facts.name,
            "mark": facts.mark,
            "summary": facts.summary,
            "administration": administration,
            "kinds": list(facts.kinds),
            "order": order,
        },
    )
    for specification in facts.specifications:
        _ensure_version(scheme, None, specification, administration)
    for place, category_facts in enumerate(facts.categories, start=1):
        category, _created = Category.objects.get_or_create(
            scheme=scheme,
            slug=category_facts.slug,
            defaults={
                "name": category_facts.name,
                "kinds": list(category_facts.kinds),
                "note": category_facts.note,
                "order": place,
            },
        )
        for specification in category_facts.specifications:
            _ensure_version(scheme, category, specification, administration)
    return scheme


def _ensure_version(
    scheme: Scheme, category: Category | None, facts: Specification, administration: Administration
) -> None:
    if SchemeVersion.objects.filter(scheme=scheme, category=category, label=facts.label).exists():
        return
    act = Act.objects.create(
        kind=Act.Kind.RESOLUTION,
        body="Giunta provinciale",
        number=facts.number,
        date=facts.day,
        subject=facts.label,
    )
    SchemeVersion.objects.create(
        scheme=scheme,
        category=category,
        label=facts.label,
        act=act,
        valid_from=facts.day,
        state=SchemeVersion.State.PUBLISHED,
    )
