"""When a protocol binds whom, what happens to it, and the protocol of 2022."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.protocols import actions
from familynet.protocols.desk import waiting_for
from familynet.protocols.known import load_protocol_2022
from familynet.protocols.models import Protocol
from familynet.protocols.permissions import region_may_ask
from familynet.protocols.tasks import watch_terms
from tests.factories.accounts import AdministrationFactory
from tests.factories.protocols import ActFactory, ProtocolAreaFactory, ProtocolFactory
from tests.factories.territories import RegionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(2022, 7, 14), datetime.date(2025, 7, 13)


@pytest.fixture
def manager(official, piemonte, trento):
    return official(Role.CERTIFICATION_MANAGER, piemonte)


@pytest.mark.parametrize(
    ("day", "found"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)]
)
@pytest.mark.parametrize("state", ["in_force", "renewed", "ended"])
def test_in_force_is_the_period_whatever_came_later(piemonte, day, found, state):
    protocol = ProtocolFactory(state=state)
    assert list(Protocol.objects.in_force(piemonte.region, day)) == ([protocol] if found else [])
    assert list(Protocol.objects.in_force(piemonte, day)) == ([protocol] if found else [])


@pytest.mark.parametrize("state", ["draft", "signed"])
def test_what_is_not_in_force_yet_binds_nobody(piemonte, state):
    ProtocolFactory(state=state)
    assert not Protocol.objects.in_force(piemonte.region, FIRST).exists()


def test_protocol_ended_early_binds_until_then(piemonte):
    ProtocolFactory(state="ended", ended_on=datetime.date(2023, 1, 1))
    assert Protocol.objects.in_force(piemonte.region, datetime.date(2023, 1, 1)).exists()
    assert not Protocol.objects.in_force(piemonte.region, datetime.date(2023, 1, 2)).exists()


def test_region_may_ask_only_for_the_areas_agreed(piemonte):
    ProtocolAreaFactory(code="instruments")
    assert region_may_ask(piemonte.region, "instruments", FIRST)
    assert not region_may_ask(piemonte.region, "networks", FIRST)
    assert not region_may_ask(RegionFactory(istat_code="10", name="Umbria"), "instruments", FIRST)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"ends_on": FIRST}, "protocol_ends_after_start"),
        ({"ended_on": LAST + DAY}, "protocol_ended_within_period"),
        ({"signed_on": None}, "protocol_signed_has_date"),
    ],
)
def test_database_keeps_dates_coherent(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ProtocolFactory(**fields)


def draft(by, *parties, **fields):
    values = {"slug": "prova", "title": "Prova", "starts_on": FIRST, "ends_on": LAST, **fields}
    return actions.create_protocol(by=by, parties=parties, **values)


def test_protocol_from_draft_to_renewal(manager, trento, piemonte):
    protocol = draft(manager, trento, piemonte)
    with pytest.raises(ValidationError, match="tema di lavoro"):
        actions.sign_protocol(by=manager, protocol=protocol, act=ActFactory(), signed_on=FIRST)
    actions.set_areas(by=manager, protocol=protocol, areas=[("networks", "Reti", "")])
    actions.sign_protocol(by=manager, protocol=protocol, act=ActFactory(), signed_on=FIRST)
    actions.start_protocol(by=manager, protocol=protocol)
    actions.expire_protocol(protocol=protocol)
    later = datetime.date(2028, 7, 13)
    actions.renew_protocol(by=manager, protocol=protocol, act=ActFactory(), ends_on=later)
    protocol.refresh_from_db()
    assert (protocol.state, protocol.ends_on) == ("renewed", later)
    verbs = list(HistoryEntry.objects.of(protocol).values_list("verb", flat=True))
    assert verbs == ["renew", "expire", "start", "sign", "set_areas", "create"]
    assert [link.role for link in protocol.act_links.all()] == ["signature", "renewal"]
    assert OutgoingEmail.objects.count() == 0  # long past: no news


def test_signing_today_tells_the_offices(manager, trento, piemonte):
    type(trento).objects.update(email="ufficio@trento.example")
    today = timezone.localdate()
    protocol = draft(manager, trento, piemonte, starts_on=today, ends_on=today + 900 * DAY)
    actions.set_areas(by=manager, protocol=protocol, areas=[("networks", "Reti", "")])
    actions.sign_protocol(by=manager, protocol=protocol, act=ActFactory(date=today), signed_on=today)
    assert list(OutgoingEmail.objects.values_list("template", flat=True)) == ["protocol_news"] * 2


def test_draft_needs_two_parties_and_the_own_one(manager, trento, piemonte):
    with pytest.raises(ValidationError, match="almeno due parti"):
        draft(manager, piemonte)
    with pytest.raises(PermissionDenied):
        draft(manager, trento, AdministrationFactory())


def test_signed_protocol_changes_its_note_only(manager):
    protocol = ProtocolFactory()
    actions.update_protocol(by=manager, protocol=protocol, note="Rinnovo in corso")
    protocol.refresh_from_db()
    assert protocol.note == "Rinnovo in corso"
    with pytest.raises(PermissionDenied):
        actions.update_protocol(by=manager, protocol=protocol, title="Altro")
    with pytest.raises(PermissionDenied):
        actions.set_areas(by=manager, protocol=protocol, areas=[])


def test_draft_keeps_old_and_new_values(manager, trento, piemonte):
    protocol = draft(manager, trento, piemonte)
    entry = actions.update_protocol(by=manager, protocol=protocol, title="Altro", parties=[trento, piemonte])
    assert entry.data == {"changes": {"title": ["Prova", "Altro"]}}
    assert actions.update_protocol(by=manager, protocol=protocol, title="Altro") is None


def test_renewal_is_later_and_end_lies_within(manager):
    protocol = ProtocolFactory()
    with pytest.raises(ValidationError, match="viene dopo"):
        actions.renew_protocol(by=manager, protocol=protocol, act=ActFactory(), ends_on=LAST)
    with pytest.raises(ValidationError, match="tra l'inizio e il termine"):
        actions.end_protocol(by=manager, protocol=protocol, act=ActFactory(), ended_on=LAST + DAY)
    actions.end_protocol(by=manager, protocol=protocol, act=ActFactory(), ended_on=FIRST + DAY)
    assert (protocol.state, protocol.last_day) == ("ended", FIRST + DAY)


def test_refused_passage_leaves_no_act_behind(manager):
    protocol = ProtocolFactory(state="draft")
    ProtocolAreaFactory(protocol=protocol)
    with pytest.raises(TransitionConflict):
        actions.renew_protocol(by=manager, protocol=protocol, act=ActFactory(), ends_on=LAST + DAY)
    assert protocol.act_links.count() == 0


def test_act_is_of_a_party(manager):
    with pytest.raises(ValidationError, match="non è parte"):
        actions.add_act(
            by=manager,
            protocol=ProtocolFactory(),
            act=ActFactory(),
            role="approval",
            administration=AdministrationFactory(),
        )


def test_action_with_its_evidence(manager):
    area = ProtocolAreaFactory()
    action = actions.record_action(by=manager, protocol=area.protocol, area=area, title="Visita", date=FIRST)
    actions.record_evidence(by=manager, action=action, title="Notizia", link="https://example.org/visita")
    assert [e.link for e in action.evidence.all()] == ["https://example.org/visita"]
    with pytest.raises(ValidationError, match="indirizzo o un atto"):
        actions.record_evidence(by=manager, action=action, title="Niente")
    with pytest.raises(ValidationError, match="non è di questo protocollo"):
        actions.record_action(by=manager, protocol=ProtocolFactory(), area=area, title="Visita", date=FIRST)


def test_daily_job_ends_what_passed_and_announces_what_comes(trento, piemonte):
    type(trento).objects.update(email="ufficio@trento.example")
    today = timezone.localdate()
    passed = ProtocolFactory(ends_on=today - DAY)
    near = ProtocolFactory(ends_on=today + 30 * DAY)
    watch_terms(0)
    passed.refresh_from_db()
    near.refresh_from_db()
    assert (passed.state, near.state) == ("ended", "in_force")
    assert list(OutgoingEmail.objects.values_list("template", flat=True)) == ["protocol_term_near"] * 2
    watch_terms(0)
    assert HistoryEntry.objects.of(passed).count() == 1


def test_desk_names_a_term_that_passed_without_renewal(manager, official, piemonte, django_assert_num_queries):
    ProtocolFactory(state="ended", title="Protocollo del 2022")
    ProtocolFactory(ends_on=timezone.localdate() + 900 * DAY)
    manager.current_roles  # noqa: B018
    with django_assert_num_queries(1):
        assert [item.title for item in waiting_for(manager)] == ["Protocollo del 2022"]
    assert waiting_for(official(Role.AUDITOR, piemonte)) == []


# --- The protocol of 2022 --------------------------------------------------------------------


def test_known_protocol_has_parties_areas_acts_and_an_honest_note(manager, trento, piemonte):
    protocol = load_protocol_2022(by=manager)
    assert set(protocol.parties.all()) == {trento, piemonte}
    assert [area.code for area in protocol.areas.all()] == [
        "good_practices",
        "instruments",
        "work_life",
        "networks",
    ]
    assert (protocol.state, protocol.ends_on) == ("ended", LAST)
    assert "non dicono se è stato rinnovato" in protocol.note
    assert region_may_ask(piemonte.region, "instruments", datetime.date(2023, 1, 1))
    assert not region_may_ask(piemonte.region, "instruments", datetime.date(2026, 1, 1))
    acts = {link.act.number for link in protocol.act_links.all()}
    assert acts == {"", "7-5965"}


def test_known_protocol_is_recorded_once(manager, capsys):
    call_command("load_protocol", by=manager.email)
    call_command("load_protocol", by=manager.email.upper())
    assert (Protocol.objects.count(), Act.objects.count()) == (1, 3)


def test_known_protocol_needs_a_manager(official, piemonte, trento):
    with pytest.raises(CommandError, match="Nobody"):
        call_command("load_protocol", by="nessuno@example.org")
    with pytest.raises(CommandError, match="may not keep protocols"):
        call_command("load_protocol", by=official(Role.AUDITOR, piemonte).email)
