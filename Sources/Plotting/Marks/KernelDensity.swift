/// A Gaussian kernel density estimate on a grid.
///
/// Values are laid on the grid first, each shared between its two neighbors (linear binning), so that the time is
/// O(n + m · w) for n values, m grid places and a kernel w places wide; m is at most 8192 and w about 100.
struct KernelDensity: Hashable {
  /// Increasing.
  var x: [Double] = []
  /// Per unit of x, or per decade on a log scale.
  var density: [Double] = []
  /// The standard deviation of the kernel, in the same unit.
  var bandwidth = Double.nan
  /// Values beyond the bounds.
  var outside = 0
  var note: String?

  /// - Parameters:
  ///   - bandwidth: in units of x, or in decades on a log scale; by default Silverman's rule (1986, eq. 3.31),
  ///     0.9 · min(standard deviation, IQR / 1.34) · n^(−1/5).
  ///   - bounds: where the values must end. Mass that the kernel puts beyond is reflected.
  ///   - reach: how many bandwidths the grid goes beyond the values where no bound is.
  init(
    _ values: [Double], bandwidth given: Double?, bounds: (lower: Double?, upper: Double?) = (nil, nil),
    kind: Scale.Kind, reach: Double = 3
  ) {
    let kind = kind == .log ? kind : Scale.Kind.linear
    var sorted = values.filter { $0.isFinite && (kind != .log || $0 > 0) }.sorted()
    let all = sorted.count
    let (lowest, highest) = (bounds.lower ?? -.infinity, bounds.upper ?? .infinity)
    sorted = sorted.filter { $0 >= lowest && $0 <= highest }
    outside = all - sorted.count
    guard let low = sorted.first, let high = sorted.last else { return }
    // Positions between 0 and 1, so that no size of the values can overflow.
    let scale = Scale(kind, domain: low...high)
    let positions = sorted.compactMap(scale.position)
    let count = Double(positions.count)
    let mean = positions.reduce(0, +) / count
    let variance = positions.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
    let spread = (Quantiles.of(positions, 0.75) - Quantiles.of(positions, 0.25)) / 1.34
    let deviation = variance.squareRoot()
    // Half the length of the domain is what a linear scale measures.
    let unit = kind == .log ? scale.span : 2 * scale.span
    var width = 0.9 * (spread > 0 ? min(deviation, spread) : deviation) * power(count, -0.2)
    if let given, given.isFinite, given > 0, unit.isFinite {
      width = given / unit
    } else if given != nil {
      note = "The bandwidth given for a density is not positive and finite; Silverman's rule is used."
    }
    if !(width > 1e-12) {
      width = 0.05
      note = "All values of a density are equal; its width says nothing."
    }
    if width < 1e-3 || width > 1e3 {
      let bounded = min(max(width, 1e-3), 1e3)
      note = "A density is smoothed \(width < bounded ? "more" : "less") than asked, as the grid allows."
      width = bounded
    }
    self.bandwidth = width * unit
    let lowerBound = bounds.lower.flatMap(scale.position)
    let upperBound = bounds.upper.flatMap(scale.position)
    let start = max(lowerBound ?? -.infinity, (positions.first ?? 0) - reach * width)
    let end = min(upperBound ?? .infinity, (positions.last ?? 1) + reach * width)
    guard end > start else { return }
    let places = min(max(Int((8 * (end - start) / width).rounded(.up)), 128), 8192)
    let step = (end - start) / Double(places)
    var weights = Array(repeating: 0.0, count: places + 1)
    for position in positions {
      let place = min(max((position - start) / step, 0), Double(places))
      let index = min(Int(place), places - 1)
      let t = place - Double(index)
      weights[index] += 1 - t
      weights[index + 1] += t
    }
    // A kernel wider than the grid is no kernel any more, but its middle.
    let half = min(Int((6 * width / step).rounded(.up)), places)
    let norm = 1 / (count * width * (2 * Double.pi).squareRoot())
    let kernel = (0...half).map { norm * exponential(-0.5 * power(Double($0) * step / width, 2)) }
    var result = Array(repeating: 0.0, count: places + 1)
    func add(_ weight: Double, around center: Int) {
      guard center + half >= 0, center - half <= places else { return }
      for index in max(center - half, 0)...min(center + half, places) {
        result[index] += weight * kernel[abs(index - center)]
      }
    }
    for (index, weight) in weights.enumerated() where weight > 0 {
      add(weight, around: index)
      if lowerBound == start { add(weight, around: -index) }
      if upperBound == end { add(weight, around: 2 * places - index) }
    }
    x = (0...places).map { scale.value(at: start + Double($0) * step) }
    density = result.map { $0 / unit }
    // Numbers close to the largest run together at the end.
    if zip(x, x.dropFirst()).contains(where: { $0 >= $1 }) || density.contains(where: { !$0.isFinite })
      || density.allSatisfy({ $0 == 0 })
    {
      note = "The values of a density lie too far apart or too close together for it."
      (x, density) = ([], [])
    }
  }
}
