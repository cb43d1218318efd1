import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from certifications.models import Category, Certificate, ImportRun, Scheme
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.organisations.models import Organisation
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.organisations import OrganisationFactory


class ActFactory(DjangoModelFactory):
    class Meta:
        model = Act

    kind = Act.Kind.DETERMINATION
    body = "Ufficio Family Audit, marchi e certificazioni"
    number = factory.Sequence(lambda n: str(100 + n))
    date = datetime.date(2021, 7, 5)


class SchemeFactory(DjangoModelFactory):
    """Family in Italia, of Trento."""

    class Meta:
        model = Scheme
        django_get_or_create = ("slug",)

    slug = "family-in-italia"
    name = "Family in Italia"
    mark = "Family in Italia"
    administration = factory.SubFactory(AdministrationFactory, trento=True)


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("scheme", "slug")

    scheme = factory.SubFactory(SchemeFactory)
    slug = "comuni"
    name = "Comuni"
    kinds = [Organisation.Kind.MUNICIPALITY]


class CertificateFactory(DjangoModelFactory):
    """A valid certificate of Family in Italia, held in Piemonte, with its act; `ended=True` is revoked."""

    class Meta:
        model = Certificate

    class Params:
        ended = factory.Trait(state=Certificate.State.REVOKED, ended_on=datetime.date(2024, 2, 1))

    organisation = factory.SubFactory(OrganisationFactory)
    scheme = factory.SubFactory(SchemeFactory)
    administration = factory.SelfAttribute("scheme.administration")
    act = factory.SubFactory(ActFactory)
    award_date = datetime.date(2021, 7, 5)


class DocumentFactory(DjangoModelFactory):
    """A record without a file behind it."""

    class Meta:
        model = Document

    name = "registro.csv"
    title = "Registro"
    media_type = "text/csv"
    size = 10
    sha256 = "0" * 64


class ImportRunFactory(DjangoModelFactory):
    """An import of Trento, in any state."""

    class Meta:
        model = ImportRun

    document = factory.SubFactory(DocumentFactory)
    administration = factory.SubFactory(AdministrationFactory, trento=True)
    uploaded_by = factory.SubFactory(UserFactory)
    committed_at = factory.LazyAttribute(lambda run: timezone.now() if run.state == "committed" else None)
