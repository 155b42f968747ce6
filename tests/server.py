#!/usr/bin/env python3
"""Drives `hegui lsp` with a client that is not ours, from the first message to the exit.

    tests/server.py [PROGRAM]     default: target/debug/hegui

The client is pytest-lsp, with the capabilities of the editors that it stands for; it comes from the Python package index.
"""

import asyncio
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import environment

PACKAGES = ["pytest-lsp==1.0.1"]

if __name__ == "__main__":
    environment.enter(PACKAGES)
    # A warning says that the server sent what the editor had not said it can take.
    options = ["-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function", "-W", "error::pytest_lsp.LspSpecificationWarning"]
    test = [sys.executable, "-m", "pytest", __file__, *options, *sys.argv[2:]]
    sys.exit(subprocess.run(test, env={**os.environ, "HEGUI": environment.program()}).returncode)

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import default_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

PROGRAM = os.environ.get("HEGUI", "hegui")
# A debug build on a busy machine.
PATIENCE = float(os.environ.get("PATIENCE", "60"))

REPORT = """\
青禾镇2024年法治政府建设年度报告

县委、县政府：

2024年，青禾镇深入学习贯彻习近平法治思想。现将2024年度法治政府建设情况报告如下：

一、2024年度推进法治政府建设的主要举措和成效

（一）化解矛盾纠纷。🙂𠮷6月31日之前受理矛盾纠纷42件，其中邻里纠纷30件、土地纠纷16件，组织“𠮷祥”法律讲座若干场。

（二）规范行政决策。。全年审查镇村合同18件,提出修改意见7条。

（三）加强普法宣传。依照《合同法》开展宣传12场。

二、2024年度推进法治政府建设存在的不足和原因

普法宣传的形式较为单一，主要原因是熟悉新媒体制作的人员缺乏。

三、2024年度党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况

党委书记主持召开法治建设专题会议3次，听取工作汇报2次；镇长督办重点案件1件。

四、2025年度推进法治政府建设的主要安排

丰富普法宣传的形式，制作普法短视频12条。

青禾镇人民政府
2025年1月10日
"""

# The words at which each fault of the report stands.
FAULTS = {"impossible-date": "6月31日", "parts-not-total": "42件", "doubled-punctuation": "。。"}


class Text:
    """A text as the protocol counts it: lines end with any of three marks, columns are units of an encoding."""

    def __init__(self, text, encoding):
        self.text, self.encoding = text, encoding
        self.starts = [0, *(found.end() for found in re.finditer("\r\n|\n|\r", text))]

    def width(self, words):
        return {
            "utf-8": lambda: len(words.encode("utf-8", "surrogatepass")),
            "utf-16": lambda: len(words.encode("utf-16-le", "surrogatepass")) // 2,
            "utf-32": lambda: len(words),
        }[self.encoding]()

    def position(self, offset):
        line = max(number for number, start in enumerate(self.starts) if start <= offset)
        return types.Position(line, self.width(self.text[self.starts[line] : offset]))

    def offset(self, position):
        offset = self.starts[position.line]
        while self.width(self.text[self.starts[position.line] : offset]) < position.character:
            offset += 1
        return offset

    def span(self, start, end):
        return types.Range(self.position(start), self.position(end))

    def at(self, range):
        return self.text[self.offset(range.start) : self.offset(range.end)]

    def edited(self, edits):
        text = self.text
        places = [(self.offset(edit.range.start), self.offset(edit.range.end), edit.new_text) for edit in edits]
        places.sort(key=lambda place: (place[0], place[1]), reverse=True)
        for (start, _, _), (_, end, _) in zip(places, places[1:]):
            assert end <= start, f"edits meet: {edits}"
        for start, end, new in places:
            text = text[:start] + new + text[end:]
        return text


