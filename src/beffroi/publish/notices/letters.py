"""Letters as e-mails: the same words as plain text and as HTML, with nothing to fetch.

No image, no pixel, no address but those of the site: opening a letter tells nobody.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape
from textwrap import fill
from urllib.parse import urlsplit

from beffroi.publish.notices import words as w
from beffroi.publish.notices.links import STOP
from beffroi.publish.notices.telling import Letter
from beffroi.texts import Language, Text

_SENDER = "Beffroi"
_TUNE = "/compte/avis"
_WIDTH = 72
#: Colours that are read on their ground, in a light client and in a dark one.
_STYLE = (
    "body{margin:0;background:#f7f6f2;color:#1b2330;font:16px/1.5 system-ui,sans-serif}"
    "main{max-width:40rem;margin:0 auto;padding:24px;background:#ffffff}"
    "h1{font-size:20px}h2{font-size:17px;margin:24px 0 4px}a{color:#1c5775}"
    "li{margin:8px 0}.quiet{color:#525c6b;font-size:14px}"
    "@media (prefers-color-scheme:dark){body{background:#13171d;color:#e9ecf1}"
    "main{background:#1b212a}a{color:#8ecbe8}.quiet{color:#aab4c3}}"
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a letter needs to leave: from, to, the site, the link that stops it, and its name.

    `mark` is what the notices that it tells of are: the same ones make the same `Message-ID`, which
    lets mailboxes see that they have it.
    """

    sender: str
    recipient: str
    site: str
    token: str
    mark: str
    at: datetime


def message(letter: Letter, envelope: Envelope, language: Language) -> EmailMessage:
    """Write a letter in a language."""
    host = urlsplit(envelope.site).hostname or "localhost"
    name = hashlib.sha256(envelope.mark.encode()).hexdigest()[:32]
    stop = f"{envelope.site}{STOP}/{envelope.token}"
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr((_SENDER, envelope.sender))
    made["To"] = envelope.recipient
    made["Subject"] = " ".join(letter.subject.in_(language).split())
    made["Date"] = format_datetime(envelope.at)
    made["Message-ID"] = f"<{name}@{host}>"
    made["List-Unsubscribe"] = f"<{stop}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = language
    made.set_content(plain(letter, envelope.site, stop, language))
    made.add_alternative(html(letter, envelope.site, stop, language), subtype="html")
    return made


def plain(letter: Letter, site: str, stop: str, language: Language) -> str:
    """Write a letter as text."""
    return "\n".join(_plain(letter, site, stop, language)) + "\n"


def _plain(letter: Letter, site: str, stop: str, language: Language) -> Iterator[str]:
    def say(text: Text, first: str = "", later: str = "") -> str:
        said = text.in_(language)
        return fill(
            said,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )

    yield say(w.GREETING.fill(name=letter.name))
    yield ""
    yield say(letter.lead)
    for part in letter.parts:
        yield ""
        yield part.title
        yield "-" * min(len(part.title), _WIDTH)
        for line in part.lines:
            yield say(line.said, "- ", "  ")
            if line.address:
                yield f"  {site}{line.address}"
    yield ""
    yield "-- "
    yield say(letter.why)
    yield f"{w.TUNE.in_(language)} :" if language == "fr" else f"{w.TUNE.in_(language)}:"
    yield f"{site}{_TUNE}"
    yield f"{w.STOP.in_(language)} :" if language == "fr" else f"{w.STOP.in_(language)}:"
    yield stop


def html(letter: Letter, site: str, stop: str, language: Language) -> str:
    """Write a letter as HTML: names and reasons are text, whatever they hold."""

    def say(text: Text) -> str:
        return escape(text.in_(language))

    def link(address: str, text: str, about: str = "") -> str:
        # Links read out of their place say where they lead.
        named = f' aria-label="{text} : {about}"' if about else ""
        return f'<a href="{escape(address)}"{named}>{text}</a>'

    parts = []
    for part in letter.parts:
        lines = "".join(
            f"<li>{say(line.said)}"
            + (
                f"<br>{link(site + line.address, say(w.SEE), say(line.said))}"
                if line.address
                else ""
            )
            + "</li>"
            for line in part.lines
        )
        parts.append(f"<h2>{link(site + part.address, escape(part.title))}</h2><ul>{lines}</ul>")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{say(letter.subject)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{say(letter.subject)}</h1><p>{say(w.GREETING.fill(name=letter.name))}</p>"
        f"<p>{say(letter.lead)}</p>{''.join(parts)}"
        f'<p class="quiet">{say(letter.why)}<br>{link(site + _TUNE, say(w.TUNE))}'
        f" · {link(stop, say(w.STOP))}</p></main></body></html>"
    )
