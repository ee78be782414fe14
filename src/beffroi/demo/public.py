"""The public site of the visited commune, which says that all of it is made up."""

from beffroi.demo.visitors import ELECTED
from beffroi.errors import BeffroiError
from beffroi.errors.gate import PUBLICATION_REFUSED
from beffroi.errors.site import NOTHING_TO_PUBLISH
from beffroi.publish.sites import buildings, results, tapwater
from beffroi.publish.sites.publishing import publish
from beffroi.publish.sites.sentences import KEYS
from beffroi.store import sites
from beffroi.store.scope import Scope
from beffroi.store.sites import SiteDraft
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.trust.people import accounts
from beffroi.trust.sites.describing import suggested

_ABOUT = "Ce que la commune mesure de ses bâtiments, ce qu’elle décide, et ce qu’elle obtient."
_CONTACT = "Mairie (démonstration : cette commune n’existe pas)"


def open_site(store: Store, actor: str, organisation: int) -> str:
    """Open the site of a commune of the demonstration, once; return its address on the server.

    Its elected official publishes, where `visitors` opened their account.
    """
    actor = accounts.find(store.writer(actor), ELECTED).reference
    door = store.writer(actor)
    with door.look(organisation) as session:
        known = sites.site_of(session, organisation)
        name = session.get_one(models.Organisation, organisation).name
    if known is not None:
        return f"/public/{known.slug}"
    slug = suggested(name)
    sites.describe(
        door, organisation, SiteDraft(slug, name, _ABOUT, _CONTACT, "Camille Aubry", "", "", "")
    )
    reader = store.reader(Scope.of(organisation, actor, sites.PURPOSE, measures=False))
    for key in KEYS:
        _published(store, actor, organisation, buildings.known(reader, organisation, key))
    counted = tapwater.known(reader, organisation)
    if counted:
        water = tapwater.prepare(counted, simulated=True)
        publish(door, organisation, water, water.digest)
    found = results.obtained(reader, organisation)
    if found:
        chosen = [one.action for one in found]
        made = results.prepare(found, chosen, own=True, simulated=True)
        publish(door, organisation, made, made.digest)
    return f"/public/{slug}"


def _published(store: Store, actor: str, organisation: int, known: buildings.Known) -> None:
    """Publish an indicator; a demonstration of few years may have none whole."""
    door = store.writer(actor)
    try:
        made = buildings.prepare(door, organisation, known, own=True, simulated=True)
        publish(door, organisation, made, made.digest)
    except BeffroiError as error:
        if error.type not in (NOTHING_TO_PUBLISH, PUBLICATION_REFUSED):
            raise