class Editor:
    """What an editor keeps of one session: the texts that are open, and how their columns are counted."""

    def __init__(self, client, folder, encoding, pulls):
        self.client, self.folder, self.encoding, self.pulls = client, folder, encoding, pulls
        self.versions = {}

    def uri(self, name):
        return self.folder.as_uri() + "/" + quote(name)

    def document(self, name):
        return types.TextDocumentIdentifier(self.uri(name))

    async def open(self, name, text, language="plaintext"):
        item = types.TextDocumentItem(self.uri(name), language, 1, text)
        self.versions[name] = 1
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.found(name)

    async def change(self, name, *changes):
        self.send(name, *changes)
        return await self.found(name)

    def send(self, name, *changes):
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, list(changes)))

    async def put(self, name, text):
        return await self.change(name, types.TextDocumentContentChangeWholeDocument(text))

    async def close(self, name):
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document(name)))

    async def found(self, name):
        """What is found in the newest version, pushed or pulled as the client can."""
        if self.pulls:
            report = await self.pull(name)
            return list(report.items)
        return await asyncio.wait_for(self.pushed(name), PATIENCE)

    async def pull(self, name, known=None):
        params = types.DocumentDiagnosticParams(self.document(name), previous_result_id=known)
        return await asyncio.wait_for(self.client.text_document_diagnostic_async(params), PATIENCE)

    async def pushed(self, name):
        while self.client.versions.get(self.uri(name)) != self.versions[name]:
            await asyncio.sleep(0.005)
        return list(self.client.diagnostics[self.uri(name)])

    async def actions(self, name, range, diagnostics=(), only=None):
        context = types.CodeActionContext(list(diagnostics), only)
        params = types.CodeActionParams(self.document(name), range, context)
        answer = await self.client.text_document_code_action_async(params)
        found = [one for one in answer or [] if isinstance(one, types.CodeAction)]
        return [await self.resolved(one) for one in found]

    async def resolved(self, action):
        return action if action.edit or action.command else await self.client.code_action_resolve_async(action)

    def edits(self, action, name):
        """The edits of an action to one document, all that it may have."""
        edit = action.edit
        if edit.document_changes:
            [change] = edit.document_changes
            assert change.text_document.uri == self.uri(name)
            return change.edits
        [(uri, edits)] = edit.changes.items()
        assert uri == self.uri(name)
        return edits


def recording():
    """A client that also keeps the version for which diagnostics were last pushed."""
    client = LanguageClient(converter_factory=default_converter)
    client.versions, client.pushes = {}, 0

    def published(client: LanguageClient, params: types.PublishDiagnosticsParams):
        client.diagnostics[params.uri] = params.diagnostics
        client.versions[params.uri] = params.version
        client.pushes += 1

    own = {types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: published, types.CLIENT_REGISTER_CAPABILITY: lambda params: None}
    register_lsp_features(client, {**DEFAULT_CLIENT_FEATURES, **own})
    return client


SERVER = ClientServerConfig(server_command=[PROGRAM, "lsp"], client_factory=recording)


async def started(client, folder, encoding, pulls, options=None):
    capabilities = client_capabilities("visual-studio-code")
    capabilities.general.position_encodings = [encoding] if encoding != "utf-16" else None
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities() if pulls else None
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True) if pulls else None
    params = types.InitializeParams(
        capabilities,
        root_uri=folder.as_uri(),
        workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name)],
        initialization_options=options,
    )
    answer = await asyncio.wait_for(client.initialize_session(params), PATIENCE)
    assert answer.server_info.name == "hegui"
    assert (answer.capabilities.position_encoding or "utf-16") == encoding
    editor = Editor(client, folder, encoding, pulls)
    editor.capabilities = answer.capabilities
    return editor


class Session:
    """A server that was started, and ends in good order."""

    def __init__(self, folder, encoding="utf-16", pulls=False, options=None):
        self.wanted = (folder, encoding, pulls, options)

    async def __aenter__(self):
        self.client = await SERVER.start()
        return await started(self.client, *self.wanted)

    async def __aexit__(self, kind, *_):
        server = self.client._server
        try:
            if kind is None:
                await asyncio.wait_for(self.client.shutdown_session(), PATIENCE)
                assert server.returncode == 0
        finally:
            # The client waits for the end of its server without limit.
            if server.returncode is None:
                server.kill()
            await self.client.stop()


