"""Signing in through an identity provider, by OpenID Connect: code, PKCE, state and nonce."""
