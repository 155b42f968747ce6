#!/usr/bin/env python3
"""Reads what hegui prints in each format with parsers that are not ours.

    tests/formats.py [PROGRAM]     default: target/debug/hegui

The parsers come from the Python package index into target/python, the schema of SARIF with a Rust crate; where neither
can be had, tests/formats.py says so and fails.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as xml
from pathlib import Path
from urllib.parse import unquote

import environment
from environment import ROOT

PACKAGES = ["jsonschema==4.26.0", "junitparser==5.0.3", "openpyxl==3.1.5", "check-jsonschema==0.39.0"]
ON = "2026-06-01"

CONFIG = """\
rules:
  vague-quantity: warning
waivers:
  - { rule: late-report, files: ['迟 报#1.txt'], reason: 县里统一延期, by: 司法所 }
"""

REPORT = """\
{town}2024年法治政府建设年度报告

县委、县政府：

2024年，{town}深入学习贯彻习近平法治思想。现将2024年度法治政府建设情况报告如下：

一、2024年度推进法治政府建设的主要举措和成效

（一）化解矛盾纠纷。6月31日之前受理矛盾纠纷42件，其中邻里纠纷30件、土地纠纷16件，组织“𠮷祥”法律讲座若干场，编印《<法>&“治”读本》。

<!-- hegui: allow doubled-punctuation 原文如此 -->
（二）规范行政决策。。全年审查镇村合同18件,提出修改意见7条。

二、2024年度推进法治政府建设存在的不足和原因

普法宣传的形式较为单一，主要原因是熟悉新媒体制作的人员缺乏。

