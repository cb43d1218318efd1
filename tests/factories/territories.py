import factory
from factory.django import DjangoModelFactory

from familynet.territories.models import Municipality, Province, Region


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("istat_code",)

    istat_code = "01"
    name = "Piemonte"


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("istat_code",)

    class Params:
        trento = factory.Trait(
            istat_code="022",
            abbreviation="TN",
            name="Trento",
            region=factory.SubFactory(RegionFactory, istat_code="04", name="Trentino-Alto Adige/Südtirol"),
        )

    istat_code = "004"
    abbreviation = "CN"
    name = "Cuneo"
    region = factory.SubFactory(RegionFactory)


def place(n):
    """Three characters that no real ISTAT code has; they begin again after 2,600 comuni."""
    return f"{chr(65 + n // 100 % 26)}{n % 100:02d}"


class MunicipalityFactory(DjangoModelFactory):
    """A comune of the province of Cuneo, or of Trento with `trento=True`."""

    class Meta:
        model = Municipality

    class Params:
        trento = factory.Trait(
            istat_code=factory.Sequence(lambda n: f"022{place(n)}"),
            province=factory.SubFactory(ProvinceFactory, trento=True),
        )

    istat_code = factory.Sequence(lambda n: f"004{place(n)}")
    cadastral_code = factory.Sequence(lambda n: f"{chr(65 + n // 1000 % 20)}{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Comune {n}")
    province = factory.SubFactory(ProvinceFactory)
    latitude = 44.7
    longitude = 7.85
    population = 4000
