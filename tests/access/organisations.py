from tests.access.rows import Row
from tests.factories.organisations import (
    OrganisationFactory,
    OrganisationInvitationFactory,
    OrganisationMemberFactory,
)

MANAGERS = ("certification_officer", "district_officer", "network_coordinator")
MERGERS = ("certification_manager", "administrator")


def one(world):
    return {"slug": world.organisation.slug}


def closed(world):
    return {"slug": OrganisationFactory(state="closed").slug}


def member(world):
    return {"slug": world.organisation.slug, "pk": OrganisationMemberFactory(organisation=world.organisation).pk}


def invitation(world):
    invited = OrganisationInvitationFactory(organisation=world.organisation)
    return {"slug": world.organisation.slug, "pk": invited.pk}


def token(world):
    OrganisationInvitationFactory(organisation=world.organisation, token="parola")
    return {"token": "parola"}


def piemonte(roles, status=200):
    return {f"piemonte:{role}": status for role in roles}


# Colleagues of Piemonte and the people of the organisation see it, so a refusal is 403; Trento does not: 404.
SEEN = {"piemonte:*": 403, "organisation:legal_representative": 403, "organisation:contact": 403}
OFFICIALS = {f"{slug}:{role}": 200 for slug in ("trento", "piemonte") for role in MANAGERS}

REASON = {"comment": "Motivo"}


def sent(row: Row, **data):
    """The same people may send the form as may see it; a sent form leads on."""
    expect = {persona: 302 if status == 200 else status for persona, status in row.expect.items()}
    return Row(kwargs=row.kwargs, expect=expect, method="post", data=data)


CLOSE = Row(kwargs=one, expect={**SEEN, **piemonte(MANAGERS)})
REOPEN = Row(kwargs=closed, expect={"piemonte:*": 403, **piemonte(MANAGERS)})
PEOPLE = {**SEEN, **piemonte(MANAGERS), "organisation:legal_representative": 200}
INVITE = Row(kwargs=one, expect=PEOPLE)
REMOVE = Row(kwargs=member, expect=PEOPLE)
WITHDRAW = Row(kwargs=invitation, expect=PEOPLE)
INVITED = {"full_name": "Persona Nuova", "email": "nuova@example.org", "role": "contact"}

ROWS = {
    "organisations:list": Row(default=200),
    "organisations:suggest": Row(default=200),
    "organisations:create": Row(default=403, expect=OFFICIALS),
    "organisations:detail": Row(
        kwargs=one,
        expect={"piemonte:*": 200, "organisation:legal_representative": 200, "organisation:contact": 200},
    ),
    "organisations:edit": Row(
        kwargs=one,
        expect={
            **SEEN,
            **piemonte(MANAGERS),
            "organisation:legal_representative": 200,
            "organisation:contact": 200,
        },
    ),
    "organisations:close": [CLOSE, sent(CLOSE, **REASON)],
    "organisations:reopen": [REOPEN, sent(REOPEN, **REASON)],
    "organisations:merge": Row(kwargs=one, expect={**SEEN, **piemonte(MERGERS)}),
    "organisations:invite": [INVITE, sent(INVITE, **INVITED)],
    "organisations:remove_member": [REMOVE, sent(REMOVE, **REASON)],
    "organisations:withdraw_invitation": [WITHDRAW, sent(WITHDRAW)],
    # For another person's invitation; whoever is not signed in may make the account.
    "organisations:accept_invitation": Row(kwargs=token, anonymous=200, default=403),
}
