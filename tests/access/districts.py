from tests.access.rows import PUBLIC, Row
from tests.factories.districts import (
    ActionFactory,
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
)
from tests.factories.territories import MunicipalityFactory

READERS = {"trento:*": 200}
OFFICER_ONLY = {"trento:district_officer": 200, "trento:*": 403}
OFFICER_POSTS = {"trento:district_officer": 302, "trento:*": 403}
ACT = {"act-kind": "resolution", "act-number": "675", "act-date": "2024-04-27"}


def district(world):
    return {"slug": DistrictFactory(administration=world.trento).slug}


def signed(world):
    agreement = AreaAgreementFactory(district__administration=world.trento)
    return {"slug": agreement.district.slug, "pk": agreement.pk}


def proposed(world):
    agreement = AreaAgreementFactory(district__administration=world.trento, proposed=True)
    return {"slug": agreement.district.slug, "pk": agreement.pk, "name": "approve"}


def requested(world):
    member = DistrictMemberFactory(district__administration=world.trento, requested=True)
    return {"slug": member.district.slug, "pk": member.pk, "name": "admit"}


def draft(world):
    programme = ProgrammeFactory(district__administration=world.trento)
    ActionFactory(programme=programme)
    return {"slug": programme.district.slug, "year": programme.year_from}


def draft_step(world):
    return {**draft(world), "name": "approve"}


def running(world):
    programme = ProgrammeFactory(district__administration=world.trento, running=True)
    return {"slug": programme.district.slug, "year": programme.year_from}


def running_action(world):
    programme = ProgrammeFactory(district__administration=world.trento, running=True)
    action = ActionFactory(programme=programme)
    return {"slug": programme.district.slug, "year": programme.year_from, "pk": action.pk}


def territory(world):
    comune = MunicipalityFactory(trento=True)
    found = DistrictFactory(administration=world.trento, municipalities=[comune])
    return {"slug": found.slug, "code": comune.cadastral_code}


ROWS = {
    "districts:list": PUBLIC,
    "districts:detail": [
        Row(kwargs=district, anonymous=200, default=200),
        Row(
            kwargs=lambda world: {"slug": DistrictFactory(administration=world.trento, proposed=True).slug},
            anonymous=404,
        ),
    ],
    "districts:programme": [
        Row(kwargs=running, anonymous=200, default=200),
        Row(kwargs=draft, anonymous=404),
    ],
    "districts:work": Row(default=200),
    "districts:new": Row(default=403, expect={"*:district_officer": 200}),
    "districts:manage": Row(kwargs=district, expect=READERS),
    "districts:edit": Row(kwargs=district, expect=OFFICER_ONLY),
    "districts:municipality_add": Row(kwargs=district, method="post", expect=OFFICER_ONLY),
    "districts:municipality_remove": Row(kwargs=territory, method="post", expect=OFFICER_POSTS),
    "districts:agreement_new": Row(kwargs=district, expect=OFFICER_ONLY),
    "districts:agreement_amend": Row(kwargs=signed, expect=OFFICER_ONLY),
    "districts:agreement_step": [
        Row(kwargs=proposed, expect=OFFICER_ONLY),
        Row(kwargs=proposed, expect=OFFICER_POSTS, method="post", data=ACT),
    ],
    "districts:member_new": Row(kwargs=district, expect=OFFICER_ONLY),
    "districts:member_step": [
        Row(kwargs=requested, expect=OFFICER_ONLY),
        Row(kwargs=requested, expect=OFFICER_POSTS, method="post", data={"on": "2025-01-01"}),
    ],
    "districts:programme_new": Row(kwargs=district, expect=OFFICER_ONLY),
    "districts:programme_manage": Row(kwargs=draft, expect=READERS),
    "districts:programme_edit": Row(kwargs=draft, expect=OFFICER_ONLY),
    "districts:programme_step": [
        Row(kwargs=draft_step, expect=OFFICER_ONLY),
        Row(kwargs=draft_step, expect=OFFICER_POSTS, method="post", data=ACT),
    ],
    "districts:progress": [
        Row(kwargs=running_action, expect=OFFICER_ONLY),
        Row(
            kwargs=running_action,
            expect=OFFICER_POSTS,
            method="post",
            data={"completion": "50", "on": "2025-06-01"},
        ),
    ],
}
