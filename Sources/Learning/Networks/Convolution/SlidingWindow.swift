import LinearAlgebra

/// Windows that move over a feature map, with zeros around it.
///
/// Inside this folder features stand in the order row, column, channel, because then a row of a window is one run of
/// memory. A patch is one window in that order; the patches of a sample are S rows of κ·c numbers.
struct SlidingWindow: Sendable, Hashable {
  let input: FeatureShape
  let size: GridSize
  let stride: GridSize
  let padding: GridSize
  /// How many windows there are from top to bottom and from left to right.
  let output: GridSize

  /// nil when a size makes no sense, no window fits, or the patches of one sample are more numbers than BLAS can count.
  init?(over input: FeatureShape, size: GridSize, stride: GridSize, padding: GridSize = 0) {
    func count(_ length: Int, _ size: Int, _ stride: Int, _ padding: Int) -> Int? {
      let largest = Int(Int32.max)
      guard (1...largest).contains(size), (1...largest).contains(stride), (0...largest).contains(padding),
        size <= length + 2 * padding
      else { return nil }
      return (length + 2 * padding - size) / stride + 1
    }
    guard let height = count(input.height, size.height, stride.height, padding.height),
      let width = count(input.width, size.width, stride.width, padding.width),
      let entries = elementCount([size.height, size.width, input.channels, height, width]), entries <= Int32.max
    else { return nil }
    self.input = input
    self.size = size
    self.stride = stride
    self.padding = padding
    output = GridSize(height: height, width: width)
  }

  /// S
  var positionCount: Int { output.area }
  /// κ·c
  var patchSize: Int { size.area * input.channels }
  /// Whether the patches of a sample are the sample.
  var isIdentity: Bool { size.area == 1 && stride.area == 1 && padding == 0 }

  /// Calls `body` for every run of entries that a patch has in common with the map: where it starts in the patches, where
  /// in the features, and its length. What is never named is padding.
  @inline(__always)
  private func forEachRun(_ body: (_ patch: Int, _ feature: Int, _ count: Int) -> Void) {
    let channels = input.channels
    var patch = 0
    for y in 0..<output.height {
      for x in 0..<output.width {
        let left = x * stride.width - padding.width
        let first = min(size.width, max(0, -left))
        let count = max(0, min(size.width, input.width - left) - first)
        for row in 0..<size.height {
          let top = y * stride.height - padding.height + row
          if top >= 0, top < input.height, count > 0 {
            body(patch + first * channels, (top * input.width + left + first) * channels, count * channels)
          }
          patch += size.width * channels
        }
      }
    }
  }

  /// Writes the patches of one sample, S × κc.
  func gatherPatches(of features: UnsafePointer<Double>, into patches: UnsafeMutablePointer<Double>) {
    if padding != 0 { patches.update(repeating: 0, count: positionCount * patchSize) }
    forEachRun { patch, feature, count in (patches + patch).update(from: features + feature, count: count) }
  }

  /// Adds patches to the features that they were taken from: the adjoint of ``gatherPatches(of:into:)``.
  func scatterPatches(_ patches: UnsafePointer<Double>, addingTo features: UnsafeMutablePointer<Double>) {
    forEachRun { patch, feature, count in
      let target = features + feature
      let source = patches + patch
      for i in 0..<count { target[i] += source[i] }
    }
  }

  /// The patches of every row of a batch, (rows · S) × κc.
  func patches(of features: Matrix) -> [Double] {
    if isIdentity { return features.elements }
    let size = positionCount * patchSize
    return [Double](unsafeUninitializedCapacity: features.rows * size) { buffer, count in
      count = buffer.count
      guard let target = buffer.baseAddress else { return }
      target.initialize(repeating: 0, count: count)
      features.elements.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        for row in 0..<features.rows {
          gatherPatches(of: source + row * features.columns, into: target + row * size)
        }
      }
    }
  }

  /// The features that patches add up to, row by row; the adjoint of ``patches(of:)``.
  func features(of patches: [Double], rows: Int) -> Matrix {
    if isIdentity { return Matrix(rows: rows, columns: input.count, elements: patches) }
    var result = Matrix(rows: rows, columns: input.count)
    result.elements.withUnsafeMutableBufferPointer { target in
      patches.withUnsafeBufferPointer { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        for row in 0..<rows {
          scatterPatches(
            source + row * positionCount * patchSize, addingTo: target + row * input.count)
        }
      }
    }
    return result
  }
}
