extension Panel {
  /// The pixels of a grid, row by row from the top: each has the color of the mean of its cells, as the color scale
  /// measures, in 256 steps from end to end. Cells without a color count for nothing; a pixel of no other is clear.
  /// Values without a color, or beyond the ends of the scale, are counted once for every pixel they belong to.
  ///
  /// - Parameters:
  ///   - rows: which rows of the grid every row of pixels shows, from the bottom.
  ///   - columns: which columns of the grid every column of pixels shows.
  mutating func pixels(of grid: Grid, rows: [Range<Int>], columns: [Range<Int>]) -> [UInt32] {
    var pixels: [UInt32] = []
    guard let colors else { return Array(repeating: 0, count: rows.count * columns.count) }
    pixels.reserveCapacity(rows.count * columns.count)
    let (scale, linear) = (colors.scale, colors.scale.linearPositions)
    let steps = (0...255).map { colors.map.color(at: Double($0) / 255).pixel }
    var before: Range<Int>?
    for rows in rows.reversed() {
      if rows == before {
        // The same cells as in the row above.
        pixels += Array(pixels.suffix(columns.count))
        continue
      }
      before = rows
      for columns in columns {
        var (sum, count) = (0.0, 0)
        for row in rows {
          for index in row * grid.x.count + columns.lowerBound..<row * grid.x.count + columns.upperBound {
            guard let position = drops.colorPosition(of: grid.values[index], on: scale, linear) else {
              continue
            }
            sum += position
            count += 1
          }
        }
        pixels.append(count == 0 ? 0 : steps[Int(sum / Double(count) * 255 + 0.5)])
      }
    }
    return pixels
  }
}

extension Drops {
  /// Where a value stands on a color scale, kept to its ends; counted if it has no place or lies beyond them.
  @inline(__always)
  fileprivate mutating func colorPosition(
    of value: Double, on scale: Scale, _ linear: Scale.LinearPositions?
  ) -> Double? {
    let position: Double
    if let linear, value.isFinite {
      position = linear(value)
    } else {
      guard let place = scale.position(of: value) else {
        count(value, .color)
        return nil
      }
      position = place
    }
    if position < -1e-9 { belowColors += 1 }
    if position > 1 + 1e-9 { aboveColors += 1 }
    return min(max(position, 0), 1)
  }
}

extension RGB {
  /// Red, green, blue and full opacity from the highest byte down.
  var pixel: UInt32 { UInt32(red) << 24 | UInt32(green) << 16 | UInt32(blue) << 8 | 255 }
}
