"""Districts with their agreements and members."""

from districts.actions import (
    approve_agreement,
    create_district,
    exclude_member,
    expire_agreement,
    member_leaves,
    propose_agreement,
    record_member,
    renew_agreement,
    request_membership,
    revoke_agreement,
    sign_agreement,
)
from districts.models import AreaAgreement, District
from familynet.kernel.acts import Act
from familynet.organisations.models import Organisation
from familynet.portal.demo.content.districts import (
    DISTRICTS,
    EXAMPLE_SUBJECT,
    GIUNTA,
    MEMBERS,
    AgreementFacts,
    DistrictFacts,
    KnownAct,
    MemberFacts,
)
from familynet.portal.demo.steps.cast import Cast, invented, past
from familynet.territories.models import Municipality

WHY_UNKNOWN = "Il motivo della revoca non è nelle fonti pubbliche."


def make_districts(cast: Cast) -> None:
    for facts in DISTRICTS:
        _make(facts, cast)
    for member in MEMBERS:
        _bring_in(member, cast)


def district(key: str) -> District:
    """The district of that key in the content."""
    name = next(facts.name for facts in DISTRICTS if facts.key == key)
    return District.objects.select_related("administration").get(name=name)


def known_act(facts: KnownAct | None, *, kind: str, subject: str, body: str) -> Act:
    """The act that a source gives; else one without number and date that says what is missing."""
    if facts is None:
        return Act.objects.create(kind=kind, body=body, subject=f"{subject}: atto non trovato nelle fonti")
    return Act.objects.create(kind=kind, body=facts.body, number=facts.number, date=facts.date, subject=subject)


def _make(facts: DistrictFacts, cast: Cast) -> None:
    """The record of a district, then its agreements one after the other."""
    administration = cast.administrations[facts.administration]
    by = cast.colleague("distretti", administration)
    created = create_district(
        by=by,
        administration=administration,
        municipalities=Municipality.objects.current().filter(name__in=facts.comuni),
        is_demo=True,
        name=facts.name,
        kind=facts.kind,
        founded_year=facts.year,
        summary=facts.summary,
        description=facts.description,
        contact_office=f"Ufficio distretti, distretti@{administration.email_domain}",
    )
    if not facts.agreements:
        _prepare(created, facts.stage, cast)
        return
    agreement = _sign_first(created, facts.agreements[0], cast)
    for following in facts.agreements[1:]:
        act = _approval(following, created)
        agreement = renew_agreement(
            agreement,
            by=by,
            act=act,
            signed_on=past(following.start),
            valid_from=following.start,
            valid_to=following.end,
        )
    if facts.kind != "family_audit":
        _sign_for_the_administration(created, facts.agreements[0], cast)


def _prepare(created: District, stage: str, cast: Cast) -> None:
    """An agreement that is not signed yet: proposed, or approved as well."""
    by = cast.colleague("distretti", created.administration)
    agreement = propose_agreement(created, by=by, subject=EXAMPLE_SUBJECT)
    if stage == "approved":
        act = known_act(None, kind=Act.Kind.RESOLUTION, subject=EXAMPLE_SUBJECT, body="Giunta regionale")
        approve_agreement(agreement, by=by, act=act)


def _approval(facts: AgreementFacts, created: District) -> Act:
    body = GIUNTA if created.administration.slug == "trento" else "Giunta regionale"
    return known_act(facts.act, kind=Act.Kind.RESOLUTION, subject=facts.subject, body=body)


def _sign_first(created: District, facts: AgreementFacts, cast: Cast) -> AreaAgreement:
    """Propose, approve and sign; then the end when the content tells one."""
    by = cast.colleague("distretti", created.administration)
    agreement = propose_agreement(created, by=by, subject=facts.subject)
    approve_agreement(agreement, by=by, act=_approval(facts, created))
    sign_agreement(agreement, by=by, signed_on=past(facts.start), valid_from=facts.start, valid_to=facts.end)
    if facts.expires:
        expire_agreement(agreement)
    if facts.revocation:
        act = known_act(facts.revocation, kind=Act.Kind.DETERMINATION, subject=f"Revoca: {created.name}", body="")
        revoke_agreement(agreement, by=by, act=act, on=facts.revocation.date, comment=WHY_UNKNOWN)
    return agreement


def _sign_for_the_administration(created: District, facts: AgreementFacts, cast: Cast) -> None:
    """The Provincia signs every area agreement, so it is among the proponents."""
    record_member(
        created,
        by=cast.colleague("distretti", created.administration),
        organisation=Organisation.objects.get(fiscal_code=created.administration.fiscal_code),
        joined_on=facts.start,
        role="proponent",
    )


def _bring_in(facts: MemberFacts, cast: Cast) -> None:
    """An invented body enters a district, or asks to; some leave."""
    where = district(facts.district)
    by = cast.colleague("distretti", where.administration)
    organisation = invented(facts.body)
    if facts.requested:
        request_membership(where, by=by, organisation=organisation, on=past(facts.requested), role=facts.role)
        return
    assert facts.joined is not None
    member = record_member(where, by=by, organisation=organisation, joined_on=past(facts.joined), role=facts.role)
    if facts.left is None:
        return
    if facts.excluded:
        act = Act.objects.create(
            kind=Act.Kind.DETERMINATION,
            body="Distretto (atto di esempio)",
            number=f"esempio {facts.body}",
            date=past(facts.left),
        )
        exclude_member(member, by=by, on=past(facts.left), comment=facts.reason, act=act)
    else:
        member_leaves(member, by=by, on=past(facts.left), comment=facts.reason)
