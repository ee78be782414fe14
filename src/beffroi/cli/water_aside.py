"""What a search for leaks could not use, in words: shared by `water leaks` and `water watch`."""

from typing import TYPE_CHECKING, Any

from beffroi.cli.context import Say
from beffroi.cli.screen import Screen
from beffroi.cli.tables import written
from beffroi.texts import Text

if TYPE_CHECKING:
    from beffroi.decide.leaks.following import Followed
    from beffroi.domains.water.leaks.asides import Aside
    from beffroi.domains.water.leaks.searching import Search

_SHOWN = 8
_UNKNOWN = Text(
    fr="Capteurs que le modèle ne nomme pas, laissés de côté : {names}.",
    en="Sensors that the model does not name, left aside: {names}.",
)
_MORE = Text(fr="{names} et {count} autres", en="{names} and {count} others")
_NAMING = Text(
    fr="{count} colonnes sont lues sans « {added} », que le modèle n’a pas dans ses noms.",
    en="{count} columns are read without “{added}”, which the model does not have in its names.",
)
_CAPITALS = Text(
    fr="{count} colonnes sont reconnues malgré leurs majuscules ou leurs espaces.",
    en="{count} columns are recognised despite their capitals or spaces.",
)
_WHY = {
    "silent": Text(
        fr="{names} : muet à une heure au moins, {days} jours entre le {first} et le {last}.",
        en="{names}: silent at one hour at least, {days} days between {first} and {last}.",
    ),
    "impossible": Text(
        fr="{names} : valeurs impossibles, {days} jours entre le {first} et le {last}.",
        en="{names}: impossible values, {days} days between {first} and {last}.",
    ),
    "frozen": Text(
        fr="{names} : figé, {days} jours entre le {first} et le {last}.",
        en="{names}: frozen, {days} days between {first} and {last}.",
    ),
}
_LEFT = Text(fr="Laissés de côté ces jours-là :", en="Left aside on these days:")


def plain(found: "Search | Followed") -> dict[str, Any]:
    """Return what could not be used, as JSON has it."""
    from beffroi.domains.water.leaks import clock_words

    naming = found.naming
    return {
        "unknown_sensors": list(found.unknown),
        "names_read_without": naming.added if naming is not None else None,
        "clocks": [clock_words.plain(one) for one in found.clocks],
        "clocks_unchecked": list(found.unwatched),
        "left_aside": [
            {
                "sensor": one.name, "why": str(one.why), "days": one.days,
                "first": str(one.first), "last": str(one.last),
            }
            for one in found.asides
        ],
    }  # fmt: skip


def show(screen: Screen, say: Say, found: "Search | Followed") -> None:
    """Say what could not be used."""
    from beffroi.domains.water.leaks import clock_words

    if found.naming is not None:
        said = _NAMING if found.naming.added else _CAPITALS
        screen.print(say(said.fill(count=found.naming.count, added=found.naming.added)))
    if found.unknown:
        screen.print(say(_UNKNOWN.fill(names=_listed(found.unknown))))
    for moved in found.clocks:
        screen.print(say(clock_words.told(moved)))
    if found.unwatched:
        screen.print(say(clock_words.unwatched(found.unwatched)))
    if found.asides:
        screen.print(say(_LEFT))
    for names, one in _together(found.asides):
        first, last = (written(str(day)) for day in (one.first, one.last))
        text = _WHY[one.why].fill(names=_listed(names), days=one.days, first=first, last=last)
        screen.print(f"  {say(text)}")


def _together(asides: "tuple[Aside, ...]") -> list[tuple[tuple[str, ...], "Aside"]]:
    """Group the sensors that were left aside for the same reason on the same days."""
    found: dict[tuple[Any, ...], list[Aside]] = {}
    for one in asides:
        found.setdefault((one.why, one.days, one.first, one.last), []).append(one)
    return [(tuple(one.name for one in group), group[0]) for group in found.values()]


def _listed(names: tuple[str, ...]) -> Text:
    shown = ", ".join(names[:_SHOWN])
    if len(names) <= _SHOWN:
        return Text(fr=shown, en=shown)
    return _MORE.fill(names=shown, count=len(names) - _SHOWN)