def codes(found):
    return sorted(one.code for one in found)


async def test_what_is_found_is_pushed_and_pulled_alike(tmp_path):
    async with Session(tmp_path) as editor:
        pushed = await editor.open("青禾镇 报告#1.txt", REPORT)
        assert set(FAULTS) <= set(codes(pushed))
        assert all(one.source == "hegui" and one.message and one.severity in (1, 2, 3) for one in pushed)
        await editor.close("青禾镇 报告#1.txt")
    async with Session(tmp_path, pulls=True) as editor:
        pulled = await editor.open("青禾镇 报告#1.txt", REPORT)
        assert pulled == pushed
        report = await editor.pull("青禾镇 报告#1.txt")
        again = await editor.pull("青禾镇 报告#1.txt", report.result_id)
        assert again.kind == "unchanged" and again.result_id == report.result_id
        await editor.put("青禾镇 报告#1.txt", REPORT.replace("6月31日", "6月30日"))
        fresh = await editor.pull("青禾镇 报告#1.txt", report.result_id)
        assert fresh.kind == "full" and "impossible-date" not in codes(fresh.items)
        # Else an editor that can do both would show each twice.
        assert editor.client.pushes == 0


def ending(line_end):
    """The report with other line ends; mixed are all three."""
    ends = random.Random(7)
    some = ["\n", "\r\n", "\r"] if line_end == "mixed" else [line_end]
    return "".join(line.removesuffix("\n") + ends.choice(some) for line in REPORT.splitlines())


LINE_ENDS = pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "mixed"])


@LINE_ENDS
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_are_those_of_the_words(tmp_path, encoding, line_end):
    text = ending(line_end)
    async with Session(tmp_path, encoding) as editor:
        found = await editor.open("报告.txt", text)
        shown = Text(text, encoding)
        for code, words in FAULTS.items():
            [one] = [one for one in found if one.code == code]
            assert shown.at(one.range) == words
            for other in one.related_information or []:
                assert shown.at(other.location.range) in REPORT


async def test_every_quick_fix_leaves_fewer_findings(tmp_path):
    async with Session(tmp_path) as editor:
        text, found = REPORT, await editor.open("报告.md", REPORT, "markdown")
        first, made = found, 0
        while True:
            shown = Text(text, editor.encoding)
            offered = []
            for one in found:
                offered += await editor.actions("报告.md", one.range, [one], [types.CodeActionKind.QuickFix])
            fixes = [one for one in offered if one.diagnostics and "allow" not in json.dumps(str(one.edit))]
            if not fixes:
                break
            fix = fixes[0]
            assert fix.kind == types.CodeActionKind.QuickFix and fix.title
            [about] = fix.diagnostics
            text = shown.edited(editor.edits(fix, "报告.md"))
            after = await editor.put("报告.md", text)
            assert len(after) < len(found), (fix.title, about.code, codes(found), codes(after))
            found, made = after, made + 1
            assert made < 50
        assert made >= 2 and len(found) < len(first)
        assert "doubled-punctuation" not in codes(found)


@LINE_ENDS
async def test_all_safe_fixes_at_once(tmp_path, line_end):
    async with Session(tmp_path) as editor:
        old = ending(line_end)
        found = await editor.open("报告.txt", old)
        whole = Text(old, editor.encoding).span(0, len(old))
        [action] = await editor.actions("报告.txt", whole, only=["source.fixAll.hegui"])
        assert action.kind == "source.fixAll.hegui"
        text = Text(old, editor.encoding).edited(editor.edits(action, "报告.txt"))
        assert text == old.replace("。。", "。").replace("18件,提出", "18件，提出")
        assert len(await editor.put("报告.txt", text)) < len(found)
        assert await editor.actions("报告.txt", whole, only=["source.organizeImports"]) == []
        assert [one.kind for one in await editor.actions("报告.txt", whole, only=["source.fixAll"])] in ([], ["source.fixAll.hegui"])


