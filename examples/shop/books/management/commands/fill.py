"""`manage.py fill`: some thousand rows, the same on every machine."""

import random
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.text import slugify

from books.models import Author, Book, Category, Publisher, Review
from orders.models import Customer, Order, OrderLine

PUBLISHERS, AUTHORS, BOOKS, CUSTOMERS, ORDERS = 40, 300, 3000, 200, 2000
# Every book has a few reviews, and three have thousands: what makes the slowest pages slow.
# Many buy them, too.
MANY_REVIEWS, MUCH_READ, MUCH_BOUGHT = 2500, (0, 7, 42), 0.1
PASSWORD = "minor swing"
FIRST_DAY = datetime(2024, 1, 1, tzinfo=timezone.utc)

FIRST_NAMES = "Django Joseph Stéphane Louis Roger Eugène Hubert Marcel Pierre Baro Sarane Matelo Babik Henri Rosetta".split()
LAST_NAMES = "Reinhardt Grappelli Vola Chaput Vées Rostaing Fouad Ferret Ekyan Crolla Malha Garcia Lagrène Rosenberg".split()
ADJECTIVES = "Minor Blue Sweet Slow Electric Gentle Hidden Crooked Silver Late Restless Quiet Honest Borrowed".split()
NOUNS = "Swing Clouds Guitar Caravan River Avenue Rhythm Station Letters Harvest Orchard Lantern Winter Bolero".split()
PLACES = "Paris Samois Toulon Liberchies Lyon Nice Antwerp Rome London Tangier Geneva Prague".split()
WORDS = (
    "guitar caravan evening river violin rhythm letter winter station harbour garden window stranger promise silence "
    "market journey memory thunder kitchen lantern summer brother morning shadow mountain bridge secret dance voice"
).split()
CATEGORIES = "novel poetry biography music travel history cooking science children crime".split()


class Command(BaseCommand):
    help = "fills an empty database with authors, books, reviews, customers and orders"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1934)

    def handle(self, *args: object, **options: object) -> None:
        if Book.objects.exists():
            self.stdout.write("the shop is full already")
            return
        chance = random.Random(options["seed"])
        with transaction.atomic():
            books = make_books(chance)
            reviews = make_reviews(chance, books)
            lines = make_orders(chance, books, make_customers(chance))
        self.stdout.write(f"{len(books)} books, {reviews} reviews, {CUSTOMERS} customers, {lines} order lines")


def make_books(chance: random.Random) -> list[Book]:
    publishers = Publisher.objects.bulk_create(
        Publisher(name=f"{chance.choice(LAST_NAMES)} & {chance.choice(LAST_NAMES)}", city=chance.choice(PLACES))
        for _ in range(PUBLISHERS)
    )
    authors = Author.objects.bulk_create(
        Author(name=f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}", born=chance.randint(1880, 1990))
        for _ in range(AUTHORS)
    )
    categories = Category.objects.bulk_create(Category(name=name) for name in CATEGORIES)
    books = Book.objects.bulk_create(
        (make_book(chance, number, authors, publishers) for number in range(BOOKS)), batch_size=500
    )
    through = Book.categories.through
    through.objects.bulk_create(
        (
            through(book=book, category=category)
            for book in books
            for category in chance.sample(categories, chance.randint(1, 3))
        ),
        batch_size=1000,
    )
    return books


def make_book(chance: random.Random, number: int, authors: list[Author], publishers: list[Publisher]) -> Book:
    title = f"The {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} of {chance.choice(PLACES)}"
    return Book(
        slug=f"{slugify(title)}-{number}",
        title=title,
        blurb="\n\n".join(sentence(chance, 60) for _ in range(3)),
        author=chance.choice(authors),
        publisher=chance.choice(publishers),
        price=Decimal(chance.randint(500, 4900)) / 100,
        stock=chance.randint(1000, 9000),
        published=date(1950, 1, 1) + timedelta(days=chance.randint(0, 27000)),
    )


def make_reviews(chance: random.Random, books: list[Book]) -> int:
    counts = [MANY_REVIEWS if number in MUCH_READ else chance.randint(0, 3) for number in range(len(books))]
    reviews = (
        Review(
            book=book,
            reader=chance.choice(FIRST_NAMES),
            stars=chance.choice((1, 3, 4, 4, 5, 5)),
            text=sentence(chance, 25),
            written=FIRST_DAY + timedelta(minutes=chance.randint(0, 900_000)),
        )
        for book, count in zip(books, counts, strict=True)
        for _ in range(count)
    )
    return len(Review.objects.bulk_create(reviews, batch_size=1000))


def make_customers(chance: random.Random) -> list[Customer]:
    # One hash for all: hashing is slow by design, and nobody's money is here.
    password = make_password(PASSWORD)
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"customer{number}", password=password) for number in range(CUSTOMERS)
    )
    return Customer.objects.bulk_create(Customer(user=user, city=chance.choice(PLACES)) for user in users)


def make_orders(chance: random.Random, books: list[Book], customers: list[Customer]) -> int:
    orders = Order.objects.bulk_create(
        (
            Order(
                customer=chance.choice(customers),
                status=chance.choice(Order.Status.values),
                placed=FIRST_DAY + timedelta(minutes=chance.randint(0, 900_000)),
            )
            for _ in range(ORDERS)
        ),
        batch_size=500,
    )
    lines = (
        OrderLine(order=order, book=book, quantity=chance.randint(1, 3), price=book.price)
        for order in orders
        for book in basket(chance, books)
    )
    return len(OrderLine.objects.bulk_create(lines, batch_size=1000))


def basket(chance: random.Random, books: list[Book]) -> list[Book]:
    if chance.random() < MUCH_BOUGHT:
        return [books[chance.choice(MUCH_READ)]]
    return chance.sample(books, chance.randint(1, 5))


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."
