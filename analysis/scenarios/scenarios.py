"""What must be found, with its fix and the mended twin, and what must be left alone.

A scenario that must be found is followed by its twin: the same work after the fix that is expected. The number of
its queries is what the finding has to predict. `{bulk}` scenarios of the second kind repeat queries for good reasons.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, prefetch_related_objects
from django.template import Context, Template
from library.models import Audio, Author, Book, Country, Log, Node, Note, Profile, Review, Tag

FOUND = []
FINE = []


def found(fix, kind="n_plus_one", findings=1, exact=True):
    """fix: a part of the change that is advised. exact: whether the twin's query count is what is predicted."""

    def take(function):
        FOUND.append({"name": function.__name__, "run": function, "fix": fix, "kind": kind, "findings": findings, "exact": exact})
        return function

    return take


def twin(function):
    FOUND[-1]["twin"] = function
    return function


def fine(function):
    FINE.append({"name": function.__name__, "run": function})
    return function


# Relations that lead to one row.


@found('.select_related("author")')
def forward_fk():
    return [book.author.name for book in Book.objects.order_by("id")]


@twin
def forward_fk_mended():
    return [book.author.name for book in Book.objects.select_related("author").order_by("id")]


@found('.select_related("author")')
def forward_fk_through_iterator():
    return [book.author.name for book in Book.objects.order_by("id").iterator(chunk_size=5)]


@twin
def forward_fk_through_iterator_mended():
    return [book.author.name for book in Book.objects.select_related("author").iterator(chunk_size=5)]


@found('.select_related("author__country")')
def two_levels():
    return [book.author.country.name for book in Book.objects.order_by("id")]


@twin
def two_levels_mended():
    return [book.author.country.name for book in Book.objects.select_related("author__country")]


@found('.select_related("author__country")')
def second_level_only():
    return [book.author.country.name for book in Book.objects.select_related("author")]


@twin
def second_level_only_mended():
    return [book.author.country.name for book in Book.objects.select_related("author__country")]


@found('"author", "editor"')
def two_relations_in_turn():
    return [(book.author.name, book.editor.name) for book in Book.objects.order_by("id")]


@twin
def two_relations_in_turn_mended():
    return [(book.author.name, book.editor.name) for book in Book.objects.select_related("author", "editor")]


@found('.select_related("author")')
def one_to_one_forward():
    return [profile.author.name for profile in Profile.objects.all()]


@twin
def one_to_one_forward_mended():
    return [profile.author.name for profile in Profile.objects.select_related("author")]


@found('.select_related("profile")')
def one_to_one_reverse():
    return [author.profile.site for author in Author.objects.all()]


@twin
def one_to_one_reverse_mended():
    return [author.profile.site for author in Author.objects.select_related("profile")]


@found('.select_related("audio")')
def child_of_many_tables():
    return [book.audio.seconds for book in Book.objects.filter(audio__isnull=False)]


@twin
def child_of_many_tables_mended():
    return [book.audio.seconds for book in Book.objects.filter(audio__isnull=False).select_related("audio")]


@found('.select_related("author")')
def a_method_of_the_model():
    return [book.author_name() for book in Book.objects.all()]


@twin
def a_method_of_the_model_mended():
    return [book.author_name() for book in Book.objects.select_related("author")]


@found('.select_related("author")')
def two_places_of_one_relation():
    names = []
    for number, book in enumerate(Book.objects.order_by("id")):
        if number % 2:
            names.append(book.author.name)
        else:
            names.append(book.author.bio)
    return names


@twin
def two_places_of_one_relation_mended():
    return [book.author.name for book in Book.objects.select_related("author")]


@found('.select_related("author")')
def in_a_template():
    template = Template("{% for book in books %}{{ book.author.name }}{% endfor %}")
    return template.render(Context({"books": Book.objects.all()}))


@twin
def in_a_template_mended():
    template = Template("{% for book in books %}{{ book.author.name }}{% endfor %}")
    return template.render(Context({"books": Book.objects.select_related("author")}))


@found('.select_related("author")')
def a_slice_of_a_page():
    return [book.author.name for book in Book.objects.order_by("-id")[3:9]]


@twin
def a_slice_of_a_page_mended():
    return [book.author.name for book in Book.objects.select_related("author").order_by("-id")[3:9]]


@found('.select_related("author")')
def rows_of_a_list_that_was_kept():
    books = list(Book.objects.all())
    total = sum(book.price for book in books)
    return total, [book.author.name for book in books]


