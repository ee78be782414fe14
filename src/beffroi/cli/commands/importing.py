"""`beffroi import`: files in."""

from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.imports import close, progress, show
from beffroi.cli.screen import Screen, sound
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.errors.files import FILE_MISSING, MAPPING_INVALID
from beffroi.ingest import ImportOptions, Report, import_path, resume
from beffroi.ingest.tending import settle
from beffroi.ingest.undoing import resume_undoing
from beffroi.readers.generic import from_toml
from beffroi.texts import Text

_NO_PATH = Text(
    fr="Il manque ce qu’il faut importer : donnez un fichier ou un dossier.",
    en="What to import is missing: give a file or a folder.",
)
_NOTHING = Text(
    fr="Rien à reprendre : aucun import n’a été interrompu.",
    en="Nothing to resume: no import was interrupted.",
)

_SAVED = Text(
    fr="Correspondance de {name} écrite dans {file}. Corrigez-la s’il le faut, puis : "
    "beffroi import FICHIER --mapping {file}",
    en="Mapping of {name} written to {file}. Correct it where needed, then: "
    "beffroi import FILE --mapping {file}",
)
_NO_MAPPING = Text(
    fr="{file} n’a pas été écrit : aucun de ces fichiers n’est lu par une correspondance de "
    "colonnes.",
    en="{file} was not written: none of these files is read through a mapping of columns.",
)


def register(app: Frame, say: Say) -> None:
    """Add the command of this file."""
    paths_help = say(Text(fr="Fichiers ou dossiers.", en="Files or folders."))
    mapping_help = say(
        Text(
            fr="Fichier de correspondance des colonnes (TOML) ; retenu pour les fichiers de même "
            "forme.",
            en="Mapping of the columns (TOML); remembered for files of the same shape.",
        )
    )
    dry_help = say(
        Text(
            fr="Montrer ce qui est compris, sans rien enregistrer.",
            en="Show what is understood, without storing anything.",
        )
    )
    save_help = say(
        Text(
            fr="Avec --dry-run : écrire ici la correspondance comprise, à corriger.",
            en="With --dry-run: write here the mapping understood, to be corrected.",
        )
    )
    measured_help = say(
        Text(
            fr="Historique : considérer chaque mesure connue dès qu’elle a été faite.",
            en="History: take each measure as known as soon as it was made.",
        )
    )
    asset_help = say(
        Text(
            fr="Le compteur des fichiers qui n’en nomment pas.",
            en="The meter of files that name none.",
        )
    )
    replace_help = say(
        Text(
            fr="Laisser un fichier sans nom de compteur changer la plupart de ses mesures.",
            en="Let a file that does not name its meter change most of its measures.",
        )
    )
    households_help = say(
        Text(
            fr="Compteurs de foyers : pseudonymes à la place des numéros, fichier non conservé.",
            en="Meters of households: pseudonyms in the place of numbers, the file is not kept.",
        )
    )
    verbose_help = say(Text(fr="Tout dire de chaque fichier.", en="Say everything of each file."))
    resume_help = say(
        Text(fr="Reprendre les imports interrompus.", en="Resume interrupted imports.")
    )

    @app.command("import")
    def import_(
        home: HomeOption,
        paths: Annotated[list[Path] | None, typer.Argument(help=paths_help)] = None,
        organisation: OrganisationOption = "",
        mapping: Annotated[Path | None, typer.Option("--mapping", help=mapping_help)] = None,
        asset: Annotated[str, typer.Option("--asset", help=asset_help)] = "",
        replace: Annotated[bool, typer.Option("--replace", help=replace_help)] = False,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=dry_help)] = False,
        save_mapping: Annotated[Path | None, typer.Option("--save-mapping", help=save_help)] = None,
        as_measured: Annotated[bool, typer.Option("--as-measured", help=measured_help)] = False,
        households: Annotated[bool, typer.Option("--households", help=households_help)] = False,
        verbose: Annotated[bool, typer.Option("--verbose", help=verbose_help)] = False,
        resume_: Annotated[bool, typer.Option("--resume", help=resume_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            options = ImportOptions(
                session.organisation(organisation).id,
                _mapping(mapping) if mapping else None,
                dry_run,
                as_measured,
                asset=" ".join(sound(asset).split()),
                replace=replace,
                households=households,
            )
            if not paths and not resume_:
                raise BeffroiError(USAGE, problem=_NO_PATH, command="beffroi import")
            reports = _run(session, options, paths or [], resumed=resume_, verbose=verbose)
            if save_mapping:
                saved = _save(save_mapping, reports)
                if not as_json:
                    # Aside: the mapping that is shown ends the answer, and can be copied whole.
                    Screen(stderr=True).print(session.say(saved), soft_wrap=True)
            if as_json:
                session.answer([report.to_dict(session.language) for report in reports])
            if any(report.error for report in reports):
                raise typer.Exit(1)


def _run(
    session: Session, options: ImportOptions, paths: list[Path], *, resumed: bool, verbose: bool
) -> list[Report]:
    """Import and say what becomes of each file as it goes."""
    reports: list[Report] = []
    door, settings = session.write(), session.store.settings
    detailed = verbose or (len(paths) == 1 and not paths[0].is_dir())
    with progress(session) as step:
        found = [import_path(door, settings, path, options, step) for path in paths]
        if resumed:
            found += [resume(door, settings, step), resume_undoing(door, settings, step)]
        for report in chain.from_iterable(found):
            reports.append(report)
            if not session.as_json:
                show(session, report, verbose=detailed)
        if not options.dry_run:
            settle(door)
    if reports and not session.as_json:
        close(session, reports, verbose=verbose)
    elif not session.as_json:
        session.console.print(session.say(_NOTHING))
    return reports


def _save(path: Path, reports: list[Report]) -> Text:
    """Write the mapping of the last file that has one; return what to say of it."""
    found = [report for report in reports if report.mapping]
    if not found:
        return _NO_MAPPING.fill(file=path)
    last = found[-1]
    path.write_text(last.mapping or "", "utf-8")
    return _SAVED.fill(name=last.file, file=path)


def _mapping(path: Path) -> dict[str, Any]:
    try:
        return dict(from_toml(path.read_text("utf-8"), path.name))
    except OSError as error:
        raise BeffroiError(FILE_MISSING, name=path.name) from error
    except UnicodeDecodeError as error:
        raise BeffroiError(MAPPING_INVALID, name=path.name, reason="UTF-8") from error
