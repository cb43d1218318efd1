"""Officials of the two sides ask, answer, mention and follow; some have read what they were told, some not."""

from familynet.notifications.actions import choose_frequencies, mark_read
from familynet.notifications.models import Frequency, Notification, Topic
from familynet.portal.demo.steps.cast import Cast
from practices.actions import accept_answer, answer_question, ask_question, follow
from practices.models import Practice

T, P = "trento", "piemonte"
# (practice, section, who asks and where, question, answers as (who, where, text, was it the one that helped))
TALKS = (
    (
        "Il piano famiglia del Comune, con un voto per ogni azione",
        "costi-e-risorse",
        ("redazione", P),
        "Quante ore alla settimana servono a un Comune piccolo per seguire il piano?\n\n"
        "@Chiara Pedrini, lo chiedo perché da noi molti Comuni hanno **un solo addetto**.",
        (
            (
                "redazione",
                T,
                "La parte lunga è la prima stesura: poi basta un appuntamento fisso al mese.\n\n"
                "- si comincia da ciò che il Comune fa già;\n- le azioni nuove sono poche e misurabili;\n"
                "- il voto si dà insieme, a fine anno.",
                False,
            ),
            (
                "reti",
                T,
                "Aggiungo: i Comuni vicini possono scrivere il piano insieme. @Silvia Arneodo, se vuoi "
                "organizziamo una chiamata con chi lo ha fatto.",
                True,
            ),
        ),
    ),
    (
        "Il piano famiglia del Comune, con un voto per ogni azione",
        "risultati",
        ("reti", P),
        "Il voto alle azioni è pubblico? Vorremmo proporlo ai nostri Comuni e temiamo i confronti.",
        (),
    ),
    (
        "EuregioFamilyPass: la carta famiglia senza limiti di reddito",
        "lezioni-e-trasferibilita",
        ("redazione", P),
        "Per le convenzioni con gli esercizi usate un modello unico? Possiamo averlo?",
        (("redazione", T, "Sì, il modello è uno solo. Lo aggiungo tra i documenti della pratica.", False),),
    ),
    (
        "I Centri per le famiglie con un coordinamento regionale",
        "",
        ("redazione", T),
        "Chi decide gli orari di apertura dei Centri: l'ente gestore o il coordinamento?",
        (),
    ),
    (
        "Municipality Family Manager: chi segue il piano nel Comune",
        "costi-e-risorse",
        ("validazione", T),
        "La formazione è aperta anche a chi lavora nelle unioni di Comuni? @Silvia Arneodo",
        (("redazione", P, "Ne parliamo al prossimo incontro: preparo una nota con @Davide Garrone.", False),),
    ),
)
CHOICES = {
    ("redazione", P): {Topic.FOLLOWED: Frequency.WEEKLY},
    ("reti", P): {Topic.TALK: Frequency.DAILY, Topic.FOLLOWED: Frequency.DAILY},
    ("validazione", T): {Topic.TALK: Frequency.WEEKLY, Topic.EVENTS: Frequency.NEVER},
}
FOLLOWED_AREAS = ((("redazione", T), "governance-reti"), (("reti", P), "welfare-territoriale"))
FOLLOWED_PROVINCES = ((("validazione", P), "TN"), (("redazione", T), "CN"))


def make_talk(cast: Cast) -> None:
    for (mailbox, side), chosen in CHOICES.items():
        choose_frequencies(chosen, by=cast.person(mailbox, side))
    _follow(cast)
    for title, section, asker, text, answers in TALKS:
        _talk(cast, title, section, asker, text, answers)
    _read_the_oldest(cast)


def _follow(cast: Cast) -> None:
    for person, area in FOLLOWED_AREAS:
        follow(by=cast.person(*person), area=area)
    for person, province in FOLLOWED_PROVINCES:
        follow(by=cast.person(*person), province=province)
    follow(by=cast.person("redazione", P), practice=Practice.objects.public().get(title=TALKS[0][0]))
    # A reader of a comune follows the comune itself.
    follow(by=cast.people["referente@bra.example"], municipality="B111")


def _talk(
    cast: Cast,
    title: str,
    section: str,
    asker: tuple[str, str],
    text: str,
    answers: tuple[tuple[str, str, str, bool], ...],
) -> None:
    """One question with its answers, each by its author."""
    practice = Practice.objects.public().get(title=title)
    question = ask_question(practice, text=text, section=section, by=cast.person(*asker))
    for mailbox, side, words, helped in answers:
        given = answer_question(question, text=words, by=cast.person(mailbox, side))
        if helped:
            accept_answer(given, by=cast.person(*asker))


def _read_the_oldest(cast: Cast) -> None:
    """The editors have read the first thing they were told; everything else still waits."""
    for side in (T, P):
        person = cast.person("redazione", side)
        for notification in Notification.objects.of(person).order_by("pk")[:1]:
            mark_read(notification, by=person)
