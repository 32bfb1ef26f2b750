/// The areas that formulas draw besides letters, in points with y growing downwards; all turn the same way, so that they
/// may overlap.
enum MathShapes {
  /// A rectangle between two edges and two heights above the base line.
  static func bar(from left: Double, to right: Double, bottom: Double, top: Double) -> [Scene.Point] {
    [(left, -top), (right, -top), (right, -bottom), (left, -bottom)].map { Scene.Point(x: $0.0, y: $0.1) }
  }

  /// A stroke of changing thickness along points; the ends are cut square.
  static func ribbon(_ line: [(x: Double, y: Double)], thickness: (Double) -> Double) -> [Scene.Point] {
    guard line.count > 1 else { return [] }
    var (left, right): ([Scene.Point], [Scene.Point]) = ([], [])
    for (index, point) in line.enumerated() {
      let before = line[max(index - 1, 0)]
      let after = line[min(index + 1, line.count - 1)]
      let (dx, dy) = (after.x - before.x, after.y - before.y)
      let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
      let half = thickness(Double(index) / Double(line.count - 1)) / 2
      let (nx, ny) = (-dy / length * half, dx / length * half)
      left.append(Scene.Point(x: point.x + nx, y: point.y + ny))
      right.append(Scene.Point(x: point.x - nx, y: point.y - ny))
    }
    return turned(left + right.reversed())
  }

  /// A filled circle around a place above the base line.
  static func dot(x: Double, height: Double, radius: Double) -> [Scene.Point] {
    let corners = [
      (1, 0), (0.707, 0.707), (0, 1), (-0.707, 0.707), (-1, 0), (-0.707, -0.707), (0, -1), (0.707, -0.707),
    ]
    // Every second corner between two of the eight, so that it looks round at any size.
    var points: [Scene.Point] = []
    for (index, corner) in corners.enumerated() {
      let next = corners[(index + 1) % corners.count]
      let middle = ((corner.0 + next.0) / 2 * 1.082, (corner.1 + next.1) / 2 * 1.082)
      for place in [corner, middle] {
        points.append(Scene.Point(x: x + place.0 * radius, y: -height + place.1 * radius))
      }
    }
    return turned(points)
  }

  /// The points in the order in which their area is positive.
  private static func turned(_ points: [Scene.Point]) -> [Scene.Point] {
    var area = 0.0
    for (index, point) in points.enumerated() {
      let next = points[(index + 1) % points.count]
      area += point.x * next.y - next.x * point.y
    }
    return area < 0 ? points.reversed() : points
  }

  // MARK: Delimiters

  /// A delimiter that reaches as far above the axis of the formula as below it, for letters of a size.
  static func delimiter(
    _ delimiter: MathDelimiter, axis: Double, reach: Double, size em: Double, weight: Font.Weight
  ) -> MathBox {
    var box = MathBox()
    let stem = (weight == .bold ? 0.12 : 0.075) * em
    let (bottom, top) = (axis - reach, axis + reach)
    func upright(_ x: Double) -> [Scene.Point] { bar(from: x, to: x + stem, bottom: bottom, top: top) }
    /// Points of a curve in a unit square, with x to the right and y up, mirrored for the closing sign.
    func curve(_ points: [(x: Double, y: Double)], width: Double, isMirrored: Bool) -> [(x: Double, y: Double)] {
      points.map { point in
        (0.08 * em + (isMirrored ? 1 - point.x : point.x) * width, -(bottom + point.y * (top - bottom)))
      }
    }
    switch delimiter {
    case .none: box.width = 0.06 * em
    case .bar:
      box.shapes = [upright(0.12 * em)]
      box.width = 0.24 * em + stem
    case .doubleBar:
      box.shapes = [upright(0.1 * em), upright(0.26 * em)]
      box.width = 0.36 * em + stem
    case .leftBracket, .leftFloor, .leftCeiling, .rightBracket, .rightFloor, .rightCeiling:
      let foot = 0.22 * em
      let isRight = [.rightBracket, .rightFloor, .rightCeiling].contains(delimiter)
      let (edge, far) = isRight ? (0.06 * em, 0.06 * em + foot) : (0.1 * em, 0.1 * em + foot)
      box.shapes = [upright(isRight ? far - stem : edge)]
      if ![.leftFloor, .rightFloor].contains(delimiter) {
        box.shapes.append(bar(from: edge, to: far, bottom: top - stem, top: top))
      }
      if ![.leftCeiling, .rightCeiling].contains(delimiter) {
        box.shapes.append(bar(from: edge, to: far, bottom: bottom, top: bottom + stem))
      }
      box.width = 0.16 * em + foot
    case .leftParenthesis, .rightParenthesis:
      let width = (0.16 + 0.05 * reach / em) * em
      let points = (0...16).map { step -> (x: Double, y: Double) in
        let t = Double(step) / 16
        return (x: (2 * t - 1) * (2 * t - 1), y: t)
      }
      box.shapes = [
        ribbon(curve(points, width: width, isMirrored: delimiter == .rightParenthesis)) { t in
          stem * (0.6 + 0.6 * (1 - (2 * t - 1) * (2 * t - 1)))
        }
      ]
      box.width = 0.16 * em + width
    case .leftAngle, .rightAngle:
      let width = 0.24 * em
      box.shapes = [
        ribbon(
          curve([(1, 0), (0, 0.5), (1, 1)], width: width, isMirrored: delimiter == .rightAngle)
        ) { _ in stem }
      ]
      box.width = 0.16 * em + width
    case .leftBrace, .rightBrace:
      let width = 0.3 * em
      let points = (0...32).map { step -> (x: Double, y: Double) in
        let t = Double(step) / 32
        // Half a brace: a quarter turn at the end, and one into the point in the middle.
        let half = t < 0.5 ? 2 * t : 2 - 2 * t
        let x: Double
        if half < 0.3 {
          let rest = 1 - half / 0.3
          x = 0.5 + 0.5 * rest * rest
        } else if half > 0.7 {
          let rest = (half - 0.7) / 0.3
          x = 0.5 - 0.5 * rest * rest
        } else {
          x = 0.5
        }
        return (x: x, y: t)
      }
      box.shapes = [
        ribbon(curve(points, width: width, isMirrored: delimiter == .rightBrace)) { _ in stem * 0.9 }
      ]
      box.width = 0.16 * em + width
    case .slash:
      let width = 0.3 * em + 0.3 * reach
      box.shapes = [ribbon(curve([(0, 0), (1, 1)], width: width, isMirrored: false)) { _ in stem }]
      box.width = 0.16 * em + width
    }
    (box.ascent, box.descent) = (max(top, 0), max(-bottom, 0))
    return box
  }

