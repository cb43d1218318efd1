"""Fill the scratch database through COPY: organisations, certificates, practices. Deterministic."""

import datetime
import itertools
import random
from collections.abc import Iterable, Iterator

from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone
from tqdm import tqdm

from certifications.actions import ensure_schemes
from certifications.models import Certificate, Scheme
from certifications.models.register import rebuild_register_counts
from familynet.accounts.models import Administration, User
from familynet.organisations.models import Organisation
from familynet.territories.models import Municipality, Province, Region
from practices.actions import refresh_contexts
from practices.models import PolicyArea, Practice

WORDS = """
famiglia comune bambini servizi nido scuola sport cultura museo biblioteca mobilità conciliazione lavoro
giovani anziani rete distretto sostegno accoglienza spazio gioco estate tariffe casa ascolto genitori
fratelli nonni adozione affido laboratorio sentiero trasporto mensa compiti musica teatro natura salute
""".split()


def copy(model: type[models.Model], rows: Iterable[models.Model], total: int) -> None:
    """COPY unsaved instances into their table, one row in memory at a time."""
    stream = iter(rows)
    first = next(stream)  # what `rows` asks of the database comes before COPY takes the connection
    fields = [f for f in model._meta.concrete_fields if not (f.primary_key or f.generated or f.has_db_default())]
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as sink:
        for row in tqdm(itertools.chain([first], stream), total=total, desc=model._meta.label, mininterval=1):
            sink.write_row([f.get_db_prep_save(f.pre_save(row, True), connection) for f in fields])


def administrations() -> list[Administration]:
    """Trento and Piemonte; the comuni are loaded when the database is empty."""
    if not Municipality.objects.exists():
        call_command("load_territories", verbosity=0)
    trentino, piedmont = Region.objects.get(istat_code="04"), Region.objects.get(istat_code="01")
    wanted = [
        ("p_TN", "trento", "Provincia autonoma di Trento", trentino, Province.objects.get(abbreviation="TN")),
        ("r_piemon", "piemonte", "Regione Piemonte", piedmont, None),
    ]
    return [
        Administration.objects.get_or_create(
            ipa_code=code,
            defaults={"slug": slug, "name": name, "short_name": name, "region": region, "province": province},
        )[0]
        for code, slug, name, region, province in wanted
    ]


def vocabulary() -> list[str]:
    """4,000 words, the frequent ones first; those that people look for stand all along it."""
    chance = random.Random(3)
    syllables = [c + v for c in "bcdfglmnprstvz" for v in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(4000)]
    for place, word in enumerate(WORDS):
        words[place * 60] = word  # "famiglia" is in nearly every text, "salute" in a few
    return words


VOCABULARY = vocabulary()
FREQUENCIES = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(VOCABULARY))))


def sentence(chance: random.Random, words: int) -> str:
    """Words as often as in a real text: a few everywhere, most of them rarely (Zipf)."""
    return " ".join(chance.choices(VOCABULARY, cum_weights=FREQUENCIES, k=words)).capitalize() + "."


def paragraphs(chance: random.Random, count: int) -> str:
    return "\n\n".join(" ".join(sentence(chance, 12) for _ in range(6)) for _ in range(count))


def organisations(count: int, chance: random.Random) -> Iterator[Organisation]:
    """`count` bodies spread over all comuni."""
    trento, piemonte = administrations()
    comuni = list(Municipality.objects.current().values_list("pk", "name", "province__abbreviation"))
    kinds = [kind for kind in Organisation.Kind.values if kind not in ("municipality", "region")]
    for number in range(1, count + 1):
        comune, place, province = chance.choice(comuni)
        yield Organisation(
            slug=f"ente-{number}",
            name=f"{' '.join(chance.sample(WORDS, 2)).title()} {place} {number}"[:200],
            kind=chance.choice(kinds),
            municipality_id=comune,
            administration=trento if province == "TN" else piemonte,
        )


