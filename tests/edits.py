#!/usr/bin/env python3
"""Measures how long an edit takes until its diagnostics are there, with `hegui lsp` over pipes.

    tests/edits.py [PROGRAM] [EDITS]     default: target/release/hegui, 1000

Reports of 15 KB and 150 KB are made by a seeded generator; an edit puts one character into a paragraph or takes it out
again. The time runs from the first byte of the change to the last byte of the diagnostics.
"""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = [15_000, 150_000]
PLACES = ["村居", "社区", "园区", "企业", "学校", "市场", "工地", "卫生院", "司法所", "执法队", "便民中心", "调解室"]
ACTS = ["开展", "组织", "推动", "规范", "完善", "落实", "督促", "协调", "公开", "梳理", "评查", "跟踪"]
MATTERS = ["法治宣传", "合同审查", "文件清理", "执法培训", "案卷评查", "矛盾排查", "信访接待", "法律咨询", "政务公开",
           "应急演练", "复议应诉", "重大决策论证"]
RESULTS = ["群众反映较好", "问题逐项办结", "责任到岗到人", "台账按月更新", "结果及时公开", "意见全部采纳", "程序更加规范", "效率有所提高"]
COUNTERS = ["次", "件", "场", "份", "人次", "项"]
NUMERALS = "一二三四五六七八九十"


def sentence(rng):
    clauses = []
    for _ in range(rng.randint(2, 4)):
        clauses.append(f"{rng.choice(ACTS)}{rng.choice(PLACES)}{rng.choice(MATTERS)}{rng.randint(2, 99)}{rng.choice(COUNTERS)}")
    return "，".join(clauses) + "，" + rng.choice(RESULTS) + "。"


def report(size):
    rng = random.Random(7)
    headings = ["一、2024年度推进法治政府建设的主要举措和成效", "二、2024年度推进法治政府建设存在的不足和原因",
                "三、2024年度党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况",
                "四、2025年度推进法治政府建设的主要安排"]
    lines = ["青禾镇2024年法治政府建设年度报告", "", "县委、县政府：", "", "现将2024年度法治政府建设情况报告如下：", ""]
    for index, heading in enumerate(headings):
        lines += [heading, ""]
        while len("\n".join(lines).encode()) < size * (index + 1) // len(headings):
            lines += ["".join(sentence(rng) for _ in range(4)), ""]
    return "\n".join(lines + ["青禾镇人民政府", "2025年1月10日", ""])


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.send({"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}})
        self.read()
        self.send({"method": "initialized", "params": {}})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = int(self.process.stdout.readline().split(b":")[1])
        self.process.stdout.readline()
        return self.process.stdout.read(length)

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)

    def end(self):
        self.send({"id": 2, "method": "shutdown"})
        self.read()
        self.send({"method": "exit"})
        return self.process.wait()


def measure(program, size, edits):
    text = report(size)
    server = Server(program)
    uri = "file:///tmp/%E6%8A%A5%E5%91%8A.txt"
    document = {"uri": uri, "languageId": "plaintext", "version": 0, "text": text}
    start = time.perf_counter()
    server.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
    found = len(json.loads(server.read())["params"]["diagnostics"])
    first = (time.perf_counter() - start) * 1000
    rng = random.Random(11)
    lines = text.split("\n")
    long = [number for number, line in enumerate(lines) if len(line) > 60]
    times, place = [], None
    for version in range(1, edits + 1):
        if place is None:
            line = rng.choice(long)
            place = {"line": line, "character": rng.randrange(len(lines[line]))}
            change = {"range": {"start": place, "end": place}, "text": rng.choice("的了和在2，")}
        else:
            after = {"line": place["line"], "character": place["character"] + 1}
            change = {"range": {"start": place, "end": after}, "text": ""}
            place = None
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}
        start = time.perf_counter()
        server.send({"method": "textDocument/didChange", "params": params})
        body = server.read()
        times.append((time.perf_counter() - start) * 1000)
        assert f'"version":{version}' in body.decode().replace(" ", ""), body[:200]
    memory = server.memory()
    assert server.end() == 0
    times.sort()
    at = lambda part: times[min(len(times) - 1, int(len(times) * part))]
    print(f"{len(text.encode()) / 1000:.0f} KB, {found} findings: first {first:.1f} ms, "
          f"then p50 {at(0.5):.2f}, p99 {at(0.99):.2f}, longest {times[-1]:.2f} ms; {memory} MiB")


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/hegui")
    edits = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    for size in SIZES:
        measure(program, size, edits)


if __name__ == "__main__":
    main()
