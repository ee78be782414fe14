"""Clocks that moved, in words."""

from typing import Any, cast

from beffroi.domains.water.leaks.shifts import Shift
from beffroi.domains.water.leaks.signals import KINDS, MODEL
from beffroi.figures import written_day
from beffroi.texts import Text

_FILES = dict(
    zip(
        KINDS,
        (
            Text(fr="des pressions", en="pressures"),
            Text(fr="des débits", en="flows"),
            Text(fr="des niveaux", en="levels"),
            Text(fr="des abonnés", en="customers"),
        ),
        strict=True,
    )
)
_SENSOR = Text(fr="L’horloge {names}", en="The clock of {names}")
_FILE = Text(fr="Tout le fichier {file}", en="The whole file of {file}")
_ALL = Text(fr="L’ensemble des mesures", en="The whole of the measures")
_LATE = Text(
    fr="{what} retarde de {size} depuis le {since} : chaque mesure est remise à son heure.",
    en="{what} is {size} late since {since}: each measure is put back to its time.",
)
_EARLY = Text(
    fr="{what} avance de {size} depuis le {since} : chaque mesure est remise à son heure.",
    en="{what} is {size} early since {since}: each measure is put back to its time.",
)
_RIGHT = Text(
    fr="{what} est de nouveau à l’heure depuis le {since}.",
    en="{what} is right again since {since}.",
)
_SUMMER = Text(
    fr="{text} C’est par rapport aux rythmes du modèle : un fuseau, ou l’heure d’été.",
    en="{text} This is against the rhythms of the model: a time zone, or summer time.",
)
_UNWATCHED = Text(
    fr="Horloge que rien ne permet de vérifier : {names}.",
    en="Clock that nothing allows to check: {names}.",
)
_MODEL_UNWATCHED = Text(fr="les rythmes du modèle", en="the rhythms of the model")


def told(shift: Shift) -> Text:
    r"""Say what moved, by how much, since when, and what is done about it.

    >>> import numpy as np
    >>> day = np.datetime64("2026-03-02")
    >>> told(Shift(("n54",), "", -90, day, day)).en.replace("\u00a0", " ")
    'The clock of n54 is 1 h 30 early since 2 March 2026: each measure is put back to its time.'
    """
    if shift.file == MODEL:
        what = _ALL
    elif shift.file and len(shift.names) != 1:
        what = _FILE.fill(file=_FILES[shift.file])
    else:
        what = _SENSOR.fill(names=_whose(shift.names))
    form = _LATE if shift.minutes > 0 else _EARLY if shift.minutes else _RIGHT
    since = written_day(cast("Any", shift.since.astype("M8[D]").astype(object)))
    text = form.fill(what=what, size=_size(abs(shift.minutes)), since=since)
    return _SUMMER.fill(text=text) if shift.file == MODEL else text


def unwatched(names: tuple[str, ...]) -> Text:
    """Say of which sensors the clock cannot be checked."""
    return _UNWATCHED.fill(names=_named(names))


def plain(shift: Shift) -> dict[str, Any]:
    """Return a shift as JSON has it."""
    return {
        "sensors": list(shift.names), "file": shift.file, "minutes_late": shift.minutes,
        "since": str(shift.since)[:10], "told": str(shift.told)[:10],
    }  # fmt: skip


def _named(names: tuple[str, ...]) -> Text:
    words = {**_FILES, MODEL: _MODEL_UNWATCHED}
    known = [words.get(name, Text(fr=name, en=name)) for name in names]
    return Text(fr=", ".join(one.fr for one in known), en=", ".join(one.en for one in known))


def _whose(names: tuple[str, ...]) -> Text:
    """Name whose clock it is: “de n54”, “des abonnés”."""
    named = _named(names)
    article = "" if names[0] in _FILES else "de "
    return Text(fr=f"{article}{named.fr}", en=named.en)


def _size(minutes: int) -> str:
    r"""Write a time.

    >>> [_size(one).replace("\u00a0", " ") for one in (45, 60, 125)]
    ['45 min', '1 h', '2 h 05']
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")
