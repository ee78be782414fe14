"""Every screen of the commons and of trust, by every role: open to those that its right says."""

import pytest
from starlette.testclient import TestClient

from beffroi.store.store import Store
from beffroi.trust.people.roles import Right, roles
from tests.web.pages.conftest import proven

#: What each page asks for, as `roles.toml` names it; written by hand beside the pages' own demands.
SCREENS = {
    "/1/conventions": Right.READ_INDICATORS,
    "/1/conventions/nouvelle": Right.AGREE,
    "/1/traitements": Right.READ_INDICATORS,
    "/1/demandes": Right.HANDLE_REQUESTS,
    "/1/demandes/nouvelle": Right.HANDLE_REQUESTS,
    "/1/journal": Right.SEE_JOURNAL,
    "/1/journal.csv": Right.SEE_JOURNAL,
    "/1/membres": Right.ADMINISTER_PEOPLE,
    "/1/membres/nouveau": Right.ADMINISTER_PEOPLE,
    "/1/sessions": Right.HANDLE_INCIDENTS,
    "/1/couts": Right.READ_INDICATORS,
    "/1/abonnes": Right.READ_HOUSEHOLDS,
    "/1/donnees": Right.MANAGE_DATA,
    "/1/donnees/jetons/nouveau": Right.MANAGE_TOKENS,
}
FORMS = {
    "/1/conventions/nouvelle": Right.AGREE,
    "/1/traitements/journal": Right.HANDLE_REQUESTS,
    "/1/demandes/nouvelle": Right.HANDLE_REQUESTS,
    "/1/membres/nouveau": Right.ADMINISTER_PEOPLE,
    "/1/membres/roles/99/fin": Right.ADMINISTER_PEOPLE,
    "/1/sessions/p-0": Right.HANDLE_INCIDENTS,
    "/1/couts": Right.READ_INDICATORS,
    "/1/donnees/conservation": Right.MANAGE_DATA,
    "/1/donnees/jetons/nouveau": Right.MANAGE_TOKENS,
}


@pytest.mark.parametrize("role", [*roles()])
def test_each_role_is_let_in_where_its_rights_say(
    client: TestClient, store: Store, role: str
) -> None:
    visitor, held = proven(client, store, (1, role)), roles()[role].rights
    seen = {path: visitor.get(path).status_code for path in SCREENS}
    assert seen == {path: 200 if right in held else 403 for path, right in SCREENS.items()}
    assert {visitor.get(path.replace("/1/", "/2/")).status_code for path in SCREENS} == {403}
    sent = {path: visitor.send(path).status_code for path in FORMS}
    assert {path for path, status in sent.items() if status == 403} == {
        path for path, right in FORMS.items() if right not in held
    }
    bare = {visitor.send(path, token=False).status_code for path in FORMS}
    assert bare == {403}, "a form that is not of a page of this session is refused"
