import NotebookFormat
import Testing

@Suite("Numbers of a column")
struct NumberColumnTests {
  @Test(
    "have the same decimals where they are of like size, and read like the same numbers in prose where they are not")
  func columns() {
    #expect(NumberText.column([.number(20.371234), .number(6.79), .missing]) == ["20.3712", "6.7900", "–"])
    #expect(NumberText.column([.number(0.05), .number(0.1)]) == ["0.05", "0.10"])
    #expect(NumberText.column([.number(1000.5), .number(1e-5)]) == ["1000.5", NumberText.text(1e-5)])
    #expect(NumberText.column([.number(-0.25), .number(2), .number(0)]) == ["−0.25", "2.00", "0.00"])
    #expect(NumberText.column([.number(.nan), .number(1), .text("2×2"), .integer(-3)]) == ["NaN", "1", "2×2", "−3"])
    #expect(NumberText.column([]).isEmpty)
  }

  @Test("name the value with at most six digits wherever they stand")
  func agreement() throws {
    for number in [0.1 + 0.2, 123_456_789, 1e-7, 0.000123456, 99999.6, 12345.678, 20.371234, -2.5] {
      #expect(NumberText.column([.number(number)]).count == 1)
      let column = try #require(NumberText.column([.number(number)]).first)
      let prose = NumberText.text(number)
      let (a, b) = (Double(column.replacing("−", with: "-")), Double(prose.replacing("−", with: "-")))
      if let a, let b { #expect(abs(a - b) <= 1e-5 * abs(number)) } else { #expect(column == prose) }
    }
  }
}
