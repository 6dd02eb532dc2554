"""What Django's ORM says of a query: which relation asked, which queryset it came from, which columns are keys.

Reads stacks and the ORM's own objects; the only thing that is changed in Django is that a queryset remembers where it
was made (`hooks.remember_made`).
"""

from operator import itemgetter
from types import CodeType, FrameType
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

from . import frames
from .units import Place

MOST_KEY_COLUMNS = 8
MOST_STATEMENTS = 4_000


class Made:
    """Where a queryset was made, and through which related manager. Pickles and copies to nothing."""

    __slots__ = ("manager", "place")

    def __init__(self, place: Optional[Place] = None, manager: Any = None) -> None:
        self.place = place
        self.manager = manager

    def __reduce__(self) -> Tuple[Any, Tuple[()]]:
        return Made, ()

    def __deepcopy__(self, memo: Any) -> "Made":
        return self


class Facts:
    """Raw: put into words in the background, once for each statement and place."""

    __slots__ = ("deferred", "made", "model", "prefetched", "relation", "selected", "word")

    def __init__(self, word: str) -> None:
        self.word = word
        self.relation: Any = None
        self.model: Any = None
        self.made: Optional[Made] = None
        self.selected: Any = False
        self.prefetched: Tuple[Any, ...] = ()
        self.deferred: Any = None


def inner_codes(function: Any, name: str) -> Iterable[CodeType]:
    """Methods of that name of the classes that a function makes: all such classes share them."""
    for constant in getattr(getattr(function, "__code__", None), "co_consts", ()):
        if isinstance(constant, CodeType):
            for inner in constant.co_consts:
                if isinstance(inner, CodeType) and inner.co_name == name:
                    yield inner


def mark_django() -> None:
    from django.db.models import Model, query
    from django.db.models.deletion import Collector
    from django.db.models.fields import related_descriptors
    from django.db.models.query_utils import DeferredAttribute
    from django.db.models.sql import compiler
    from django.template.base import Node

    words = {
        "get": "get", "first": "first", "last": "first", "earliest": "first", "latest": "first", "count": "count",
        "exists": "exists", "contains": "exists", "aggregate": "aggregate", "in_bulk": "in_bulk", "create": "create",
        "get_or_create": "get_or_create", "update_or_create": "get_or_create", "bulk_create": "bulk_create",
        "bulk_update": "bulk_update", "update": "update", "_update": "update", "delete": "delete",
        "_raw_delete": "delete", "_fetch_all": "list", "_iterator": "iterator", "iterator": "iterator",
    }  # fmt: skip
    for name, word in words.items():
        frames.mark(getattr(query.QuerySet, name, None), word, "queryset")
    for name in ("iterator", "_fetch_all"):
        frames.mark(getattr(query.RawQuerySet, name, None), "raw", "queryset")
    frames.mark(query.prefetch_one_level, "prefetch", "prefetch")
    frames.mark(Model.save, "save", "instance")
    frames.mark(Model.save_base, "save", "instance")
    frames.mark(Model.delete, "delete", "instance")
    frames.mark(Model.refresh_from_db, "refresh", "instance")
    frames.mark(Model._perform_unique_checks, "validation", "instance")
    frames.mark(getattr(Model, "validate_constraints", None), "validation", "instance")
    frames.mark(Collector.delete, "delete", "collector")
    frames.mark(DeferredAttribute.__get__, "deferred", "field")
    frames.mark(related_descriptors.ForwardManyToOneDescriptor.__get__, "forward_fk", "field")
    frames.mark(related_descriptors.ReverseOneToOneDescriptor.__get__, "reverse_one_to_one", "related")
    for name in ("SQLCompiler", "SQLInsertCompiler", "SQLUpdateCompiler", "SQLDeleteCompiler", "SQLAggregateCompiler"):
        frames.mark(vars(getattr(compiler, name)).get("execute_sql"), "", "compiler")
    frames.mark(Node.render_annotated, "", "node")
    factories: List[Any] = [
        getattr(related_descriptors, name, None) for name in ("create_reverse_many_to_one_manager", "create_forward_many_to_many_manager")
    ]
    try:
        from django.contrib.contenttypes import fields
    except Exception:  # the app is not installed
        pass
    else:
        factories.append(fields.create_generic_related_manager)
        descriptor = getattr(fields, "GenericForeignKeyDescriptor", fields.GenericForeignKey)
        frames.mark(descriptor.__get__, "generic_fk", "generic")
    for factory in factories:
        for name in ("get_queryset", "_apply_rel_filters"):
            for code in inner_codes(factory, name):
                frames.mark_code(code, "", "manager")


def made_here(frame: Optional[FrameType]) -> Made:
    """A queryset is made by the code that stands on the stack now."""
    place, manager = frames.first_own(frame)
    return Made(place, through(manager.f_locals.get("self")) if manager is not None else None)


def through(manager: Any) -> Any:
    """Which relation a related manager is, without holding on to its instance."""
    if manager is None:
        return None
    if hasattr(manager, "through"):
        return ("m2m", type(manager.instance), manager.through, manager.reverse, manager.prefetch_cache_name)
    if hasattr(manager, "content_type_field_name"):
        return ("generic_relation", type(manager.instance), manager.prefetch_cache_name)
    field = getattr(manager, "field", None)
    return None if field is None else ("reverse_fk", field)


