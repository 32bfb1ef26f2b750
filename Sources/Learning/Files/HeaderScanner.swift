/// Something that reads the text header of a file byte by byte and says where it is wrong.
protocol HeaderScanner {
  /// The file.
  var source: FileSource { get }
  /// The next byte to be read.
  var offset: Int { get set }
  /// Where the header ends.
  var end: Int { get }
}

extension HeaderScanner {
  var next: UInt8? { offset < end ? source.bytes[offset] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  mutating func takes(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard let byte = next, byte == UInt8(ascii: mark) else { return false }
    offset += 1
    return true
  }

  mutating func expect(_ mark: Unicode.Scalar) throws(DataError) {
    guard takes(mark) else { throw malformed("the header needs '\(mark)' here") }
  }

  /// A number of digits, with the place where it starts.
  mutating func integer() throws(DataError) -> (value: Int, place: Int) {
    skipSpace()
    let place = offset
    var value = 0
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (tens, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !first, !second else { throw malformed("a number does not fit into a machine integer", at: place) }
      value = sum
      offset += 1
    }
    guard offset > place else { throw malformed("a number of digits is needed here", at: place) }
    return (value, place)
  }

  func malformed(_ rule: String, at place: Int? = nil) -> DataError {
    source.failure(.malformed(rule), at: place ?? offset)
  }
}
