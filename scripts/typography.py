"""French typography of texts: what is wrong becomes what is right.

    python scripts/typography.py            list the French texts to mend, and exit with 1 if any
    python scripts/typography.py --fix      mend them in place

Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale (2002). One choice of
ours: U+00A0 for every no-break space, since the narrow one (U+202F) is missing from many fonts.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
NBSP = "\u00a0"

# What is not prose: placeholders, code and addresses. Each becomes one letter while rules run.
_ESCAPED = re.compile(r"\\(?:u00a0|xa0|N\{NO-BREAK SPACE\})", re.IGNORECASE)
_MASKED = re.compile(r"\{[^{}]*\}|`[^`]*`|\]\([^)]*\)|https?://\S+|<[^<>\n]*>")
_RULES = (
    (re.compile(r"(?<=[^\W\d_])'(?=[\w«\ue000])"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"[ \u202f](?=(?:[;?»%€]|:(?!:)|!(?!\[))(?!\w))"), NBSP),
    (re.compile(r"(?<=[\w»)\ue000])(?=[:;?!](?:\s|$))"), NBSP),
    (re.compile(r"(?<=[\d\ue000])(?=[%€](?!\w))"), NBSP),
    (re.compile(r"«[ \u202f]?(?=[^\s])"), "«" + NBSP),
    (re.compile(r"(?<=\S)(?=»)"), NBSP),
)


def mend(text: str) -> str:
    """Return a French text as it should be written.

    >>> mend("Qu'est-ce : « {x} »?").replace(NBSP, "~")
    'Qu’est-ce~: «~{x}~»~?'
    """
    masked: list[str] = []

    def mask(match: re.Match[str]) -> str:
        masked.append(match[0])
        return "\ue000"

    plain = _MASKED.sub(mask, _ESCAPED.sub(NBSP, text))
    for pattern, right in _RULES:
        plain = pattern.sub(right, plain)
    parts = iter(masked)
    return re.sub("\ue000", lambda _: next(parts), plain)


def french_strings(source: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield (line, start, end, text) of each string that a `Text(fr=...)` of a module holds.

    `start` and `end` count characters of the source; an f-string counts as its own source.
    """
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = source.splitlines()

    def at(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and _name(call.func) == "Text"):
            continue
        for node in [word.value for word in call.keywords if word.arg == "fr"]:
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start, end = at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset)
            if isinstance(node, ast.Constant | ast.JoinedStr):
                yield node.lineno, start, end, source[start:end]


def prose(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of the prose of a page: code blocks are left out."""
    fenced = False
    for number, line in enumerate(markdown.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not line.startswith("    "):
            yield number, line


def wrong(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line, found, right) of each French text of a file to mend."""
    content = path.read_text("utf-8")
    if path.suffix == ".py":
        texts: Iterator[tuple[int, str]] = ((line, t) for line, _, _, t in french_strings(content))
    else:
        texts = prose(content)
    for line, text in texts:
        if mend(text) != _ESCAPED.sub(NBSP, text):
            yield line, text, mend(text)


def fix(path: Path) -> None:
    """Mend a file in place."""
    content = path.read_text("utf-8")
    if path.suffix == ".py":
        for _, start, end, text in sorted(
            french_strings(content), reverse=True, key=lambda t: t[1]
        ):
            content = content[:start] + mend(text) + content[end:]
        ast.parse(content)
    else:
        lines = content.splitlines()
        for number, text in prose(content):
            lines[number - 1] = mend(text)
        content = "\n".join(lines) + "\n"
    path.write_text(content, "utf-8")


def french_files() -> list[Path]:
    """Return the files that hold French: the code, the French pages, the French readme."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src/*.py", "docs/fr/*.md", "LISEZMOI.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def main(arguments: list[str]) -> int:
    """List or mend; return the exit code."""
    files = [Path(name) for name in arguments if not name.startswith("-")] or french_files()
    found = [(path, line, right) for path in files for line, _, right in wrong(path)]
    if "--fix" in arguments:
        for path in {path for path, _, _ in found}:
            fix(path)
        return 0
    for path, line, right in found:
        print(f"{path}:{line}: write: {right.replace(NBSP, '⍽')}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
