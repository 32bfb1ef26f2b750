import ArgumentParser
import NotebookFormat
import NotebookReport
import NotebookRunner

extension Configuration: ExpressibleByArgument {}
extension NotebookOptions.ThemeChoice: ExpressibleByArgument {}
extension CacheMode: ExpressibleByArgument {}
extension CellOptions.CodeDisplay: ExpressibleByArgument {}
extension CellOptions.FigureFormat: ExpressibleByArgument {}
extension Site.SourceChoice: ExpressibleByArgument {}

/// What a run writes: the page with its record, or the record alone.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument { case html, json }
