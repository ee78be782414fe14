"""Build the documentation: the written pages, and reference pages made from the code itself.

    python -m scripts.docs [FOLDER]      build into FOLDER, ./site by default

The reference pages are not kept under version control, so they cannot drift from the code.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from beffroi.domains import domains, parameters
from beffroi.domains.contract import Detector, Domain
from beffroi.errors import catalogue
from beffroi.quality import RULES
from beffroi.quantities import QUANTITIES
from beffroi.readers import readers
from beffroi.settings import Settings
from beffroi.texts import Language, Text
from scripts.commands import help_text, leaves

ROOT = Path(__file__).parents[1]


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table.

    >>> print(table(["a", "b"], [[1, "x|y"]]))
    | a | b |
    | --- | --- |
    | 1 | x\\|y |
    """
    lines = [list(titles), ["---"] * len(titles), *([_cell(v) for v in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def both(text: Text) -> str:
    """Return a text in French, then in English."""
    return f"{text.fr} — *{text.en}*"


def settings_page() -> str:
    """Return the page of settings."""
    rows = [
        (f"`{name}`", f"`BEFFROI_{name.upper()}`", f"`{kind}`", f"`{default}`", both(help_))
        for name, kind, default, help_ in Settings.table()
    ]
    return (
        "A setting comes from the environment, else from `beffroi.toml` in the home folder, else "
        "from its default.\n\n"
        + table(["Setting", "Environment", "Type", "Default", "What it does"], rows)
    )


def errors_page() -> str:
    """Return the page of errors."""
    parts = []
    for error in catalogue().values():
        again = " Retryable." if error.retryable else ""
        parts.append(
            f"## {error.code}\n\n{both(error.title)}. HTTP {error.status}.{again}\n\n"
            f"- {_code(error.what.fr)} — *{_code(error.what.en)}*\n"
            f"- {_code(error.do.fr)} — *{_code(error.do.en)}*\n"
        )
    return "What each error means, and what to do about it.\n\n" + "\n".join(parts)


def _code(text: str) -> str:
    """Show placeholders as code, for the Markdown reader not to take them for attributes."""
    return text.replace("{", "`{").replace("}", "}`")


def quantities_page() -> str:
    """Return the page of quantities."""
    rows = [(f"`{q.key}`", both(q.label), q.unit, q.display) for q in QUANTITIES.values()]
    return table(["Quantity", "Name", "Unit inside", "Unit shown"], rows)


def readers_page() -> str:
    """Return the page of file formats."""
    rows = [(f"`{reader.key}`", both(reader.label)) for reader in readers().values()]
    return "Files are recognised by their content, never by their name.\n\n" + table(
        ["Reader", "Format"], rows
    )


def rules_page() -> str:
    """Return the page of repair rules."""
    rows = [
        (rule.code, f"`{rule.key}`", both(rule.label), both(rule.sentence))
        for rule in RULES.values()
    ]
    return (
        "Raw measures are kept as received. Beside them, each repaired value carries the rule that "
        "made it.\n\n" + table(["Code", "Rule", "Name", "What it does"], rows)
    )


def domains_page() -> str:
    """Return the page of domains."""
    return "\n\n".join(_domain(domain) for domain in domains().values()) or "No domain."


def _domain(domain: Domain) -> str:
    parts = [f"## {domain.label.fr}\n\n{both(domain.description)}"]
    if domain.indicators:
        rows = [
            (f"`{i.key}`", both(i.label), i.unit, i.level, i.period, _titles(i.references))
            for i in domain.indicators
        ]
        parts.append(
            f"### {domain.label.fr}{_COLON} indicateurs\n\n"
            + table(["Key", "Name", "Unit", "Level", "Period", "References"], rows)
        )
    parts += [_detector(detector) for detector in domain.detectors]
    numbers = [
        (f"`{parameter.key}`", both(parameter.label), value.value, parameter.unit, value.from_,
         value.reference)
        for parameter in parameters(domain.key).table.values()
        for value in parameter.values
    ]  # fmt: skip
    if numbers:
        parts.append(
            f"### {domain.label.fr}{_COLON} nombres datés\n\n"
            + table(["Key", "Name", "Value", "Unit", "From", "Reference"], numbers)
        )
    return "\n\n".join(parts)


def _detector(detector: Detector) -> str:
    lines = (
        ("Méthode", both(detector.method)),
        ("Limites", both(detector.limits)),
        ("Mesures", ", ".join(f"`{name}`" for name in detector.inputs)),
        ("Références", _titles(detector.references)),
    )
    return (
        f"### {detector.label.fr}\n\n`{detector.key}`, version {detector.version}. "
        f"{both(detector.purpose)}\n\n"
        + "\n".join(f"- {title}{_COLON} {text}" for title, text in lines)
    )


_COLON = "\u00a0:"


def _titles(references: Iterable[object]) -> str:
    titles = []
    for reference in references:
        title, url = getattr(reference, "title", str(reference)), getattr(reference, "url", "")
        titles.append(f"[{title}]({url})" if url else title)
    return "; ".join(titles) or "none"


def commands_page(language: Language = "en") -> str:
    """Return the page of commands, as their own help says."""
    return "\n".join(
        f"## beffroi {name}\n\n```text\n{help_text(name, command)}\n```\n"
        for name, command in leaves(language).items()
    )


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "commands": ("Commands", commands_page),
    "commandes": ("Commandes", partial(commands_page, "fr")),
    "settings": ("Settings", settings_page),
    "errors": ("Errors", errors_page),
    "readers": ("File formats", readers_page),
    "repair-rules": ("Repair rules", rules_page),
    "quantities": ("Quantities", quantities_page),
    "domains": ("Domains", domains_page),
}


def generate(folder: Path) -> None:
    """Write the reference pages and their index into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    links = []
    for name, (title, make) in PAGES.items():
        (folder / f"{name}.md").write_text(f"# {title}\n\n{make()}\n", "utf-8")
        links.append(f"- [{title}]({name}.md)")
    text = "# Reference\n\nThese pages are made from the code of this version.\n\n"
    (folder / "index.md").write_text(text + "\n".join(links) + "\n", "utf-8")


def build(site: Path) -> None:
    """Build the site, refusing broken links.

    Raises:
        subprocess.CalledProcessError: when a link or an anchor leads nowhere.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copy(ROOT / "zensical.toml", work)
        shutil.copytree(ROOT / "docs", work / "docs")
        generate(work / "docs" / "reference")
        command = [sys.executable, "-m", "zensical", "build", "--strict"]
        subprocess.run(command, cwd=work, check=True)
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(work / "site", site)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site")
