import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from practices.models import Collection, CollectionItem, PracticeImport
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.practices import DocumentFactory, PracticeFactory


class CollectionFactory(DjangoModelFactory):
    """A private collection of Piemonte; traits: of a person, shared, public, closed."""

    class Meta:
        model = Collection

    class Params:
        personal = factory.Trait(administration=None, owner=factory.SubFactory(UserFactory))
        public = factory.Trait(visibility="public", slug=factory.Sequence(lambda n: f"raccolta-{n}"))
        closed = factory.Trait(closed_at=factory.LazyFunction(timezone.now))

    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    title = factory.Sequence(lambda n: f"Raccolta {n}")
    description = "Per chi comincia."


class CollectionItemFactory(DjangoModelFactory):
    class Meta:
        model = CollectionItem

    collection = factory.SubFactory(CollectionFactory)
    practice = factory.SubFactory(PracticeFactory, published=True)
    note = "Da leggere per prima."
    position = factory.Sequence(lambda n: n + 1)


class PracticeImportFactory(DjangoModelFactory):
    """A checked file of Piemonte."""

    class Meta:
        model = PracticeImport

    document = factory.SubFactory(DocumentFactory, name="pratiche.csv", media_type="text/csv")
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    uploaded_by = factory.SubFactory(UserFactory)
    state = "checked"
    new = 1
