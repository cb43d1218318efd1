"""Who may open what among schemes, disciplinari, dry runs and realignments."""

import itertools

from django.core.files.base import ContentFile

from certifications.models import SchemeVersion
from tests.access.rows import Row
from tests.factories.applications import SchemeVersionFactory
from tests.factories.certifications import CategoryFactory, DocumentFactory
from tests.factories.schemes import DryRunFactory, RealignmentFactory

OFFICER, MANAGER, AUDITOR = (
    f"trento:{role}" for role in ("certification_officer", "certification_manager", "auditor")
)
NUMBERS = itertools.count()
HOLDER = {"organisation:legal_representative": 200, "organisation:contact": 200}


def readers(kwargs, **fields):
    """All who read the drafts of Trento."""
    return Row(kwargs=kwargs, expect={OFFICER: 200, MANAGER: 200, AUDITOR: 200}, **fields)


def only(person, kwargs, *, method="get", status=200, **fields):
    """One role of Trento; the others who read there get 403."""
    expect = {**dict.fromkeys((OFFICER, MANAGER, AUDITOR), 403), person: status}
    return Row(kwargs=kwargs, expect=expect, method=method, **fields)


def scheme(world):
    return {"slug": CategoryFactory().scheme.slug}


def category(world):
    made = CategoryFactory()
    return {"slug": made.scheme.slug, "category_id": made.pk}


def window(world):
    made = CategoryFactory().scheme.windows.create(kinds=["company"])
    return {"slug": made.scheme.slug, "window_id": made.pk}


def version(state="draft", **more):
    def make(world):
        made = SchemeVersionFactory(with_requirements=1)
        SchemeVersion.objects.filter(pk=made.pk).update(state=state)
        return {"version_id": made.pk, **more}

    return make


def part(world):
    made = SchemeVersionFactory(with_requirements=1)
    return {"version_id": made.pk, "kind": "requisiti", "part_id": made.requirements.get().pk}


def long_part(kind):
    """A part of the multi-year side of a draft, with what it stands in."""

    def make(world):
        made = SchemeVersionFactory(with_requirements=1)
        cycle = made.cycles.create(code="primo", title="Primo")
        rows = {
            "cicli": lambda: cycle,
            "fasi": lambda: cycle.phases.create(version=made, code="a", title="A", kind="round"),
            "indicatori": lambda: made.indicators.create(code="a", title="A"),
        }
        return {"version_id": made.pk, "kind": kind, "part_id": rows[kind]().pk}

    return make


def pair(world):
    made = SchemeVersionFactory(with_requirements=1)
    other = SchemeVersionFactory(scheme=made.scheme, category=made.category)
    return {"version_id": made.pk, "other_id": other.pk}


def public_version(world):
    made = SchemeVersionFactory(with_requirements=1, published=True)
    return {"slug": made.scheme.slug, "version_id": made.pk}


def public_pair(world):
    kwargs = public_version(world)
    made = SchemeVersion.objects.get(pk=kwargs["version_id"])
    other = SchemeVersionFactory(scheme=made.scheme, category=made.category, published=True)
    return {**kwargs, "other_id": other.pk}


def logo(world):
    scheme_ = CategoryFactory().scheme
    scheme_.logo = DocumentFactory(media_type="image/png", file=ContentFile(b"x", name="logo.png"))
    scheme_.save()
    return {"slug": scheme_.slug}


def run(world):
    return {"run_id": DryRunFactory(state="done").uuid}


def published_run(world):
    made = SchemeVersionFactory(with_requirements=1, published=True)
    return {"run_id": DryRunFactory(version=made, state="done").uuid}


def asked(world, state="asked"):
    """Of the organisation of the world, each in a category of its own."""
    category_ = CategoryFactory(slug=f"c{next(NUMBERS)}", name=f"Categoria {next(NUMBERS)}")
    version_ = SchemeVersionFactory(with_requirements=2, published=True, category=category_)
    return RealignmentFactory(organisation=world.organisation, plan__run__version=version_, state=state)


def realignment(state="asked", **more):
    def make(world):
        made = asked(world, state)
        return {"uuid": made.uuid, **more}

    return make


def evidence(world):
    made = asked(world)
    document = DocumentFactory(file=ContentFile(b"x", name="delibera.csv"))
    answer = made.answers.create(code="R1", met=True, document=document)
    return {"uuid": made.uuid, "answer_id": answer.pk}