@twin
def rows_of_a_list_that_was_kept_mended():
    books = list(Book.objects.select_related("author"))
    return sum(book.price for book in books), [book.author.name for book in books]


@found('.select_related("author")')
def only_some_rows_need_it():
    return [book.author.name for book in Book.objects.order_by("id") if book.price % 20]


@twin
def only_some_rows_need_it_mended():
    return [book.author.name for book in Book.objects.select_related("author") if book.price % 20]


# Relations that lead to many.


@found('.prefetch_related("books")')
def reverse_fk():
    return [[book.title for book in author.books.all()] for author in Author.objects.all()]


@twin
def reverse_fk_mended():
    return [[book.title for book in author.books.all()] for author in Author.objects.prefetch_related("books")]


@found('.prefetch_related("review_set")')
def reverse_fk_without_a_name():
    return [[review.stars for review in book.review_set.all()] for book in Book.objects.all()]


@twin
def reverse_fk_without_a_name_mended():
    return [[r.stars for r in book.review_set.all()] for book in Book.objects.prefetch_related("review_set")]


@found('.prefetch_related("tags")')
def many_to_many():
    return [[tag.name for tag in book.tags.all()] for book in Book.objects.all()]


@twin
def many_to_many_mended():
    return [[tag.name for tag in book.tags.all()] for book in Book.objects.prefetch_related("tags")]


@found('.prefetch_related("books")')
def many_to_many_from_the_other_side():
    return [[book.title for book in tag.books.all()] for tag in Tag.objects.all()]


@twin
def many_to_many_from_the_other_side_mended():
    return [[book.title for book in tag.books.all()] for tag in Tag.objects.prefetch_related("books")]


@found('.prefetch_related("friends")')
def many_to_many_with_itself():
    return [[friend.name for friend in author.friends.all()] for author in Author.objects.all()]


@twin
def many_to_many_with_itself_mended():
    return [[friend.name for friend in author.friends.all()] for author in Author.objects.prefetch_related("friends")]


@found('.prefetch_related("about")')
def generic_foreign_key():
    return [note.about.pk for note in Note.objects.order_by("id")]


@twin
def generic_foreign_key_mended():
    return [note.about.pk for note in Note.objects.prefetch_related("about").order_by("id")]


@found('.prefetch_related("notes")')
def generic_relation():
    ContentType.objects.get_for_model(Author)
    return [[note.text for note in author.notes.all()] for author in Author.objects.all()]


@twin
def generic_relation_mended():
    return [[note.text for note in author.notes.all()] for author in Author.objects.prefetch_related("notes")]


@found('Prefetch("books", queryset=Book.objects.select_related("editor"))')
def many_then_one():
    return [[book.editor.name for book in author.books.all()] for author in Author.objects.all()]


@twin
def many_then_one_mended():
    books = Prefetch("books", queryset=Book.objects.select_related("editor"))
    return [[book.editor.name for book in author.books.all()] for author in Author.objects.prefetch_related(books)]


@found('.prefetch_related("books", "books__tags")')
def many_then_many():
    return [[[tag.name for tag in book.tags.all()] for book in author.books.all()] for author in Author.objects.all()]


@twin
def many_then_many_mended():
    authors = Author.objects.prefetch_related("books", "books__tags")
    return [[[tag.name for tag in book.tags.all()] for book in author.books.all()] for author in authors]


@found('.prefetch_related("author__books")')
def one_then_many():
    return [len(book.author.books.all()) for book in Book.objects.order_by("id")]


@twin
def one_then_many_mended():
    books = Book.objects.select_related("author").prefetch_related("author__books")
    return [len(book.author.books.all()) for book in books]


@found('Prefetch("books", queryset=Book.objects.select_related("editor"))')
def one_below_a_prefetch():
    return [[book.editor.name for book in author.books.all()] for author in Author.objects.prefetch_related("books")]


@twin
def one_below_a_prefetch_mended():
    books = Prefetch("books", queryset=Book.objects.select_related("editor"))
    return [[book.editor.name for book in author.books.all()] for author in Author.objects.prefetch_related(books)]


@found('prefetch_related("tags")', findings=2)
def one_and_many_of_the_same_rows():
    return [(book.author.name, [tag.name for tag in book.tags.all()]) for book in Book.objects.all()]


@twin
def one_and_many_of_the_same_rows_mended():
    books = Book.objects.select_related("author").prefetch_related("tags")
    return [(book.author.name, [tag.name for tag in book.tags.all()]) for book in books]


