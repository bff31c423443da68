"""Starts a Streamlit script on a free port, and stops it afterwards."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
OPTIONS = ["--server.headless=true", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
PATIENCE = 60
TRIES = 3


@contextmanager
def served(script: Path) -> Iterator[str]:
    """The address of the running script."""
    server, address = started(script)
    try:
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def started(script: Path) -> tuple[subprocess.Popen, str]:
    """A server that answers; somebody else may take the free port first, then another one is tried."""
    for _ in range(TRIES):
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", *OPTIONS]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ONE_THREAD}, **quiet)
        if is_healthy(server, f"http://127.0.0.1:{port}/_stcore/health"):
            return server, f"http://127.0.0.1:{port}"
        server.kill()
        server.wait()
    raise TimeoutError(f"{script.name} did not answer on {TRIES} ports")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def is_healthy(server: subprocess.Popen, address: str) -> bool:
    """Whether it answers before it gives up or the patience ends."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return True
        except OSError:
            time.sleep(0.2)
    return False
