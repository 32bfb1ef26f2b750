/// How one number is stored in a file of NumPy or PyTorch.
enum ElementEncoding: Hashable, CaseIterable {
  case boolean
  case int8
  case int16
  case int32
  case int64
  case uint8
  case uint16
  case uint32
  case uint64
  case float16
  case bfloat16
  case float32
  case float64

  /// The number of bytes of one value.
  var byteCount: Int {
    switch self {
    case .boolean, .int8, .uint8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The bits of the value at `offset`, which must lie in the buffer.
  func pattern(_ buffer: UnsafeRawBufferPointer, at offset: Int, isBigEndian: Bool) -> UInt64 {
    func load<Word: FixedWidthInteger & UnsignedInteger>(_ type: Word.Type) -> UInt64 {
      let word = buffer.loadUnaligned(fromByteOffset: offset, as: type)
      return UInt64(isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word))
    }
    return switch byteCount {
    case 1: load(UInt8.self)
    case 2: load(UInt16.self)
    case 4: load(UInt32.self)
    default: load(UInt64.self)
    }
  }

  /// The number that the bits spell, or nil if double precision does not hold it exactly.
  func value(_ pattern: UInt64) -> Double? {
    switch self {
    case .boolean: pattern <= 1 ? Double(pattern) : nil
    case .int8: Double(Int8(truncatingIfNeeded: pattern))
    case .int16: Double(Int16(truncatingIfNeeded: pattern))
    case .int32: Double(Int32(truncatingIfNeeded: pattern))
    case .int64: Double(exactly: Int64(bitPattern: pattern))
    case .uint8, .uint16, .uint32, .uint64: Double(exactly: pattern)
    case .float16: Self.half(pattern)
    case .bfloat16: Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern) << 16))
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
    case .float64: Double(bitPattern: pattern)
    }
  }

  /// IEEE half precision: 1 bit sign, 5 bits exponent, 10 bits fraction.
  private static func half(_ pattern: UInt64) -> Double {
    let fraction = Double(pattern & 0x3FF)
    let exponent = Int(pattern >> 10 & 0x1F)
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return pattern & 0x8000 == 0 ? magnitude : -magnitude
  }
}
