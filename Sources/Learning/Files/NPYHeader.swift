/// What the header of a `.npy` file says: a Python dictionary with three keys.
struct NPYHeader {
  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy's own limit.
  static let largestDimensionCount = 64

  var encoding: ElementEncoding
  var isBigEndian: Bool
  var isColumnMajor: Bool
  var sizes: [Int]
  /// Where the header says its sizes, for errors about them.
  var sizesOffset: Int
  /// Where the values begin.
  var valuesOffset: Int

  init(_ source: FileSource) throws(DataError) {
    guard source.bytes.starts(with: Self.signature) else {
      if source.bytes.count < 6, Self.signature.starts(with: source.bytes) { try source.require(10, at: 0) }
      throw source.failure(.malformed("a .npy file starts with the bytes 93 4E 55 4D 50 59"), at: 0)
    }
    let version = try source.littleEndian(1, at: 6)
    guard (1...3).contains(version) else {
      throw source.failure(.wrongValue(found: Int(version), allowed: "format versions 1 to 3"), at: 6)
    }
    let width = version == 1 ? 2 : 4
    let length = Int(try source.littleEndian(width, at: 8))
    let start = 8 + width
    try source.require(length, at: start)
    var reader = NPYHeaderReader(source: source, offset: start, end: start + length)
    self = try reader.read()
  }

  fileprivate init(
    _ encoding: ElementEncoding, isBigEndian: Bool, isColumnMajor: Bool, sizes: [Int], sizesOffset: Int,
    valuesOffset: Int
  ) {
    self.encoding = encoding
    self.isBigEndian = isBigEndian
    self.isColumnMajor = isColumnMajor
    self.sizes = sizes
    self.sizesOffset = sizesOffset
    self.valuesOffset = valuesOffset
  }
}

/// Reads the dictionary, byte by byte: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
private struct NPYHeaderReader: HeaderScanner {
  let source: FileSource
  var offset: Int
  let end: Int

  mutating func read() throws(DataError) -> NPYHeader {
    let start = offset
    var type: (ElementEncoding, Bool)?
    var isColumnMajor: Bool?
    var sizes: ([Int], Int)?
    try expect("{")
    while !takes("}") {
      let place = offset
      let key = try string()
      try expect(":")
      skipSpace()
      switch key {
      case "descr" where type == nil: type = try elementType()
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try truth()
      case "shape" where sizes == nil: sizes = (try tuple(), place)
      case "descr", "fortran_order", "shape": throw source.failure(.duplicateName(key), at: place)
      default: throw malformed("the header has the key \(quoted(key)), which no .npy file has", at: place)
      }
      if !takes(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard offset == end else { throw malformed("something follows the header's dictionary") }
    guard let type, let isColumnMajor, let sizes else {
      throw malformed("the header needs the keys descr, fortran_order and shape", at: start)
    }
    return NPYHeader(
      type.0, isBigEndian: type.1, isColumnMajor: isColumnMajor, sizes: sizes.0, sizesOffset: sizes.1,
      valuesOffset: end)
  }

  private mutating func elementType() throws(DataError) -> (ElementEncoding, Bool) {
    let place = offset
    guard let byte = next, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") else {
      throw unsupported("a record of several fields", at: place)
    }
    let name = try string()
    guard let order = name.first, "<>|=".contains(order), let encoding = Self.encodings[String(name.dropFirst())] else {
      throw unsupported(name, at: place)
    }
    return (encoding, order == ">")
  }

  private static let encodings: [String: ElementEncoding] = [
    "b1": .boolean, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64, "u1": .uint8, "u2": .uint16, "u4": .uint32,
    "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64,
  ]

  private func unsupported(_ name: String, at place: Int) -> DataError {
    source.failure(
      .unsupportedType(name: name, allowed: "truth values, integers and floats of 2, 4 or 8 bytes are"), at: place)
  }

  private mutating func truth() throws(DataError) -> Bool {
    for (word, value) in [("True", true), ("False", false)] {
      let bytes = Array(word.utf8)
      if source.bytes[offset..<end].starts(with: bytes) {
        offset += bytes.count
        return value
      }
    }
    throw malformed("fortran_order must be True or False")
  }

  private mutating func tuple() throws(DataError) -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    while !takes(")") {
      guard sizes.count < NPYHeader.largestDimensionCount else {
        throw malformed("an array has at most \(NPYHeader.largestDimensionCount) dimensions")
      }
      sizes.append(try integer().value)
      if !takes(",") {
        try expect(")")
        break
      }
    }
    return sizes
  }

  private mutating func string() throws(DataError) -> String {
    skipSpace()
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw malformed("the header needs a text in quotes here")
    }
    let start = offset + 1
    guard let close = source.bytes[start..<end].firstIndex(of: quote) else {
      throw malformed("a text in the header is not closed")
    }
    offset = close + 1
    return String(decoding: source.bytes[start..<close], as: UTF8.self)
  }
}
