"""Tables of the state that an export leaves behind, each with the reason."""

_JOURNAL = "the journal of the old home stays there; an entry and its proof come with the export"
_AGREEMENT = "an agreement is between parties of one home: it ends there, and is made anew here"
_ACCOUNT = "accounts and secrets are of a home: people are invited to the new one"
_PEOPLE = "it is between people of the old home, whose accounts stay there"
_HOUSEHOLDS = "what ties a number to its pseudonym is a secret of the home, and never travels"
_BEHIND = "it is found again there from the measures, and who was told is for the service alone"
_COMPARED = "a comparison is between authorities of one home"
_SITE = "somebody publishes again in the new home: being moved makes nothing public there"
_OF_HOME = "it is about the home itself"
_DERIVED = "it is made anew from the measures"
#: Tables that are not carried, and why.
LEFT = {
    "agreement": _AGREEMENT,
    "agreement_party": _AGREEMENT,
    "agreement_step": _AGREEMENT,
    "ceremony": _ACCOUNT,
    "compared": _COMPARED,
    "comparison": _COMPARED,
    "computed": _DERIVED,
    "data_file": _DERIVED,
    "deposit": "files that wait are not imported: people drop them in the new home",
    "external_identity": _ACCOUNT,
    "factor": _ACCOUNT,
    "commune_outline": "outlines of communes are public",
    "finding_assignment": _PEOPLE,
    "finding_comment": _PEOPLE,
    "finding_follow": _PEOPLE,
    "geography_file": "the official geography is public",
    "household_finding": _BEHIND,
    "household_key": _HOUSEHOLDS,
    "household_link": _HOUSEHOLDS,
    "household_step": _BEHIND,
    "installation": _OF_HOME,
    "job": "a job is about work of the old home",
    "journal": _JOURNAL,
    "journal_access": _JOURNAL,
    "journal_cosignature": _JOURNAL,
    "journal_head": _JOURNAL,
    "journal_node": _JOURNAL,
    "journal_tree": _JOURNAL,
    "journal_watched": _OF_HOME,
    "journal_witness": _OF_HOME,
    "lake_version": _OF_HOME,
    "latest": _DERIVED,
    "leak_watch": "it is learnt anew from the measures of the network",
    "membership": _ACCOUNT,
    "notice": "a notice is sent by the old home",
    "notice_choice": _ACCOUNT,
    "notice_key": _ACCOUNT,
    "participation": _COMPARED,
    "password": _ACCOUNT,
    "person": _ACCOUNT,
    "person_session": _ACCOUNT,
    "public_site": _SITE,
    "public_version": _SITE,
    "recovery_code": _ACCOUNT,
    "subscription": "a subscription ties the old home to another one; the new one makes its own",
    "throttle": _ACCOUNT,
    "token": "a token opens the old home only; the new one makes its own",
    "total_given": _AGREEMENT,
    "total_group": _AGREEMENT,
    "total_member": _AGREEMENT,
}
