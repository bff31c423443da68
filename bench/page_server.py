"""Starts a Streamlit server of its own for the page benchmarks and reads its processor time and memory."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app.py"
PEERS = ROOT / "bench" / "peers"
FIRST_PORT = 8800
PATIENCE = 60.0


class Server:
    """A running server: where it listens, and what it has used."""

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self.pid = pid
        self._process = psutil.Process(pid)

    def cpu(self) -> float:
        """Processor seconds so far, all threads."""
        times = self._process.cpu_times()
        return times.user + times.system

    def memory(self) -> float:
        """Resident megabytes."""
        return self._process.memory_info().rss / 1e6

    def threads(self) -> int:
        """How many threads it has: a leak of script threads shows here."""
        return self._process.num_threads()


@contextlib.contextmanager
def serving(script: Path = APP, *, under: tuple[str, ...] = ("-m", "streamlit")) -> Iterator[Server]:
    """A server on a free port of this machine alone, with the project's own settings; ended with the block."""
    port = free_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true",
               "--server.fileWatcherType", "none"]  # fmt: skip
    command = [sys.executable, *under, "run", str(script), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url, process)
        yield Server(url, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """The first free port from 8800 up."""
    for port in range(FIRST_PORT, FIRST_PORT + 200):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port")


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server says that it is well."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"no server at {url}")


def busy() -> float:
    """Processor seconds that the whole machine has spent on anything at all."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))
