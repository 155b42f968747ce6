"""Writes the PDF files beside this script. They are committed; tests do not run this.

Needs python-docx, reportlab, pypdf (with cryptography), LibreOffice (`soffice`) and Chromium (`chromium`), and the fonts Noto Serif CJK:

    python tests/pdf/make.py
"""

import html
import io
import re
import subprocess
import tempfile
import zlib
from pathlib import Path

import docx
import pypdf
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
FONT = "Noto Serif CJK SC"


def lines(name):
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip()]


def styled(made, line, size, centred=False, indent=True):
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    run = paragraph.add_run(line)
    run.font.size = Pt(size)
    run.font.name = FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return paragraph


def page_number(paragraph):
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, code in [("— ", None), (None, "PAGE"), (" —", None)]:
        run = paragraph.add_run(text or "")
        if code:
            for kind in ["begin", "end"]:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._element.append(mark)
                if kind == "begin":
                    own = OxmlElement("w:instrText")
                    own.text = code
                    run._element.append(own)


def libreoffice():
    """Set as official documents are, with a running header and page numbers."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.header.paragraphs[0].text = "石桥乡人民政府文件"
    page_number(section.footer.paragraphs[0])
    for index, line in enumerate(lines("shiqiao-2024.txt")):
        is_salutation = line.startswith("县委")
        styled(made, line, 22 if index == 0 else 16, centred=index == 0, indent=not is_salutation)
    with tempfile.TemporaryDirectory() as folder:
        made.save(f"{folder}/libreoffice.docx")
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/libreoffice.docx"]
        subprocess.run(command, check=True, capture_output=True)
        (HERE / "libreoffice.pdf").write_bytes(Path(f"{folder}/libreoffice.pdf").read_bytes())


def broken(line, first, rest):
    """A paragraph in lines of so many full characters; marks that must not begin a line stay on the one before."""
    found, room, width = [""], first, 0
    for piece in re.findall(r"[0-9A-Za-z.%]+|.", line):
        own = sum(0.5 if one < "\x7f" else 1 for one in piece)
        if width + own > room and piece not in "，。、；：？！”》）%":
            found.append("")
            room, width = rest, 0
        found[-1] += piece
        width += own
    return found


def reportlab():
    """A font that is not embedded, named by its encoding; headers and numbers in words."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet = canvas.Canvas(str(HERE / "reportlab.pdf"), pagesize=A4, invariant=True)
    page, row = 0, 99
    for index, line in enumerate(lines("qinghe-2024.txt")):
        if line.startswith("青禾镇人民政府") or re.fullmatch(r"\d+年\d+月\d+日", line):
            pieces, indent = [line], 18
        elif index == 0:
            pieces, indent = [line], 5
        else:
            indent = 0 if line.endswith("：") and len(line) < 12 else 2
            pieces = broken(line, 28 - indent, 28)
        for number, piece in enumerate(pieces):
            if row > 22:
                if page:
                    sheet.showPage()
                page, row = page + 1, 0
                sheet.setFont("STSong-Light", 9)
                sheet.drawString(72, 800, "青禾镇2024年法治政府建设年度报告（公开稿）")
                sheet.drawCentredString(297, 40, f"第 {page} 页")
            sheet.setFont("STSong-Light", 16)
            sheet.drawString(72 + 16 * (indent if number == 0 else 0), 750 - 28 * row, piece)
            row += 1
    sheet.save()


def chromium():
    """Part of a report as a web page, printed: glyphs that are said to be radicals; the font is large, hence not the whole."""
    own = lines("qinghe-2024.txt")
    body = "".join(f"<p>{html.escape(line)}</p>" for line in [own[10], own[11][:150] + "。"] + own[-2:])
    page = (
        f"<!DOCTYPE html><meta charset=utf-8><title>-</title><style>body{{font:16px/1.8 '{FONT}'}}p{{text-indent:2em;margin:0;text-align:justify}}"
        f"h1{{font-size:24px;text-align:center}}</style><h1>{own[0]}</h1>{body}"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(f"{folder}/a.html").write_text(page, encoding="utf-8")
        command = ["chromium", "--headless", "--no-pdf-header-footer", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={folder}/a.pdf", f"file://{folder}/a.html"]
        subprocess.run(command, check=True, capture_output=True)
        (HERE / "chromium.pdf").write_bytes(Path(f"{folder}/a.pdf").read_bytes())


def scanned():
    """Pictures of pages."""
    sheet = canvas.Canvas(str(HERE / "scanned.pdf"), pagesize=A4, invariant=True)
    for _ in range(2):
        sheet.rect(72, 72, 400, 600, fill=1)
        sheet.showPage()
    sheet.save()


def locked():
    """One that opens with a password only, and one that anybody may open but not print."""
    for name, password, algorithm in [("locked.pdf", "秘密".encode().hex(), "AES-256"), ("protected.pdf", "", "AES-128")]:
        made = io.BytesIO()
        sheet = canvas.Canvas(made, pagesize=A4, invariant=True)
        sheet.setFont("STSong-Light", 16)
        sheet.drawString(104, 700, "青禾镇2024年法治政府建设年度报告")
        sheet.save()
        writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(made))
        writer.encrypt(password, "owner", algorithm=algorithm)
        writer.write(HERE / name)


def raw(name, objects):
    """A file of objects from number 1, the first the catalogue; pairs are a dictionary and what its stream holds."""
    made = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        if isinstance(one, tuple):
            packed = zlib.compress(one[1], 9)
            one = f"<< {one[0]} /Filter /FlateDecode /Length {len(packed)} >> stream\n".encode() + packed + b"\nendstream"
        else:
            one = one.encode()
        made += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(places) + 1} /Root 1 0 R >>\n"
    made += head.encode() + f"startxref\n{len(made)}\n%%EOF\n".encode()
    (HERE / name).write_bytes(made)


