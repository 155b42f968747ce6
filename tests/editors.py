#!/usr/bin/env python3
"""Runs the snippets of docs/editors.md in the editors that are here, and looks whether they show what is found.

    tests/editors.py [PROGRAM]     default: target/debug/hegui

Neovim (0.7 to 0.10) and Emacs with eglot are run without a screen; one that is not here is passed over. Other snippets
are parsed.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path

import environment

PATIENCE = 60

REPORT = """\
青禾镇2024年法治政府建设年度报告

县委、县政府：

2024年，青禾镇深入学习贯彻习近平法治思想。现将2024年度法治政府建设情况报告如下：

一、2024年度推进法治政府建设的主要举措和成效

（一）化解矛盾纠纷。🙂𠮷6月31日之前受理矛盾纠纷42件。。
"""

# Line, the first character and the words, by the way that the editor itself counts.
WANTED = "9 impossible-date 6月31日"

NEOVIM = """
vim.wait(%d, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, one in ipairs(vim.diagnostic.get(0)) do
  local line = vim.api.nvim_buf_get_lines(0, one.lnum, one.lnum + 1, true)[1]
  local code = one.code or one.user_data.lsp.code
  io.stdout:write(one.lnum + 1, " ", code, " ", line:sub(one.col + 1, one.end_col), "\\n")
end
vim.cmd("qa!")
"""

EMACS = """
(setq eglot-sync-connect t)
(require 'eglot)
(find-file "%s")
(unless (eglot-current-server) (call-interactively 'eglot))
(let ((end (+ (float-time) %d)))
  (while (and (< (float-time) end) (null (flymake-diagnostics)))
    (accept-process-output nil 0.05)
    (flymake-start)))
(dolist (one (flymake-diagnostics))
  (let ((code (and (string-match "\\\\[\\\\([a-z-]+\\\\)\\\\]" (flymake-diagnostic-text one))
                   (match-string 1 (flymake-diagnostic-text one)))))
    (princ (format "%%s %%s %%s\\n" (line-number-at-pos (flymake-diagnostic-beg one)) code
                   (buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one))))))
(kill-emacs 0)
"""


def snippets():
    """The code of the page by heading and language, in its order."""
    page = (environment.ROOT / "docs" / "editors.md").read_text()
    found = {}
    for section in re.split(r"^## ", page, flags=re.M)[1:]:
        name = section.split("\n", 1)[0]
        for language, code in re.findall(r"^```(\w+)\n(.*?)^```", section, flags=re.M | re.S):
            found.setdefault((name, language), []).append(code)
    return found


def shown(command, program, folder):
    paths = f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": paths, "HOME": str(folder)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=2 * PATIENCE,
    )
    lines = (done.stdout + done.stderr).replace("\r", "").splitlines()
    assert WANTED in lines, lines
    return sum(bool(re.match(r"\d+ [a-z-]+ ", line)) for line in lines)


def check_neovim(snippet, program, folder):
    if not shutil.which("nvim"):
        return "not here"
    version = subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    if tuple(map(int, re.findall(r"\d+", version)[:2])) > (0, 10):
        return f"{version}, for which another snippet is meant"
    (folder / "init.lua").write_text(snippet)
    (folder / "look.lua").write_text(NEOVIM % (PATIENCE * 1000))
    command = ["nvim", "--headless", "--clean", "-u", "init.lua", "报告.txt", "-c", "luafile look.lua"]
    return f"{version}: {shown(command, program, folder)} findings"


def check_emacs(snippet, program, folder):
    if not shutil.which("emacs"):
        return "not here"
    # Debian keeps eglot for older versions where only the whole start-up finds it.
    libraries = sorted(map(str, Path("/usr/share/emacs/site-lisp/elpa-src").glob("eglot-*")))
    command = ["emacs", "-q", "--batch", *(part for library in libraries for part in ("-L", library))]
    if subprocess.run([*command, "--eval", "(require 'eglot)"], capture_output=True).returncode != 0:
        return "without eglot"
    (folder / "init.el").write_text(snippet)
    (folder / "look.el").write_text(EMACS % (folder / "报告.txt", PATIENCE))
    found = shown([*command, "-l", "init.el", "-l", "look.el"], program, folder)
    return f"with eglot: {found} findings"


def main():
    program = environment.program()
    page = snippets()
    for code in page["Helix", "toml"]:
        tomllib.loads(code)
    for section in ("VS Code", "Zed"):
        for code in page[section, "json"]:
            json.loads(code)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder).resolve()
        (folder / "报告.txt").write_text(REPORT)
        print("Neovim:", check_neovim(page["Neovim", "lua"][1], program, folder))
        print("Emacs:", check_emacs(page["Emacs", "elisp"][0], program, folder))


if __name__ == "__main__":
    main()
