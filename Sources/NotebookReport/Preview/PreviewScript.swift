/// The script that a preview adds to a page: it hears of a new page, fetches it and puts it in place of the old one,
/// where the reader was.
///
/// The new page's style comes in as a style sheet made by the script, and its script is the one that runs already: so the
/// policy of the first page, which names both by their hashes, holds for all pages after it.
enum PreviewScript {
  static let text = #"""
    (function () {
      "use strict";
      var own = document.currentScript, latest = 0, source = null;
      function list(s, e) { return Array.prototype.slice.call((e || document).querySelectorAll(s)); }
      function strip() { return document.getElementById("preview"); }
      function code(d) {
        return list("script:not([type])", d).map(function (s) { return s.textContent; })
          .filter(function (t) { return t !== own.textContent; });
      }
      var programs = code(document);
      var sheets = list("style").map(function (s) { return s.textContent; });
      function folds() {
        var counts = {}, all = {};
        list("details").forEach(function (d) {
          if (strip().contains(d)) return;
          var holder = d.closest("[id]"), id = holder ? holder.id : "";
          counts[id] = (counts[id] || 0) + 1;
          all[id + "/" + counts[id]] = d;
        });
        return all;
      }
      function open(all) {
        var state = {};
        Object.keys(all).forEach(function (k) { state[k] = all[k].open; });
        return state;
      }
      var given = open(folds());
      function anchor() {
        var best = null;
        list(".page [id]").forEach(function (e) {
          var top = e.getBoundingClientRect().top;
          if (top < 120 && e.getClientRects().length && (!best || top >= best.top)) best = { id: e.id, top: top };
        });
        return best;
      }
      function show(text) {
        // A style that the first page's policy does not name is refused aloud even in a document that nobody sees.
        var css = [], end = text.indexOf("</head>");
        var head = text.slice(0, end).replace(/<style>([^]*?)<\/style>/g, function (all, rules) {
          css.push(rules);
          return "";
        });
        var next = new DOMParser().parseFromString(head + text.slice(end), "text/html");
        if (!next.getElementById("preview") || code(next).join("\n") !== programs.join("\n")) return location.reload();
        if (css.join("\n") !== sheets.join("\n")) {
          document.adoptedStyleSheets = css.map(function (t) {
            var sheet = new CSSStyleSheet();
            sheet.replaceSync(t);
            return sheet;
          });
          list("style").forEach(function (s) { s.remove(); });
          sheets = css;
        }
        var y = scrollY, x = scrollX, place = y > 0 ? anchor() : null, was = open(folds()), changed = {};
        Object.keys(was).forEach(function (k) { if (was[k] !== given[k]) changed[k] = was[k]; });
        var focus = document.activeElement && document.activeElement.id;
        var root = document.documentElement;
        ["lang", "data-theme"].forEach(function (a) {
          var value = next.documentElement.getAttribute(a);
          if (value === null) root.removeAttribute(a); else root.setAttribute(a, value);
        });
        document.title = next.title;
        Array.prototype.slice.call(document.body.childNodes).forEach(function (n) { if (n !== own) n.remove(); });
        Array.prototype.slice.call(next.body.childNodes).forEach(function (n) {
          if (n.nodeName !== "SCRIPT" || n.type) document.body.insertBefore(document.adoptNode(n), own);
        });
        given = open(folds());
        programs.forEach(function (t) {
          var s = document.createElement("script");
          s.textContent = t;
          document.body.insertBefore(s, own);
        });
        var now = folds();
        Object.keys(changed).forEach(function (k) { if (now[k]) now[k].open = changed[k]; });
        var target = place && document.getElementById(place.id);
        scrollTo({ left: x, top: y, behavior: "instant" });
        if (target) {
          scrollTo({ left: x, top: scrollY + target.getBoundingClientRect().top - place.top, behavior: "instant" });
        }
        if (focus && document.getElementById(focus)) document.getElementById(focus).focus({ preventScroll: true });
        document.dispatchEvent(new CustomEvent("preview-shown"));
      }
      function load() {
        var turn = ++latest;
        fetch(location.pathname, { cache: "no-store" }).then(function (answer) { return answer.text(); })
          .then(function (text) { if (turn === latest) show(text); }, function () {});
      }
      function say(words) {
        var e = strip().querySelector("[role=status]");
        if (e.textContent !== words) e.textContent = words;
      }
      function listen() {
        source = new EventSource("/events");
        source.addEventListener("page", function (event) {
          var page = JSON.parse(event.data), name = strip().getAttribute("data-name");
          var version = name === "" ? page.all : page.name === name ? page.version : null;
          if (version !== null && version !== strip().getAttribute("data-version")) load();
        });
        source.addEventListener("state", function (event) {
          var state = JSON.parse(event.data);
          if (state.name === strip().getAttribute("data-name")) say(state.words);
          list("[data-row]").forEach(function (e) {
            if (e.getAttribute("data-row") === state.name) e.textContent = state.words;
          });
        });
        source.onerror = function () { say("The preview has ended; this page waits for it to come back."); };
      }
      // A browser keeps few connections to one server: only a page that is seen holds one.
      function watch() {
        if (document.hidden) { if (source) source.close(); source = null; } else if (!source) { listen(); }
      }
      document.addEventListener("visibilitychange", watch);
      watch();
    })();
    """#
}
