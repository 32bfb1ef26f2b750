import Foundation
import Testing

@testable import Plotting

@Suite("Times")
struct TimeTests {
  private let measurer = ApproximateTextMeasurer()

  private func room(_ length: Double) -> AxisRoom {
    AxisRoom(length: length, spacing: 90, gap: 10) { measurer.width(of: $0, font: .tick) }
  }

  private func labels(from start: (Int, Int, Int), _ seconds: Double) -> [String] {
    let low = Double(CalendarTime.seconds(year: start.0, month: start.1, day: start.2))
    return Ticks(scale: Scale(.time, domain: low...(low + seconds)), room: room(480)).major.map(\.label.plain)
  }

  @Test("The calendar agrees with Foundation's for ten thousand years, and its days follow each other")
  func calendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var generator = SplitMix64(seed: 31)
    for _ in 0..<2000 {
      // From 1600 on, where Foundation's calendar is Gregorian too.
      let seconds = generator.whole(-11_676_096_000...250_000_000_000)
      let time = CalendarTime(seconds: seconds)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(time.year == parts.year && time.month == parts.month && time.day == parts.day)
      #expect(time.second == (parts.hour ?? 0) * 3600 + (parts.minute ?? 0) * 60 + (parts.second ?? 0))
      #expect(CalendarTime.seconds(year: time.year, month: time.month, day: time.day) + time.second == seconds)
    }
    for days in -800_000..<(-799_000) {
      let (today, tomorrow) = (CalendarTime(seconds: days * 86400), CalendarTime(seconds: (days + 1) * 86400))
      #expect(tomorrow.day == today.day + 1 || tomorrow.day == 1)
    }
    #expect(CalendarTime.seconds(year: 1969, month: 14) == CalendarTime.seconds(year: 1970, month: 2))
    #expect(CalendarTime(seconds: CalendarTime.seconds(year: 2024, month: 2, day: 29)).dateText == "2024-02-29")
  }

  @Test("Ticks follow the calendar, and their labels are made together")
  func familiar() {
    let day = 86400.0
    #expect(labels(from: (2000, 1, 1), 26 * 365.25 * day) == ["2000", "2005", "2010", "2015", "2020", "2025"])
    #expect(
      labels(from: (2026, 1, 1), 300 * day) == ["2026-01", "2026-04", "2026-07", "2026-10"]
        || labels(from: (2026, 1, 1), 300 * day) == ["2026-01", "2026-03", "2026-05", "2026-07", "2026-09"])
    #expect(labels(from: (2026, 3, 1), 9.5 * day) == ["Mar 1", "Mar 3", "Mar 5", "Mar 7", "Mar 9"])
    #expect(labels(from: (2026, 3, 1), 15 * 3600) == ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00"])
    #expect(
      labels(from: (2026, 3, 1), 60) == [
        "00:00:00", "00:00:10", "00:00:20", "00:00:30", "00:00:40", "00:00:50", "00:01:00",
      ]
        || labels(from: (2026, 3, 1), 60) == ["00:00:00", "00:00:15", "00:00:30", "00:00:45", "00:01:00"])
    #expect(labels(from: (2026, 3, 1), 0.5).allSatisfy { $0.hasPrefix("00:00:00.") })
    #expect(labels(from: (2026, 3, 1), 2 * day).allSatisfy { $0.hasPrefix("Mar ") })
  }

  @Test("Ticks increase, differ and do not overlap, on thousands of domains from microseconds to the largest numbers")
  func laws() {
    var generator = SplitMix64(seed: 32)
    for _ in 0..<2500 {
      let middle = generator.number(-1...1) * power(10, generator.number(0...14))
      let width = power(10, generator.number(-8...14))
      let lower = generator.chance(0.05) ? middle * 1e200 : middle
      let scale = Scale(.time, domain: lower...(lower + max(width, abs(lower) * 1e-9)))
      let room = room(generator.number(40...700))
      let ticks = Ticks(scale: scale, room: room).major
      let (values, labels) = (ticks.map(\.value), ticks.map(\.label.plain))
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "\(scale.domain): \(labels)")
      #expect(Set(labels).count == labels.count, "\(scale.domain): \(labels)")
      #expect(room.fits(ticks, on: scale), "\(scale.domain): \(labels)")
      #expect(values.compactMap(scale.position).allSatisfy { $0 >= -1e-5 && $0 <= 1 + 1e-5 }, "\(scale.domain)")
      if room.length > 500 { #expect(values.count >= 2, "\(scale.domain): \(labels)") }
    }
  }

  @Test("Dates give their axis a calendar without being asked, and tables and words say dates")
  func dates() {
    struct Night {
      var date: Date
      var loss: Double
    }
    let nights = (0..<5).map { Night(date: Date(timeIntervalSince1970: 1_772_323_200 + 86400 * Double($0)), loss: 1) }
    let drawing = Plot {
      Line(nights, x: \.date, y: \.loss)
      Rule(x: nights[2].date, label: "release")
    }
    .x("night").drawing(measuring: measurer)
    #expect(drawing.scene.texts.contains { $0.text.plain == "Mar 2" })
    #expect(drawing.tables[0].columns[0].values == .texts((1...5).map { "2026-03-0\($0)" }))
    #expect(drawing.alternativeText.contains("night from 2026-03-01 to 2026-03-05"))
    #expect(drawing.alternativeText.contains("release: a line at night = 2026-03-03."))
  }
}
