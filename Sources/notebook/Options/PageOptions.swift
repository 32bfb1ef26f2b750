import ArgumentParser
import NotebookFormat
import NotebookReport

/// How the page looks.
struct PageOptions: ParsableArguments {
  @Option(help: "The page's colours: auto, light or dark.")
  var theme: NotebookOptions.ThemeChoice?

  @Option(help: "Whether code is shown, folded or hidden.")
  var code: CellOptions.CodeDisplay?

  @Option(help: "Figures as svg, png, or what is smaller.")
  var figures: CellOptions.FigureFormat?

  @Option(help: ArgumentHelp("The largest page that is allowed, such as 20MB.", valueName: "size"))
  var maxSize: ByteSize?

  @Option(help: "Whether pages carry the notebook's source, for 'new --from': embed or omit.")
  var source: Site.SourceChoice?
}
