"""A comune of Piemonte that may apply to Trento today, its people, and short ways to fill in an application."""

import datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certifications.actions import (
    Said,
    attach_evidence,
    declaration_texts,
    save_answers,
    start_application,
    submit_application,
)
from certifications.models import Application, IntegrationItem, IntegrationRequest, Requirement
from familynet.kernel.history import HistoryEntry
from tests.factories.accounts import UserFactory
from tests.factories.applications import RequirementFactory, SchemeVersionFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory
from tests.factories.protocols import ProtocolAreaFactory, ProtocolFactory

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
PDF += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def text_file(name="delibera.txt", content="Delibera della Giunta"):
    return SimpleUploadedFile(name, content.encode())


class Field:
    """Version with R1–R3 (mandatory, 10 points each), an agreement in force, a comune with its two people."""

    def __init__(self, organisation=None, **version):
        far = datetime.date(2200, 1, 1)
        ProtocolAreaFactory(protocol=ProtocolFactory(ends_on=far))
        fields = {"with_requirements": 3, "published": True, **version}
        self.version = SchemeVersionFactory(**fields)
        self.comune = organisation or OrganisationFactory(kind="municipality")
        self.mayor = OrganisationMemberFactory(organisation=self.comune, role="legal_representative").user
        self.clerk = OrganisationMemberFactory(organisation=self.comune, role="contact").user

    def start(self, by=None, **options):
        return start_application(
            organisation=self.comune,
            scheme=self.version.scheme,
            category=self.version.category,
            by=by or self.clerk,
            **options,
        )

    def say(self, application, by=None, **met):
        """say(a, R1=True, R2=False): yes and no; a dict of Said for more."""
        answers = {code: value if isinstance(value, Said) else Said(value) for code, value in met.items()}
        return save_answers(application=application, answers=answers, by=by or self.clerk)

    def attach(self, application, code, upload=None):
        """Put a document behind the answer about one requirement."""
        requirement = application.version.requirements.get(code=code)
        upload = upload or text_file()
        return attach_evidence(application=application, requirement=requirement, upload=upload, by=self.clerk)

    def filled(self, **options):
        """A draft that can be submitted."""
        application = self.start(**options)
        self.say(application, R1=True, R2=True, R3=True)
        return application

    def submit(self, application, by=None, **options):
        fields = {"capacity": "legal_representative", "confirmed": declaration_texts(application), **options}
        return submit_application(application=application, by=by or self.mayor, **fields)

    def submitted(self):
        return self.submit(self.filled())


def many_requirements(number, **fields):
    """A published version with so many requirements, every tenth in a new section."""
    version = SchemeVersionFactory()
    sections = [
        version.sections.create(code=chr(65 + place), title=f"Area {place}", order=place)
        for place in range(-(-number // 10))
    ]
    for place in range(number):
        RequirementFactory(
            version=version,
            section=sections[place // 10],
            code=f"Q{place}",
            order=place,
            mandatory=False,
            **fields,
        )
    version.bands.create(label="Tutti", minimum=Decimal(5))
    version.state = "published"
    version.save(update_fields=["state"])
    return version


def verbs(application):
    """What its history says happened, in order."""
    return list(HistoryEntry.objects.of(application).order_by("sequence").values_list("verb", flat=True))


def content(document):
    with document.file.open("rb") as file:
        return file.read()


def reason_of(error):
    return " ".join(error.value.messages)


def ask(field, application, *codes):
    """An open request about these requirements."""
    Application.objects.filter(pk=application.pk).update(state="integration")
    request = IntegrationRequest.objects.create(
        application=application, asked_by=UserFactory(), due_on=datetime.date(2200, 1, 1)
    )
    for requirement in Requirement.objects.filter(version=field.version, code__in=codes):
        IntegrationItem.objects.create(request=request, requirement=requirement, question="Quale?")
    return request


def url(application, name="application", *args):
    return reverse(f"certifications:{name}", args=[application.public_id, *args])


def section_of(application):
    return url(application, "application_section", application.version.sections.get().pk)


def keys(application):
    """Code → key of its requirement."""
    return dict(application.version.requirements.values_list("code", "pk"))


def answers(application, base=None, **said):
    """The POST of a section: answers(a, R1=("yes", "note"))."""
    pks = keys(application)
    data = {f"met-{pks[code]}": met for code, (met, _note) in said.items()}
    data |= {f"note-{pks[code]}": note for code, (_met, note) in said.items()}
    return {**data, "base": base if base is not None else " ".join(f"{pk}:0" for pk in pks.values())}
