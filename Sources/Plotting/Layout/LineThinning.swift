/// Keeps of a line's points those that change the picture, as the points come.
///
/// Of every run of points in one column of half a point the first, the lowest, the highest and the last stay, in their
/// order: drawn in pixels of that width, the line is the same. A gap ends a run.
struct LineThinning {
  /// The finished pieces of the line; none is empty.
  private(set) var pieces: [[Scene.Point]] = []
  private let isNeeded: Bool
  private var piece: [Scene.Point] = []
  private var column = Double.nan
  private var first = Scene.Point(x: 0, y: 0)
  private var last = Scene.Point(x: 0, y: 0)
  private var low = Scene.Point(x: 0, y: 0)
  private var high = Scene.Point(x: 0, y: 0)
  /// Which points of the run the lowest and the highest are; `count` is how many it has.
  private var (lowIndex, highIndex, count) = (0, 0, 0)

  /// A line of no point; one with few points keeps them all.
  init(isNeeded: Bool) { self.isNeeded = isNeeded }

  mutating func append(_ point: Scene.Point) {
    guard isNeeded else { return piece.append(point) }
    let place = (point.x * 2).rounded(.down)
    if place != column || count == 0 {
      endRun()
      (column, first, low, high, last) = (place, point, point, point, point)
      (lowIndex, highIndex, count) = (0, 0, 1)
      return
    }
    if point.y < low.y { (low, lowIndex) = (point, count) }
    if point.y > high.y { (high, highIndex) = (point, count) }
    last = point
    count += 1
  }

  mutating func endPiece() {
    endRun()
    if !piece.isEmpty { pieces.append(piece) }
    piece = []
  }

  private mutating func endRun() {
    guard count > 0 else { return }
    piece.append(first)
    let inner = lowIndex < highIndex ? [(low, lowIndex), (high, highIndex)] : [(high, highIndex), (low, lowIndex)]
    var kept = 0
    for (point, index) in inner where index != kept {
      piece.append(point)
      kept = index
    }
    if kept != count - 1 { piece.append(last) }
    count = 0
  }
}
