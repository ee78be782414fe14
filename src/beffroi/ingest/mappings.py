"""Which reader takes a file, and the mappings remembered for files of one shape."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from beffroi.domains import asset_types
from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_NOT_UNDERSTOOD, MAPPING_INVALID
from beffroi.ingest.report import Report
from beffroi.periods import utc_now
from beffroi.readers import Head, Reader, ReadOptions, Source, readers, recognise
from beffroi.readers.generic import Understanding, fingerprint, skeleton, to_toml, understand
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

GENERIC = "generic."
_NO_TYPE = Text(
    fr="la sorte d’équipement « {value} » n’existe pas ; choisissez parmi {known}",
    en="the asset type “{value}” does not exist; choose among {known}",
)
REMEMBERED = Text(
    fr="La correspondance déjà confirmée pour les fichiers de cette forme est appliquée.",
    en="The mapping confirmed earlier for files of this shape is applied.",
)


def choose(
    door: WriteDoor, organisation: int, source: Source, options: ReadOptions, report: Report
) -> tuple[Reader, ReadOptions, Understanding | None]:
    """Choose the reader of a file and complete its options with a remembered mapping.

    A mapping given by the caller asks for a generic reader, whatever the file looks like.

    Raises:
        BeffroiError: `import.not_understood`, `import.file_empty`, `import.mapping_invalid`...
    """
    head = source.head()
    try:
        reader = _generic(head) if options.mapping else _recognise(source, head, options)
        if not reader.key.startswith(GENERIC):
            return reader, options, None
        found = understand(source, options, preview=False)
    except BeffroiError as error:
        if error.type is FILE_NOT_UNDERSTOOD:
            report.mapping = skeleton(source, options, str(error.to_dict("fr")["what"]))
        raise
    if not options.mapping and (known := _known(door, organisation, fingerprint(found))):
        options = replace(options, mapping=known)
        report.note((REMEMBERED,))
        found = understand(source, options, preview=False)
    _check_type(source, found)
    report.mapping, report.understanding = to_toml(found), found
    return reader, options, found


def _check_type(source: Source, found: Understanding) -> None:
    kinds = asset_types()
    if found.mapping.asset_type in kinds:
        return
    known = Text(
        fr=", ".join(f"{key} ({kind.label.fr})" for key, kind in kinds.items()),
        en=", ".join(f"{key} ({kind.label.en})" for key, kind in kinds.items()),
    )
    reason = _NO_TYPE.fill(value=found.mapping.asset_type, known=known)
    raise BeffroiError(MAPPING_INVALID, name=source.name, reason=reason)


def _recognise(source: Source, head: Head, options: ReadOptions) -> Reader:
    try:
        return recognise(head)
    except BeffroiError:
        # No reader wants it: the generic one says why, which is more than the names of all.
        understand(source, options)
        raise


def _generic(head: Head) -> Reader:
    candidates = [reader for reader in readers().values() if reader.key.startswith(GENERIC)]
    return max(candidates, key=lambda reader: reader.recognise(head))


def remember(door: WriteDoor, organisation: int, found: Understanding) -> None:
    """Remember a mapping that a person gave and that worked, for the next file of its shape."""
    # Which meter it is holds for this file; `naming` remembers it by itself.
    content = {key: value for key, value in found.lasting().items() if key != "asset"}
    shape = fingerprint(found)
    if _known(door, organisation, shape) == content:
        return
    with door.change("mapping.remember", "import", organisation, found.name) as change:
        row = change.session.scalar(_query(organisation, shape))
        if row is None:
            change.session.add(
                models.Mapping(
                    organisation_id=organisation,
                    fingerprint=shape,
                    content=content,
                    created_at=utc_now(),
                )
            )
        else:
            row.content = content


def _known(door: WriteDoor, organisation: int, shape: str) -> Mapping[str, Any] | None:
    with door.look() as session:
        row = session.scalar(_query(organisation, shape))
        if row is None:
            return None
        return {key: value for key, value in row.content.items() if key != "asset"}


def _query(organisation: int, shape: str) -> Any:
    return select(models.Mapping).where(
        models.Mapping.organisation_id == organisation, models.Mapping.fingerprint == shape
    )
