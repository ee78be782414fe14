"""The processing of personal data that the program does, found where it really does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from beffroi.store.state import models
from beffroi.store.state.flow import Token
from beffroi.store.state.households import shown
from beffroi.store.state.loop import Decision, Finding
from beffroi.store.state.registers import AlgorithmRequest, PersonRequest
from beffroi.texts import Text

_STAFF = Text(
    fr="Agents et élus qui se servent du logiciel", en="Staff and elected members who use it"
)
_ASKERS = Text(
    fr="Personnes qui exercent leurs droits, sous une référence sans nom",
    en="Persons who exercise their rights, under a reference without a name",
)

#: Keys of those that are about measures: agreements lend them, and a retention erases them.
MEASURED = ("metering", "households")


@dataclass(frozen=True, slots=True)
class Activity:
    """A processing: what it is for, whom and what it is about, and whether it takes place.

    `done(organisation)` asks for one row that shows that the processing takes place.
    """

    key: str
    name: Text
    purpose: Text
    subjects: Text
    data: Text
    done: Callable[[int], Select[Any]]


ACTIVITIES = (
    Activity(
        "metering",
        Text(fr="Suivi des consommations", en="Monitoring of consumption"),
        Text(
            fr="Suivre l’énergie et l’eau des bâtiments et équipements de la collectivité.",
            en="Monitor the energy and water of the buildings and facilities of the authority.",
        ),
        Text(
            fr="Occupants de logements de fonction et de petits locaux, indirectement",
            en="Occupants of staff housing and small rooms, indirectly",
        ),
        Text(
            fr="Mesures de compteurs, numéros de points de livraison, adresses d’équipements",
            en="Measures of meters, numbers of delivery points, addresses of facilities",
        ),
        lambda own: select(models.Series.id).where(
            models.Series.organisation_id == own, models.Series.household.is_(False)
        ),
    ),
    Activity(
        "households",
        Text(fr="Suivi des consommations de foyers", en="Monitoring of the use of households"),
        Text(
            fr="Suivre la consommation de foyers qui l’ont accepté, et en dire des totaux.",
            en="Monitor the use of households that agreed to it, and tell totals of it.",
        ),
        Text(fr="Titulaires des points de livraison", en="Holders of the delivery points"),
        Text(
            fr="Mesures de compteurs sous pseudonyme, commune ; ni numéro, ni nom, ni adresse",
            en="Measures of meters under a pseudonym, commune; no number, name or address",
        ),
        lambda own: select(models.Asset.id).where(
            models.Asset.organisation_id == own, models.Asset.household.is_(True)
        ),
    ),
    Activity(
        "decisions",
        Text(fr="Constats et décisions", en="Findings and decisions"),
        Text(
            fr="Garder qui a décidé quoi d’un constat, et pourquoi.",
            en="Keep who decided what about a finding, and why.",
        ),
        _STAFF,
        Text(fr="Nom, choix, motif, date", en="Name, choice, reason, date"),
        lambda own: (
            select(Decision.id)
            .join(Finding, Decision.finding_id == Finding.id)
            .where(Finding.organisation_id == own)
        ),
    ),
    Activity(
        "journal",
        Text(fr="Journal des écritures", en="Journal of changes"),
        Text(
            fr="Garder la trace de chaque écriture, pour la sécurité et la preuve.",
            en="Keep the trace of each change, for security and proof.",
        ),
        _STAFF,
        Text(fr="Nom, action, date, objet", en="Name, action, date, subject"),
        lambda own: select(models.JournalEntry.id).where(
            models.JournalEntry.organisation_id == own
        ),
    ),
    Activity(
        "tokens",
        Text(fr="Jetons d’envoi", en="Sending tokens"),
        Text(
            fr="Savoir quelle passerelle envoie des mesures, et qui l’a permis.",
            en="Know which gateway sends measures, and who allowed it.",
        ),
        _STAFF,
        Text(fr="Nom de la passerelle, auteur, dates", en="Name of the gateway, author, dates"),
        lambda own: select(Token.id).where(Token.organisation_id == own),
    ),
    Activity(
        "algorithm_requests",
        Text(fr="Contestations et explications", en="Contestations and explanations"),
        Text(
            fr="Répondre à qui conteste un algorithme ou en demande l’explication.",
            en="Answer those who contest an algorithm or ask for its explanation.",
        ),
        _ASKERS,
        Text(fr="Référence, demande, réponse, dates", en="Reference, request, answer, dates"),
        lambda own: select(AlgorithmRequest.id).where(AlgorithmRequest.organisation_id == own),
    ),
    Activity(
        "person_requests",
        Text(fr="Exercice des droits", en="Exercise of rights"),
        Text(
            fr="Répondre dans les délais aux demandes d’accès, de rectification, d’effacement et "
            "d’opposition.",
            en="Answer in time requests for access, rectification, erasure and objection.",
        ),
        _ASKERS,
        Text(fr="Référence, nature, réponse, dates", en="Reference, kind, answer, dates"),
        lambda own: select(PersonRequest.id).where(PersonRequest.organisation_id == own),
    ),
)


def taking_place(session: Session, organisation: int) -> list[Activity]:
    """List the activities that an organisation really has."""
    with shown(session):  # whether there is one, not which
        return [
            one for one in ACTIVITIES if session.scalar(one.done(organisation).limit(1)) is not None
        ]
