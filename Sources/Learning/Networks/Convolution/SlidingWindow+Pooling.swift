import LinearAlgebra

extension SlidingWindow {
  /// How many numbers one sample has after pooling.
  private var pooledCount: Int { positionCount * input.channels }

  /// Calls `body` for every place of every window: the offset of the window's channels after pooling, that of the place's
  /// channels before, and whether the place is the window's first.
  @inline(__always)
  private func forEachPlace(_ body: (_ pooled: Int, _ feature: Int, _ isFirst: Bool) -> Void) {
    let channels = input.channels
    var pooled = 0
    for y in 0..<output.height {
      for x in 0..<output.width {
        for row in 0..<size.height {
          let start = ((y * stride.height + row) * input.width + x * stride.width) * channels
          for column in 0..<size.width { body(pooled, start + column * channels, row + column == 0) }
        }
        pooled += channels
      }
    }
  }

  /// The maxima of every row of a batch, and for each the index of the entry in its sample that was taken: the first in
  /// row-major order among equals. A window with a NaN has the maximum NaN.
  func maxima(of features: Matrix) -> (values: Matrix, choices: [Int32]) {
    let channels = input.channels
    var values = Matrix(rows: features.rows, columns: pooledCount)
    var choices = [Int32](repeating: 0, count: features.rows * pooledCount)
    features.elements.withUnsafeBufferPointer { source in
      values.elements.withUnsafeMutableBufferPointer { target in
        choices.withUnsafeMutableBufferPointer { taken in
          for row in 0..<features.rows {
            let from = row * features.columns
            let to = row * pooledCount
            forEachPlace { pooled, feature, isFirst in
              for channel in 0..<channels {
                let value = source[from + feature + channel]
                if isFirst || value > target[to + pooled + channel] || value.isNaN {
                  target[to + pooled + channel] = value
                  taken[to + pooled + channel] = Int32(truncatingIfNeeded: feature + channel)
                }
              }
            }
          }
        }
      }
    }
    return (values, choices)
  }

  /// The entries that were taken, from other features of the same samples.
  func entries(_ choices: [Int32], of features: Matrix) -> Matrix {
    var result = Matrix(rows: features.rows, columns: pooledCount)
    for row in 0..<features.rows {
      for i in 0..<pooledCount {
        result.elements[row * pooledCount + i] =
          features.elements[row * features.columns + Int(choices[row * pooledCount + i])]
      }
    }
    return result
  }

  /// Puts every number where the maximum was taken from; row r belongs to sample r / `repeats`.
  func features(from pooled: Matrix, choices: [Int32], repeats: Int) -> Matrix {
    var result = Matrix(rows: pooled.rows, columns: input.count)
    result.elements.withUnsafeMutableBufferPointer { target in
      pooled.elements.withUnsafeBufferPointer { source in
        choices.withUnsafeBufferPointer { choices in
          for row in 0..<pooled.rows {
            let taken = (row / repeats) * pooledCount
            for i in 0..<pooledCount {
              target[row * input.count + Int(choices[taken + i])] += source[row * pooledCount + i]
            }
          }
        }
      }
    }
    return result
  }

  /// The means of every row of a batch.
  func means(of features: Matrix) -> Matrix {
    let channels = input.channels
    let share = 1 / Double(size.area)
    var result = Matrix(rows: features.rows, columns: pooledCount)
    features.elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        for row in 0..<features.rows {
          forEachPlace { pooled, feature, _ in
            for channel in 0..<channels {
              target[row * pooledCount + pooled + channel] += share * source[row * input.count + feature + channel]
            }
          }
        }
      }
    }
    return result
  }

  /// Spreads every mean over its window: the adjoint of ``means(of:)``.
  func features(fromMeans pooled: Matrix) -> Matrix {
    let channels = input.channels
    let share = 1 / Double(size.area)
    var result = Matrix(rows: pooled.rows, columns: input.count)
    pooled.elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        for row in 0..<pooled.rows {
          forEachPlace { pooled, feature, _ in
            for channel in 0..<channels {
              target[row * input.count + feature + channel] += share * source[row * pooledCount + pooled + channel]
            }
          }
        }
      }
    }
    return result
  }
}
