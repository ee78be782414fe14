"""Handing mail to a server (SMTP): encrypted unless the server is this machine."""

import os
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType

from beffroi.errors import BeffroiError
from beffroi.errors.cli import FILE_REFUSED
from beffroi.errors.notices import MAIL_OFF, MAIL_UNREACHABLE, MAIL_UNSAFE
from beffroi.errors.reasons import reason_of
from beffroi.settings import Settings
from beffroi.texts import Text

#: How long a server may be silent [s]: other jobs wait behind a dead one.
_PATIENCE = 15.0
#: The variable that holds the password where no file does; it is no setting, and is never shown.
VARIABLE = "BEFFROI_SMTP_PASSWORD"
_PERMANENT = 500

#: What comes of a letter: taken, refused for good, to be tried later (`AGAIN`: it was held for it),
#: nobody knows, or in the hands of somebody else.
SENT, REFUSED, LATER, AGAIN, DOUBTFUL, TAKEN = (
    *("sent", "refused", "later", "again", "doubtful", "taken"),
)
_GONE = Text(fr="aucune réponse", en="no answer")
_REASONS: tuple[tuple[type[Exception], Text], ...] = (
    (TimeoutError, _GONE),
    (smtplib.SMTPServerDisconnected, Text(fr="il a raccroché", en="it hung up")),
    (
        smtplib.SMTPNotSupportedError,
        Text(fr="il n’offre pas ce qui est réglé", en="it does not offer what is set"),
    ),
    (
        ssl.SSLError,
        Text(fr="son certificat ou son chiffrement ne va pas", en="its certificate will not do"),
    ),
    (socket.gaierror, Text(fr="ce nom ne mène nulle part", en="that name leads nowhere")),
    (ConnectionRefusedError, Text(fr="personne n’y écoute", en="nobody listens there")),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a letter, and the reply of the server where it refused: `550`."""

    status: str
    code: str = ""


def missing(settings: Settings) -> list[str]:
    """Return the settings that lack before anything is sent."""
    needed = ("smtp_host", "smtp_from", "address")
    return [name for name in needed if not getattr(settings, name)]


def require(settings: Settings) -> None:
    """Refuse to send where mail is not set, or would leave this machine in clear.

    Raises:
        BeffroiError: `notices.off`, `notices.mail_unsafe`.
    """
    if lacking := missing(settings):
        raise BeffroiError(MAIL_OFF, missing=", ".join(lacking))
    if settings.smtp_security == "none" and not _local(settings.smtp_host):
        raise BeffroiError(MAIL_UNSAFE, host=settings.smtp_host)


class Post:
    """A connection to the mail server, for several letters.

    Raises:
        BeffroiError: on entering, `notices.off`, `notices.mail_unsafe`, `cli.file_refused` for a
            file of the password that cannot be read, `notices.mail_unreachable`.
    """

    def __init__(self, settings: Settings) -> None:
        require(settings)
        self.settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> "Post":
        """Connect, encrypt and give the password."""
        password = _password(self.settings)
        try:
            self._server = self._connected()
            if self.settings.smtp_security == "starttls":  # raises where it is not offered
                self._server.starttls(context=ssl.create_default_context())
            if self.settings.smtp_user:
                self._server.login(self.settings.smtp_user, password)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise self._unreachable(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye; what the server answers to that changes nothing."""
        self._close()

    def give(self, made: EmailMessage, edge: Callable[[], bool]) -> Given:
        """Hand a letter over; `edge` is called before its text leaves, and may still keep it.

        Raises:
            BeffroiError: `notices.mail_unreachable` where the server went away before that.
        """
        server = self._server
        if server is None:
            raise LookupError("not connected")
        try:
            server.ehlo_or_helo_if_needed()
            for code, _ in (
                server.mail(self.settings.smtp_from),
                server.rcpt(str(made["To"])),
            ):
                if code not in (250, 251):
                    server.rset()
                    return Given(REFUSED if code >= _PERMANENT else LATER, str(code))
        except (OSError, smtplib.SMTPException) as error:
            raise self._unreachable(error) from error
        if not edge():
            server.rset()
            return Given(TAKEN)
        return _handed(server, made)

    def _connected(self) -> smtplib.SMTP:
        host, port = self.settings.smtp_host, self.settings.smtp_port
        if self.settings.smtp_security == "tls":
            trusted = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=trusted)
        return smtplib.SMTP(host, port, timeout=_PATIENCE)

    def _unreachable(self, error: Exception) -> BeffroiError:
        host = self.settings.smtp_host
        if isinstance(error, smtplib.SMTPResponseException):
            # What a server says may repeat what it was told: its number is enough.
            return BeffroiError(MAIL_UNREACHABLE, host=host, reason=f"SMTP {error.smtp_code}")
        known = (text for kind, text in _REASONS if isinstance(error, kind))
        return BeffroiError(MAIL_UNREACHABLE, host=host, reason=next(known, reason_of(error)))

    def _close(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()
            self._server = None


def _handed(server: smtplib.SMTP, made: EmailMessage) -> Given:
    try:
        code, _ = server.data(made.as_bytes())
    except smtplib.SMTPDataError as error:  # it refused to hear any of it
        return Given(REFUSED if error.smtp_code >= _PERMANENT else AGAIN, str(error.smtp_code))
    except (OSError, smtplib.SMTPException):
        return Given(DOUBTFUL)
    if code == 250:
        return Given(SENT)
    return Given(REFUSED if code >= _PERMANENT else AGAIN, str(code))


def _password(settings: Settings) -> str:
    if not settings.smtp_user:
        return ""
    if not settings.smtp_password_file:
        return os.environ.get(VARIABLE, "")
    try:
        return Path(settings.smtp_password_file).read_text("utf-8").strip()
    except OSError as error:
        name = settings.smtp_password_file
        raise BeffroiError(FILE_REFUSED, name=name, reason=reason_of(error)) from error


def _local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
