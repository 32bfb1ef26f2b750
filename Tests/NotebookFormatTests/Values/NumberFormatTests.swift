import NotebookFormat
import Testing

@Suite("Number formats")
struct NumberFormatTests {
  @Test(
    "numbers are written as C would",
    arguments: [
      ("%.3g", 1234.5, "1.23e+03"), ("%.2f", 2.005, "2.00"), ("%d", 2.6, "3"), ("%+.1e", 0.0, "+0.0e+00"),
      ("%6.1f|", 3.14, "   3.1|"), ("%-6.1f|", 3.14, "3.1   |"), ("%.1f %%", 12.34, "12.3 %"), ("%g", .infinity, "inf"),
      ("%s", 0.1, "0.1"), ("%d", 1e300, "1" + String(repeating: "0", count: 300)), ("%x", 255, "ff"),
    ])
  func numbers(format: String, number: Double, text: String) throws {
    let result = try NumberFormat(format).text(number)
    if number == 1e300 { #expect(result.count == 301) } else { #expect(result == text) }
  }

  @Test("text takes %s only")
  func text() throws {
    #expect(try NumberFormat("<%s>").text("a") == "<a>")
    #expect(try NumberFormat("%.2s").text("abc") == "ab")
    #expect(try NumberFormat("%d").text("a") == nil)
  }

  @Test("other formats are refused", arguments: ["", "%", "%%", "%d%d", "%n", "%*d", "%ld", "%.123f", "%123d", "%p"])
  func refused(format: String) {
    #expect(throws: NumberFormat.Mistake.self) { try NumberFormat(format) }
  }

  @Test(
    "numbers in prose have real minus signs and powers of ten",
    arguments: [
      ("-1.5e-07", "−1.5×10⁻⁷", "-1.5 \\times 10^{-7}"), ("inf", "∞", "\\infty"), ("-inf", "−∞", "-\\infty"),
      ("12", "12", "12"), ("2024-01-02", "2024-01-02", "\\text{2024-01-02}"), ("a_b", "a_b", "\\text{a\\_b}"),
      ("12.3 %", "12.3 %", "12.3\\text{ \\%}"),
    ])
  func typeset(plain: String, text: String, tex: String) {
    #expect(NumberText.typeset(plain) == text)
    #expect(NumberText.tex(plain) == tex)
  }

  @Test("a number without a format has at most six digits")
  func plain() {
    #expect(NumberText.text(0.1 + 0.2) == "0.3")
    #expect(NumberText.text(2) == "2")
    #expect(NumberText.text(1e-9) == "1×10⁻⁹")
    #expect(NumberText.text(-0.25) == "−0.25")
  }
}
