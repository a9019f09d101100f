from tests.matrix import Row

ROWS = [
    Row("home"),
    Row("error_codes"),
    Row("large_mode", "post", data={"large": "1"}, default=302, expected={"anonymous": 302}),
    Row("api:schema", expected={"anonymous": 401}),
    Row("api:docs", expected={"anonymous": 401}),
]
