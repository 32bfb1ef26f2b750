import ArgumentParser
import NotebookFormat

struct HelpVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explains a verb, the markup, or a code such as NB010.")

  @Argument(help: "A verb, 'markup', 'codes', or a diagnostic's code.")
  var topic: String?

  @Flag(help: "Print the reference of all verbs, or with 'codes' that of all codes, in Markdown.")
  var markdown = false

  func validate() throws {
    if markdown, topic != nil, topic != "codes" { throw ValidationError("--markdown is for all verbs or for 'codes'") }
  }

  func run() throws {
    guard let topic = topic?.lowercased() else {
      return print(markdown ? CommandReference.text : NotebookTool.helpMessage(), terminator: markdown ? "" : "\n")
    }
    if let verb = NotebookTool.configuration.subcommands.first(where: { $0.configuration.commandName == topic }) {
      return print(NotebookTool.helpMessage(for: verb))
    }
    if topic == "markup" { return print(MarkupGuide.text) }
    if topic == "codes" { return print(markdown ? DiagnosticGuide.markdown : DiagnosticGuide.text, terminator: "") }
    if let code = DiagnosticCode(rawValue: topic.uppercased()) { return print(code.help) }
    let verbs = NotebookTool.configuration.subcommands.compactMap { $0.configuration.commandName }
    let topics = verbs + ["markup", "codes"]
    let codes = DiagnosticCode.allCases.map(\.rawValue)
    let near = Spelling.nearest(to: topic, among: topics + codes).map { "did you mean '\($0)'? " } ?? ""
    throw Stop(
      .usage,
      "there is no help on '\(topic)'; \(near)Topics: \(topics.joined(separator: ", ")), and the codes from "
        + "\(codes.first ?? "") to \(codes.last ?? "")")
  }
}
