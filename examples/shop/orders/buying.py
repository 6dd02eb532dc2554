"""How an order comes to be."""

from collections import Counter

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from books.models import Book

from .models import Customer, Order, OrderLine

LARGEST_BASKET = 20


class WrongPassword(Exception):
    """Who buys is not who they say."""


class OutOfStock(Exception):
    """A book that is wanted is not there."""


@transaction.atomic
def place_order(name: str, password: str, slugs: list[str]) -> Order:
    """The password is checked inside the transaction: nobody else can write while it is hashed."""
    customer = prove_identity(name, password)
    order = Order.objects.create(customer=customer, placed=timezone.now())
    for book in reserve_stock(slugs[:LARGEST_BASKET]):
        OrderLine.objects.create(order=order, book=book, quantity=1, price=book.price)
    return order


def place_order_quickly(name: str, password: str, slugs: list[str]) -> Order:
    """The password first, without a transaction; then four statements, however many books."""
    customer = prove_identity(name, password)
    with transaction.atomic():
        order = Order.objects.create(customer=customer, placed=timezone.now())
        books = take_from_stock(slugs[:LARGEST_BASKET])
        OrderLine.objects.bulk_create(OrderLine(order=order, book=book, quantity=1, price=book.price) for book in books)
    return order


def prove_identity(name: str, password: str) -> Customer:
    customer = Customer.objects.select_related("user").filter(user__username=name).first()
    if customer is None or not check_password(password, customer.user.password):
        raise WrongPassword
    return customer


def reserve_stock(slugs: list[str]) -> list[Book]:
    """One query to read and one to write for each book, locked one by one."""
    reserved = []
    for slug in slugs:
        book = Book.objects.select_for_update().get(slug=slug)
        if book.stock == 0:
            raise OutOfStock(f"{book.title} is sold out")
        book.stock -= 1
        book.save(update_fields=["stock"])
        reserved.append(book)
    return reserved


def take_from_stock(slugs: list[str]) -> list[Book]:
    """One query to read and one to write, in the order of their keys: two buyers never lock each other out."""
    wanted = Counter(slugs)
    books = list(Book.objects.select_for_update().filter(slug__in=wanted).order_by("pk"))
    if len(books) < len(wanted):
        raise Book.DoesNotExist
    for book in books:
        if book.stock < wanted[book.slug]:
            raise OutOfStock(f"{book.title} is sold out")
        book.stock -= wanted[book.slug]
    Book.objects.bulk_update(books, ["stock"])
    return [book for book in books for _ in range(wanted[book.slug])]
