"""XML flows read record after record: entities refused, memory flat with the size of the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_HOSTILE
from beffroi.readers.documents import broken
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

Element: TypeAlias = Any  # defusedxml gives the elements of the standard library, untyped
MAX_DEPTH = 32
MAX_RECORD_ELEMENTS = 2_000_000
MAX_CONTEXT = 200
_ENTITIES = Text(fr="il définit des entités XML", en="it defines XML entities")
_DEEP = Text(fr="ses éléments XML sont trop imbriqués", en="its XML elements are nested too deep")
_LONG = Text(fr="un de ses blocs XML est démesuré", en="one of its XML blocks is out of measure")
_CUT = Text(fr="le XML est coupé ou mal formé", en="the XML is cut off or malformed")


@dataclass(frozen=True, slots=True)
class Record:
    """One element with all that it holds, and the texts met before it outside of records."""

    element: Element
    context: dict[str, str]

    def text(self, name: str) -> str:
        """Return the text of a child, empty where it has none."""
        return text_of(self.element, name)


def local(tag: object) -> str:
    """Return a tag without its name space."""
    return str(tag).rpartition("}")[2]


def text_of(element: Element, name: str) -> str:
    """Return the text of the first child of that name, empty where there is none."""
    for child in element:
        if local(child.tag) == name:
            return (child.text or "").strip()
    return ""


def records(source: Source, form: str, tag: str) -> Iterator[Record]:
    """Yield the elements of that tag; what stands between them is kept as texts by tag.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`.
    """
    try:
        with source.open() as stream:
            yield from _walk(
                iterparse(stream, events=("start", "end"), forbid_dtd=True), source, tag
            )
    except DefusedXmlException as error:
        raise BeffroiError(FILE_HOSTILE, name=source.name, reason=_ENTITIES) from error
    except (ParseError, ValueError, LookupError) as error:
        raise broken(source, form, _CUT) from error


@dataclass(slots=True)
class _Open:
    """An element not ended yet: the texts that it brought, and whether it held a record."""

    element: Element
    names: list[str] = field(default_factory=list)
    held: bool = False


def _walk(events: Any, source: Source, tag: str) -> Iterator[Record]:
    parents: list[_Open] = []
    context: dict[str, str] = {}
    inside = 0  # elements of the record being read
    for event, element in events:
        name = local(element.tag)
        if event == "start":
            parents.append(_Open(element))
            inside += bool(inside or name == tag)
            _check(source, len(parents), inside)
            continue
        ended = parents.pop()
        if name == tag:
            yield Record(element, context)
            inside = 0
            ended.held = True
        elif not inside:
            _keep(ended, name, context)
        if not inside:
            element.clear()
            if parents:
                del parents[-1].element[:]
                parents[-1].held |= ended.held
                parents[-1].names += ended.names
                ended.names.clear()


def _keep(ended: _Open, name: str, context: dict[str, str]) -> None:
    """Keep the text of an element for the records to come, until what holds both of them ends."""
    if ended.held:
        # Never lend the number of one delivery point to the next.
        for known in ended.names:
            context.pop(known, None)
        ended.names.clear()
    elif name in context or len(context) < MAX_CONTEXT:
        if name not in context:
            ended.names.append(name)
        context[name] = (ended.element.text or "").strip()


def _check(source: Source, depth: int, inside: int) -> None:
    if depth > MAX_DEPTH:
        raise BeffroiError(FILE_HOSTILE, name=source.name, reason=_DEEP)
    if inside > MAX_RECORD_ELEMENTS:
        raise BeffroiError(FILE_HOSTILE, name=source.name, reason=_LONG)


def opens_with(head: Head, *marks: bytes) -> bool:
    """Tell an XML file whose first bytes hold all the marks."""
    start = head.data[:4096]
    return start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and all(m in start for m in marks)
