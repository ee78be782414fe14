"""Every table of the state: carried by an export, or left behind (`left`) with the reason.

A test refuses a table, or a column, of which nothing is said here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, or_, select

from beffroi.store.state import (
    documents,
    flow,
    loop,
    models,
    places,
    publishing,
    registers,
    sampling,
    scenarios,
    watching,
)
from beffroi.texts import Text

#: How an import ends.
FINISHED = ("done", "undone", "failed", "interrupted")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Held:
    """A table that is carried."""

    model: type[models.Base]
    columns: str
    """Names of the columns that are carried."""
    about: Text
    left: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Columns that are not carried, and why."""

    @property
    def table(self) -> Table:
        """The table itself."""
        return models.Base.metadata.tables[self.model.__tablename__]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are carried, in order."""
        return tuple(self.columns.split())


#: In an order in which rows can be stored: what others depend on first.
CARRIED = (
    Held(
        models.Organisation,
        "id key name kind attributes created_at",
        Text(fr="la collectivité", en="the authority"),
        {"parent_id": "it is a row of the old home"},
    ),
    Held(
        models.Batch,
        "id organisation_id sha256 name member bytes reader mapping status received_at "
        "finished_at report series_facts repaired actor",
        Text(fr="les fichiers reçus, un par import", en="the files received, one an import"),
        {
            "files": "they are written anew",
            "rolled": "rollups are made anew",
        },
    ),
    Held(
        models.Asset,
        "id organisation_id type key name parent_id attributes batch_id household",
        Text(fr="les équipements suivis", en="the assets"),
    ),
    Held(
        models.Series,
        "id organisation_id asset_id quantity kind source qualifier step_seconds batch_id points "
        "revised first_at last_at last_value household",
        Text(fr="les séries de mesures", en="the series of measures"),
        {"levels": "rollups are made anew"},
    ),
    Held(
        documents.Document,
        "id organisation_id asset_id sha256 name bytes form title kind dated_on at actor "
        "removed_at removed_by",
        Text(fr="les documents des équipements", en="the documents of assets"),
    ),
    Held(
        models.Mapping,
        "id organisation_id fingerprint content created_at",
        Text(fr="les lectures de fichiers confirmées", en="the confirmed readings of files"),
    ),
    Held(
        flow.Message,
        "id organisation_id key sha256 received_at rows batch_id actor",
        Text(fr="les envois reçus en continu", en="the messages received"),
        {"content": "it is with the measures"},
    ),
    Held(
        loop.Finding,
        "id organisation_id domain detector version asset_id series_id quantity since until "
        "detected_at seen_at severity confidence eur_per_year stake explanation chart actions "
        "status",
        Text(fr="les constats", en="the findings"),
    ),
    Held(
        watching.Leak,
        "id finding_id network number pipe lines zone flow volume fall measured_to",
        Text(fr="les fuites vues sur un réseau d’eau", en="the leaks seen on a water network"),
    ),
    Held(
        sampling.WaterSample,
        "id organisation_id batch_id root_id code day clock networks conclusion bact_limits "
        "pc_limits bact_references pc_references distributor authority standing",
        Text(fr="les prélèvements d’eau du robinet", en="the samples of tap water"),
    ),
    Held(
        sampling.WaterSampleCommune,
        "sample_id code organisation_id name",
        Text(fr="les communes de ces prélèvements", en="the communes of these samples"),
    ),
    Held(
        sampling.WaterResult,
        "id organisation_id batch_id root_id sample parameter code_se place name text sign value "
        "unit quality_limit quality_reference standing",
        Text(fr="les résultats de ces prélèvements", en="the results of these samples"),
    ),
    Held(
        loop.Decision,
        "id finding_id choice reason actor at",
        Text(fr="les décisions", en="the decisions"),
    ),
    Held(
        loop.Action,
        "id finding_id done_on cost_eur what actor at withdrawn_at withdrawn_by withdrawn_why",
        Text(fr="les actions menées", en="the actions"),
    ),
    Held(
        loop.Outcome,
        "id action_id computed_at proven result actor",
        Text(fr="les résultats vérifiés", en="the verified outcomes"),
    ),
    Held(
        scenarios.Scenario,
        "id organisation_id name at actor withdrawn_at withdrawn_by withdrawn_why",
        Text(fr="les scénarios gardés", en="the scenarios kept"),
    ),
    Held(
        scenarios.ScenarioVersion,
        "id scenario_id number levers result at actor",
        Text(fr="les versions des scénarios", en="the versions of scenarios"),
    ),
    Held(
        scenarios.ScenarioBuilding,
        "id version_id asset_id",
        Text(fr="les équipements des scénarios", en="the assets of scenarios"),
    ),
    Held(
        scenarios.ScenarioPlan,
        "id scenario_id version_id done_on who why at actor withdrawn_at withdrawn_by "
        "withdrawn_why",
        Text(fr="les plans tirés de scénarios", en="the plans made of scenarios"),
    ),
    Held(
        scenarios.ScenarioNote,
        "id plan_id kind lever since until cost_eur said at actor withdrawn_at withdrawn_by",
        Text(fr="ce qui est arrivé aux plans", en="what happened to plans"),
    ),
    Held(
        scenarios.ScenarioOutcome,
        "id plan_id computed_at result actor",
        Text(fr="les résultats vérifiés des plans", en="the verified outcomes of plans"),
    ),
    Held(
        publishing.Publication,
        "id organisation_id title source measure unit rule digest cells held_back checked content "
        "published_at actor",
        Text(fr="les tableaux publiés", en="the published tables"),
    ),
    Held(
        places.Identity,
        "id organisation_id name kind siren since until",
        Text(fr="ses noms successifs", en="its names over time"),
    ),
    Held(
        places.Ground,
        "id organisation_id level code since until",
        Text(fr="son territoire", en="its territory"),
    ),
    Held(
        places.Competence,
        "id organisation_id code since until holder holder_siren act recorded_at actor",
        Text(fr="ses compétences", en="its competences"),
    ),
    Held(
        registers.AlgorithmRun,
        "id organisation_id algorithm version at rows seen cpu_seconds",
        Text(fr="les passages des algorithmes", en="the runs of algorithms"),
    ),
    Held(
        registers.AlgorithmSwitch,
        "id organisation_id algorithm stopped_at stopped_by reason resumed_at resumed_by "
        "resumed_why",
        Text(fr="les algorithmes arrêtés", en="the algorithms stopped"),
    ),
    Held(
        registers.AlgorithmRequest,
        "id organisation_id algorithm finding_id kind reference asked received_on actor answer "
        "outcome answered_at answered_by",
        Text(fr="les demandes sur les algorithmes", en="the requests about algorithms"),
    ),
    Held(
        registers.ProcessingNote,
        "id organisation_id activity field value actor at",
        Text(fr="le registre des traitements", en="the record of processing"),
    ),
    Held(
        registers.PersonRequest,
        "id organisation_id kind reference received_on actor extended_on extended_why answer "
        "outcome answered_at answered_by",
        Text(fr="les demandes des personnes", en="the requests of persons"),
    ),
    Held(
        registers.RetentionRule,
        "organisation_id months actor at",
        Text(fr="la durée de conservation", en="the retention"),
    ),
)
_BY_NAME = {held.table.name: held for held in CARRIED}


def own(table: Table, organisation: int) -> ColumnElement[bool]:
    """Say which rows of a carried table are of an organisation."""

    def column(name: str) -> Column[Any]:
        return table.columns[name]

    if table.name == "organisation":
        return column("id") == organisation
    if table.name == "batch":  # messages of several organisations are drained together
        message = flow.Message
        drained = select(message.batch_id).where(message.organisation_id == organisation)
        finished = column("status").in_(FINISHED)
        mine = column("organisation_id") == organisation
        return or_(mine, column("id").in_(drained)) & finished
    if "organisation_id" in table.columns:
        return column("organisation_id") == organisation
    key, parent = next(iter(references(table).items()))
    above = _BY_NAME[parent].table
    return column(key).in_(select(above.columns["id"]).where(own(above, organisation)))


def references(table: Table) -> dict[str, str]:
    """Return the columns of a table that hold numbers of rows, with the table of these rows.

    >>> references(models.Base.metadata.tables["decision"])
    {'finding_id': 'finding'}
    """
    return {
        column.name: key.column.table.name
        for column in table.columns
        for key in column.foreign_keys
    }
