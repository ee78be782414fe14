"""What a finding of a clock is about where it is a whole file, and what to do of it."""

from beffroi.domains.contract import Idea
from beffroi.domains.water.leaks.signals import MODEL
from beffroi.texts import Text

FILES = {
    "pressures": Text(fr="Fichier des pressions, {network}", en="File of pressures, {network}"),
    "flows": Text(fr="Fichier des débits, {network}", en="File of flows, {network}"),
    "levels": Text(fr="Fichier des niveaux, {network}", en="File of levels, {network}"),
    "demands": Text(fr="Fichier des abonnés, {network}", en="File of customers, {network}"),
    MODEL: Text(fr="Toutes les mesures, {network}", en="All measures, {network}"),
}
SET = Idea(
    "set_clock",
    Text(
        fr="Remettre l’enregistreur à l’heure, et vérifier sa pile",
        en="Set the logger to the right time, and check its battery",
    ),
)
ZONE = Idea(
    "set_zone",
    Text(
        fr="Vérifier l’heure de la supervision et le fuseau de ses exports (heure d’été)",
        en="Check the time of the supervision and the zone of its exports (summer time)",
    ),
)
