extension TensorArchive {
  /// What to advise about a safetensors file that cannot be used, if the caller knows nothing better.
  public static let safetensorsCure = "Save it again with safetensors.torch.save_file(model.state_dict(), path)."

  /// Reads a safetensors file, the usual way to store a network of PyTorch: F64, F32, F16, BF16, integers and truth
  /// values become numbers in double precision.
  ///
  /// Every byte is accounted for: the tensors lie inside the file, share no byte and leave none unclaimed. An integer
  /// that double precision does not hold exactly is an error. Time and memory: linear in the file's size, whatever its
  /// header announces.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - byteLimit: the largest file to accept; 1 GiB if not given.
  ///   - cure: what to advise if the file cannot be used.
  /// - Throws: `DataError.file` with the path, the offset and the cure.
  ///
  /// Source: the format's description in the safetensors project.
  public init(safetensors path: String, byteLimit: Int = 1 << 30, cure: String = safetensorsCure) throws(DataError) {
    try self.init(safetensorsBytes: FileBytes.read(path, limit: byteLimit, cure: cure), path: path, cure: cure)
  }

  /// Reads a safetensors file from its bytes; `path` is used in errors only.
  ///
  /// - Throws: as `init(safetensors:byteLimit:cure:)`.
  public init(
    safetensorsBytes bytes: [UInt8], path: String = "data", cure: String = safetensorsCure
  ) throws(DataError) {
    let source = FileSource(bytes, path: path, cure: cure)
    let claimed = try source.littleEndian(8, at: 0)
    let possible = bytes.count - 8
    guard claimed <= UInt64(possible) else {
      throw source.failure(.claimExceedsFile(claimed: Int(clamping: claimed), possible: possible), at: 0)
    }
    let start = 8 + Int(claimed)
    let header = try SafetensorsHeader(source, from: 8, to: start)
    try Self.requirePartition(header.entries, source, from: start)
    var entries: [Entry] = []
    for entry in header.entries {
      let range = start + entry.range.lowerBound..<start + entry.range.upperBound
      entries.append(
        Entry(
          name: entry.name,
          tensor: Tensor(checkedSizes: entry.sizes, values: try source.values(entry.encoding, in: range)),
          place: .byte(entry.offset)))
    }
    self.init(entries, path: path, cure: cure)
  }

  /// Lets tensors pass if each has the bytes that its sizes need and together they are the rest of the file.
  private static func requirePartition(
    _ entries: [SafetensorsHeader.Entry], _ source: FileSource, from start: Int
  ) throws(DataError) {
    let available = source.bytes.count - start
    for entry in entries {
      guard entry.range.upperBound <= available else {
        throw source.failure(
          .claimExceedsFile(claimed: entry.range.upperBound, possible: available), at: entry.offset)
      }
      let needed = try source.byteCount(of: entry.sizes, entry.encoding, at: entry.offset, from: start)
      guard needed == entry.range.count else {
        throw source.failure(
          .malformed(
            "\(quoted(entry.name)) needs \(needed) bytes by its sizes, its offsets give it \(entry.range.count)"),
          at: entry.offset)
      }
    }
    let sorted = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    var previous = ""
    for entry in sorted {
      guard entry.range.lowerBound >= end else {
        throw source.failure(.overlap(previous, entry.name), at: entry.offset)
      }
      guard entry.range.lowerBound == end else {
        throw source.failure(.malformed("the bytes before \(quoted(entry.name)) belong to no tensor"), at: start + end)
      }
      end = entry.range.upperBound
      previous = entry.name
    }
    guard end == available else { throw source.failure(.trailingBytes, at: start + end) }
  }

  /// The bytes of a safetensors file with these tensors in double precision.
  public var safetensorsBytes: [UInt8] {
    var end = 0
    var fields: [String] = []
    var content: [UInt8] = []
    for name in names {
      guard let tensor = self[name] else { continue }
      let start = end
      end += 8 * tensor.values.count
      fields.append(
        "\(Self.jsonText(name)):{\"dtype\":\"F64\",\"shape\":[\(tensor.sizes.map(String.init).joined(separator: ","))],"
          + "\"data_offsets\":[\(start),\(end)]}")
      content += littleEndianBytes(tensor.values)
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    header += Array(repeating: 0x20, count: (8 - header.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    return length + header + content
  }

  /// A text as JSON writes it.
  private static func jsonText(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
