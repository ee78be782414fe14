"""Where a request comes from: a page of this site, or a page elsewhere that uses its cookie.

Three walls, one behind the other: the cookie is `SameSite=Lax`; the browser names the page that
asks (`Origin`, `Sec-Fetch-Site`); the page shows a token that only pages of this site can read.
"""

import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from beffroi.errors import BeffroiError
from beffroi.errors.people import REQUEST_FOREIGN
from beffroi.texts import Text
from beffroi.trust.people.sessions import KNOWN, page_token

PAGE_HEADER = "X-Beffroi-Page"
_LONGEST_COOKIE = 200
_BEGUN = 600  # seconds
_SAFE = ("GET", "HEAD", "OPTIONS")
_ELSEWHERE = Text(fr="elle vient d’un autre site", en="it comes from another site")
_NO_TOKEN = Text(
    fr="il lui manque le jeton de page", en="the token of the page is missing or another one"
)
_NOT_HERE = Text(
    fr="ce nom de machine n’est pas celui du site", en="this host name is not that of the site"
)


@dataclass(frozen=True, slots=True)
class Site:
    """The site as people reach it: its address, and what follows from it for cookies."""

    address: str
    """`https://beffroi.exemple.fr`; empty: this machine only, whatever the port."""

    @property
    def secure(self) -> bool:
        """Whether people reach it over https."""
        return self.address.startswith("https:")

    @property
    def cookie(self) -> str:
        """Name of its cookie: browsers let nobody but this very host set one named `__Host-`."""
        return "__Host-beffroi" if self.secure else "beffroi"

    def origin(self, request: Request) -> str:
        """Return the origin of its pages.

        Raises:
            BeffroiError: `request.foreign`, where no address is set and the host is another
                machine: passwords would travel in clear, and any name could be made to lead here.
        """
        if self.address:
            return self.address.rstrip("/")
        host = request.headers.get("host", "")
        if not _local(host):
            raise BeffroiError(REQUEST_FOREIGN, reason=_NOT_HERE, header=PAGE_HEADER)
        return f"{request.url.scheme}://{host}"

    def secret(self, request: Request) -> str:
        """Return the secret of the session that a request bears; empty where there is none."""
        found = request.cookies.get(self.cookie, "")
        return found if len(found) <= _LONGEST_COOKIE else ""

    def require_own(self, request: Request) -> None:
        """Refuse a change that a page of another site asks for.

        Raises:
            BeffroiError: `request.foreign`.
        """
        if request.method in _SAFE:
            return
        own = self.origin(request)
        named = request.headers.get("origin")
        fetched = request.headers.get("sec-fetch-site", "same-origin")
        if (named if named is not None else own) != own or fetched not in ("same-origin", "none"):
            raise BeffroiError(REQUEST_FOREIGN, reason=_ELSEWHERE, header=PAGE_HEADER)

    def require_page(self, request: Request, secret: str, shown: str = "") -> None:
        """Refuse a change with a session that does not show the token of its pages.

        Scripts show it in a header, forms in a field (`shown`).

        Raises:
            BeffroiError: `request.foreign`.
        """
        if request.method in _SAFE:
            return
        shown = shown or request.headers.get(PAGE_HEADER, "")
        if not hmac.compare_digest(shown.encode(), page_token(secret).encode()):
            raise BeffroiError(REQUEST_FOREIGN, reason=_NO_TOKEN, header=PAGE_HEADER)

    def state(self, request: Request) -> str:
        """Return what this browser has begun elsewhere."""
        found = request.cookies.get(f"{self.cookie}-state", "")
        return found if len(found) <= _LONGEST_COOKIE else ""

    def remember(self, response: Response, state: str) -> None:
        """Let a browser remember for ten minutes what it has begun elsewhere; empty: no more."""
        response.set_cookie(
            f"{self.cookie}-state",
            state,
            max_age=_BEGUN if state else 0,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",  # it comes back with a link of the other site
        )

    def keep(self, response: Response, secret: str) -> None:
        """Give a browser the cookie of a session.

        It stays longer than the session: a browser that was signed in with is a known one.
        """
        response.set_cookie(
            self.cookie,
            secret,
            max_age=int(KNOWN.total_seconds()),
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )


def _local(host: str) -> bool:
    """Tell whether a host header names this machine.

    >>> [_local(host) for host in ("localhost:8080", "127.0.0.1", "[::1]:80", "evil.example", "")]
    [True, True, True, False, False]
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
