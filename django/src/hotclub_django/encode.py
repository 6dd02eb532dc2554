"""From what a unit kept to the spans that are sent: places are looked up, texts masked, keys hashed. In the background."""

import traceback
from typing import Any, Dict, List, Optional, Tuple

from . import frames, masking, orm, otlp
from .conf import Settings
from .units import Call, Place, Query, Unit

MOST_PARAMETERS = 1_000
MOST_CACHED = 20_000
SYSTEMS = {"postgresql": "postgresql", "mysql": "mysql", "sqlite": "sqlite", "oracle": "oracle.db", "microsoft": "microsoft.sql_server"}


class Encoder:
    """Not for two threads at once."""

    def __init__(self, settings: Settings, hasher: masking.Hasher) -> None:
        self.settings = settings
        self.hasher = hasher
        self._constant: Dict[Any, Tuple[str, bytes]] = {}
        self._sites: Dict[Tuple[Place, ...], bytes] = {}

    def spans(self, unit: Unit) -> List[bytes]:
        """The unit's own span last."""
        shift = unit.wall_ns - unit.start
        root = unit.span_id.to_bytes(8, "big")
        weight = {} if unit.sampled == 1.0 else {"hotclub.weight": unit.sampled}
        found: List[bytes] = []
        for index, one in enumerate(unit.spans):
            span_id = getattr(one, "id", 0) or unit.span_id + index + 1
            if one.kind == "query":
                found.append(self.query(unit, one, span_id, root, shift))
            else:
                found.append(self.call(unit, one, span_id, root, shift))
        found.append(self.unit(unit, shift, weight))
        return found

    def described(self, unit: Unit) -> Dict[str, Any]:
        """What a request was; and its name."""
        values = dict(unit.attributes)
        if unit.kind != "request":
            values["hotclub.unit"] = unit.kind
            return values
        match = unit.match
        values["http.request.method"] = unit.method
        values["http.response.status_code"] = unit.status
        # what no route knows may be anything
        known = frozenset(unit.path.split("/")) if match is None else masking.captured(match)
        values["url.path"] = masking.path(unit.path, known)
        values["http.response.body.size"] = unit.size if unit.size >= 0 else None
        if match is not None:
            values["http.route"] = getattr(match, "route", None) or "/"
            values["hotclub.view"] = match._func_path
        elif unit.status == 404:
            values["http.route"] = "(no route)"
        unit.name = f"{unit.method} {values.get('http.route', '')}".strip()
        if unit.queued:
            values["hotclub.queue_ns"] = queue_ns(unit.queued, unit.wall_ns)
        if unit.user is not None:
            values["enduser.id"] = str(unit.user)
        return values

    def unit(self, unit: Unit, shift: int, weight: Dict[str, Any]) -> bytes:
        values = self.described(unit)
        values.update(weight)
        if unit.dropped:
            values["hotclub.spans_dropped"] = unit.dropped
        events, failed = self.failure(unit.error, unit.end + shift)
        kind = otlp.KIND_SERVER if unit.kind == "request" else otlp.KIND_INTERNAL
        if unit.status >= 500 and not failed:
            failed = str(unit.status)
        encoded = otlp.attributes(otlp.SPAN_ATTRIBUTES, values)
        return otlp.span(
            trace_id(unit), unit.span_id, unit.parent_id, unit.name, kind,
            unit.start + shift, unit.end + shift, encoded, events, failed,
        )  # fmt: skip

    def query(self, unit: Unit, query: Query, span_id: int, root: bytes, shift: int) -> bytes:
        name, constant = self.constant(query)
        execute_ns = max(0, query.end - query.start)
        values: Dict[str, Any] = {
            "hotclub.db.execute_ns": execute_ns,
            "hotclub.db.connect_ns": query.connect_ns or None,
            "hotclub.db.transaction": query.transaction or None,
            "db.operation.batch.size": query.batch if query.batch > 1 else None,
            "db.response.returned_rows": query.rows if query.rows >= 0 else None,
        }
        literals = masking.literals(query.sql) if isinstance(query.sql, str) else ()
        if query.params or literals:
            values["hotclub.db.parameters"] = self.parameters(query.params or ()) + self.hasher.all(literals)
        if query.keys and query.key_columns is not None:
            columns = query.key_columns[1]
            values["hotclub.db.key_columns"] = ",".join(columns)
            of = self.hasher.of
            values["hotclub.db.keys"] = (
                b"".join(map(of, query.keys)) if len(columns) == 1 else b"".join(of(key) for row in query.keys for key in row)
            )
        events, failed = self.failure(query.error, query.end + shift)
        encoded = constant + otlp.attributes(otlp.SPAN_ATTRIBUTES, values)
        end = query.start + execute_ns + query.fetch_ns
        return otlp.span(trace_id(unit), span_id, root, name, otlp.KIND_CLIENT, query.start + shift, end + shift, encoded, events, failed)

    def parameters(self, params: Any) -> bytes:
        values = list(params.values()) if isinstance(params, dict) else list(params)
        return self.hasher.all(values[:MOST_PARAMETERS])

    def constant(self, query: Query) -> Tuple[str, bytes]:
        """The span's name, and the attributes that every query of this statement at this place has."""
        facts = query.facts
        sql = query.sql if isinstance(query.sql, str) else str(query.sql)
        made = facts.made.place if facts is not None and facts.made is not None else None
        try:
            relation: Any = hash(facts.relation) if facts is not None else 0
        except TypeError:
            relation = id(facts.relation)
        key = (sql, query.own, query.alias, made, facts.word if facts else "", relation, id(query.node) if query.node is not None else 0,
               facts.prefetched if facts and not facts.prefetched else len(facts.prefetched) if facts else 0)  # fmt: skip
        known = self._constant.get(key)
        if known is not None:
            return known
        text = masking.sql(sql, query.vendor == "mysql")
        operation, table = summary(text)
        values: Dict[str, Any] = {
            "db.system.name": SYSTEMS.get(query.vendor, query.vendor),
            "hotclub.db.alias": query.alias,
            "db.query.text": text,
            "db.operation.name": operation,
            "db.query.summary": f"{operation} {table}".strip(),
        }
        if facts is not None:
            word, relation_name = orm.relation_text(facts)
            values["hotclub.orm.kind"] = word
            values["hotclub.orm.relation"] = relation_name
            if facts.model is not None:
                values["hotclub.orm.model"] = facts.model._meta.label
            if made is not None:
                values["hotclub.orm.made"] = site_text(made)
            values["hotclub.orm.joined"] = ",".join(orm.joined_paths(facts.selected))
            values["hotclub.orm.prefetched"] = ",".join(orm.prefetch_paths(facts.prefetched))
            values["hotclub.orm.deferred"] = ",".join(orm.deferred_names(facts.deferred, facts.model))
        values["hotclub.template"] = template_text(query.node)
        encoded = otlp.attributes(otlp.SPAN_ATTRIBUTES, values) + self.site(query.own)
        if len(self._constant) > MOST_CACHED:
            self._constant.clear()
        self._constant[key] = (values["db.query.summary"] or "query", encoded)
        return self._constant[key]

    def site(self, own: Tuple[Place, ...]) -> bytes:
        """`code.*` of the innermost own place, and all of them as `hotclub.stack`."""
        if not own:
            return b""
        known = self._sites.get(own)
        if known is None:
            file, line, column, function = frames.locate(own[0])
            known = otlp.attributes(
                otlp.SPAN_ATTRIBUTES,
                {
                    "code.file.path": file,
                    "code.line.number": line,
                    "code.column.number": column or None,
                    "code.function.name": function,
                    "hotclub.stack": "\n".join(map(site_text, own)),
                },
            )
            if len(self._sites) > MOST_CACHED:
                self._sites.clear()
            self._sites[own] = known
        return known

    def call(self, unit: Unit, call: Call, span_id: int, root: bytes, shift: int) -> bytes:
        values = dict(call.attributes)
        keys = values.pop("keys", None)
        name = call.name
        kind = otlp.KIND_CLIENT
        if call.kind == "cache":
            text = values.get("hotclub.cache.key", "")
            values["hotclub.cache.key"] = masking.cache_key(text) if text else ""
            if keys:
                values["hotclub.cache.keys"] = self.hasher.all(map(str, keys))
        elif call.kind == "http":
            path = values.pop("path", "")
            values["url.template"] = masking.path(path)
            values["hotclub.http.keys"] = self.hasher.all(masking.path_values(path))
        else:
            kind = otlp.KIND_INTERNAL
        parent = call.parent.to_bytes(8, "big") if call.parent else root
        events, failed = self.failure(call.error, call.end + shift)
        encoded = otlp.attributes(otlp.SPAN_ATTRIBUTES, values) + self.site(call.own)
        return otlp.span(trace_id(unit), span_id, parent, name, kind, call.start + shift, call.end + shift, encoded, events, failed)

    def failure(self, error: Optional[BaseException], nanos: int) -> Tuple[List[bytes], str]:
        """The event of an exception, and its type."""
        if error is None:
            return [], ""
        kind = type(error)
        name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
        own: List[str] = []
        # innermost first
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
            code = frame.f_code
            if len(own) < frames.MOST_OWN and frames.is_own(code):
                own.append(f"{code.co_filename}\t{line}\t0\t{getattr(code, 'co_qualname', code.co_name)}")
        values = {
            "exception.type": name,
            "exception.message": masking.message(words_of(error)),
            "exception.escaped": True,
            "hotclub.stack": "\n".join(own),
        }
        return [otlp.event("exception", nanos, values)], name


