#if canImport(Foundation)
  import Foundation

  extension Date: Plottable {
    /// Seconds since the start of 1970, UTC.
    public var plotValue: Double { timeIntervalSince1970 }
    /// The moment, which gives its axis a calendar.
    public var plotPlace: PlotPlace { .moment(timeIntervalSince1970) }
  }
#endif
