"""Writes the Word documents beside this script. They are committed; tests do not run this.

Needs python-docx, and LibreOffice (`soffice`) for libreoffice.docx:

    python tests/docx/make.py
"""

import re
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import docx

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def package(name, parts, relations=R):
    """Parts by name to a zip file without a clock in it."""
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{MAIN}{part.rstrip("0123456789")}{".main" if part == "document" else ""}+xml"/>'
        for part in parts
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{relations}/{part.rstrip("0123456789")}" Target="{part}.xml"/>'
        for number, part in enumerate(parts)
        if part != "document"
    )
    rels = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships {rels}><Relationship Id="rId1" Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships {rels}>{links}</Relationships>",
    }
    files.update({f"word/{part}.xml": text for part, text in parts.items()})
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), HEAD + text, zipfile.ZIP_DEFLATED)


def lines(name):
    return (EXAMPLES / name).read_text(encoding="utf-8").rstrip("\n").split("\n")


def document(body, more=""):
    names = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return f"<w:document {names}{more}><w:body>{body}</w:body></w:document>"


def run(text, properties=""):
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00A1">{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def pieces(text):
    """Runs as editors leave them: apart where the script changes, with marks of the spelling check between."""
    parts = re.findall(r"[ -~]+|[^ -~]+", text)
    font = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
    return '<w:proofErr w:type="spellStart"/>'.join(run(part, font) for part in parts)


def paragraph(content, properties=""):
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p w:rsidR="00A1" w:rsidRDefault="00A1">{properties}{content}</w:p>'


