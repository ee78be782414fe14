"""`beffroi store`: verify what is kept, put it together, count it, and remove it for good."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, opened, progress
from beffroi.cli.frame import Frame
from beffroi.cli.removing import erase_command, retain_command
from beffroi.cli.stored import show_problems, show_stats
from beffroi.figures import numbers, size
from beffroi.store.checking import check
from beffroi.store.compacting import compact
from beffroi.store.rollups.roll import roll
from beffroi.store.stats import stats
from beffroi.store.sweeping import sweep
from beffroi.texts import Text


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("store", no_args_is_help=True)
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
                show_problems(session, found, deep=deep)
            if found:
                raise typer.Exit(1)


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
            show_stats(session, found)
