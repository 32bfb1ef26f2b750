import CCairo
import Plotting
import Testing

@testable import CairoPlotting

@Suite("Lines of many points")
struct LinePictureTests {
  private static let size = (columns: 120, rows: 90)

  /// Lines of every temper, in points: a walk, a wave, zigzags that turn back, and three pieces.
  private static let shapes: [[[Scene.Point]]] = {
    var generator = SystemlessGenerator(state: 3)
    var (walk, wave, zigzag): ([Scene.Point], [Scene.Point], [Scene.Point]) = ([], [], [])
    var height = 45.0
    for step in 0..<300 {
      height = min(max(height + Double.random(in: -3...3, using: &generator), 5), 85)
      walk.append(Scene.Point(x: 5 + Double(step) * 0.35, y: height))
    }
    for step in 0..<80 {
      let rise: Double = 35 * sine(Double(step) / 9)
      wave.append(Scene.Point(x: 5 + Double(step) * 1.3, y: 45 + rise))
    }
    for step in 0..<60 {
      let low: Double = 70 + Double(step % 7)
      zigzag.append(Scene.Point(x: 10 + Double(step) * 1.6, y: step % 2 == 0 ? 12 : low))
    }
    return [[walk], [wave], [zigzag], [Array(wave[..<20]), Array(wave[30..<33]), Array(walk[100...])]]
  }()

  private static func sine(_ x: Double) -> Double {
    // A parabola for each half turn.
    let turn = (x / .pi).rounded(.down)
    let rest = x / .pi - turn
    let size: Double = 4 * rest * (1 - rest)
    return Int(turn) % 2 == 0 ? size : -size
  }

