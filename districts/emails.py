"""Which event of a district sends which mail to whom."""

from districts.models import AreaAgreement, District, DistrictMember
from familynet.accounts.models import User
from familynet.accounts.roles import Role
from familynet.kernel.emails import send


def _officers_of(district: District) -> list[str]:
    """The addresses of the district officers of the administration."""
    roles = {
        "role_assignments__role": Role.DISTRICT_OFFICER,
        "role_assignments__administration": district.administration,
        "role_assignments__valid_to": None,
    }
    return sorted(User.objects.filter(is_active=True, **roles).values_list("email", flat=True))


def member_admitted(member: DistrictMember) -> None:
    """To the people who act for the organisation."""
    current = member.organisation.members.current().filter(user__is_active=True)
    context = {
        "member": member,
        "organisation": member.organisation,
        "district": member.district,
        "administration": member.administration,
    }
    for address in sorted(current.values_list("user__email", flat=True)):
        send("district_member_admitted", address, context)


def agreement_ending(agreement: AreaAgreement) -> None:
    """To the officers of the district, and the mailbox of the lead organisation."""
    district = agreement.district
    lead = [district.lead_organisation.email] if district.lead_organisation else []
    context = {"agreement": agreement, "district": district, "administration": district.administration}
    for address in [*_officers_of(district), *filter(None, lead)]:
        send("district_agreement_ending", address, context)
