"""Tables of mutual recognition."""

import factory
from factory.django import DjangoModelFactory

from certifications.models import RequirementMap, RequirementMatch
from tests.factories.applications import SchemeVersionFactory
from tests.factories.certifications import SchemeFactory


class RequirementMapFactory(DjangoModelFactory):
    """A draft of Trento between two disciplinari of three requirements, all without match."""

    class Meta:
        model = RequirementMap
        skip_postgeneration_save = True

    from_version = factory.SubFactory(SchemeVersionFactory, with_requirements=3, published=True)
    to_version = factory.SubFactory(
        SchemeVersionFactory,
        scheme=factory.SubFactory(SchemeFactory, slug="family-in-trentino", name="Family in Trentino"),
        with_requirements=3,
        published=True,
    )
    administration = factory.SelfAttribute("to_version.scheme.administration")

    @factory.post_generation
    def matches(self, create, relation, **fields):
        sources = {r.code: r for r in self.from_version.requirements.all()}
        for target in self.to_version.requirements.all():
            source = sources.get(target.code) if relation else None
            RequirementMatch.objects.create(
                map=self, target=target, source=source, relation=relation if source else "none"
            )
