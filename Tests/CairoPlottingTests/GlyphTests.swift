import CairoPlotting
import Testing

@testable import Plotting

@Suite("Glyphs")
struct GlyphTests {
  private static let commands =
    Array(TeXCommands.italicLetters.keys) + Array(TeXCommands.ordinary.keys) + Array(TeXCommands.binary.keys)
    + Array(TeXCommands.relations.keys) + Array(TeXCommands.large.keys) + Array(TeXCommands.functions)
    + Array(TeXCommands.opening.keys) + Array(TeXCommands.closing.keys)

  private func notes(_ label: String) throws -> [String] { try Plot(label) {}.drawing().notes.filter { $0 != noData } }
  private let noData = "The plot has no data that its axes can show."

  @Test("every sign that formulas can hold has a glyph, upright and slanted, regular and bold")
  func signs() throws {
    let measurer = try PangoTextMeasurer()
    let texts = Self.commands.sorted().compactMap { name -> String? in
      guard case .symbol(let symbol)? = TeXCommands.node(name) else { return nil }
      return symbol.text
    }
    #expect(texts.count > 150)
    for text in texts {
      for font in [Font(size: 12), Font(size: 12, weight: .bold), Font(size: 12, slant: .italic)] {
        #expect(measurer.charactersWithoutGlyph(in: text, font: font).isEmpty, "\(text)")
      }
    }
  }

  @Test("every letter of every alphabet has a glyph, and script and black letters are letters of their own")
  func alphabets() throws {
    let measurer = try PangoTextMeasurer()
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    for command in ["mathrm", "mathit", "mathbf", "boldsymbol", "mathbb", "mathcal", "mathscr", "mathfrak"] {
      let alphabet = try #require(MathAlphabet(command: command))
      let set = letters.map { alphabet.symbol($0).text }
      for text in set {
        #expect(measurer.charactersWithoutGlyph(in: text, font: Font(size: 12)).isEmpty, "\\\(command) \(text)")
      }
      #expect(Set(set).count == letters.count)
      if ["mathbb", "mathcal", "mathscr", "mathfrak"].contains(command) {
        #expect(set.allSatisfy { $0.utf8.count > 1 }, "\(command)")
      }
    }
    #expect(try notes(#"$\mathcal{L}, \mathcal{N}(0, 1), \mathfrak{g}, \ell, \hbar$"#).isEmpty)
  }

  @Test("what no font can show is told under the figure, with its place and its number")
  func missing() throws {
    // A code point that Unicode will never give to a character.
    let notes = try notes("loss of \u{5ffff} and η")
    #expect(notes.count == 1)
    #expect(notes.first?.hasPrefix("The label “loss of \u{5ffff} and η”: no installed font can show") == true)
    #expect(notes.first?.contains("(U+5FFFF); install a font that can, or write it otherwise.") == true)
    #expect(try self.notes("loss of η ≤ 2 × 10⁻³ − ε").isEmpty)
  }
}
