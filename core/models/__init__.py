from core.models.calendar import CalendarDay, CalendarYear
from core.models.imports import ImportBatch, ImportRow

__all__ = ["CalendarDay", "CalendarYear", "ImportBatch", "ImportRow"]
