"""Actions that findings of water propose, in plain words."""

from beffroi.domains.contract import Idea
from beffroi.texts import Text


def _idea(key: str, fr: str, en: str) -> Idea:
    return Idea(key, Text(fr=fr, en=en))


RULE_OUT = _idea(
    "rule_out",
    "Vérifier d’abord s’il y a eu manœuvre, purge, travaux ou poteau d’incendie ouvert ce jour-là",
    "First rule out a valve operation, a flushing, works or an open hydrant on that day",
)
CLOSE_IN = _idea(
    "close_in",
    "Fermer les vannes de nuit, une par une, pour trouver la branche qui perd",
    "Close valves at night, one by one, to find the branch that loses",
)
LISTEN = _idea(
    "listen",
    "Faire écouter le réseau, en commençant par les conduites anciennes et les branchements",
    "Have the network listened to, old mains and service connections first",
)
PRESSURE = _idea(
    "pressure",
    "Baisser la pression de nuit en attendant la réparation",
    "Lower the pressure at night until the repair",
)
CHECK_METER = _idea(
    "check_meter",
    "Relever l’index sur place et comparer avec ce qui a été reçu",
    "Read the index on the spot and compare with what was received",
)
CHECK_LOGGER = _idea(
    "check_logger",
    "Vérifier l’enregistreur : pile, poids d’impulsion, unité, horloge",
    "Check the logger: battery, pulse weight, unit, clock",
)
READ_TOGETHER = _idea(
    "read_together",
    "Relever le même jour les compteurs d’entrée et ceux des abonnés",
    "Read the meters of inlets and of customers on the same day",
)
UNMETERED = _idea(
    "unmetered",
    "Lister ce qui n’est pas compté : poteaux, fontaines, bâtiments communaux, branchements"
    " oubliés",
    "List what is not metered: hydrants, fountains, public buildings, forgotten connections",
)
