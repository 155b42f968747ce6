#!/usr/bin/env python3
"""How much of what was copied between reports `hegui check --against` finds, and what it costs.

    cargo run --example copies -- /tmp/copies-2000 2000
    python3 tests/compare.py target/release/hegui /tmp/copies-2000

The reports are invented, and no two of them share anything by chance that the rules would tell: every pair of reports
that is told and was not planted is a false alarm.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections import Counter

RULE = "same-as-other"
LENGTHS = [(60, 79), (80, 109), (110, 139), (140, 10**9)]


def run(program, folder):
    """The findings by file, and seconds of the clock, of the processor, and mebibytes."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        child = os.posix_spawn(
            program,
            [program, "check", folder, "--against", folder, "--no-config", "--no-cache", "--select", RULE]
            + ["--fail-on", "never", "--format", "jsonl"],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)],
        )
        _, status, usage = os.wait4(child, 0)
        wall = time.monotonic() - start
        if status:
            sys.exit(f"the program ended with {os.waitstatus_to_exitcode(status)}")
        out.seek(0)
        files = {os.path.basename(one["path"]): one["diagnostics"] for one in map(json.loads, out)}
    return files, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def covered(text, start, end, spans):
    """Whether spans cover a stretch of the text but for its last mark and gaps of marks alone."""
    left = bytearray(text[start:end])
    for first, last in spans:
        for at in range(max(first, start), min(last, end)):
            left[at - start] = 0x20
    return not re.search(r"\w", left.decode("utf-8", "replace"))


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2].rstrip("/")
    files, wall, busy, memory = run(program, folder)
    with open(folder + ".tsv", encoding="utf-8") as lines:
        planted = [line.rstrip("\n").split("\t") for line in lines]
    found, all_of, by_way = Counter(), Counter(), Counter()
    missed = []
    for into, source, way, copy in planted:
        text = open(os.path.join(folder, into), "rb").read()
        start = text.index(copy.encode())
        spans = [
            (place["start"], place["end"])
            for one in files[into]
            for place in [one["span"]] + [related["span"] for related in one["related"]]
        ]
        is_found = covered(text, start, start + len(copy.encode()), spans)
        length = sum(1 for one in copy if re.match(r"\w", one))
        # A shorter name of a town may leave a copy too short to count.
        bucket = next((one for one in LENGTHS if one[0] <= length <= one[1]), None)
        if bucket is None:
            continue
        all_of[bucket] += 1
        found[bucket] += is_found
        by_way[way] += not is_found
        if not is_found:
            missed.append((into, source, way, copy))
    pairs = {frozenset(one[:2]) for one in planted}
    sources = {}
    for into, source, _, _ in planted:
        sources.setdefault(source, set()).add(into)
    # Two reports that copied from the same third one share that.
    pairs |= {frozenset((one, other)) for into in sources.values() for one in into for other in into if one != other}
    told = [(name, one) for name, diagnostics in files.items() for one in diagnostics]
    names = {(name, one["message"]): re.findall(r"(\d{5}\.txt)", one["message"]) for name, one in told}
    false = [(name, one) for name, one in told if frozenset((name, names[name, one["message"]][0])) not in pairs]
    print(f"{len(files)} reports, {sum(all_of.values())} copies: {wall:.1f} s, {busy:.1f} s of processor, {memory:.0f} MiB")
    for bucket in LENGTHS:
        last = "" if bucket[1] == 10**9 else bucket[1]
        print(f"  {bucket[0]}-{last} characters: {found[bucket]} of {all_of[bucket]} found")
    print(f"  all: {sum(found.values()) / sum(all_of.values()):.2%}; missed by kind: {dict(+by_way)}")
    print(f"  findings: {len(told)}; of pairs that were not planted: {len(false)}")
    for into, source, way, copy in missed[:5]:
        print(f"missed in {into} from {source} ({way}): {copy}")
    for name, one in false[:5]:
        print(f"false in {name}: {one['message']}: {one['span']['text']}")
    sys.exit(sum(found.values()) < 0.99 * sum(all_of.values()) or bool(false))


if __name__ == "__main__":
    main()
