/// Where the labels of lines are written.
public enum SeriesLabels: Hashable, Sendable {
  /// In the legend, beside a sample of the line.
  case legend
  /// At the right end of each line, in its colour and moved apart where they would overlap. Where there is no room for
  /// all of them they stand in the legend, and a note says so.
  case direct
  /// As ``direct`` for at most six lines where there is room, else as ``legend``, without a note.
  case automatic
}
