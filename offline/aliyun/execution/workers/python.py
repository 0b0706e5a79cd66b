"""Runs one instance of a Python function, as FC's built-in runtime does: loads the handler, then answers one call after
the other over the socket at file descriptor 3. Needs the standard library only."""

import importlib.util
import json
import logging
import os
import socket
import struct
import sys
import traceback

channel = socket.socket(fileno=3)
state = {"request_id": "", "handler": None, "settings": {}}


class Record(dict):
    """A context object: attributes, as FC's runtime gives them, over a plain mapping."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def read_exactly(count):
    chunks = []
    while count > 0:
        chunk = channel.recv(min(count, 1 << 20))
        if not chunk:
            # The emulator is gone.
            os._exit(0)
        chunks.append(chunk)
        count -= len(chunk)
    return b"".join(chunks)


def read_frame():
    head, body = struct.unpack(">II", read_exactly(8))
    return json.loads(read_exactly(head)), read_exactly(body)


def send(head, body):
    text = json.dumps(head).encode()
    channel.sendall(struct.pack(">II", len(text), len(body)) + text + body)


def load(name):
    """`src/index.handler`: the file without its extension, a dot, the function."""
    module_name, _, function = name.rpartition(".")
    path = os.path.join(state["settings"]["codeDirectory"], module_name + ".py")
    if not os.path.exists(path):
        raise ImportError("Module '%s' is missing." % module_name)
    spec = importlib.util.spec_from_file_location(module_name.replace("/", "."), path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return getattr(module, function)


def context_of(context):
    credentials = context.get("credentials") or {}
    return Record(
        request_id=context["requestId"],
        credentials=Record(
            access_key_id=credentials.get("accessKeyId"),
            access_key_secret=credentials.get("accessKeySecret"),
            security_token=credentials.get("securityToken"),
        ),
        function=Record(context["function"]),
        service=Record(
            name=context["service"].get("name"),
            log_project=context["service"].get("logProject"),
            log_store=context["service"].get("logStore"),
            qualifier=context["service"].get("qualifier"),
            version_id=context["service"].get("versionId"),
        ),
        region=context["region"],
        account_id=context["accountId"],
    )


def start(head):
    state["settings"] = head["settings"]
    sys.path.insert(0, head["settings"]["codeDirectory"])
    if head.get("initializer"):
        load(head["initializer"])(context_of(head["context"]))
    state["handler"] = load(head["settings"]["handler"])
    return None


def to_bytes(value):
    if value is None:
        return b""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value).encode()


def describe(error):
    frames = traceback.format_exception(type(error), error, error.__traceback__)
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": [line.rstrip("\n") for line in frames],
    }


class Prefixed(logging.Formatter):
    """FC's runtime puts time, request and level before what goes through the logging module."""

    def format(self, record):
        text = super().format(record)
        return "%s %s [%s] %s" % (self.formatTime(record, "%Y-%m-%dT%H:%M:%S"), state["request_id"], record.levelname, text)


def set_up_logging():
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Prefixed())
    logging.getLogger().handlers = [handler]
    logging.getLogger().setLevel(logging.INFO)


def work(head, body):
    if head["kind"] == "start":
        return start(head)
    state["request_id"] = head["requestId"]
    context = context_of(head["context"])
    if head["kind"] == "call":
        return to_bytes(state["handler"](body, context))
    load(head["handler"])(context)
    return None


def answer(head, body):
    try:
        outcome, kind = work(head, body) or b"", "ok"
    except Exception as error:  # whatever the user's code throws is the answer
        outcome, kind = json.dumps(describe(error)).encode(), "error"
    for stream in (sys.stdout, sys.stderr):
        # What was printed is out before the answer is: the reader of each pipe waits for this line.
        stream.write("\0%s\n" % head["id"])
        stream.flush()
    send({"id": head["id"], "kind": kind, "type": "UnhandledInvocationError"}, outcome)


def main():
    set_up_logging()
    while True:
        answer(*read_frame())


main()
