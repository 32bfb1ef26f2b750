extension DataError: CustomStringConvertible {
  /// The error in words: where, what was found and what to do.
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
  /// The place in words, such as `byte 16` or `line 3, column 2`.
  public var description: String {
    switch self {
    case .byte(let offset): "byte \(offset)"
    case .unpackedByte(let offset): "byte \(offset) of the unpacked content"
    case .memberByte(let offset, let member): "byte \(offset) of its member \(quoted(member))"
    case .cell(let line, let column): "line \(line), column \(column)"
    }
  }
}

extension FileProblem: CustomStringConvertible {
  /// The problem in words, with the sizes, values or names that were found and those that were needed.
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
    case .malformed(let rule): rule
    case .unsupportedType(let name, let allowed):
      "the values are of type \(quoted(name)), which is not read; \(allowed)"
    case .duplicateName(let name): "the name \(quoted(name)) occurs twice"
    case .missingName(let name, let available):
      "there is no \(quoted(name)); there \(available.count == 1 ? "is" : "are") \(listed(available))"
    case .overlap(let first, let second): "\(quoted(first)) and \(quoted(second)) claim the same bytes"
    case .missingCell: "the cell is empty"
    case .notANumber(let text, let hint): "\(quoted(text)) is not a number" + (hint.map { "; \($0)" } ?? "")
    case .wrongCellCount(let found, let expected): "the row has \(found) cells, the first one has \(expected)"
    case .notFinite(let value): "the value is \(value)"
    case .unknownLabel(let label, let classes): "the label \(quoted(label)) is none of the classes \(listed(classes))"
    }
  }
}

/// A name out of a file, never longer than a line and without control characters.
func quoted(_ name: String) -> String {
  let scalars = name.unicodeScalars
  let visible = scalars.prefix(60).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : "\($0)" }
  return "'" + visible.joined() + (scalars.count > 60 ? "…'" : "'")
}

private func listed(_ names: [String]) -> String {
  guard !names.isEmpty else { return "nothing" }
  let shown = names.prefix(12).map(quoted).joined(separator: ", ")
  return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
}
