import Plotting
import Testing

@testable import CairoPlotting

@Suite("Many data points")
struct SymbolTests {
  /// The area of a shape of radius 1, and of its strokes for a width.
  private func area(_ symbol: Symbol, strokeWidth: Double) -> Double {
    switch symbol {
    case .circle: .pi
    case .square: 1.76 * 1.76
    case .triangle: 1.14 * 1.98
    case .diamond: 2 * 1.28 * 1.28
    case .cross: 2 * 1.7 * 2.0.squareRoot() * strokeWidth - strokeWidth * strokeWidth
    case .plus: 2 * 2.2 * strokeWidth - strokeWidth * strokeWidth
    }
  }

  @Test("A stamp covers as much as its shape, wherever in a pixel it lies", arguments: Symbol.allCases)
  func areas(symbol: Symbol) {
    let (radius, scale) = (2.0, 2.0)
    let stamp = SymbolStamp(symbol, radius: radius, part: .inside, scale: scale)
    let expected = area(symbol, strokeWidth: 1.75 / radius) * radius * radius * scale * scale
    for (x, y) in [(10.0, 10.0), (10.3, 10.9), (10.99, 10.5)] {
      let place = stamp.place(x, y)
      #expect(place.column == 10 - stamp.reach && place.row == 10 - stamp.reach)
      let sum = stamp.withCoverage { $0[place.start..<place.start + stamp.side * stamp.stride].reduce(0, +) }
      #expect(abs(Double(sum) - expected) < 0.04 * expected, "\(symbol) at \(x), \(y): \(sum) for \(expected)")
    }
  }

  @Test("Data points look alike as stamps and as paths")
  func stampsAndPaths() throws {
    for symbol in Symbol.allCases {
      let centers = (0..<20).map { Scene.Point(x: 6 + Double($0 % 5) * 9.37, y: 6 + Double($0 / 5) * 9.11) }
      func picture(_ groups: [[Scene.Point]]) throws -> [UInt32] {
        let scene = Scene(
          size: .init(width: 50, height: 45),
          elements: groups.map {
            .symbols(
              .init(
                symbol: symbol, radius: 3, centers: $0, paints: [.init(.series(0), opacity: 0.8)],
                outline: .init(.init(.ink), width: 0.8)))
          })
        return DecodedPNG(try Drawing(scene: scene, title: "", alternativeText: "", notes: [], tables: []).png()).words
      }
      let (stamped, drawn) = (try picture([centers]), try picture(centers.map { [$0] }))
      func gray(_ word: UInt32) -> Double {
        let (red, green, blue) = (word >> 16 & 255, word >> 8 & 255, word & 255)
        return Double(red + green + blue) / 3
      }
      let differences = zip(stamped, drawn).map { abs(gray($0) - gray($1)) }
      let difference = differences.reduce(0, +) / Double(drawn.count)
      let contrast = 255 - drawn.map(gray).reduce(0, +) / Double(drawn.count)
      #expect(difference < 0.1 * contrast, "\(symbol): \(difference) of \(contrast)")
    }
  }

  private func cloud(_ count: Int) -> Points {
    var generator = SystemlessGenerator(state: 3)
    let x = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) }
    return Points(x: x, y: x.map { $0 * $0 + Double.random(in: 0...0.2, using: &generator) })
  }

  @Test("Up to 20,000 points are shapes, more are a picture under text and axes, and a note says so")
  func threshold() throws {
    let few = try Plot { cloud(20_000) }.drawing()
    #expect(few.notes.isEmpty)
    #expect(try !few.svg().contains("<mask"))
    let many = try Plot { cloud(20_001) }.x("x title").drawing()
    #expect(
      many.notes == [
        "20,001 points are drawn as a picture, stronger where more of them lie, by the logarithm of their number."
      ])
    let svg = try many.svg()
    #expect(svg.utf8.count < 120_000)
    #expect(svg.contains(">x title</text>") && svg.components(separatedBy: "<image").count == 2)
    // The colour is the theme's, through the mask.
    let name = try #require(svg.firstMatch(of: /<mask id="(plot-mask-[0-9a-z]+)">/)?.1)
    #expect(svg.contains("<rect mask=\"url(#\(name))\""))
    #expect(svg.contains("fill=\"var(--plot-series-1, #006098)\"/>"))
    #expect(try many.svg() == svg)
    let other = try Plot { cloud(30_000) }.svg()
    #expect(!other.contains(name))
  }

  @Test("The opacity of a picture grows with the logarithm of how many points lie at a place")
  func opacity() {
    for most in [1.0, 1.5, 4, 100, 1e6] {
      let values = [0, 0.5, 1, 1.2, most / 2, most].filter { $0 <= most }
        .map { Scene.Symbols.opacity(covering: $0, most: most) }
      #expect(values.first == 0 && values.last == 1)
      #expect(zip(values.sorted(), values.sorted().dropFirst()).allSatisfy { $0 <= $1 })
      #expect(Scene.Symbols.opacity(covering: 1, most: most) >= 0.25)
    }
    let steps = [1.0, 10, 100, 1000].map { Scene.Symbols.opacity(covering: $0, most: 1000) }
    for (step, next) in zip(steps, steps.dropFirst()) { #expect(abs(next - step - 0.25) < 1e-12) }
  }

  @Test("Where points of several colours lie on one another, a picture shows their mean")
  func mean() throws {
    let centers = Array(repeating: Scene.Point(x: 10, y: 10), count: 2)
    let paints = [RGB(0xff0000), RGB(0x0000ff)].map { Scene.Paint(.fixed($0)) }
    let symbols = Scene.Symbols(symbol: .square, radius: 4, centers: centers, paints: paints, form: .picture)
    let picture = try #require(
      SymbolPicture(symbols, in: .init(width: 20, height: 20), scale: 1, theme: .light))
    guard case .colors(let pixels) = picture.content else {
      Issue.record("one color where there are two")
      return
    }
    #expect(pixels[(10 - picture.row) * picture.width + 10 - picture.column] == 0x8000_80ff)
  }
}
