/// The values that a mark needs room for, a span per channel.
public struct Extent: Hashable, Sendable {
  /// The least and greatest value of one channel, for either kind of scale.
  public struct Span: Hashable, Sendable {
    /// Over all finite values.
    public private(set) var linear: ClosedRange<Double>?
    /// Over all positive finite values.
    public private(set) var log: ClosedRange<Double>?
    /// Whether the axis may end exactly at the span: true for areas and for the direction along a line.
    public var isTight = false
    /// Names, in the order of their first use.
    public private(set) var names: [String] = []
    /// Whether the values are moments, in seconds since the start of 1970.
    public private(set) var isTime = false

    /// A span that holds nothing.
    public init() {}

    /// The span of some values; those that are not finite are left out.
    public init(_ values: some Sequence<Double>, isTight: Bool = false) {
      self.isTight = isTight
      var ends = Ends()
      if values.withContiguousStorageIfAvailable({ ends.formUnion($0) }) == nil {
        for value in values { ends.formUnion(value) }
      }
      if ends.low <= ends.high { linear = ends.low...ends.high }
      if ends.positive <= ends.high { log = ends.positive...ends.high }
    }

    /// The least, the greatest and the least positive of finite values, without a branch for any.
    private struct Ends {
      var low = Double.infinity
      var high = -Double.infinity
      var positive = Double.infinity

      mutating func formUnion(_ value: Double) {
        guard value.isFinite else { return }
        low = Swift.min(low, value)
        high = Swift.max(high, value)
        if value > 0 { positive = Swift.min(positive, value) }
      }

      mutating func formUnion(_ values: UnsafeBufferPointer<Double>) {
        typealias Lanes = SIMD8<Double>
        let infinity = Lanes(repeating: .infinity)
        var (lows, highs, positives) = (infinity, -infinity, infinity)
        let whole = values.count & ~7
        let bytes = UnsafeRawBufferPointer(values)
        for index in stride(from: 0, to: whole, by: 8) {
          let lane = bytes.loadUnaligned(fromByteOffset: index * 8, as: Lanes.self)
          // Comparisons with NaN fail, so it changes nothing.
          lows.replace(with: lane, where: (lane .< lows) .& (lane .> -infinity))
          highs.replace(with: lane, where: (lane .> highs) .& (lane .< infinity))
          positives.replace(with: lane, where: (lane .< positives) .& (lane .> Lanes.zero))
        }
        low = lows.min()
        high = highs.max()
        positive = positives.min()
        for index in whole..<values.count { formUnion(values[index]) }
      }
    }

    /// The span of some places: names, moments or numbers.
    public init(_ places: Places, isTight: Bool = false) {
      self.init(places.numbers, isTight: isTight)
      isTime = places.isTime
      if let names = places.names { self.names = distinct(names.compactMap { $0 }) }
    }

    /// A span with different ends for the two kinds of scale.
    public init(linear: ClosedRange<Double>?, log: ClosedRange<Double>?, isTight: Bool) {
      self.linear = linear
      self.log = log
      self.isTight = isTight
    }

    /// The ends for a kind of scale; nil where there is nothing to show.
    public func range(_ kind: Scale.Kind) -> ClosedRange<Double>? {
      switch kind {
      case .linear, .symlog, .time: linear
      case .log: log
      case .categories(let order):
        linear == nil && names.isEmpty || order.isEmpty ? nil : -0.5...(Double(order.count) - 0.5)
      }
    }

    /// Makes room for another span. The result is tight only if everything in it is.
    public mutating func formUnion(_ other: Span) {
      if !other.names.isEmpty { names = distinct(names + other.names) }
      isTime = isTime || other.isTime
      guard other.linear != nil else { return }
      isTight = linear == nil ? other.isTight : isTight && other.isTight
      linear = Span.union(linear, other.linear)
      log = Span.union(log, other.log)
    }

    private static func union(_ a: ClosedRange<Double>?, _ b: ClosedRange<Double>?) -> ClosedRange<Double>? {
      guard let a else { return b }
      guard let b else { return a }
      return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
    }
  }

  /// From left to right.
  public var x: Span
  /// From bottom to top.
  public var y: Span
  /// On the colour bar.
  public var color: Span
  /// Names that the mark tells apart by colour, in the order of their first use.
  public var categories: [String]

  /// An extent from the spans of its channels.
  public init(x: Span = Span(), y: Span = Span(), color: Span = Span(), categories: [String] = []) {
    self.x = x
    self.y = y
    self.color = color
    self.categories = categories
  }

  /// Makes room for another extent.
  public mutating func formUnion(_ other: Extent) {
    x.formUnion(other.x)
    y.formUnion(other.y)
    color.formUnion(other.color)
    for category in other.categories where !categories.contains(category) { categories.append(category) }
  }
}
