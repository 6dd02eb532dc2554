import pathlib
import struct

import pytest

EXPECTED = {
    "forward_fk": ("forward_fk", "books.Book.author"),
    "forward_one_to_one": ("forward_one_to_one", "books.Cover.book"),
    "reverse_one_to_one": ("reverse_one_to_one", "books.Book.cover"),
    "reverse_fk": ("reverse_fk", "books.Author.books"),
    "m2m": ("m2m", "books.Book.tags"),
    "m2m_back": ("m2m", "books.Tag.tagged"),
    "generic_relation": ("generic_relation", "books.Author.notes"),
    "deferred": ("deferred", "books.Book.title"),
    "prefetch": ("prefetch", "books.Author.books"),
    "count": ("count", "books.Author.books"),
    "exists": ("exists", "books.Author.books"),
    "first": ("first", "books.Author.books"),
    "values": ("values", "books.Author.books"),
    "get": ("get", None),
    "in_bulk": ("in_bulk", None),
    "aggregate": ("aggregate", None),
    "save": ("save", None),
    "refresh": ("refresh", None),
    "raw": ("raw", None),
    "cursor": ("cursor", None),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_query_names_what_asked_for_it(asked, name):
    _, spans = asked(f"/loop/{name}/")
    last = spans[-1]
    assert (last["hotclub.orm.kind"], last["hotclub.orm.relation"]) == EXPECTED[name]


def test_a_generic_foreign_key_is_named(asked):
    _, spans = asked("/loop/generic_fk/")
    assert ("generic_fk", "books.Note.target") in {(one["hotclub.orm.kind"], one["hotclub.orm.relation"]) for one in spans}


def test_parameters_are_the_keys_of_rows_before(asked):
    _, spans = asked("/loop/forward_fk/")
    first, later = spans[0], spans[1:]
    columns = first["hotclub.db.key_columns"].split(",")
    keys = [one[0] for one in struct.iter_unpack("<Q", first["hotclub.db.keys"])]
    authors = keys[columns.index("books.Book.author") :: len(columns)]
    asked_for = [struct.unpack_from("<Q", one["hotclub.db.parameters"])[0] for one in later]
    assert asked_for == authors
    assert first["db.response.returned_rows"] == 6
    assert 0 not in authors


def test_keys_of_joined_models_are_kept(asked):
    _, spans = asked("/loop/joined/")
    assert len(spans) == 1
    assert {"books.Author.id", "books.Country.id"} <= set(spans[0]["hotclub.db.key_columns"].split(","))
    assert spans[0]["hotclub.orm.joined"] == "author__country"


def test_sites_are_lines_of_own_code(asked):
    _, spans = asked("/loop/forward_fk/")
    for one in spans:
        assert one["code.file.path"].endswith("books/views.py")
        source = pathlib.Path(one["code.file.path"]).read_text().splitlines()[one["code.line.number"] - 1]
        assert '"forward_fk"' in source
        made = one["hotclub.orm.made"]
        assert made is None or made.split("\t")[0].endswith("books/views.py")
    assert spans[0]["code.column.number"] > 1
    assert spans[0]["hotclub.stack"].split("\n")[-1].split("\t")[3] == "loop"


def test_a_template_is_named_by_file_and_line(asked):
    _, spans = asked("/template/")
    assert spans[-1]["hotclub.template"].endswith("page.html:3")


def test_transactions_have_numbers_and_an_end(asked):
    _, spans = asked("/transactional/")
    inside = [one for one in spans if one["hotclub.db.transaction"]]
    assert len({one["hotclub.db.transaction"] for one in inside}) == 1
    assert [one["hotclub.orm.kind"] for one in inside] == ["count", "count", "transaction"]
    assert spans[-1]["hotclub.db.alias"] == "other"


def test_what_is_called_within_an_own_span_is_its_child(asked):
    _, spans = asked("/spans/")
    own = next(one for one in spans if one.name == "pricing")
    cached = next(one for one in spans if one["hotclub.cache.operation"])
    assert cached.parent == own.id
    assert cached["hotclub.cache.misses"] == 2


def test_a_streamed_body_is_measured_to_its_end(asked):
    unit, spans = asked("/streamed/")
    assert len(spans) == 7
    assert unit.end >= max(one.end for one in spans)
    assert unit["http.response.body.size"] == 6 * len("author 0\n")


def test_server_sent_events_are_long_lived(asked):
    assert asked("/events/")[0]["hotclub.long_lived"] is True


def test_an_exception_is_an_event_with_its_place(asked):
    unit, _ = asked("/failing/")
    name, values = unit.events[0]
    assert (name, values["exception.type"], unit["http.response.status_code"], unit.failed) == ("exception", "ValueError", 500, True)
    assert values["hotclub.stack"].split("\t")[3].split("\n")[0] == "failing"


def test_a_trace_that_came_in_goes_on(asked):
    unit, _ = asked("/empty/", {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})
    assert (unit.trace, unit.parent) == ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
    assert unit["http.route"] == "empty/"
    assert unit["hotclub.view"] == "books.views.empty"
    assert unit.resource["service.name"] == "site"
