"""Personal data in typed texts: known names become the role of the person, addresses and codes are left out.

A net below the office's own reading, not in its place: a person whom the file does not know stays named.
"""

import re
from collections.abc import Mapping

OMITTED = "[omissis]"
_EMAIL = re.compile(r"[\w.+'%-]+@[\w-]+(?:\.[\w-]+)+")
# Codice fiscale of a person, also where digits were replaced by letters (omocodia); IBAN.
_FISCAL_CODE = re.compile(
    r"\b[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]\b", re.IGNORECASE
)
_IBAN = re.compile(r"\bIT\d{2}\s?[A-Z](?:\s?[0-9A-Z]){22}\b", re.IGNORECASE)
# Nine digits or more; a date has eight.
_PHONE = re.compile(r"(?<![\w/])\+?\d(?:[\s./()-]{0,2}\d){8,13}(?![\w/])")
_SPACE = r"\s+"
_PATTERNS = (_EMAIL, _FISCAL_CODE, _IBAN, _PHONE)


def mask(text: str, people: Mapping[str, str]) -> str:
    """The text without what tells who somebody is; `people` is full name → role in words."""
    for pattern in _PATTERNS:
        text = pattern.sub(OMITTED, text)
    # The longest names first: "Anna Maria Rossi" before "Anna Rossi".
    for name in sorted(people, key=len, reverse=True):
        role = f"[{people[name]}]"
        for pattern in _name_patterns(name):
            text = pattern.sub(role, text)
    return text


def is_marked(text: str, people: Mapping[str, str]) -> bool:
    """Whether something in the text would be left out."""
    return mask(text, people) != text


def _name_patterns(name: str) -> list[re.Pattern[str]]:
    """The name as it is, with the family name first, and the family name alone with its capital letter."""
    parts = [re.escape(part) for part in name.split()]
    if not parts:
        return []
    orders = [parts, [*parts[1:], parts[0]], [parts[-1], *parts[:-1]]]
    patterns = [re.compile(rf"\b{_SPACE.join(order)}\b", re.IGNORECASE) for order in orders]
    if len(parts) > 1 and len(name.split()[-1]) > 2:
        last = name.split()[-1]
        patterns.append(re.compile(rf"\b(?:{re.escape(last.capitalize())}|{re.escape(last.upper())})\b"))
    return patterns
