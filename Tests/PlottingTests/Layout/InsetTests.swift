import Testing

@testable import Plotting

@Suite("Insets")
struct InsetTests {
  private let measurer = ApproximateTextMeasurer()
  private let falling = Line(over: 0...10) { 1 / (1 + $0) }

  /// The cards of insets: rectangles of paper.
  private func cards(_ drawing: Drawing) -> [Scene.Rectangle] {
    drawing.scene.elements.compactMap { element in
      if case .rectangle(let rectangle, let paint) = element, paint.color == .paper { return rectangle }
      return nil
    }
  }

  @Test("An inset stands in the corner that was asked for", arguments: Corner.allCases)
  func corners(corner: Corner) throws {
    let drawing = Plot { falling }.inset(x: 4...5, y: 0.1...0.3, at: corner).drawing(measuring: measurer)
    let card = try #require(cards(drawing).first)
    let size = drawing.scene.size
    #expect((card.midX < size.width / 2) == (corner == .topLeft || corner == .bottomLeft))
    #expect((card.midY < size.height / 2) == (corner == .topLeft || corner == .topRight))
  }

  @Test("Without a corner an inset stands where no data are", arguments: [false, true])
  func free(isRising: Bool) throws {
    let line = isRising ? Line(over: 0...10) { $0 * $0 } : falling
    let plot = Plot { line }
    let drawing = plot.inset(x: 1...2, y: isRising ? 0...4 : 0.3...0.5).drawing(measuring: measurer)
    let card = try #require(cards(drawing).first)
    #expect(drawing.notes.isEmpty)
    let curves = plot.drawing(measuring: measurer).scene.elements.compactMap { element -> [[Scene.Point]]? in
      if case .lines(let lines, let stroke) = element, stroke.width == 1.75 { return lines }
      return nil
    }
    #expect(curves.count == 1)
    #expect(curves[0].allSatisfy { card.clip($0).isEmpty })
    #expect((card.midX > drawing.scene.size.width / 2) == !isRising)
  }

  @Test("Marks are drawn on the inset's scales: the ends of its range are the ends of its axes")
  func scales() throws {
    let scene = Plot { Line(x: [0, 10], y: [0, 10]) }.inset(x: 4...6, y: 4...6, at: .topLeft)
      .drawing(measuring: measurer).scene
    let curves = scene.elements.compactMap { element -> [Scene.Point]? in
      if case .lines(let lines, let stroke) = element, stroke.width == 1.75 { return lines[0] }
      return nil
    }
    let spines = scene.elements.compactMap { element -> [Scene.Point]? in
      if case .lines(let lines, let stroke) = element, stroke.width == 0.8, lines[0].count == 3 { return lines[0] }
      return nil
    }
    let (curve, spine) = try (#require(curves.last), #require(spines.first))
    #expect(curves.count == 2 && curve.count == 2)
    #expect(abs(curve[0].x - spine[1].x) < 1e-6 && abs(curve[0].y - spine[1].y) < 1e-6)
    #expect(abs(curve[1].x - spine[2].x) < 1e-6 && abs(curve[1].y - spine[0].y) < 1e-6)
  }

  @Test("The lines to an inset cross neither it nor the part that it enlarges")
  func pointers() throws {
    for corner in Corner.allCases {
      let drawing = Plot { falling }.inset(x: 4.8...5.2, y: 0.45...0.55, at: corner).drawing(measuring: measurer)
      let card = try #require(cards(drawing).first)
      let pointers = drawing.scene.elements.compactMap { element -> [[Scene.Point]]? in
        if case .lines(let lines, let stroke) = element, stroke.width == 0.75 { return lines }
        return nil
      }
      #expect(pointers.count == 1 && pointers[0].count == 2)
      for line in pointers.joined() { #expect(card.expanded(by: -0.2).clip(line).isEmpty) }
    }
  }

  @Test("Several insets stand in different corners, and labels keep away from them")
  func several() throws {
    let drawing = Plot {
      falling
      for x in 1...9 { Rule(x: Double(x), label: "x = \(x)") }
    }
    .inset(x: 4...5, y: 0.1...0.3).inset(x: 1...2, y: 0.3...0.5).drawing(measuring: measurer)
    let cards = cards(drawing)
    #expect(cards.count == 2)
    #expect(!cards[0].intersects(cards[1]))
    for text in drawing.scene.texts where text.text.plain.hasPrefix("x = ") {
      #expect(!cards.contains(where: text.box.intersects))
    }
  }

  @Test("An inset says what it enlarges and adds no tables and no notes on what lies outside it")
  func words() {
    let plot = Plot { falling }
    let drawing = plot.inset(x: 4...5, y: 0.1...0.3).drawing(measuring: measurer)
    #expect(drawing.alternativeText.contains("An inset enlarges x from 4 to 5 and y from 0.1 to 0.3."))
    #expect(drawing.tables == plot.drawing(measuring: measurer).tables)
    #expect(drawing.notes.isEmpty)
  }

  @Test("An inset that cannot be drawn has a note that says why")
  func refused() {
    func notes(_ plot: Plot) -> [String] { plot.drawing(measuring: measurer).notes }
    let plot = Plot { falling }
    for plot in [
      plot.inset(x: 4...4, y: 0.1...0.2), plot.inset(x: 4...5, y: 0.1...Double.infinity),
      plot.y("y", .log).inset(x: 4...5, y: 0...0.2),
    ] { #expect(notes(plot).contains { $0.contains("has no length on this axis") }) }
    #expect(
      notes(plot.inset(x: 40...50, y: 0.1...0.2)) == ["An inset is not drawn: its range of x lies outside the axes."])
    let small = plot.size(width: 170, height: 130).inset(x: 4...5, y: 0.1...0.2)
    #expect(notes(small) == ["There is no room for an inset. Make the figure larger."])
    #expect(notes(Plot {}.inset(x: 0...1, y: 0...1)) == ["The plot has no data that its axes can show."])
    let crowded = plot.inset(x: 4...5, y: 0.1...0.2, at: .topLeft).inset(x: 4...5, y: 0.1...0.2, at: .topLeft)
    #expect(notes(crowded) == ["There is no room for an inset. Make the figure larger."])
  }
}
