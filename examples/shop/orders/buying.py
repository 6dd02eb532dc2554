"""How an order comes to be."""

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