def certificates(count: int, chance: random.Random) -> Iterator[Certificate]:
    """`count` certificates: each organisation has one, some have two of different schemes."""
    schemes = [(scheme, list(scheme.categories.all()) or [None]) for scheme in Scheme.objects.order_by("pk")]
    ended, open_states = Certificate.ENDED, [s for s in Certificate.State if s not in Certificate.ENDED]
    first = datetime.date(2010, 1, 1)
    holders = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    for number in range(count):
        turn, place = divmod(number, len(holders))
        scheme, categories = schemes[(holders[place] + turn) % len(schemes)]
        awarded = first + datetime.timedelta(days=chance.randrange(6000))
        state = chance.choice(open_states) if chance.random() < 0.85 else chance.choice(ended)
        yield Certificate(
            organisation_id=holders[place],
            scheme=scheme,
            category=chance.choice(categories),
            administration_id=scheme.administration_id,
            state=state,
            source_number=str(number + 1),
            award_date=awarded,
            ended_on=awarded + datetime.timedelta(days=400) if state in ended else None,
        )


def practices(count: int, chance: random.Random) -> Iterator[Practice]:
    """`count` published practices of both administrations."""
    author = User.objects.get_or_create(email="misure@example.org", defaults={"full_name": "Misure"})[0]
    owners = administrations()
    areas = list(PolicyArea.objects.values_list("pk", flat=True))
    provinces = list(Province.objects.values_list("abbreviation", flat=True))
    now = timezone.now()
    for number in range(1, count + 1):
        published = now - datetime.timedelta(minutes=number * 37)
        yield Practice(
            slug=f"pratica-{number}",
            administration=chance.choice(owners),
            author=author,
            state=Practice.State.PUBLISHED,
            title=f"{sentence(chance, 5)[:80]} {number}",
            summary=sentence(chance, 30)[:390],
            policy_area_id=chance.choice(areas),
            problem=paragraphs(chance, 1),
            solution=paragraphs(chance, 2),
            results=paragraphs(chance, 1),
            lessons=paragraphs(chance, 1),
            scope=Practice.Scope.MUNICIPALITIES,
            province_codes=[chance.choice(provinces)],
            target_codes=[],
            kind=Practice.Kind.LESSON if number % 50 == 0 else Practice.Kind.PRACTICE,
            is_joint=number % 5 == 0,
            evidence="" if number % 50 == 0 else ("", "", "", "emergent", "promising", "best")[number % 6],
            review_on=published.date() + datetime.timedelta(days=365),
            territory_label="Piemonte",
            started_on=datetime.date(chance.randrange(2008, 2026), 1, 1),
            is_ongoing=True,
            submitted_at=published,
            published_at=published,
        )


def places(count: int, chance: random.Random) -> Iterator[models.Model]:
    """One comune for each of nine practices of ten, three for the tenth."""
    comuni = list(Municipality.objects.current().values_list("pk", flat=True))
    for place, practice in enumerate(Practice.objects.order_by("pk").values_list("pk", flat=True)[:count]):
        for comune in chance.sample(comuni, 3 if place % 10 == 9 else 1):
            yield Practice.municipalities.through(practice_id=practice, municipality_id=comune)


def fill(organisation_count: int, certificate_count: int, practice_count: int) -> None:
    """All three tables from empty ones, then the sums of the register and the planner's statistics."""
    chance = random.Random(7)
    trento, _piemonte = administrations()
    ensure_schemes(administration=trento)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE organisations_organisation, practices_practice CASCADE")
    copy(Organisation, organisations(organisation_count, chance), organisation_count)
    copy(Certificate, certificates(certificate_count, chance), certificate_count)
    copy(Practice, practices(practice_count, chance), practice_count)
    call_command("load_facts", verbosity=0)
    copy(Practice.municipalities.through, places(practice_count, chance), practice_count)
    refresh_contexts()
    rebuild_register_counts()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
