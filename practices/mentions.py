"""People named in a text with "@Nome Cognome": found among those who may read it, shown in bold."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from familynet.accounts.models import User
from familynet.kernel.search import Fold, fold
from practices.models import Practice
from practices.permissions.talk import people_of

MOST_SIGNS = 30  # looked at in one text
MOST_WORDS = 5  # of one name
MOST_SUGGESTIONS = 10
_after_sign = re.compile(r"(?<![\w@.])@(?=\w)")
_word = re.compile(r"[\w'’.-]+")


def find_mentions(text: str, practice: Practice) -> list[User]:
    """Who is named in the text and may read it. One query.

    The longest name that fits counts. A name that nobody has, or that two people have, stays text: who is meant
    is then chosen from the suggestions.
    """
    named = [_names_after(text[sign.end() :]) for sign in list(_after_sign.finditer(text))[:MOST_SIGNS]]
    wanted = {name for names in named for name in names}
    if not wanted:
        return []
    by_name: dict[str, list[User]] = {}
    for person in people_of(practice).annotate(folded=Fold("full_name")).filter(folded__in=wanted):
        by_name.setdefault(fold(person.full_name), []).append(person)
    found: dict[int, User] = {}
    for names in named:
        longest = next((by_name[name] for name in names if name in by_name), [])
        if len(longest) == 1:
            found[longest[0].pk] = longest[0]
    return list(found.values())


def _names_after(text: str) -> list[str]:
    """What may be a name at the beginning of a text, folded, the longest first."""
    words: list[str] = []
    for word in text[:200].split(" ")[:MOST_WORDS]:
        match = _word.match(word)
        if match is None:
            break
        words.append(match[0].rstrip(".'’-"))
        if match.end() != len(word):
            break
    return [fold(" ".join(words[:length])) for length in range(len(words), 0, -1)]


def suggest_people(practice: Practice, text: str) -> QuerySet[User]:
    """People who may be mentioned and have a name with words that start so, by name."""
    people = people_of(practice).select_related("administration").annotate(folded=Fold("full_name"))
    for word in fold(text).split():
        people = people.filter(folded__regex=rf"\m{word}")
    return people.order_by("full_name")


def with_bold_names(text: str, people: Iterable[User]) -> str:
    """The Markdown of a text with the names of those who were mentioned in bold."""
    names = sorted((person.full_name for person in people if _is_plain(person.full_name)), key=len, reverse=True)
    if not names:
        return text
    pattern = re.compile(rf"(?<![\w@.])@({'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda found: f"**@{found[1]}**", text)


def _is_plain(name: str) -> bool:
    """True for a name without signs that mean something in Markdown."""
    return bool(re.fullmatch(r"[\w'’. -]+", name)) and "_" not in name
