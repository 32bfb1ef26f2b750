/// How the bytes of a row are written: as they are, or as differences.
enum RowFilter: UInt8 {
  case none = 0
  /// From the pixel before.
  case sub = 1
  /// From the pixel above.
  case up = 2

  /// The filter that leaves the smallest differences, as the PNG specification suggests.
  static func best(
    _ line: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>?, length: Int, step: Int
  ) -> RowFilter {
    var before = 0
    for index in step..<max(step, length) { before &+= size(line[index] &- line[index - step]) }
    guard let above else { return .sub }
    var difference = 0
    for index in 0..<length { difference &+= size(line[index] &- above[index]) }
    return difference <= before ? .up : .sub
  }

  /// The size of a difference that is stored without a sign.
  @inline(__always)
  private static func size(_ difference: UInt8) -> Int { Int(Int8(bitPattern: difference).magnitude) }

  /// Writes the filter's number and the row.
  func apply(
    to line: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>?, length: Int, step: Int,
    _ target: UnsafeMutablePointer<UInt8>
  ) {
    target[0] = rawValue
    let target = target + 1
    switch self {
    case .none: target.update(from: line, count: length)
    case .sub:
      for index in 0..<min(step, length) { target[index] = line[index] }
      for index in step..<max(step, length) { target[index] = line[index] &- line[index - step] }
    case .up:
      guard let above else { return target.update(from: line, count: length) }
      for index in 0..<length { target[index] = line[index] &- above[index] }
    }
  }
}
