"""What reading documents costs: memory and time of a long PDF, and what the person who uploads waits for."""

import io
import random
import statistics
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from bench.fill import administrations, sentence
from familynet.accounts.models import RoleAssignment, User
from familynet.accounts.roles import Role
from familynet.kernel.extraction import extract
from familynet.portal.demo.pdf import write_pdf
from practices.actions import add_document, create_practice, save_draft

PAGES, ROUNDS = 300, 12


def long_pdf(pages: int) -> bytes:
    chance = random.Random(5)
    blocks = [("text", " ".join(sentence(chance, 12) for _ in range(6))) for _ in range(pages * 6)]
    return write_pdf("Una relazione molto lunga", blocks)


def read_long_pdf() -> None:
    content = long_pdf(PAGES)
    start = time.perf_counter()
    found = extract(io.BytesIO(content), "application/pdf")
    seconds = time.perf_counter() - start
    pages = max((page or 0 for page, _text in found.passages), default=0)
    print(
        f"\nReading a PDF of {pages} pages: {seconds:.1f} s, peak {found.peak_kb / 1024:.0f} MB in a process of its own"
    )


def save_with_and_without() -> None:
    """A practice saved with a PDF of 300 pages attached, and without; everything is rolled back."""
    owner = administrations()[1]
    editor, _new = User.objects.get_or_create(
        email="redazione-misure@example.org", defaults={"full_name": "Misure", "administration": owner}
    )
    RoleAssignment.objects.get_or_create(user=editor, role=Role.PRACTICE_EDITOR, administration=owner)
    editor = User.objects.get(pk=editor.pk)
    content = long_pdf(PAGES)
    times: dict[bool, list[float]] = {False: [], True: []}
    for number in range(ROUNDS):
        for with_file in times:
            with transaction.atomic():
                practice = create_practice(administration=owner, title=f"Misura {number}", by=editor)
                start = time.perf_counter()
                save_draft(practice, values={"problem": f"Testo {number}. " * 100}, by=editor)
                if with_file:
                    upload = SimpleUploadedFile("relazione.pdf", content)
                    add_document(practice, upload=upload, title="Relazione", by=editor)
                times[with_file].append(time.perf_counter() - start)
                transaction.set_rollback(True)
    without, with_file = (statistics.median(times[key]) * 1000 for key in (False, True))
    size = len(content) / 1024 / 1024
    print(
        f"Saving a practice: {without:.0f} ms; with a PDF of {PAGES} pages ({size:.1f} MB) {with_file:.0f} ms,"
        f" {with_file / without:.1f} ×; its reading waits in the queue"
    )
