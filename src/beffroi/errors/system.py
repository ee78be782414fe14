"""What the system refuses, said as the rest of the product speaks."""

import errno

from beffroi.texts import Text

_REFUSALS = {
    errno.EACCES: Text(fr="permission refusée", en="permission denied"),
    errno.EPERM: Text(fr="opération interdite", en="operation not permitted"),
    errno.ENOENT: Text(fr="introuvable", en="not found"),
    errno.EEXIST: Text(fr="existe déjà", en="already exists"),
    errno.ENOTDIR: Text(fr="ce n’est pas un dossier", en="it is not a folder"),
    errno.EISDIR: Text(fr="c’est un dossier", en="it is a folder"),
    errno.ENAMETOOLONG: Text(fr="nom trop long", en="name too long"),
    errno.ENOSPC: Text(fr="plus de place sur le disque", en="no space left on the disk"),
    errno.EDQUOT: Text(fr="quota de disque dépassé", en="disk quota exceeded"),
    errno.EFBIG: Text(fr="fichier trop grand pour le disque", en="file too large for the disk"),
    errno.EROFS: Text(fr="disque en lecture seule", en="read-only disk"),
    errno.EIO: Text(fr="erreur du disque", en="disk error"),
    errno.EBUSY: Text(fr="occupé par un autre programme", en="used by another program"),
    errno.EMFILE: Text(fr="trop de fichiers ouverts", en="too many open files"),
}
_OTHER = Text(fr="refus du système n° {number}", en="refused by the system, number {number}")


def told(error: OSError) -> Text:
    """Say in both languages why the system refused, and on what where it says so.

    >>> told(PermissionError(errno.EACCES, "Permission denied", "a.csv")).fr
    'permission refusée (a.csv)'
    """
    if error.errno is None:
        return Text(fr=str(error), en=str(error))
    reason = _REFUSALS.get(error.errno) or _OTHER.fill(number=error.errno)
    if error.filename is None:
        return reason
    return Text(fr="{reason} ({name})", en="{reason} ({name})").fill(
        reason=reason, name=error.filename
    )