async def test_a_waiver_with_its_reason_is_put_in(tmp_path):
    async with Session(tmp_path) as editor:
        found = await editor.open("报告.txt", REPORT)
        [one] = [one for one in found if one.code == "impossible-date"]
        offered = await editor.actions("报告.txt", one.range, [one])
        [waive] = [action for action in offered if action.title.startswith("保留")]
        text = Text(REPORT, editor.encoding).edited(editor.edits(waive, "报告.txt"))
        [mark] = re.findall("<!-- hegui: allow impossible-date.*-->", text)
        reasoned = text.replace(mark, "<!-- hegui: allow impossible-date 原文如此 -->")
        assert "impossible-date" not in codes(await editor.put("报告.txt", reasoned))


async def test_a_missing_section_is_put_in(tmp_path):
    start = REPORT.index("三、2024年度党政")
    end = REPORT.index("四、2025年度")
    text = REPORT[:start] + REPORT[end:].replace("四、", "三、", 1)
    async with Session(tmp_path) as editor:
        found = await editor.open("报告.txt", text)
        [one] = [one for one in found if one.code.startswith("missing-") and "第一责任人" in one.message]
        offered = await editor.actions("报告.txt", one.range, [one])
        [add] = [action for action in offered if action.title.startswith("补充")]
        text = Text(text, editor.encoding).edited(editor.edits(add, "报告.txt"))
        assert "【请填写" in text
        assert one.code not in codes(await editor.put("报告.txt", text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_edits_in_the_middle_are_the_same_as_the_whole_text(tmp_path, encoding):
    choice = random.Random(encoding)
    pieces = ["法治", "。。", "6月31日", "🙂", "𠮷", "\r\n", "\n", "\r", "件", "若干", "", "é", "（一）"]
    async with Session(tmp_path, encoding) as editor:
        text = REPORT
        await editor.open("改.txt", text)
        for _ in range(40):
            changes = []
            for _ in range(choice.randint(1, 4)):
                start = choice.randint(0, len(text))
                end = min(len(text), start + choice.choice([0, 0, 1, 2, 7, 40]))
                # An editor's place is never between the two marks of one line end.
                start, end = (at - (text[at - 1 : at + 1] == "\r\n") for at in (start, end))
                new = choice.choice(pieces)
                changes.append(types.TextDocumentContentChangePartial(Text(text, encoding).span(start, end), new))
                text = text[:start] + new + text[end:]
            edited = await editor.change("改.txt", *changes)
        whole = await editor.open("整.txt", text)
        same = [json.dumps(str(one)).replace(editor.uri("改.txt"), editor.uri("整.txt")) for one in edited]
        assert same == [json.dumps(str(one)) for one in whole]


async def test_what_can_be_asked_of_a_report(tmp_path):
    async with Session(tmp_path) as editor:
        found = await editor.open("报告.txt", REPORT)
        document, shown, client = editor.document("报告.txt"), Text(REPORT, editor.encoding), editor.client

        [one] = [one for one in found if one.code == "parts-not-total"]
        hover = await client.text_document_hover_async(types.HoverParams(document, one.range.start))
        assert "parts-not-total" in hover.contents.value
        nothing = await client.text_document_hover_async(types.HoverParams(document, types.Position(1, 0)))
        assert nothing is None

        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
        names = [symbol.name for symbol in every(symbols)]
        assert any("主要安排" in name for name in names) and any("化解矛盾纠纷" in name for name in names)
        for symbol in every(symbols):
            assert inside(symbol.selection_range, symbol.range)
            assert all(inside(child.range, symbol.range) for child in symbol.children or [])

        folds = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
        first = shown.position(REPORT.index("一、2024")).line
        assert any(fold.start_line == first for fold in folds)
        assert all(fold.start_line < fold.end_line < len(shown.starts) for fold in folds)

        links = await client.text_document_document_link_async(types.DocumentLinkParams(document))
        assert all(link.target.startswith(("http://", "https://")) for link in links or [])


async def test_words_are_offered_while_one_writes(tmp_path):
    text = REPORT.replace("依照《合同法》", "依照《中华人民共和国民")
    async with Session(tmp_path) as editor:
        await editor.open("报告.txt", text)
        place = Text(text, editor.encoding).position(text.index("中华人民共和国民") + len("中华人民共和国民"))
        params = types.CompletionParams(editor.document("报告.txt"), place)
        answer = await editor.client.text_document_completion_async(params)
        items = answer.items if isinstance(answer, types.CompletionList) else answer
        assert any("中华人民共和国民法典" in item.label for item in items)


async def test_the_configuration_holds_and_its_faults_are_told(tmp_path):
    (tmp_path / "hegui.yaml").write_text("rules:\n  impossible-date: off\nwaivers:\n"
        "  - { rule: parts-not-total, files: ['报告.txt'], reason: 已核实 }\n")
    async with Session(tmp_path) as editor:
        found = codes(await editor.open("报告.txt", REPORT))
        assert "impossible-date" not in found and "parts-not-total" not in found and "doubled-punctuation" in found

        wrong = "stage: submitt\n"
        [fault] = await editor.open("hegui.yaml", wrong, "yaml")
        assert Text(wrong, editor.encoding).at(fault.range) == "submitt" and fault.severity == 1

        (tmp_path / "hegui.yaml").write_text("rules:\n  doubled-punctuation: off\n")
        pushes = editor.client.pushes
        event = types.FileEvent(editor.uri("hegui.yaml"), types.FileChangeType.Changed)
        await editor.close("hegui.yaml")
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await until(lambda: editor.client.pushes > pushes
            and "doubled-punctuation" not in codes(editor.client.diagnostics[editor.uri("报告.txt")]))
        assert "impossible-date" in codes(editor.client.diagnostics[editor.uri("报告.txt")])


async def test_settings_of_the_editor_hold(tmp_path):
    async with Session(tmp_path, options={"minSeverity": "error"}) as editor:
        found = await editor.open("报告.txt", REPORT)
        assert found and all(one.severity == types.DiagnosticSeverity.Error for one in found)
        settings = types.DidChangeConfigurationParams({"hegui": {"minSeverity": "info"}})
        editor.client.workspace_did_change_configuration(settings)
        await until(lambda: len(editor.client.diagnostics[editor.uri("报告.txt")]) > len(found))


async def test_an_editor_that_asks_is_told_when_to_ask_again(tmp_path):
    async with Session(tmp_path, pulls=True) as editor:
        assert "impossible-date" in codes(await editor.open("报告.txt", REPORT))
        (tmp_path / "hegui.yaml").write_text("rules: { impossible-date: off }\n")
        event = types.FileEvent(editor.uri("hegui.yaml"), types.FileChangeType.Created)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await until(lambda: editor.client.diagnostic_refresh_count == 1)
        assert "impossible-date" not in codes(await editor.found("报告.txt"))


async def test_commands(tmp_path):
    async with Session(tmp_path) as editor:
        commands = editor.capabilities.execute_command_provider.commands
        assert {"hegui.explain", "hegui.checkWorkspace", "hegui.newReport"} <= set(commands)

        async def run(command, **given):
            """The answer as plain data, whatever the client makes of objects."""
            params = types.ExecuteCommandParams(command, [given])
            answer = await asyncio.wait_for(editor.client.workspace_execute_command_async(params), PATIENCE)
            return json.loads(json.dumps(answer, default=lambda one: one._asdict()))

        told = await run("hegui.explain", rule="parts-not-total")
        assert told["rule"] == "parts-not-total" and "parts-not-total" in told["markdown"]
        for wrong in ({"rule": "no-such-rule"}, {"rule": 3}, {}):
            with pytest.raises(JsonRpcException):
                await run("hegui.explain", **wrong)
        told = await run("hegui.newReport", unit="青禾镇人民政府", year=2025)
        assert "青禾镇" in told["text"] and "【请填写" in told["text"]
        for wrong in ({"unit": "", "year": 2025}, {"unit": "青禾镇", "year": 25}, {"unit": "青禾", "year": 2025}):
            with pytest.raises(JsonRpcException):
                await run("hegui.newReport", **wrong)

        (tmp_path / "柳溪").mkdir()
        (tmp_path / "柳溪" / "一.txt").write_text(REPORT)
        (tmp_path / "二.txt").write_text(REPORT.replace("6月31日", "6月30日"))
        (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
        told = await run("hegui.checkWorkspace")
        assert [file["uri"] for file in told["files"] if file["reason"]] == [editor.uri("坏.docx")]
        assert len(told["files"]) == 3 and told["unreadable"] == 1 and told["error"] >= 1
        await until(lambda: "impossible-date" in codes(editor.client.diagnostics.get(editor.uri("柳溪/一.txt"), [])))
        assert "impossible-date" not in codes(editor.client.diagnostics[editor.uri("二.txt")])


async def test_what_is_no_report_is_left_alone(tmp_path):
    async with Session(tmp_path) as editor:
        assert await editor.open("说明.md", "# 说明\n\n6月31日交。。\n", "markdown") == []
        assert await editor.open("compose.yaml", "services: {web: {image: nginx}}\n", "yaml") == []
        assert await editor.open("空.txt", "") == []


async def test_what_is_not_known_is_refused_and_stops_nothing(tmp_path):
    async with Session(tmp_path) as editor:
        await editor.open("报告.txt", REPORT)
        stranger = types.TextDocumentIdentifier(editor.uri("没有.txt"))
        for ask in (
            editor.client.text_document_hover_async(types.HoverParams(stranger, types.Position(0, 0))),
            editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(stranger)),
        ):
            try:
                assert not await asyncio.wait_for(ask, PATIENCE)
            except JsonRpcException:
                pass
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(stranger))
        far = types.Range(types.Position(10**6, 0), types.Position(2**31 - 1, 2**31 - 1))
        assert set(FAULTS) <= set(codes(await editor.change("报告.txt", types.TextDocumentContentChangePartial(far, "。\n"))))
        await editor.client.text_document_hover_async(types.HoverParams(editor.document("报告.txt"), far.end))
        with pytest.raises(JsonRpcException):
            await editor.client.protocol.send_request_async("hegui/noSuchRequest", {})
        assert set(FAULTS) <= set(codes(await editor.put("报告.txt", REPORT)))


async def test_a_report_of_five_megabytes(tmp_path):
    start = REPORT.index("（二）规范")
    part = "镇司法所会同法律顾问逐件审查镇村合同，对发现的问题当场提出修改意见，并督促有关站所限期整改。\n\n"
    text = REPORT[:start] + part * (5_000_000 // len(part.encode())) + REPORT[start:]
    async with Session(tmp_path) as editor:
        found = await editor.open("大.txt", text)
        assert set(FAULTS) <= set(codes(found))
        whole = types.TextDocumentContentChangePartial(Text(text, editor.encoding).span(0, len(text)), REPORT)
        assert set(FAULTS) <= set(codes(await editor.change("大.txt", whole)))


def resident(process):
    """How much memory a process takes, in bytes; nothing where the system does not tell."""
    try:
        return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        return 0


async def test_a_thousand_edits_take_no_more_memory(tmp_path):
    async with Session(tmp_path) as editor:
        await editor.open("报告.txt", REPORT)
        place = Text(REPORT, editor.encoding).position(REPORT.index("受理矛盾"))
        after = types.Position(place.line, place.character + 1)

        async def edits(count):
            for _ in range(count):
                editor.send("报告.txt", types.TextDocumentContentChangePartial(types.Range(place, place), "已"))
                editor.send("报告.txt", types.TextDocumentContentChangePartial(types.Range(place, after), ""))
                await editor.found("报告.txt")
            return resident(editor.client._server)

        before = await edits(100)
        grown = await edits(400) - before
        print(f"memory: {before / 2**20:.1f} MB, {grown / 2**20:+.1f} MB after 800 edits more")
        assert grown < 8 * 2**20


def framed(*messages):
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in map(encoded, messages))


def encoded(message):
    return message if isinstance(message, bytes) else json.dumps(message).encode()


def request(id, method, params=None):
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params}


