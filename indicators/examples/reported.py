"""Examples for the API document; the figures are invented."""

REPORT = {
    "indicator": "visitors",
    "region": "500153",
    "period": "2025-Q1",
    "value": "812000",
    "source": "样例：区文化旅游委季度统计",
    "measured_on": "2025-03-31",
}
SURVEY = REPORT | {"indicator": "safety", "value": "98.2", "sample_size": 1200, "source": "样例：入户调查"}
CLAIM = REPORT | {"indicator": "tourism_events", "value": "12", "explanation": "样例：两场活动尚未登记"}
RETURNED = {"reason": "与景区检票数不符，请核对。", "version": 1}
CLOSED = {"period": "2025-Q1", "province": "500000", "missing": ""}
DEFINED = {"province": "510000", "text": "按A级景区检票和票务系统统计。", "version": 3}
