"""The executor LocalStack calls: one object per execution environment, one process at a time in each."""

import json
import logging
import math
import queue
import time
from pathlib import Path

from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor
from localstack import config

from polyfn_executor.process import FunctionProcess, UnsupportedRuntime, command_for
from polyfn_executor.runtime_api import Event, Invocation, RuntimeApi

LOG = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"


def failure(kind: str, message: str) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


class ProcessExecutor(RuntimeExecutor):
    """Runs a function version in a child process that speaks the Lambda Runtime API."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        self._env: dict[str, str] = {}
        self._api: RuntimeApi | None = None
        self._process: FunctionProcess | None = None
        self._init_failure: bytes | None = None
        self._stopped = False

    def start(self, env_vars: dict[str, str]) -> None:
        # LocalStack passes some numbers, and None for what is not set.
        self._env = {name: str(value) for name, value in env_vars.items() if value is not None}
        self._launch()
        provisioned = self._env.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "provisioned-concurrency"
        if self._stopped:
            raise StatusErrorException("stopped while starting", failure("Runtime.ExitError", "stopped while starting"))
        if self._init_failure and provisioned:
            raise StatusErrorException("the function's initialisation failed", self._init_failure)

    def stop(self) -> None:
        self._stopped = True
        self._end()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        request_id = payload["invoke-id"]
        # After a time-out or a crash the environment begins anew with its next invocation, as the cloud's do.
        if self._process is None or not self._process.alive:
            self._launch()
        started = time.monotonic()
        if self._init_failure:
            outcome = Event("init_error", self._init_failure)
        else:
            outcome = self._run(payload)
        milliseconds = (time.monotonic() - started) * 1000
        logs = self._logs(request_id, milliseconds, outcome)
        if outcome.kind not in ("response", "error"):
            self._end()
        return InvocationResult(request_id, outcome.body, is_error=outcome.kind != "response", logs=logs)

    def get_address(self) -> str:
        return LOOPBACK

    def get_endpoint_from_executor(self) -> str:
        return LOOPBACK

    def get_runtime_endpoint(self) -> str:
        # The function's process talks to this executor's own Runtime API; nothing is posted back to the gateway.
        return f"http://{LOOPBACK}:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    def get_logs(self) -> str:
        return self._process.take_output() if self._process else ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()
        for layer in function_version.config.layers or []:
            if layer.code:
                layer.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass

    def _launch(self) -> None:
        self._end()
        self._init_failure = None
        code = Path(self.function_version.config.code.get_unzipped_code_location())
        api = RuntimeApi()
        self._api = api
        env = {**self._env, **self._layer_paths(), "AWS_LAMBDA_RUNTIME_API": api.address, "LAMBDA_TASK_ROOT": str(code)}
        try:
            command = command_for(self.function_version.config.runtime or "", code)
            self._process = FunctionProcess(
                command, code, env, on_exit=lambda status: api.events.put(Event("exit", str(status).encode()))
            )
        except (OSError, UnsupportedRuntime) as error:
            self._init_failure = failure("Runtime.InvalidEntrypoint", str(error))
            return
        event = api.events.get()
        if event.kind == "init_error":
            self._init_failure = event.body
        elif event.kind == "exit":
            self._init_failure = failure("Runtime.ExitError", f"Runtime exited during init with status {event.body.decode()}")

    def _layer_paths(self) -> dict[str, str]:
        layers = [Path(layer.code.get_unzipped_code_location()) for layer in self.function_version.config.layers or [] if layer.code]
        if not layers:
            return {}
        return {
            "NODE_PATH": ":".join(str(layer / "nodejs" / "node_modules") for layer in layers),
            "PYTHONPATH": ":".join(str(layer / "python") for layer in layers),
        }

    def _run(self, payload: dict[str, str]) -> Event:
        request_id = payload["invoke-id"]
        timeout = float(self._env.get("AWS_LAMBDA_FUNCTION_TIMEOUT", 3))
        deadline = time.time() + timeout
        self._api.send(
            Invocation(
                request_id=request_id,
                arn=payload["invoked-function-arn"],
                payload=payload["payload"].encode(),
                deadline_ms=int(deadline * 1000),
                trace_id=payload.get("trace-id"),
            )
        )
        while (left := deadline - time.time()) > 0:
            try:
                event = self._api.events.get(timeout=left)
            except queue.Empty:
                break
            if event.request_id == request_id:
                return event
            if event.kind == "exit":
                message = f"RequestId: {request_id} Error: Runtime exited with error: exit status {event.body.decode()}"
                return Event("exit", failure("Runtime.ExitError", message))
        return Event("timeout", failure("Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"))

    def _logs(self, request_id: str, milliseconds: float, outcome: Event) -> str:
        lines = [f"START RequestId: {request_id} Version: {self.function_version.id.qualifier}"]
        printed = self.get_logs().rstrip("\n")
        if printed:
            lines.append(printed)
        if outcome.kind not in ("response", "error"):
            lines.append(json.loads(outcome.body).get("errorMessage", ""))
        memory = self.function_version.config.memory_size
        lines.append(f"END RequestId: {request_id}")
        lines.append(
            f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\tBilled Duration: {math.ceil(milliseconds)} ms"
            f"\tMemory Size: {memory} MB\tMax Memory Used: {memory} MB\t"
        )
        return "\n".join(lines) + "\n"

    def _end(self) -> None:
        process, api, self._process, self._api = self._process, self._api, None, None
        if process:
            process.kill()
        if api:
            api.close()
