"""List phrases of pages that are no sentence of a story: headings that lead elsewhere, labels, and offers."""

from __future__ import annotations

import re

ELSEWHERE = re.compile(
    r"(?:more|related|recommended|most|trending|popular|latest)(?: [\w&'’.-]+){0,2}:?|(?:more|see) (?:from|on|in|at|about) .{1,40}"
    r"|(?:what to|further) read(?:ing)?.{0,20}|you (?:may|might) (?:also|like).{0,30}"
    r"|(?:about the )?authors?|topics|tags|(?:\d+ )?(?:reader )?comments?.{0,8}|leave a (?:reply|comment).{0,10}|up next|top stories"
    r"|editor['’]?s['’]? picks?|share this.{0,20}|sign up.{0,60}|subscribe.{0,60}|join the (?:conversation|discussion)|newsletters?"
    r"|contact us|follow us.{0,30}|read (?:more|next|also).{0,30}"
    r"|(?:mehr|weitere|verwandte)(?: [\w-]+){0,3}:?|lesen sie auch.{0,30}|kommentare.{0,12}|(?:à )?lire aussi.{0,20}|voir aussi.{0,20}"
    r"|sur le même sujet|leia (?:também|mais).{0,20}|lea también.{0,20}|te puede interesar.{0,20}|noticias relacionadas"
    r"|leggi anche.{0,20}|lees ook.{0,20}|läs (?:också|mer).{0,20}|powiązane.{0,20}|zobacz (?:też|także).{0,20}|czytaj (?:też|także|więcej).{0,20}"
    r"|читайте также.{0,20}|関連記事.{0,10}|相关(?:新闻|阅读|文章).{0,6}|관련 ?기사.{0,10}",
    re.IGNORECASE,
)  # fmt: skip
"""Headings that lead to other stories or out of the story."""

AWAY = re.compile(
    r"(?:also )?read(?: (?:more|next|also|this))?\b.{0,30}|watch(?: (?:more|live|now))?:?|see also:?|listen(?: to.{0,30})?|advertisement|ad"
    r"|anzeige|werbung|publicidad|publicité|pubblicità|publicidade|reklama|реклама|広告|广告|loading\.*|share(?: this.{0,20})?|print|e-?mail|save"
    r"|copy link|link copied!?|story continues below.{0,40}|article continues below.{0,40}|scroll to continue.{0,20}|skip (?:ad|past).{0,40}"
    r"|embed|sharing is caring!?|save (?:this )?(?:story|article)|\d(?:[.,]\d{1,2})? ?x|(?:\d{1,3} min(?:ute)?s? read|read(?:ing)? time.{0,20}"
    r"|lesezeit.{0,20}|temps de lecture.{0,20}|tempo d[ei] lettura.{0,20}|tempo de leitura.{0,20}|tiempo de lectura.{0,20})"
    r"|(?:artikel anhören|listen to (?:this )?article|écouter (?:l['’])?article|escuchar (?:el )?artículo).{0,30}"
    r"|,? ?opens (?:in )?(?:a )?new (?:tab|window).{0,10}|view comments.{0,20}|open image in gallery.{0,20}|image (?:source|caption),?.{0,40}",
    re.IGNORECASE,
)  # fmt: skip
"""Short lines that are no sentence of a story."""

LABELLED = re.compile(
    r"(?:related|read (?:more|also|next|this)|see also|also|more on this|watch|mehr dazu|mehr zum thema|lesen sie auch|lea (?:también|más)"
    r"|leia (?:também|mais)|(?:à )?lire aussi|leggi anche|lees ook|läs också|czytaj też|читайте также|関連記事|相关阅读)\s*[:|–—>»-]",
    re.IGNORECASE,
)  # fmt: skip
"""How a line begins that leads to another story, where most of it is a link."""

OFFER = re.compile(
    r"(?:already (?:a|have).{0,60}(?:subscri|account|member)|(?:to )?(?:continue|keep) reading.{0,100}(?:subscri|sign|log|regist|free)"
    r"|(?:please )?(?:subscribe|sign up|log ?in|register)\b.{0,120}(?:continue|read|newsletter|inbox|free|unlimited|account|access)"
    r"|unlock (?:this|the (?:full|whole)) (?:article|story|piece|content)\b.{0,100}"
    r"|this (?:article|story|content) is exclusive (?:to|for) .{0,40}(?:subscri|member).{0,30}"
    r"|become a (?:.{0,20} )?(?:subscriber|member)\b.{0,60}(?:unlock|read|continue|access).{0,60}"
    r"|was this (?:newsletter|e-?mail) (?:forwarded|sent) to you.{0,80}|(?:not yet|are you) a (?:subscriber|member).{0,80}"
    r"|this (?:article|story|content) is (?:for|only|reserved|available).{0,60}subscri|get (?:our|the) .{0,60}newsletter"
    r"|cet article est réservé.{0,60}|(?:dieser|weiterlesen|jetzt).{0,60}(?:abo|abonnenten|registrieren|anmelden)\b.{0,60}"
    r"|este (?:artículo|contenido) es (?:exclusivo|solo).{0,60}suscriptor.{0,30}|.{0,30}(?:この記事|残り|続きを読む|続きは).{0,40}(?:会員|文字|登録|有料).{0,40}"
    r"|.{0,30}(?:订阅|登录|会员).{0,20}(?:阅读|全文|查看).{0,20}).{0,200}",
    re.IGNORECASE,
)  # fmt: skip
"""What sells the page instead of telling the story."""

DATE_ALONE = re.compile(r"\W{0,2}(?=.{0,40}(?:19|20)\d\d)\d[^.!?]{5,45}")
"""A line that begins with a number and holds a year: a date as pages print it by itself."""

PLACEHOLDER = re.compile(r"\W{0,3}lorem ipsum\b", re.IGNORECASE)
"""How text begins that a template has where no one wrote any."""
