"""The thresholds under which a cell tells too much, each with its text."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.errors.gate import RULE_UNKNOWN
from beffroi.texts import Text

_FILE = Path(__file__).with_name("rules.toml")

#: Share of its value within which a cell held back for its few contributors must stay unknown, on
#: both sides. It is the usual safety range of the minimum frequency rule in tau-ARGUS (Statistics
#: Netherlands); where one contributor dominates, the range follows from the share, see `primary`.
RANGE = 0.30


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds of a kind of contributor."""

    key: str
    label: Text
    min_count: int
    largest_share: float
    reference: str
    since: date
    noted: date
    check: bool
    """The text itself was not read on the day `noted`."""


@cache
def rules() -> dict[str, Rule]:
    """Return the rules by kind of contributor.

    >>> {key: rule.min_count for key, rule in rules().items()}
    {'energy': 10, 'enterprises': 3, 'taxpayers': 11, 'persons': 11, 'own': 1}
    """
    content = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        key: Rule(
            key,
            Text(**entry["label"]),
            entry["min_count"],
            entry["largest_share"],
            entry["reference"],
            entry["from"],
            entry["noted"],
            entry["check"],
        )
        for key, entry in content.items()
    }


def rule(key: str) -> Rule:
    """Return the rule of a kind of contributor.

    Raises:
        BeffroiError: `gate.rule_unknown`.
    """
    found = rules().get(key)
    if found is None:
        raise BeffroiError(RULE_UNKNOWN, kind=key, known=", ".join(rules()))
    return found
