"""The Lambda Runtime API for one execution environment: a server on loopback that the function's process polls."""

import dataclasses
import http.server
import queue
import re
import threading

ROOT = "/2018-06-01/runtime"
RESULT = re.compile(rf"^{ROOT}/invocation/([^/]+)/(response|error)$")


@dataclasses.dataclass(frozen=True)
class Invocation:
    request_id: str
    arn: str
    payload: bytes
    deadline_ms: int
    trace_id: str | None


@dataclasses.dataclass(frozen=True)
class Event:
    """Something the function's process did: `ready`, `init_error`, `response`, `error` or `exit`."""

    kind: str
    body: bytes = b""
    request_id: str | None = None


class RuntimeApi:
    """Hands invocations to the process and collects what it answers."""

    def __init__(self):
        self.events: queue.Queue[Event] = queue.Queue()
        self._invocations: queue.Queue[Invocation | None] = queue.Queue()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="runtime-api", daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def send(self, invocation: Invocation) -> None:
        self._invocations.put(invocation)

    def close(self) -> None:
        self._invocations.put(None)
        self._server.shutdown()
        self._server.server_close()

    def _handler(self):
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # One packet per answer, sent at once.
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_GET(self):
                if self.path != f"{ROOT}/invocation/next":
                    return self._answer(404)
                api.events.put(Event("ready"))
                invocation = api._invocations.get()
                if invocation is None:
                    self.close_connection = True
                    return None
                headers = {
                    "Content-Type": "application/json",
                    "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
                    "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
                    "Lambda-Runtime-Invoked-Function-Arn": invocation.arn,
                }
                if invocation.trace_id:
                    headers["Lambda-Runtime-Trace-Id"] = invocation.trace_id
                return self._answer(200, invocation.payload, headers)

            def do_POST(self):
                body = self._body()
                result = RESULT.match(self.path)
                if result:
                    api.events.put(Event(result.group(2), body, result.group(1)))
                elif self.path == f"{ROOT}/init/error":
                    api.events.put(Event("init_error", body))
                else:
                    return self._answer(404)
                return self._answer(202, b'{"status":"OK"}')

            def _body(self) -> bytes:
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                # Trailers, then the empty line that ends the request.
                while self.rfile.readline().strip():
                    pass
                return body

            def _answer(self, status, body=b"", headers=None):
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler
