import Plotting

/// How much of every pixel a data point covers, for a few places of its centre within a pixel; made once and put down
/// for every data point.
struct SymbolStamp {
  /// The part of a data point that is painted.
  enum Part {
    /// Its area, or its strokes.
    case inside
    /// Its edge of a width in points.
    case edge(width: Double)
  }

  /// Places of the centre within a pixel, along one side.
  static let phases = 4
  /// Samples of a pixel along one side.
  private static let samples = 8

  /// Pixels along a side.
  let side: Int
  /// Numbers in a row: a whole number of eights, of which those behind the side are 0.
  let stride: Int
  /// From the stamp's upper left corner to the pixel of the centre.
  let reach: Int
  /// Between 0 and 1, `stride` of them a row, a stamp for every phase.
  private let coverage: [Float]

  /// The stamp of a shape at a number of pixels for a point.
  init(_ symbol: Symbol, radius: Double, part: Part, scale: Double) {
    let outline = SymbolOutline(symbol, radius: radius * scale)
    let half: Double
    switch part {
    case .inside: half = outline.isStrokes ? Scene.Symbols.strokeWidth * scale / 2 : 0
    case .edge(let width): half = width * scale / 2
    }
    reach = Int((outline.reach + half).rounded(.up))
    side = 2 * reach + 1
    stride = (side + 7) / 8 * 8
    var coverage: [Float] = []
    coverage.reserveCapacity(Self.phases * Self.phases * side * stride)
    let step = 1 / Double(Self.samples)
    for phaseY in 0..<Self.phases {
      for phaseX in 0..<Self.phases {
        // The centre lies at the middle of its phase.
        let centerX = Double(reach) + (Double(phaseX) + 0.5) / Double(Self.phases)
        let centerY = Double(reach) + (Double(phaseY) + 0.5) / Double(Self.phases)
        for row in 0..<side {
          for column in 0..<stride {
            guard column < side else {
              coverage.append(0)
              continue
            }
            var hits = 0
            for y in 0..<Self.samples {
              for x in 0..<Self.samples {
                let point = Scene.Point(
                  x: Double(column) + (Double(x) + 0.5) * step - centerX,
                  y: Double(row) + (Double(y) + 0.5) * step - centerY)
                let isHit =
                  switch part {
                  case .inside: outline.contains(point, halfWidth: half)
                  case .edge: outline.distance(to: point) <= half
                  }
                if isHit { hits += 1 }
              }
            }
            coverage.append(Float(hits) / Float(Self.samples * Self.samples))
          }
        }
      }
    }
    self.coverage = coverage
  }

  /// Where the stamp lies for a centre, in pixels: its upper left corner, and where its coverage begins.
  @inline(__always)
  func place(_ x: Double, _ y: Double) -> (column: Int, row: Int, start: Int) {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let phaseX = Int((x - left) * Double(Self.phases))
    let phaseY = Int((y - top) * Double(Self.phases))
    return (Int(left) - reach, Int(top) - reach, (phaseY * Self.phases + phaseX) * side * stride)
  }

  func withCoverage<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    coverage.withUnsafeBufferPointer(body)
  }
}
