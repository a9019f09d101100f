from tests.matrix import Row
from tests.matrix.indicators import NO_SIGHT

ROWS = [
    Row("indicators:own_board", default=302),
    Row("indicators:board", arguments={"level": "county", "code": "own.pk"}),
    Row("indicators:board", arguments={"level": "province", "code": "500000"}, query="?period=last_year&flow=hours"),
    Row("indicators:board", arguments={"level": "corridor", "code": "all"}, query="?show=volunteers&flow=volunteers"),
    Row("indicators:board", arguments={"level": "country", "code": "west"}, default=404),
    Row("indicators:exchange", arguments={"level": "county", "code": "own.pk"}, expected=NO_SIGHT),
    Row("indicators:public", expected={"anonymous": 200}),
    Row("indicators:public_csv", arguments={"by": "province"}, expected={"anonymous": 200}),
    Row("indicators:public_csv", arguments={"by": "county"}, default=404, expected={"anonymous": 404}),
]
