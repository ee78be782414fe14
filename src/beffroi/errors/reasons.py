"""What the system and the state refuse, in the words of both languages."""

import errno

from beffroi.texts import Text

READ_ONLY = Text(fr="il est en lecture seule", en="it is read-only")
DENIED = Text(fr="le droit manque", en="permission denied")
_SYSTEM = {
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EROFS: READ_ONLY,
    errno.ENOSPC: Text(fr="le disque est plein", en="the disk is full"),
    errno.EDQUOT: Text(fr="la place allouée est épuisée", en="the quota is used up"),
    errno.ENOENT: Text(fr="il n’existe pas", en="it does not exist"),
    errno.ENOTDIR: Text(fr="une partie du chemin est un fichier", en="part of the path is a file"),
    errno.EISDIR: Text(fr="c’est un dossier", en="it is a folder"),
    errno.EIO: Text(fr="le disque a une erreur", en="the disk has an error"),
}
#: What SQLite says, in part.
_STATE = {
    "readonly": READ_ONLY,
    "is full": Text(fr="le disque est plein", en="the disk is full"),
    "locked": Text(fr="une autre opération y écrit", en="another operation writes to it"),
    "unable to open": Text(fr="un fichier ne s’ouvre pas", en="a file does not open"),
    "disk i/o": Text(fr="le disque a une erreur", en="the disk has an error"),
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
    if isinstance(error, OSError) and error.errno in _SYSTEM:
        return _SYSTEM[error.errno]
    said = str(error)
    for part, text in _STATE.items():
        if part in said.casefold():
            return text
    return Text(fr=said, en=said)
