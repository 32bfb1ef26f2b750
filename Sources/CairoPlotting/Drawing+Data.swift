import Plotting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Drawing {
  /// Writes the numbers behind the figure to a folder, which is made where there is none: a CSV file for each table.
  ///
  /// - Returns: the names of the files, in the order of the tables.
  /// - Throws: ``SurfaceError/cannotWrite(path:reason:)`` at the first file that cannot be written; each is written
  ///   whole or not at all.
  @discardableResult
  public func writeData(to folder: String) throws(SurfaceError) -> [String] {
    // Where the folder cannot be made, the first file tells why.
    _ = mkdir(folder, 0o755)
    let files = csv()
    for file in files { try writeFile(Array(file.text.utf8), to: "\(folder)/\(file.name)") }
    return files.map(\.name)
  }
}

extension Drawable {
  /// Writes the numbers behind the figure to a folder, which is made where there is none: a CSV file for each table.
  ///
  /// - Returns: the names of the files, in the order of the tables.
  /// - Throws: ``SurfaceError/cannotWrite(path:reason:)`` at the first file that cannot be written.
  @discardableResult
  public func writeData(to folder: String) throws(SurfaceError) -> [String] {
    try drawing(measuring: ApproximateTextMeasurer()).writeData(to: folder)
  }
}
