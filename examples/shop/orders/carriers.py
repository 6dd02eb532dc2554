"""What delivery costs, asked one by one or all at once."""

import asyncio
import concurrent.futures
import json
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings

CARRIERS = ("pigeon", "river", "express")
PATIENCE_SECONDS = 10
# A quote is some tens of bytes; more is not one.
LARGEST_ANSWER_BYTES = 4096


def ask_one_by_one() -> list[dict]:
    return [ask_quote(carrier) for carrier in CARRIERS]


def ask_quote(carrier: str) -> dict:
    url = f"{settings.PAYMENT_API}/quotes/{carrier}"
    with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as response:
        return json.load(response)


def ask_in_threads() -> list[dict]:
    with concurrent.futures.ThreadPoolExecutor(len(CARRIERS)) as pool:
        return list(pool.map(ask_quote, CARRIERS))


async def ask_all_at_once() -> list[dict]:
    quotes = asyncio.gather(*(await_quote(carrier) for carrier in CARRIERS))
    return list(await asyncio.wait_for(quotes, PATIENCE_SECONDS))


async def await_quote(carrier: str) -> dict:
    """HTTP/1.0 by hand: the server closes when it has answered."""
    address = urlsplit(settings.PAYMENT_API)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        writer.write(f"GET /quotes/{carrier} HTTP/1.0\r\nHost: {address.netloc}\r\n\r\n".encode())
        answer = await reader.read(LARGEST_ANSWER_BYTES)
        while not reader.at_eof():
            answer += await reader.read(LARGEST_ANSWER_BYTES)
    finally:
        writer.close()
    return json.loads(answer.partition(b"\r\n\r\n")[2])