INITIALIZE = request(1, "initialize", {"capabilities": {}, "processId": None, "rootUri": None})
INITIALIZED = {"jsonrpc": "2.0", "method": "initialized", "params": {}}
SHUTDOWN = request(99, "shutdown")
EXIT = {"jsonrpc": "2.0", "method": "exit"}
OPEN = {"jsonrpc": "2.0", "method": "textDocument/didOpen"}
WRONG_OPEN = {"textDocument": {"uri": "::no address::", "languageId": 3}}


@pytest.mark.parametrize(
    ("sent", "answers", "ends_well"),
    [
        ((INITIALIZE, INITIALIZED, SHUTDOWN, EXIT), {1, 99}, True),
        ((INITIALIZE, INITIALIZED, EXIT), {1}, False),
        ((INITIALIZE, INITIALIZED), {1}, None),
        ((EXIT,), set(), False),
        ((SHUTDOWN,), None, None),
        ((INITIALIZE, INITIALIZED, OPEN, {**OPEN, "params": WRONG_OPEN}, SHUTDOWN, EXIT), {1, 99}, True),
        ((INITIALIZE, INITIALIZED, request(2, "textDocument/hover", {"wrong": 1}), SHUTDOWN, EXIT), {1, 2, 99}, True),
        ((INITIALIZE, INITIALIZED, request("二", "no/such"), SHUTDOWN, EXIT), {1, "二", 99}, True),
        ((INITIALIZE, INITIALIZED, request(2, "$/no-such"), SHUTDOWN, EXIT), {1, 2, 99}, True),
        ((INITIALIZE, INITIALIZED, b"{not json", SHUTDOWN, EXIT), None, None),
        ((INITIALIZE, INITIALIZED, b"[]", b'"\xff\xfe"', b"null"), None, None),
        ((b"{" * 100_000,), None, None),
    ],
)
def test_messages_that_are_not_well_formed(sent, answers, ends_well):
    """Each request is answered once; the program ends by itself, and by no panic."""
    code, told, shown = talk(framed(*sent))
    if answers is not None:
        assert set(shown) == answers, told
    assert code in {True: (0,), False: (1,), None: (0, 1, 2)}[ends_well], told


