import ArgumentParser
import NotebookFormat

extension ByteSize: ExpressibleByArgument {
  /// `500000`, `500KB`, `20MB`, `1.5GiB`.
  public init?(argument: String) { self.init(argument) }
}
