from belts.models.belt import Belt, BeltMembership
from belts.models.loaded import LoadedRow
from belts.models.region import BorderPair, Region, RegionSuccessor
from belts.models.unit import Unit, UnitSharedWith

__all__ = [
    "Belt",
    "BeltMembership",
    "BorderPair",
    "LoadedRow",
    "Region",
    "RegionSuccessor",
    "Unit",
    "UnitSharedWith",
]
