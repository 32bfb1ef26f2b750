/// A moment in UTC as the Gregorian calendar counts it, without leap seconds: whole numbers only.
struct CalendarTime: Hashable {
  /// Seconds of a day.
  static let day = 86400
  /// Beyond so many seconds from 1970, about three million years, moments are plain numbers.
  static let limit = 1e14

  var year: Int
  /// From 1.
  var month: Int
  /// From 1.
  var day: Int
  /// From 0, within the day.
  var second: Int

  /// The moment of a number of seconds since the start of 1970.
  init(seconds: Int) {
    let days = floorDivide(seconds, Self.day)
    second = seconds - days * Self.day
    // Years are counted from March, so that the day that is sometimes missing is the last; 400 of them repeat.
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Seconds from the start of 1970 to the start of a day. Months beyond 12 belong to later years.
  static func seconds(year: Int, month: Int = 1, day: Int = 1) -> Int {
    let year = year + floorDivide(month - 1, 12)
    let month = month - 1 - floorDivide(month - 1, 12) * 12 + 1
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = floorDivide(shiftedYear, 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - 719_468) * Self.day
  }

  var yearText: String { year < 0 ? "−\(-year)" : "\(year)" }
  var monthText: String { "\(yearText)-\(twoDigits(month))" }
  var dateText: String { "\(monthText)-\(twoDigits(day))" }
  var dayText: String {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return "\(names[month - 1]) \(day)"
  }
  var minuteText: String { "\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60))" }
  var secondText: String { "\(minuteText):\(twoDigits(second % 60))" }

  /// A number of seconds since the start of 1970 as date and time, to the second; as a number where it is far away.
  static func text(_ seconds: Double) -> String {
    guard abs(seconds) < limit else { return seconds.isNaN ? "" : Words.number(seconds) }
    let time = CalendarTime(seconds: Int(seconds.rounded(.down)))
    return time.second == 0 ? time.dateText : "\(time.dateText) \(time.secondText)"
  }
}

/// The quotient rounded down, also for negative numbers.
func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
  let quotient = dividend / divisor
  return dividend % divisor != 0 && (dividend < 0) != (divisor < 0) ? quotient - 1 : quotient
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
