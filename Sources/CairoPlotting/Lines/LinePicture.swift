import Plotting

/// Lines of many points as a picture: how much of every pixel they cover, worked out from the distance to the nearest
/// segment.
///
/// Corners are round; ends are cut straight, save for what the corner before a last segment shorter than half the width
/// rounds off. A pixel that several segments cover counts once, so that lines that
/// let something through are as dark at their corners as elsewhere. Takes time in proportion to the pixels that are
/// covered, a tenth of what stroking a path of short segments takes.
struct LinePicture {
  /// From how many points on this is faster than a path.
  static let fewestPoints = 50
  /// The thinnest lines, in pixels: of thinner ones what several segments cover of a pixel adds up.
  private static let thinnest = 1.5
  /// The widest lines, in pixels: segments of wider ones cover the same pixels again and again.
  private static let widest = 16.0
  /// Pixels that are worked out at a time, and by how many the memory of a row must be longer than the picture is wide.
  static let lanes = 8

  /// From the upper left corner of the surface, in pixels.
  let column: Int
  /// From the upper left corner of the surface, in pixels.
  let row: Int
  let width: Int
  let height: Int

  private let segments: [Segment]
  /// Half the line's width and half a pixel: from here on nothing is covered.
  private let reach: Double

  /// From a point into a direction of length 1, in pixels.
  private struct Segment {
    var x: Double
    var y: Double
    var directionX: Double
    var directionY: Double
    var length: Double
    var isFirst: Bool
    var isLast = false
  }

  /// The picture of what lies on a surface of a size; nil if a path is the better way, or nothing is to be seen.
  init?(_ lines: [[Scene.Point]], _ stroke: Scene.Stroke, scale: Double, columns: Int, rows: Int) {
    let lineWidth = stroke.width * scale
    guard stroke.dash.isEmpty, lineWidth >= Self.thinnest, lineWidth <= Self.widest,
      lines.reduce(0, { $0 + $1.count }) >= Self.fewestPoints
    else { return nil }
    var segments: [Segment] = []
    segments.reserveCapacity(lines.reduce(0) { $0 + $1.count })
    var (left, right, top, bottom) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
    for line in lines {
      guard var start = line.first.map({ ($0.x * scale, $0.y * scale) }) else { continue }
      var isFirst = true
      for point in line {
        let end = (point.x * scale, point.y * scale)
        guard abs(end.0) < 1e6, abs(end.1) < 1e6 else { return nil }
        (left, right) = (min(left, end.0), max(right, end.0))
        (top, bottom) = (min(top, end.1), max(bottom, end.1))
        let (dx, dy) = (end.0 - start.0, end.1 - start.1)
        let length = (dx * dx + dy * dy).squareRoot()
        // Too short to have a direction; the next one starts where this one did.
        guard length > 1e-6 else { continue }
        segments.append(
          Segment(
            x: start.0, y: start.1, directionX: dx / length, directionY: dy / length, length: length,
            isFirst: isFirst))
        (start, isFirst) = (end, false)
      }
      if !isFirst { segments[segments.count - 1].isLast = true }
    }
    reach = lineWidth / 2 + 0.5
    column = max(Int((left - reach).rounded(.down)), 0)
    row = max(Int((top - reach).rounded(.down)), 0)
    width = min(Int((right + reach).rounded(.up)), columns) - column
    height = min(Int((bottom + reach).rounded(.up)), rows) - row
    guard width > 0, height > 0, width + Self.lanes <= 32767, !segments.isEmpty else { return nil }
    self.segments = segments
  }

  /// Writes the picture to memory that is zero, with `stride` bytes for a row, which are at least ``lanes`` more than
  /// the picture is wide.
  func write(to target: UnsafeMutablePointer<UInt8>, stride: Int) {
    for segment in segments { write(segment, to: target, stride: stride) }
  }

  private func write(_ segment: Segment, to target: UnsafeMutablePointer<UInt8>, stride: Int) {
    // From here on the upper left corner of the picture is the origin.
    let (x, y) = (segment.x - Double(column), segment.y - Double(row))
    let (dx, dy) = (segment.directionX, segment.directionY)
    let (endX, endY) = (x + dx * segment.length, y + dy * segment.length)
    let (left, right) = (min(x, endX) - reach - 0.5, max(x, endX) + reach - 0.5)
    let firstRow = max(Int((min(y, endY) - reach - 0.5).rounded(.up)), 0)
    let lastRow = min(Int((max(y, endY) + reach - 0.5).rounded(.down)), height - 1)
    guard firstRow <= lastRow else { return }
    let ramp = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7)
    let (stepAlong, stepAcross) = (Float(dx) * ramp, Float(dy) * ramp)
    let (length, reach) = (SIMD8<Float>(repeating: Float(segment.length)), SIMD8<Float>(repeating: Float(self.reach)))
    let (zero, one, half) = (SIMD8<Float>.zero, SIMD8<Float>(repeating: 1), SIMD8<Float>(repeating: 0.5))
    for row in firstRow...lastRow {
      let below = Double(row) + 0.5 - y
      var (start, end) = (left, right)
      if abs(dy) > 1e-9 {
        let (middle, side) = (x + below * dx / dy - 0.5, self.reach / abs(dy))
        (start, end) = (max(start, middle - side), min(end, middle + side))
      }
      var next = max(Int(min(max(start, -1), 1e6).rounded(.up)), 0)
      let last = min(Int(min(max(end, -1), 1e6).rounded(.down)), width - 1)
      let line = UnsafeMutableRawPointer(target + row * stride)
      while next <= last {
        let right = Double(next) + 0.5 - x
        let along = SIMD8<Float>(repeating: Float(right * dx + below * dy)) + stepAlong
        let across = SIMD8<Float>(repeating: Float(right * dy - below * dx)) + stepAcross
        let before = segment.isFirst ? zero : -along
        let beyond = segment.isLast ? zero : along - length
        let outside = pointwiseMax(pointwiseMax(before, beyond), zero)
        let distance = (across * across + outside * outside).squareRoot()
        var cover = pointwiseMin(pointwiseMax(reach - distance, zero), one)
        if segment.isFirst { cover *= pointwiseMin(pointwiseMax(along + half, zero), one) }
        if segment.isLast { cover *= pointwiseMin(pointwiseMax(length - along + half, zero), one) }
        // A sum of this size has its whole part in the lowest bits.
        let shifted = cover * 255 + 0x1p23
        let bytes = SIMD8<UInt8>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD8<UInt32>.self))
        let old = line.loadUnaligned(fromByteOffset: next, as: SIMD8<UInt8>.self)
        line.storeBytes(of: pointwiseMax(old, bytes), toByteOffset: next, as: SIMD8<UInt8>.self)
        next += Self.lanes
      }
    }
  }
}