FOUND[-1]["exact"] = False  # two fixes, each of which predicts its own part


@found('.prefetch_related("books")')
def a_filter_on_a_prefetched_relation():
    authors = Author.objects.prefetch_related("books")
    return [[book.title for book in author.books.filter(price__gt=0)] for author in authors]


@twin
def a_filter_on_a_prefetched_relation_mended():
    books = Prefetch("books", queryset=Book.objects.filter(price__gt=0), to_attr="dear")
    return [[book.title for book in author.dear] for author in Author.objects.prefetch_related(books)]


FOUND[-1]["exact"] = False  # the prefetch that was there already is for nothing, and goes too


@found('.prefetch_related("books")')
def values_of_a_relation():
    return [list(author.books.values_list("title", flat=True)) for author in Author.objects.all()]


@twin
def values_of_a_relation_mended():
    return [[book.title for book in author.books.all()] for author in Author.objects.prefetch_related("books")]


@found("prefetch once for all")
def prefetched_one_by_one():
    authors = list(Author.objects.all())
    for author in authors:
        prefetch_related_objects([author], "books")
    return authors


@twin
def prefetched_one_by_one_mended():
    authors = list(Author.objects.all())
    prefetch_related_objects(authors, "books")
    return authors


# Counting, checking, the first of each.


@found('.annotate(books_count=Count("books"))')
def counting_a_relation():
    return [author.books.count() for author in Author.objects.all()]


@twin
def counting_a_relation_mended():
    return [author.books_count for author in Author.objects.annotate(books_count=Count("books"))]


@found(".annotate(has_books=Exists(")
def checking_a_relation():
    return [author.books.exists() for author in Author.objects.all()]


@twin
def checking_a_relation_mended():
    authors = Author.objects.annotate(has_books=Exists(Book.objects.filter(author=OuterRef("pk"))))
    return [author.has_books for author in authors]


@found("ask once for all rows")
def counting_by_hand():
    return [Book.objects.filter(author=author).count() for author in Author.objects.all()]


@twin
def counting_by_hand_mended():
    authors = list(Author.objects.all())
    counts = dict(Book.objects.filter(author__in=authors).values_list("author").annotate(Count("id")))
    return [counts.get(author.pk, 0) for author in authors]


@found('to_attr="first_books"')
def the_first_of_a_relation():
    return [author.books.order_by("-id").first() for author in Author.objects.all()]


@twin
def the_first_of_a_relation_mended():
    books = Prefetch("books", queryset=Book.objects.order_by("-id")[:1], to_attr="first_books")
    return [author.first_books for author in Author.objects.prefetch_related(books)]


@found('Sum("books")')
def adding_up_a_relation():
    return [author.books.aggregate(total=Count("price")) for author in Author.objects.all()]


@twin
def adding_up_a_relation_mended():
    return [author.total for author in Author.objects.annotate(total=Count("books__price"))]


# By key, by hand.


@found("Book.objects.in_bulk(ids)")
def get_in_a_loop():
    return [Book.objects.get(pk=number) for number in range(1, 11)]


@twin
def get_in_a_loop_mended():
    return Book.objects.in_bulk(range(1, 11))


FOUND[-1]["exact"] = True


@found("ask once for all rows")
def first_by_key_in_a_loop():
    return [Author.objects.filter(pk=book.author_id).first() for book in Book.objects.all()]


@twin
def first_by_key_in_a_loop_mended():
    books = list(Book.objects.all())
    return Author.objects.in_bulk([book.author_id for book in books])


@found("ask once for all rows")
def a_filter_by_key_in_a_loop():
    return [list(Book.objects.filter(author=author)) for author in Author.objects.all()]


@twin
def a_filter_by_key_in_a_loop_mended():
    authors = list(Author.objects.all())
    return list(Book.objects.filter(author__in=authors))


@found("WHERE … IN (…)")
def a_cursor_in_a_loop():
    names = []
    with connection.cursor() as cursor:
        for author in Author.objects.all():
            cursor.execute("SELECT title FROM library_book WHERE author_id = %s", [author.pk])
            names.append(cursor.fetchall())
    return names


@twin
def a_cursor_in_a_loop_mended():
    keys = [author.pk for author in Author.objects.all()]
    with connection.cursor() as cursor:
        marks = ",".join(["%s"] * len(keys))
        cursor.execute(f"SELECT title FROM library_book WHERE author_id IN ({marks})", keys)
        return cursor.fetchall()


