import DiskStore

/// What a stored row depends on, as text.
struct SweepKey: Sendable {
  private let common: String

  init(definition: some Encodable, row: Any.Type, seed: UInt64) throws {
    common = "\(try RowCoding.text(definition))\n\(storedName(of: row))\n\(seed)\n\(LibraryBuild.identity)"
  }

  func text(point: String, repetition: Int) -> String { "\(common)\n\(point)\n\(repetition)" }
}
