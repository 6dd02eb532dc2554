#!/usr/bin/env python3
"""A payment service and three carriers that take their time, for the shop to wait for.

`payment_api.py [port]` listens on loopback only and prints `ready PORT`; port 0 takes a free one.
The time an answer takes depends on what is asked alone, so that every run is like the last.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CARRIER_SECONDS = {"pigeon": 0.12, "river": 0.06, "express": 0.03}
RECEIPT_SECONDS = 0.008


def payment_seconds(number: int) -> float:
    """A tenth of a second; one in twenty takes a whole one."""
    return 1.0 if number % 20 == 7 else 0.1


def receipt(number: int) -> str:
    return "paid" if number % 3 else "pending"


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, _, name = self.path.strip("/").partition("/")
        if kind == "payments" and name.isdigit():
            time.sleep(payment_seconds(int(name)))
            self.answer(200, {"payment": int(name), "status": receipt(int(name))})
        elif kind == "receipts" and name.isdigit():
            time.sleep(RECEIPT_SECONDS)
            self.answer(200, {"status": receipt(int(name))})
        elif kind.startswith("receipts?orders="):
            time.sleep(RECEIPT_SECONDS)
            wanted = [int(number) for number in kind.partition("=")[2].split(",") if number.isdigit()]
            self.answer(200, {str(number): receipt(number) for number in wanted})
        elif kind == "quotes" and name in CARRIER_SECONDS:
            time.sleep(CARRIER_SECONDS[name])
            self.answer(200, {"carrier": name, "price": f"{len(name)}.90", "days": 8 - len(name)})
        else:
            self.answer(404, {"error": "there are /payments/NUMBER, /receipts/NUMBER, /receipts?orders=N,N and /quotes/CARRIER"})

    def answer(self, status: int, body: dict) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the load asks often."""


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8001
    with ThreadingHTTPServer(("127.0.0.1", port), Service) as server:
        print("ready", server.server_port, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
