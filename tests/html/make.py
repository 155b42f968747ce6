"""Writes the web pages beside this script, in the styles of new and of old government sites. They are committed; tests do not run this.

    python tests/html/make.py
"""

import html
import re
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"


def lines(name):
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip()]


def marked(line):
    """As editors in browsers leave text: references for marks, spans where the script changes."""
    line = html.escape(line, quote=False).replace("“", "&ldquo;").replace("”", "&rdquo;").replace("—", "&mdash;")
    return re.sub(r"\d+(?:\.\d+)?%?", lambda found: f'<span lang="EN-US">{found[0]}</span>', line)


def new_site():
    own = lines("shiqiao-2024.txt")
    title = own[0]
    body = ""
    for line in own[1:]:
        if re.match(r"[一二三四五六七八九十]+、", line):
            body += f'<p style="text-indent: 2em;"><strong><span style="font-family: 黑体;">{marked(line)}</span></strong></p>\n'
        else:
            body += f'<p style="text-indent: 2em;">\n<span style="font-size: 16pt;">{marked(line)}</span>\n</p>\n'
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="SiteName" content="云岭县人民政府">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2025-02-18 09:12">
<title>{title}_云岭县人民政府</title>
<link rel="stylesheet" href="/css/main.css">
<script>var site = {{ name: "云岭县人民政府", text: "<p>不是正文。</p>" }};</script>
<style>.nav li {{ float: left }}</style>
</head>
<body>
<div class="top"><a href="/wza">无障碍</a> | <a href="/login">登录</a> | <a href="/big5">繁體</a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/bsfw">办事服务</a></li><li><a href="/hdjl">互动交流</a></li></ul></div>
<form action="/search"><input type="text" value="请输入关键字"><button>搜索</button></form>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/fzzf">法治政府建设</a></div>
<div class="article">
<h1 class="article-title">{title}</h1>
<div class="article-info">
<span>发布时间：2025-02-18 09:12</span> <span>信息来源：石桥乡</span> <span>浏览次数：<i id="hits">128</i></span>
<span>字体：【<a href="javascript:;">大</a> <a href="javascript:;">中</a> <a href="javascript:;">小</a>】</span> <a href="javascript:print()">打印</a>
</div>
<div class="TRS_Editor" id="zoom">
{body}</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<ul class="related"><li><a href="/a">石桥乡召开法治建设推进会，部署全年工作</a></li><li><a href="/b">云岭县开展执法检查，规范执法行为。</a></li></ul>
</div>
<div class="links"><select><option>--国家部委网站--</option><option>司法部</option></select></div>
<div class="footer"><p>主办：云岭县人民政府办公室　技术支持：云岭县大数据中心</p><p>网站标识码：3300000000　浙公网安备00000000号</p></div>
</body>
</html>
"""


def old_site():
    """Tables for layout, tags that are not closed, the title inside, in GBK with line ends of Windows."""
    own = lines("qinghe-2024.txt")
    body = "".join(f"<P>&nbsp;&nbsp;&nbsp; {html.escape(line, quote=False)}\n" for line in own[1:10]) + "<P>"
    body += "".join(f"　　{html.escape(line, quote=False)}<BR>\n" for line in own[10:-2])
    page = f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">
<TITLE>青禾镇</TITLE></HEAD>
<BODY>
<TABLE WIDTH=1000><TR><TD><A HREF=index.asp>首页</A>|<A HREF=news.asp>镇情动态</A>|<A HREF=gk.asp>信息公开</A>|<A HREF=ly.asp>镇长信箱</A></TD></TR></TABLE>
<TABLE WIDTH=1000><TR><TD WIDTH=200 VALIGN=top>
<TABLE><TR><TD><A HREF=1.asp>关于做好防汛工作的通知</A></TD></TR><TR><TD><A HREF=2.asp>青禾镇开展植树活动</A></TD></TR></TABLE>
</TD><TD>
<TABLE><TR><TD ALIGN=center><FONT SIZE=5><B>{own[0]}</B></FONT></TD></TR>
<TR><TD ALIGN=center>发布日期：2025-2-12　作者：党政办　点击数：36　【字体：<A HREF=#>大</A> <A HREF=#>中</A> <A HREF=#>小</A>】</TD></TR>
<TR><TD><FONT SIZE=3>{body}
<DIV ALIGN=right>{own[-2]}</DIV>
<DIV ALIGN=right>{own[-1]}</DIV></FONT></TD></TR>
<TR><TD>上一篇：<A HREF=3.asp>青禾镇2025年工作要点</A><BR>下一篇：没有了</TD></TR>
<TR><TD><A HREF=#>【打印】</A> <A HREF=#>【关闭窗口】</A></TD></TR></TABLE>
</TD></TR></TABLE>
<CENTER>青禾镇人民政府主办　<!-- 计数器 --></CENTER>
</BODY></HTML>
"""
    return page.replace("\n", "\r\n")


(HERE / "new-site.html").write_text(new_site(), encoding="utf-8")
(HERE / "old-site.html").write_bytes(old_site().encode("gb18030"))
