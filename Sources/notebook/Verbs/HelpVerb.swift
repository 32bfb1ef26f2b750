import ArgumentParser
import NotebookFormat

struct HelpVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explains a verb, the markup, or a code such as NB010.")

  @Argument(help: "A verb, 'markup', or a diagnostic's code.")
  var topic: String?

  func run() throws {
    guard let topic else {
      print(NotebookTool.helpMessage())
      return
    }
    let topics = ["run", "list", "check", "verify", "publish", "preview", "new", "editor", "clean", "help", "markup"]
    switch topic.lowercased() {
    case "run": return print(NotebookTool.helpMessage(for: RunVerb.self))
    case "list": return print(NotebookTool.helpMessage(for: ListVerb.self))
    case "check": return print(NotebookTool.helpMessage(for: CheckVerb.self))
    case "verify": return print(NotebookTool.helpMessage(for: VerifyVerb.self))
    case "publish": return print(NotebookTool.helpMessage(for: PublishVerb.self))
    case "preview": return print(NotebookTool.helpMessage(for: PreviewVerb.self))
    case "editor": return print(NotebookTool.helpMessage(for: EditorVerb.self))
    case "new": return print(NotebookTool.helpMessage(for: NewVerb.self))
    case "clean": return print(NotebookTool.helpMessage(for: CleanVerb.self))
    case "help": return print(NotebookTool.helpMessage(for: HelpVerb.self))
    case "markup": return print(MarkupGuide.text)
    default: break
    }
    if let code = DiagnosticCode(rawValue: topic.uppercased()) {
      print(code.help)
      return
    }
    let words = topics + DiagnosticCode.allCases.map(\.rawValue)
    let near = Spelling.nearest(to: topic, among: words).map { "did you mean '\($0)'? " } ?? ""
    throw Stop(
      .usage, "there is no help on '\(topic)'; \(near)Topics: \(words.joined(separator: ", "))")
  }
}
