import Testing

@testable import NotebookReport

@Suite("The style without what a page does not have")
struct ReducedStyleTests {
  @Test("A page that has everything has the whole style")
  func everything() {
    let classes = Stylesheet.base.matches(of: #/\.([a-z-]+)/#).map { String($0.1) }.joined(separator: " ")
    #expect(Stylesheet.reduced(to: HTML("<p class=\"\(classes)\">")) == Stylesheet.base)
  }

  @Test("A page without callouts has no rule for them, and one with them all")
  func callouts() {
    func rules(_ style: String) -> [Substring] { style.split(separator: "\n").filter { $0.hasPrefix(".callout") } }
    let all = rules(Stylesheet.base)
    #expect(all.count >= 4)
    #expect(rules(Stylesheet.reduced(to: HTML("<p class=\"fine\">"))).isEmpty)
    let every = HTML("<p class=\"callout tip warning statement proof\"><b class=\"callout-title\">")
    #expect(rules(Stylesheet.reduced(to: every)) == all)
  }

  @Test(
    "What a site or a preview adds to a finished page keeps its style",
    arguments: ["site", "around", "failure", "failure-title", "fine", "no", "status", "tools", "skip", "code-box"])
  func added(_ name: String) throws {
    let selector = try Regex("\\.\(name)(?![a-z-])")
    #expect(Stylesheet.reduced(to: "").matches(of: selector).count == Stylesheet.base.matches(of: selector).count)
  }

  @Test("Braces match, so that no rule takes the next one with it")
  func braces() {
    let style = Stylesheet.reduced(to: "")
    #expect(style.count { $0 == "{" } == style.count { $0 == "}" })
    #expect(style.utf8.count < Stylesheet.base.utf8.count - 1000)
  }
}
