import NotebookFormat
import NotebookRuntime
import Testing

@Suite("Pictures")
struct PictureTests {
  /// The head of a PNG file of 40 × 20 pixels.
  static let head: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 40, 0, 0, 0, 20]
    + [8, 2, 0, 0, 0, 0, 0, 0, 0]

  @Test("a picture's size is read from its bytes")
  func size() throws {
    guard case .image(let image) = try Picture(png: Self.head, alt: "a box").output() else { return }
    #expect(image.width == 40)
    #expect(image.height == 20)
    #expect(image.alt == "a box")
  }

  @Test("bytes that are no PNG are refused")
  func noPicture() {
    #expect(throws: Picture.NotPNG.self) { try Picture(png: Array("GIF89a".utf8), alt: "") }
    #expect(throws: Picture.NotPNG.self) { try Picture(png: [], alt: "") }
    #expect(throws: Picture.NotPNG.self) { try Picture(png: Self.head.map { $0 == 40 ? 0 : $0 }, alt: "") }
  }
}
