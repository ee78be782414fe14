"""Measures that a gateway or a program sends: checked whole, then kept as one message."""

from beffroi.ingest.messages.check import Limits, Message
from beffroi.ingest.messages.columns import read_arrow
from beffroi.ingest.messages.notes import read_json
from beffroi.ingest.messages.send import send

__all__ = ["Limits", "Message", "read_arrow", "read_json", "send"]
