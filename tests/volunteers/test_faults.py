import re
from pathlib import Path

import pytest
from django.utils.translation import override

from core import outgoing as network
from volunteers.exchange import outgoing
from volunteers.faults import BEGINNINGS, WHOLE, worded
from volunteers.services import webhook_sending

RAISED = re.compile(r'(?:SendingError|RefusedError|NoAddressError|fault=|return )\(?f?"(the [^"]+|no [^"]+)"')


@pytest.mark.parametrize("module", [network, outgoing, webhook_sending])
def test_every_fault_is_known(module):
    said = RAISED.findall(Path(module.__file__).read_text(encoding="utf-8"))
    assert said
    for fault in said:
        assert fault in WHOLE or fault.startswith(BEGINNINGS), fault


def test_a_fault_is_read_in_ones_own_language():
    with override("zh-hans"):
        assert worded("the answer was 503") == "对方应答状态为 503"
        assert worded("the connection failed: ConnectionRefusedError") == "连接失败： ConnectionRefusedError"
        assert worded("no answer in time") == "对方未在时限内应答"
    assert worded("") == ""
    assert worded("what a later version says") == "what a later version says"
