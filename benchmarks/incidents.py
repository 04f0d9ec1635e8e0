"""Joining events into incidents: processor time, peak memory, and how well happenings are found again (B-cubed F1), for a growing number of synthetic events.

`python benchmarks/incidents.py` prints a row per size; the bar is 100,000 events within 60 s and 2 GiB. `--one-day` puts 10,000 events on one day.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from datetime import date, timedelta

import numpy as np

from parley.analyse.agreement import bcubed
from parley.analyse.incidents import join

DIMENSIONS = 384
CLASSES = ("ASSAULT", "COERCE", "CONSULT", "SANCTION", "MOBILIZE", "ACCUSE", "AGREE", "CONCEDE")
TRACKS = dict(zip(CLASSES, ("military", "military", "diplomatic", "pressure", "military", "diplomatic", "diplomatic", "diplomatic"), strict=True))
UNDATED, WIDE = 0.4, 0.1
"""Shares as the engine gives them in news: four in ten events stay undated, one in ten has only a month."""


def synthetic(n: int, *, days: int, seed: int = 7) -> tuple[list[dict], list[dict], np.ndarray, np.ndarray]:
    """(events, documents, vectors, happening of each event): happenings that five reports tell on average, in sentences near to each other, eight events an article."""
    draw = np.random.default_rng(seed)
    happenings = max(1, n // 5)
    centres = draw.standard_normal((happenings, DIMENSIONS), np.float32)
    of = draw.integers(0, happenings, n)
    vectors = np.empty((n, DIMENSIONS), np.float16)
    for a in range(0, n, 10_000):
        part = centres[of[a : a + 10_000]] + 0.6 * draw.standard_normal((len(of[a : a + 10_000]), DIMENSIONS), np.float32)
        vectors[a : a + 10_000] = part / np.linalg.norm(part, axis=1, keepdims=True)
    start = date(2025, 1, 1)
    when, kind = draw.integers(0, days, happenings), draw.integers(0, len(CLASSES), happenings)
    fate = draw.random(n)
    events = []
    for i, h in enumerate(of.tolist()):
        day = start + timedelta(int(when[h]))
        first, last = (None, None) if fate[i] < UNDATED else (day, day)
        if first and fate[i] < UNDATED + WIDE:
            first, last = day.replace(day=1), day.replace(day=28)
        event = CLASSES[kind[h]]
        events.append(
            {
                "event_id": f"{i // 8:08d}-{i % 8}", "doc_id": f"{i // 8:08d}", "sentence": i % 8, "start": 0, "end": 6, "trigger": f"{event.lower()} {h % 50}",
                "event": event, "track": TRACKS[event], "status": "occurred", "source": f"Actor {h % 40}" if fate[i] > 0.5 else None, "target": None,
                "place": None, "earliest": first, "latest": last, "date_from": "expression" if first else "none", "confidence": 0.5,
            }
        )  # fmt: skip
    documents = [
        {"doc_id": f"{d:08d}", "outlet": f"Outlet {d % 200}", "published": start + timedelta(int(when[of[d * 8]]) + 1), "copy_of": None}
        for d in range((n + 7) // 8)
    ]
    return events, documents, vectors, of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[12_500, 25_000, 50_000, 100_000], help="numbers of events")
    parser.add_argument("--one-day", action="store_true", help="all on one day")
    options = parser.parse_args()
    if len(options.events) > 1:  # a process each, so that the peak is its own
        print("events  incidents  processor s  wall s  peak MiB     F1", flush=True)
        for n in options.events:
            subprocess.run([sys.executable, __file__, "--events", str(n), *(["--one-day"] if options.one_day else [])], check=True)
        return
    n = options.events[0]
    events, documents, vectors, of = synthetic(n, days=1 if options.one_day else 365)
    began, processor = time.monotonic(), time.process_time()
    rows = join(
        events, documents, lambda doc, sentence: f"Sentence {sentence} of article {doc} tells that 12 people were killed on the day.", vectors
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.process_time() - processor, time.monotonic() - began
    made = {e: r["incident_id"] for r in rows for e in r["event_ids"]}
    f1 = bcubed((h, made[e["event_id"]]) for h, e in zip(of.tolist(), events, strict=True))[2]
    print(f"{n:6d}  {len(rows):9d}  {spent[0]:11.1f}  {spent[1]:6.1f}  {peak:8.0f}  {f1:.3f}", flush=True)


if __name__ == "__main__":
    main()
