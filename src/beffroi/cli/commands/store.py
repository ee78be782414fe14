"""`beffroi store`: verify what is kept, put it together, count it, and remove it for good."""

from collections import defaultdict
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened, progress
from beffroi.cli.frame import Frame
from beffroi.cli.money import numbers, size
from beffroi.cli.removing import erase_command, retain_command
from beffroi.cli.tables import light
from beffroi.store.checking import Problem, check
from beffroi.store.compacting import compact
from beffroi.store.rollups.roll import roll
from beffroi.store.stats import Stats, Tier, stats
from beffroi.store.sweeping import sweep
from beffroi.texts import Text

ORDER = 85
#: Problems of one kind that are shown; --json gives all of them.
_SHOWN = 5
_TIERS = {
    "observations": Text(fr="mesures", en="measures"),
    "recent": Text(fr="arrivées récemment", en="just came"),
    "hour": Text(fr="sommes par heure", en="sums by hour"),
    "day": Text(fr="sommes par jour", en="sums by day"),
    "month": Text(fr="sommes par mois", en="sums by month"),
}


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    about = Text(
        fr="Vérifier, tasser, compter et effacer les mesures gardées.",
        en="Verify, compact, count and erase the measures that are kept.",
    )
    group = app.group("store", about, no_args_is_help=True)
    _check(group, say)
    _compact(group, say)
    _stats(group, say)
    erase_command(group, say)
    retain_command(group, say)


