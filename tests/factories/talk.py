import factory
from factory.django import DjangoModelFactory

from practices.models import Answer, Follow, Question
from tests.factories.accounts import AdministrationFactory, UserFactory
from tests.factories.practices import PracticeFactory


class QuestionFactory(DjangoModelFactory):
    """A question about a published practice of Piemonte, asked by somebody of Piemonte."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    practice = factory.SubFactory(PracticeFactory, published=True)
    author = factory.SubFactory(UserFactory)
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    text = factory.Sequence(lambda n: f"Quanto costa? ({n})")


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer
        skip_postgeneration_save = True

    question = factory.SubFactory(QuestionFactory)
    author = factory.SubFactory(UserFactory)
    administration = factory.SubFactory(AdministrationFactory, piemonte=True)
    text = factory.Sequence(lambda n: f"Poco. ({n})")


class FollowFactory(DjangoModelFactory):
    """Follows a published practice."""

    class Meta:
        model = Follow

    user = factory.SubFactory(UserFactory)
    practice = factory.SubFactory(PracticeFactory, published=True)
