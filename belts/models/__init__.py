from belts.models.belt import Belt, BeltMembership
from belts.models.region import BorderPair, Region
from belts.models.unit import Unit

__all__ = ["Belt", "BeltMembership", "BorderPair", "Region", "Unit"]
