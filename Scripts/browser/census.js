// What no report may hold, found in the document as the browser has parsed it; an empty list for none.
(() => {
  const html = ("html head meta title link style body script a div main header footer nav h1 h2 h3 h4 h5 h6 p span code pre " +
    "details summary ul ol li dl dt dd table caption thead tbody tr th td figure figcaption img strong em del b br hr sup " +
    "blockquote cite time label input button mark").split(" ");
  const svg = ("svg g path rect circle ellipse line polyline polygon text tspan defs clipPath mask pattern linearGradient " +
    "radialGradient stop use image title desc marker symbol").split(" ");
  const math = ("math semantics annotation mrow mi mo mn ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover " +
    "munderover mtable mtr mtd mlabeledtr mstyle mpadded mphantom menclose merror").split(" ");
  const allowed = {
    "http://www.w3.org/1999/xhtml": new Set(html), "http://www.w3.org/2000/svg": new Set(svg),
    "http://www.w3.org/1998/Math/MathML": new Set(math),
  };
  const refused = new Set(("style srcdoc formaction action ping background poster autofocus target nonce is slot srcset " +
    "popover shadowrootmode").split(" "));
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const names = allowed[element.namespaceURI];
    if (!names || !names.has(element.localName)) found.push("element " + element.localName);
    for (const { name, value } of element.attributes) {
      if (!/^[a-zA-Z][a-zA-Z0-9:-]*$/.test(name) || /^on/i.test(name) || refused.has(name.toLowerCase()))
        found.push("attribute " + name + " of " + element.localName);
      if (name === "src" && !value.startsWith("data:image/")) found.push("source " + value.slice(0, 60));
      if (name === "http-equiv" && value !== "Content-Security-Policy") found.push("http-equiv " + value.slice(0, 60));
      if (/(^|:)href$/.test(name)) {
        const held = ["data:text/csv;", "data:text/plain;", "data:image/svg+xml;base64,", "data:image/png;base64,"]
          .some(start => value.startsWith(start));
        let scheme = "";
        try { scheme = new URL(value, "test://host/path").protocol; } catch { scheme = "malformed"; }
        if (!held && !["http:", "https:", "mailto:", "test:"].includes(scheme)) found.push("link " + value.slice(0, 60));
        if (scheme === "test:" && new URL(value, "test://host/path").host !== "host") found.push("link " + value.slice(0, 60));
      }
    }
  }
  for (const name of ["html", "head", "body", "main", "style"])
    if (document.getElementsByTagName(name).length !== 1) found.push(document.getElementsByTagName(name).length + " × " + name);
  if (document.head.querySelectorAll("title").length !== 1) found.push("titles");
  return found;
})()