def shown(text, encoding):
    return f"<{text.encode(encoding).hex()}> Tj"


def features():
    """One of each way in which text can stand on a page."""
    gbk, ucs = "gbk", "utf-16-be"
    codes = {one: index for index, one in enumerate("存在的不足⼀、", 1)}
    identity = "".join(f"{codes[one]:04x}" for one in "⼀、存在的不足")
    to_unicode = "1 begincodespacerange <0000> <ffff> endcodespacerange\n" + f"{len(codes)} beginbfchar\n"
    to_unicode += "".join(f"<{code:04x}> <{one.encode(ucs).hex()}>\n" for one, code in codes.items()) + "endbfchar"
    first = f"""
BT /G 22 Tf 117 700 Td {shown("青禾镇2024年法治政府建设年度报告", gbk)} ET
BT /U 16 Tf 28 TL 104 640 Td {shown("全镇召开会议", ucs)} ET
q 1 0 0 1 200 640 cm BT /S 16 Tf [(1) -20 (2)] TJ ET Q BT /U 16 Tf 216 640 Td {shown("次，", ucs)} {shown("其余各项", ucs)} ET
/Artifact << /Type /Pagination >> BDC BT /U 9 Tf 72 790 Td {shown("页眉不读", ucs)} ET EMC
BT /I 16 Tf 104 612 Td <{identity}> Tj ET
/F Do /L Do
BT 3 Tr /U 16 Tf 104 556 Td {shown("看不见的识别文字", ucs)} ET
BT /U 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm {shown("水印", ucs)} ET
BT /S 16 Tf 104 528 Td (Open \\223Data\\224) Tj 0 -28 Td [(na) 20 (me) -400 (\\001)] TJ ET
BT /U 16 Tf 28 TL 72 444 Td {shown("项目", ucs)} 200 0 Td {shown("件数", ucs)} -200 -28 Td {shown("处罚", ucs)} 200 0 Td (0021) pop ET
BT /U 16 Tf 272 416 Td {shown("21", ucs)} ET
"""
    second = f"0 1 -1 0 595 0 cm BT /U 16 Tf 100 500 Td {shown('横放的一页', ucs)} T* {shown('', ucs)} ET"
    third = f"BT /U 16 Tf 0 1 -1 0 100 100 Tm {shown('竖着画的一页', ucs)} ET"
    resources = "<< /Font << /G 7 0 R /U 8 0 R /I 9 0 R /S 10 0 R >> /XObject << /F 14 0 R /L 15 0 R >> >>"
    composite = "/Type /Font /Subtype /Type0 /BaseFont /SimSun /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000"
    raw(
        "features.pdf",
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 /MediaBox [0 0 595 842] /Resources {resources} >>",
            "<< /Type /Page /Parent 2 0 R /Contents 6 0 R >>",
            "<< /Type /Page /Parent 2 0 R /Contents [12 0 R] /Rotate 90 >>",
            "<< /Type /Page /Parent 2 0 R /Contents 13 0 R >>",
            ("", first.encode("latin-1")),
            f"<< {composite} >>] /Encoding /GBK-EUC-H >>",
            f"<< {composite} >>] /Encoding /UniGB-UTF16-H >>",
            f"<< {composite} >>] /Encoding /Identity-H /ToUnicode 11 0 R >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /uni9752] >> /FirstChar 0 /Widths ["
            + "500 " * 256
            + "] >>",
            ("", to_unicode.encode()),
            ("", second.encode("latin-1")),
            ("", third.encode("latin-1")),
            ("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 104 584]", f"BT /U 16 Tf {shown('表单里的文字', ucs)} ET".encode()),
            ("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", b"/L Do /L Do"),
        ],
    )


def unmapped():
    """Glyphs of which nobody says which characters they are."""
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A >>] >>"
    raw(
        "unmapped.pdf",
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /A 5 0 R >> >> >>",
            ("", b"BT /A 16 Tf 100 700 Td <000100020003> Tj ET"),
            font,
        ],
    )


def bomb():
    """A page that unpacks to far more than any page holds."""
    raw(
        "bomb.pdf",
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
            ("", b"q " * (20 << 20)),
        ],
    )


reportlab()
scanned()
locked()
features()
unmapped()
bomb()
libreoffice()
chromium()
