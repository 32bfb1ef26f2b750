import Foundation
import Testing

@testable import Plotting

@Suite("TeX in labels")
struct TeXParserTests {
  private func problem(_ label: String) -> TeXError? { LabelText(label).problem }

  @Test("A label without a formula is its own plain text")
  func plainText() {
    for text in ["", "loss", "η at B = 16", #"a\b {c} ^_"#, "cost in $", "from $ 5 to 6 $", "$", "$$", "5$ and $6"] {
      #expect(LabelText(text).plain == text)
      #expect(LabelText(text).problem == nil)
      #expect(LabelText(text).onlyText == text)
    }
  }

  @Test("A dollar after a backslash is a dollar, in words and in formulas")
  func dollars() {
    #expect(LabelText(#"cost in \$"#).plain == "cost in $")
    #expect(LabelText(#"\$5 at $\eta$ and \$6"#).plain == "$5 at η and $6")
    #expect(LabelText(#"$x = \$5$"#).plain == "x = $5")
  }

  @Test("Dollars open and close where they do in a notebook's prose")
  func pairs() {
    #expect(LabelText("$a$ or $b$").plain == "a or b")
    #expect(LabelText("between $5 and $6").problem == nil)
    #expect(LabelText("between $5 and $6").plain == "between $5 and $6")
    #expect(LabelText("$x$ costs 3 $").plain == "x costs 3 $")
    #expect(LabelText("a$x$b").parts.count == 3)
  }

