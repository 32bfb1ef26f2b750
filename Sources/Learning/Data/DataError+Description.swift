extension DataError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty(let what):
      "a data set needs at least one sample, one input coordinate and one output; this one has no \(what)"
    case .countMismatch(let inputs, let targets):
      "\(inputs) inputs but \(targets) targets; give every sample one row in each"
    case .notFinite(let table, let row, let column, let value):
      "\(table): row \(row), column \(column) is \(value); remove the sample or replace the value"
    case .indexOutOfRange(let index, let count):
      "there is no sample \(index) in a data set of \(count); indices run from 0 to \(count - 1)"
    case .invalidArgument(let name, let value, let allowed):
      "\(name) is \(value); allowed: \(allowed)"
    case .file(let path, let place, let problem, let cure):
      "\(path), \(place): \(problem). \(cure)"
    }
  }
}

extension FilePlace: CustomStringConvertible {
  public var description: String {
    switch self {
    case .byte(let offset): "byte \(offset)"
    case .unpackedByte(let offset): "byte \(offset) of the unpacked content"
    }
  }
}

extension FileProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "there is no such file"
    case .notAFile: "this is not an ordinary file"
    case .unreadable(let reason): "it cannot be read: \(reason)"
    case .tooLarge(let size, let limit): "it has \(size) bytes, the limit is \(limit)"
    case .truncated(let needed, let found):
      "the file ends too early: \(needed) bytes were needed up to here, \(found) were there"
    case .wrongMagic(let bytes): "an IDX file starts with two zero bytes, this one with \(bytes)"
    case .wrongType(let code): "type code \(code) is not the expected one"
    case .noDimensions: "the header announces no dimension"
    case .sizeOverflow(let sizes): "the sizes \(sizes) multiply to more than a machine integer holds"
    case .claimExceedsFile(let claimed, let possible):
      "the header announces \(claimed) bytes of values, the file holds at most \(possible)"
    case .claimExceedsLimit(let claimed, let limit):
      "the header announces \(claimed) bytes of values, the limit is \(limit)"
    case .trailingBytes: "more bytes follow after the last announced value"
    case .damagedGzip(let reason): "the gzip stream is damaged: \(reason)"
    case .wrongSizes(let found, let needed): "the sizes are \(found), needed: \(needed)"
    case .wrongValue(let found, let allowed): "the value is \(found), allowed: \(allowed)"
    }
  }
}
