"""What the system and the state refuse, in the words of both languages."""

import errno

from beffroi.texts import Text

READ_ONLY = Text(fr="il est en lecture seule", en="it is read-only")
DENIED = Text(fr="le droit manque", en="permission denied")
_FULL = Text(fr="le disque est plein", en="the disk is full")
_BROKEN = Text(fr="le disque a une erreur", en="the disk has an error")
_SYSTEM = {
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EROFS: READ_ONLY,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: Text(fr="la place allouée est épuisée", en="the quota is used up"),
    errno.EFBIG: Text(fr="il est trop grand pour le disque", en="it is too large for the disk"),
    errno.ENOENT: Text(fr="il n’existe pas", en="it does not exist"),
    errno.EEXIST: Text(fr="il existe déjà", en="it already exists"),
    errno.ENOTDIR: Text(fr="une partie du chemin est un fichier", en="part of the path is a file"),
    errno.EISDIR: Text(fr="c’est un dossier", en="it is a folder"),
    errno.ENAMETOOLONG: Text(fr="son nom est trop long", en="its name is too long"),
    errno.EADDRINUSE: Text(fr="un autre programme y écoute", en="another program listens there"),
    errno.EADDRNOTAVAIL: Text(
        fr="cette machine n’a pas cette adresse", en="this machine has no such address"
    ),
    errno.EIO: _BROKEN,
    errno.EBUSY: Text(fr="un autre programme s’en sert", en="another program uses it"),
    errno.EMFILE: Text(fr="trop de fichiers sont ouverts", en="too many files are open"),
}
_OTHER = Text(fr="refus du système n° {number}", en="refused by the system, number {number}")
#: What SQLite says, in part.
_STATE = {
    "readonly": READ_ONLY,
    "is full": _FULL,
    "no space left": _FULL,
    "locked": Text(fr="une autre opération y écrit", en="another operation writes to it"),
    "unable to open": Text(fr="un fichier ne s’ouvre pas", en="a file does not open"),
    "disk i/o": _BROKEN,
    "malformed": Text(fr="le fichier est abîmé", en="the file is damaged"),
    "not a database": Text(fr="ce n’est pas une base d’état", en="it is not a state"),
}


def reason_of(error: BaseException | None) -> Text:
    """Say why the system refused; what has no words here is given as it was said.

    >>> reason_of(PermissionError(errno.EACCES, "Permission denied")).fr
    'le droit manque'
    >>> reason_of(ValueError("odd")).fr
    'odd'
    """
    if isinstance(error, OSError) and error.errno is not None:
        return _SYSTEM.get(error.errno) or _OTHER.fill(number=error.errno)
    said = str(error)
    return known_reason(error) or Text(fr=said, en=said)


def known_reason(error: BaseException | None) -> Text | None:
    """Say why the state refused, where that is known."""
    said = str(error).casefold()
    return next((text for part, text in _STATE.items() if part in said), None)
