/// A table of numbers as the IDX format stores it: sizes, one element type, and the raw bytes in big-endian order.
///
/// Source: the format's description on Yann LeCun's page of the MNIST database.
public struct IDXFile: Equatable, Sendable {
  /// The type of every element, by its code in the third byte of the file.
  public enum ElementType: UInt8, Sendable, CaseIterable {
    /// 8 bits without sign.
    case unsignedByte = 0x08
    /// 8 bits with sign.
    case signedByte = 0x09
    /// 16 bits with sign.
    case int16 = 0x0B
    /// 32 bits with sign.
    case int32 = 0x0C
    /// IEEE single precision.
    case float = 0x0D
    /// IEEE double precision.
    case double = 0x0E

    /// The number of bytes of one element.
    public var byteCount: Int {
      switch self {
      case .unsignedByte, .signedByte: 1
      case .int16: 2
      case .int32, .float: 4
      case .double: 8
      }
    }
  }

  /// The type of every element.
  public let elementType: ElementType
  /// The size of each dimension, slowest first; the first counts the items.
  public let sizes: [Int]
  /// The elements as they stand in the file, `elementType.byteCount` bytes each.
  public let bytes: [UInt8]

  /// The number of items: the first size.
  public var itemCount: Int { sizes[0] }
  /// The number of elements of one item: the product of the other sizes, or zero if there is no item.
  public var itemLength: Int { itemCount == 0 ? 0 : bytes.count / elementType.byteCount / itemCount }
  /// The offset of the first element in the unpacked file.
  public var headerLength: Int { 4 + 4 * sizes.count }

  /// The elements of one item as numbers. O(item length).
  public func item(_ index: Int) -> [Double] {
    precondition((0..<itemCount).contains(index), "no item \(index) among \(itemCount)")
    let width = elementType.byteCount
    let start = index * itemLength * width
    return (0..<itemLength).map { element in
      let place = start + element * width
      let pattern = bytes[place..<place + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return switch elementType {
      case .unsignedByte: Double(pattern)
      case .signedByte: Double(Int8(truncatingIfNeeded: pattern))
      case .int16: Double(Int16(truncatingIfNeeded: pattern))
      case .int32: Double(Int32(truncatingIfNeeded: pattern))
      case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
      case .double: Double(bitPattern: pattern)
      }
    }
  }
}
