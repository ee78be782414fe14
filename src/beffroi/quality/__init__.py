"""Repair of series with a trace: rules, repair, repaired view, gaps and coverage."""

from beffroi.quality.profile import COVERAGE_SCHEMA, GAPS_SCHEMA, coverage, gaps, usual_step
from beffroi.quality.repair import repair
from beffroi.quality.rules import RULES, Rule
from beffroi.quality.tables import OBSERVATION_SCHEMA, REPAIR_SCHEMA, VIEW_SCHEMA, SeriesTraits
from beffroi.quality.view import repaired_view

__all__ = [
    "COVERAGE_SCHEMA",
    "GAPS_SCHEMA",
    "OBSERVATION_SCHEMA",
    "REPAIR_SCHEMA",
    "RULES",
    "VIEW_SCHEMA",
    "Rule",
    "SeriesTraits",
    "coverage",
    "gaps",
    "repair",
    "repaired_view",
    "usual_step",
]
