"""OTLP as protobuf, written by hand: the messages are few and this is the only place that makes them.

Field numbers: opentelemetry-proto 1.x, `trace/v1/trace.proto`, `common/v1/common.proto`, `resource/v1/resource.proto`.
"""

import struct
from typing import Any, Dict, List, Tuple


def varint(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def text(tag: int, value: str) -> bytes:
    raw = value.encode("utf-8", "replace")
    return varint(tag << 3 | 2) + varint(len(raw)) + raw


def raw(tag: int, value: bytes) -> bytes:
    return varint(tag << 3 | 2) + varint(len(value)) + value


def any_value(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"\x10\x01" if value else b"\x10\x00"
    if isinstance(value, int):
        return b"\x18" + varint(value & 0xFFFFFFFFFFFFFFFF)
    if isinstance(value, float):
        return b"\x21" + struct.pack("<d", value)
    if isinstance(value, bytes):
        return raw(7, value)
    return text(1, value if isinstance(value, str) else str(value))


def key_value(key: str, value: Any) -> bytes:
    return text(1, key) + raw(2, any_value(value))


def attributes(tag: int, values: Dict[str, Any]) -> bytes:
    """Empty texts and None say nothing, so they are not sent."""
    return b"".join(raw(tag, key_value(key, value)) for key, value in values.items() if value is not None and value != "" and value != b"")


SPAN_ATTRIBUTES = 9
EVENT_ATTRIBUTES = 3
KIND_INTERNAL, KIND_SERVER, KIND_CLIENT = 1, 2, 3


def span(
    trace_id: bytes,
    span_id: int,
    parent_id: bytes,
    name: str,
    kind: int,
    start: int,
    end: int,
    encoded: bytes,
    events: List[bytes],
    failed: str,
) -> bytes:
    """A Span message with its tag in ScopeSpans. `encoded` holds attributes that are encoded already."""
    body = [
        b"\x0a\x10", trace_id, b"\x12\x08", span_id.to_bytes(8, "big"), raw(4, parent_id) if parent_id else b"",
        text(5, name), b"\x30", varint(kind), b"\x39", struct.pack("<Q", start), b"\x41", struct.pack("<Q", end),
        encoded, *events,
    ]  # fmt: skip
    if failed:
        body.append(raw(15, text(2, failed) + b"\x18\x02"))
    return raw(2, b"".join(body))


def event(name: str, nanos: int, values: Dict[str, Any]) -> bytes:
    return raw(11, b"\x09" + struct.pack("<Q", nanos) + text(2, name) + attributes(EVENT_ATTRIBUTES, values))


def request(resource: Dict[str, Any], scope: Tuple[str, str], spans: List[bytes]) -> bytes:
    """ExportTraceServiceRequest."""
    scoped = raw(1, text(1, scope[0]) + text(2, scope[1])) + b"".join(spans)
    return raw(1, raw(1, attributes(1, resource)) + raw(2, scoped))


def counter_request(resource: Dict[str, Any], scope: Tuple[str, str], name: str, counts: Dict[str, int], start: int, now: int) -> bytes:
    """ExportMetricsServiceRequest with one cumulative sum, a point for each reason."""
    points = b"".join(
        raw(1, b"\x11" + struct.pack("<Q", start) + b"\x19" + struct.pack("<Q", now) + b"\x31" + struct.pack("<q", count)
            + attributes(7, {"reason": reason}))
        for reason, count in counts.items()
    )  # fmt: skip
    metric = raw(2, text(1, name) + raw(7, points + b"\x10\x02\x18\x01"))
    return raw(1, raw(1, attributes(1, resource)) + raw(2, raw(1, text(1, scope[0]) + text(2, scope[1])) + metric))
