"""The explicit mention of article L311-3-1 of the CRPA, as article R311-3-1-1 asks for it.

It goes on every individual decision taken on the ground of an algorithm. Beffroi takes none: the
mention serves an authority that lets a finding weigh on a decision about a person.
"""

from typing import Any

from beffroi.domains.contract import Algorithm
from beffroi.texts import Language, Text
from beffroi.trust.algorithms.card import card_of

#: The text that asks for it, and the day on which it was last read here.
SOURCE = "CRPA, articles L311-3-1, R311-3-1-1 et R311-3-1-2"
_MENTION = Text(
    fr="Cette décision a été prise par {organisation}, une personne ayant examiné ce qu’un "
    "traitement algorithmique, « {name} », lui proposait. Finalité de ce traitement : {purpose} "
    "Vous avez le droit d’obtenir communication des règles qui le définissent et des principales "
    "caractéristiques de sa mise en œuvre, dont son degré et son mode de contribution à la "
    "décision, les données traitées et leurs sources, les paramètres et leur pondération appliqués "
    "à votre situation, et les opérations effectuées. Adressez votre demande à {contact}. Sans "
    "réponse dans le délai d’un mois, ou en cas de refus, vous pouvez saisir la Commission d’accès "
    "aux documents administratifs (CADA) dans les deux mois.",
    en="This decision was taken by {organisation}, a person having examined what an algorithmic "
    "process, “{name}”, proposed. Purpose of this process: {purpose} You have the right to be told "
    "the rules that define it and the main features of how it was applied, among which how far and "
    "in which way it contributed to the decision, the data processed and their sources, the "
    "parameters and their weights applied to your situation, and the operations carried out. Send "
    "your request to {contact}. Without an answer within one month, or where it is refused, you "
    "may turn to the Commission d’accès aux documents administratifs (CADA) within two months.",
)
_NEEDED = Text(
    fr="À porter sur toute décision individuelle fondée sur cet algorithme, sans seuil de "
    "population. Sans elle, une décision entièrement automatisée est nulle ; Beffroi n’en prend "
    "pas.",
    en="To be put on every individual decision that rests on this algorithm, whatever the "
    "population. Without it a fully automated decision is void; Beffroi takes none.",
)


def mention(
    algorithm: Algorithm, organisation: str, contact: str, language: Language
) -> dict[str, Any]:
    """Return the mention to be put on a decision, and when it is needed.

    >>> from beffroi.domains import algorithm
    >>> made = mention(algorithm("energy.step"), "la commune d’Essai", "dpo@essai.example", "fr")
    >>> "CADA" in made["text"] and "dpo@essai.example" in made["text"]
    True
    """
    return {
        "algorithm": algorithm.key,
        "text": _MENTION.format(
            language,
            organisation=organisation,
            name=algorithm.label.in_(language),
            purpose=algorithm.purpose.in_(language),
            contact=contact,
        ),
        "when": _NEEDED.in_(language),
        "persons_concerned": card_of(algorithm).persons,
        "source": SOURCE,
    }
