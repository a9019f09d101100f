from core.models.imports import ImportBatch, ImportRow

__all__ = ["ImportBatch", "ImportRow"]
