from tests.matrix import Row

ROWS = [
    Row("home"),
    Row("error_codes"),
    Row("large_mode", "post", data={"large": "1"}, default=302, expected={"anonymous": 302}),
    Row("health_live", expected={"anonymous": 200}),
    # Without a worker the answer is "not ready"; what counts is that everybody gets one.
    Row("health_ready", default=503, expected={"anonymous": 503}),
    Row("api:schema", expected={"anonymous": 401}),
    Row("api:docs", expected={"anonymous": 401}),
]
