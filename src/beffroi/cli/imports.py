"""What an import says to people: one line a file, details where needed, then what it all makes."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from beffroi.cli.context import Session
from beffroi.cli.import_words import (
    AGAIN,
    ANALYSE,
    CHANGED,
    FILES,
    FOUND,
    GAPS,
    KEPT,
    KNOWN,
    LONGEST,
    LOOK,
    REFUSED,
    ROWS,
    SERIES,
    SHORT,
    TOTALS,
    TWICE,
    WHERE,
    WHY,
    agree,
)
from beffroi.cli.screen import Screen, styled
from beffroi.decide.naming import KINDS, QUALIFIERS
from beffroi.domains import quantities
from beffroi.figures import numbers
from beffroi.ingest import Report
from beffroi.ingest.report import STATUS
from beffroi.periods import PARIS
from beffroi.quality.rules import RULES
from beffroi.readers.contract import REASONS, Reason
from beffroi.texts import Text
from beffroi.units import SeriesKind

_MARKS = {
    "stored": ("✓", "green"),
    "already": ("=", "dim"),
    "understood": ("?", "green"),
    "ignored": ("–", "dim"),
    "refused": ("✗", "red"),
}
#: What suppliers write where they have nothing, and what is read on purpose once only.
_EXPECTED = {Reason.EMPTY_VALUE, Reason.NO_DATA, Reason.DOUBLE_COUNT}
_SERIES_SHOWN, _GAPS_SHOWN, _NOTES_SHOWN, _NAMES_SHOWN = 12, 3, 12, 8


def show(session: Session, report: Report, *, verbose: bool) -> None:
    """Print what became of one file."""
    say, console = session.say, session.console
    mark, colour = _MARKS[report.status]
    line = " · ".join(say(text) for text in _line(report))
    console.print(styled((mark, colour), " ", (report.file, "bold"), f" · {line}"))
    if report.error:
        what, todo = report.error["what"], report.error["do"]
        console.print(styled("    ", (f"{report.error['title']} : ", colour), str(what)))
        console.print(f"    → {todo}")
        return
    for text in _details(report, verbose=verbose):
        console.print(f"    {say(text)}")
    if report.status == "understood" and report.mapping and verbose:
        # Unwrapped: a copy of it is a valid mapping file.
        console.print(f"\n{report.mapping}", soft_wrap=True)


def close(session: Session, reports: Sequence[Report], *, verbose: bool) -> None:
    """Print what several files make together, and what to do next."""
    say, console = session.say, session.console
    if len(reports) > 1:
        if not verbose:
            _common(session, reports)
        counts = Counter(str(report.status) for report in reports)
        parts = [say(agree(n, TOTALS[status])) for status in TOTALS if (n := counts[status])]
        console.print()
        files = say(agree(len(reports), FILES))
        console.print(styled((f"{files} : {', '.join(parts)}.", "bold")))
        measures = [KEPT, CHANGED, KNOWN]
        sums = [sum(r.kept for r in reports), sum(r.changed for r in reports)]
        sums.append(sum(r.unchanged for r in reports))
        if any(sums):
            shown = [say(agree(n, w)) for n, w in zip(sums, measures, strict=True) if n]
            console.print(", ".join(shown) + ".")
        for title, names in _refusals(reports).items():
            console.print(f"{title} : {_named(names)}")
        if looked := [r.file for r in reports if needs_a_look(r)]:
            console.print(say(LOOK.fill(names=_named(looked))))
    for text in _next(reports):
        console.print(f"→ {say(text)}")


def needs_a_look(report: Report) -> bool:
    """Tell whether a person should look at a file that was taken."""
    refused = set(report.refused) - _EXPECTED
    return bool(report.warnings or refused or report.conflicting) and not report.error


@contextmanager
def progress(session: Session) -> Iterator[Callable[[str, int, int], None]]:
    """Show the file being imported, among how many; nothing when output is redirected."""
    console = Screen(stderr=True)
    if session.as_json or not console.is_terminal:
        yield lambda *_: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rows]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("…", total=None, rows="")

        def step(name: str, done: int, whole: int) -> None:
            if name == "read":
                bar.update(task, rows=session.say(agree(done, ROWS)))
            elif name != "repair":  # a file begins
                bar.update(task, description=name, completed=done, total=whole, rows="")

        yield step


def _line(report: Report) -> list[Text]:
    found = [STATUS[report.status]]
    if report.ignored is not None:
        return [*found, report.ignored]
    if report.error:
        return found
    if report.reader_label:
        found.append(report.reader_label)
    if report.status == "already":
        return found
    if report.status == "stored":
        counts = [(report.kept, KEPT), (report.changed, CHANGED), (report.unchanged, KNOWN)]
        found += [agree(n, words) for n, words in counts if n]
    else:
        found.append(agree(report.observations, FOUND))
    if refused := sum(report.refused.values()):
        found.append(agree(refused, REFUSED))
    found.append(agree(len(report.series), SERIES))
    if report.first and report.last:
        found.append(_span(report.first, report.last))
    if report.gap_count:
        found.append(agree(report.gap_count, GAPS))
    return found


def _details(report: Report, *, verbose: bool) -> list[Text]:
    found = [Text(fr=f"! {text.fr}", en=f"! {text.en}") for text in report.warnings]
    for reason, count in sorted(report.refused.items()):
        lines = [str(r["line"]) for r in report.refusals if r["reason"] == reason]
        found.append(
            (WHERE[len(lines) > 1] if lines else WHY).fill(
                refused=agree(count, REFUSED),
                why=REASONS[Reason(reason)],
                lines=", ".join(lines[:10]) + ("…" if len(lines) > 10 else ""),
            )
        )
    if report.conflicting:
        found.append(agree(report.conflicting, TWICE))
    if report.gaps:
        found.append(_longest(report))
    if report.short_series:
        found.append(agree(report.short_series, SHORT))
    if not verbose:
        return found
    if report.rows_read:
        found.append(agree(report.rows_read, ROWS))
    found += [_series(item) for item in report.series[:_SERIES_SHOWN]]
    if (more := len(report.series) - _SERIES_SHOWN) > 0:
        found.append(Text(fr=f"• … (+{more})", en=f"• ... (+{more})"))
    for code, count in sorted(report.repairs.items()):
        found.append(
            Text(fr="{rule} : {n}", en="{rule}: {n}").fill(rule=RULES[code].label, n=numbers(count))
        )
    return found + [Text(fr=f"· {note.fr}", en=f"· {note.en}") for note in report.notes]


def _series(item: dict[str, Any]) -> Text:
    known = quantities()
    sense = QUALIFIERS.get(item["qualifier"], item["qualifier"])
    label = known[item["quantity"]].label if item["quantity"] in known else item["quantity"]
    kind = KINDS[SeriesKind(item["kind"])] if item.get("kind") else ""
    return Text(
        fr="• {asset} : {label}, {sense}, {points}", en="• {asset}: {label}, {sense}, {points}"
    ).fill(
        asset=item["asset"], label=label, sense=sense or kind, points=agree(item["points"], FOUND)
    )


def _longest(report: Report) -> Text:
    names = {item.get("id"): item["asset"] for item in report.series}
    spans: dict[str, None] = {}  # several series of a meter often lack the same days
    for gap in sorted(report.gaps, key=lambda gap: -_length(gap)):
        asset = f" ({names[gap['series']]})" if gap["series"] in names else ""
        spans[_hole(gap) + asset] = None
    shown = list(spans)[:_GAPS_SHOWN]
    return LONGEST[len(shown) > 1].fill(spans=", ".join(shown))


def _length(gap: dict[str, Any]) -> float:
    return (datetime.fromisoformat(gap["to"]) - datetime.fromisoformat(gap["from"])).total_seconds()


def _hole(gap: dict[str, Any]) -> str:
    first, last = (datetime.fromisoformat(gap[key]).astimezone(PARIS) for key in ("from", "to"))
    form = "%d/%m/%Y" if first.hour == last.hour == first.minute == 0 else "%d/%m/%Y %H:%M"
    return f"{first:{form}} → {last:{form}}"


def _span(first: datetime, last: datetime) -> Text:
    days = f"{first.astimezone(PARIS):%d/%m/%Y} → {last.astimezone(PARIS):%d/%m/%Y}"
    return Text(fr=days, en=days)


def _common(session: Session, reports: Sequence[Report]) -> None:
    """Say once the notes that several files share."""
    notes = Counter(note for report in reports for note in report.notes)
    shared = [(note, n) for note, n in notes.most_common() if n > 1][:_NOTES_SHOWN]
    if shared:
        session.console.print()
    for note, count in shared:
        files = session.say(agree(count, FILES))
        session.console.print(f"· {session.say(note)} ({files})")


def _refusals(reports: Sequence[Report]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for report in reports:
        if report.error:
            found.setdefault(str(report.error["title"]), []).append(report.file)
    return found


def _named(names: Sequence[str]) -> str:
    more = f"… (+{len(names) - _NAMES_SHOWN})" if len(names) > _NAMES_SHOWN else ""
    return ", ".join(names[:_NAMES_SHOWN]) + more


def _next(reports: Sequence[Report]) -> list[Text]:
    found = []
    if any(report.error for report in reports) and len(reports) > 1:
        found.append(AGAIN)
    if any(report.status == "stored" for report in reports):
        found.append(ANALYSE)
    return found
