"""A function's process: what is started for each runtime, and what it prints."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent

# What programs need to run at all. Nothing else of the server's own environment reaches a function.
INHERITED = ("PATH", "LANG", "LC_ALL", "TMPDIR")


class UnsupportedRuntime(Exception):
    pass


def command_for(runtime: str, code: Path) -> list[str]:
    """The program that polls the Runtime API and calls the handler."""
    if runtime.startswith("nodejs"):
        return [os.environ.get("POLYFN_NODE", "node"), str(HERE / "node_runtime.mjs")]
    if runtime.startswith("python"):
        return [sys.executable, str(HERE / "python_runtime.py")]
    if runtime.startswith("provided"):
        return [str(code / "bootstrap")]
    raise UnsupportedRuntime(f"the runtime {runtime} can't be run without a container")


class FunctionProcess:
    """One child process and its output, kept until somebody takes it."""

    def __init__(self, command: list[str], code: Path, env: dict[str, str], on_exit: Callable[[int], None]):
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self._output: list[bytes] = []
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            command,
            cwd=code,
            env={**inherited, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        threading.Thread(target=self._wait, args=(on_exit,), daemon=True).start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def take_output(self) -> str:
        """Everything printed since the last call. The pipe is given a moment to run empty."""
        quiet_since, seen = time.monotonic(), -1
        while time.monotonic() - quiet_since < 0.02:
            with self._lock:
                size = sum(map(len, self._output))
            if size != seen:
                quiet_since, seen = time.monotonic(), size
            time.sleep(0.005)
        with self._lock:
            output, self._output = b"".join(self._output), []
        return output.decode("utf-8", "replace")

    def kill(self) -> None:
        # It stays in the server's process group, so that nothing outlives a server that is killed with its group.
        self._process.kill()

    def _read(self) -> None:
        while chunk := os.read(self._process.stdout.fileno(), 65536):
            with self._lock:
                self._output.append(chunk)

    def _wait(self, on_exit: Callable[[int], None]) -> None:
        code = self._process.wait()
        self._reader.join(timeout=1)
        on_exit(code)
