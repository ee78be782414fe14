"""The addresses of people: the session, one's own account, the people of an organisation."""
