/// The page's mark in a browser's tab: a ball at rest in a valley, as a picture that the page holds itself.
enum Favicon {
  static let link: HTML = """
    <link rel="icon" href="data:image/svg+xml;base64,\(Base64.encode(Array(drawing.utf8)))">
    """

  private static let drawing = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f4e79"/>\
    <path d="M5 7c3 24 19 24 22 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>\
    <circle cx="16" cy="17" r="4" fill="#e5c172"/></svg>
    """
}
