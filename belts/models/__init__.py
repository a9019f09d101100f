from belts.models.belt import Belt, BeltMembership
from belts.models.region import BorderPair, Region, RegionSuccessor
from belts.models.unit import Unit, UnitSharedWith

__all__ = ["Belt", "BeltMembership", "BorderPair", "Region", "RegionSuccessor", "Unit", "UnitSharedWith"]
