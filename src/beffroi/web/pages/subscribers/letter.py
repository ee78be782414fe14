"""The letter to a subscriber whose use is abnormal: the decree of 24 September 2012 asks for it.

In French, as the law is. The service does not tell this program who its subscriber is: the name,
the address and the contract are left to be filled in by whoever sends it.
"""

from datetime import date
from html import escape

from beffroi.decide.customers.telling import Told

LAW = "water.customer_doubled"
#: What is written to a subscriber: the rest is for the service to see to.
LETTERS = (LAW, "water.customer_leak")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_PAGE = """<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><title>Courrier à un abonné</title></head>
<body>
<p>{service}<br>Service public d’eau potable</p>
<p>À l’attention de [nom et adresse de l’abonné]<br>Contrat : [numéro]<br>Dossier : {home}</p>
<p>Le {today}</p>
<p><strong>Objet : {subject}</strong></p>
<p>Madame, Monsieur,</p>
<p>{said}</p>
{body}
<p>Pour toute question : [téléphone et adresse du service].</p>
<p>Veuillez agréer, Madame, Monsieur, l’expression de nos salutations distinguées.</p>
<p>[Nom et qualité du signataire]</p>
</body>
</html>
"""
_LAW = """<p>Si cette augmentation vient d’une fuite sur une canalisation d’eau potable située après
votre compteur, vous pouvez demander l’écrêtement de votre facture : la part de votre consommation
qui dépasse le double de votre consommation moyenne ne vous sera pas facturée.</p>
<p>Pour en bénéficier, adressez-nous, <strong>dans le délai d’un mois à compter de la présente
information</strong>, l’attestation d’une entreprise de plomberie qui indique que la fuite a été
réparée, et qui précise sa localisation et la date de la réparation. Nous pourrons vérifier sur
place que la réparation a été faite.</p>
<p>Les fuites dues à des appareils ménagers et à des équipements sanitaires ou de chauffage
n’ouvrent pas droit à cet écrêtement.</p>
<p>Si vous n’avez pas trouvé de fuite, vous pouvez, dans le même délai d’un mois, nous demander de
vérifier le bon fonctionnement de votre compteur ; nous vous répondrons dans le mois qui suit.</p>
<p>Pour chercher une fuite : fermez tous vos robinets, relevez votre compteur le soir, puis le
lendemain matin avant tout usage. S’il a tourné, de l’eau s’écoule.</p>
<p>Textes : code général des collectivités territoriales, articles L2224-12-4 (III bis) et
R2224-20-1 ; décret n° 2012-1078 du 24 septembre 2012.</p>"""
_OTHER = """<p>Ce relevé ne dit pas d’où cela vient. Pour chercher une fuite : fermez tous vos
robinets, relevez votre compteur le soir, puis le lendemain matin avant tout usage. S’il a tourné,
de l’eau s’écoule après le compteur ; une chasse d’eau ou un groupe de sécurité en est souvent la
cause.</p>
<p>Si votre situation explique cette consommation, vous n’avez rien à faire.</p>"""
_SUBJECTS = (
    "augmentation anormale de votre consommation d’eau",
    "votre consommation d’eau",
)


def letter(service: str, told: Told, today: date) -> bytes:
    """Return the letter as a page that a word processor opens.

    Args:
        service: Name of the organisation.
        told: What was seen; its sentence stands in the letter.
        today: The day of the letter.
    """
    lawful = told.detector == LAW
    first = "1er" if today.day == 1 else str(today.day)
    page = _PAGE.format(
        service=escape(service),
        home=escape(told.home),
        today=f"{first}\u00a0{_MONTHS[today.month - 1]} {today.year}",
        subject=_SUBJECTS[0] if lawful else _SUBJECTS[1],
        said=escape(told.said.fr),
        body=_LAW if lawful else _OTHER,
    )
    return page.encode()
