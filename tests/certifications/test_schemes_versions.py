"""Drafting, reviewing and publishing a disciplinare."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from certifications.actions import (
    copy_version,
    create_scheme,
    create_version,
    delete_part,
    delete_version,
    move_part,
    publish_version,
    save_part,
    save_version,
    save_window,
    send_back,
    send_to_review,
    supersede_ended,
)
from certifications.models import (
    IntakeWindow,
    PassBand,
    PhaseTemplate,
    Requirement,
    RequirementSection,
    Scheme,
    SchemeService,
    SchemeVersion,
)
from certifications.schemefiles import canonical_version
from certifications.version_differences import compare_versions
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.certifications import CategoryFactory, SchemeFactory
from tests.factories.processes import family_audit

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


@pytest.fixture
def other_officer(official, piemonte):
    return official(Role.CERTIFICATION_OFFICER, piemonte)


def an_act(**fields):
    return Act(**{"kind": "resolution", "number": "12", "date": timezone.localdate(), **fields})


def reviewed(**fields):
    return SchemeVersionFactory(with_requirements=2, state="in_review", valid_from=None, **fields)


def publish(version, by, **fields):
    publish_version(version=version, by=by, act=an_act(), **fields)
    version.refresh_from_db()
    return version


def test_officers_make_schemes_of_their_own_administration_only(officer, trento, piemonte):
    made = create_scheme(scheme=Scheme(name="Marchio", mark="M", slug="m"), administration=trento, by=officer)
    assert made.administration == trento
    with pytest.raises(PermissionDenied):
        create_scheme(scheme=Scheme(name="Altro", mark="A", slug="a"), administration=piemonte, by=officer)


def test_draft_is_written_by_the_owners_officers_only(officer, manager, other_officer):
    category = CategoryFactory()
    draft = SchemeVersion(scheme=category.scheme, category=category, label="Bozza")
    for stranger in (manager, other_officer):
        with pytest.raises(PermissionDenied):
            create_version(version=draft, by=stranger)
    made = create_version(version=draft, by=officer)
    assert (made.state, made.drafted_by) == ("draft", officer)
    with pytest.raises(PermissionDenied):
        save_part(part=RequirementSection(version=made, code="A", title="Area"), by=other_officer)


def test_category_of_another_scheme_is_refused(officer):
    other = CategoryFactory(scheme=SchemeFactory(slug="altro", name="Altro"))
    with pytest.raises(ValidationError, match="altro marchio"):
        create_version(version=SchemeVersion(scheme=SchemeFactory(), category=other, label="x"), by=officer)


def test_parts_keep_their_order_and_move(officer):
    version = SchemeVersionFactory()
    area = save_part(part=RequirementSection(version=version, code="A", title="Area"), by=officer)
    parts = [
        save_part(part=Requirement(version=version, section=area, code=f"R{n}", text="x"), by=officer)
        for n in range(3)
    ]
    move_part(part=parts[2], up=True, by=officer)
    move_part(part=parts[0], up=True, by=officer)  # already first
    assert list(version.requirements.values_list("code", flat=True)) == ["R0", "R2", "R1"]
    move_part(part=parts[0], up=False, by=officer)
    assert list(version.requirements.values_list("code", flat=True)) == ["R2", "R0", "R1"]
    delete_part(part=parts[0], by=officer)
    assert list(version.requirements.values_list("code", flat=True)) == ["R2", "R1"]


def test_requirement_that_changes_its_area_goes_to_the_end_of_the_new_one(officer):
    version = SchemeVersionFactory(with_requirements=2)
    other = save_part(part=RequirementSection(version=version, code="B", title="B"), by=officer)
    save_part(part=Requirement(version=version, section=other, code="R9", text="x"), by=officer)
    moved = version.requirements.get(code="R1")
    moved.section = other
    save_part(part=moved, by=officer)
    assert list(other.requirements.values_list("code", flat=True)) == ["R9", "R1"]


def test_area_of_another_version_is_refused(officer):
    version, other = SchemeVersionFactory(), SchemeVersionFactory(with_requirements=1)
    part = Requirement(version=version, section=other.sections.get(), code="R1", text="x")
    with pytest.raises(ValidationError, match="altro disciplinare"):
        save_part(part=part, by=officer)


def test_copy_says_everything_but_name_act_and_dates(officer):
    source = SchemeVersionFactory(
        with_requirements=2, minimum=10, declarations="Uno\nDue", fee=12, is_example=True, published=True
    )
    copy = copy_version(source=source, label="Nuovo", by=officer)
    before, after = canonical_version(source), canonical_version(copy)
    assert (copy.state, copy.valid_from, copy.act, copy.drafted_by) == ("draft", None, None, officer)
    free = ("label", "state", "act", "valid_from", "valid_to")
    assert {k: v for k, v in before.items() if k not in free} == {k: v for k, v in after.items() if k not in free}


def test_new_draft_of_a_multi_year_version_keeps_its_phases_and_can_be_thrown_away(officer):
    source = family_audit()
    copy = copy_version(source=source, label="Linee guida 2027", by=officer)
    assert canonical_version(copy)["phases"] == canonical_version(source)["phases"]
    PhaseTemplate.objects.filter(version=copy, code="b").update(months=9)
    [group] = compare_versions(canonical_version(source), canonical_version(copy)).phases
    [phase] = group.differences
    assert (group.title, phase.text) == ("Fasi", "Analisi e pianificazione")
    assert [(c.label, c.before, c.after) for c in phase.changes] == [("Durata", "6 mesi", "9 mesi")]
    delete_version(version=copy, by=officer)
    assert not PhaseTemplate.objects.exclude(version=source).exists()


def test_draft_can_be_thrown_away_and_its_scheme_says_so(officer):
    version = SchemeVersionFactory(with_requirements=2, minimum=5)
    delete_version(version=version, by=officer)
    assert not SchemeVersion.objects.filter(pk=version.pk).exists()
    assert HistoryEntry.objects.of(version.scheme).first().verb == "delete_draft"


@pytest.mark.parametrize("state", ["in_review", "published", "superseded"])
def test_only_drafts_are_written(officer, state):
    version = SchemeVersionFactory(with_requirements=1)
    SchemeVersion.objects.filter(pk=version.pk).update(state=state, valid_to=timezone.localdate())
    part = version.requirements.get()
    for write in (
        lambda: save_part(part=part, by=officer),
        lambda: move_part(part=part, up=True, by=officer),
        lambda: delete_part(part=part, by=officer),
        lambda: save_version(version=version, by=officer),
        lambda: delete_version(version=version, by=officer),
    ):
        with pytest.raises(TransitionConflict):
            write()
    assert version.requirements.count() == 1


# --- Review and publication ------------------------------------------------------------------------


def test_version_that_does_not_fit_together_is_not_reviewed(officer):
    version = SchemeVersionFactory(minimum=5)
    with pytest.raises(ValidationError, match="non ha requisiti"):
        send_to_review(version=version, by=officer)
    RequirementFactory(version=version, points_min=1, points_max=1)
    with pytest.raises(ValidationError, match="chiede 5 punti"):
        send_to_review(version=version, by=officer)
    PassBand.objects.update(minimum=1)
    send_to_review(version=version, by=officer)
    assert version.state == "in_review"


def test_managers_are_told_and_send_back_with_a_reason(officer, manager):
    version = SchemeVersionFactory(with_requirements=1)
    send_to_review(version=version, by=officer)
    assert Notification.objects.get(recipient=manager).subject == f"Disciplinare da rivedere: {version.label}"
    with pytest.raises(ValidationError):
        send_back(version=version, by=manager, comment=" ")
    send_back(version=version, by=manager, comment="Manca un requisito.")
    assert version.state == "draft"
    assert Notification.objects.get(recipient=officer).text == "Manca un requisito."


def test_who_drafted_never_publishes(official, trento, officer):
    both = official(Role.CERTIFICATION_MANAGER, trento)
    version = reviewed(drafted_by=both)
    with pytest.raises(PermissionDenied):
        publish(version, both)
    with pytest.raises(PermissionDenied):
        publish(version, officer)


def test_who_wrote_a_part_of_somebody_elses_draft_never_publishes(official, trento, officer):
    both = official(Role.CERTIFICATION_MANAGER, trento)
    RoleAssignmentFactory(user=both, role=Role.CERTIFICATION_OFFICER, administration=trento)
    version = SchemeVersionFactory(with_requirements=1, drafted_by=officer)
    save_part(part=RequirementSection(version=version, code="B", title="B"), by=both)
    send_to_review(version=version, by=officer)
    with pytest.raises(ValidationError, match="un'altra persona"):
        publish(version, both)


def test_publication_freezes_everything(manager):
    version = publish(reviewed(), manager)
    assert (version.state, version.reviewed_by, version.valid_from) == ("published", manager, timezone.localdate())
    attempts = [
        lambda: Requirement.objects.filter(version=version).update(text="Altro"),
        lambda: SchemeService.objects.create(version=version, code="x", label="x"),
        lambda: SchemeVersion.objects.filter(pk=version.pk).update(fee=1),
        lambda: SchemeVersion.objects.filter(pk=version.pk).update(label="Altro"),
        lambda: SchemeVersion.objects.filter(pk=version.pk).update(state="draft"),
        lambda: SchemeVersion.objects.filter(pk=version.pk).delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            attempt()


def test_publication_ends_the_one_before(manager):
    today = timezone.localdate()
    old = SchemeVersionFactory(published=True, valid_from=today - 100 * DAY)
    new = publish(reviewed(category=old.category), manager)
    old.refresh_from_db()
    assert (old.state, old.valid_to, new.state) == ("superseded", today - DAY, "published")
    of_category = SchemeVersion.objects.filter(category=old.category)
    assert list(of_category.in_force(today)) == [new]
    assert list(of_category.in_force(today - DAY)) == [old]


def test_version_for_a_future_day_leaves_the_old_one_in_force_until_then(manager):
    today = timezone.localdate()
    old = SchemeVersionFactory(published=True, valid_from=None)
    new = publish(reviewed(category=old.category), manager, valid_from=today + 30 * DAY)
    old.refresh_from_db()
    assert (old.state, old.valid_to) == ("published", today + 29 * DAY)
    assert new.state_label == "Pubblicato, non ancora in vigore"
    of_category = SchemeVersion.objects.filter(category=old.category)
    assert [list(of_category.in_force(today + n * DAY)) for n in (0, 29, 30)] == [[old], [old], [new]]
    assert supersede_ended(on=today + 29 * DAY) == 0
    assert supersede_ended(on=today + 30 * DAY) == 1
    assert supersede_ended(on=today + 30 * DAY) == 0
    old.refresh_from_db()
    assert old.state == "superseded"
    assert list(of_category.in_force(today)) == [old]


def test_version_does_not_begin_before_another_that_is_published(manager):
    old = SchemeVersionFactory(published=True, valid_from=timezone.localdate() + DAY)
    with pytest.raises(ValidationError, match="giorno successivo"):
        publish(reviewed(category=old.category), manager)
    old.refresh_from_db()
    assert (old.state, old.valid_to) == ("published", None)


def test_versions_of_other_categories_stay(manager):
    other = SchemeVersionFactory(published=True, category=CategoryFactory(slug="altra", name="Altra"))
    publish(reviewed(), manager)
    other.refresh_from_db()
    assert (other.state, other.valid_to) == ("published", None)


def test_window_keeps_its_act_and_its_reason(officer):
    window = IntakeWindow(scheme=SchemeFactory(), kinds=["company"], open_to=datetime.date(2025, 3, 16))
    made = save_window(window=window, act=an_act(number="304"), by=officer)
    assert (made.act.number, made.holds(datetime.date(2025, 3, 16))) == ("304", True)
    assert not made.holds(datetime.date(2025, 3, 17))


@pytest.mark.django_db(transaction=True)
def test_two_publications_for_one_category_at_once_leave_one_in_force(official, trento):
    manager = official(Role.CERTIFICATION_MANAGER, trento)
    first = reviewed()
    pair, start, refused = [first, reviewed(category=first.category)], threading.Barrier(2), []

    def go(version):
        start.wait()
        try:
            publish_version(version=version, by=manager, act=an_act())
        except ValidationError:
            refused.append(version)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[version]) for version in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert SchemeVersion.objects.in_force().count() == 1
