"""Checks that a domain is whole, for `beffroi dev check-domain` and the tests."""

import importlib
import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from beffroi.domains.cards import lacks
from beffroi.domains.contract import Algorithm, Detector, Domain, Indicator
from beffroi.domains.parameters import load_parameters
from beffroi.domains.tallies import WHOLE
from beffroi.errors import BeffroiError
from beffroi.quantities import QUANTITIES
from beffroi.texts import Text
from beffroi.units import UNITS

#: What the scaffold leaves where an author must write; none may remain.
MARK = "FILL-IN"
FILES = ("README.md", "__init__.py", "domain.py", "indicators.py")
_UNIT = Text(fr="unité inconnue « {unit} »", en="unknown unit “{unit}”")
_USE_UNITS = Text(fr="prenez une clé de units.UNITS", en="use a key of units.UNITS")
_UNLOADED = Text(fr="ne se charge pas : {error}", en="cannot be loaded: {error}")
_MEND_IMPORTS = Text(fr="corrigez jusqu’à ce qu’il s’importe", en="mend it until it imports")
_NO_DOMAIN = Text(fr="sans DOMAIN", en="no DOMAIN")
_DECLARE_DOMAIN = Text(fr="déclarez DOMAIN = Domain(…)", en="declare DOMAIN = Domain(...)")
_KEY = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a domain from being whole: where, what, and what to do."""

    place: str
    problem: Text
    todo: Text


def check_domain(folder: Path) -> list[Problem]:
    """List what is missing or wrong in the folder of a domain; empty when it is whole."""
    problems = [*_files(folder), *_marks(folder)]
    if any(problem.place.endswith("domain.py") for problem in problems):
        return problems
    try:
        loaded = load_domain(folder)
    except Exception as error:
        # Whatever an unfinished module raises is for its author to read.
        return [
            *problems,
            Problem("domain.py", _UNLOADED.fill(error=error), _MEND_IMPORTS),
        ]
    if not isinstance(loaded, Domain):
        return [*problems, Problem("domain.py", _NO_DOMAIN, _DECLARE_DOMAIN)]
    return [
        *problems,
        *_domain(folder, loaded),
        *_parameters(folder),
        *_cases(folder, loaded),
    ]


def load_domain(folder: Path) -> object:
    """Import `domain.py` of a folder that may stand anywhere, and return its `DOMAIN`."""
    name = f"beffroi.domains.{folder.name}"
    if folder.resolve().parent == Path(__file__).resolve().parent:
        return getattr(importlib.import_module(f"{name}.domain"), "DOMAIN", None)
    package = _load(name, folder / "__init__.py", [str(folder)])
    for stale in [key for key in sys.modules if key.startswith(f"{name}.")]:
        del sys.modules[stale]
    module = _load(f"{name}.domain", folder / "domain.py")
    vars(package)["domain"] = module
    return getattr(module, "DOMAIN", None)


def declared(domain: Domain) -> list[Indicator | Detector]:
    """Return all that a domain computes and looks for."""
    return [*domain.indicators, *domain.detectors]


def _load(name: str, path: Path, search: list[str] | None = None) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=search)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _files(folder: Path) -> Iterator[Problem]:
    for name in FILES:
        if not (folder / name).is_file():
            yield Problem(
                name,
                Text(fr="manque", en="missing"),
                Text(
                    fr="écrivez-le, comme « beffroi dev new-domain {name} »",
                    en="write it, as “beffroi dev new-domain {name}”",
                ).fill(name=folder.name),
            )
    if not (folder / "detectors.py").is_file() and not (folder / "detectors").is_dir():
        yield Problem(
            "detectors.py",
            Text(fr="manque", en="missing"),
            Text(
                fr="déclarez-y les détecteurs, ou dans detectors/",
                en="declare the detectors there, or in detectors/",
            ),
        )
    if not any(folder.glob("cases/*.toml")):
        yield Problem(
            "cases/",
            Text(fr="ne contient aucun fichier .toml", en="holds no .toml file"),
            Text(fr="ajoutez-en un", en="add one"),
        )


def _marks(folder: Path) -> Iterator[Problem]:
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.toml"), *folder.glob("*.md")]):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if MARK in line:
                asked = _asked(line)
                place = f"{path.relative_to(folder).as_posix()}:{number}"
                yield Problem(
                    place,
                    Text(fr="reste à écrire", en="still to be written"),
                    Text(
                        fr="remplacez {mark} par ce qui est demandé : {asked}",
                        en="replace {mark} by what is asked for: {asked}",
                    ).fill(mark=MARK, asked=asked),
                )


def _asked(line: str) -> Text:
    """Return what a marked line asks for; a line with two marks asks in French, then in English.

    >>> _asked('label=Text(fr="FILL-IN: libellé", en="FILL-IN: label"),').fr
    'libellé'
    """
    found = [part.split('"', 1)[0].strip(" :#.") for part in line.split(MARK)[1:]]
    return Text(fr=found[0] or "écrivez-le", en=found[-1] or "write it")


def _domain(folder: Path, domain: Domain) -> Iterator[Problem]:
    if domain.key != folder.name or not _KEY.match(domain.key):
        yield Problem(
            "domain.py",
            Text(fr="clé « {key} »", en="key “{key}”").fill(key=domain.key),
            Text(
                fr="la clé est le nom du dossier : {name}",
                en="the key is the name of the folder: {name}",
            ).fill(name=folder.name),
        )
    known = set(QUANTITIES) | {quantity.key for quantity in domain.quantities}
    yield from _texts("domain.py", domain.label, domain.description)
    yield from _inputs("domain.py", domain.inputs, known)
    for quantity in domain.quantities:
        for unit in (quantity.unit, quantity.display):
            if unit not in UNITS:
                yield Problem(quantity.key, _UNIT.fill(unit=unit), _USE_UNITS)
    keys = [item.key for item in (*domain.indicators, *domain.algorithms)]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Problem(
            key,
            Text(fr="déclaré deux fois", en="declared twice"),
            Text(fr="donnez à chacun sa clé", en="give each a key of its own"),
        )
    for indicator in domain.indicators:
        yield from _indicator(domain, indicator, known)
    for algorithm in domain.algorithms:
        yield from _algorithm(domain, algorithm, known)


def _indicator(domain: Domain, item: Indicator, known: set[str]) -> Iterator[Problem]:
    yield from _common(domain, item, known)
    if item.unit not in UNITS and item.unit.split("/")[0] not in UNITS:
        yield Problem(item.key, _UNIT.fill(unit=item.unit), _USE_UNITS)
    if item.level not in ({WHOLE} if item.tally else {kind.key for kind in domain.asset_types}):
        yield Problem(
            item.key,
            Text(fr="niveau « {level} »", en="level “{level}”").fill(level=item.level),
            Text(
                fr="nommez une sorte d’équipement du domaine", en="name an asset type of the domain"
            ),
        )
    if item.valid_to is not None and item.valid_to <= item.valid_from:
        yield Problem(
            item.key,
            Text(fr="finit avant de commencer", en="ends before it begins"),
            Text(fr="corrigez valid_from et valid_to", en="mend valid_from and valid_to"),
        )


def _algorithm(domain: Domain, item: Algorithm, known: set[str]) -> Iterator[Problem]:
    yield from _common(domain, item, known)
    yield from _texts(item.key, item.purpose, item.method, item.limits)
    yield from (Problem(item.key, problem, todo) for problem, todo in lacks(item.card))


def _common(domain: Domain, item: Indicator | Algorithm, known: set[str]) -> Iterator[Problem]:
    if not item.key.startswith(f"{domain.key}."):
        yield Problem(
            item.key,
            Text(fr="clé hors du domaine", en="key outside of the domain"),
            Text(fr="appelez-le {key}.<nom>", en="call it {key}.<name>").fill(key=domain.key),
        )
    yield from _texts(item.key, item.label)
    yield from _inputs(item.key, item.inputs, known)
    if not item.references:
        yield Problem(
            item.key,
            Text(fr="sans référence", en="no reference"),
            Text(
                fr="citez une norme, une loi ou un article", en="cite a standard, a law or a paper"
            ),
        )


def _inputs(place: str, inputs: tuple[str, ...], known: set[str]) -> Iterator[Problem]:
    if not inputs:
        yield Problem(
            place,
            Text(fr="sans entrée", en="no input"),
            Text(fr="nommez les grandeurs qu’il lit", en="name the quantities that it reads"),
        )
    for name in inputs:
        if name not in known:
            yield Problem(
                place,
                Text(fr="grandeur inconnue « {name} »", en="unknown quantity “{name}”").fill(
                    name=name
                ),
                Text(fr="déclarez-la dans `quantities`", en="declare it in `quantities`"),
            )


def _texts(place: str, *texts: Text) -> Iterator[Problem]:
    for text in texts:
        if not text.fr.strip() or not text.en.strip():
            yield Problem(
                place,
                Text(fr="texte vide", en="empty text"),
                Text(
                    fr="écrivez-le en français et en anglais",
                    en="write it in French and in English",
                ),
            )


def _parameters(folder: Path) -> Iterator[Problem]:
    try:
        load_parameters(folder / "parameters")
    except BeffroiError as error:
        french, english = error.to_dict("fr"), error.to_dict("en")
        yield Problem(
            "parameters/",
            Text(fr=f"ne se charge pas : {french['what']}", en=f"does not load: {english['what']}"),
            Text(fr=str(french["do"]), en=str(english["do"])),
        )


def _cases(folder: Path, domain: Domain) -> Iterator[Problem]:
    """Every indicator and detector must be named by a case with an expected value."""
    named: set[object] = set()
    for path in sorted(folder.glob("cases/*.toml")):
        try:
            named |= set(_strings(tomllib.loads(path.read_text("utf-8"))))
        except tomllib.TOMLDecodeError as error:
            yield Problem(
                f"cases/{path.name}",
                Text(fr="n’est pas du TOML : {error}", en="is not TOML: {error}").fill(error=error),
                Text(fr="corrigez-le", en="mend it"),
            )
    for item in declared(domain):
        if item.key not in named:
            yield Problem(
                item.key,
                Text(fr="sans cas", en="no case"),
                Text(
                    fr="ajoutez à cases/ un cas qui nomme « {key} »",
                    en="add one to cases/ that names “{key}”",
                ).fill(key=item.key),
            )


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
