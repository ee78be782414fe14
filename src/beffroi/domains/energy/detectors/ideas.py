"""Actions that findings propose, in plain words."""

from beffroi.domains.contract import Idea
from beffroi.texts import Text


def _idea(key: str, fr: str, en: str) -> Idea:
    return Idea(key, Text(fr=fr, en=en))


VISIT = _idea(
    "visit",
    "Passer sur place et relever ce qui fonctionne",
    "Visit and list what is running",
)
ASK = _idea(
    "ask",
    "Demander au gestionnaire du bâtiment ce qui a changé à cette date",
    "Ask the building manager what changed on that date",
)
SCHEDULE = _idea(
    "schedule",
    "Corriger les horaires de la programmation (chauffage, ventilation, éclairage)",
    "Correct the schedules (heating, ventilation, lighting)",
)
BASE_HUNT = _idea(
    "base_hunt",
    "Chercher de nuit les équipements qui restent en marche",
    "Look at night for equipment left running",
)
STOP_HEATING = _idea(
    "stop_heating",
    "Arrêter le chauffage hors saison et vérifier la loi d’eau",
    "Stop heating out of season and check the weather compensation",
)
LEAVE = _idea(
    "reduced_mode",
    "Programmer le réduit pendant les jours de fermeture",
    "Programme the reduced mode on closed days",
)
METER = _idea(
    "meter",
    "Signaler le compteur au distributeur ou à l’exploitant",
    "Report the meter to the network operator or to the contractor",
)
POWER = _idea(
    "contracted_power",
    "Demander au fournisseur de changer la puissance souscrite",
    "Ask the supplier to change the contracted power",
)
CLAIM = _idea(
    "claim",
    "Demander au fournisseur le détail de la facture et sa rectification",
    "Ask the supplier for the detail of the bill and its correction",
)
AUDIT = _idea(
    "audit",
    "Faire régler l’installation par l’exploitant, puis vérifier le mois suivant",
    "Have the contractor tune the plant, then check the month after",
)
