"""What a person at the keyboard means: an asset by words, the only authority that has samples."""

from collections.abc import Sequence

from sqlalchemy import select

from beffroi.cli.context import Session
from beffroi.decide.scenarios.assets import candidates
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.errors.decide import SCENARIO_INVALID
from beffroi.store.state import models
from beffroi.store.state.sampling import WaterSample
from beffroi.texts import Text

_NO_ASSET = Text(
    fr="rien où l’on puisse essayer ne s’appelle « {text} » : « beffroi scenarios assets » donne "
    "ce qui convient",
    en="nothing on which something may be tried is called “{text}”: “beffroi scenarios assets” "
    "lists what is",
)
_SEVERAL = Text(
    fr="« {text} » peut être : {names}. Dites lequel, ou donnez son numéro",
    en="“{text}” may be: {names}. Say which, or give its number",
)
_SAMPLED = Text(
    fr="{name}, seule collectivité à avoir importé des prélèvements :",
    en="{name}, the only authority that imported samples:",
)
_WHICH = Text(
    fr="Plusieurs collectivités ont importé des prélèvements ({names}) : dites laquelle "
    "(--organisation).",
    en="Several authorities imported samples ({names}): say which one (--organisation).",
)
_NAMED, _DIGITS = 8, 18


def assets_of(session: Session, organisation: int, given: Sequence[str] | None) -> list[int]:
    """Return the numbers of assets on which something may be tried, from numbers or words.

    Raises:
        BeffroiError: `decide.scenario_invalid` where words are those of none, or of several.
    """
    texts = given or ()
    if all(map(_numbered, texts)):
        return [int(text) for text in texts]
    known = {one.asset: one.name for one in candidates(session.read("scenarios"), organisation)}
    return [_asset(known, text) for text in texts]


def _numbered(text: str) -> bool:
    return text.isdecimal() and len(text) <= _DIGITS


def _asset(known: dict[int, str], text: str) -> int:
    if _numbered(text):
        return int(text)
    words = text.casefold().split()
    same = [number for number, name in known.items() if name.casefold().split() == words]
    found = same or [
        number
        for number, name in known.items()
        if words and all(word in name.casefold() for word in words)
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(known[number] for number in found[:_NAMED])
    problem = (
        _SEVERAL.fill(text=text[:60], names=names) if found else _NO_ASSET.fill(text=text[:60])
    )
    raise BeffroiError(SCENARIO_INVALID, problem=problem)


def sampled(session: Session, asked: str) -> models.Organisation:
    """Return the authority asked for, else the only one that imported samples of tap water.

    On a screen, says which one it took unasked.

    Raises:
        BeffroiError: `store.not_found`; `cli.usage` where several did, or none of several.
    """
    everyone = session.organisations(asked)
    if asked or len(everyone) == 1:
        return session.organisation(asked)
    query = select(WaterSample.organisation_id).where(WaterSample.standing).distinct()
    with session.read("water quality").session() as state:
        owners = set(state.scalars(query))
    found = [one for one in everyone if one.id in owners]
    if len(found) > 1:
        names = ", ".join(one.name for one in found[:_NAMED])
        raise BeffroiError(USAGE, problem=_WHICH.fill(names=names), command="beffroi water quality")
    if not found:
        return session.organisation()
    if not session.as_json:
        session.console.print(session.say(_SAMPLED.fill(name=found[0].name)))
    return found[0]
