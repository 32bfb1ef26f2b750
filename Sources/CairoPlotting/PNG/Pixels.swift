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
}
