extension Ticks {
  /// A tick for every name that has room. Names that are too long are cut with an ellipsis, all to one width; where not
  /// even a few letters have room, every second, third … has a label and the others a small tick. Never rotated.
  init(names: [String], on scale: Scale, room: AxisRoom) {
    let shown = names.indices.filter { index in
      scale.position(of: Double(index)).map { $0 >= -1e-9 && $0 <= 1 + 1e-9 } ?? false
    }
    guard !shown.isEmpty, room.length > 0 else {
      self.init(major: [])
      return
    }
    // What no axis has room for need not be measured again and again.
    let names = names.map { $0.count > 120 && !$0.contains("$") ? String($0.prefix(120)) + "…" : $0 }
    func ticks(every stride: Int, width: Double) -> [Tick] {
      let chosen = shown.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
      // Cut at the end; where that makes two names the same, at the start, then in the middle.
      var labels: [LabelText] = []
      for cut in [Cut.end, .start, .middle] {
        labels = chosen.map { room.shorten(LabelText(names[$0]), width) }
        if cut != .end {
          labels = zip(chosen, labels).map { index, label in
            label == LabelText(names[index]) ? label : cut.shorten(names[index], room, width)
          }
        }
        if Set(labels).count == labels.count { break }
      }
      if Set(labels).count < labels.count { labels = chosen.map { room.shorten(LabelText(names[$0]), width) } }
      return zip(chosen, labels).map { Tick(value: Double($0), label: $1) }
    }
    func isReadable(_ ticks: [Tick]) -> Bool { ticks.allSatisfy { !$0.label.isEmpty } }
    let slot = room.length / Double(max(scale.domain.upperBound - scale.domain.lowerBound, 1))
    // Enough for a few letters and an ellipsis.
    let least = 34.0
    for stride in Array(1...8) + [10, 12, 15, 20, 30, 50, 100, 200, 500] + [shown.count] where stride <= shown.count {
      let available = Double(stride) * slot - room.gap
      var candidates: [[Tick]] = []
      if let most = room.greatestWidth {
        candidates = [ticks(every: stride, width: most)]
      } else {
        // Neighbours of a long name may be short: try whole names first.
        candidates = [ticks(every: stride, width: min(max(1.5 * available, 60), room.length))]
        if available >= least || stride == shown.count { candidates.append(ticks(every: stride, width: available)) }
      }
      for candidate in candidates where room.fits(candidate, on: scale) {
        let labelled = Set(candidate.filter { !$0.label.isEmpty }.map(\.value))
        guard !labelled.isEmpty || stride == shown.count else { continue }
        self.init(
          major: candidate.filter { !$0.label.isEmpty },
          minor: shown.map { Double($0) }.filter { !labelled.contains($0) })
        return
      }
    }
    self.init(major: [], minor: shown.map { Double($0) })
  }
}

/// Where a name that is too long is cut.
private enum Cut {
  case start, middle, end

  /// As much of a name as has room, with an ellipsis.
  func shorten(_ name: String, _ room: AxisRoom, _ width: Double) -> LabelText {
    let characters = Array(LabelText(name).plain)
    func shortened(_ count: Int) -> LabelText {
      let (head, tail) =
        switch self {
        case .start: (0, count)
        case .middle: (count - count / 2, count / 2)
        case .end: (count, 0)
        }
      return LabelText(parts: [.text(String(characters.prefix(head)) + "…" + String(characters.suffix(tail)))])
    }
    var (low, high) = (0, characters.count)
    while low < high {
      let middle = (low + high + 1) / 2
      let label = shortened(middle)
      if room.shorten(label, width) == label { low = middle } else { high = middle - 1 }
    }
    return low == 0 ? "" : shortened(low)
  }
}
