extension Tensor {
  /// What to advise about a `.npy` file that cannot be used, if the caller knows nothing better.
  public static let defaultCure = "Save it again with numpy.save, as an array of numbers."

  /// Reads a NumPy `.npy` file: versions 1 to 3, truth values, integers and floats of 2 to 8 bytes, either byte order,
  /// row-major or column-major (which is brought into row-major order).
  ///
  /// The values must fill the file exactly. An integer that double precision does not hold exactly is an error.
  /// Time and memory: linear in the file's size, whatever its header announces.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - byteLimit: the largest file to accept; 1 GiB if not given.
  ///   - cure: what to advise if the file cannot be used.
  /// - Throws: `DataError.file` with the path, the offset and the cure.
  ///
  /// Source: NumPy's documentation of `numpy.lib.format`.
  public init(npy path: String, byteLimit: Int = 1 << 30, cure: String = defaultCure) throws(DataError) {
    try self.init(npyBytes: FileBytes.read(path, limit: byteLimit, cure: cure), path: path, cure: cure)
  }

  /// Reads a `.npy` file from its bytes; `path` is used in errors only.
  ///
  /// - Throws: as `init(npy:byteLimit:cure:)`.
  public init(npyBytes bytes: [UInt8], path: String = "data", cure: String = defaultCure) throws(DataError) {
    try self.init(FileSource(bytes, path: path, cure: cure))
  }

  init(_ source: FileSource) throws(DataError) {
    let header = try NPYHeader(source)
    let start = header.valuesOffset
    let count = try source.byteCount(of: header.sizes, header.encoding, at: header.sizesOffset, from: start)
    guard start + count == source.bytes.count else { throw source.failure(.trailingBytes, at: start + count) }
    let values = try source.values(header.encoding, in: start..<start + count, isBigEndian: header.isBigEndian)
    sizes = header.sizes
    self.values = header.isColumnMajor ? Self.rowMajor(values, header.sizes) : values
  }

  /// Values whose first index runs fastest, in the order in which the last one does.
  private static func rowMajor(_ values: [Double], _ sizes: [Int]) -> [Double] {
    guard sizes.count > 1, !values.isEmpty else { return values }
    var strides: [Int] = []
    var stride = 1
    for size in sizes {
      strides.append(stride)
      stride *= size
    }
    var index = Array(repeating: 0, count: sizes.count)
    var place = 0
    var result: [Double] = []
    result.reserveCapacity(values.count)
    while true {
      result.append(values[place])
      var dimension = sizes.count - 1
      while dimension >= 0 {
        index[dimension] += 1
        place += strides[dimension]
        if index[dimension] < sizes[dimension] { break }
        place -= strides[dimension] * sizes[dimension]
        index[dimension] = 0
        dimension -= 1
      }
      if dimension < 0 { return result }
    }
  }

  /// The bytes of a `.npy` file with these values in double precision, which `numpy.load` reads.
  public var npyBytes: [UInt8] {
    let shape = sizes.count == 1 ? "(\(sizes[0]),)" : "(" + sizes.map(String.init).joined(separator: ", ") + ")"
    var header = Array("{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }".utf8)
    // The values begin at a multiple of 64.
    header += Array(repeating: 0x20, count: 63 - (10 + header.count) % 64) + [0x0A]
    return NPYHeader.signature + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header
      + littleEndianBytes(values)
  }
}

/// Double-precision values, little end first.
func littleEndianBytes(_ values: [Double]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(8 * values.count)
  for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
  return bytes
}
