import NotebookFormat

extension MachineNames {
  /// The recording with folders shortened wherever the notebook printed or showed them.
  public func removed(from recording: Recording) -> Recording {
    var recording = recording
    for index in recording.cells.indices {
      var cell = recording.cells[index]
      cell.standardOutput.text = removed(from: cell.standardOutput.text)
      cell.standardError.text = removed(from: cell.standardError.text)
      cell.outputs = cell.outputs.map(removed)
      cell.cached = cell.cached.map { use in
        var use = use
        use.note = use.note.map { removed(from: $0) }
        return use
      }
      if var failure = cell.expectedFailure {
        failure.message = removed(from: failure.message)
        cell.expectedFailure = failure
      }
      cell.expectations = cell.expectations.map { expectation in
        var expectation = expectation
        expectation.claim = removed(from: expectation.claim)
        expectation.detail = removed(from: expectation.detail)
        return expectation
      }
      recording.cells[index] = cell
    }
    recording.parameters = recording.parameters.map { parameter in
      var parameter = parameter
      parameter.value = removed(from: parameter.value)
      parameter.defaultValue = removed(from: parameter.defaultValue)
      return parameter
    }
    recording.inlineValues = recording.inlineValues.mapValues {
      .init(text: removed(from: $0.text), tex: removed(from: $0.tex))
    }
    if var failure = recording.failure {
      failure.message = removed(from: failure.message)
      failure.details = failure.details.map { removed(from: $0) }
      recording.failure = failure
    }
    recording.provenance.command = recording.provenance.command.map { removed(from: $0) }
    return recording
  }

  private func removed(from output: Output) -> Output {
    switch output {
    case .text(let text): return .text(removed(from: text))
    case .table(let table): return .table(removed(from: table))
    case .image(var image):
      image.alt = removed(from: image.alt)
      return .image(image)
    case .figure(var figure):
      figure.svg = removed(from: figure.svg)
      figure.alt = removed(from: figure.alt)
      figure.notes = figure.notes.map { removed(from: $0) }
      figure.data = figure.data.map { removed(from: $0) }
      return .figure(figure)
    }
  }

  private func removed(from table: TableOutput) -> TableOutput {
    var table = table
    table.title = table.title.map { removed(from: $0) }
    table.columns = table.columns.map { removed(from: $0) }
    table.rows = table.rows.map { row in
      row.map { if case .text(let text) = $0 { .text(removed(from: text)) } else { $0 } }
    }
    return table
  }
}
