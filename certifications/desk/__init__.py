"""What waits for a person among certifications."""

from certifications.desk.applications import applications_waiting_for
from certifications.desk.assessment import assessments_waiting_for
from certifications.desk.certificates import certificates_waiting_for
from certifications.desk.files import files_waiting_for
from certifications.desk.life import held_certificates_waiting_for, life_waiting_for
from certifications.desk.processes import processes_waiting_for
from certifications.desk.schemes import schemes_waiting_for
from familynet.accounts.models import User
from familynet.kernel.desk import DeskItem, items_of

PARTS = (
    applications_waiting_for,
    files_waiting_for,
    assessments_waiting_for,
    certificates_waiting_for,
    life_waiting_for,
    processes_waiting_for,
    schemes_waiting_for,
)


def waiting_for(user: User) -> list[DeskItem]:
    """Everything that waits for one person: one query, two more for people who hold certificates."""
    parts = [part for source in PARTS for part in source(user)]
    return [*items_of(parts), *held_certificates_waiting_for(user)]
