"""`flux.xml`: the publications of a site, as a feed that programs follow (Atom, RFC 4287)."""

from beffroi.publish.sites.prepared import text_of
from beffroi.web.pages.rendering import environment
from beffroi.web.public.asking import Asked, File

_MOST = 50


def feed(asked: Asked) -> File:
    """Answer the feed of a site, the newest publications first."""
    site, language = asked.site, asked.language
    entries = [
        {
            "key": one.key,
            "version": one.version,
            "label": text_of(one.content["label"]).in_(language),
            "at": one.published_at.isoformat(),
            "said": one.content.get("sentence", {}).get(language, ""),
        }
        for one in site.versions[:_MOST]
    ]
    text = (
        environment(language)
        .get_template("public/feed.xml")
        .render(
            site=site,
            language=language,
            base=f"{asked.address}/public/{site.slug}",
            updated=site.versions[0].published_at.isoformat(),
            entries=entries,
        )
    )
    # XML cannot hold most control signs, not even escaped.
    plain = "".join(one for one in text if one >= " " or one == "\n")
    return File(plain.encode("utf-8", "replace"), "application/atom+xml")
