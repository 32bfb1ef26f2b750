extension Ticks {
  /// Ticks at the starts of years, months, days, hours, minutes or seconds in UTC, whichever number of them reads best.
  ///
  /// All labels have one form: 2026, 2026-03, Mar 3, 14:30, 14:30:05; with the date where the form alone would say the
  /// same of two moments. Below a second, and millions of years away, moments are plain numbers of seconds.
  init(time scale: Scale, room: AxisRoom) {
    let (lower, upper) = (scale.domain.lowerBound, scale.domain.upperBound)
    guard abs(lower) < CalendarTime.limit, abs(upper) < CalendarTime.limit, upper - lower >= 1e-5 else {
      self.init(linear: scale, room: room)
      return
    }
    // Words need more room between them than numbers.
    var room = room
    room.gap *= 1.6
    var best: (score: Double, ticks: [Tick])?
    for step in CalendarStep.all {
      let expected = (upper - lower) / step.seconds
      guard expected < 4 * room.target + 8, expected > 0.2 else { continue }
      let moments = step.moments(in: scale.domain)
      guard !moments.isEmpty else { continue }
      let ticks = zip(moments, step.labels(moments)).map { Tick(value: Double($0), label: LabelText($1)) }
      let wanted = max(room.target - 1, 1)
      let count = Double(ticks.count)
      let score = (ticks.count > 1 ? 0 : -10) - abs(naturalLogarithm(max(count - 1, 0.5) / wanted))
      if let best, best.score >= score { continue }
      if room.fits(ticks, on: scale) { best = (score, ticks) }
    }
    if upper - lower < 3, best.map({ $0.ticks.count < 2 }) ?? true, let parts = Self.fractions(on: scale, room: room) {
      self.init(major: parts)
      return
    }
    if let best, best.ticks.count > 1 || upper - lower > 3 {
      self.init(major: best.ticks)
    } else {
      self.init(linear: scale, room: room)
    }
  }

  /// Parts of seconds: 14:30:05.25.
  private static func fractions(on scale: Scale, room: AxisRoom) -> [Tick]? {
    let whole = scale.domain.lowerBound.rounded(.down)
    let rest = Scale(.linear, domain: (scale.domain.lowerBound - whole)...(scale.domain.upperBound - whole))
    func label(_ coefficient: Int, _ exponent: Int) -> LabelText? {
      guard exponent < 0 else { return nil }
      let unit = (0..<(-exponent)).reduce(1) { product, _ in product * 10 }
      let time = CalendarTime(seconds: Int(whole) + floorDivide(coefficient, unit))
      let fraction = String(coefficient - floorDivide(coefficient, unit) * unit + unit).dropFirst()
      return LabelText("\(time.secondText).\(fraction)")
    }
    var narrow = room
    for _ in 0..<4 {
      guard let ticks = roundTicks(on: rest, room: narrow) else { return nil }
      let labelled = ticks.coefficients.compactMap { coefficient in
        label(coefficient, ticks.exponent).map {
          Tick(value: whole + decimal(coefficient, exponent: ticks.exponent), label: $0)
        }
      }
      if labelled.count == ticks.coefficients.count, labelled.count > 1, room.fits(labelled, on: scale),
        Set(labelled.map(\.value)).count == labelled.count
      {
        return labelled
      }
      narrow.spacing *= 1.6
    }
    return nil
  }
}

/// A number of calendar units.
private struct CalendarStep {
  enum Unit { case second, minute, hour, day, month, year }

  var unit: Unit
  var count: Int

  static let all: [CalendarStep] =
    [1, 2, 5, 10, 15, 30].map { .init(unit: .second, count: $0) }
    + [1, 2, 5, 10, 15, 30].map { .init(unit: .minute, count: $0) }
    + [1, 2, 3, 6, 12].map { .init(unit: .hour, count: $0) }
    + [1, 2, 5, 10, 15].map { .init(unit: .day, count: $0) }
    + [1, 2, 3, 6].map { .init(unit: .month, count: $0) }
    + (0...6).flatMap { power in
      [1, 2, 5].map { .init(unit: .year, count: $0 * (0..<power).reduce(1) { product, _ in product * 10 }) }
    }

  /// How long the step is, on average.
  var seconds: Double {
    let length: Double =
      switch unit {
      case .second: 1
      case .minute: 60
      case .hour: 3600
      case .day: 86400
      case .month: 86400 * 30.436875
      case .year: 86400 * 365.2425
      }
    return length * Double(count)
  }

  /// The starts of the steps inside a domain.
  func moments(in domain: ClosedRange<Double>) -> [Int] {
    let (low, high) = (Int(domain.lowerBound.rounded(.up)), Int(domain.upperBound.rounded(.down)))
    guard low <= high else { return [] }
    switch unit {
    case .second, .minute, .hour:
      let step = Int(seconds)
      return Array(stride(from: -floorDivide(-low, step) * step, through: high, by: step))
    case .day:
      // Counted from the first of every month, and not right before the next one.
      if count == 1 { return Array(stride(from: -floorDivide(-low, 86400) * 86400, through: high, by: 86400)) }
      let start = CalendarTime(seconds: low)
      var result: [Int] = []
      var month = 0
      while CalendarTime.seconds(year: start.year, month: start.month + month) <= high {
        let first = CalendarTime.seconds(year: start.year, month: start.month + month)
        let days =
          count == 2 ? Array(stride(from: 1, through: 29, by: 2)) : Array(stride(from: 1, through: 26, by: count))
        let next = CalendarTime.seconds(year: start.year, month: start.month + month + 1)
        result += days.map { first + ($0 - 1) * 86400 }.filter { $0 < next }
        month += 1
      }
      return result.filter { $0 >= low && $0 <= high }
    case .month:
      let start = CalendarTime(seconds: low)
      let first = floorDivide(start.year * 12 + start.month - 1, count) * count
      return (0...).lazy.map { first + $0 * count }
        .map { CalendarTime.seconds(year: floorDivide($0, 12), month: $0 - floorDivide($0, 12) * 12 + 1) }
        .prefix { $0 <= high }.filter { $0 >= low }
    case .year:
      let first = floorDivide(CalendarTime(seconds: low).year, count) * count
      return (0...).lazy.map { CalendarTime.seconds(year: first + $0 * count) }
        .prefix { $0 <= high }.filter { $0 >= low }
    }
  }

  /// Labels made together, each different.
  func labels(_ moments: [Int]) -> [String] {
    let times = moments.map { CalendarTime(seconds: $0) }
    let forms: [(CalendarTime) -> String]
    switch unit {
    case .second: forms = [{ $0.secondText }, { "\($0.dayText) \($0.secondText)" }]
    case .minute, .hour: forms = [{ $0.minuteText }, { "\($0.dayText) \($0.minuteText)" }]
    case .day: forms = [{ $0.dayText }]
    case .month: forms = [{ $0.monthText }]
    case .year: forms = [{ $0.yearText }]
    }
    for form in forms {
      let labels = times.map(form)
      if Set(labels).count == labels.count { return labels }
    }
    return times.map { $0.second == 0 ? $0.dateText : "\($0.dateText) \($0.secondText)" }
  }
}
