import NotebookFormat

/// Two versions of a curve in one frame: the recorded one broad, the new one dashed.
struct DriftDrawing {
  var curves: DriftReport.Curves

  private var width: Double { 640 }
  private var height: Double { 300 }
  private var left: Double { 70 }
  private var top: Double { 14 }
  private var right: Double { 16 }
  private var bottom: Double { 46 }

  var html: HTML {
    let all = curves.recorded + curves.found
    guard let firstX = all.first?.x, let firstY = all.first?.y else { return .empty }
    let x = all.reduce(firstX...firstX) { min($0.lowerBound, $1.x)...max($0.upperBound, $1.x) }
    let y = all.reduce(firstY...firstY) { min($0.lowerBound, $1.y)...max($0.upperBound, $1.y) }
    let base = height - bottom
    let words = "\(curves.title): \(curves.yName) over \(curves.xName), as recorded and as found now."
    return """
      <figure class="drift">
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.text(width)) \(Self.text(height))" role="img" \
      aria-label="\(words)">
      <rect class="frame" x="\(Self.text(left))" y="\(Self.text(top))" width="\(Self.text(width - left - right))" \
      height="\(Self.text(base - top))"/>
      <path class="recorded" d="\(path(curves.recorded, x, y))"/>
      <path class="found" d="\(path(curves.found, x, y))"/>
      <text x="\(Self.text(left))" y="\(Self.text(base + 16))">\(NumberText.text(x.lowerBound))</text>
      <text x="\(Self.text(width - right))" y="\(Self.text(base + 16))" text-anchor="end">\
      \(NumberText.text(x.upperBound))</text>
      <text x="\(Self.text((left + width - right) / 2))" y="\(Self.text(base + 34))" text-anchor="middle">\
      \(curves.xName)</text>
      <text x="\(Self.text(left - 6))" y="\(Self.text(base))" text-anchor="end">\(NumberText.text(y.lowerBound))</text>
      <text x="\(Self.text(left - 6))" y="\(Self.text(top + 11))" text-anchor="end">\
      \(NumberText.text(y.upperBound))</text>
      </svg>
      <figcaption><b>\(curves.title).</b> \(curves.yName) over \(curves.xName): broad as recorded, dashed as found \
      now.</figcaption>
      </figure>

      """
  }

  /// A line through points that follow one another from left to right, a cross for each of others.
  private func path(
    _ points: [DriftReport.Curves.Point], _ x: ClosedRange<Double>, _ y: ClosedRange<Double>
  ) -> String {
    func place(_ value: Double, _ range: ClosedRange<Double>, _ low: Double, _ high: Double) -> Double {
      let span = range.upperBound - range.lowerBound
      return span > 0 && span.isFinite ? low + (value - range.lowerBound) / span * (high - low) : (low + high) / 2
    }
    let isCurve = zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x }
    return points.prefix(20_000).enumerated().map { index, point in
      let across = place(point.x, x, left, width - right)
      let down = place(point.y, y, height - bottom, top)
      if isCurve, points.count > 1 { return "\(index == 0 ? "M" : "L")\(Self.text(across)) \(Self.text(down))" }
      return "M\(Self.text(across - 3)) \(Self.text(down))h6M\(Self.text(across)) \(Self.text(down - 3))v6"
    }.joined()
  }

  private static func text(_ number: Double) -> String {
    HTML.number((number * 10).rounded() / 10)
  }
}
