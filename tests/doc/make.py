"""Writes the documents beside this script. They are committed; tests do not run this.

Needs LibreOffice (`soffice`):

    python tests/doc/make.py
"""

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
DOCX = HERE.parent / "docx"

NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    ]
)
WHO = "<dc:creator>审稿人</dc:creator><dc:date>2025-01-06T09:00:00</dc:date>"

FONTS = '<style:font-face style:name="Wingdings" svg:font-family="Wingdings" style:font-charset="x-symbol"/>'

STYLES = """
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="1"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="2"/>
<style:style style:name="Contents_20_1" style:display-name="Contents 1" style:family="paragraph" style:parent-style-name="Standard"/>
<text:outline-style style:name="Outline">
<text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:outline-level-style text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/>
</text:outline-style>
"""

AUTOMATIC = """
<style:style style:name="hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="symbols" style:family="text"><style:text-properties style:font-name="Wingdings"/></style:style>
<style:style style:name="frame" style:family="graphic"><style:graphic-properties style:wrap="none"/></style:style>
<text:list-style style:name="items"><text:list-level-style-number text:level="1" style:num-format="①, ②, ③, ..."/></text:list-style>
<text:list-style style:name="points"><text:list-level-style-bullet text:level="1" text:bullet-char="●"/></text:list-style>
<style:page-layout style:name="page"><style:header-style/><style:footer-style/></style:page-layout>
"""


def cell(content):
    return f"<table:table-cell>{content}</table:table-cell>"


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def table(columns, *rows):
    return f'<table:table><table:table-column table:number-columns-repeated="{columns}"/>{"".join(rows)}</table:table>'


def p(content, style="Standard"):
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def h(level, content):
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{content}</text:h>'


def change(number, kind, content=""):
    return (
        f'<text:changed-region text:id="c{number}"><text:{kind}><office:change-info>{WHO}</office:change-info>{content}'
        f"</text:{kind}></text:changed-region>"
    )


def features():
    """One of each thing that a document can hold beside plain paragraphs."""
    changes = (
        change(1, "deletion", p("36"))
        + change(2, "insertion")
        + change(3, "deletion", p("，情况") + p("良好"))
    )
    note = lambda kind, number, text: (
        f'<text:note text:note-class="{kind}"><text:note-citation>{number}</text:note-citation><text:note-body>{p(text)}</text:note-body></text:note>'
    )
    body = (
        f"<text:tracked-changes>{changes}</text:tracked-changes>"
        + p("青禾镇2024年法治政府建设年度报告", "Title")
        + p("一、主要举措和成效<text:tab/>1", "Contents_20_1")
        + h(1, "主要举措和成效")
        + h(2, "加强领导")
        + p(
            '全年办理案件<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>38<text:change-end text:change-id="c2"/>件'
            '<text:change text:change-id="c3"/>，全部办结。'
        )
        + p(
            f'<office:annotation office:name="a">{WHO}{p("请核实")}</office:annotation>召开会议4次<office:annotation-end office:name="a"/>'
            '<text:span text:style-name="hidden">（草稿）</text:span>，学习A&amp;B两项&lt;规定&gt;' + note("footnote", 1, "规定见附件。")
            + "。<text:tab/>\u2011甲\u00a0<text:span text:style-name=\"symbols\">\uf06e</text:span>\u00ad<text:line-break/>乙" + note("endnote", "i", "数据截至2024年底。")
        )
        + p('<draw:frame draw:style-name="frame" text:anchor-type="char" svg:width="4cm" svg:height="1cm" draw:name="框"><draw:text-box>' + p("内部资料") + p("注意保存") + "</draw:text-box></draw:frame>框在此处。")
        + p('<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple" xlink:href="http://a.invalid/">链接</text:a>第<text:page-number text:select-page="current">1</text:page-number>页𠮷')
        + table(
            2,
            row(cell(p("事项")), cell(p("数量"))),
            row(cell(p("调解")), cell(p("12起"))),
            row(cell(p("空格")), cell(p(""))),
            row(cell(p("做法")), cell(p("第一段。") + p("第二段。"))),
            row(cell(table(2, row(cell(p("内甲")), cell(p("内乙"))))+p("")), cell(p("外"))),
        )
        + h(2, "规范执法")
        + f'<text:list text:style-name="items"><text:list-item>{p("条目甲")}</text:list-item><text:list-item>{p("条目乙")}</text:list-item></text:list>'
        + f'<text:list text:style-name="points"><text:list-item>{p("要点")}</text:list-item></text:list>'
        + p("")
        + h(1, "下一年度安排")
        + p("青禾镇人民政府")
        + p("2025年1月9日")
    )
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="page">'
        f"<style:header>{p('青禾镇文件')}</style:header><style:footer>{p('— <text:page-number>1</text:page-number> —')}</style:footer>"
        "</style:master-page>"
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:font-face-decls>{FONTS}</office:font-face-decls><office:styles>{STYLES}</office:styles><office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "features.fodt"
        source.write_text(text, encoding="utf-8")
        convert(source)


def convert(source):
    command = ["soffice", "--headless", "--convert-to", "doc", "--outdir", str(HERE), str(source)]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    convert(DOCX / "typed.docx")
    convert(DOCX / "numbered.docx")
    convert(DOCX / "waived.docx")
    features()
