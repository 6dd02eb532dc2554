"""An OTLP receiver that keeps what comes, decoded by OpenTelemetry's own classes."""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


def value_of(any_value):
    return getattr(any_value, any_value.WhichOneof("value"))


class Span:
    def __init__(self, message, resource):
        self.name = message.name
        self.kind = message.kind
        self.trace = message.trace_id.hex()
        self.id = message.span_id.hex()
        self.parent = message.parent_span_id.hex()
        self.start, self.end = message.start_time_unix_nano, message.end_time_unix_nano
        self.values = {one.key: value_of(one.value) for one in message.attributes}
        self.events = [(one.name, {each.key: value_of(each.value) for each in one.attributes}) for one in message.events]
        self.failed = message.status.code == 2
        self.resource = resource

    def __getitem__(self, key):
        return self.values.get(key)


class Receiver:
    def __init__(self):
        receiver = self
        self.spans, self.metrics, self.bytes, self.headers = [], {}, b"", []
        self.answer = 200
        self.changed = threading.Condition()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = gzip.decompress(self.rfile.read(int(self.headers["Content-Length"])))
                if receiver.answer == 200:
                    receiver.take(self.path, body, str(self.headers))
                self.send_response(receiver.answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def take(self, path, body, headers):
        with self.changed:
            self.bytes += body + headers.encode()
            if path == "/v1/traces":
                for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                    named = {one.key: value_of(one.value) for one in resource.resource.attributes}
                    for scope in resource.scope_spans:
                        self.spans += [Span(one, named) for one in scope.spans]
            elif path == "/v1/metrics":
                for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
                    for metric in resource.scope_metrics[0].metrics:
                        for point in metric.sum.data_points:
                            self.metrics[metric.name, value_of(point.attributes[0].value)] = point.as_int
            self.changed.notify_all()

    def clear(self):
        with self.changed:
            self.spans, self.bytes = [], b""

    def wait_for(self, found, seconds=20):
        """What `found` answers, as soon as it is true."""
        end = time.monotonic() + seconds
        with self.changed:
            while True:
                answer = found()
                if answer:
                    return answer
                left = end - time.monotonic()
                assert left > 0, f"not seen: {[(one.name, one.values) for one in self.spans]}"
                self.changed.wait(left)

    def unit(self, path_start):
        """The unit whose masked path begins so, and its other spans in the order of their start."""
        unit = self.wait_for(lambda: next((one for one in self.spans if (one["url.path"] or "").startswith(path_start)), None))
        return unit, sorted((one for one in self.spans if one.trace == unit.trace and one is not unit), key=lambda one: one.start)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
