"""Writes the OFD files beside this script, with nothing but Python. They are committed; tests do not run this:

    python tests/ofd/make.py
"""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SIZE = 5.6
LEFT, TOP, CHARACTERS, LINES, LEADING = 28.0, 37.0, 28, 22, 10.0


def wide(character):
    return SIZE / 2 if ord(character) < 128 else SIZE


def steps(text):
    """Distances between the characters, equal ones counted."""
    out, run = [], []
    for character in [*text[:-1], None]:
        step = wide(character) if character else None
        if run and run[-1] != step:
            out.append(f"g {len(run)} {run[0]:g}" if len(run) > 2 else " ".join(f"{one:g}" for one in run))
            run = []
        run.append(step)
    return " ".join(out)


def line(text, x, y, more=""):
    width = sum(map(wide, text))
    return (
        f'<ofd:TextObject ID="9" Boundary="{x:g} {y - SIZE:g} {width:g} {SIZE * 1.2:g}" Font="3" Size="{SIZE:g}"{more}>'
        f'<ofd:FillColor Value="0 0 0"/><ofd:TextCode X="0" Y="{SIZE:g}" DeltaX="{steps(text)}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def page(content, template=""):
    return f'<ofd:Page {NAMES}>{template}<ofd:Content><ofd:Layer ID="7" Type="Body">{content}</ofd:Layer></ofd:Content></ofd:Page>'


def write(name, pages, templates=(), absolute=False, drawings=()):
    loc = lambda path: f"/Doc_0/{path}" if absolute else path
    listed = "".join(f'<ofd:TemplatePage ID="{90 + number}" BaseLoc="{loc(f"Tpls/Tpl_{number}/Content.xml")}"/>' for number in range(len(templates)))
    resources = f"<ofd:DocumentRes>{loc('DocumentRes.xml')}</ofd:DocumentRes>" if drawings else ""
    own = "".join(f'<ofd:Page ID="{10 + number}" BaseLoc="{loc(f"Pages/Page_{number}/Content.xml")}"/>' for number in range(len(pages)))
    files = {
        "OFD.xml": f'<ofd:OFD {NAMES} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMES}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea>{resources}{listed}</ofd:CommonData><ofd:Pages>{own}</ofd:Pages></ofd:Document>",
    }
    if drawings:
        units = "".join(f'<ofd:CompositeGraphicUnit ID="{80 + number}" Width="210" Height="297"><ofd:Content>{text}</ofd:Content></ofd:CompositeGraphicUnit>' for number, text in enumerate(drawings))
        files["Doc_0/DocumentRes.xml"] = f'<ofd:Res {NAMES} BaseLoc="Res"><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>'
    files.update({f"Doc_0/Tpls/Tpl_{number}/Content.xml": text for number, text in enumerate(templates)})
    files.update({f"Doc_0/Pages/Page_{number}/Content.xml": text for number, text in enumerate(pages)})
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), HEAD + text, zipfile.ZIP_DEFLATED)


def set_lines(paragraphs):
    """Paragraphs as lines of a page: centred title, lines set in by two characters, signature at the right."""
    room = CHARACTERS * SIZE
    for index, text in enumerate(paragraphs):
        if index == 0:
            yield text, LEFT + (room - sum(map(wide, text))) / 2
            continue
        if index >= len(paragraphs) - 2:
            yield text, LEFT + room - sum(map(wide, text)) - 2 * SIZE
            continue
        rest, start = text, 0 if text.endswith("：") and index < 3 else 2 * SIZE
        while rest:
            width, count = start, 0
            while count < len(rest) and width + wide(rest[count]) <= room + 0.01:
                width += wide(rest[count])
                count += 1
            # No line begins with a mark, or inside a number.
            while count < len(rest) and (rest[count] in "，。；：、）”》" or rest[count - 1 : count + 1].isascii()):
                count -= 1
            yield rest[:count], LEFT + start
            rest, start = rest[count:], 0


def report():
    paragraphs = [text for text in (EXAMPLES / "qinghe-2024.txt").read_text(encoding="utf-8").split("\n") if text.strip()]
    lines = list(set_lines(paragraphs))
    pages = []
    for number in range(0, len(lines), LINES):
        content = ""
        for index, (text, x) in enumerate(lines[number : number + LINES]):
            y = TOP + LEADING * index
            # Editors write a line in pieces.
            cut = len(text) // 2 if index % 3 == 1 and len(text) > 8 else len(text)
            content += line(text[:cut], x, y)
            if cut < len(text):
                content += line(text[cut:], x + sum(map(wide, text[:cut])), y)
        content += line(f"— {len(pages) + 1} —", 95, 280)
        pages.append(page(content, '<ofd:Template TemplateID="90" ZOrder="Background"/>'))
    write("report.ofd", pages, [page(line("青禾镇人民政府文件", 80, 20))])


def features():
    """Ways to place text, and text that no one reads."""
    first = (
        line("青禾镇2024年法治政府建设年度报告", 61, 40)
        + f'<ofd:PageBlock ID="5">{line("一、主要举措和成效", 39.2, 60)}</ofd:PageBlock>'
        + line("镇党委会议全年三次专题研究法治政府建设，审议要点和办法", LEFT + 2 * SIZE, 84)
        + line("七个，年底全部完成。", LEFT, 92)
        + line("看不见", 39.2, 70, ' Visible="false"')
        + line("受控文件", 60, 150, ' CTM="0.7 0.7 -0.7 0.7 0 0"')
        + f'<ofd:TextObject ID="8" Boundary="39.2 74.4 100 10" Font="3" Size="2.8" CTM="2 0 0 2 0 0"><ofd:TextCode X="0" Y="2.8" DeltaX="g 5 2.8">开展A&amp;B会</ofd:TextCode></ofd:TextObject>'
        + "".join(
            line(text, x, y)
            for y, row in [(100, ["事项", "数量"]), (110, ["调解", "12起"]), (120, ["普法", "8场"])]
            for x, text in zip([40, 100], row)
        )
    )
    box = "<ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area>"
    # Converters draw in points what they take from a PDF file, and show the drawing as a page.
    points = 72 / 25.4
    drawn = (
        f'<ofd:TextObject ID="81" Boundary="{39.2 * points:g} {60 * points:g} 300 20" Font="3" Size="1" CTM="16 0 0 16 0 0">'
        f'<ofd:TextCode X="0" Y="1" DeltaX="g 6 1">深入开展法治宣传</ofd:TextCode></ofd:TextObject>'
    )
    shown = f'<ofd:CompositeObject ID="82" Boundary="0 0 210 297" CTM="{1 / points:g} 0 0 {1 / points:g} 0 0" ResourceID="80"/>'
    second = page(line("二、下一年度安排", 39.2, 50) + shown).replace("<ofd:Content>", f"{box}<ofd:Content>")
    write("features.ofd", [page(first), second], absolute=True, drawings=[drawn])


def others():
    write("scanned.ofd", [page('<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="2"/>')])
    write("unmapped.ofd", [page(line("\ue001\ue002\ue003年\ue004", 30, 40))])


if __name__ == "__main__":
    report()
    features()
    others()
