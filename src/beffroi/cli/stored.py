"""What `beffroi store` says of what is kept."""

from collections import defaultdict

from beffroi.cli.context import Session
from beffroi.cli.tables import light
from beffroi.figures import numbers, size
from beffroi.store.checking import Problem
from beffroi.store.stats import Stats, Tier
from beffroi.texts import Text

#: Problems of one kind that are shown; --json gives all of them.
_SHOWN = 5
_TIERS = {
    "observations": Text(fr="mesures", en="measures"),
    "recent": Text(fr="arrivées récemment", en="just came"),
    "hour": Text(fr="sommes par heure", en="sums by hour"),
    "day": Text(fr="sommes par jour", en="sums by day"),
    "month": Text(fr="sommes par mois", en="sums by month"),
}


def show_problems(session: Session, found: list[Problem], *, deep: bool) -> None:
    """Print what a check found, and what to do."""
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


def show_stats(session: Session, found: Stats) -> None:
    """Print how much an installation holds."""
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
