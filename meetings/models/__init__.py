from meetings.models.rotation import ConvenerTerm, Rotation, RotationPlace, TurnChange

__all__ = ["ConvenerTerm", "Rotation", "RotationPlace", "TurnChange"]
