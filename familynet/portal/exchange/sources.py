"""Where the exchange is read from: one small function per kind of thing, each giving dated items.

A new kind is one function and one line in SOURCES. A function asks a constant number of queries and gives only
what an official of any party may read. Item.area is a code of ProtocolArea; what has no area is no exchange.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from familynet.networks.models import Membership
from familynet.protocols.models import Protocol, ProtocolAction, ProtocolArea
from practices.models import ExchangeEvent, Practice, PracticeDocument, Question, Review, Stage, Transfer

Code = ProtocolArea.Code
# Schemes about work and life of people at work; every other mark is one of the instruments.
WORK_LIFE_SCHEMES = frozenset({"family-audit"})


@dataclass(frozen=True)
class Window:
    """What is asked for: a protocol with its parties, and the days, both included."""

    protocol: Protocol
    start: datetime.date
    end: datetime.date

    @property
    def days(self) -> tuple[datetime.date, datetime.date]:
        return self.start, self.end

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """From the first instant of the first day up to (not with) the first one after the last day."""
        zone = timezone.get_current_timezone()
        following = self.end + datetime.timedelta(days=1)
        midnight = datetime.time.min
        return (
            datetime.datetime.combine(self.start, midnight, zone),
            datetime.datetime.combine(following, midnight, zone),
        )


@dataclass(frozen=True)
class Item:
    """One thing that was exchanged. `administration` is None for what the parties did together."""

    date: datetime.date
    administration: int | None
    area: str
    title: str
    url: str


@dataclass(frozen=True)
class Source:
    """A kind of thing: its code, its name (an Italian plural), what finds it."""

    kind: str
    label: str | Promise
    find: Callable[[Window], Iterable[Item]]


def actions(window: Window) -> Iterator[Item]:
    """What the parties recorded as done under the protocol, for all of them together."""
    url = reverse("protocols:page", args=[window.protocol.slug])
    done = ProtocolAction.objects.filter(protocol=window.protocol, date__range=window.days)
    for title, date, area in done.values_list("title", "date", "area__code"):
        yield Item(date, None, area, title, url)


def _published(window: Window) -> QuerySet[Practice]:
    first, after = window.moments
    return Practice.objects.public().filter(
        administration__in=window.protocol.party_ids, published_at__gte=first, published_at__lt=after
    )


def published_practices(window: Window) -> Iterator[Item]:
    """Practices of a party, on the day on which everybody could read them first."""
    found = _published(window).annotate(area=F("policy_area__protocol_code"))
    for practice in found.only("slug", "title", "published_at", "administration_id"):
        day = timezone.localdate(practice.published_at)
        area: str = practice.area
        yield Item(day, practice.administration_id, area or "", practice.title, practice.get_absolute_url())


def validated_together(window: Window) -> Iterator[Item]:
    """Practices that the other side validated for the shared library, on the day of its judgement."""
    first, after = window.moments
    judged = Review.objects.filter(
        stage=Stage.JOINT,
        outcome=Review.Outcome.VALIDATED,
        created_at__gte=first,
        created_at__lt=after,
        practice__in=Practice.objects.public(),
        practice__administration__in=window.protocol.party_ids,
    ).select_related("practice__policy_area")
    for review in judged.only(
        "created_at", "practice__slug", "practice__title", "practice__policy_area__protocol_code"
    ):
        practice, area = review.practice, review.practice.policy_area
        code = area.protocol_code if area else ""
        yield Item(timezone.localdate(review.created_at), None, code, practice.title, practice.get_absolute_url())


def _between_parties(window: Window) -> QuerySet[Transfer]:
    """From one party to another; reuse inside one administration is no exchange."""
    parties = window.protocol.party_ids
    found = Transfer.objects.filter(owner__in=parties, adopter__in=parties).exclude(owner=F("adopter"))
    return found.select_related("practice__policy_area", "act")


def _transfer_item(transfer: Transfer, day: datetime.date, title: str) -> Item:
    area = transfer.practice.policy_area
    return Item(day, transfer.adopter_id, area.protocol_code if area else "", title, transfer.get_absolute_url())


def requests(window: Window) -> Iterator[Item]:
    """Practices that one party asked of another, whatever became of it; the title says what.

    A request is the business of its two sides: where there are more parties it is not told.
    """
    if len(window.protocol.party_ids) > 2:
        return
    for transfer in _between_parties(window).filter(asked_on__range=window.days):
        title = f"{transfer.practice.title} ({transfer.get_state_display()})"
        yield _transfer_item(transfer, transfer.asked_on, title)


def adoptions(window: Window) -> Iterator[Item]:
    """Adoptions that both sides confirmed, on the day of the act."""
    confirmed = _between_parties(window).filter(state__in=Transfer.CONFIRMED_STATES)
    for transfer in confirmed:
        day = transfer.adopted_on or timezone.localdate(transfer.adopted_at)
        if window.start <= day <= window.end:
            yield _transfer_item(transfer, day, transfer.practice.title)


def events(window: Window) -> Iterator[Item]:
    """Events held under an area of the protocol; one organised by several parties is theirs together."""
    first, after = window.moments
    held = ExchangeEvent.objects.filter(
        state__in=[ExchangeEvent.State.HELD, ExchangeEvent.State.CLOSED],
        administration__in=window.protocol.party_ids,
        starts_at__gte=first,
        starts_at__lt=after,
    ).exclude(protocol_area="")
    for event in held.prefetch_related("co_organisers"):
        others = {other.pk for other in event.co_organisers.all()} & window.protocol.party_ids
        together = bool(others - {event.administration_id})
        yield Item(
            timezone.localdate(event.starts_at),
            None if together else event.administration_id,
            event.protocol_area,
            event.title,
            event.get_absolute_url(),
        )


def documents(window: Window) -> Iterator[Item]:
    """Documents of public practices: on the day of the publication, or later when added later."""
    found = PracticeDocument.objects.filter(
        practice__in=Practice.objects.public(), practice__administration__in=window.protocol.party_ids
    ).select_related("document", "practice__policy_area")
    for item in found.only(
        "document__uuid",
        "document__title",
        "document__uploaded_at",
        "practice__slug",
        "practice__administration_id",
        "practice__published_at",
        "practice__policy_area__protocol_code",
    ):
        practice, area = item.practice, item.practice.policy_area
        added = item.document.uploaded_at
        day = timezone.localdate(max(practice.published_at or added, added))
        if window.start <= day <= window.end:
            title = item.document.title or str(item.document)
            code = area.protocol_code if area else ""
            yield Item(day, practice.administration_id, code, title, item.get_absolute_url())


def memberships(window: Window) -> Iterator[Item]:
    """Bodies in the territory of a party that joined a network."""
    joined = Membership.objects.public().filter(
        joined_on__range=window.days, organisation__administration__in=window.protocol.party_ids
    )
    for member in joined.select_related("network", "organisation"):
        title = f"{member.organisation.name}: {member.network.name}"
        yield Item(
            member.joined_on or window.start,
            member.organisation.administration_id,
            Code.NETWORKS,
            title,
            reverse("portal:organisation", args=[member.organisation.slug]),
        )


def certificates(window: Window) -> Iterator[Item]:
    """Marks of one party awarded to a body in the territory of another: what the protocol makes possible."""
    parties = window.protocol.party_ids
    awarded = (
        Certificate.objects.filter(
            award_date__range=window.days, administration__in=parties, seat_administration__in=parties
        )
        .exclude(administration=F("seat_administration"))
        .select_related("organisation", "scheme")
    )
    for certificate in awarded:
        scheme = certificate.scheme
        yield Item(
            certificate.award_date or window.start,
            certificate.seat_administration_id,
            Code.WORK_LIFE if scheme.slug in WORK_LIFE_SCHEMES else Code.INSTRUMENTS,
            f"{certificate.organisation.name}: {scheme.name}",
            reverse("portal:organisation", args=[certificate.organisation.slug]),
        )


def answered_questions(window: Window) -> Iterator[Item]:
    """Questions that officials of one party asked about a practice of another, with an answer.

    What was asked stays among officials; this page is theirs too.
    """
    first, after = window.moments
    parties = window.protocol.party_ids
    asked = (
        Question.objects.filter(
            state__in=[Question.State.ANSWERED, Question.State.CLOSED],
            hidden_at=None,
            created_at__gte=first,
            created_at__lt=after,
            administration__in=parties,
            practice__administration__in=parties,
            practice__in=Practice.objects.public(),
        )
        .exclude(administration=F("practice__administration"))
        .select_related("practice__policy_area")
    )
    for question in asked:
        area = question.practice.policy_area
        yield Item(
            timezone.localdate(question.created_at),
            question.administration_id,
            area.protocol_code if area else "",
            question.practice.title,
            question.get_absolute_url(),
        )


SOURCES = (
    Source("azioni", _("Azioni del protocollo"), actions),
    Source("pratiche", _("Buone pratiche pubblicate"), published_practices),
    Source("validate", _("Buone pratiche validate insieme"), validated_together),
    Source("richieste", _("Richieste di adozione"), requests),
    Source("adozioni", _("Adozioni confermate"), adoptions),
    Source("incontri", _("Incontri svolti"), events),
    Source("domande", _("Domande con risposta"), answered_questions),
    Source("documenti", _("Documenti delle pratiche"), documents),
    Source("certificati", _("Certificati a enti dell'altra amministrazione"), certificates),
    Source("adesioni", _("Adesioni alle reti"), memberships),
)
