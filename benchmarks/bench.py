"""Speed and memory of the whole path, each step a process of its own: `make bench`.

Prints the median of the runs: wall seconds, processor seconds, and the peak memory of the largest process. Machines differ; compare rows, not machines.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent


def measure(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak memory in MiB (the sum over a command's processes at one moment) of one run."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak, processor, done = 0.0, {}, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            total = 0
            try:
                root = psutil.Process(process.pid)
                for p in [root, *root.children(recursive=True)]:
                    try:
                        total += p.memory_info().rss
                        t = p.cpu_times()
                        processor[p.pid] = t.user + t.system
                    except psutil.Error:
                        continue
            except psutil.Error:
                return
            peak = max(peak, total / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = process.communicate()
    wall = time.monotonic() - began
    done.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{errors.decode(errors='replace')}")
    return wall, sum(processor.values()), peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each step (default: 3)")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "sample", help="corpus to measure on (default: corpus/sample)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        five = Path(scratch) / "five"
        five.mkdir()
        for path in sorted(options.corpus.glob("*.txt"))[:5]:
            shutil.copy(path, five)
        store, site = Path(scratch) / "store", Path(scratch) / "site"
        python = [sys.executable]
        steps = [
            ("import helpers", [*python, "-c", "import helpers"], []),
            ("annotate five articles", [*python, "-m", "parley", "annotate", str(five), "--store", str(store)], [store]),
            (
                "site, nothing done yet",
                [*python, "-m", "parley", "site", str(options.corpus), "--out", str(site)],
                [site, *(ROOT / ".store").glob(f"{options.corpus.name}-*")],
            ),
            ("site, nothing changed", [*python, "-m", "parley", "site", str(options.corpus), "--out", str(site)], []),
        ]
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, median of {options.runs} runs")
        print(f"{'step':28} {'wall s':>8} {'cpu s':>8} {'peak MiB':>9}")
        for name, command, clear in steps:
            rows = []
            for _ in range(options.runs):
                for folder in clear:
                    shutil.rmtree(folder, ignore_errors=True)
                rows.append(measure(command))
            wall, cpu, peak = (statistics.median(column) for column in zip(*rows, strict=True))
            print(f"{name:28} {wall:8.2f} {cpu:8.2f} {peak:9.0f}")


if __name__ == "__main__":
    main()
