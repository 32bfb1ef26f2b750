import CCairo

/// Why a figure could not be drawn or written.
public enum SurfaceError: Error, Hashable, CustomStringConvertible {
  /// The font that figures are set in is not installed; another would change every width.
  case fontMissing(family: String)
  /// A file could not be written; nothing was left at its path.
  case cannotWrite(path: String, reason: String)
  /// The picture would have more pixels than Cairo can hold, or none.
  case unusableSize(width: Double, height: Double)
  /// A file's name does not end in the name of a format that figures have.
  case unknownFormat(path: String)
  /// Cairo refused.
  case drawing(reason: String)

  /// The error in words: what was found and what to do.
  public var description: String {
    switch self {
    case .fontMissing(let family):
      "The font “\(family)” is not installed. On Debian: apt-get install fonts-dejavu-core."
    case .cannotWrite(let path, let reason):
      "Cannot write \(path): \(reason). Choose a folder that exists and that you may write to."
    case .unusableSize(let width, let height):
      "A picture of \(width) × \(height) pixels cannot be drawn: choose a scale that gives between 1 and 32,767 a side."
    case .unknownFormat(let path):
      "The name of \(path) does not say what to write: end it in .svg, .png or .pdf."
    case .drawing(let reason): "Cairo could not draw the figure: \(reason)."
    }
  }
}

extension SurfaceError {
  /// What Cairo says about a status.
  static func drawing(_ status: cairo_status_t) -> SurfaceError {
    .drawing(reason: cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown reason")
  }
}
