import DiskStore
import NotebookFormat

/// A value that is expensive to compute, kept on disk from one run to the next.
///
/// ```swift
/// let runs = try cached("training runs", key: learningRates, width) {
///   try learningRates.map { try train(learningRate: $0, width: width) }
/// }
/// ```
///
/// A kept value is taken only where everything that is known of it is the same: its name, the values after `key:`, the
/// text of this call with its closure, the seed and the parameters that the notebook asked for before it, the build of
/// the library and of the package's own modules, and the toolchain. What the closure uses besides, such as values of
/// other cells or functions of the notebook, belongs after `key:`. A closure that asks for a parameter itself is not kept.
///
/// `--cache refresh` computes anew and keeps the new value, `--cache off` does neither. A kept value that is damaged, or
/// of another type, is computed again, and the run says so. The report lists what came from the disk and when it was
/// computed. A notebook that was not started by the tool computes every time.
///
/// - Parameters:
///   - name: What the value is, for the report.
///   - key: What it depends on; any `Encodable` values, compared by their JSON.
///   - compute: Gives the value. What comes back is always what the disk would give back, whether it was there or not.
/// - Throws: What `compute` throws; nothing is kept then.
public func cached<Value: Codable, each Key: Encodable>(
  _ name: String, key: repeat each Key, file: StaticString = #fileID, line: Int = #line,
  compute: () throws -> Value
) rethrows -> Value {
  let session = Session.current
  let place = session.line(line, in: file)
  var keys: [String] = []
  do {
    for part in repeat each key { keys.append(try CachedValue.text(of: part)) }
  } catch {
    session.stop(
      Failure(
        kind: .thrown, message: "the key of “\(name)” cannot be written as JSON: \(error)",
        line: place == 0 ? nil : place))
  }
  let request = CachedValue(name: name, keys: keys, line: place, settings: session.settings?.cache)
  let (value, use) = try request.resolve(inputs: { session.inputs }, compute)
  session.send(.cached(use))
  return value
}
