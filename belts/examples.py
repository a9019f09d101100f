"""Answers and bodies shown in the API document."""

MEMBER = {
    "code": "500153",
    "name": "荣昌区",
    "province": "500000",
    "since": "2024-06-01",
    "until": None,
    "certainty": "inferred",
    "evidence": "由所依托的经济区和毗邻省界推断",
}
BELT = {
    "code": "south",
    "name": "川南渝西",
    "zone": "泸永江融合发展示范区",
    "position": 1,
    "source": "“巴蜀同脉 文明同行”共建方案(2024年6月)",
    "on": "2026-11-23",
    "members": [MEMBER],
}
REGION = {
    "code": "500112",
    "name": "渝北区",
    "level": "county",
    "prefecture": "重庆市",
    "province": "500000",
    "latitude": "29.810209",
    "longitude": "106.746924",
    "population": 2191493,
    "since": None,
    "until": "2025-11-05",
    "source": "GB/T 2260",
    "belt": "north",
}
REGION_DETAIL = REGION | {
    "memberships": [
        {
            "belt": "north",
            "since": "2024-06-01",
            "until": "2025-11-05",
            "certainty": "stated",
            "evidence": "2024年9月25日本带品牌活动点名",
        }
    ],
    "predecessors": [],
    "successors": [{"code": "500109", "name": "北碚区"}, {"code": "500157", "name": "两江新区"}],
    "neighbours": [
        {"code": "511623", "name": "邻水县", "shared_kilometres": "29.0", "since": None, "until": "2025-11-05"}
    ],
}
UNIT = {
    "id": 41,
    "name": "荣昌区安富街道新时代文明实践所",
    "kind": "institute",
    "region": "500153",
    "shared_with": [],
    "parent": 12,
    "since": "2020-05-01",
    "until": None,
    "source": "",
}
NEW_UNIT = {name: UNIT[name] for name in ("name", "kind", "region", "parent", "since")} | {"reason": "新建"}
CLOSED_UNIT = {"until": "2026-12-31", "reason": "撤并"}
