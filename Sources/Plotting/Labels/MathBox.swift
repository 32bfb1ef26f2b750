/// A part of a formula that has been set: letters and areas around a start on the base line, in points.
struct MathBox {
  var runs: [TypesetText.Run] = []
  var shapes: [[Scene.Point]] = []
  var width = 0.0
  var ascent = 0.0
  var descent = 0.0
  /// The outline of the letter, if the box is one; scripts on it sit closer than on larger boxes.
  var glyph: GlyphShape?
  /// How far the first letter stands out at the left.
  var lean = 0.0

  /// Puts another box at a place, raised by some points.
  mutating func add(_ other: MathBox, x: Double, raised: Double = 0) {
    for var run in other.runs {
      run.x += x
      run.y -= raised
      runs.append(run)
    }
    add(shapes: other.shapes, x: x, raised: raised)
    ascent = max(ascent, other.ascent + raised)
    descent = max(descent, other.descent - raised)
    width = max(width, x + other.width)
  }

  /// Puts another box at the end, after some room.
  mutating func append(_ other: MathBox, gap: Double = 0) { add(other, x: width + gap) }

  /// Puts areas, drawn with y growing downwards, at a place.
  mutating func add(shapes others: [[Scene.Point]], x: Double = 0, raised: Double = 0) {
    shapes += others.map { $0.map { Scene.Point(x: $0.x + x, y: $0.y - raised) } }
  }
}
