from babel.messages import Catalog

from tools import translations


def one(catalog_id, string, **options):
    catalog = Catalog(locale="en")
    catalog.add(catalog_id, string, [("a.html", 1)], **options)
    return next(message for message in catalog if message.id)


def fault(monkeypatch, found, known):
    catalog = Catalog(locale="en")
    if known is not None:
        catalog.add(found.id, known.string, context=known.context, flags=known.flags)
    monkeypatch.setattr(translations, "extract_all", lambda: [found])
    monkeypatch.setattr(translations, "read", lambda language: catalog)
    return [problem.partition(" ")[2] for problem in translations.problems("en")]


def test_problems_finds_what_is_missing_uncertain_or_without_placeholder(monkeypatch):
    found = one("Ciao %(name)s", "")
    key = "'Ciao %(name)s'"
    assert fault(monkeypatch, found, None) == [f"{key} is not translated"]
    assert fault(monkeypatch, found, one(found.id, "")) == [f"{key} is not translated"]
    assert fault(monkeypatch, found, one(found.id, "Hello %(name)s", flags=["fuzzy"])) == [
        f"{key} is marked fuzzy"
    ]
    assert fault(monkeypatch, found, one(found.id, "Hello %(nome)s")) == [
        f"{key} has other placeholders than its translation 'Hello %(nome)s'"
    ]
    assert fault(monkeypatch, found, one(found.id, "Hello %(name)s")) == []


def test_a_singular_may_leave_the_number_out(monkeypatch):
    found = one(("%(n)d voce", "%(n)d voci"), ("", ""))
    assert fault(monkeypatch, found, one(found.id, ("One entry", "%(n)d entries"))) == []
    assert len(fault(monkeypatch, found, one(found.id, ("One entry", "Entries")))) == 1


def test_messages_come_from_code_and_templates():
    messages = {message.id for message in translations.extract_all()}
    assert "Il file è vuoto: controlla di aver scelto quello giusto." in messages
    assert len(messages) > 500
