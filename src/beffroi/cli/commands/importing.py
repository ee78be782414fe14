"""`beffroi import`: files in."""

from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import (
    HomeOption,
    JsonOption,
    OrganisationOption,
    Say,
    Session,
    opened,
    progress,
    show_error,
)
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen, sound, styled
from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_MISSING, MAPPING_INVALID
from beffroi.ingest import ImportOptions, Report, import_path, resume
from beffroi.ingest.report import STATUS
from beffroi.periods import PARIS
from beffroi.quality.rules import RULES
from beffroi.readers.contract import REASONS, Reason
from beffroi.readers.generic import from_toml
from beffroi.texts import Text

ORDER = 20
_READING = Text(fr="Import", en="Import")


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
    resume_help = say(
        Text(fr="Reprendre les imports interrompus.", en="Resume interrupted imports.")
    )

    @app.command("import", help=say(Text(fr="Importer des fichiers.", en="Import files.")))
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
        resume_: Annotated[bool, typer.Option("--resume", help=resume_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            options = ImportOptions(
                session.organisation(organisation).id,
                _mapping(mapping) if mapping else None,
                dry_run,
                as_measured,
                " ".join(sound(asset).split()),
                replace,
            )
            if not paths and not resume_:
                raise BeffroiError(FILE_MISSING, name="PATHS")
            reports: list[Report] = []
            door, settings = session.write(), session.store.settings
            with progress(session, _READING) as step:
                found = [import_path(door, settings, path, options, step) for path in paths or []]
                if resume_:
                    found.append(resume(door, settings, step))
                for batch in found:
                    for report in batch:
                        reports.append(report)
                        if not as_json:
                            show(session, report)
            if save_mapping and reports and reports[-1].mapping:
                save_mapping.write_text(reports[-1].mapping, "utf-8")
            if as_json:
                session.answer([report.to_dict(session.language) for report in reports])
            if not reports or any(report.error for report in reports):
                raise typer.Exit(0 if resume_ and not reports else 1)


def _mapping(path: Path) -> dict[str, Any]:
    try:
        return dict(from_toml(path.read_text("utf-8")))
    except OSError as error:
        raise BeffroiError(FILE_MISSING, name=path.name) from error
    except UnicodeDecodeError as error:
        raise BeffroiError(MAPPING_INVALID, name=path.name, reason="UTF-8") from error


def show(session: Session, report: Report) -> None:
    """Print what became of one file."""
    say, console = session.say, session.console
    colour = "red" if report.error else "green"
    console.print(styled((report.file, "bold"), " : ", (say(STATUS[report.status]), colour)))
    if report.error:
        show_error(Screen(stderr=True), report.error)
        return
    if report.reader_label:
        console.print(f"  format : {say(report.reader_label)}")
    for line in _lines(session, report):
        console.print(f"  {line}")
    if report.status == "understood" and report.mapping:
        # Unwrapped: a copy of it is a valid mapping file.
        console.print(f"\n{report.mapping}", soft_wrap=True)


def _lines(session: Session, report: Report) -> list[str]:
    say = session.say
    values = {
        "rows": _n(report.rows_read),
        "kept": _n(report.kept),
        "changed": _n(report.changed),
        "same": _n(report.unchanged),
        "found": _n(report.observations),
        "created": report.series_created,
        "gaps": _n(report.gap_count),
    }
    lines = []
    if report.status == "stored":
        counts = Text(
            fr="{rows} lignes lues, {kept} mesures ajoutées, {changed} corrigées, {same} déjà "
            "connues",
            en="{rows} rows read, {kept} measures added, {changed} corrected, {same} known",
        )
        lines.append(say(counts.fill(values)))
        if report.conflicting:
            twice = Text(
                fr="{n} mesures dites deux fois, avec des valeurs différentes : la dernière compte",
                en="{n} measures said twice with different values: the last one counts",
            )
            lines.append(say(twice.fill(n=_n(report.conflicting))))
    elif report.status == "understood":
        text = Text(fr="{rows} lignes lues, {found} mesures", en="{rows} rows, {found} measures")
        lines.append(say(text.fill(values)))
    for reason, count in sorted(report.refused.items()):
        why = say(REASONS[Reason(reason)])
        where = ", ".join(str(r["line"]) for r in report.refusals if r["reason"] == reason)[:60]
        text = Text(
            fr="{n} refusées : {why} (lignes {where})", en="{n} refused: {why} (lines {where})"
        )
        lines.append(say(text.fill(n=_n(count), why=why, where=where)))
    lines += [f"• {item['key']} : {_n(item['points'])}" for item in report.series[:12]]
    if len(report.series) > 12:
        lines.append(f"• … (+{len(report.series) - 12})")
    if report.first and report.last:
        first, last = report.first.astimezone(PARIS), report.last.astimezone(PARIS)
        lines.append(f"{first:%d/%m/%Y} → {last:%d/%m/%Y}")
    if report.gap_count:
        lines.append(say(Text(fr="{gaps} trous", en="{gaps} gaps").fill(values)))
    for code, count in sorted(report.repairs.items()):
        lines.append(f"{say(RULES[code].label)} : {_n(count)}")
    return lines + [f"· {say(note)}" for note in report.notes]


def _n(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")
