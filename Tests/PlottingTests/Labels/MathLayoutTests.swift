import Testing

@testable import Plotting

@Suite("Formulas in labels")
struct MathLayoutTests {
  private let measurer = ApproximateTextMeasurer()
  private let font = Font(size: 100)

  private func set(_ label: LabelText) -> TypesetText { measurer.typeset(label, font: font) }

  private func run(_ text: String, in typeset: TypesetText) throws -> TypesetText.Run {
    try #require(typeset.runs.first { $0.text == text }, "\(typeset.runs.map(\.text))")
  }

  /// What the letters of a run cover.
  private func box(_ run: TypesetText.Run) -> Scene.Rectangle {
    let shape = GlyphShape(run.text, slant: run.font.slant)
    let (top, bottom) = (run.y - shape.ascent * run.font.size, run.y + shape.descent * run.font.size)
    return Scene.Rectangle(x: run.x, y: top, width: run.width, height: bottom - top)
  }

  @Test("Words alone are one run as wide as measured, and nothing is raised")
  func words() {
    let text = set("batch size")
    #expect(text.runs.count == 1 && text.shapes.isEmpty)
    #expect(text.width == measurer.width(of: "batch size", font: font))
    #expect(text.ascent == 76 && text.descent == 23)
  }

  @Test("Letters are slanted; digits, signs, capital Greek and names of functions are not")
  func slants() throws {
    let text = set(#"$x\eta\Gamma 2+\max\mathrm{d}$"#)
    for run in text.runs {
      #expect((run.font.slant == .italic) == ["x", "η"].contains(run.text), "\(run.text)")
    }
    #expect(try run("B", in: set(#"$\mathbf{B}$"#)).font.weight == .bold)
  }

  @Test("Widths of formulas one after the other add up")
  func additive() {
    for (first, second) in [("$a+b$", " and "), (#"$\frac{1}{2}$"#, "$W_1$"), (#"of "#, #"$\sqrt{x}$"#)] {
      let whole = set(LabelText(first + second)).width
      #expect(abs(whole - set(LabelText(first)).width - set(LabelText(second)).width) < 1e-9)
    }
  }

  @Test("Binary signs and relations have room around them, signs of a number and scripts have none")
  func spacing() {
    func room(_ formula: String) -> Double {
      let text = set(LabelText("$\(formula)$"))
      return text.width - text.runs.reduce(0) { $0 + $1.width }
    }
    #expect(room("1+2") > 0)
    #expect(room("1=2") > room("1+2"))
    #expect(abs(room("-1")) < 1e-9)
    #expect(abs(room("(-1)")) < 1e-9)
    #expect(abs(room("1<-1") - room("1<1")) < 1e-9)
    #expect(room(#"1\quad 2"#) - room("1 2") == 100)
    let script = set("$1^{2+3}$")
    #expect(abs(script.width - script.runs.reduce(0) { $0 + $1.width }) < 1e-9)
  }

  @Test("Scripts are smaller, stand above and below the line, and do not touch each other")
  func scripts() throws {
    let text = set("$W_1^2$")
    let (low, high) = try (run("1", in: text), run("2", in: text))
    #expect(low.font.size < 100 && low.font.size == high.font.size)
    #expect(low.y > 0 && high.y < 0)
    #expect(high.x > low.x, "an upper script clears the slanted letter, a lower one moves under it")
    #expect(!box(low).intersects(box(high)))
    let nested = set("$x^{y^z}$")
    #expect(try run("z", in: nested).font.size < run("y", in: nested).font.size)
    #expect(try run("z", in: nested).y < run("y", in: nested).y)
  }

  @Test("A tick's power of ten is set as the formula of the same meaning")
  func ticks() {
    #expect(set(LabelText("10", raised: "−3")).runs == set("$10^{-3}$").runs)
  }

  @Test("A fraction is centred on the height of the signs, and its parts on its bar")
  func fractions() throws {
    let text = set(#"$\frac{1}{2}$"#)
    let bar = try #require(text.shapes.first)
    let (top, bottom) = (bar.map(\.y).min() ?? 0, bar.map(\.y).max() ?? 0)
    #expect(abs((top + bottom) / 2 + 31.4) < 1e-9)
    let (over, under) = try (box(run("1", in: text)), box(run("2", in: text)))
    #expect(over.maxY < top && under.minY > bottom)
    let middle = ((bar.map(\.x).min() ?? 0) + (bar.map(\.x).max() ?? 0)) / 2
    #expect(abs(over.midX - middle) < 1e-9 && abs(under.midX - middle) < 1e-9)
    #expect(text.ascent >= -over.minY && text.descent >= under.maxY)
  }

  @Test("The bar of a root lies over all of its content, and delimiters grow around a fraction")
  func growing() throws {
    let root = set(#"$\sqrt{x+y}$"#)
    let bar = try #require(root.shapes.last)
    for run in root.runs {
      #expect((bar.map(\.x).min() ?? 0) <= run.x && (bar.map(\.x).max() ?? 0) >= run.x + run.width)
      #expect(box(run).minY > (bar.map(\.y).max() ?? 0))
    }
    #expect(set(#"$\left(x\right)$"#).shapes.isEmpty)
    let tall = set(#"$\left(\frac{1}{2}\right)$"#)
    #expect(tall.shapes.count == 3)
    let fraction = set(#"$\frac{1}{2}$"#)
    let points = tall.shapes.joined().map(\.y)
    #expect((points.min() ?? 0) <= -fraction.ascent + 1e-9 && (points.max() ?? 0) >= fraction.descent - 1e-9)
  }

  static let formulas = [
    #"$\lambda_{\max}(H)$"#, "$g_{W,2}$", "$|f|_{1,p}$", #"$\lVert W_1^*\rVert_2$"#, #"$\frac{2}{\eta}\le\eta^*_2$"#,
    "$10^{-3}$", "$f'(x)=f''$", #"$\sqrt[3]{\frac{2}{\eta}}\,\lVert W_1\rVert_F$"#,
    #"$\hat x+\bar y-\tilde\theta\vec v$"#,
    #"$\left(\frac1n\sum_{i=1}^n \|\nabla_W f(x_i)\|^p\right)^{1/p}$"#, #"$\left\{\frac{a_1^2}{b_{j_k}}\right\}$"#,
    #"$\frac{\frac{1}{2}+x^2}{\sqrt{y}}$"#, #"$\overline{Wx}_1\widehat{abc}^2$"#, #"$T_1F_2V_3r_4f^5K^6Y_7^8$"#,
    #"$\big(x\big)\Big[y\Big]\bigg\{z\bigg\}$"#, #"$\left.\frac{\partial f}{\partial W}\right|_{W^*}$"#,
  ]

  @Test("No two letters of a formula overlap, and all lie inside its box", arguments: formulas)
  func boxes(source: String) {
    let text = set(LabelText(source))
    #expect(LabelText(source).problem == nil)
    let outer = Scene.Rectangle(x: 0, y: -text.ascent, width: text.width, height: text.ascent + text.descent)
    for (index, run) in text.runs.enumerated() {
      #expect(outer.expanded(by: 1e-6).contains(box(run)), "“\(run.text)” of \(source)")
      for other in text.runs[..<index] {
        // A lower script may stand under the end of a slanted letter.
        let mayReach = other.font.slant == .italic && run.y > other.y ? 0.2 * other.font.size : 0.5
        var room = box(other)
        room.width -= mayReach
        #expect(!box(run).expanded(by: -0.5).intersects(room), "“\(run.text)” over “\(other.text)” of \(source)")
      }
    }
    for point in text.shapes.joined() { #expect(outer.expanded(by: 6).contains(point), "\(source)") }
  }

  @Test("Areas turn the same way, so that overlapping ones stay filled", arguments: formulas)
  func orientation(source: String) {
    for shape in set(LabelText(source)).shapes {
      var area = 0.0
      for (index, point) in shape.enumerated() {
        let next = shape[(index + 1) % shape.count]
        area += point.x * next.y - next.x * point.y
      }
      #expect(area > 0)
    }
  }

  @Test("A label is cut between letters and around whole formulas")
  func fitting() {
    let label: LabelText = #"sharpness $\lambda_{\max}(H)$ of the minimum"#
    let full = measurer.width(of: label, font: font)
    var seen = Set<LabelText>()
    for step in 0...60 {
      let width = full * Double(step) / 60
      let cut = measurer.fit(label, font: font, width: width)
      #expect(measurer.width(of: cut, font: font) <= width)
      #expect(["", "sh", "sharpness λ_max(H)"].contains { cut.plain.hasPrefix($0) })
      if cut.plain.contains("λ") { #expect(cut.plain.contains("λ_max(H)")) }
      seen.insert(cut)
    }
    #expect(seen.contains(label) && seen.count > 10)
    #expect(measurer.fit("$abcdefgh$", font: font, width: 120).plain == "…")
  }

  @Test("A title is broken between words, and a formula stays on one line")
  func wrapping() {
    let title: LabelText = #"SGD stays where $\eta \le \frac{2}{\lambda_{\max}}$ holds for long"#
    let lines = measurer.wrap(title, font: Font(size: 14), width: 150, lines: 3)
    #expect(lines.count >= 2)
    #expect(lines.map(\.plain).joined(separator: " ") == title.plain)
    #expect(lines.filter { $0.plain.contains("λ") }.allSatisfy { $0.plain.contains("η ≤ 2/λ_max") })
  }

  @Test("A formula is laid out as it always was")
  func snapshot() {
    func dump(_ label: LabelText) -> String {
      let font = Font(size: 10)
      let text = Scene.Text(
        measurer.typeset(label, font: font), font: font, at: .init(x: 0, y: 0), anchor: .start, paint: .init(.ink))
      return Scene(size: .init(width: 1, height: 1), elements: [.text(text)]).dump.split(separator: "\n")[1].description
    }
    #expect(dump("loss") == "text start 0,0 10 ink “loss”")
    #expect(
      dump(#"$\lambda_{\max}(H)$"#)
        == "text start 0,0 10 ink “λ_max(H)” = “λ” italic 10 0.3,0 | “max” 7.2 6.4,2 | “(” 10 22.7,0 "
        + "| “H” italic 10 26.7,0 | “)” 10 33.7,0")
    #expect(
      dump(#"$\eta \le \frac{2}{n}$"#)
        == "text start 0,0 10 ink “η ≤ 2/n” = “η” italic 10 0,0 | “≤” 10 8.5,0 | “2” 7.2 19.8,-4.8 "
        + "| “n” italic 7.2 19.8,2.5 + 1 shapes")
  }
}
