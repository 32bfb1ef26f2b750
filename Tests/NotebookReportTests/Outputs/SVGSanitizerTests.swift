import Testing

@testable import NotebookReport

@Suite("Drawings")
struct SVGSanitizerTests {
  private func clean(_ svg: String) -> String? {
    SVGSanitizer(idPrefix: "p-", width: 10, height: 20).clean(svg)
  }

  @Test("A drawing keeps its shapes, and its ids get a prefix")
  func kept() {
    #expect(
      clean(
        """
        <?xml version="1.0"?><!-- made --><svg xmlns="http://www.w3.org/2000/svg" width="9pt" viewBox="0 0 1 2"><defs>\
        <clipPath id="figure-c"><rect width='1' height="2"/></clipPath></defs><g clip-path="url(#figure-c)">\
        <use href="#figure-c"/><text fill="var(--plot-ink, #123456)">a &lt; b &#233;</text></g></svg>
        """)
          == """
          <svg width="10" height="20" viewBox="0 0 1 2"><defs><clipPath id="p-c"><rect width="1" height="2"/></clipPath>\
          </defs><g clip-path="url(#p-c)"><use href="#p-c"/><text fill="var(--plot-ink, #123456)">a &lt; b é</text></g>\
          </svg>
          """)
  }

  @Test(
    "What acts or loads is dropped",
    arguments: [
      "<script>alert(1)</script>", "<style>*{}</style>", "<foreignObject><p>x</p></foreignObject>",
      "<a href=\"javascript:alert(1)\"/>", "<g onclick=\"alert(1)\" style=\"x\"/>", "<image href=\"http://x/y.png\"/>",
      "<use href=\"other.svg#a\"/>", "<rect fill=\"url(http://x)\"/>", "<rect fill=\"URL(#a) url(http://x)\"/>",
      "<animate attributeName=\"href\" to=\"javascript:x\"/>", "<set/>", "<image href=\"data:text/html,x\"/>",
      "<g xmlns:x=\"http://x\" class=\"banner\"/>", "<SCRIPT>x</SCRIPT>", "<svg:script>x</svg:script>",
      "<rect fill=\"u&#114;l(http://x)\"/>", "<rect fill=\"image-set('http://x')\"/>",
    ])
  func dropped(_ piece: String) throws {
    let result = try #require(clean("<svg>\(piece)</svg>"))
    for word in ["script", "style", "http", "alert", "on", "class", "animate", "foreign", "<a", "text/html", "other"] {
      #expect(!result.dropFirst(45).lowercased().contains(word), "\(result)")
    }
  }

  @Test(
    "What is not one well-formed drawing is refused",
    arguments: [
      "", "text", "<p/>", "<svg>", "<svg></g></svg>", "<svg/><svg/>", "<svg a=b/>", "<svg><g></svg>", "<svg",
      "<svg a=\"",
      "<svg><![CDATA[x]]></svg>", "<svg><!-- </svg>",
    ])
  func refused(_ svg: String) { #expect(clean(svg) == nil) }
}
