"""Buying. Most views have one fault each, on purpose: README.md says which."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import carriers, exporting, payments
from .buying import OutOfStock, WrongPassword, place_order
from .models import Order


# Who buys proves it with a password in each request: there is no cookie that a stranger could use.
@csrf_exempt
@require_POST
def checkout(request: HttpRequest) -> HttpResponse:
    """Takes {"customer", "password", "books": [slug …]}; checks the password while it holds the write lock."""
    try:
        wanted = json.loads(request.body)
        order = place_order(wanted["customer"], wanted["password"], wanted["books"])
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
    return JsonResponse({"order": order.pk, "payment": payments.ask_payment_status(order.pk)})


def export(request: HttpRequest) -> HttpResponse:
    """Every order at once: all rows in memory, then all dictionaries, then all text."""
    return HttpResponse(exporting.orders_as_json(), content_type="application/json")


def delivery(request: HttpRequest) -> HttpResponse:
    """Asks three carriers, one after the other: the times add up."""
    return render(request, "orders/delivery.html", {"quotes": carriers.ask_one_by_one()})


async def delivery_gathered(request: HttpRequest) -> HttpResponse:
    """Asks the same three at once: the slowest counts."""
    return render(request, "orders/delivery.html", {"quotes": await carriers.ask_all_at_once()})
