import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("Pages in a preview")
struct PreviewPageTests {
  private static let notebook = NotebookParser().parse(
    source: "//| title: A </head><body> title\n//: Words with </body> and content=\"default-src *\".\nlet x = 1\n",
    path: "A.swift"
  ).notebook
  private static let report = HTMLReport(notebook, Recording()).page().html

  private func state(_ problems: [PreviewProblem] = []) -> PreviewState {
    PreviewState(name: "A", version: "v-1", words: "up to date", problems: problems, source: "let x = 1\nlet y = é")
  }

  private func policy(_ page: String) throws -> String {
    String(try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1)
  }

  @Test("without what the preview adds, the page is the report byte for byte, but for its policy")
  func sameBytes() throws {
    let state = state()
    var shown = PreviewPage(report: Self.report).html(state)
    for added in [
      "<style>\(PreviewStyle.text)</style>\n", "\(state.html.text)\n<script>\(PreviewScript.text)</script>\n",
    ] {
      #expect(shown.ranges(of: added).count == 1)
      shown = shown.replacing(added, with: "")
    }
    #expect(shown != Self.report)
    #expect(try shown.replacing(policy(shown), with: policy(Self.report)) == Self.report)
  }

  @Test("the policy allows asking the preview itself, its one style and one script by hash, and nothing else more")
  func extendedPolicy() throws {
    let old = try policy(Self.report)
    let new = PreviewPage.extended(old)
    func rules(_ policy: String) -> [String: [String]] {
      let rows: [[String]] = policy.split(separator: ";").map { $0.split(separator: " ").map { String($0) } }
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Array($0.dropFirst())) })
    }
    let (before, after) = (rules(old), rules(new))
    #expect(Set(after.keys) == Set(before.keys).union(["connect-src"]))
    #expect(after["connect-src"] == ["'self'"])
    for (name, values) in before {
      let added = Set(after[name] ?? []).subtracting(values)
      let expected: Set<String> =
        switch name {
        case "script-src": [SecurityPolicy.source(PreviewScript.text)]
        case "style-src": [SecurityPolicy.source(PreviewStyle.text)]
        default: []
        }
      #expect(added == expected, "\(name)")
      #expect(Set(values).isSubset(of: after[name] ?? []))
    }
    #expect(!new.contains("unsafe") && !new.contains("*"))
    #expect(!Self.report.contains("connect-src"))
  }

  @Test("a problem is told with its place, the line, a caret and what to do, and nothing of it can act in the page")
  func problems() {
    let html = PreviewPage(report: Self.report).html(
      state([
        PreviewProblem(message: "wrong <b>", line: 2, column: 9, fix: "write <i>"),
        PreviewProblem(isError: false, message: "odd", details: "<script>alert(1)</script>"),
      ]))
    #expect(html.contains("1 error, 1 warning"))
    #expect(html.contains(".swift:2:9: wrong &lt;b&gt;"))
    #expect(html.contains("2 | let y = é\n  |         <span class=\"caret\">^</span>"))
    #expect(html.contains("<b>fix:</b> write &lt;i&gt;"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(!html.contains("<script>alert"))
  }

  @Test("a page that waits and the list of all can be followed like any other")
  func otherPages() {
    let index = PreviewPage.index([
      PreviewPage.Entry(name: "A&B", title: "T<", path: "/A&B/", words: "waiting")
    ]).html(PreviewState(name: "", version: "v-0", words: "1 notebook"))
    #expect(index.contains("<a href=\"/A&amp;B/\">T&lt;</a>") && index.contains("data-row=\"A&amp;B\""))
    for page in [index, PreviewPage.waiting(for: "A").html(state())] {
      #expect(page.contains("connect-src 'self'"))
      #expect(page.contains("<script>\(Script.text)</script>"))
      #expect(page.contains("id=\"preview\""))
    }
  }
}
