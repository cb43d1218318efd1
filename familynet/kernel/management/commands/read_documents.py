"""`manage.py read_documents`: read what no job has read: older documents, and those that got lost on the way."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q
from tqdm import tqdm

from familynet.kernel.document_texts import DocumentText, read_text, request_text
from familynet.kernel.documents import Document


class Command(BaseCommand):
    help = "Legge il testo dei documenti che la ricerca non conosce ancora."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="leggi qui e subito, senza passare dalla coda")
        parser.add_argument("--failed", action="store_true", help="riprova anche quelli non riusciti")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Q(extracted=None) | Q(extracted__state=DocumentText.State.WAITING)
        if options["failed"]:
            wanted |= Q(extracted__state__in=(DocumentText.State.FAILED, DocumentText.State.TOO_LARGE))
        documents = list(Document.objects.filter(wanted).order_by("pk"))
        for document in tqdm(documents, disable=options["verbosity"] == 0):
            request_text(document)
            if options["now"]:
                read_text(document.pk)
        if options["verbosity"]:
            verb = "letti" if options["now"] else "in coda"
            self.stdout.write(f"Documenti {verb}: {len(documents)}")
