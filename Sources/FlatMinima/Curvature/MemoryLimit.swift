/// How much memory one computation may take.
///
/// A promise about what is allocated at the same time for the result, not about what the process holds already.
public struct MemoryLimit: Sendable, Hashable {
  /// The limit in bytes.
  public let bytes: Double

  /// A limit in bytes.
  public init(bytes: Double) { self.bytes = bytes }

  /// A limit in units of 2³⁰ bytes.
  public static func gibibytes(_ count: Double) -> MemoryLimit { MemoryLimit(bytes: count * 0x1p30) }

  /// 2 GiB, which holds the Gram matrix and the eigenproblem of 6688 gradients: a quarter of a laptop's 8 GiB.
  public static let standard = gibibytes(2)

  /// No limit at all.
  public static let unlimited = MemoryLimit(bytes: .infinity)
}

extension MemoryLimit: CustomStringConvertible {
  /// The limit with a unit: "2.0 GiB".
  public var description: String { bytes.isFinite ? byteCount(bytes) : "no limit" }
}

/// A number of bytes with a unit that a person reads: "1.5 GiB".
func byteCount(_ bytes: Double) -> String {
  let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"]
  var value = bytes
  var index = 0
  while value >= 1024, index + 1 < units.count {
    value /= 1024
    index += 1
  }
  if index == 0 { return "\(Int(value)) bytes" }
  // Rounded up, so that a need is never reported below a limit that it exceeds.
  return "\((value * 10).rounded(.up) / 10) \(units[index])"
}
