/// What the header of a safetensors file says: a JSON object with one object per tensor.
struct SafetensorsHeader: HeaderScanner {
  struct Entry {
    var name: String
    /// Where the header names it.
    var offset: Int
    var encoding: ElementEncoding
    var sizes: [Int]
    /// Its bytes, counted from the end of the header.
    var range: Range<Int>
  }

  static let encodings: [String: ElementEncoding] = [
    "BOOL": .boolean, "I8": .int8, "I16": .int16, "I32": .int32, "I64": .int64, "U8": .uint8, "U16": .uint16,
    "U32": .uint32, "U64": .uint64, "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64,
  ]

  static let largestDimensionCount = 64

  private(set) var entries: [Entry] = []
  let source: FileSource
  var offset: Int
  let end: Int

  /// Reads the object between `offset` and `end`.
  init(_ source: FileSource, from offset: Int, to end: Int) throws(DataError) {
    self.source = source
    self.offset = offset
    self.end = end
    try readObject()
  }

  private mutating func readObject() throws(DataError) {
    guard next == UInt8(ascii: "{") else { throw malformed("the header must start with '{'") }
    var names: Set<String> = []
    try members { (reader, name, place) throws(DataError) in
      guard names.insert(name).inserted else { throw reader.source.failure(.duplicateName(name), at: place) }
      if name == "__metadata__" {
        try reader.skipMetadata()
      } else {
        reader.entries.append(try reader.tensor(name, at: place))
      }
    }
    skipSpace()
    guard offset == end else { throw malformed("something follows the header's object") }
  }

  private mutating func skipMetadata() throws(DataError) {
    try members { (reader, _, _) throws(DataError) in _ = try reader.string() }
  }

  private mutating func tensor(_ name: String, at place: Int) throws(DataError) -> Entry {
    var encoding: ElementEncoding?
    var sizes: [Int]?
    var bounds: [Int]?
    try members { (reader, key, keyPlace) throws(DataError) in
      switch key {
      case "dtype" where encoding == nil: encoding = try reader.encoding()
      case "shape" where sizes == nil: sizes = try reader.integers(atMost: Self.largestDimensionCount)
      case "data_offsets" where bounds == nil: bounds = try reader.integers(atMost: 2)
      case "dtype", "shape", "data_offsets": throw reader.source.failure(.duplicateName(key), at: keyPlace)
      default: throw reader.malformed("a tensor has the keys dtype, shape and data_offsets only", at: keyPlace)
      }
    }
    guard let encoding, let sizes, let bounds else {
      throw malformed("a tensor needs the keys dtype, shape and data_offsets", at: place)
    }
    guard bounds.count == 2, bounds[0] <= bounds[1] else {
      throw malformed("data_offsets must be two numbers, the second not below the first", at: place)
    }
    return Entry(name: name, offset: place, encoding: encoding, sizes: sizes, range: bounds[0]..<bounds[1])
  }

  private mutating func encoding() throws(DataError) -> ElementEncoding {
    skipSpace()
    let place = offset
    let name = try string()
    guard let encoding = Self.encodings[name] else {
      let allowed = Self.encodings.keys.sorted().joined(separator: ", ") + " are"
      throw source.failure(.unsupportedType(name: name, allowed: allowed), at: place)
    }
    return encoding
  }

  // MARK: JSON, as far as this format uses it

  /// An object: calls `body` after every name and colon.
  private mutating func members(
    _ body: (inout SafetensorsHeader, _ name: String, _ place: Int) throws(DataError) -> Void
  ) throws(DataError) {
    try expect("{")
    if takes("}") { return }
    repeat {
      skipSpace()
      let place = offset
      let name = try string()
      try expect(":")
      try body(&self, name, place)
    } while takes(",")
    try expect("}")
  }

  private mutating func integers(atMost limit: Int) throws(DataError) -> [Int] {
    try expect("[")
    var values: [Int] = []
    if takes("]") { return values }
    repeat {
      guard values.count < limit else { throw malformed("this list has more than \(limit) numbers") }
      values.append(try strictInteger())
    } while takes(",")
    try expect("]")
    return values
  }

  private mutating func strictInteger() throws(DataError) -> Int {
    let (value, place) = try integer()
    guard offset == place + 1 || source.bytes[place] != UInt8(ascii: "0") else {
      throw malformed("a number does not start with 0", at: place)
    }
    return value
  }

  private mutating func string() throws(DataError) -> String {
    skipSpace()
    let place = offset
    guard next == UInt8(ascii: "\"") else { throw malformed("a text in quotes is needed here") }
    offset += 1
    var units: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw malformed("a control character in a text") }
      offset += 1
      if byte == UInt8(ascii: "\\") {
        units.append(contentsOf: try escaped())
      } else {
        units.append(byte)
      }
    }
    guard next != nil else { throw malformed("a text is not closed", at: place) }
    offset += 1
    guard let text = utf8Text(units) else { throw malformed("a text is not UTF-8", at: place) }
    return text
  }

  private mutating func escaped() throws(DataError) -> [UInt8] {
    let place = offset - 1
    guard let byte = next else { throw malformed("a text is not closed", at: place) }
    offset += 1
    switch Character(Unicode.Scalar(byte)) {
    case "\"", "\\", "/": return [byte]
    case "b": return [0x08]
    case "f": return [0x0C]
    case "n": return [0x0A]
    case "r": return [0x0D]
    case "t": return [0x09]
    case "u":
      var code = try hexadecimal(place)
      if (0xD800..<0xDC00).contains(code), source.bytes[offset..<end].starts(with: [0x5C, 0x75]) {
        offset += 2
        let low = try hexadecimal(place)
        guard (0xDC00..<0xE000).contains(low) else { throw malformed("half a surrogate pair in a text", at: place) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw malformed("half a surrogate pair in a text", at: place) }
      return Array(String(scalar).utf8)
    default: throw malformed("an unknown escape in a text", at: place)
    }
  }

  private mutating func hexadecimal(_ place: Int) throws(DataError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw malformed("an escape needs four hexadecimal digits", at: place)
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }
}
