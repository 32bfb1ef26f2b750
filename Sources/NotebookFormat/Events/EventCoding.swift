#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Events and recordings as JSON in which NaN and the infinities survive.
public enum EventCoding {
  /// The word for ∞, a number that JSON does not have.
  public static let positiveInfinity = "Infinity"
  /// The word for −∞.
  public static let negativeInfinity = "-Infinity"
  /// The word for what is not a number.
  public static let notANumber = "NaN"

  /// An encoder that writes keys in order, so that equal values give equal bytes.
  public static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: positiveInfinity, negativeInfinity: negativeInfinity, nan: notANumber)
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// A decoder for what ``encoder()`` writes.
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

  /// The event on a line, whose end may be missing.
  ///
  /// - Throws: `DecodingError` for a line that is no event, such as one that a crash cut short.
  public static func event(line: some Sequence<UInt8>) throws -> RecordingEvent {
    try decoder().decode(RecordingEvent.self, from: Data(line))
  }
}
