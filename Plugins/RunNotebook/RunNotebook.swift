import PackagePlugin

@main struct RunNotebook: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {}
}
