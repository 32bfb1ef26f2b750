import NotebookRunner

/// A GitHub Actions workflow that runs a package's notebooks and publishes them on GitHub Pages.
enum PagesWorkflow {
  static let path = ".github/workflows/publish.yml"

  /// Writes the workflow into the package; gives its path.
  static func write(package: String) throws -> String {
    do {
      try NewFile.write(Array(text.utf8), to: package + "/" + path)
    } catch { throw Stop(.outputPath, error.description) }
    return path
  }

  static let text = """
    # Runs the notebooks of this package and publishes them on GitHub Pages.
    # Once, in the repository's settings: Pages, Build and deployment, Source: GitHub Actions.
    name: Publish notebooks

    on:
      push:
        branches: [main]
      workflow_dispatch:

    permissions:
      contents: read
      pages: write
      id-token: write

    concurrency:
      group: pages
      cancel-in-progress: false

    jobs:
      build:
        runs-on: ubuntu-latest
        container: swift:6.3-bookworm
        steps:
          - name: Install what Flatbook needs
            run: |
              apt-get update
              apt-get install -y --no-install-recommends \\
    \(packages.map { "            \($0)" }.joined(separator: " \\\n"))
          - uses: actions/checkout@v4
          - name: Let git name the commit
            run: git config --global --add safe.directory "$GITHUB_WORKSPACE"
          - uses: actions/cache@v4
            with:
              path: .build
              key: notebooks-${{ runner.os }}-${{ hashFiles('Package.resolved', 'Package.swift') }}
          - name: Run the notebooks and make the site
            run: swift package --allow-writing-to-package-directory run-notebook publish --output site
          - uses: actions/upload-pages-artifact@v4
            with:
              path: site

      deploy:
        needs: build
        runs-on: ubuntu-latest
        environment:
          name: github-pages
          url: ${{ steps.deployment.outputs.page_url }}
        steps:
          - id: deployment
            uses: actions/deploy-pages@v4

    """

  /// What `Scripts/setup` installs.
  private static let packages = [
    "libopenblas-dev", "zlib1g-dev", "libcairo2-dev", "libisal-dev", "libdeflate-dev", "libpango1.0-dev",
    "fonts-dejavu-core", "fonts-dejavu-extra", "libcmark-gfm-dev", "libcmark-gfm-extensions-dev", "duktape-dev",
    "libharfbuzz-dev", "libbrotli-dev", "libjs-katex", "fonts-katex", "dataset-fashion-mnist", "git",
  ]
}