  @Test(
    "A formula reads as plain text in words and signs",
    arguments: [
      (#"sharpness $\lambda_{\max}(H)$"#, "sharpness λ_max(H)"), (#"$\lVert W_1\rVert_2$"#, "‖W₁‖₂"),
      (#"$g_{W,2}$"#, "g_(W,2)"), (#"$|f|_{1,p}$"#, "|f|_(1,p)"), (#"$\frac{2}{\eta}$"#, "2/η"),
      (#"$\frac{a+b}{2c}$"#, "(a + b)/(2c)"), (#"$\frac12$"#, "1/2"), ("$10^{-3}$", "10⁻³"), (#"$\eta^*_2$"#, "η₂*"),
      ("$f''(x)$", "f′′(x)"), (#"$X^\top X$"#, "XᵀX"), (#"$\sqrt{2}$"#, "√2"), (#"$\sqrt{\frac{2}{\eta}}$"#, "√(2/η)"),
      (#"$\sqrt[3]{x+1}$"#, "³√(x + 1)"), (#"$a\leq b,c$"#, "a ≤ b, c"), (#"$\max_i x_i$"#, "max_i x_i"),
      (#"$2\log n$"#, "2 log n"), (#"$\operatorname{tr}H$"#, "tr H"), (#"$\hat f$"#, "f\u{302}"),
      (#"$\overline{Wx}$"#, "bar(Wx)"), (#"$\mathbb{R}^d$"#, "ℝ^d"), (#"$\mathcal{L}$"#, "ℒ"),
      (#"$\{x\,|\,x \in A\}$"#, "{x | x ∈ A}"), (#"$\left\|\frac ab\right\|$"#, "‖a/b‖"), (#"$-1$"#, "−1"),
      (#"$p\text{-th moment}$"#, "p-th moment"), (#"$\mathbf{x}^{n+1}$"#, "x^(n+1)"), (#"$\big(x\big)$"#, "(x)"),
    ])
  func plain(source: String, plain: String) {
    #expect(LabelText(source).plain == plain)
    #expect(LabelText(source).problem == nil)
  }

  @Test(
    "An error says what it found and where in the label",
    arguments: [
      (#"a $\foo$"#, TeXError.Reason.unknownCommand(#"\foo"#), 4), (#"$x{y$"#, .unclosedGroup, 3),
      (#"$x}$"#, .unopenedGroup, 3), (#"$\frac{1}$"#, .missingArgument(of: #"\frac"#), 2),
      (#"$x^$"#, .missingArgument(of: "^"), 3), (#"$x^2^3$"#, .doubleScript("^"), 5),
      (#"$x_1_2$"#, .doubleScript("_"), 5), (#"$\left( x$"#, .unpairedDelimiter(#"\left"#), 2),
      (#"$x\right)$"#, .unpairedDelimiter(#"\right"#), 3),
      (#"$\left x\right)$"#, .unknownDelimiter("x", after: #"\left"#), 8),
      ("$50%$", .reservedCharacter("%"), 4), (#"$\sqrt[3{x}$"#, .unclosedGroup, 7), (#"$\text{a$"#, .unclosedGroup, 7),
      (#"ab $x$ cd $\hat$"#, .missingArgument(of: #"\hat"#), 12),
    ])
  func errors(source: String, reason: TeXError.Reason, position: Int) {
    #expect(problem(source) == TeXError(reason, at: position))
    #expect(LabelText(source).onlyText == source)
  }

  @Test("Depth and length are bounded")
  func bounds() {
    func nested(_ depth: Int) -> String {
      "$" + String(repeating: "{", count: depth) + "x" + String(repeating: "}", count: depth) + "$"
    }
    #expect(problem(nested(10)) == nil)
    #expect(problem(nested(500))?.reason == .tooDeep(limit: TeXParser.deepest))
    for command in [#"\hat"#, #"\sqrt"#, #"\mathbf"#, "x^{"] {
      #expect(
        problem("$" + String(repeating: command, count: 200) + "x$")?.reason == .tooDeep(limit: TeXParser.deepest))
    }
    let long = "$" + String(repeating: "x", count: 3000) + "$"
    #expect(problem(long)?.reason == .tooLong(characters: 3002, limit: LabelText.longest))
  }

  @Test("Every command of the tables can be read, and none is in two of them")
  func tables() {
    let tables = [
      TeXCommands.italicLetters, TeXCommands.ordinary, TeXCommands.binary, TeXCommands.relations, TeXCommands.large,
      TeXCommands.opening, TeXCommands.closing,
    ]
    var seen = Set<String>()
    for name in tables.flatMap(\.keys) + TeXCommands.functions + TeXCommands.spaces.keys {
      #expect(seen.insert(name).inserted, "\(name)")
      #expect(problem("$x\\\(name) y$") == nil, "\(name)")
    }
    for name in TeXCommands.accents.keys { #expect(problem("$\\\(name){x}$") == nil, "\(name)") }
  }

  @Test("Every command that the documentation lists can be read")
  func documentation() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let page = try String(contentsOf: root.appending(path: "Documentation/Plots.md"), encoding: .utf8)
    let table = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("`") }
    #expect(table.count > 10)
    var commands = Set<String>()
    for match in table.joined().matches(of: /\\[A-Za-z]+/) { commands.insert(String(match.0)) }
    #expect(commands.count > 150)
    for command in commands where ![#"\left"#, #"\right"#].contains(command) {
      let source =
        command.lowercased().hasPrefix(#"\big"#) && !command.contains("c") ? "\(command)(" : "\(command){x}{y}"
      #expect(problem("$\(source)$") == nil, "\(command)")
    }
  }

  @Test("5,000 random strings of TeX are set or refused, and never more than that")
  func fuzz() {
    var generator = SplitMix64(seed: 7)
    let pieces = [
      "$", "$", "{", "}", "{", "}", "^", "_", "'", "\\", "\\left", "\\right", "(", ")", "|", "[", "]", ".", "\\frac",
      "\\sqrt",
      "\\hat", "\\text", "\\mathbb", "\\mathcal", "\\big", "\\Biggl", "\\max", "\\sum", "\\,", "\\!", "\\ ", "~", " ",
      "x", "W",
      "7", "η", "+", "-", "=", ",", "\\eta", "\\foo", "\\operatorname", "*", "%", "&", "\u{301}", "🙂", "\u{0}", "\n",
      "\\{",
      "\\lVert", "\\limits",
    ]
    let measurer = ApproximateTextMeasurer()
    var refused = 0
    for _ in 0..<5000 {
      let inside = (0..<generator.whole(0...14)).map { _ in pieces[generator.whole(0...(pieces.count - 1))] }.joined()
      let label = LabelText(generator.chance(0.8) ? "a $\(inside)$ b" : inside)
      if label.problem != nil { refused += 1 }
      if let position = label.problem?.position { #expect(position >= 1 && position <= inside.count + 6) }
      let text = measurer.typeset(label, font: Font(size: 12))
      #expect(text.width.isFinite && text.width >= 0 && text.ascent.isFinite && text.descent.isFinite)
      #expect(text.shapes.joined().allSatisfy { $0.x.isFinite && $0.y.isFinite })
      let fitted = measurer.fit(label, font: Font(size: 12), width: 40)
      #expect(measurer.width(of: fitted, font: Font(size: 12)) <= 40)
    }
    #expect(refused > 500 && refused < 4800)
  }
}
