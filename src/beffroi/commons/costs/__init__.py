"""Costs that several authorities share: who pays what, why, and what if one comes or goes.

Pure computation on whole cents and exact fractions: the shares of a sum add up to it, whatever the
order in which members are given.
"""

from beffroi.commons.costs.model import Cost, Member, Plan, Reserve, Subsidy
from beffroi.commons.costs.reading import read_member, read_plan
from beffroi.commons.costs.simulation import Change, simulate
from beffroi.commons.costs.statement import Statement, statement

__all__ = [
    "Change",
    "Cost",
    "Member",
    "Plan",
    "Reserve",
    "Statement",
    "Subsidy",
    "read_member",
    "read_plan",
    "simulate",
    "statement",
]
