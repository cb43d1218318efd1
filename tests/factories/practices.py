import datetime

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from familynet.kernel.documents import Document
from practices.models import PolicyArea, Practice, PracticeDocument, Review, TargetGroup, Taxonomy
from tests.factories.accounts import AdministrationFactory, UserFactory


class TaxonomyFactory(DjangoModelFactory):
    class Meta:
        model = Taxonomy
        django_get_or_create = ("version",)

    version = "2022"
    title = "Aree delle politiche familiari"
    valid_from = datetime.date(2022, 1, 1)


class PolicyAreaFactory(DjangoModelFactory):
    class Meta:
        model = PolicyArea
        django_get_or_create = ("taxonomy", "code")

    taxonomy = factory.SubFactory(TaxonomyFactory)
    code = "welfare-territoriale"
    name = "Welfare territoriale e sostenibilità"


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = TargetGroup
        django_get_or_create = ("code",)

    code = "prima-infanzia"
    name = "Famiglie con figli da 0 a 6 anni"


class PracticeFactory(DjangoModelFactory):
    """A complete draft of Piemonte; traits put it into another state, `empty` leaves only the title."""

    class Meta:
        model = Practice
        skip_postgeneration_save = True

    class Params:
        trento = factory.Trait(
            administration=factory.SubFactory(AdministrationFactory, trento=True), province_codes=["TN"]
        )
        submitted = factory.Trait(state="submitted", submitted_at=factory.LazyFunction(timezone.now))
        changes_requested = factory.Trait(
            state="changes_requested", submitted_at=factory.LazyFunction(timezone.now)
        )
        rejected = factory.Trait(state="rejected", submitted_at=factory.LazyFunction(timezone.now))
        published = factory.Trait(
            state="published",
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
        )
        archived = factory.Trait(
            state="archived",
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
            archived_at=factory.LazyFunction(timezone.now),
        )
        empty = factory.Trait(
            policy_area=None,
            started_on=None,
            scope="",
            territory_label="",
            province_codes=[],
            target_codes=[],
            **dict.fromkeys(
                ("summary", "problem", "solution", "costs", "results", "lessons", "transferability"), ""
            ),
            contact_name="",
            contact_email="",
        )

    slug = factory.Sequence(lambda n: f"pratica-{n}")
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Pratica {n}")
    summary = "Uno spazio per i genitori."
    policy_area = factory.SubFactory(PolicyAreaFactory)
    problem = "I genitori sono soli."
    solution = "Si apre uno spazio."
    scope = "whole"
    territory_label = "Regione Piemonte"
    province_codes = ["CN", "TO"]
    target_codes = ["prima-infanzia"]
    started_on = datetime.date(2022, 3, 1)
    costs = "Poco."
    results = "Tanti incontri."
    lessons = "Aprire anche di sera."
    transferability = "Serve una stanza."
    contact_name = "Maria Contatto"
    contact_email = "contatto.riservato@piemonte.example"

    @factory.post_generation
    def target_groups(self, create, extracted, **kwargs):
        if create and self.target_codes:
            self.target_groups.set(extracted or [TargetGroupFactory()])


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    name = "relazione.txt"
    title = factory.Sequence(lambda n: f"Relazione {n}")
    media_type = "text/plain"
    size = 5
    sha256 = "0" * 64
    file = factory.LazyFunction(lambda: ContentFile(b"testo", name="relazione.txt"))


class PracticeDocumentFactory(DjangoModelFactory):
    class Meta:
        model = PracticeDocument

    practice = factory.SubFactory(PracticeFactory)
    document = factory.SubFactory(DocumentFactory)
    position = factory.Sequence(lambda n: n + 1)


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    practice = factory.SubFactory(PracticeFactory, submitted=True)
    validator = factory.SubFactory(UserFactory)
    outcome = Review.Outcome.CHANGES_REQUESTED
    comment = "Mancano i costi."
    round = factory.Sequence(lambda n: n + 1)
