"""Addresses of machines that lead to a person: public IP addresses, and hardware addresses beside a label."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.around import label, labelled
from ingest.clean.recognizers.recognizer import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_V4 = re.compile(r"(?<![\w.,+-])(?<![A-Za-z]/)\d{1,3}(?:\.\d{1,3}){3}(?!\w|/\d|[.,-]\d|\.\*)")
_V6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]{3,34}(?![\w:/.])")
_MAC = re.compile(r"(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])")
_MAC_LABEL = label(r"mac(?:[- ]?(?:address|адрес\w*))?|аппаратн\w+ адрес\w*|hwaddr|ether", 12)
_NUMBERED = label(
    r"верси\w*|версі\w*|сборк\w*|релиз\w*|редакци\w*|ред|обновлени\w*|прошивк\w*|п|пп|пункт\w*|"
    r"подпункт\w*|раздел\w*|"
    r"глав\w*|стать\w*|ст|§|рис|табл|гост\w*|код\w* оквэд|оквэд\w*|version|ver|v|build|release|section|"
    r"clause|chapter|"
    r"paragraph|firmware|driver|update|chrome|figure|oid|from version|since",
    12,
)
_NAMED = label(
    r"ip(?:v4)?(?:[- ]?адрес\w*|[- ]address)?|айпи\w*|адрес\w*|address|host|хост\w*|сервер\w*|server|client",
    12,
)
"""With two short parts it looks like a version, unless a word says otherwise."""
_RANGE = re.compile(r" ?[-\u2014\u2026]+ ?\d{1,3}\.\d|/\d|\.\.")
_AFTER_RANGE = re.compile(r"\d\.\d{1,3} ?[-\u2014\u2026]+ ?$")
_RESERVED_NETS = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
    "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
_RESERVED = tuple(IPv4Network(net) for net in _RESERVED_NETS.split())
"""IANA's special-purpose registry (RFC 6890): they lead to nobody."""
_GLOBAL = IPv6Network("2000::/3")
_DOCUMENTED = (IPv6Network("2001:db8::/32"), IPv6Network("2001::/23"), IPv6Network("3fff::/20"))
_SAMPLES_LIST = (
    "1.1.1.1 1.0.0.1 8.8.8.8 8.8.4.4 9.9.9.9 77.88.8.8 77.88.8.1 1.2.3.4 4.3.2.1 4.4.4.4 2.2.2.2 3.3.3.3 93.184.216.34 "
    "2001:4860:4860::8888 2001:4860:4860::8844 2606:4700:4700::1111 2606:2800:21f:cb07:6820:80da:af6b:8b2c"
)
_SAMPLES = frozenset(_SAMPLES_LIST.split())
"""Public resolvers and addresses made up for samples."""
_MAC_SAMPLES = frozenset({"001122334455", "AABBCCDDEEFF", "010203040506", "123456789ABC"})


class Ip:
    """IP, MAC; private, reserved and documentation addresses have score 0, versions and ranges are none."""

    name: ClassVar[str] = "ip"
    version: ClassVar[str] = "4"
    types: ClassVar[tuple[str, ...]] = ("IP", "MAC")
    hint: ClassVar[str] = r"\d\.\d{1,3}\.|[0-9A-Fa-f]:[0-9A-Fa-f:]{3}|[0-9A-Fa-f]-[0-9A-Fa-f]{2}-"

    def find(self, reading: Reading) -> Iterator[Span]:
        """Addresses in `reading`."""
        text = reading.text
        for match in _V4.finditer(text):
            value, score = match[0], _v4_score(text, match)
            if score is not None:
                yield Span(start=match.start(), end=match.end(), type="IP", value=value, score=score)
        for match in _V6.finditer(text):
            address = _v6(match[0])
            if address and address in _GLOBAL:
                sample = address.compressed in _SAMPLES or any(address in net for net in _DOCUMENTED)
                value = address.compressed
                yield Span(
                    start=match.start(), end=match.end(), type="IP", value=value, score=0.0 if sample else 1.0
                )
        for match in _MAC.finditer(text):
            value = match[0].replace(match[1], "").upper()
            if labelled(text, match.start(), _MAC_LABEL, 40):
                sample = value in _MAC_SAMPLES or len(set(value)) < 3
                yield Span(
                    start=match.start(),
                    end=match.end(),
                    type="MAC",
                    value=value,
                    score=0.0 if sample else 1.0,
                )


def _v4_score(text: str, match: re.Match[str]) -> float | None:
    """None for what is no address: a version, the number of a section, a range."""
    try:
        address = IPv4Address(match[0])
    except AddressValueError:
        return None
    first, *middle, last = match[0].split(".")
    if middle == ["0", "0"] or (len(first) == 1 and last == "0"):
        return None
    short = sum(len(part) == 1 for part in (first, *middle)) >= 2 and len(middle[1] + last) < 5
    hosted = text[max(0, match.start() - 2) : match.start()].endswith(("@", "//"))
    if short and not hosted and not labelled(text, match.start(), _NAMED, 32):
        return None
    if _RANGE.match(text, match.end()) or _AFTER_RANGE.search(
        text, max(0, match.start() - 12), match.start()
    ):
        return None
    if labelled(text, match.start(), _NUMBERED, 32):
        return None
    return 0.0 if match[0] in _SAMPLES or any(address in net for net in _RESERVED) else 1.0


def _v6(text: str) -> IPv6Address | None:
    """Eight groups, or three and more around a double colon: `a::b` is code."""
    if text.count(":") < 7 and ("::" not in text or len(text.replace("::", ":").strip(":").split(":")) < 3):
        return None
    try:
        return IPv6Address(text.rstrip(":") if not text.endswith("::") else text)
    except AddressValueError:
        return None
