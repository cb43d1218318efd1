"""Schemes as JSON files at work: taken out whole, brought in after a look at what would happen."""

import json
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certifications import actions
from certifications.forms import SchemeFileForm
from certifications.schemefiles import MAX_BYTES, read_scheme, write_scheme
from certifications.views.schemes_work import load_scheme, own_administration, signed_in
from familynet.accounts.models import Administration, User
from familynet.kernel.pages import form_page, require

SALT = "certifications.scheme-file"
HOURS = 3


@require_safe
def scheme_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole scheme with its drafts."""
    return json_file(write_scheme(load_scheme(request, slug)), f"{slug}.json")


def json_file(data: Any, name: str) -> JsonResponse:
    """A JSON attachment that people can read."""
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@form_page
def scheme_import(request: HttpRequest) -> HttpResponse:
    """First the report of what the file would do, then, confirmed, the writing of exactly that content."""
    user = signed_in(request)
    administration = own_administration(user)
    require(administration is not None)
    assert administration is not None
    if request.method == "POST" and "content" in request.POST:
        return _write(request, user, administration)
    form = SchemeFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(MAX_BYTES + 1)
        context |= _report(content, administration)
    return render(request, "certifications/schemes/import.html", context)


def _report(content: bytes, administration: Administration) -> dict[str, Any]:
    try:
        plan = actions.plan_scheme(read := read_scheme(content), administration=administration)
    except ValidationError as error:
        return {"problems": error.messages}
    signed = signing.dumps(json.dumps(read), salt=SALT, compress=True)
    return {"plan": plan, "content": signed}


def _write(request: HttpRequest, user: User, administration: Administration) -> HttpResponse:
    try:
        text = signing.loads(request.POST["content"], salt=SALT, max_age=HOURS * 3600)
        scheme = actions.import_scheme(json.loads(text), administration=administration, by=user)
    except signing.BadSignature:
        problems = [_("Il controllo è scaduto: carica di nuovo il file.")]
    except ValidationError as error:
        problems = error.messages
    else:
        messages.success(request, _("Il marchio è stato importato: i disciplinari nuovi sono in bozza."))
        return redirect("certifications:scheme_work", slug=scheme.slug)
    return render(request, "certifications/schemes/import.html", {"form": SchemeFileForm(), "problems": problems})
