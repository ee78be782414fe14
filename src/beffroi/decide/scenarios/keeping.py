"""Scenarios kept under a name: versions, plans, withdrawals; each change is in the journal."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from beffroi.decide.scenarios.asked import Asked
from beffroi.decide.scenarios.kept import live_plans, missing, own, versions_of
from beffroi.decide.scenarios.told import Tried, stored
from beffroi.errors import BeffroiError
from beffroi.errors.decide import REASON_MISSING, SCENARIO_INVALID, SCENARIO_WITHDRAWN
from beffroi.periods import utc_now
from beffroi.store.state.scenarios import (
    Scenario,
    ScenarioBuilding,
    ScenarioPlan,
    ScenarioVersion,
)
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

LONGEST_NAME, LONGEST_TEXT = 120, 2000
_FARTHEST = 2060
_NAME = Text(
    fr="donnez un nom de 1 à {most} caractères", en="give a name of 1 to {most} characters"
)
_WHO = Text(
    fr="dites qui s’en charge (200 caractères au plus)", en="say who sees to it (200 at most)"
)
_WHEN = Text(
    fr="la fin des travaux est entre 2000 et {most}", en="works end between 2000 and {most}"
)
_LONG = Text(fr="le texte est trop long", en="the text is too long")


def keep(door: WriteDoor, organisation: int, name: str, asked: Asked, tried: Tried) -> int:
    """Keep a scenario under a name; return its number.

    Raises:
        BeffroiError: `decide.scenario_invalid`.
    """
    said = _named(name)
    with door.change("scenario.keep", "scenario", organisation, f"scenario {said}") as change:
        row = Scenario(organisation_id=organisation, name=said, at=utc_now(), actor=door.actor)
        change.session.add(row)
        change.session.flush()
        _version(change.session, row.id, 1, asked, tried, door.actor)
        change.subject = f"scenario {row.id}"
        change.detail = _detail(asked) | {"name": said}
        return row.id


def change(
    door: WriteDoor, organisation: int, scenario: int, name: str, asked: Asked, tried: Tried
) -> int:
    """Add a version to a scenario, which stands from now on; return its number.

    Raises:
        BeffroiError: `store.not_found`, `decide.scenario_withdrawn`, `decide.scenario_invalid`.
    """
    said = _named(name)
    with door.change("scenario.change", "scenario", organisation, f"scenario {scenario}") as made:
        row = _live(made.session, organisation, scenario)
        number = len(versions_of(made.session, scenario)) + 1
        _version(made.session, scenario, number, asked, tried, door.actor)
        made.detail = _detail(asked) | {"version": number}
        if said != row.name:
            made.detail |= {"from": row.name, "to": said}
        row.name = said
        return number


def withdraw(door: WriteDoor, organisation: int, scenario: int, why: str) -> None:
    """Withdraw a scenario: it leaves the list, and stays in the history with its reason.

    Raises:
        BeffroiError: `store.not_found`, `decide.scenario_withdrawn`, `decide.reason_missing`.
    """
    said = _reason(why)
    subject = f"scenario {scenario}"
    with door.change("scenario.withdraw", "scenario", organisation, subject) as made:
        row = _live(made.session, organisation, scenario)
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = utc_now(), door.actor, said


def plan(
    door: WriteDoor, organisation: int, scenario: int, done_on: date, who: str, why: str
) -> int:
    """Decide to carry a scenario out: its last version becomes the plan; return its number.

    An earlier plan is withdrawn, and kept.

    Raises:
        BeffroiError: `store.not_found`, `decide.scenario_withdrawn`, `decide.reason_missing`,
            `decide.scenario_invalid`.
    """
    said = _reason(why)
    if not who.strip() or len(who.strip()) > 200:
        raise BeffroiError(SCENARIO_INVALID, problem=_WHO)
    if not 2000 <= done_on.year <= _FARTHEST:
        raise BeffroiError(SCENARIO_INVALID, problem=_WHEN.fill(most=_FARTHEST))
    with door.change("scenario.plan", "scenario", organisation, f"scenario {scenario}") as made:
        _live(made.session, organisation, scenario)
        now, version = utc_now(), versions_of(made.session, scenario)[-1]
        for earlier in live_plans(made.session, scenario):
            earlier.withdrawn_at, earlier.withdrawn_by = now, door.actor
            earlier.withdrawn_why = said
            made.detail["replaces"] = earlier.id
        row = ScenarioPlan(
            scenario_id=scenario,
            version_id=version.id,
            done_on=done_on,
            who=who.strip(),
            why=said,
            at=now,
            actor=door.actor,
        )
        made.session.add(row)
        made.session.flush()
        made.detail |= {"version": version.number, "done_on": done_on.isoformat()}
        return row.id


def unplan(door: WriteDoor, organisation: int, scenario: int, why: str) -> None:
    """Withdraw the plan of a scenario, which stays in the history.

    Raises:
        BeffroiError: `store.not_found`, `decide.reason_missing`.
    """
    said = _reason(why)
    subject = f"scenario {scenario}"
    with door.change("scenario.unplan", "scenario", organisation, subject) as made:
        own(made.session, organisation, scenario)
        live = live_plans(made.session, scenario)
        if not live:
            raise missing(Text(fr="plan en cours", en="live plan"), scenario)
        for one in live:
            one.withdrawn_at, one.withdrawn_by, one.withdrawn_why = utc_now(), door.actor, said


def _version(
    session: Session, scenario: int, number: int, asked: Asked, tried: Tried, actor: str
) -> None:
    row = ScenarioVersion(
        scenario_id=scenario,
        number=number,
        levers=asked.to_dict(),
        result=stored(tried),
        at=utc_now(),
        actor=actor,
    )
    session.add(row)
    session.flush()
    session.add_all(ScenarioBuilding(version_id=row.id, asset_id=one) for one in asked.buildings)


def _live(session: Session, organisation: int, scenario: int) -> Scenario:
    row = own(session, organisation, scenario)
    if row.withdrawn_at is not None:
        raise BeffroiError(SCENARIO_WITHDRAWN, scenario=scenario)
    return row


def _named(name: str) -> str:
    said = " ".join(name.split())
    if not 1 <= len(said) <= LONGEST_NAME:
        raise BeffroiError(SCENARIO_INVALID, problem=_NAME.fill(most=LONGEST_NAME))
    return said


def _reason(why: str) -> str:
    if not why.strip():
        raise BeffroiError(REASON_MISSING)
    if len(why) > LONGEST_TEXT:
        raise BeffroiError(SCENARIO_INVALID, problem=_LONG)
    return why.strip()


def _detail(asked: Asked) -> dict[str, Any]:
    return {
        "buildings": list(asked.buildings),
        "levers": [one.lever for one in asked.choices],
    }
