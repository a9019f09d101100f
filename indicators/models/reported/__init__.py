from indicators.models.reported.dictionary import DataSet, Indicator, PublishedFigure
from indicators.models.reported.reports import Closing, Report, Signature

__all__ = ["Closing", "DataSet", "Indicator", "PublishedFigure", "Report", "Signature"]