def facts_of(marks: List[Tuple[frames.Mark, FrameType]]) -> Tuple[Facts, Any]:
    """Facts, and the compiler if one is on the stack. The outermost function of Django's says what was asked for."""
    compiler: Any = None
    facts = Facts("cursor")
    queryset: Any = None
    outermost: Optional[Tuple[frames.Mark, FrameType]] = None
    for found in marks:
        read = found[0].read
        if read == "compiler":
            if compiler is None:
                compiler = found[1].f_locals.get("self")
        elif read == "queryset":
            if queryset is None:
                queryset = found[1].f_locals.get("self")
            outermost = found
        elif read != "manager":
            outermost = found
            if read == "prefetch":
                break
    if compiler is not None:
        query = compiler.query
        facts.model = query.model
        facts.selected = getattr(query, "select_related", False)
        deferred = getattr(query, "deferred_loading", None)
        if deferred is not None and (deferred[0] or not deferred[1]):
            facts.deferred = deferred
    if queryset is not None:
        values = vars(queryset)
        facts.made = values.get("_hotclub")
        facts.prefetched = values.get("_prefetch_related_lookups", ())
    if outermost is None:
        if compiler is not None:
            facts.word = "unknown"
        return facts, compiler
    mark, frame = outermost
    facts.word = mark.word
    read = mark.read
    if read == "field" or read == "related":
        descriptor = frame.f_locals.get("self")
        facts.relation = (read, getattr(descriptor, read, None))
    elif read == "generic":
        descriptor = frame.f_locals.get("self")
        facts.relation = ("field", getattr(descriptor, "field", descriptor))
    elif read == "prefetch":
        values = frame.f_locals
        lookup, instances = values.get("lookup"), values.get("instances")
        if lookup is not None and instances:
            path = lookup.prefetch_through.split("__")
            facts.relation = ("prefetch", type(instances[0]), path[values.get("level", 0)])
    elif queryset is not None:
        if facts.made is not None and facts.made.manager is not None:
            facts.relation = facts.made.manager
        if mark.word == "list" and queryset._iterable_class.__name__ != "ModelIterable":
            facts.word = "values"
    return facts, compiler


_columns: "Dict[str, Optional[Tuple[Callable[[Any], Any], Tuple[str, ...]]]]" = {}


def key_columns(sql: str, compiler: Any) -> Optional[Tuple[Callable[[Any], Any], Tuple[str, ...]]]:
    """How to take the keys out of a row of that statement, and what they are; None if there are none."""
    try:
        return _columns[sql]
    except KeyError:
        pass
    if len(_columns) >= MOST_STATEMENTS:
        _columns.clear()
    found = _columns[sql] = _find_key_columns(compiler)
    return found


def _find_key_columns(compiler: Any) -> Optional[Tuple[Callable[[Any], Any], Tuple[str, ...]]]:
    at: List[int] = []
    names: List[str] = []
    for index, column in enumerate(getattr(compiler, "select", None) or ()):
        target = getattr(column[0], "target", None)
        if target is None or len(at) == MOST_KEY_COLUMNS:
            continue
        if target.primary_key or target.is_relation:
            at.append(index)
            names.append(f"{target.model._meta.label}.{target.name}")
    return (itemgetter(*at), tuple(names)) if at else None


FIRST_COLUMN = (itemgetter(0), ("#0",))

_relations: "Dict[Any, str]" = {}


def relation_text(facts: Facts) -> Tuple[str, str]:
    """The kind as it stands on the wire, and `app.Model.field`."""
    raw, word = facts.relation, facts.word
    if raw is None:
        return word, ""
    kind = raw[0]
    if kind == "field":
        field = raw[1]
        if field is None:
            return word, ""
        if word == "forward_fk" and getattr(field, "one_to_one", False):
            word = "forward_one_to_one"
        return word, f"{field.model._meta.label}.{field.name}"
    if kind == "related":
        related = raw[1]
        return word, "" if related is None else f"{related.model._meta.label}.{related.get_accessor_name()}"
    if kind == "prefetch":
        return word, f"{raw[1]._meta.label}.{raw[2]}"
    if word in ("list", "iterator"):
        word = kind
    try:
        return word, _relations[raw]
    except KeyError:
        pass
    if kind == "reverse_fk":
        remote = raw[1].remote_field
        text = f"{remote.model._meta.label}.{remote.get_accessor_name()}"
    elif kind == "m2m":
        name = raw[4]
        if raw[3]:
            for related in raw[1]._meta.related_objects:
                if related.many_to_many and related.through is raw[2]:
                    name = related.get_accessor_name()
        text = f"{raw[1]._meta.label}.{name}"
    else:
        text = f"{raw[1]._meta.label}.{raw[2]}"
    if len(_relations) < MOST_STATEMENTS:
        _relations[raw] = text
    return word, text


def joined_paths(selected: Any, prefix: str = "") -> List[str]:
    """`select_related` as dotted paths, the longest of each branch."""
    if not isinstance(selected, dict):
        return ["*"] if selected else []
    paths: List[str] = []
    for name, inner in sorted(selected.items()):
        paths.extend(joined_paths(inner, f"{prefix}{name}__") or [prefix + name])
    return paths


def prefetch_paths(lookups: Iterable[Any]) -> List[str]:
    return [str(getattr(lookup, "prefetch_to", lookup)) for lookup in lookups]


def deferred_names(deferred: Any, model: Any) -> List[str]:
    """Names of what is left out."""
    if deferred is None or model is None:
        return []
    names, defer = deferred
    if defer:
        return sorted(names)
    kept = set(names)
    return sorted(field.name for field in model._meta.concrete_fields if field.name not in kept and not field.primary_key)
