/// A file format of figures.
enum FigureFormat: String {
  case svg
  case png
  case pdf

  /// The format that a file's name ends in, in small or capital letters; nil for other names.
  init?(path: String) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), let format = Self(rawValue: name[dot...].dropFirst().lowercased()) else {
      return nil
    }
    self = format
  }
}