@found("WHERE … IN (…)")
def cursors_alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM library_author")
        keys = [row[0] for row in cursor.fetchall()]
        titles = []
        for key in keys:
            cursor.execute("SELECT title FROM library_book WHERE author_id = %s", [key])
            titles.append(cursor.fetchall())
    return titles


@twin
def cursors_alone_mended():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM library_author")
        cursor.fetchall()
        cursor.execute("SELECT b.title FROM library_book b JOIN library_author a ON a.id = b.author_id WHERE b.id IN (1, 2)")
        return cursor.fetchall()


@found("ask once for all rows")
def raw_in_a_loop():
    return [list(Book.objects.raw("SELECT * FROM library_book WHERE author_id = %s", [a.pk])) for a in Author.objects.all()]


@twin
def raw_in_a_loop_mended():
    authors = list(Author.objects.all())
    return list(Book.objects.filter(author__in=authors))


# Fields left out.


@found("`bio`")
def only_and_then_another_field():
    return [author.bio for author in Author.objects.only("id", "name")]


@twin
def only_and_then_another_field_mended():
    return [author.bio for author in Author.objects.only("id", "name", "bio")]


@found("`bio`")
def deferred_and_then_read():
    return [author.bio for author in Author.objects.defer("bio")]


@twin
def deferred_and_then_read_mended():
    return [author.bio for author in Author.objects.all()]


# A tree.


@found("select_related")
def up_a_tree():
    node, names = Node.objects.order_by("-id").first(), []
    while node.parent is not None:
        node = node.parent
        names.append(node.name)
    return names


@twin
def up_a_tree_mended():
    return list(Node.objects.all())


FOUND[-1]["exact"] = False  # how deep it goes is not known beforehand


# Writing.


@found("bulk_update")
def save_in_a_loop():
    for book in Book.objects.order_by("id")[:8]:
        book.price += 1
        book.save(update_fields=["price"])


@twin
def save_in_a_loop_mended():
    books = list(Book.objects.order_by("id")[:8])
    for book in books:
        book.price += 1
    Book.objects.bulk_update(books, ["price"])


@found("bulk_create")
def create_in_a_loop():
    for number in range(10):
        Log.objects.create(text=f"line {number}")


@twin
def create_in_a_loop_mended():
    Log.objects.bulk_create(Log(text=f"line {number}") for number in range(10))


@found("bulk_create")
def get_or_create_in_a_loop():
    for number in range(10):
        Tag.objects.get_or_create(name=f"fresh {number}")


@twin
def get_or_create_in_a_loop_mended():
    names = [f"fresh {number}" for number in range(10)]
    there = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
    Tag.objects.bulk_create([Tag(name=name) for name in names if name not in there], ignore_conflicts=True)


@found("delete them with one queryset")
def delete_in_a_loop():
    for review in Review.objects.order_by("id")[:8]:
        review.delete()


@twin
def delete_in_a_loop_mended():
    list(Review.objects.order_by("id")[:8])
    Review.objects.filter(pk__in=[1, 2, 3]).delete()


@found("write", exact=False)
def update_in_a_loop():
    for book in Book.objects.order_by("id")[:8]:
        Book.objects.filter(pk=book.pk).update(price=book.price + 1)


@twin
def update_in_a_loop_mended():
    books = list(Book.objects.order_by("id")[:8])
    Book.objects.bulk_update(books, ["price"])


# The same question again.


@found("keep the result", kind="duplicate_query")
def the_same_query_from_two_places():
    first = Country.objects.get(pk=1)
    second = Country.objects.get(pk=1)
    return first, second


@twin
def the_same_query_from_two_places_mended():
    return Country.objects.get(pk=1)


@found("keep the result", kind="duplicate_query")
def the_same_query_in_a_loop():
    return [Tag.objects.count() for _ in range(4)]


@twin
def the_same_query_in_a_loop_mended():
    return Tag.objects.count()


# What must be left alone.


@fine
def joined_as_it_should_be():
    return [book.author.country.name for book in Book.objects.select_related("author__country")]


@fine
def prefetched_as_it_should_be():
    authors = Author.objects.prefetch_related("books")
    return [(len(author.books.all()), author.books.count(), list(author.books.all())) for author in authors]


@fine
def prefetched_for_a_foreign_key():
    return [book.author.name for book in Book.objects.prefetch_related("author")]


