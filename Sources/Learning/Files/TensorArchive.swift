/// Named tensors, as one file of NumPy (`.npz`) or of PyTorch (safetensors) holds them.
public struct TensorArchive: Sendable {
  struct Entry: Sendable {
    let name: String
    let tensor: Tensor
    /// Where the file announces it, for errors about it.
    let place: FilePlace
  }

  /// The file, for errors.
  public let path: String
  let cure: String
  private let entries: [Entry]
  private let positions: [String: Int]

  /// An archive of entries whose names differ.
  init(_ entries: [Entry], path: String, cure: String) {
    self.path = path
    self.cure = cure
    self.entries = entries
    positions = Dictionary(zip(entries.map(\.name), entries.indices)) { first, _ in first }
  }

  /// An archive made by hand.
  ///
  /// - Throws: `DataError.invalidArgument` if a name occurs twice.
  public init(_ tensors: [(name: String, tensor: Tensor)], path: String = "data") throws(DataError) {
    var seen: Set<String> = []
    for (name, _) in tensors where !seen.insert(name).inserted {
      throw .invalidArgument(name: "names", value: "two of '\(name)'", allowed: "different names")
    }
    self.init(
      tensors.map { Entry(name: $0.name, tensor: $0.tensor, place: .byte(0)) }, path: path,
      cure: "Give other tensors.")
  }

  /// The names in the order of the file.
  public var names: [String] { entries.map(\.name) }

  /// The tensor of a name, or nil.
  public subscript(name: String) -> Tensor? { entry(name)?.tensor }

  /// The tensor of a name.
  ///
  /// - Throws: `DataError.file` that lists the names there are.
  public func tensor(named name: String) throws(DataError) -> Tensor { try requiredEntry(name).tensor }

  func entry(_ name: String) -> Entry? { positions[name].map { entries[$0] } }

  func requiredEntry(_ name: String) throws(DataError) -> Entry {
    guard let entry = entry(name) else {
      throw .file(path: path, place: .byte(0), problem: .missingName(name, available: names), cure: cure)
    }
    return entry
  }
}