STYLES = f"""<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="2"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def typed():
    body = "".join(paragraph(pieces(line)) for line in lines("shiqiao-2024.txt"))
    package("typed.docx", {"document": document(body), "styles": STYLES})


def numbered():
    """Headings whose numbers Word counts: the text has none."""
    body = ""
    for index, line in enumerate(lines("qinghe-2024.txt")):
        first = re.fullmatch(r"[一二三四五六七八九十]+、(.*)", line)
        second = re.fullmatch(r"（[一二三四五六七八九十]+）(.*)", line)
        if first:
            body += paragraph(pieces(first[1]), '<w:pStyle w:val="1"/>')
        elif second:
            body += paragraph(pieces(second[1]), '<w:pStyle w:val="2"/>')
        else:
            body += paragraph(pieces(line), '<w:pStyle w:val="a3"/>' if index == 0 else "")
    package("numbered.docx", {"document": document(body), "styles": STYLES, "numbering": NUMBERING})


def python_docx():
    made = docx.Document()
    for index, line in enumerate(lines("qinghe-2024.txt")):
        if index == 0:
            made.add_paragraph(line, style="Title")
        elif re.match(r"[一二三四五六七八九十]+、", line):
            made.add_paragraph(line, style="Heading 1")
        elif re.match(r"（[一二三四五六七八九十]+）", line) and len(line) < 40:
            made.add_paragraph(line, style="Heading 2")
        else:
            made.add_paragraph().add_run(line).font.name = "仿宋_GB2312"
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        made.save(file.name)
        with zipfile.ZipFile(file.name) as old, zipfile.ZipFile(HERE / "python-docx.docx", "w") as new:
            for entry in old.infolist():
                # The template's thumbnail is no use here.
                text = re.sub(rb'<Relationship [^>]*thumbnail[^>]*/>', b"", old.read(entry))
                if not entry.filename.startswith("docProps/thumbnail"):
                    new.writestr(zipfile.ZipInfo(entry.filename), text, zipfile.ZIP_DEFLATED)


def libreoffice():
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", "docx", "--outdir", folder, str(HERE / "typed.docx")]
        subprocess.run(command, check=True, capture_output=True)
        with zipfile.ZipFile(f"{folder}/typed.docx") as old, zipfile.ZipFile(HERE / "libreoffice.docx", "w") as new:
            for entry in old.infolist():
                new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry), zipfile.ZIP_DEFLATED)


def cell(*paragraphs):
    return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def box(text):
    content = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox xmlns:v=\"urn:schemas-microsoft-com:vml\">{content}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code, result):
    mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    return f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{mark('separate')}{run(result)}{mark('end')}"


WHO = 'w:author="审稿人" w:date="2025-01-06T09:00:00Z"'


def features():
    """One of each thing that a document can hold beside plain paragraphs."""
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + paragraph(run("目录"))
        + paragraph(field("TOC", "一、主要举措和成效\t1"), '<w:pStyle w:val="10"/>')
        + "</w:sdtContent></w:sdt>"
    )
    revisions = paragraph(
        run("全年办理案件")
        + f'<w:del w:id="1" {WHO}><w:r><w:delText>36</w:delText></w:r></w:del><w:ins w:id="2" {WHO}>{run("38")}</w:ins>'
        + run("件，")
        + f'<w:moveFrom w:id="3" {WHO}>{run("调解纠纷")}</w:moveFrom><w:moveTo w:id="4" {WHO}>{run("化解矛盾")}</w:moveTo>'
        + f'<w:r><w:rPr><w:b/><w:rPrChange w:id="5" {WHO}><w:rPr/></w:rPrChange></w:rPr><w:t>12起</w:t></w:r>',
        f'<w:rPr><w:del w:id="6" {WHO}/></w:rPr>',
    )
    body = (
        paragraph(run("青禾镇2024年法治政府建设年度报告"), '<w:pStyle w:val="a3"/>')
        + contents
        + paragraph(run("主要举措和成效") + box("内部资料"), '<w:pStyle w:val="1"/>')
        + paragraph(run("加强领导"), '<w:pStyle w:val="2"/>')
        + revisions
        + paragraph(run("，全部办结。"))
        + paragraph(
            '<w:commentRangeStart w:id="0"/>'
            + run("召开会议4次")
            + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
            + run("（草稿）", "<w:vanish/>")
            + run("，学习A&B两项<规定>")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + '<w:r><w:t> 。 </w:t><w:tab/><w:sym w:font="Wingdings" w:char="F0FE"/><w:noBreakHyphen/><w:t>甲</w:t><w:softHyphen/></w:r><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf06e</w:t></w:r><w:r><w:br/><w:t>乙</w:t></w:r>'
            + '<w:r><w:endnoteReference w:id="3"/></w:r>'
        )
        + paragraph(
            f'<w:hyperlink r:id="rId99">{run("链接")}</w:hyperlink><w:fldSimple w:instr="DATE">{run("2025年")}</w:fldSimple>'
            + field("PAGE", "7")
            + '<w:r><w:ruby><w:rt><w:r><w:t>zhen</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>镇</w:t></w:r></w:rubyBase></w:ruby></w:r>'
            + '<w:smartTag w:element="a"><w:r><w:t><![CDATA[<原样>]]></w:t></w:r></w:smartTag><w:r><w:t>&#x4E94;&#19978;\n行</w:t></w:r>'
        )
        + "<w:tbl><w:tblPr/><w:tblGrid/>"
        + row(cell(paragraph(run("事项"))), cell(paragraph(run("数量"))))
        + row(cell(paragraph(run("调解"))), cell(paragraph(run("12起"))))
        + row(cell(paragraph(run("删去的行"))), cell(paragraph(run("9"))), properties=f'<w:trPr><w:del w:id="7" {WHO}/></w:trPr>')
        + row(cell(paragraph(run("做法"))), cell(paragraph(run("第一段。")), paragraph(run("第二段。"))))
        + "</w:tbl>"
        + paragraph(run("规范执法"), '<w:pStyle w:val="2"/>')
        + paragraph(run("条目甲"), '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>')
        + paragraph("", '<w:jc w:val="center"/>')
        + paragraph(run("下一年度安排"), '<w:pStyle w:val="1"/>')
        + paragraph(run("不编号的标题"), '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph(run("青禾镇人民政府"))
        + paragraph(run("2025年1月9日"))
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="first" r:id="rId6"/><w:footerReference w:type="default" r:id="rId7"/></w:sectPr>'
    )
    note = lambda kind, own, text: (
        f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:type="separator" w:id="0">{paragraph("<w:r><w:separator/></w:r>")}</w:{kind}>'
        f'<w:{kind} w:id="{own}">{paragraph("<w:r><w:" + kind + "Ref/></w:r>" + run(text))}</w:{kind}></w:{kind}s>'
    )
    parts = {
        "document": document(body),
        "styles": STYLES,
        "numbering": NUMBERING,
        "footnotes": note("footnote", 2, "规定见附件。"),
        "endnotes": note("endnote", 3, "数据截至2024年底。"),
        "header1": f'<w:hdr xmlns:w="{W}">{paragraph(run("青禾镇文件"))}</w:hdr>',
        "header2": f'<w:hdr xmlns:w="{W}">{paragraph(run("青禾镇文件"))}</w:hdr>',
        "footer1": f'<w:ftr xmlns:w="{W}">{paragraph(run("— ") + field("PAGE", "1") + run(" —"))}</w:ftr>',
        "comments": f'<w:comments xmlns:w="{W}"><w:comment w:id="0" {WHO} w:initials="审">{paragraph(run("请核实"))}</w:comment></w:comments>',
    }
    package("features.docx", parts)


def strict():
    """Strict names under another prefix, without styles."""
    body = "".join(f"<x:p><x:r><x:t>{line}</x:t></x:r></x:p>" for line in ["青禾镇2024年法治政府建设年度报告", "一、主要举措和成效"])
    text = f'<x:document xmlns:x="{STRICT_W}"><x:body>{body}</x:body></x:document>'
    package("strict.docx", {"document": text}, STRICT_R)


def waived():
    """Comments that waive findings, well written and not, beside one that says something else."""
    said = []

    def on(text, words):
        number = len(said)
        said.append(words)
        mark = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        if not text:
            return mark
        return f'<w:commentRangeStart w:id="{number}"/>{run(text)}<w:commentRangeEnd w:id="{number}"/>{mark}'

    body = (
        paragraph(on("青禾镇2024年法治政府建设年度报告", ["Hegui：allow-file missing-date，missing-signature 由县里统一制发"]))
        + paragraph(run("一、主要举措和成效"))
        + paragraph(
            run("全年开展宣传")
            + on("若干场", ["hegui: allow vague-quantity", "县里统一口径，A&B两组"])
            + run("，发放资料若干份。")
            + on("", ["hegui: allow relative-year 用不到"])
        )
        + paragraph(on("全镇办理信访若干件。", ["hegui: allow vague-quantity"]) + on("其中", ["请核实"]) + run("若干件已办结。"))
        + paragraph(on("二、存在的不足和原因", ["hegui: allow vague-quantty 县里统一口径"]))
        + paragraph(on("", ["hegui: allow vague-quantity 村里没有台账"]) + run("纠纷若干件未结，主要因为人员少。"))
    )
    comments = "".join(
        f'<w:comment w:id="{number}" {WHO} w:initials="审">{"".join(paragraph(pieces(line)) for line in words)}</w:comment>'
        for number, words in enumerate(said)
    )
    package("waived.docx", {"document": document(body), "comments": f'<w:comments xmlns:w="{W}">{comments}</w:comments>'})


if __name__ == "__main__":
    typed()
    numbered()
    python_docx()
    libreoffice()
    features()
    strict()
    waived()
