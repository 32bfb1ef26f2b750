#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Events and recordings as JSON in which NaN and the infinities survive.
public enum EventCoding {
  /// The words that stand for numbers that JSON does not have.
  public static let positiveInfinity = "Infinity"
  public static let negativeInfinity = "-Infinity"
  public static let notANumber = "NaN"

  public static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: positiveInfinity, negativeInfinity: negativeInfinity, nan: notANumber)
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  public static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: positiveInfinity, negativeInfinity: negativeInfinity, nan: notANumber)
    return decoder
  }

  /// One line, its end included.
  public static func line(_ event: RecordingEvent) throws -> [UInt8] {
    Array(try encoder().encode(event)) + [UInt8(ascii: "\n")]
  }

  public static func event(line: some Sequence<UInt8>) throws -> RecordingEvent {
    try decoder().decode(RecordingEvent.self, from: Data(line))
  }
}
