import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from familynet.accounts.roles import Role
from familynet.protocols.models import ProtocolArea
from practices.models import EvidenceCriteria, EvidenceLevel, EvidenceRequirement, PracticeVersion
from practices.snapshots import content_of
from tests.factories.accounts import AdministrationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ProtocolAreaFactory


class PracticeVersionFactory(DjangoModelFactory):
    """Version 1 of a published practice, with the text that the practice has."""

    class Meta:
        model = PracticeVersion

    practice = factory.SubFactory(PracticeFactory, published=True)
    number = 1
    content = factory.LazyAttribute(lambda version: content_of(version.practice))
    published_at = factory.LazyFunction(timezone.now)


def make_criteria():
    """The criteria as the migration writes them; a test that commits may have emptied the tables."""
    criteria, is_new = EvidenceCriteria.objects.get_or_create(
        version="2017", defaults={"title": "Criteri", "source": "EPIC", "valid_from": datetime.date(2017, 11, 1)}
    )
    if is_new:
        for order, (code, others) in enumerate((("emergent", 0), ("promising", 1), ("best", 2)), start=1):
            EvidenceLevel.objects.create(criteria=criteria, code=code, name=code, order=order, others=others)
        for dimension in ("effectiveness", "transferability", "enduring"):
            for grade in range(3):
                EvidenceRequirement.objects.create(
                    criteria=criteria, dimension=dimension, grade=grade, text=f"Requisito {dimension} {grade}"
                )
    return criteria


def make_exchange():
    """Trento and Piemonte exchange good practices under a protocol."""
    return ProtocolAreaFactory(code=ProtocolArea.Code.GOOD_PRACTICES).protocol


def make_person(role, slug):
    administration = AdministrationFactory(**{slug: True})
    user = UserFactory(administration=administration)
    return RoleAssignmentFactory(user=user, role=Role(role), administration=administration).user


def proposed(**fields):
    """A version of Piemonte that waits for Trento."""
    make_exchange()
    version = PracticeVersionFactory(
        practice=PracticeFactory(published=True, **fields), state="joint_proposed", proposed_at=timezone.now()
    )
    return version
