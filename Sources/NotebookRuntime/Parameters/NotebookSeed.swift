import NotebookFormat

/// The notebook's seed: what `//| seed:` says, unless `--seed` on the command line says otherwise.
///
/// Give it to a generator and pass that on. A notebook started by hand gets 0.
public var notebookSeed: UInt64 {
  let session = Session.current
  let seed = session.settings?.seed ?? 0
  session.send(.seed(seed))
  return seed
}