@fine
def prefetched_into_a_list():
    authors = Author.objects.prefetch_related(Prefetch("books", to_attr="all_books"))
    return [author.all_books for author in authors]


@fine
def one_object_and_its_relations():
    book = Book.objects.get(pk=1)
    return book.author.name, book.editor.name, book.author.country.name, list(book.tags.all())


@fine
def a_relation_that_is_kept():
    book = Book.objects.get(pk=1)
    return [book.author.name for _ in range(10)]


@fine
def a_null_relation():
    Book.objects.filter(pk__lt=6).update(editor=None)
    return [book.editor for book in Book.objects.filter(pk__lt=6)]


@fine
def pages_by_key():
    last, seen = 0, []
    while rows := list(Book.objects.filter(pk__gt=last).order_by("pk")[:3]):
        seen += rows
        last = rows[-1].pk
    return seen


@fine
def pages_by_offset():
    return [list(Book.objects.order_by("pk")[start : start + 3]) for start in range(0, 12, 3)]


@fine
def next_in_line():
    last, seen = 0, []
    while (book := Book.objects.filter(pk__gt=last).order_by("pk").first()) is not None:
        seen.append(book)
        last = book.pk
    return seen


@fine
def batches_of_keys():
    keys = list(Book.objects.values_list("pk", flat=True))
    return [list(Book.objects.filter(pk__in=keys[start : start + 4])) for start in range(0, 12, 4)]


@fine
def rows_in_chunks():
    return list(Book.objects.prefetch_related("tags").iterator(chunk_size=4))


@fine
def written_in_batches():
    Log.objects.bulk_create([Log(text=str(number)) for number in range(40)], batch_size=10)


@fine
def nested_transactions():
    with transaction.atomic():
        for number in range(5):
            with transaction.atomic():
                Log.objects.bulk_create([Log(text=str(number)), Log(text=str(number))])


@fine
def a_fixed_fan_out():
    return [Book.objects.filter(price__gt=price).count() for price in (1000, 2000, 3000, 4000)]


@fine
def different_filters_of_one_object():
    author = Author.objects.get(pk=1)
    return [list(author.books.filter(price=price)) for price in (100, 200, 300, 400)]


@fine
def polling_until_it_is_there():
    return [Log.objects.filter(text="done", pk__gt=number * 0).exists() for number in range(1)]


@fine
def reading_it_afresh():
    book = Book.objects.get(pk=1)
    for _ in range(5):
        book.refresh_from_db()
    return book


@fine
def checks_before_a_save():
    tags = list(Tag.objects.all())
    for tag in tags:
        tag.full_clean()
    return tags


@fine
def a_cascade():
    Author.objects.get(pk=3).delete()


@fine
def a_few_saves():
    for book in Book.objects.order_by("id")[:2]:
        book.save(update_fields=["price"])


@fine
def content_types_are_kept():
    return [ContentType.objects.get_for_model(model).pk for model in (Author, Book, Tag, Author, Book, Tag)]


@fine
def two_rows_are_no_loop():
    return [book.author.name for book in Book.objects.order_by("id")[:2]]


@fine
def columns_of_a_join():
    return list(Book.objects.values_list("title", "author__name"))


@fine
def aggregates_of_all():
    return Book.objects.count(), Author.objects.count(), Tag.objects.count(), Book.objects.aggregate(Count("id"))


def fill():
    """Ten authors, twelve books, and what belongs to them."""
    countries = [Country.objects.create(name=f"country {n}") for n in range(10)]
    # keys that do not run alongside each other, as in life
    authors = [Author.objects.create(name=f"author {n}", bio="x" * 50, country=countries[(n * 3 + 1) % 10]) for n in range(10)]
    for number, author in enumerate(authors):
        Profile.objects.create(author=author, site=f"site {number}")
        author.friends.add(authors[(number + 1) % 10])
        Note.objects.create(about=author, text="about an author")
    tags = [Tag.objects.create(name=f"tag {n}") for n in range(5)]
    for number in range(12):
        model = Audio if number % 3 == 0 else Book
        book = model.objects.create(
            title=f"book {number}", author=authors[(number * 7 + 3) % 10], editor=authors[(number * 3 + 5) % 10], price=number * 10
        )
        book.tags.add(tags[number % 5], tags[(number + 2) % 5])
        Review.objects.create(book_id=book.pk)
        Note.objects.create(about=Book.objects.get(pk=book.pk), text="about a book")
    node = None
    for number in range(10):
        node = Node.objects.create(name=f"node {number}", parent=node)
