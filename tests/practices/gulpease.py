"""The Gulpease index once more, written from docs/decisions/0019-plain-language.md and not from our code.

Ours walks over tokens; this one cuts the whole text with regular expressions and computes with fractions.
"""

import re
import unicodedata
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

ADDRESS = re.compile(r"(?<!\S)(?:\S*://\S*|[\W]*www\.\S*|\S*[^\W_]@[^\W_]\S*)(?!\S)", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:(?:[-\u2010\u2011]|(?<=\d)[.,:/](?=\d))[^\W_]+)*")
BOUNDARY = re.compile(r"(?<!\S)(\S*?)([.!?…\"'»”’)\]}*_]*)(?:\s+|$)")
SHORT = set(
    """all art artt arch avv ca cap cell cfr co dott dr es fax fig geom ing lett mons n nn nr num on p pag pagg par
    pp prof prot rag rif sen sez sig sigg spett ss tab tel vd vol""".split()
)


def paragraphs(text):
    """Break before what opens a piece, around headings and at empty lines."""
    text = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", text))
    text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Mc", "Me", "Cf"})
    marked = []
    for line in text.split("\n"):
        line = line.strip()
        if found := re.match(r"#{1,6}(\s|$)", line):
            marked.append("\n" + line[found.end() :].strip() + "\n")
        elif found := re.match(r"([-*+•–—]|[0-9]{1,3}[.)]|[A-Za-z]\))(\s|$)", line):
            marked.append("\n" + line[found.end() :].strip())
        else:
            marked.append("\n" if not line else "\n" + line if line[0] == "|" else line)
    return re.sub(r"[^\S\n]*\n\s*", "\n", " ".join(marked)).split("\n")


def sentences(paragraph):
    begin = 0
    for found in BOUNDARY.finditer(paragraph):
        rest = re.search(r"[^\W_]", paragraph[found.end() :])
        marks = re.sub(r"[^.!?…]", "", found[2])
        if not rest or (marks and not rest[0].islower() and (marks != "." or not short(found[1]))):
            yield paragraph[begin : found.end()]
            begin = found.end()
    yield paragraph[begin:]


def short(stem):
    if ADDRESS.fullmatch(stem):
        return False
    last = re.sub(r"(?s).*['’ʼ`]", "", stem)
    last = re.sub(r"(?:[^\w.]|_)", "", last).strip(".").lower()
    return last in SHORT or bool(re.fullmatch(r"[^\W\d_]|[^\W\d_]+(\.[^\W\d_]+)+", last))


def independent(text):
    """(letters, words, sentences, index rounded to one decimal, halves up) of a text."""
    found = [WORD.findall(ADDRESS.sub("", s)) for p in paragraphs(text) for s in sentences(p)]
    found = [words for words in found if words]
    words = [word for one in found for word in one]
    letters = sum(1 for word in words for c in word if unicodedata.category(c)[0] in "LN")
    if not words:
        return 0, 0, 0, None
    index = 89 + Fraction(300 * len(found) - 10 * letters, len(words))
    tenths = Decimal((index * 10 + Fraction(1, 2)).__floor__())
    return letters, len(words), len(found), (tenths / 10).quantize(Decimal("0.1"), ROUND_FLOOR)