  /// Opacities of the pixels, as our picture has them.
  private func ours(_ lines: [[Scene.Point]], width: Double, scale: Double) throws -> [UInt8] {
    let (columns, rows) = (Int(Double(Self.size.columns) * scale), Int(Double(Self.size.rows) * scale))
    let stroke = Scene.Stroke(.init(.ink), width: width)
    let picture = try #require(LinePicture(lines, stroke, scale: scale, columns: columns, rows: rows))
    let stride = picture.width + LinePicture.lanes
    var bytes = [UInt8](repeating: 0, count: stride * picture.height)
    bytes.withUnsafeMutableBufferPointer { bytes in
      if let start = bytes.baseAddress { picture.write(to: start, stride: stride) }
    }
    var whole = [UInt8](repeating: 0, count: columns * rows)
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        whole[(row + picture.row) * columns + column + picture.column] = bytes[row * stride + column]
      }
    }
    return whole
  }

  /// Opacities of the pixels, as Cairo strokes the path.
  private func stroked(_ lines: [[Scene.Point]], width: Double, scale: Double) throws -> [UInt8] {
    let (columns, rows) = (Int(Double(Self.size.columns) * scale), Int(Double(Self.size.rows) * scale))
    let image = try ImageSurface(width: columns, height: rows, .opacity)
    cairo_scale(image.cairo, scale, scale)
    cairo_set_line_join(image.cairo, CAIRO_LINE_JOIN_ROUND)
    cairo_set_line_width(image.cairo, width)
    for line in lines {
      for (index, point) in line.enumerated() {
        if index == 0 { cairo_move_to(image.cairo, point.x, point.y) }
        cairo_line_to(image.cairo, point.x, point.y)
      }
    }
    cairo_stroke(image.cairo)
    cairo_surface_flush(image.surface)
    let data = try #require(cairo_image_surface_get_data(image.surface))
    let stride = Int(cairo_image_surface_get_stride(image.surface))
    return (0..<rows).flatMap { row in (0..<columns).map { data[row * stride + $0] } }
  }

  @Test("Look as Cairo strokes them, at every width and scale", arguments: shapes.indices)
  func likeCairo(shape: Int) throws {
    for (width, scale) in [(1.75, 2.0), (1.75, 1.0), (1, 3.0), (4, 2.0)] {
      let (ours, theirs) = try (
        ours(Self.shapes[shape], width: width, scale: scale), stroked(Self.shapes[shape], width: width, scale: scale)
      )
      let ink = theirs.reduce(0.0) { $0 + Double($1) }
      let differences = zip(ours, theirs).map { abs(Double($0) - Double($1)) }
      let note: Comment = "shape \(shape), width \(width), scale \(scale)"
      // Edges that cross within a pixel count once here and in parts there; thin lines have nothing but edges.
      let share = differences.reduce(0, +) / ink
      #expect(share < (width * scale < 2 ? 0.06 : 0.03), "\(share): \(note)")
      let total = ours.reduce(0.0) { $0 + Double($1) }
      #expect(abs(total / ink - 1) < (width * scale < 2 ? 0.05 : 0.03), "\(total / ink): \(note)")
      // Where Cairo has paper or full ink two pixels around, so have we.
      let strangers = zip(ours, theirs).filter { ($1 == 0 && $0 > 160) || ($1 == 255 && $0 < 95) }.count
      #expect(strangers * 1000 <= ours.count, "\(strangers): \(note)")
    }
  }

  @Test("Along the pixels, edges are where they should be, to the pixel's part")
  func exact() throws {
    // From 19 to 21.75.
    let line = (0...99).map { Scene.Point(x: 10 + Double($0) * 0.5, y: 20.375) }
    let bytes = try ours([line], width: 2.75, scale: 1)
    for column in 12..<57 {
      for (row, across) in [(17, 0), (18, 0), (19, 1), (20, 1), (21, 0.75), (22, 0)] as [(Int, Double)] {
        let expected = across * 255
        #expect(abs(Double(bytes[row * Self.size.columns + column]) - expected) <= 1, "\(column), \(row)")
      }
    }
  }

  @Test("Have the same pixels wherever on the surface they lie, and are cut at its edges")
  func shifted() throws {
    let (columns, rows) = Self.size
    let whole = try ours(Self.shapes[0], width: 3, scale: 1)
    for (x, y) in [(-40, 0), (0, -30), (30, 20), (-7, 41)] {
      let moved = Self.shapes[0].map { $0.map { Scene.Point(x: $0.x + Double(x), y: $0.y + Double(y)) } }
      let bytes = try ours(moved, width: 3, scale: 1)
      for row in 0..<rows where (0..<rows).contains(row - y) {
        for column in 0..<columns where (0..<columns).contains(column - x) {
          let (one, other) = (bytes[row * columns + column], whole[(row - y) * columns + column - x])
          #expect(abs(Int(one) - Int(other)) <= 1)
        }
      }
    }
  }

  @Test("That let something through are nowhere darker than their opacity says")
  func translucent() throws {
    for shape in Self.shapes {
      let scene = Scene(
        size: .init(width: 120, height: 90),
        elements: [.lines(shape, .init(.init(.ink, opacity: 0.5), width: 2))])
      let words = DecodedPNG(try Drawing(scene: scene, title: "", alternativeText: "", notes: [], tables: []).png())
        .words
      let (paper, ink) = (Theme.light.rgb(.paper), Theme.light.rgb(.ink))
      let mixed = (Int(paper.green) + Int(ink.green)) / 2
      let greens = words.map { Int($0 >> 8 & 255) }
      #expect(greens.allSatisfy { $0 >= mixed - 2 })
      #expect(greens.filter { abs($0 - mixed) <= 2 }.count > 500)
    }
  }

  @Test("Few points, dashes, wide lines and places without a number are left to Cairo")
  func others() {
    func picture(_ line: [Scene.Point], width: Double = 1.5, dash: [Double] = []) -> LinePicture? {
      LinePicture([line], Scene.Stroke(.init(.ink), width: width, dash: dash), scale: 2, columns: 200, rows: 200)
    }
    let line = (0..<100).map { Scene.Point(x: Double($0), y: 10) }
    #expect(picture(line) != nil)
    #expect(picture(Array(line.prefix(LinePicture.fewestPoints - 1))) == nil)
    #expect(picture(line, dash: [2, 2]) == nil)
    #expect(picture(line, width: 9) == nil)
    #expect(picture(line, width: 0.4) == nil)
    #expect(picture(line + [Scene.Point(x: .nan, y: 0)]) == nil)
    #expect(picture(line + [Scene.Point(x: 1e9, y: 0)]) == nil)
    #expect(picture(line.map { Scene.Point(x: $0.x, y: $0.y - 50) }) == nil)
    #expect(picture(Array(repeating: Scene.Point(x: 1, y: 1), count: 100)) == nil)
  }
}
