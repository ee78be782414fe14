"""`/aide`: what the pages are for, in a few questions."""

from dataclasses import dataclass

from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import ANYONE, holder
from beffroi.web.pages.declaring import Page, View, Visit

_TITLE = Text(fr="Aide : questions fréquentes", en="Help: common questions")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that people ask, its answer, and the name that links lead to."""

    anchor: str
    asked: Text
    answer: Text


QUESTIONS = (
    Question(
        "constat",
        Text(fr="Qu’est-ce qu’un constat ?", en="What is a finding?"),
        Text(
            fr="Quelque chose d’anormal que Beffroi a vu dans vos mesures : où, depuis quand, ce "
            "que cela coûte par an avec son intervalle, et ce que l’on peut faire. C’est un "
            "indice, pas un jugement : allez voir sur place.",
            en="Something abnormal that Beffroi saw in your measures: where, since when, what it "
            "costs a year with its interval, and what can be done. It is a clue, not a verdict: go "
            "and look.",
        ),
    ),
    Question(
        "enjeu",
        Text(fr="Que veut dire « entre … et … » ?", en="What does “between … and …” mean?"),
        Text(
            fr="L’enjeu est estimé. Neuf fois sur dix, la vraie valeur est dans l’intervalle. "
            "Quand il descend à zéro, l’enjeu est « à confirmer ».",
            en="The stake is an estimate. Nine times in ten the true value is in the interval. "
            "Where it goes down to zero, the stake is “to be confirmed”.",
        ),
    ),
    Question(
        "decider",
        Text(fr="Que se passe-t-il quand je décide ?", en="What happens when I decide?"),
        Text(
            fr="Votre choix (agir, surveiller ou écarter) et son motif sont gardés avec votre nom "
            "et la date, dans l’historique du constat et au journal. Rien n’est envoyé à personne "
            "et rien n’est irréversible : une autre décision remplace la première, que "
            "l’historique garde.",
            en="Your choice (act, watch or dismiss) and its reason are kept with your name and "
            "the date, in the history of the finding and in the journal. Nothing is sent to "
            "anybody and nothing is irreversible: another decision replaces the first one, which "
            "the history keeps.",
        ),
    ),
    Question(
        "economie",
        Text(fr="Une économie « prouvée », c’est quoi ?", en="What is a “proven” saving?"),
        Text(
            fr="Après les travaux, Beffroi compare ce qui est consommé à ce qui l’aurait été sans "
            "eux, par la même météo (IPMVP, option C). L’économie est prouvée quand tout son "
            "intervalle est au-dessus de zéro.",
            en="After the works, Beffroi compares what is used with what would have been without "
            "them, in the same weather (IPMVP, option C). The saving is proven when its whole "
            "interval is above zero.",
        ),
    ),
    Question(
        "courbes",
        Text(fr="Pourquoi ne vois-je pas les courbes ?", en="Why do I not see the curves?"),
        Text(
            fr="Les mesures d’un équipement peuvent dire la vie d’un foyer. Certains rôles, dont "
            "celui d’élu, lisent les constats et les indicateurs sans elles.",
            en="The measures of an asset may tell the life of a household. Some roles, that of "
            "elected official among them, read findings and indicators without them.",
        ),
    ),
    Question(
        "mot-de-passe",
        Text(fr="J’ai perdu mon mot de passe", en="I lost my password"),
        Text(
            fr="Demandez une nouvelle invitation à qui administre Beffroi chez vous. Personne ne "
            "connaît votre mot de passe, et aucun message ne permet de le changer.",
            en="Ask whoever administers Beffroi at your place for a new invitation. Nobody knows "
            "your password, and no e-mail can change it.",
        ),
    ),
    Question(
        "clavier",
        Text(fr="Et au clavier ?", en="And with the keyboard?"),
        Text(
            fr="Tout se fait avec Tab, Entrée et Espace. D’un constat de la liste, J descend au "
            "suivant et K remonte.",
            en="Tab, Enter and Space do everything. From a finding of the list, J goes down to the "
            "next one and K up.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Help:
    """Questions and answers."""

    questions: tuple[Question, ...]


def _help(_visit: Visit) -> View:
    return View("help.html", _TITLE, Help(QUESTIONS))


PAGES = (
    Page("GET", "/aide", ANYONE, _help),
    Page("GET", "/{organisation}/aide", holder(Right.READ_INDICATORS), _help),
)