def _check(group: Frame, say: Say) -> None:
    deep_help = say(
        Text(
            fr="Lire aussi chaque octet : pages, dernières mesures, sommes, fichiers reçus.",
            en="Also read every byte: pages, last measures, sums, received files.",
        )
    )

    @group.command(
        "check",
        help=say(
            Text(
                fr="Vérifier que mesures, état et fichiers reçus disent la même chose.",
                en="Verify that measures, state and received files say the same.",
            )
        ),
    )
    def check_(
        home: HomeOption,
        deep: Annotated[bool, typer.Option("--deep", help=deep_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            with progress(session, Text(fr="Vérification", en="Check")) as step:
                found = check(session.store, deep=deep, progress=step)
            if as_json:
                listed = [one.to_dict(session.language) for one in found]
                session.answer({"deep": deep, "problems": listed})
            else:
                _show_problems(session, found, deep=deep)
            if found:
                raise typer.Exit(1)


def _show_problems(session: Session, found: list[Problem], *, deep: bool) -> None:
    say, print_ = session.say, session.console.print
    if not found:
        well = Text(fr="Tout concorde.", en="All agree.")
        more = Text(
            fr="Pour lire aussi chaque octet : beffroi store check --deep",
            en="To read every byte too: beffroi store check --deep",
        )
        print_(say(well), style="green")
        if not deep:
            print_(say(more))
        return
    kinds: dict[str, list[Problem]] = defaultdict(list)
    for one in found:
        kinds[one.kind].append(one)
    for some in kinds.values():
        for one in some[:_SHOWN]:
            print_(f"✗ {say(one.what)}", style="red")
        if len(some) > _SHOWN:
            rest = Text(
                fr="  … et {n} autres de cette sorte : --json les donne tous",
                en="  ... and {n} more of this kind: --json gives them all",
            )
            print_(say(rest.fill(n=numbers(len(some) - _SHOWN))))
        print_(f"→ {say(some[0].do)}")
    total = Text(fr="{n} anomalies.", en="{n} problems.")
    one_only = Text(fr="1 anomalie.", en="1 problem.")
    print_(say(total.fill(n=numbers(len(found))) if len(found) > 1 else one_only))


def _compact(group: Frame, say: Say) -> None:
    whole_help = say(
        Text(
            fr="Réunir tout ce qui est en plusieurs fichiers, même si cela rapporte peu.",
            en="Put together all that is in several files, even where it gains little.",
        )
    )

    @group.command(
        "compact",
        help=say(
            Text(
                fr="Réunir les petits fichiers, mettre les sommes à jour, ôter les restes.",
                en="Put small files together, bring sums up to date, remove remains.",
            )
        ),
    )
    def compact_(
        home: HomeOption,
        whole: Annotated[bool, typer.Option("--whole", help=whole_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            rolled = roll(door)
            done = compact(door, whole=whole)
            swept = sweep(door, timedelta(hours=session.store.settings.keep_replaced_hours))
            if as_json:
                session.answer(
                    {"rolled": asdict(rolled), "compacted": asdict(done), "swept": asdict(swept)}
                )
                return
            lines = [
                Text(
                    fr="Sommes : {n} imports pris en compte.", en="Sums: {n} batches accounted for."
                ).fill(n=numbers(rolled.batches)),
                Text(
                    fr="Fichiers : {before} réunis en {after}.",
                    en="Files: {before} put together as {after}.",
                ).fill(before=numbers(done.before), after=numbers(done.after))
                if done.before
                else Text(fr="Fichiers : rien à réunir.", en="Files: nothing to put together."),
                Text(
                    fr="Restes : {n} fichiers ôtés, {size}.",
                    en="Remains: {n} files removed, {size}.",
                ).fill(n=numbers(swept.files + swept.orphans), size=size(swept.bytes)),
            ]
            for line in lines:
                session.console.print(session.say(line))


def _stats(group: Frame, say: Say) -> None:
    @group.command(
        "stats",
        help=say(
            Text(
                fr="Compter mesures, fichiers et octets, et ce qui attend.",
                en="Count measures, files and bytes, and what waits.",
            )
        ),
    )
    def stats_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            found = stats(session.read("stats"))
            if as_json:
                tiers = [{**asdict(tier), "bytes_a_row": tier.each} for tier in found.tiers]
                more = {"bytes": found.bytes, "bytes_an_observation": found.each}
                session.answer({**asdict(found), "tiers": tiers, **more})
                return
            _show_stats(session, found)


def _show_stats(session: Session, found: Stats) -> None:
    say, print_ = session.say, session.console.print
    head = Text(
        fr="{n} mesures de {series} séries, {size}, {each} octets par mesure.",
        en="{n} measures of {series} series, {size}, {each} bytes a measure.",
    )
    print_(
        say(
            head.fill(
                n=numbers(found.observations),
                series=numbers(found.series),
                size=size(found.bytes),
                each=numbers(found.each or 0, 1),
            )
        )
    )
    if found.tiers:
        _show_tiers(session, found.tiers)
    if found.largest:
        names = (
            Text(fr="collectivité", en="authority"),
            Text(fr="séries", en="series"),
            Text(fr="mesures", en="measures"),
            Text(fr="taille", en="size"),
        )
        table = light(*map(say, names), right=(1, 2, 3))
        for one in found.largest:
            figures = (numbers(one.series), numbers(one.observations), size(one.bytes))
            table.add_row(one.name, *map(say, figures))
        print_(table)
    waiting = Text(
        fr="En attente : {messages} messages ({rows} mesures), {batches} imports à sommer.\n"
        "Fichiers remplacés, gardés {hours} h : {files} ({size}).",
        en="Waiting: {messages} messages ({rows} measures), {batches} batches to sum.\n"
        "Replaced files, kept for {hours} h: {files} ({size}).",
    )
    shown = {
        "messages": numbers(found.waiting_messages),
        "rows": numbers(found.waiting_rows),
        "batches": numbers(found.to_roll),
        "hours": session.store.settings.keep_replaced_hours,
        "files": numbers(found.replaced_files),
        "size": size(found.replaced_bytes),
    }
    print_(say(waiting.fill(shown)))


def _show_tiers(session: Session, tiers: list[Tier]) -> None:
    say = session.say
    names = (
        Text(fr="sorte", en="kind"),
        Text(fr="fichiers", en="files"),
        Text(fr="lignes", en="rows"),
        Text(fr="taille", en="size"),
        Text(fr="o/ligne", en="B/row"),
    )
    table = light(*map(say, names), right=(1, 2, 3, 4))
    for tier in tiers:
        figures = (
            numbers(tier.files),
            numbers(tier.rows),
            size(tier.bytes),
            numbers(tier.each or 0, 1),
        )
        table.add_row(say(_TIERS[tier.name]), *map(say, figures))
    session.console.print(table)
