"""How easy an Italian text is to read: the Gulpease index, and the sentences that pull it down.

Lucisano and Piemontese, "GULPEASE: una formula per la predizione della difficoltà dei testi in lingua italiana",
Scuola e città 3 (1988): 89 + (300 × sentences - 10 × letters) / words. What counts as a letter, a word and a
sentence is written down, with its reasons, in docs/decisions/0019-plain-language.md. Pure functions of a text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

LONG_SENTENCE = 25  # words: above, style guides of the public administration ask to divide
LONG_WORD = 13  # letters
EASY = 60  # a sentence above it pulls nothing down, whatever the others are
MOST_HINTS = 5

TERMINATORS = frozenset(".!?…")
CLOSERS = frozenset("\"'»”’)]}*_")
HYPHENS = frozenset("-\u2010\u2011")
NUMBER_MARKS = frozenset(".,:/")
APOSTROPHES = frozenset("'’ʼ`")
# Followed by what they announce: their full stop ends no sentence, unless the text ends there.
ABBREVIATIONS = frozenset(
    "all art artt arch avv ca cap cell cfr co dott dr es fax fig geom ing lett mons n nn nr num on p pag pagg par "
    "pp prof prot rag rif sen sez sig sigg spett ss tab tel vd vol".split()
)
LIST_MARK = re.compile(r"(?:[-*+•–—]|[0-9]{1,3}[.)]|[A-Za-z]\))(?:\s+|$)")
HEADING = re.compile(r"#{1,6}(?:\s+|$)")
# What offices write, and what people say. Only whole words or phrases.
SIMPLER = {
    "ai sensi di": "secondo",
    "al fine di": "per",
    "all'interno di": "in",
    "attraverso l'utilizzo di": "con",
    "avvalersi di": "usare",
    "effettuare": "fare",
    "erogare": "dare",
    "erogazione": "servizio, pagamento",
    "finalizzato a": "per",
    "fruire": "usare",
    "fruizione": "uso",
    "implementare": "realizzare",
    "implementazione": "realizzazione",
    "in merito a": "su",
    "mediante": "con",
    "nell'ambito di": "in",
    "nonché": "e",
    "ottemperare": "rispettare",
    "problematiche": "problemi",
    "progettualità": "progetti",
    "promuovere la realizzazione di": "realizzare",
    "relativamente a": "su",
    "suddetto": "questo",
    "tempistica": "tempi",
    "tramite": "con",
    "usufruire": "usare",
    "utilizzare": "usare",
    "utilizzo": "uso",
}


@dataclass(frozen=True)
class Sentence:
    """One sentence: its text and the words in it."""

    text: str
    words: tuple[str, ...]

    @property
    def letters(self) -> int:
        return sum(letters_of(word) for word in self.words)

    @property
    def index(self) -> Decimal:
        """The index of the sentence alone, 0 to 100."""
        return clipped(gulpease(letters=self.letters, words=len(self.words), sentences=1))

    @property
    def is_long(self) -> bool:
        return len(self.words) > LONG_SENTENCE

    @property
    def long_words(self) -> list[str]:
        """Each long word once, in the order of the text."""
        return list(dict.fromkeys(word for word in self.words if letters_of(word) >= LONG_WORD))

    @property
    def simpler(self) -> list[tuple[str, str]]:
        """(what is written, what to write instead) for the words that offices use and people do not."""
        text = " ".join(["", *_WORD.findall(self.text.lower().replace("’", "'")), ""])
        return [(found, plain) for found, plain in SIMPLER.items() if f" {found} " in text]


@dataclass(frozen=True)
class Readability:
    """What was counted in a text. `index` is None for a text without words; it may leave 0 to 100."""

    letters: int
    words: int
    index: Decimal | None
    parts: tuple[Sentence, ...]

    @property
    def sentences(self) -> int:
        return len(self.parts)

    @property
    def shown_index(self) -> Decimal | None:
        """The index between 0 and 100, as people read it."""
        return None if self.index is None else clipped(self.index)

    @property
    def heavy(self) -> list[Sentence]:
        """The sentences that pull the index down, the worst first: as hard as the text or harder, and not easy."""
        if self.shown_index is None:
            return []
        found = [part for part in self.parts if part.index <= self.shown_index and part.index < EASY]
        return sorted(found, key=lambda part: part.index)[:MOST_HINTS]


def measure(text: str) -> Readability:
    """Count letters, words and sentences of a text, and compute its index."""
    parts = tuple(sentences_of(text))
    words = sum(len(part.words) for part in parts)
    letters = sum(part.letters for part in parts)
    index = gulpease(letters=letters, words=words, sentences=len(parts)) if words else None
    return Readability(letters, words, index, parts)


def gulpease(*, letters: int, words: int, sentences: int) -> Decimal:
    """The formula, exact to one decimal, halves up."""
    tenths = 890 * words + 3000 * sentences - 100 * letters
    return Decimal((2 * tenths + words) // (2 * words)) / 10


def clipped(index: Decimal) -> Decimal:
    return min(max(index, Decimal(0)), Decimal(100))


def letters_of(word: str) -> int:
    """Letters and digits; hyphens and the marks of a number are none."""
    return sum(character.isalnum() for character in word)


# --- Sentences -------------------------------------------------------------------------------


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences that have at least one word."""
    for block in blocks_of(tidied(text)):
        tokens = block.split()
        start = 0
        for number in range(len(tokens)):
            if number == len(tokens) - 1 or ends_sentence(tokens, number):
                sentence = tokens[start : number + 1]
                words = tuple(word for token in sentence for word in words_of(token))
                if words:
                    yield Sentence(" ".join(sentence), words)
                start = number + 1