SEEN_BY = {
    **HOLDER,
    OFFICER: 200,
    MANAGER: 200,
    AUDITOR: 200,
}
ACT = {"act-kind": "determination", "act-number": "1", "act-date": "2024-05-06"}

ROWS_BY_NAME = {
    "schemes_work": Row(
        default=403,
        expect={f"*:{role}": 200 for role in ("certification_officer", "certification_manager", "auditor")},
    ),
    "scheme_new": Row(default=403, expect={"*:certification_officer": 200}),
    "scheme_import": Row(default=403, expect={"*:certification_officer": 200}),
    "scheme_work": readers(scheme),
    "scheme_export": readers(scheme),
    "scheme_edit": only(OFFICER, scheme),
    "scheme_logo_edit": only(OFFICER, scheme),
    "category_new": only(OFFICER, scheme),
    "category_edit": only(OFFICER, category),
    "window_new": only(OFFICER, scheme),
    "window_edit": only(OFFICER, window),
    "version_new": only(OFFICER, scheme),
    "version_work": readers(version()),
    **{name: readers(version()) for name in ("version_way", "version_plan", "version_indicators")},
    "version_compare": readers(pair),
    "version_edit": only(OFFICER, version()),
    "version_copy": only(OFFICER, version()),
    "version_delete": [
        only(OFFICER, version()),
        only(OFFICER, version(), method="post", status=302),
    ],
    "version_step": [
        only(OFFICER, version(name="send_to_review")),
        only(OFFICER, version(name="send_to_review"), method="post", status=302),
        only(MANAGER, version("in_review", name="publish")),
        only(
            MANAGER,
            version("in_review", name="publish"),
            method="post",
            status=302,
            data={**ACT, "valid_from": "2024-05-06"},
        ),
        only(MANAGER, version("in_review", name="send_back")),
    ],
    "part_new": [
        only(OFFICER, version(kind="requisiti")),
        only(OFFICER, version(kind="livelli")),
        only(OFFICER, version(kind="livelli"), method="post", status=302, data={"code": "a", "title": "A"}),
    ],
    "part_edit": [only(OFFICER, part), only(OFFICER, long_part("fasi"))],
    "part_move": [
        only(OFFICER, each, method="post", status=302, data={"su": "1"})
        for each in (part, long_part("indicatori"))
    ],
    "part_delete": [
        only(OFFICER, part),
        only(OFFICER, part, method="post", status=302),
        only(OFFICER, long_part("cicli"), method="post", status=302),
    ],
    "dry_run_start": Row(kwargs=version(), expect={OFFICER: 302, MANAGER: 302, AUDITOR: 403}, method="post"),
    "dry_run": readers(run),
    "dry_run_status": readers(run),
    "dry_run_csv": readers(run),
    "dry_run_plan": only(MANAGER, published_run),
    "realignments": readers(version("published")),
    "realignment": Row(kwargs=realignment(), expect=SEEN_BY),
    "realignment_answer": Row(
        kwargs=realignment(),
        expect={**dict.fromkeys(SEEN_BY, 403), **HOLDER},
    ),
    "realignment_file": Row(kwargs=evidence, expect=SEEN_BY),
    "realignment_step": [
        Row(
            kwargs=realignment("answered", name="confirm"),
            expect={**dict.fromkeys(SEEN_BY, 403), MANAGER: 200},
        ),
        Row(
            kwargs=realignment("answered", name="confirm"),
            expect={**dict.fromkeys(SEEN_BY, 403), MANAGER: 302},
            method="post",
            data={**ACT, "reason": "Il documento è agli atti."},
        ),
    ],
    "version": Row(kwargs=public_version, anonymous=200, default=200),
    "version_pdf": Row(kwargs=public_version, anonymous=200, default=200),
    "version_json": Row(kwargs=public_version, anonymous=200, default=200),
    "versions_compare": Row(kwargs=public_pair, anonymous=200, default=200),
    "scheme_json": Row(kwargs=scheme, anonymous=200, default=200),
    "scheme_logo": Row(kwargs=logo, anonymous=200, default=200),
}
ROWS = {f"certifications:{name}": rows for name, rows in ROWS_BY_NAME.items()}
