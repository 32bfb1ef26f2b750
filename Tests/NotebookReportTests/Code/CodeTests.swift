import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("Code on the page")
struct CodeTests {
  @Test("Tokens are read from the library's answer, in any order of their entries")
  func answer() {
    let text = """
      {
        key.syntaxmap: [
          {
            key.kind: source.lang.swift.syntaxtype.keyword,
            key.offset: 0,
            key.length: 3
          },
          {
            key.length: 1,
            key.offset: 8,
            key.kind: source.lang.swift.syntaxtype.number
          },
          {
            key.kind: source.lang.swift.syntaxtype.number,
            key.offset: 90,
            key.length: 10
          }
        ]
      }
      """
    #expect(
      SyntaxHighlighter.tokens(inDescription: text, length: 9) == [
        .init(kind: .keyword, range: 0..<3), .init(kind: .number, range: 8..<9),
      ])
  }

  @Test("The toolchain's library colours code, where it is found")
  func library() {
    guard let tokens = SyntaxHighlighter.tokens(of: "let é = \"a\" // b\n") else { return }
    #expect(tokens.map(\.kind) == [.keyword, .string, .comment])
    #expect(tokens.map(\.range) == [0..<3, 9..<12, 13..<18])
  }

  @Test("A token over several lines colours each of them")
  func severalLines() {
    let source = "let s = \"\"\"\n  <a>\n  \"\"\"\nf(s)"
    let listing = CodeListing(source: source, tokens: [.init(kind: .string, range: 8..<23)])
    let cell = Cell(index: 0, lines: 1...4, code: source)
    #expect(
      listing.html(cell).text == """
        <span class="l" data-n="1">let s = <span class="s">&quot;&quot;&quot;</span>
        </span><span class="l" data-n="2"><span class="s">  &lt;a&gt;</span>
        </span><span class="l" data-n="3"><span class="s">  &quot;&quot;&quot;</span>
        </span><span class="l" data-n="4">f(s)
        </span>
        """)
  }
}
