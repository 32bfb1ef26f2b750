import NotebookFormat

/// A picture from the bytes of a PNG file: `show(Picture(png: bytes, alt: "A cat"))`.
public struct Picture: Displayable, Sendable {
  /// Why bytes are not a picture.
  public struct NotPNG: Error, CustomStringConvertible {
    /// The error in words: what the bytes are instead.
    public var description: String
  }

  private let image: ImageOutput

  /// A picture; its height on the page follows from its width and its pixels.
  ///
  /// - Parameters:
  ///   - png: The bytes of a PNG file; their start is checked, the rest is left to the browser.
  ///   - alt: What the picture says, for those who do not see it.
  ///   - width: Width on the page in CSS pixels; by default one for each pixel of the picture, at most 720.
  /// - Throws: ``NotPNG`` for bytes that do not start as a PNG file does, or an empty picture.
  public init(png: some Sequence<UInt8>, alt: String, width: Double? = nil) throws {
    let bytes = Array(png)
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard bytes.count >= 33, Array(bytes.prefix(8)) == signature else {
      throw NotPNG(description: "the \(bytes.count) bytes are no PNG picture: they do not start with its signature")
    }
    func number(at index: Int) -> Int { bytes[index..<index + 4].reduce(0) { $0 << 8 | Int($1) } }
    let (columns, rows) = (number(at: 16), number(at: 20))
    guard columns > 0, rows > 0 else {
      throw NotPNG(description: "the PNG picture says that it is \(columns) × \(rows) pixels large")
    }
    let shownWidth = width ?? min(Double(columns), 720)
    image = ImageOutput(
      png: bytes, alt: alt, width: shownWidth, height: shownWidth * Double(rows) / Double(columns))
  }

  /// The picture as the page gets it.
  public func output() -> Output { .image(image) }
}
