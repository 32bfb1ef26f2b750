/// A smooth estimate of how densely values lie.
///
/// ```swift
/// Density(runs, x: \.generalizationGap, label: "B = 4")
/// Density(accuracies, within: 0...1)
/// ```
///
/// A Gaussian kernel with Silverman's bandwidth, unless another is given. On a log x axis the kernel works on the
/// logarithm and the density is per decade. Costs O(n log n) for n values.
public struct Density: Mark {
  var values: [Double]
  var bandwidth: Double?
  var bounds: ClosedRange<Double>?
  var label: String?
  var slot: Int?
  private var kind = Scale.Kind.linear
  private var estimate: KernelDensity

  /// The density of a value of every row.
  ///
  /// - Parameters:
  ///   - bandwidth: the standard deviation of the kernel, in units of x, or in decades on a log axis.
  ///   - bounds: where the values must lie; what the kernel would put beyond is reflected.
  public init<Rows: Sequence, X: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, bandwidth: Double? = nil, within bounds: ClosedRange<Double>? = nil,
    label: String? = nil
  ) {
    self.init(rows.map { $0[keyPath: x].plotValue }, bandwidth: bandwidth, within: bounds, label: label)
  }

  /// The density of values.
  ///
  /// - Parameters:
  ///   - bandwidth: the standard deviation of the kernel, in units of x, or in decades on a log axis.
  ///   - bounds: where the values must lie; what the kernel would put beyond is reflected.
  public init(
    _ values: [Double], bandwidth: Double? = nil, within bounds: ClosedRange<Double>? = nil, label: String? = nil
  ) {
    self.values = values
    self.bandwidth = bandwidth
    self.bounds = bounds
    self.label = label
    estimate = Self.estimate(values, bandwidth, bounds, .linear)
  }

  private static func estimate(
    _ values: [Double], _ bandwidth: Double?, _ bounds: ClosedRange<Double>?, _ kind: Scale.Kind
  ) -> KernelDensity {
    func usable(_ bound: Double?) -> Double? { bound.flatMap { $0.isFinite ? $0 : nil } }
    return KernelDensity(
      values, bandwidth: bandwidth, bounds: (usable(bounds?.lowerBound), usable(bounds?.upperBound)), kind: kind)
  }

  /// The density in the color of the series of a number, from 0.
  public func series(_ number: Int) -> Density {
    var density = self
    density.slot = number
    return density
  }

  /// The density of the logarithm on a log axis.
  public func adapted(to axes: AxisKinds) -> any Mark {
    guard axes.x == .log else { return self }
    var density = self
    density.kind = .log
    density.estimate = Self.estimate(values, bandwidth, bounds, .log)
    return density
  }

  /// The curve, from 0 upwards.
  public var extent: Extent {
    guard let most = estimate.density.max() else { return Extent() }
    return Extent(
      x: .init(estimate.x, isTight: true),
      y: .init(linear: 0...most, log: most > 0 ? max(most / 1000, .leastNonzeroMagnitude)...most : nil, isTight: false))
  }

  /// A box if the density has a label.
  public var legend: [LegendEntry] { label.map { [LegendEntry($0, .box)] } ?? [] }

  /// The series of its number, or one of its own.
  public var series: SeriesChoice { slot.map { .fixed($0) } ?? .own(label: label) }

  /// Two columns: places and densities.
  public func table(naming names: ChannelNames) -> DataTable? {
    DataTable(
      title: label, columns: [.init(names.x, .numbers(estimate.x)), .init("density", .numbers(estimate.density))])
  }

  /// How many values there are, their median and where they lie most densely.
  public func summary(naming names: ChannelNames) -> String {
    let sorted = values.filter(\.isFinite).sorted()
    let name = label.map(LabelText.plain) ?? "Density"
    guard let peak = estimate.density.indices.max(by: { estimate.density[$0] < estimate.density[$1] }) else {
      return "\(name): no values."
    }
    return
      "\(name): \(Words.count(sorted.count, "value")), median \(Words.number(Quantiles.of(sorted, 0.5))), densest at "
      + "\(names.x) = \(Words.number(estimate.x[peak])); bandwidth \(Words.number(estimate.bandwidth))."
  }

  /// Fills the area below the curve lightly and draws the curve; notes tell of values that are left out.
  public func draw(in panel: inout Panel) {
    for value in values {
      guard let position = panel.x.position(of: value) else {
        panel.leaveOut(value, on: .x)
        continue
      }
      if position < -1e-9 || position > 1 + 1e-9 { panel.leaveOutside() }
    }
    if let note = estimate.note { panel.note(note) }
    if estimate.outside > 0 {
      let count = estimate.outside
      panel.note("\(Words.count(count, "value")) \(count == 1 ? "lies" : "lie") outside the bounds of a density.")
    }
    if kind == .log, !estimate.x.isEmpty { panel.note("Densities on the log axis are per decade.") }
    let base = panel.y.position(of: 0) ?? 0
    var curve: [Scene.Point] = []
    for (x, density) in zip(estimate.x, estimate.density) {
      guard let position = panel.x.position(of: x) else { continue }
      let height = density > 0 ? panel.y.position(of: density) ?? base : base
      curve.append(panel.point(atX: position, y: max(height, base)))
    }
    guard let first = curve.first, let last = curve.last, curve.count > 1 else { return }
    let floor = panel.point(atX: 0, y: base).y
    panel.areas(
      [curve + [Scene.Point(x: last.x, y: floor), Scene.Point(x: first.x, y: floor)]],
      Scene.Paint(panel.style.color, opacity: 0.15))
    panel.outline([curve], Scene.Stroke(Scene.Paint(panel.style.color), width: 1.75, dash: panel.style.dash))
  }
}
