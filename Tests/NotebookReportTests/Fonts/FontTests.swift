import CBrotli
import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

/// Whether KaTeX is installed with its fonts as TrueType; without them fonts are not cut.
private let katex = KaTeXAssets.find()
private let fonts: [URL] = {
  guard let folder = katex?.fonts,
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
  else { return [] }
  return files.filter { $0.pathExtension == "ttf" }.sorted { $0.path < $1.path }
}()

@Suite("Fonts cut to what a page shows")
struct FontTests {
  private func bytes(_ file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }

  private let formulas = [
    #"\lambda_{\max}(H) \le \frac{2}{\eta}"#, #"\mathbb{E}\|x\|^2 = \mathcal{L}(\mathbf{W}^\mathsf{T}) \ne \hat{f}'"#,
    #"\sum_{i=1}^n \Bigl(\int_0^1 \Biggl[\sqrt{\frac{\partial f}{\partial x}}\Biggr] dx\Bigr)"#,
    #"\text{déjà vu, naïve Å \& <tag>} \mathfrak{g}\mathscr{F}\mathtt{x}\boldsymbol{\alpha}"#,
    #"\begin{equation} a \Longrightarrow \overbrace{b}^{c} \tag{7} \end{equation}"#,
  ]

  @Test("A cut font has every character wanted that the whole font has, and few others", arguments: fonts)
  func coverage(_ file: URL) throws {
    let whole = try bytes(file)
    let all = FontSubset.characters(of: whole)
    #expect(!all.isEmpty)
    for wanted in [Set("0123456789()=+λη".unicodeScalars), all, Set("a".unicodeScalars)] {
      let cut = try #require(FontSubset.make(of: whole, characters: wanted))
      #expect(FontSubset.characters(of: cut) == all.intersection(wanted))
      #expect(cut.count < whole.count)
    }
  }

