/// What is wrong with data, where, and what to do about it.
public enum DataError: Error, Equatable, Sendable {
  /// A data set needs at least one sample, one input coordinate and one output.
  case empty(String)
  /// Inputs and targets must have one row per sample each.
  case countMismatch(inputs: Int, targets: Int)
  /// A number is NaN or infinite.
  case notFinite(table: String, row: Int, column: Int, value: String)
  /// A sample index lies outside the data set.
  case indexOutOfRange(index: Int, count: Int)
  /// An argument has a value that makes no sense; the text says which and what is allowed.
  case invalidArgument(name: String, value: String, allowed: String)
  /// A file could not be used.
  case file(path: String, place: FilePlace, problem: FileProblem, cure: String)
}

/// A place in a file: in its own bytes, or in the bytes that it unpacks to.
public enum FilePlace: Equatable, Sendable {
  /// An offset in the file as it lies on disk.
  case byte(Int)
  /// An offset in what the gzip file unpacks to.
  case unpackedByte(Int)
  /// An offset in what one member of an archive unpacks to.
  case memberByte(Int, member: String)
  /// A cell of a table of text, both counted from 1.
  case cell(line: Int, column: Int)
}

/// What is wrong with a file of data.
public enum FileProblem: Equatable, Sendable {
  /// There is no such file.
  case missing
  /// It is not an ordinary file but a folder, pipe or device.
  case notAFile
  /// The system refused; the text is the system's reason.
  case unreadable(reason: String)
  /// The file is larger than the caller allows.
  case tooLarge(size: Int, limit: Int)
  /// The file ends too early.
  case truncated(needed: Int, found: Int)
  /// The first two bytes are not zero, as they are in every IDX file.
  case wrongMagic([UInt8])
  /// The type code is none of the six of the IDX format, or not the one that is needed here.
  case wrongType(code: UInt8)
  /// The header announces no dimension.
  case noDimensions
  /// The product of the announced sizes does not fit into a machine integer.
  case sizeOverflow(sizes: [Int])
  /// The header announces more bytes than the file can hold, however well it is packed.
  case claimExceedsFile(claimed: Int, possible: Int)
  /// The header announces more bytes than the caller allows.
  case claimExceedsLimit(claimed: Int, limit: Int)
  /// Bytes follow after the last announced value.
  case trailingBytes
  /// The gzip stream is damaged; the text is zlib's reason.
  case damagedGzip(reason: String)
  /// The sizes in the header are not those that are needed here.
  case wrongSizes(found: [Int], needed: String)
  /// A value is not one of those that the format allows here.
  case wrongValue(found: Int, allowed: String)
  /// The bytes do not follow the rules of the format; the text says which rule.
  case malformed(String)
  /// The values have a type that is not read.
  case unsupportedType(name: String, allowed: String)
  /// Two things have the same name.
  case duplicateName(String)
  /// Nothing has the name that is needed here.
  case missingName(String, available: [String])
  /// Two things claim the same bytes.
  case overlap(String, String)
  /// A cell that must hold a number is empty.
  case missingCell
  /// A cell that must hold a number holds something else; the hint says what it looks like.
  case notANumber(String, hint: String?)
  /// A row has another number of cells than the first one.
  case wrongCellCount(found: Int, expected: Int)
  /// A value is NaN or infinite.
  case notFinite(String)
  /// A label is none of the classes.
  case unknownLabel(String, classes: [String])
}
