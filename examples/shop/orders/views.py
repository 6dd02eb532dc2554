"""Buying. Most views have one fault each, on purpose: README.md says which."""

import json

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.faults import is_fixed

from . import carriers, exporting, payments
from .buying import OutOfStock, WrongPassword, place_order, place_order_quickly
from .models import Order, OrderLine

NEWEST = 12


# Who buys proves it with a password in each request: there is no cookie that a stranger could use.
@csrf_exempt
@require_POST
def checkout(request: HttpRequest) -> HttpResponse:
    """Takes {"customer", "password", "books": [slug …]}; checks the password while it holds the write lock."""
    try:
        wanted = json.loads(request.body)
        place = place_order_quickly if is_fixed(request) else place_order
        order = place(wanted["customer"], wanted["password"], wanted["books"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "customer, password and books are needed"}, status=400)
    except WrongPassword:
        return JsonResponse({"error": "no such customer, or not this password"}, status=403)
    except OutOfStock as sold_out:
        return JsonResponse({"error": str(sold_out)}, status=409)
    return JsonResponse({"order": order.pk})


def payment_status(request: HttpRequest, number: int) -> HttpResponse:
    """Asks a service that is slow to answer, and lets the worker wait for it."""
    order = get_object_or_404(Order, pk=number)
    ask = payments.remembered_payment_status if is_fixed(request) else payments.ask_payment_status
    return JsonResponse({"order": order.pk, "payment": ask(order.pk)})


def newest_orders(request: HttpRequest) -> HttpResponse:
    """N+1 in two levels: each order's customer and user, each line's book and its author."""
    orders = Order.objects.order_by("-id")
    if is_fixed(request):
        lines = OrderLine.objects.select_related("book__author")
        orders = orders.select_related("customer__user").prefetch_related(Prefetch("lines", queryset=lines))
    return render(request, "orders/newest.html", {"orders": orders[:NEWEST]})


def receipts(request: HttpRequest) -> HttpResponse:
    """N+1 over HTTP: asks the payment service once for every order."""
    numbers = list(Order.objects.order_by("-id").values_list("id", flat=True)[:NEWEST])
    ask = payments.ask_statuses_at_once if is_fixed(request) else payments.ask_statuses_one_by_one
    return JsonResponse({str(number): status for number, status in ask(numbers).items()})


def voucher(request: HttpRequest, code: str) -> HttpResponse:
    """An error: a code without a number in it is not expected."""
    letters = "".join(letter for letter in code if letter.isdigit())
    if is_fixed(request) and not letters:
        return JsonResponse({"error": "no such voucher"}, status=404)
    return JsonResponse({"voucher": code, "percent": int(letters) % 30})


def export(request: HttpRequest) -> HttpResponse:
    """Every order at once: all rows in memory, then all dictionaries, then all text."""
    if is_fixed(request):
        return StreamingHttpResponse(exporting.orders_as_lines(), content_type="application/json")
    return HttpResponse(exporting.orders_as_json(), content_type="application/json")


def delivery(request: HttpRequest) -> HttpResponse:
    """Asks three carriers, one after the other: the times add up."""
    return render(request, "orders/delivery.html", {"quotes": carriers.ask_in_threads() if is_fixed(request) else carriers.ask_one_by_one()})


async def delivery_gathered(request: HttpRequest) -> HttpResponse:
    """Asks the same three at once: the slowest counts."""
    return render(request, "orders/delivery.html", {"quotes": await carriers.ask_all_at_once()})
