"""Orders for another program."""

import json
from collections.abc import Iterator
from decimal import Decimal

from .models import Order

NEWEST = 400


def orders_as_json() -> str:
    orders = Order.objects.select_related("customer__user").prefetch_related("lines__book").order_by("-id")[:NEWEST]
    return json.dumps([order_as_dict(order) for order in orders], indent=1)


def orders_as_lines() -> Iterator[str]:
    """A JSON array, written as it is read: never more than a hundred orders in memory."""
    orders = Order.objects.select_related("customer__user").prefetch_related("lines__book").order_by("-id")[:NEWEST]
    before = "["
    for order in orders.iterator(chunk_size=100):
        yield before + json.dumps(order_as_dict(order))
        before = ",\n"
    yield "]" if before == ",\n" else "[]"


def order_as_dict(order: Order) -> dict:
    lines = [
        {"book": line.book.slug, "title": line.book.title, "quantity": line.quantity, "price": str(line.price)}
        for line in order.lines.all()
    ]
    total = sum((line.price * line.quantity for line in order.lines.all()), Decimal(0))
    return {
        "order": order.pk,
        "customer": order.customer.user.username,
        "placed": order.placed.isoformat(),
        "status": order.status,
        "lines": lines,
        "total": str(total),
    }
