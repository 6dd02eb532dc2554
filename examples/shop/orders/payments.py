"""The payment service's client: one blocking call."""

import json
import urllib.request

from django.conf import settings
from django.core.cache import caches

PATIENCE_SECONDS = 10
# What is paid stays paid.
KEPT_SECONDS = 300


def ask_payment_status(order_id: int) -> str:
    url = f"{settings.PAYMENT_API}/payments/{order_id}"
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as response:
        return json.load(response)["status"]


def remembered_payment_status(order_id: int) -> str:
    """Asks once for all workers, and again only after a while."""
    return caches["shared"].get_or_set(f"payment:{order_id}", lambda: ask_payment_status(order_id), KEPT_SECONDS)


def ask_statuses_one_by_one(order_ids: list[int]) -> dict[int, str]:
    """N+1 over HTTP: one request for every order."""
    statuses = {}
    for order_id in order_ids:
        with urllib.request.urlopen(f"{settings.PAYMENT_API}/receipts/{order_id}", timeout=PATIENCE_SECONDS) as response:
            statuses[order_id] = json.load(response)["status"]
    return statuses


def ask_statuses_at_once(order_ids: list[int]) -> dict[int, str]:
    wanted = ",".join(map(str, order_ids))
    with urllib.request.urlopen(f"{settings.PAYMENT_API}/receipts?orders={wanted}", timeout=PATIENCE_SECONDS) as response:
        return {int(number): status for number, status in json.load(response).items()}
