/// A number of bytes as people write it: `500000`, `500 KB`, `20MB`, `1.5 GiB`.
public struct ByteSize: Equatable, Sendable {
  /// The number of bytes, at least 1 and below 10¹².
  public var bytes: Int

  private static let units: [String: Double] = [
    "": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824,
  ]

  /// Reads a number, perhaps with a unit after it; nil for anything else.
  public init?(_ text: String) {
    let text = text.lowercased()
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "_" }
    let unit = text.dropFirst(digits.count).filter { $0 != " " }
    guard let number = Double(digits.filter { $0 != "_" }), let factor = Self.units[unit], number * factor >= 1,
      number * factor < 1e12
    else { return nil }
    bytes = Int(number * factor)
  }

  /// A number of bytes in words, such as `1.5 GB` or `20 MB`.
  public static func words(_ bytes: Int) -> String {
    for (unit, factor) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)] where bytes >= factor {
      let tenths = (Double(bytes) / Double(factor) * 10).rounded() / 10
      return "\(tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)) \(unit)"
    }
    return "\(bytes) bytes"
  }
}
