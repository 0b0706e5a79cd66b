"""Calls a Python handler for every invocation that the Runtime API hands out."""

import importlib
import json
import os
import sys
import time
import traceback
import urllib.request

API = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


def post(path, value):
    body = json.dumps(value).encode()
    OPENER.open(urllib.request.Request(f"{API}/{path}", data=body, method="POST")).close()


def described(error):
    stack = traceback.format_tb(error.__traceback__)
    print(f"[ERROR] {type(error).__name__}: {error}\nTraceback (most recent call last):\n{''.join(stack)}", flush=True)
    return {"errorType": type(error).__name__, "errorMessage": str(error), "stackTrace": stack}


def load():
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def serve(handler):
    while True:
        with OPENER.open(f"{API}/invocation/next") as response:
            event, context = json.loads(response.read()), Context(response.headers)
        request = f"invocation/{context.aws_request_id}"
        try:
            result = handler(event, context)
            sys.stdout.flush()
        except Exception as error:
            post(f"{request}/error", described(error))
        else:
            post(f"{request}/response", result)


if __name__ == "__main__":
    try:
        loaded = load()
    except Exception as error:
        post("init/error", described(error))
        sys.exit(1)
    serve(loaded)
