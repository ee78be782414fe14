"""What a page of HTML holds: its links, its forms, and whatever a browser would run."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

#: What people may type anything in.
FREE = {"text", "search", "email", "password", "textarea", "number", "date", "month", "tel", "url"}
#: Attributes that lead somewhere, or fetch something.
_LEADS = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcdoc"}


#: Where pages lead to on purpose.
KNOWN = re.compile(
    r"https://www\.etalab\.gouv\.fr/licence-ouverte-open-licence/"
    r"|https://hubeau\.eaufrance\.fr/api/v1/qualite_eau_potable/resultats_dis"
    r"\?code_commune=[0-9AB,]+&date_min_prelevement=[0-9-]{10}&size=[0-9]+"
)


@dataclass
class Field:
    """A field of a form: what it holds before anybody types, and what else it offers."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form as a browser sends it."""

    method: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self) -> dict[str, str]:
        """What it sends where nobody touches it."""
        return {one.name: one.value for one in self.fields.values()}


class Seen(HTMLParser):
    """A page, read as a browser does."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._form: Form | None = None
        self._named: dict[str, Form] = {}
        self._apart: list[tuple[str, dict[str, str]]] = []
        self._choice: Field | None = None
        self._area: Field | None = None
        self.feed(text)
        self.close()
        for tag, said in self._apart:  # fields that stand outside of their form
            if said["form"] in self._named:
                self._field(self._named[said["form"]], tag, said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tags.append((tag, said))
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "form":
            self._form = Form(said.get("method", "get"), said.get("action") or self.address)
            self.forms.append(self._form)
            self._named[said.get("id", "")] = self._form
        elif "form" in said:
            self._apart.append((tag, said))
        elif tag == "option" and self._choice is not None:
            value = said.get("value", "")
            self._choice.options.append(value)
            if "selected" in said or len(self._choice.options) == 1:
                self._choice.value = value
        elif self._form is not None:
            self._field(self._form, tag, said)

    def _field(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, kind = said.get("name", ""), said.get("type", "text" if tag == "input" else tag)
        if tag == "button":
            form.buttons.append((name, said.get("value", "")))
        if not name or tag not in ("input", "select", "textarea"):
            return
        old = form.fields.get(name)
        value = said.get("value", "")
        if kind in ("radio", "checkbox"):
            made = old or Field(name, kind)
            made.options.append(value)
            if "checked" in said or len(made.options) == 1:
                made.value = value
        else:
            made = Field(name, kind, value)
        form.fields[name] = made
        self._choice = made if tag == "select" else self._choice
        self._area = made if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._choice = None
        elif tag == "textarea":
            self._area = None


def run_by_a_browser(page: Seen) -> list[str]:
    """Say what of a page a browser would run, or fetch from elsewhere."""
    found = []
    for tag, said in page.tags:
        for name, value in said.items():
            if name.startswith("on") or name == "style" or "zq" in name or "zq" in tag:
                found.append(f"<{tag} {name}>")
            if tag == "link" and said.get("rel") in ("canonical", "alternate"):
                continue
            if tag == "a" and KNOWN.fullmatch(value):
                continue
            led = re.sub(r"[\x00-\x20]", "", value).lower()
            if name in _LEADS and re.match(r"(javascript|data|vbscript|https?|//):?", led):
                found.append(f"<{tag} {name}={value[:60]!r}>")
        if tag == "script" and not said.get("src", "").startswith("/statique/"):
            found.append("<script>")
        if tag in ("iframe", "object", "embed", "base"):
            found.append(f"<{tag}>")
    return found


def local(page: Seen) -> list[str]:
    """Return the addresses of this site that a page leads to."""
    found = []
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        path = parts.path or urlsplit(page.address).path
        found.append(f"{path}?{parts.query}" if parts.query else path)
    return found