  // MARK: Roots

  /// The sign of a root from the lowest point of its content to the bar above it, which begins at the sign's width.
  static func root(bottom: Double, top: Double, thickness: Double, size em: Double) -> MathBox {
    var box = MathBox()
    let shoulder = bottom + 0.5 * min(top - bottom, 1.1 * em)
    let thick = 1.7 * thickness
    let (tick, turn, foot, end) = (0.05 * em, 0.17 * em, 0.34 * em, 0.6 * em)
    // One outline: the tick, the heavy stroke down, the light stroke up to the bar.
    let points = [
      (tick, shoulder - 0.12 * em), (turn + 0.03 * em, shoulder), (foot, bottom + 2.2 * thickness),
      (end - thickness, top), (end + 0.01 * em, top), (end + 0.01 * em, top - thickness),
      (end - 0.15 * thickness, top - thickness),
      (foot + 0.6 * thickness, bottom), (foot - thickness, bottom), (turn - 0.01 * em, shoulder - 0.62 * thick),
      (tick + 0.01 * em, shoulder - 0.12 * em - 0.7 * thickness),
    ]
    box.shapes = [turned(points.map { Scene.Point(x: $0.0, y: -$0.1) })]
    box.width = end
    (box.ascent, box.descent) = (max(top, 0), max(-bottom, 0))
    return box
  }

  // MARK: Accents

  /// A mark that begins at 0 and stands on the base line, with its width and height.
  static func accent(_ accent: MathAccent, over width: Double, thickness: Double, size em: Double) -> MathBox {
    var box = MathBox()
    switch accent {
    case .hat, .wideHat:
      box.width = accent == .hat ? 0.36 * em : max(width, 0.36 * em)
      box.ascent = accent == .hat ? 0.15 * em : min(0.15 * em + 0.06 * box.width, 0.26 * em)
      box.shapes = [
        ribbon([(0, 0), (box.width / 2, -(box.ascent - thickness / 2)), (box.width, 0)]) { _ in thickness }
      ]
    case .tilde, .wideTilde:
      box.width = accent == .tilde ? 0.42 * em : max(width, 0.42 * em)
      box.ascent = 0.14 * em
      let points = (0...16).map { step -> (x: Double, y: Double) in
        let t = Double(step) / 16
        // A wave: up, down, up.
        let height = 0.5 + (t < 0.5 ? 1 : -1) * 2 * wave(t < 0.5 ? t : t - 0.5)
        return (x: t * box.width, y: -height * 0.1 * em)
      }
      box.shapes = [ribbon(points) { _ in thickness }]
    case .bar, .overline, .underline:
      box.width = accent == .bar ? 0.4 * em : width
      box.ascent = thickness
      let inset = accent == .bar ? 0 : 0.03 * em
      box.shapes = [bar(from: inset, to: box.width - inset, bottom: 0, top: thickness)]
    case .vector:
      box.width = max(0.46 * em, min(width, 1.2 * em))
      box.ascent = 0.16 * em
      let (end, middle) = (box.width, 0.08 * em)
      box.shapes = [
        bar(from: 0, to: end - 0.03 * em, bottom: middle - thickness / 2, top: middle + thickness / 2),
        ribbon([(end - 0.11 * em, -(middle + 0.085 * em)), (end, -middle), (end - 0.11 * em, -(middle - 0.085 * em))]) {
          _ in thickness
        },
      ]
    case .dot, .doubleDot:
      let radius = 0.062 * em
      let places = accent == .dot ? [radius] : [radius, radius + 0.22 * em]
      box.width = 2 * radius + (accent == .dot ? 0 : 0.22 * em)
      box.ascent = 2 * radius
      box.shapes = places.map { dot(x: $0, height: radius, radius: radius) }
    }
    return box
  }

  /// Half a period of a wave that is 0 at 0 and at one half, and about one half between.
  private static func wave(_ t: Double) -> Double { 4 * t * (0.5 - t) }
}
