"""The public site of each authority: `/public/{slug}`, without an account, a cookie or a script.

Its pages read what was published (`store.sites`) and nothing else: no session, no measure, no
finding. A page is a plain function of an `Asked` that answers a `View` or a `File`; `serving.py`
adapts it to HTTP. What is not public, was withdrawn or never was looks the same: there is no page.
"""
