"""Durable jobs: kept in the state, done by workers that hold them by a lease.

A job may be begun again: its worker dies, or loses its lease while it sleeps. Handlers must hence
be idempotent. Those whose effect is in the state say that it is done in the same transaction
(`Held.finish`): the effect and the end of the job are then one, and done once. The others must find
what an earlier attempt left and go on from it, as imports and drains do.
"""

from beffroi.store.jobs.kinds import KINDS, Handler, kind
from beffroi.store.jobs.queue import Held, Pace, enqueue

__all__ = ["KINDS", "Handler", "Held", "Pace", "enqueue", "kind"]
