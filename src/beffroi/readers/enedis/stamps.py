"""Which end of its step a time marks, when files of different years differ: the file decides."""

import re
from dataclasses import dataclass

import pyarrow as pa

from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.times import DAY, MINUTE, parse_times
from beffroi.texts import Text

_DURATION = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?")
NOTES = {
    (Stamp.START, True): Text(
        fr="Courbe de charge : l’horodate marque le début du pas (déduit des dates de la demande).",
        en="Load curve: the time marks the start of its step (told by the dates asked for).",
    ),
    (Stamp.END, True): Text(
        fr="Courbe de charge : l’horodate marque la fin du pas (déduit des dates de la demande).",
        en="Load curve: the time marks the end of its step (told by the dates asked for).",
    ),
    (Stamp.START, False): Text(
        fr="Courbe de charge : l’horodate est supposée marquer le début du pas "
        "(usage des pas de 5 et 10 minutes) ; le fichier ne permet pas de le vérifier.",
        en="Load curve: the time is taken to mark the start of its step (the use at 5 and 10 "
        "minutes); the file does not tell.",
    ),
    (Stamp.END, False): Text(
        fr="Courbe de charge : l’horodate est supposée marquer la fin du pas "
        "(usage des pas de 15 à 60 minutes) ; le fichier ne permet pas de le vérifier.",
        en="Load curve: the time is taken to mark the end of its step (the use at 15 to 60 "
        "minutes); the file does not tell.",
    ),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The end of the step that times mark, and whether the file tells it."""

    stamp: Stamp
    told: bool

    @property
    def note(self) -> Text:
        """The sentence that says it."""
        return NOTES[self.stamp, self.told]


def decide(first: str, last: str, step: int, begin: str, finish: str) -> Decision:
    """Decide from the first and last times and the period asked for, as they are written.

    Steps fill the period: the first one begins with it, the last one ends with it.

    >>> decide("2023-03-13 00:30:00", "", 30 * MINUTE, "2023-03-13", "2025-03-13").stamp.value
    'end'
    >>> decide("2024-06-23 00:00:00", "", 5 * MINUTE, "2024-06-23", "2026-06-23").stamp.value
    'start'
    """
    times = parse_times(pa.array([first, last, begin, finish]))
    us, valid = times.us.tolist(), times.valid.tolist()
    starts = ends = 0
    if valid[0] and valid[2]:
        starts, ends = us[0] == us[2], us[0] == us[2] + step
    if valid[1] and valid[3]:
        starts, ends = starts + (us[1] + step == us[3]), ends + (us[1] == us[3])
    if step > 0 and starts != ends:
        return Decision(Stamp.START if starts > ends else Stamp.END, told=True)
    return Decision(Stamp.START if 0 < step <= 10 * MINUTE else Stamp.END, told=False)


def step_of(text: str) -> int:
    """Return the microseconds of an ISO 8601 duration or of a count of minutes, 0 where unknown.

    >>> [step_of(text) // MINUTE for text in ("PT30M", "PT1H", "P1D", "10", "P1M")]
    [30, 60, 1440, 10, 0]
    """
    text = text.strip().upper()
    if text.isdecimal() and len(text) < 5:
        return int(text) * MINUTE
    found = _DURATION.fullmatch(text)
    if found is None:
        return 0
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return days * DAY + (hours * 60 + minutes) * MINUTE