  @Test("The fonts of a page are cut to all characters that its formulas show", .enabled(if: katex != nil))
  func characters() throws {
    let typesetter = try #require(katex.flatMap(MathTypesetter.init))
    for tex in formulas {
      let html = try typesetter.html(tex, isDisplay: true).text
      var characters = FormulaCharacters()
      characters.add(markup: html)
      let eye = try #require(html.range(of: "class=\"katex-html\""))
      let shown = HTML.unescape(
        html[eye.upperBound...].replacing(/<[^>]*>/, with: "").replacing("&#x27;", with: "'").drop { $0 != ">" }
          .dropFirst())
      #expect(!shown.isEmpty)
      let known = characters.shown(in: ["katex"])
      for scalar in shown.unicodeScalars { #expect(known.contains(scalar), "\(scalar) of \(tex)") }
      // And not the letters of the TeX that screen readers and the clipboard get.
      #expect(known.count < 60)
    }
  }

  @Test("Each font is cut to the characters in elements of its classes, at whatever depth")
  func classes() {
    var characters = FormulaCharacters()
    characters.add(
      markup: "<span class=\"katex\"><math><mi>M</mi></math><span class=\"katex-html\" aria-hidden=\"true\">"
        + "<span class=\"mord mathnormal\">a<svg width=\"1\"><path d=\"M0\"/></svg></span>=<span class=\"op small\">"
        + "<span>b</span></span><span class=\"small\">é&lt;</span></span></span>")
    #expect(characters.shown(in: ["katex", "mathnormal"]) == ["a"])
    #expect(characters.shown(in: ["small", "op"]) == ["b"])
    #expect(characters.shown(in: ["small"]).isSuperset(of: ["b", "é", "e", "\u{301}", "<"]))
    #expect(characters.shown(in: []).isSuperset(of: ["a", "=", "b", "é"]))
    #expect(!characters.shown(in: []).contains("M"))
    #expect(characters.shown(in: ["other"]).isEmpty)
    characters.add(rules: ".a{content:\"x\"}")
    #expect(characters.shown(in: ["other"]).isSuperset(of: ["x", "1"]))
  }

  @Test("A font is the same, byte for byte, each time it is cut", arguments: fonts.prefix(4))
  func deterministic(_ file: URL) throws {
    let whole = try bytes(file)
    let orders = [Array("0123456789=λ".unicodeScalars), Array("λ=9876543210".unicodeScalars)]
    let made = try orders.map { order in
      let cut = try #require(FontSubset.make(of: whole, characters: Set(order)))
      return try #require(WOFF2.encode(cut))
    }
    #expect(made[0] == made[1])
  }

  @Test("A font in WOFF2 holds the tables of the font, each as it was", arguments: fonts.prefix(8))
  func container(_ file: URL) throws {
    let font = try #require(FontSubset.make(of: try bytes(file), characters: Set("0123456789()abcλ".unicodeScalars)))
    let packed = try #require(WOFF2.encode(font))
    #expect(String(decoding: packed[0..<4], as: UTF8.self) == "wOF2" && packed.count < font.count)
    func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
      bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(number(packed, 8, 4) == packed.count && packed.count % 4 == 0)
    let tableCount = number(packed, 12, 2)
    #expect(tableCount == number(font, 4, 2))
    var place = 48
    var lengths: [Int] = []
    for _ in 0..<tableCount {
      let flags = packed[place]
      place += flags & 63 == 63 ? 5 : 1
      // Of the tables with numbers 10 and 11 version 3 is the plain one.
      #expect(flags >> 6 == (flags & 63 == 10 || flags & 63 == 11 ? 3 : 0))
      var length = 0
      repeat {
        length = length << 7 | Int(packed[place] & 127)
        place += 1
      } while packed[place - 1] & 128 != 0
      lengths.append(length)
    }
    var size = lengths.reduce(0, +)
    var content = [UInt8](repeating: 0, count: size)
    let stream = Array(packed[place..<place + number(packed, 20, 4)])
    #expect(BrotliDecoderDecompress(stream.count, stream, &size, &content) == BROTLI_DECODER_RESULT_SUCCESS)
    #expect(size == content.count)
    var start = 0
    for (index, length) in lengths.enumerated() {
      let entry = 12 + 16 * index
      let offset = number(font, entry + 8, 4)
      #expect(length == number(font, entry + 12, 4))
      #expect(content[start..<start + length] == font[offset..<offset + length])
      start += length
    }
  }

  @Test("Bytes that are no font are not cut")
  func noFont() {
    #expect(FontSubset.make(of: [], characters: ["a"]) == nil)
    #expect(FontSubset.make(of: Array("no font at all, but text".utf8), characters: ["a"]) == nil)
    #expect(WOFF2.encode([]) == nil && WOFF2.encode([0, 1, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]) == nil)
    #expect(WOFF2.encode([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 16)) == nil)
  }

  @Test("Where the TrueType font is missing or damaged, the page has the whole font", .enabled(if: !fonts.isEmpty))
  func fallback() throws {
    let assets = try #require(katex)
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent("fonts-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    let file = folder.appendingPathComponent("KaTeX_Main-Regular.woff2")
    let whole = try bytes(assets.fonts.appendingPathComponent(file.lastPathComponent))
    try Data(whole).write(to: file)
    let font = PageFont(file: file, characters: Set("1+2".unicodeScalars))
    #expect(font.bytes == whole)
    let trueType = file.deletingPathExtension().appendingPathExtension("ttf")
    try Data("damaged".utf8).write(to: trueType)
    #expect(font.bytes == whole)
    // A font that is put there later is seen.
    try manager.removeItem(at: trueType)
    try manager.copyItem(at: assets.fonts.appendingPathComponent(trueType.lastPathComponent), to: trueType)
    let cut = try #require(font.bytes)
    #expect(cut.count < whole.count / 5)
    #expect(PageFont(file: folder.appendingPathComponent("None.woff2"), characters: ["a"]).bytes == nil)
  }
}
