"""The addresses of people: the session, one's own account, the people of an organisation."""

from beffroi.web.people import me, members, passkeys, session

ROUTES = (*session.ROUTES, *passkeys.ROUTES, *me.ROUTES, *members.ROUTES)