def words_of(error: BaseException) -> str:
    """Only of plain arguments: the text of a lazy one, a queryset for instance, would be a query of ours."""
    plain = (str, int, float, bytes, type(None))
    return str(error) if all(isinstance(one, plain) for one in error.args) else ""


def trace_id(unit: Unit) -> bytes:
    return unit.trace_id.to_bytes(16, "big")


def queue_ns(value: str, now_ns: int) -> Optional[int]:
    """`X-Request-Start` in its several forms, in s, ms, µs or ns: `t=1700000000.123`."""
    try:
        number = float(value.strip().lstrip("t="))
    except ValueError:
        return None
    now = now_ns / 1e9
    while number > now * 10:
        number /= 1000
    waited = now - number
    # an hour is another clock, not a queue
    return int(waited * 1e9) if 0 <= waited < 3600 else None


def summary(text: str) -> Tuple[str, str]:
    """Operation and first table, good enough for a name: the server reads the statement properly."""
    words = text.replace("(", " ").split(None, 400)
    operation = words[0].upper() if words else ""
    after = {"SELECT": "FROM", "INSERT": "INTO", "DELETE": "FROM", "UPDATE": "UPDATE", "REPLACE": "INTO"}.get(operation)
    if after is not None:
        for index, word in enumerate(words[:-1]):
            if word.upper() == after:
                return operation, words[index + 1].strip('"`[],;').replace('"', "").replace("`", "")
    return operation, ""


def site_text(place: Place) -> str:
    return "\t".join(map(str, frames.locate(place)))


def template_text(node: Any) -> str:
    token, origin = getattr(node, "token", None), getattr(node, "origin", None)
    if token is None or origin is None:
        return ""
    return f"{origin.name}:{token.lineno}"
