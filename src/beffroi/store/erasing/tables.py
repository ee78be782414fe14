"""Tables whose rows of an organisation go whole with it."""

from beffroi.store.state import models
from beffroi.store.state.computing import Computed
from beffroi.store.state.federation import Subscription
from beffroi.store.state.flow import Job, Token
from beffroi.store.state.households import HouseholdKey, HouseholdLink
from beffroi.store.state.notices import Notice, NoticeChoice
from beffroi.store.state.people import Membership
from beffroi.store.state.places import Competence, Ground, Identity
from beffroi.store.state.publishing import Compared, Participation
from beffroi.store.state.registers import (
    AlgorithmRequest,
    AlgorithmRun,
    AlgorithmSwitch,
    PersonRequest,
    ProcessingNote,
    RetentionRule,
)
from beffroi.store.state.sampling import WaterResult, WaterSample, WaterSampleCommune
from beffroi.store.state.sites import PublicSite, PublicVersion
from beffroi.store.state.watching import LeakWatch

#: What registers say of an organisation.
TOLD = (
    AlgorithmRequest,
    AlgorithmRun,
    AlgorithmSwitch,
    PersonRequest,
    ProcessingNote,
    RetentionRule,
)
#: What else goes whole with an organisation.
WHOLE = (
    Job,
    Token,
    Membership,
    models.Mapping,
    models.Latest,
    HouseholdKey,
    HouseholdLink,
    Compared,
    Participation,
    Identity,
    Ground,
    Competence,
    Subscription,
    PublicVersion,
    PublicSite,
    Notice,
    NoticeChoice,
    Computed,
    LeakWatch,
    WaterResult,
    WaterSampleCommune,
    WaterSample,
)