def tidied(text: str) -> str:
    """Composed characters, without the marks and formats that nobody sees as a letter; one kind of line end."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if unicodedata.category(c)[0] != "M" and unicodedata.category(c) != "Cf")


def blocks_of(text: str) -> Iterator[str]:
    """Pieces in which no sentence goes on: paragraphs, items of a list, headings, rows of a table."""
    block: list[str] = []
    for line in (line.strip() for line in text.split("\n")):
        heading, item = HEADING.match(line), LIST_MARK.match(line)
        if block and (not line or heading or item or line.startswith("|")):
            yield " ".join(block)
            block = []
        mark = heading or item
        block.append(line[mark.end() :] if mark else line)
        if heading:
            yield " ".join(block)
            block = []
    yield " ".join(block)


def ends_sentence(tokens: list[str], number: int) -> bool:
    """True if a sentence ends with this token: its mark, and what comes after."""
    token = tokens[number]
    stem = token.rstrip("".join(TERMINATORS | CLOSERS))
    marks = [character for character in token[len(stem) :] if character in TERMINATORS]
    if not marks:
        return False
    following = next((c for token in tokens[number + 1 :] for c in token if c.isalnum()), "")
    if following.islower():
        return False
    return marks != ["."] or not is_abbreviation(stem)


def is_abbreviation(stem: str) -> bool:
    """ "art", "dell'art", "d.lgs", "M": what stands before a full stop that ends no sentence."""
    last = re.split(r"['’ʼ`]", stem)[-1]
    core = "".join(c for c in last if c.isalnum() or c == ".").strip(".").lower()
    if is_address(stem):
        return False
    return core in ABBREVIATIONS or (len(core) == 1 and core.isalpha()) or bool(_DOTTED.search(core))


_DOTTED = re.compile(r"^[^\W\d_]+(?:\.[^\W\d_]+)+$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


# --- Words -----------------------------------------------------------------------------------


def is_address(token: str) -> bool:
    """A web or mail address: nobody reads it letter by letter, so it has no words."""
    lower = token.lower()
    if "://" in lower or re.match(r"\W*www\.", lower):
        return True
    return bool(re.search(r"[^\W_]@[^\W_]", lower))


def words_of(token: str) -> Iterator[str]:
    """The words between two spaces: an apostrophe separates them, a hyphen and the marks of a number do not."""
    if is_address(token):
        return
    word = ""
    for place, character in enumerate(token):
        if character.isalnum() or (word and _joins(token, place)):
            word += character
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _joins(token: str, place: int) -> bool:
    before, after = token[place - 1], token[place + 1 : place + 2]
    if token[place] in HYPHENS:
        return before.isalnum() and after.isalnum()
    return token[place] in NUMBER_MARKS and before.isdecimal() and after.isdecimal()
