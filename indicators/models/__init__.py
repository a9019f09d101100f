from indicators.models.bulletins import Bulletin, BulletinState, BulletinStep, BulletinYear
from indicators.models.reported import Closing, DataSet, Indicator, PublishedFigure, Report, Signature
from indicators.models.saved import SavedView
from indicators.models.screens import Screen
from indicators.models.tallies import (
    Contribution,
    Delta,
    PartySetMember,
    PartySetPlace,
    PlaceTally,
    SetTally,
    TallyCheck,
    TallyState,
)

__all__ = [
    "Bulletin",
    "BulletinState",
    "BulletinStep",
    "BulletinYear",
    "Closing",
    "Contribution",
    "DataSet",
    "Delta",
    "Indicator",
    "PartySetMember",
    "PartySetPlace",
    "PlaceTally",
    "PublishedFigure",
    "Report",
    "SavedView",
    "Screen",
    "SetTally",
    "Signature",
    "TallyCheck",
    "TallyState",
]