@pytest.mark.parametrize(
    "bytes",
    [b"", b"\r\n\r\n", b"Content-Length: 10\r\n\r\n{}", b"Content-Length: -1\r\n\r\n{}", b"Content-Length: x\r\n\r\n{}",
     b"Content-Length: 99999999999999999999\r\n\r\n", b"Content-Length: 4000000000\r\n\r\n{}", b"\0" * 1000, b"Header\r\n\r\n{}"],
)
def test_bytes_that_are_no_messages(bytes):
    code, told, _ = talk(bytes)
    assert code in (0, 1, 2), told
    code, told, _ = talk(framed(INITIALIZE, INITIALIZED) + bytes)
    assert code in (0, 1, 2), told


def talk(bytes):
    done = subprocess.run([PROGRAM, "lsp"], input=bytes, capture_output=True, timeout=PATIENCE)
    told = done.stderr.decode("utf-8", "replace")
    assert "panicked" not in told
    bodies = re.split(rb"Content-Length: \d+\r\n(?:Content-Type: [^\r]*\r\n)?\r\n", done.stdout)[1:]
    return done.returncode, told, [one["id"] for one in map(json.loads, bodies) if "method" not in one]


def every(symbols):
    for symbol in symbols:
        yield symbol
        yield from every(symbol.children or [])


def inside(inner, outer):
    def place(position):
        return position.line, position.character

    return place(outer.start) <= place(inner.start) <= place(inner.end) <= place(outer.end)


async def until(holds):
    async def wait():
        while not holds():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait(), PATIENCE)
