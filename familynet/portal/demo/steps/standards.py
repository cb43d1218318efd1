"""Piemonte's call for comuni, from public sources; and invented family infrastructures."""

import datetime
from decimal import Decimal

from certifications.actions import (
    import_scheme,
    increase_budget,
    move_call,
    move_infrastructure,
    record_known_grant,
    save_call,
    save_infrastructure,
)
from certifications.actions.schemes import example_scheme
from certifications.models import FundedProject, FundingCall, Infrastructure, InfrastructureKind
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation
from familynet.portal.demo.steps.cast import Cast, invented
from familynet.territories.models import Municipality

# DGR 7-5965 of 18/11/2022 and the news of the Regione about the comuni funded (shared facts, 7.2).
FIRST = ("Torino", "Moncalieri", "Grugliasco", "Biella", "Tortona", "Bra", "Mondovì", "Vercelli")
LATER = ("Collegno", "Venaria Reale", "Casale Monferrato")
NO_AMOUNT = "Importo del singolo progetto e atto di concessione non trovati nelle fonti pubbliche."
# (kind, name, owner's number, cadastral code, latitude, longitude, features)
PLACES = (
    (
        "baby-little-home",
        "Casetta del parco (esempio)",
        8,
        "F187",
        (46.07, 11.13),
        {"fasciatoio": True, "scaldabiberon": True},
    ),
    (
        "fasciatoio",
        "Fasciatoio del museo (esempio)",
        2,
        "L378",
        (46.068, 11.121),
        {"per-tutti": True, "senza-scale": True},
    ),
    (
        "sentiero-famiglia",
        "Giro del lago (esempio)",
        1,
        "F307",
        (46.14, 10.963),
        {"eta": "passeggino", "lunghezza": 4.5, "dislivello": 60},
    ),
    ("baby-pit-stop", "Spazio allattamento (esempio)", 19, "L746", (45.92, 8.55), {"spazio-riservato": True}),
    ("parcheggio-rosa", "Parcheggio della stazione (esempio)", 17, "L219", (45.062, 7.678), {"posti": 3}),
)


def make_standards(cast: Cast) -> None:
    import_scheme(
        example_scheme("standard-famiglia"),
        administration=cast.administrations["trento"],
        by=cast.person("istruttoria", "trento"),
    )
    _make_call(cast)
    for place in PLACES:
        _make_place(cast, *place)


def _make_call(cast: Cast) -> None:
    call = FundingCall(
        slug="comuni-amici-della-famiglia-2022",
        is_demo=True,
        administration=cast.administrations["piemonte"],
        title="Contributi ai Comuni per il piano e la certificazione Comune amico della famiglia",
        summary="Sostiene i Comuni piemontesi che scrivono il piano delle politiche familiari e chiedono la "
        "certificazione Family in Italia.",
        requirements="Comuni con più di 20.000 abitanti. Il progetto riguarda il piano e la certificazione.",
        condition={"fact": "population", "op": "gt", "value": 20_000},
        closes_on=datetime.date(2023, 3, 30),
        budget=Decimal(220_000),
        max_per_project=Decimal(27_500),
        cofunding_percent=Decimal(10),
        source_note="Presentato il 2 febbraio 2023, domande fino al 30 marzo 2023. Otto Comuni finanziati il 30 "
        "maggio 2023, poi altri tre: in tutto 11 Comuni e 299.750 euro. Gli importi dei singoli progetti non sono "
        "nelle fonti pubbliche trovate.",
    )
    save_call(call=call, by=cast.person("istruttoria", "piemonte"))
    manager = cast.person("dirigenza", "piemonte")
    act = Act.objects.create(
        kind=Act.Kind.RESOLUTION,
        body="Giunta regionale del Piemonte",
        number="7-5965",
        date=datetime.date(2022, 11, 18),
        subject="Convenzione con la Provincia autonoma di Trento e criteri del bando",
    )
    move_call(call=call, name="publish", by=manager, act=act)
    increase_budget(
        call=call,
        amount=Decimal(79_750),
        by=manager,
        note="Differenza tra il totale concesso (299.750 euro) e lo stanziamento iniziale; atto non trovato nelle "
        "fonti pubbliche.",
    )
    for name in (*FIRST, *LATER):
        comune = Organisation.objects.filter(kind="municipality", municipality__name=name).first()
        if comune is not None:
            project = FundedProject(
                call=call, organisation=comune, title="Piano e certificazione del Comune", note=NO_AMOUNT
            )
            record_known_grant(project=project, by=manager)


def _make_place(
    cast: Cast,
    kind: str,
    name: str,
    owner: int,
    cadastral_code: str,
    position: tuple[float, float],
    features: dict[str, object],
) -> None:
    organisation = invented(owner)
    slug = organisation.administration.slug
    place = Infrastructure(
        kind=InfrastructureKind.objects.get(slug=kind),
        name=name,
        owner=organisation,
        municipality=Municipality.objects.current().get(cadastral_code=cadastral_code),
        latitude=position[0],
        longitude=position[1],
        opening="Tutti i giorni (esempio)",
        is_demo=True,
    )
    officer = cast.person("istruttoria", slug)
    save_infrastructure(infrastructure=place, features=features, by=officer)
    move_infrastructure(infrastructure=place, name="publish", by=officer)
