/// The values of a mark along one axis: numbers, moments or names.
///
/// Names have no number of their own: where they stand is known when the axis is, from all marks that use it.
public struct Places: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// One for every value; NaN where there is none, and for names.
  public private(set) var numbers: [Double]
  /// One for every value if any value is a name; nil where one is missing or is a number.
  public private(set) var names: [String?]?
  /// Whether a value is a moment, in seconds since the start of 1970, UTC.
  public private(set) var isTime = false

  /// Numbers.
  public init(_ numbers: [Double]) { self.numbers = numbers }

  /// Names.
  public init(_ names: [String]) {
    numbers = Array(repeating: .nan, count: names.count)
    self.names = names
  }

  /// Numbers.
  public init(arrayLiteral elements: Double...) { self.init(elements) }

  /// The places of values.
  init(_ values: some Sequence<PlotPlace>) {
    numbers = []
    numbers.reserveCapacity(values.underestimatedCount)
    for value in values { append(value) }
  }

  /// How many values there are.
  public var count: Int { numbers.count }

  /// Their indices, from 0.
  var indices: Range<Int> { numbers.indices }

  /// Adds a value at the end.
  mutating func append(_ place: PlotPlace) {
    switch place {
    case .number(let number): numbers.append(number)
    case .moment(let seconds):
      numbers.append(seconds)
      isTime = true
    case .name(let name):
      if names == nil { names = Array(repeating: nil, count: numbers.count) }
      numbers.append(.nan)
      names?.append(name)
      return
    }
    if names != nil { names?.append(nil) }
  }

  /// The value of an index.
  subscript(index: Int) -> PlotPlace {
    if let name = names?[index] { return .name(name) }
    return isTime ? .moment(numbers[index]) : .number(numbers[index])
  }

  /// The first values.
  func prefix(_ count: Int) -> Places {
    var places = self
    places.numbers = Array(numbers.prefix(count))
    places.names = names.map { Array($0.prefix(count)) }
    return places
  }

  /// The numbers on a scale: of a name, its index among the names of the scale; NaN where there is none.
  func values(on scale: Scale) -> [Double] {
    guard let names else { return numbers }
    var index: [String: Double] = [:]
    for (position, name) in scale.names.enumerated() where index[name] == nil { index[name] = Double(position) }
    return zip(numbers, names).map { number, name in name.map { index[$0] ?? .nan } ?? number }
  }

  /// The values as a column of a table: names as they are, moments as dates and times, numbers as they are.
  var column: DataTable.Column.Values {
    if let names { return .texts(zip(numbers, names).map { $1 ?? ($0.isNaN ? "" : Words.number($0)) }) }
    return isTime ? .texts(numbers.map { CalendarTime.text($0) }) : .numbers(numbers)
  }

  /// The values in words, for descriptions.
  func word(_ index: Int) -> String { self[index].word }
}

extension PlotPlace {
  /// The place in words.
  var word: String {
    switch self {
    case .number(let number): Words.number(number)
    case .moment(let seconds): CalendarTime.text(seconds)
    case .name(let name): LabelText.plain(name)
    }
  }
}

/// The names in the order of their first use.
func distinct(_ names: [String]) -> [String] {
  var seen = Set<String>()
  return names.filter { seen.insert($0).inserted }
}
