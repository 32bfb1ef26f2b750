/// Searches a site without a server: its index lies in the page as data. All cards are shown without it.
enum SearchScript {
  static let text = """

    (function () {
      "use strict";
      var box = document.getElementById("site-search"), data = document.getElementById("site-index");
      if (!box || !data) return;
      function fold(text) {
        return text.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").normalize("NFC");
      }
      var pages = JSON.parse(data.textContent), input = box.querySelector("input"), told = box.querySelector("p");
      pages.forEach(function (page) {
        page.card = document.getElementById(page.card);
        page.hits = page.card.querySelector(".hits");
        page.head = fold(page.title + " " + page.words);
        page.sections.forEach(function (s) { s.all = fold(s.title + " " + s.text); });
        page.all = page.head + " " + page.sections.map(function (s) { return s.all; }).join(" ");
      });
      function hasAll(text, words) { return words.every(function (w) { return text.indexOf(w) >= 0; }); }
      function add(parent, name, text) {
        var e = document.createElement(name);
        e.textContent = text;
        return parent.appendChild(e);
      }
      function hit(page, section, words) {
        var item = document.createElement("li"), link = add(item, "a", section.title || "At the beginning");
        link.href = page.page + (section.id ? "#" + encodeURIComponent(section.id) : "");
        // Folding may change lengths; then the place is found only roughly.
        var at = fold(section.text).indexOf(words[0]);
        if (at < 0) return item;
        var from = Math.max(0, section.text.lastIndexOf(" ", Math.max(0, at - 40)) + 1), end = at + words[0].length;
        var line = add(item, "span", (from > 0 ? "… " : "") + section.text.slice(from, at));
        add(line, "mark", section.text.slice(at, end));
        var rest = section.text.slice(end, end + 80);
        if (end + 80 < section.text.length) rest = rest.slice(0, Math.max(0, rest.lastIndexOf(" "))) + " …";
        line.appendChild(document.createTextNode(rest));
        return item;
      }
      function search() {
        var words = fold(input.value).split(/\\s+/).filter(Boolean), count = 0;
        pages.forEach(function (page) {
          var found = hasAll(page.all, words);
          page.card.hidden = !found;
          page.hits.textContent = "";
          if (!found) return;
          count += 1;
          if (!words.length || !page.page) return;
          page.sections.filter(function (s) { return hasAll(s.all, words); }).slice(0, 3)
            .forEach(function (s) { page.hits.appendChild(hit(page, s, words)); });
        });
        told.textContent = !words.length ? "" : count ? count + " of " + pages.length + " notebooks" : "Nothing found";
      }
      box.hidden = false;
      input.addEventListener("input", search);
      if (input.value) search();
    })();
    """
}
