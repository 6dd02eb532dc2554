"""The payment service's client: one blocking call."""

import json
import urllib.request

from django.conf import settings

PATIENCE_SECONDS = 10


def ask_payment_status(order_id: int) -> str:
    url = f"{settings.PAYMENT_API}/payments/{order_id}"
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as response:
        return json.load(response)["status"]
