/// The page's one script. Everything can be read without it; it adds copying, folding, sorting and the choice of
/// theme.
enum Script {
  /// Without the indentation that only its writers need.
  static let text = source.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")

  private static let source = """
    (function () {
      "use strict";
      var root = document.documentElement, given = root.getAttribute("data-theme"), key = "notebook-theme";
      function all(s, e) { return Array.prototype.slice.call((e || document).querySelectorAll(s)); }
      function button(text, action, name) {
        var b = document.createElement("button");
        b.type = "button"; b.textContent = text;
        if (name) b.setAttribute("aria-label", name);
        b.addEventListener("click", function () { action(b); });
        return b;
      }
      var names = ["auto", "light", "dark"], theme = given || "auto";
      try { theme = localStorage.getItem(key) || theme; } catch (e) {}
      function apply(b) {
        if (theme === "auto") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", theme);
        b.textContent = "Theme: " + theme;
      }
      var tools = document.querySelector(".tools");
      var themes = button("", function (b) {
        theme = names[(names.indexOf(theme) + 1) % 3];
        try { localStorage.setItem(key, theme); } catch (e) {}
        apply(b);
      });
      apply(themes);
      var codes = all("details.code");
      if (codes.length) tools.appendChild(button("Hide code", function (b) {
        var hide = codes.some(function (d) { return d.open; });
        codes.forEach(function (d) { d.open = !hide; });
        b.textContent = hide ? "Show code" : "Hide code";
      }));
      tools.appendChild(themes);
      codes.forEach(function (d) {
        d.parentNode.insertBefore(document.createElement("div"), d).className = "code-box";
        var box = d.previousSibling;
        box.appendChild(d);
        var copy = button("Copy", function (b) {
          var text = all(".l", d).map(function (l) { return l.textContent.replace(/\\n$/, ""); }).join("\\n");
          function done(word) { b.textContent = word; setTimeout(function () { b.textContent = "Copy"; }, 1500); }
          if (navigator.clipboard) {
            navigator.clipboard.writeText(text).then(function () { done("Copied"); }, function () { done("Failed"); });
          } else { done("Failed"); }
        }, "Copy " + d.querySelector("summary").textContent);
        box.appendChild(copy);
      });
      all("table.sortable").forEach(function (table) {
        var body = table.tBodies[0];
        all("thead th", table).forEach(function (th, column) {
          var sort = button(th.textContent, function () {
            var up = th.getAttribute("aria-sort") !== "ascending";
            all("thead th", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
            th.setAttribute("aria-sort", up ? "ascending" : "descending");
            function value(row) {
              var cell = row.cells[column], number = cell.getAttribute("data-v") || cell.textContent.replace("−", "-");
              return isNaN(number) || number === "" ? cell.textContent : Number(number);
            }
            Array.prototype.slice.call(body.rows).map(function (row, i) { return [value(row), i, row]; })
              .sort(function (a, b) {
                var order = a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
                return (up ? order : -order) || a[1] - b[1];
              }).forEach(function (entry) { body.appendChild(entry[2]); });
          });
          th.textContent = "";
          th.appendChild(sort);
        });
      });
      all(".eqbody,.plot").forEach(function (e) { if (e.scrollWidth > e.clientWidth) e.tabIndex = 0; });
      var opened = [];
      addEventListener("beforeprint", function () {
        opened = all("details:not([open])");
        opened.forEach(function (d) { d.open = true; });
      });
      addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
    })();
    """
}
