"""Mutual recognition: the pure table, the office's work, what it brings into an application, SKOS."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SKOS

from certifications.actions import Row, bring_over, move_map, save_matches, start_map, usable_maps
from certifications.engine import AnswerFacts, Evidence, Requirement, Rules
from certifications.engine.recognition import Cover, Match, Relation, recognise
from certifications.models import AnswerEvidence, Application, RequirementMap
from certifications.skos import version_uri
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.kernel.workflow import TransitionConflict
from tests.factories.accounts import RoleAssignmentFactory
from tests.factories.applications import AnswerFactory, ApplicationFactory, SchemeVersionFactory
from tests.factories.certifications import ActFactory, CertificateFactory, DocumentFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.recognition import RequirementMapFactory

MET = AnswerFacts(met=True, evidence=1)


def line(relation, answer, **fields):
    asked = Rules((Requirement("T", **fields),))
    return recognise(asked, {"population": 900}, [Match("T", "S", relation)], {"S": answer})[0]


@pytest.mark.parametrize(
    ("relation", "answer", "cover"),
    [
        (Relation.EXACT, MET, Cover.COVERED),
        (Relation.BROADER, MET, Cover.COVERED),
        (Relation.CLOSE, MET, Cover.TO_CHECK),
        (Relation.EXACT, AnswerFacts(met=True), Cover.TO_CHECK),
        (Relation.EXACT, AnswerFacts(met=False, evidence=1), Cover.NOT_SHOWN),
        (Relation.CLOSE, AnswerFacts(), Cover.NOT_SHOWN),
        (Relation.NONE, MET, Cover.UNMATCHED),
    ],
)
def test_requirement_is_covered_as_far_as_its_relation_and_evidence_go(relation, answer, cover):
    found = line(relation, answer, evidence=Evidence.REQUIRED)
    assert (found.cover, found.is_gap) == (cover, cover != Cover.COVERED)


def test_requirement_that_does_not_apply_is_no_gap():
    large = {"fact": "population", "op": "ge", "value": 5000}
    assert line(Relation.NONE, MET, applies_if=large).cover == Cover.NOT_APPLICABLE


@pytest.mark.parametrize(("claimed", "brought"), [(1, 2), (7, 7), (40, 10)])
def test_points_are_brought_within_the_range_asked_for(claimed, brought):
    answer = AnswerFacts(met=True, points=Decimal(claimed))
    found = line(Relation.EXACT, answer, points_min=Decimal(2), points_max=Decimal(10))
    assert found.answer.points == brought


def test_requirement_without_a_row_is_unmatched():
    assert recognise(Rules((Requirement("T"),)), {}, [], {"T": MET})[0].cover == Cover.UNMATCHED


@pytest.fixture
def officer(official, trento):
    return official(Role.CERTIFICATION_OFFICER, trento)


@pytest.fixture
def manager(official, trento):
    return official(Role.CERTIFICATION_MANAGER, trento)


def two_versions():
    return [SchemeVersionFactory(with_requirements=2, published=True) for _n in range(2)]


def rows(table, relation="exact"):
    sources = {r.code: r for r in table.from_version.requirements.all()}
    return [Row(m.target, sources[m.target.code], relation) for m in table.matches.select_related("target")]


def act():
    return Act(kind=Act.Kind.DETERMINATION, number="12", date="2026-01-15")


@pytest.mark.django_db
def test_start_proposes_equal_requirements(officer):
    before, after = two_versions()
    table = start_map(from_version=before, to_version=after, by=officer)
    assert list(table.matches.values_list("relation", flat=True)) == ["exact", "exact"]
    with pytest.raises(ValidationError):
        start_map(from_version=before, to_version=after, by=officer)


@pytest.mark.django_db
def test_start_is_for_the_officers_of_the_scheme_that_recognises(official, piemonte):
    before, after = two_versions()
    with pytest.raises(PermissionDenied):
        start_map(from_version=before, to_version=after, by=official(Role.CERTIFICATION_OFFICER, piemonte))


@pytest.mark.django_db
def test_start_refuses_a_draft(officer):
    before, _after = two_versions()
    with pytest.raises(ValidationError):
        start_map(from_version=before, to_version=SchemeVersionFactory(), by=officer)


@pytest.mark.django_db
def test_save_counts_what_changed_and_refuses_a_foreign_requirement(officer):
    table = RequirementMapFactory()
    assert save_matches(table=table, rows=rows(table), note="", by=officer) == 3
    assert save_matches(table=table, rows=rows(table), note="", by=officer) == 0
    foreign = [Row(m.target, m.target, "exact") for m in table.matches.select_related("target")]
    with pytest.raises(ValidationError):
        save_matches(table=table, rows=foreign, note="", by=officer)


@pytest.mark.django_db
def test_publish_needs_an_act_and_another_person_and_freezes(officer, manager):
    table = RequirementMapFactory(drafted_by=manager)
    with pytest.raises(PermissionDenied):
        move_map(table=table, name="publish", by=manager, act=act())
    RequirementMap.objects.filter(pk=table.pk).update(drafted_by=officer)
    table.refresh_from_db()
    with pytest.raises(ValidationError):
        move_map(table=table, name="publish", by=manager, act=None)
    move_map(table=table, name="publish", by=manager, act=act())
    assert (table.state, table.act.number) == ("published", "12")
    with pytest.raises(PermissionDenied):
        save_matches(table=table, rows=rows(table), note="", by=officer)
    with pytest.raises(TransitionConflict):
        move_map(table=table, name="publish", by=manager, act=act())


@pytest.mark.django_db
def test_who_wrote_a_part_of_the_table_does_not_publish_it(official, trento):
    both = official(Role.CERTIFICATION_OFFICER, trento)
    RoleAssignmentFactory(user=both, role=Role.CERTIFICATION_MANAGER, administration=trento)
    both = type(both).objects.get(pk=both.pk)
    table = RequirementMapFactory()
    save_matches(table=table, rows=rows(table), note="", by=both)
    with pytest.raises(ValidationError, match="un'altra persona"):
        move_map(table=table, name="publish", by=both, act=act())


def holder(table, **answer):
    """An organisation certified under the recognised disciplinare, with its new application and a contact."""
    source = ApplicationFactory(version=table.from_version, state=Application.State.AWARDED)
    source.certificate = CertificateFactory(organisation=source.organisation, scheme=source.scheme)
    source.save()
    for requirement in table.from_version.requirements.all():
        given = AnswerFactory(application=source, requirement=requirement, note="Delibera 12", **answer)
        AnswerEvidence.objects.create(answer=given, document=DocumentFactory())
    application = ApplicationFactory(version=table.to_version, organisation=source.organisation)
    person = OrganisationMemberFactory(organisation=source.organisation).user
    return application, source, person


def published(relation="exact"):
    return RequirementMapFactory(matches=relation, state="published", act=ActFactory())


@pytest.mark.django_db
def test_bring_over_fills_what_is_open_with_the_same_documents():
    table = published()
    application, source, person = holder(table)
    own = AnswerFactory(application=application, requirement=table.to_version.requirements.first(), met=False)
    assert usable_maps(application) == [(table, source)]
    assert bring_over(application=application, table=table, source=source, by=person) == 2
    own.refresh_from_db()
    answers = application.answers.exclude(pk=own.pk)
    assert (own.met, {a.met for a in answers}, {a.note for a in answers}) == (False, {True}, {"Delibera 12"})
    assert [a.evidence.count() for a in answers] == [1, 1]
    shared = set(AnswerEvidence.objects.filter(answer__in=answers).values_list("document", flat=True))
    assert shared < set(
        AnswerEvidence.objects.filter(answer__application=source).values_list("document", flat=True)
    )
    assert bring_over(application=application, table=table, source=source, by=person) == 0


@pytest.mark.django_db
def test_close_match_brings_documents_and_leaves_the_answer_open():
    table = published("close")
    application, source, person = holder(table)
    bring_over(application=application, table=table, source=source, by=person)
    assert set(application.answers.values_list("met", flat=True)) == {None}
    again = bring_over(application=application, table=table, source=source, by=person)
    assert (again, AnswerEvidence.objects.filter(answer__application=application).count()) == (3, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "closed"])
def test_table_out_of_force_is_not_used(state):
    table = published()
    application, _source, _person = holder(table)
    RequirementMap.objects.filter(pk=table.pk).update(state=state)
    assert usable_maps(application) == []


@pytest.mark.django_db
def test_certificate_that_ended_brings_nothing():
    table = published()
    application, source, _person = holder(table)
    source.certificate.state, source.certificate.ended_on = "revoked", "2024-02-01"
    source.certificate.save()
    assert usable_maps(application) == []


@pytest.mark.django_db
def test_bring_over_is_for_who_writes_the_draft(officer):
    table = published()
    application, source, _person = holder(table)
    with pytest.raises(PermissionDenied):
        bring_over(application=application, table=table, source=source, by=officer)


# Its own reader of JSON-LD uses a class that it declares old.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("relation", "predicate"),
    [("exact", SKOS.exactMatch), ("close", SKOS.closeMatch), ("broader", SKOS.broadMatch), ("none", None)],
)
def test_skos_is_read_by_a_library_with_every_match(client, relation, predicate):
    table = published(relation if predicate else None)
    answer = client.get(reverse("certifications:recognition_skos", args=[table.pk]))
    graph = Graph().parse(data=answer.content, format="json-ld")
    assert answer["Content-Type"].startswith("application/ld+json")
    assert len(set(graph.subjects(None, SKOS.Concept))) == (6 if predicate else 3)
    assert len(list(graph.triples((None, SKOS.mappingRelation, None)))) == 0
    matches = set(graph.triples((None, predicate, None))) if predicate else set()
    assert len(matches) == (3 if predicate else 0)
    for subject, _predicate, target in matches:
        notation = {graph.value(URIRef(node), SKOS.notation).toPython() for node in (subject, target)}
        assert len(notation) == 1
    assert str(table.act) in {str(act) for act in graph.objects(None, DCTERMS.source)}


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_pages_ask_the_same_queries_for_every_size(client_as, officer, number, django_assert_num_queries):
    before = SchemeVersionFactory(with_requirements=number, published=True)
    after = SchemeVersionFactory(with_requirements=number, published=True)
    table = start_map(from_version=before, to_version=after, by=officer)
    client = client_as(officer)
    client.get("/scrivania/")
    with django_assert_num_queries(9):
        assert client.get(reverse("certifications:recognition_edit", args=[table.pk])).status_code == 200


@pytest.mark.django_db
def test_edit_page_keeps_what_was_chosen_and_says_what_is_wrong(client_as, officer):
    table = RequirementMapFactory()
    first = table.matches.first()
    data = {f"r{m.pk}-relation": "none" for m in table.matches.all()} | {f"r{first.pk}-relation": "exact"}
    page = client_as(officer).post(reverse("certifications:recognition_edit", args=[table.pk]), data)
    assert "Indica il requisito corrispondente" in page.content.decode()
    assert page.context["forms"][0]["relation"].value() == "exact"
    source = table.from_version.requirements.first()
    data[f"r{first.pk}-source"] = source.pk
    client_as(officer).post(reverse("certifications:recognition_edit", args=[table.pk]), data)
    first.refresh_from_db()
    assert (first.relation, first.source) == ("exact", source)


@pytest.mark.django_db
def test_application_page_lists_the_gap_and_brings_answers_over(client_as):
    table = published("close")
    application, _source, person = holder(table)
    url = reverse("certifications:application_recognition", args=[application.public_id])
    page = client_as(person).get(url).content.decode()
    assert page.count("controllate la risposta") == 3
    client_as(person).post(url, {"table": table.pk})
    assert application.answers.count() == 3
    assert client_as(person).post(url, {"table": "x"}).status_code == 404


@pytest.mark.django_db
def test_requirement_keeps_its_address_and_a_draft_has_none(client, settings):
    table = published()
    requirement = table.to_version.requirements.first()
    page = version_uri(table.to_version).removeprefix(settings.SITE_URL)
    response = client.get(reverse("certifications:requirement_id", args=[requirement.pk]))
    assert (response.status_code, response.url) == (301, f"{page}#requisito-{requirement.pk}")
    assert f'id="requisito-{requirement.pk}"' in client.get(page).text
    draft = SchemeVersionFactory(with_requirements=1).requirements.first()
    assert client.get(reverse("certifications:requirement_id", args=[draft.pk])).status_code == 404
