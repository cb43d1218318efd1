from familynet.accounts.roles import GUEST_ROLES, Role
from tests.access.rows import PUBLIC, Row
from tests.factories.infrastructures import InfrastructureFactory

OFFICER = "piemonte:certification_officer"
COLLEAGUES = {f"piemonte:{role}": 200 for role in Role.values if role not in GUEST_ROLES}
PEOPLE = {"organisation:legal_representative": 200, "organisation:contact": 200}
READERS = COLLEAGUES | PEOPLE
OFFICERS = {f"{side}:certification_officer": 200 for side in ("trento", "piemonte")}
EVERYBODY_WITH_A_LIST = {
    **{
        f"{side}:{role}": 200 for side in ("trento", "piemonte") for role in Role.values if role not in GUEST_ROLES
    },
    **PEOPLE,
    "organisation:other": 200,
}


def place(**fields):
    def make(world):
        return {"public_id": InfrastructureFactory(owner=world.organisation, **fields).public_id}

    return make


def step(name, **fields):
    return lambda world: {**place(**fields)(world), "name": name}


def only(allowed):
    """Of those who see it."""
    return {**dict.fromkeys(READERS, 403), **allowed}


ROWS = {
    "certifications:infrastructures": PUBLIC,
    "certifications:infrastructures_csv": PUBLIC,
    "certifications:infrastructures_geojson": PUBLIC,
    "certifications:infrastructure": [
        Row(place(published=True), anonymous=200, default=200),
        Row(place(), anonymous=404),
    ],
    "certifications:infrastructures_work": Row(default=403, expect=EVERYBODY_WITH_A_LIST),
    "certifications:infrastructure_new": Row(default=403, expect=OFFICERS | PEOPLE | {"organisation:other": 200}),
    "certifications:infrastructure_work": Row(place(), expect=READERS),
    "certifications:infrastructure_edit": [
        Row(place(), expect=only({OFFICER: 200} | PEOPLE)),
        Row(place(published=True), expect=only({OFFICER: 200})),
        Row(place(state="closed"), expect=only({})),
    ],
    "certifications:infrastructure_step": [
        Row(step("publish"), method="post", expect=only({OFFICER: 302})),
        Row(step("close", published=True), expect=only({OFFICER: 200})),
        Row(step("nonsense"), default=404),
    ],
}
