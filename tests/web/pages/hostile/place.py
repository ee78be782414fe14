"""A commune where every page has something to show and every form is there, for one person."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from starlette.testclient import TestClient

from beffroi.decide.decisions import act, decide
from beffroi.decide.organisations import create_organisation
from beffroi.decide.scenarios import keeping
from beffroi.periods import utc_now
from beffroi.publish.notices.links import token as stop_token
from beffroi.publish.sites import buildings, results
from beffroi.publish.sites.publishing import publish
from beffroi.store import documents, sites, tokens
from beffroi.store.jobs.worker import Worker
from beffroi.store.notices import secret as secret_of_links
from beffroi.store.state.customers import HouseholdFinding
from beffroi.store.state.people import Factor
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.trust.gate import recording
from beffroi.trust.people import loans, sessions, totp
from beffroi.trust.people.roles import roles
from beffroi.trust.personal.requests import new
from tests import people
from tests.decide.test_scenarios import school, weather
from tests.decide.test_scenarios_kept import question
from tests.publish.test_site import DRAFT, of, result
from tests.store.sharing.build import agree, hours, measure, offer
from tests.web.pages.conftest import Visitor
from tests.web.pages.districts import filled
from tests.web.pages.test_documents import send as send_documents
from tests.web.pages.test_running import failed
from tests.web.seen import REFERENCE, behind, found, stand

EVERY = (*((1, role) for role in roles()), (None, "administrator"))
DAYS = "\n".join(f"{day:02d}/01/2024;{10 + day},5" for day in range(1, 21))
WEEKS = "\n".join(f"2024-W{week:02d};{week}" for week in range(1, 20))
DONE = "f" * 16
#: Where no link of another page leads without a choice made in it.
FIRST = (
    *("/", "/1", "/public/essai", "/connexion?again=1", "/invitation", "/aide", "/journal"),
    *("/1/constats/3", "/1/constats/5", "/1/constats/3/travaux", "/1/constats/4/travaux"),
    *("/1/sessions", "/1/donnees/jetons/nouveau", "/administration", "/compte/prets"),
    *("/1/membres/nouveau", "/1/couts", "/1/demandes/nouvelle", "/compte/avis"),
    "/1/conventions/nouvelle?modele=commune-syndicat",
    *(f"/1/abonnes/{REFERENCE}", f"/1/abonnes/{DONE}"),
    *("/1/publication/presentation", "/1/publication/cout", "/1/publication/consommation"),
)
TRIED = "/1/scenarios/nouveau?essai=1&b.{}=1&l.setpoint=1&setpoint.delta=1"
FILES = (
    ("gymnase.csv", f"Jour;Relevé\n{DAYS}\n".encode()),
    ("semaines.csv", f"semaine;valeur\n{WEEKS}\n".encode()),
)


@dataclass
class Place:
    """Who visits, and the addresses to begin at."""

    store: Store
    visitor: Visitor
    awaiting: Visitor
    """Somebody whose second proof is awaited."""
    nobody: Visitor
    first: tuple[str, ...]


def furnish(client: TestClient, store: Store) -> Place:
    """Make the commune."""
    door, now = store.writer("test"), utc_now()
    create_organisation(door, "Syndicat")
    _findings(store)
    measured = school(store)
    weather(store)
    for name in ("Toit", "Consigne", "Isolation"):
        kept = keeping.keep(door, 1, name, *question(measured, "setpoint", "roof"))
    keeping.plan(door, 1, kept, date(2027, 6, 30), "Services", "Voté")
    agree(store, 1, 2)
    agree(store, 1, 2)
    offer(store, 1, (2,))
    offer(store, 2, (1,))
    offer(store, 2, (1,))
    measure(store, 1, "École", hours("2026-01-05T23:00", [1.0] * 24))
    for kind in ("access", "erasure", "objection"):
        new(door, 1, kind, f"C-{kind}", now.date() - timedelta(days=20))
    _published(door)
    for name in ("un", "deux"):
        tokens.create(door, 1, f"passerelle {name}", 30)
    failed(store)
    person = people.settled(door, now, "tout@exemple.fr", *EVERY)
    third = people.settled(door, now, "tiers@exemple.fr", (1, "agent"))
    other = people.settled(door, now, "autre@exemple.fr", (1, "agent"), (1, "elected"))
    for one in (person, other):
        with door.keep() as session:
            sessions.start(session, one.id, 2, "Autre", now, known=False)
    loans.lend(door, person, other, 1, "elected", now + timedelta(days=20))
    with door.keep() as session:
        secret = sessions.start(session, person.id, 2, "Firefox", now, known=False)
        half = sessions.start(session, third.id, 0, "Firefox", now, known=False)
        session.add(
            Factor(
                person_id=person.id, kind="totp", name="téléphone",
                secret=totp.new_secret().encode(), counter=0, created_at=now,
            )
        )  # fmt: skip
    visitor = Visitor(client, {"beffroi": secret})
    visitor.send("/1/constats/3/commenter", said="À voir.")
    drop(visitor, FILES)
    work(store)
    papers = f"/1/equipements/{measured}/pieces"
    send_documents(visitor, papers, ("audit.txt", b"Audit"), ("plan.txt", b"Plan"), title="")
    documents.remove(door, 1, 1)
    nights = [f"/1/equipements/{filled(store, name)}/nuits" for name in ("bourg", "lac")]
    since = visitor.get(nights[1]).text.partition('name="since" value="')[2].partition('"')[0]
    said = {"since": since, "was": "tank", "is": "burst", "why": "Pas de réservoir."}
    visitor.send(f"{nights[1]}/contredire", **said)
    home = behind(store)
    with door.keep(1) as session:  # another one, which somebody dealt with
        session.query(HouseholdFinding).one().reference = DONE
    behind(store, name=home)
    visitor.send(f"/1/abonnes/{DONE}", choice="watch", reason="Voir.")
    stop = stop_token(secret_of_links(door), person.reference, "digest")
    return Place(
        store,
        visitor,
        Visitor(client, {"beffroi": half}),
        Visitor(client),
        (*FIRST, f"/avis/arret/{stop}", TRIED.format(measured), papers, f"{papers}/2", *nights),
    )


def _published(door: WriteDoor) -> None:
    """Publish a table and a result, and offer another table."""
    sites.describe(door, 1, replace(DRAFT, accent="#7a1f5c"))
    known = of({"ecole": 12, "gymnase": 11, "piscine": 2})
    table = buildings.prepare(door, 1, known, own=False, simulated=True)
    publish(door, 1, table, table.digest)
    told = results.prepare([result()], [1, 2], own=True, simulated=True)
    publish(door, 1, told, told.digest)
    other = buildings.prepare(door, 1, replace(known, key="cout"), own=False, simulated=True)
    assert other.table is not None
    recording.publish(door, 1, *other.table)


def _findings(store: Store) -> None:
    door = store.writer("test")
    for eur in (1200, 1100):
        stand(store, found(store, 1, eur), (3.1, 47.05))
    for eur in (1000, 900):
        done = found(store, 1, eur, name=f"Gymnase {eur}")
        decide(door, done, "act", "Trop cher.")
        act(door, done, date(2026, 11, 3), 100.0, "Réglage")
    decide(door, found(store, 1, 800, name="Mairie"), "watch", "Voir cet hiver.")


def drop(visitor: Visitor, files: tuple[tuple[str, bytes], ...]) -> Any:
    """Send files as a browser does: the token of the page first."""
    parts: list[Any] = [("page", (None, sessions.page_token(visitor.cookies["beffroi"])))]
    parts += [("files", one) for one in files]
    said = {**visitor.headers, "Cookie": f"beffroi={visitor.cookies['beffroi']}"}
    visitor.client.cookies.clear()
    return visitor.client.post("/1/importer", files=parts, headers=said, follow_redirects=False)


def work(store: Store) -> None:
    """Do what waits, as a worker would."""
    worker = Worker(store, "test")
    while worker.one():
        pass
