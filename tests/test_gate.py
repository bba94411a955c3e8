"""The gate: which addresses are asked for, and which are connected to. Cases are in tables/gate.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawlers.gate import Blocked, Gate, guard, open_gate

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "gate.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", TABLE["url"], ids=lambda case: case["url"][:40])
def test_written_forms(case: dict[str, Any]) -> None:
    if "why" in case:
        with pytest.raises(Blocked) as blocked:
            Gate().url(case["url"])
        assert blocked.value.why == case["why"]
    else:
        assert Gate().url(case["url"]) == case["to"]


def is_open(gate: Gate, ip: str, port: int) -> bool:
    try:
        gate.address(ip, port)
    except Blocked:
        return False
    return True


@pytest.mark.parametrize("case", TABLE["ip"], ids=lambda case: f"{case['ip']}-{case['port']}")
def test_addresses(case: dict[str, Any]) -> None:
    assert is_open(Gate(), case["ip"], case["port"]) is case.get("ok", False)


@pytest.mark.parametrize("case", TABLE["door"], ids=lambda case: f"{case['allow'][0]}-{case['ip']}-{case['port']}")
def test_doors(case: dict[str, Any]) -> None:
    gate = open_gate(case["allow"], lookup={"intranet.example": ["10.1.2.3"]}.__getitem__)
    assert is_open(gate, case["ip"], case["port"]) is case.get("ok", False)


def test_a_name_is_looked_up_for_real() -> None:
    gate = open_gate(["localhost:8001", "no-such-name.invalid:80"])
    assert is_open(gate, "127.0.0.1", 8001)
    assert not is_open(gate, "127.0.0.1", 8002)


@pytest.mark.parametrize("entry", ["127.0.0.1", "host", "host:", ":80x", "10.0.0.0/99"])
def test_unreadable_doors(entry: str) -> None:
    with pytest.raises(ValueError):
        open_gate([entry])


class Reactor:
    """Stands for Twisted's: remembers what it was made to connect to."""

    def __init__(self) -> None:
        self.connected: list[tuple[str, int]] = []

    def connectTCP(self, host: str, port: int, factory: object) -> None:
        self.connected.append((host, port))


def test_no_connection_without_the_gate() -> None:
    reactor = Reactor()
    guard(reactor, open_gate(["127.0.0.5:8001"]))
    reactor.connectTCP("127.0.0.5", 8001, None)
    with pytest.raises(Blocked):
        reactor.connectTCP("169.254.169.254", 80, None)
    assert reactor.connected == [("127.0.0.5", 8001)]
