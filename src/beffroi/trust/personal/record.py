"""The record of processing (RGPD, article 30): what the system knows, completed by the DPO.

What is generated and what a person wrote stand side by side: neither ever replaces the other.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.registers import REGISTER_INVALID
from beffroi.periods import utc_now
from beffroi.store.erased import ERASED
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.store.state.households import shown
from beffroi.store.state.registers import ProcessingNote, RetentionRule
from beffroi.store.write import WriteDoor
from beffroi.texts import Language, Text
from beffroi.trust.personal.activities import MEASURED, Activity, taking_place
from beffroi.trust.personal.recipients import recipients

#: The fields of an entry, in the order of the record of the CNIL.
FIELDS: dict[str, Text] = {
    "purpose": Text(fr="Finalité", en="Purpose"),
    "manager": Text(fr="Responsable et DPO", en="Controller and DPO"),
    "legal_basis": Text(fr="Base légale", en="Legal basis"),
    "subjects": Text(fr="Personnes concernées", en="Data subjects"),
    "data": Text(fr="Catégories de données", en="Categories of data"),
    "origin": Text(fr="Origine des données", en="Origin of the data"),
    "recipients": Text(fr="Destinataires", en="Recipients"),
    "processors": Text(fr="Sous-traitants", en="Processors"),
    "retention": Text(fr="Durée de conservation", en="Retention"),
    "final_fate": Text(fr="Sort final", en="Final fate"),
    "security": Text(fr="Mesures de sécurité", en="Security measures"),
    "transfers": Text(fr="Transferts hors UE", en="Transfers outside the EU"),
    "dpia": Text(fr="Critères d’AIPD", en="DPIA criteria"),
}
#: What article 30.2 asks of a processor, for each controller.
_PROCESSOR_FIELDS = ("purpose", "manager", "processors", "security", "transfers")
_HOSTING = "hosting"
_TYPED = Text(fr="Saisie dans Beffroi", en="Typed in Beffroi")
_SECURITY = Text(
    fr="Lecture par périmètre, écriture nommée et journalisée, sauvegardes éprouvées{server}",
    en="Reading by scope, changes named and journalled, backups that are proved{server}",
)
_SERVER = Text(fr=", cloisonnement des lignes par le serveur", en=", rows kept apart by the server")
_TRANSFERS = Text(
    fr="Aucun par le logiciel, qui n’appelle rien au-dehors",
    en="None by the program, which calls nothing outside",
)
_KEPT = Text(
    fr="{months} mois, au-delà effacées chaque jour par le logiciel",
    en="{months} months, then erased every day by the program",
)
_TOTALS = Text(
    fr="Gestionnaire des données ; totaux d’au moins dix foyers pour tous les autres, élus compris",
    en="Data manager; totals of ten households at least for everybody else, elected officials too",
)
_FOR = Text(
    fr="Héberger, importer et analyser les mesures de {name}",
    en="Host, import and analyse the measures of {name}",
)
_EMPTY = Text(fr="le texte est vide", en="the text is empty")
_FIELD = Text(
    fr="le champ « {field} » n’existe pas ; choisissez parmi {known}",
    en="there is no field “{field}”; choose among {known}",
)
_ACTIVITY = Text(
    fr="le traitement « {activity} » n’a pas lieu ici", en="no processing “{activity}” here"
)


def controller(read: ReadDoor, organisation: int, language: Language) -> list[dict[str, Any]]:
    """Return the entries of an organisation as controller (30.1): what really takes place."""
    with read.session() as session:
        found = []
        for one in taking_place(session, organisation):
            known = _known(read, session, one, organisation, language)
            notes = _notes(session, organisation, one.key)
            found.append(_entry(one.key, one.name.in_(language), FIELDS, known, notes, language))
    return found


def processor(read: ReadDoor, operator: int, language: Language) -> list[dict[str, Any]]:
    """Return the entries of whoever runs the installation, one a controller served (30.2)."""
    row = models.Organisation
    fields = {key: FIELDS[key] for key in _PROCESSOR_FIELDS}
    with read.session() as session:
        served = session.scalars(
            select(row).where(row.id != operator, row.kind != ERASED).order_by(row.id)
        ).all()
        found = []
        for one in served:
            key = f"{_HOSTING}.{one.id}"
            known = {
                "purpose": _FOR.format(language, name=one.name),
                "security": _security(read, language),
                "transfers": _TRANSFERS.in_(language),
            }
            notes = _notes(session, operator, key)
            found.append(_entry(key, one.name, fields, known, notes, language))
    return found


def complete(
    door: WriteDoor, read: ReadDoor, organisation: int, activity: str, field: str, value: str
) -> None:
    """Write what a person knows of a field of an entry; what stood before stays in history.

    Raises:
        BeffroiError: `register.invalid`.
    """
    problem = None if value.strip() else _EMPTY
    if field not in FIELDS:
        problem = _FIELD.fill(field=field, known=", ".join(FIELDS))
    hosted = activity.startswith(f"{_HOSTING}.")  # those are as many as controllers served
    entries = (processor if hosted else controller)(read, organisation, "fr")
    if activity not in {one["activity"] for one in entries}:
        problem = _ACTIVITY.fill(activity=activity)
    if problem is not None:
        raise BeffroiError(REGISTER_INVALID, problem=problem)
    with door.change("processing.complete", "data protection", organisation, activity) as change:
        change.session.add(
            ProcessingNote(
                organisation_id=organisation,
                activity=activity,
                field=field,
                value=value.strip(),
                actor=door.actor,
                at=utc_now(),
            )
        )
        change.detail = {"field": field}


def _known(
    read: ReadDoor, session: Session, one: Activity, organisation: int, language: Language
) -> dict[str, str]:
    origin, measured = _TYPED.in_(language), dict[str, str]()
    if one.key in MEASURED:
        origin = _sources(session, organisation, household=one.key == "households")
        rule = session.get(RetentionRule, organisation)
        measured = {"retention": _KEPT.format(language, months=rule.months)} if rule else {}
        private = one.key == "households"
        told = recipients(session, organisation, language, household=private)
        if private:
            told = "\n".join(filter(None, (_TOTALS.in_(language), told)))
        measured |= {"recipients": told} if told else {}
    return {
        **measured,
        "purpose": one.purpose.in_(language),
        "subjects": one.subjects.in_(language),
        "data": one.data.in_(language),
        "origin": origin,
        "security": _security(read, language),
        "transfers": _TRANSFERS.in_(language),
    }


def _sources(session: Session, organisation: int, *, household: bool) -> str:
    row = models.Series
    own = (row.organisation_id == organisation) & row.household.is_(household)
    with shown(session):
        return ", ".join(sorted(session.scalars(select(row.source).where(own).distinct())))


def _security(read: ReadDoor, language: Language) -> str:
    server = _SERVER.in_(language) if read.state.server else ""
    return _SECURITY.format(language, server=server)


def _notes(session: Session, organisation: int, activity: str) -> dict[str, ProcessingNote]:
    row = ProcessingNote
    query = select(row).where(row.organisation_id == organisation, row.activity == activity)
    return {one.field: one for one in session.scalars(query.order_by(row.id))}  # the last stands


def _entry(
    key: str,
    name: str,
    fields: dict[str, Text],
    known: dict[str, str],
    notes: dict[str, ProcessingNote],
    language: Language,
) -> dict[str, Any]:
    told = {
        field: {
            "name": label.in_(language),
            "generated": known.get(field, ""),
            "completed": notes[field].value if field in notes else "",
            "by": notes[field].actor if field in notes else None,
            "at": notes[field].at.isoformat() if field in notes else None,
        }
        for field, label in fields.items()
    }
    lacking = [f for f, one in told.items() if not (one["generated"] or one["completed"])]
    return {"activity": key, "name": name, "fields": told, "missing": lacking}
