"""Passwords: which ones are accepted, what is kept of them, how long it takes to tell.

The hash is Argon2id with the second recommended option of RFC 9106 (64 MiB, three passes). How
hard a password is to guess is estimated by zxcvbn; nothing is asked of the kinds of its characters,
as NIST SP 800-63B advises.
"""

import re
import threading
from collections.abc import Iterable
from functools import cache
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from beffroi.errors import BeffroiError
from beffroi.errors.people import PASSWORD_WEAK
from beffroi.texts import Text

LEAST, MOST = 12, 128
#: Guesses that a password must withstand: 10^8, the third level of zxcvbn.
_LEVEL = 3
#: Characters that must be left once what others know is taken out: not only the year of a name.
_REST = 8
#: zxcvbn looks no further, and what follows only makes it stronger.
_LOOKED_AT = 72
#: What French people choose, which lists of English words lack.
_FRENCH = re.findall(
    r"\w+",
    """
    motdepasse azerty azertyuiop qsdfghjklm bonjour bonsoir soleil doudou loulou chouchou coucou
    mairie commune collectivite beffroi maire ville village conseil municipal bienvenue france
    marseille toulouse bordeaux lyon paris nantes printemps automne hiver janvier fevrier mars avril
    juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi
    dimanche jetaime
    """,
)
_SHORT = Text(fr="Il a moins de {least} caractères", en="It has fewer than {least} characters")
_LONG = Text(fr="Il a plus de {most} caractères", en="It has more than {most} characters")
_GUESSED = Text(
    fr="Il se devine : mot courant, suite de touches, répétition, ou nom que l’on connaît",
    en="It can be guessed: a common word, a row of keys, a repetition, or a name that is known",
)
_hasher = PasswordHasher()
# Each computation takes 64 MiB: a crowd at the door must not take the memory of the machine.
AT_ONCE = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


def check(password: str, known: Iterable[str] = ()) -> None:
    """Refuse a password that others would guess; `known` is what they know of the person.

    >>> check("cheval agrafe pile correct")
    >>> check("motdepasse2026")
    Traceback (most recent call last):
    beffroi.errors.base.BeffroiError: people.password_weak: It can be guessed: a common word...

    Raises:
        BeffroiError: `people.password_weak`.
    """
    if len(password) < LEAST:
        raise BeffroiError(PASSWORD_WEAK, reason=_SHORT.fill(least=LEAST), least=LEAST)
    if len(password) > MOST:
        raise BeffroiError(PASSWORD_WEAK, reason=_LONG.fill(most=MOST), least=LEAST)
    easy = [*_FRENCH, *(word for text in known for word in _words(text))]
    rest = password.casefold()
    for word in sorted(easy, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < _REST or zxcvbn(password[:_LOOKED_AT], easy)["score"] < _LEVEL:
        raise BeffroiError(PASSWORD_WEAK, reason=_GUESSED, least=LEAST)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _turns:
        return _hasher.hash(_bytes(password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one of which a hash is kept.

    Where none is kept, as much is computed: the time of an answer does not say who has an account.
    """
    with _turns:
        try:
            _hasher.verify(kept or _nobody(), _bytes(password[: MOST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)


def outdated(kept: str) -> bool:
    """Tell whether a hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    return _hasher.hash(token_bytes(32))


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


def _words(text: str) -> list[str]:
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    return [word for word in words if len(word) > 2]