{town}人民政府
{date}
"""


def sarif_schema():
    """The official schema, from the crate that carries it."""
    manifest = ROOT / "tests" / "sarif-schema" / "Cargo.toml"
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--manifest-path", str(manifest)]
    packages = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packages"]
    [crate] = [package for package in packages if package["name"] == "serde-sarif"]
    return json.loads((Path(crate["manifest_path"]).parent / "src" / "schema.json").read_text())


def made_folder(folder):
    """Reports with faults of many sorts, odd names, a clean file, an unreadable one, a waiver of each sort."""
    files = {
        "hegui.yaml": CONFIG.encode(),
        "甲/青禾镇.txt": REPORT.format(town="青禾镇", date="2025年1月10日").encode(),
        "甲/石桥镇.txt": REPORT.format(town="石桥镇", date="2025年1月10日").encode("gb18030", "replace"),
        "迟 报#1.txt": REPORT.format(town="柳溪街道", date="2025年5月20日").encode(),
        "坏<&\">.docx": b"PK\x03\x04",
        "空.txt": b"",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class Run:
    """One set of reports as each format shows it."""

    def __init__(self, program, folder, paths):
        self.program, self.folder, self.paths = program, folder, paths

    def bytes(self, form, *more):
        command = [self.program, "check", *self.paths, "--format", form, "--on", ON, *more]
        done = subprocess.run(command, cwd=self.folder, capture_output=True)
        assert done.returncode in (0, 1, 2) and b"panicked" not in done.stderr, (form, done.returncode, done.stderr)
        return done.stdout

    def text(self, form):
        return self.bytes(form).decode("utf-8")


def check_json(run):
    from jsonschema import Draft7Validator

    schema = json.loads((ROOT / "schemas" / "report.json").read_text())
    Draft7Validator.check_schema(schema)
    report = json.loads(run.text("json"))
    Draft7Validator(schema).validate(report)
    for file in report["files"]:
        if file["error"] is None:
            show = [run.program, "text", file["path"]]
            text = subprocess.run(show, cwd=run.folder, capture_output=True, check=True).stdout
            lines = text.decode().split("\n")
            for one in file["diagnostics"]:
                span = one["span"]
                words = text[span["start"] : span["end"]].decode()
                assert words.startswith(span["text"].removesuffix("…")), (file["path"], one)
                rest = "\n".join(lines[span["line"] - 1 :])[span["column"] - 1 :]
                assert rest.startswith(words), (file["path"], one)
    return report


def check_jsonl(run, report):
    lines = [json.loads(line) for line in run.text("jsonl").splitlines()]
    files = [line for line in lines if "path" in line]
    assert [file["path"] for file in files] == [file["path"] for file in report["files"]]
    assert lines == [*files, {"on": report["on"], "notices": report.get("notices", [])}]


def check_sarif(run, report):
    from jsonschema import Draft7Validator

    log = json.loads(run.text("sarif"))
    Draft7Validator(sarif_schema()).validate(log)
    [one] = log["runs"]
    assert one["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    prints, kinds = set(), set()
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        [location] = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        named = (uri, *result["partialFingerprints"].values(), bool(result.get("suppressions")))
        assert named not in prints, named
        prints.add(named)
        assert (run.folder / unquote(uri.removeprefix("file://"))).is_file(), uri
        kinds.update(suppression["kind"] for suppression in result.get("suppressions", []))
        for fix in result.get("fixes", []):
            assert all(change["replacements"] for change in fix["artifactChanges"])
    shown = [result for result in one["results"] if not result.get("suppressions")]
    assert len(shown) == total(report)
    assert len(one["results"]) - len(shown) == report["summary"]["waived"]
    froms = {waived["from"] for file in report["files"] for waived in file.get("waived", [])}
    assert kinds == {{"config": "external", "comment": "inSource"}[source] for source in froms}
    [invocation] = one["invocations"]
    assert invocation["executionSuccessful"] == (report["summary"]["unreadable"] == 0)
    assert len(invocation["toolExecutionNotifications"]) == report["summary"]["unreadable"]


def check_gitlab(run, report):
    issues = json.loads(run.text("gitlab"))
    assert len(issues) == total(report) + report["summary"]["unreadable"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert issue["description"] and issue["check_name"] and issue["location"]["lines"]["begin"] >= 1
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert (run.folder / issue["location"]["path"]).is_file()


def check_rdjsonl(run, report):
    lines = [json.loads(line) for line in run.text("rdjsonl").splitlines()]
    assert len(lines) == total(report) + report["summary"]["unreadable"]
    for line in lines:
        assert line["message"] and line["severity"] in ("ERROR", "WARNING", "INFO")
        assert (run.folder / line["location"]["path"]).is_file()


def check_lsp(run, report):
    files = json.loads(run.text("lsp"))
    assert len(files) == len(report["files"])
    for file, told in zip(files, report["files"]):
        assert file["uri"].startswith("file:///")
        found = file["diagnostics"]
        assert len(found) == (len(told["diagnostics"]) if told["error"] is None else 1)
        for one in found:
            start, end = one["range"]["start"], one["range"]["end"]
            assert (start["line"], start["character"]) <= (end["line"], end["character"])
            assert one["severity"] in (1, 2, 3, 4) and one["message"]


def check_junit(run, report):
    from junitparser import JUnitXml

    suites = JUnitXml.fromstring(run.bytes("junit"))
    assert len(list(suites)) == len(report["files"])
    for suite in suites:
        cases = list(suite)
        results = [result for case in cases for result in case.result]
        assert suite.tests == len(cases), suite.name
        assert suite.failures == sum(type(result).__name__ == "Failure" for result in results), suite.name
        assert suite.skipped == sum(type(result).__name__ == "Skipped" for result in results), suite.name
        assert suite.errors == sum(type(result).__name__ == "Error" for result in results), suite.name


def check_checkstyle(run, report):
    tree = xml.fromstring(run.bytes("checkstyle"))
    assert tree.tag == "checkstyle"
    assert [file.get("name") for file in tree] == [file["path"].removeprefix("./") for file in report["files"]]
    assert len(tree.findall("file/error")) == total(report) + report["summary"]["unreadable"]


def check_github(run, report):
    lines = run.text("github").splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines), lines
    assert len(lines) == total(report) + report["summary"]["unreadable"]


def check_csv(run, report):
    shown = run.bytes("csv")
    assert shown.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(shown.decode("utf-8-sig"), newline="")))
    assert [row["文件"] for row in rows] == [file["path"] for file in report["files"]]
    assert sum(int(row["错误"] or 0) for row in rows) == report["summary"]["error"]
    assert all(None not in row and None not in row.values() for row in rows)


def check_xlsx(run, report):
    from openpyxl import load_workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.xlsx"
        run.bytes("xlsx", "-o", str(path))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            book = load_workbook(path)
    assert book.sheetnames == ["一览", "问题", "雷同", "规则与依据", "说明"]
    tables = {}
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1", sheet.title
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "landscape", sheet.title
        assert not any(cell.data_type == "f" for row in sheet for cell in row), sheet.title
        head, *rows = sheet.iter_rows(values_only=True)
        assert len(set(head)) == len(head) and all(head)
        tables[sheet.title] = [dict(zip(head, row)) for row in rows]
    reports = tables["一览"]
    assert [row["文件"] for row in reports] == [file["path"] for file in report["files"]]
    words = {"error": "错误", "warning": "提醒", "info": "提示", "waived": "已豁免"}
    for key, word in words.items():
        assert sum(row[word] or 0 for row in reports) == report["summary"][key], word
    states = {"present": "有", "partial": "有但不完整", "absent": "未发现"}
    for row, file in zip(reports, report["files"]):
        assert (row["说明"] == file["error"]) and (row["结论"] == "无法读取") == (file["error"] is not None)
        told = [value for value in row.values() if value in states.values()]
        assert told == [states[state] for state in (file["contents"] or {}).values()], row
    found = [row for row in tables["问题"] if row["豁免、基线"] is None]
    wanted = [
        (file["path"], one["rule"], one["message"], one["count"], one["span"]["line"], one["span"]["column"])
        for file in report["files"]
        for one in file["diagnostics"]
    ]
    columns = ["文件", "规则", "问题", "处数", "行", "列"]
    assert [tuple(row[column] for column in columns) for row in found] == wanted
    assert len(tables["问题"]) - len(found) == report["summary"]["waived"]
    places = {row["规则"]: row["发现处数"] for row in tables["规则与依据"]}
    assert sum(places.get(row["规则"]) is not None for row in found) == len(found)
    assert sum(row["处数"] for row in found) == sum(count or 0 for count in places.values())


def check_same_bytes(run):
    forms = ["pretty", "short", "json", "jsonl", "sarif", "github", "gitlab", "rdjsonl", "lsp", "junit", "checkstyle", "csv"]
    for form in [*forms, "html", "xlsx"]:
        shown = {run.bytes(form, "--jobs", str(jobs)) for jobs in (1, 2, 3, 4, 5, 6, 7, 8, 8, 8)}
        assert len(shown) == 1, f"{form} differs from run to run"


def check_action():
    """action.yml by the schema of those who run it."""
    tool = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
    done = subprocess.run(tool, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def total(report):
    return sum(report["summary"][severity] for severity in ("error", "warning", "info"))


def main():
    environment.enter(PACKAGES)
    program = environment.program()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        made_folder(made)
        for run in (Run(program, ROOT, ["examples"]), Run(program, made, ["."])):
            report = check_json(run)
            for check in (
                check_jsonl, check_sarif, check_gitlab, check_rdjsonl, check_lsp,
                check_junit, check_checkstyle, check_github, check_csv, check_xlsx,
            ):
                check(run, report)
            check_same_bytes(run)
            if run.folder == made:
                sources = {waived["from"] for file in report["files"] for waived in file["waived"]}
                assert sources == {"config", "comment"} and report["summary"]["unreadable"] > 0, report["summary"]
            print(f"{run.paths[0]}: {len(report['files'])} files, {total(report)} findings, every format can be read")
    check_action()


if __name__ == "__main__":
    main()
