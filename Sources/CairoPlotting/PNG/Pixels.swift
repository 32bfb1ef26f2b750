import Plotting

/// A picture as numbers: red, green, blue and opacity from the highest byte down, row by row from the upper left.
struct Pixels {
  let width: Int
  let height: Int
  let words: [UInt32]

  /// A picture of a size; there must be as many words as pixels.
  init(width: Int, height: Int, words: [UInt32]) {
    self.width = width
    self.height = height
    self.words = words
  }

  /// The picture of a scene's raster, a pixel for every cell.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if the raster has fewer pixels than cells.
  init(_ raster: Scene.Raster) throws(SurfaceError) {
    guard raster.pixels.count >= raster.columns * raster.rows else {
      throw .drawing(reason: "a raster has too few pixels")
    }
    self.init(width: raster.columns, height: raster.rows, words: raster.pixels)
  }

  /// Lets the pixels be read where they lie.
  func withRows<Result>(_ body: (PixelRows) throws(SurfaceError) -> Result) throws(SurfaceError) -> Result {
    guard width > 0, height > 0, words.count >= width * height else {
      throw .unusableSize(width: Double(width), height: Double(height))
    }
    return try words.withUnsafeBufferPointer { (words) throws(SurfaceError) -> Result in
      guard let words = words.baseAddress else { throw .drawing(reason: "it has no pixels") }
      return try body(
        PixelRows(words: words, stride: width, width: width, height: height, layout: .colorsAndOpacity))
    }
  }
}
