import datetime

import factory
from factory.django import DjangoModelFactory

from familynet.kernel.acts import Act


class ActFactory(DjangoModelFactory):
    class Meta:
        model = Act

    kind = Act.Kind.RESOLUTION
    body = "Giunta"
    number = factory.Sequence(lambda n: str(n + 1))
    date = datetime.date(2024, 5, 20)
    subject = "Atto di prova"
