(function () {
  "use strict";
  function kept(store, key, value) { // a private window forgets
    try { if (value === undefined) { return store().getItem(key); } store().setItem(key, value); } catch (e) { /* nothing to keep */ }
    return null;
  }
  var forever = function () { return localStorage; }, visit = function () { return sessionStorage; };
  function make(tag, properties, parent, before) {
    var node = document.createElement(tag);
    Object.keys(properties).forEach(function (k) { if (k in node) { node[k] = properties[k]; } else { node.setAttribute(k, properties[k]); } });
    parent.insertBefore(node, before || null);
    return node;
  }

  // code: folded, and remembered for all pages
  var button = document.getElementById("fold"), blocks = document.querySelectorAll(".code");
  function fold(shown) {
    blocks.forEach(function (b) { b.hidden = !shown; });
    button.textContent = shown ? "Hide code" : "Show code";
    button.setAttribute("aria-expanded", String(shown));
  }
  fold(kept(forever, "parley-code") === "shown");
  button.addEventListener("click", function () {
    var shown = button.getAttribute("aria-expanded") !== "true";
    kept(forever, "parley-code", shown ? "shown" : "folded");
    fold(shown);
  });

  // tables: a button in each head sorts, a field above filters
  var missing = {};
  function value(cell) {
    var raw = cell.getAttribute("data-value"), number = parseFloat(raw);
    if (raw === null) { return cell.textContent === "\u2013" ? missing : cell.textContent.toLowerCase(); }
    return isNaN(number) ? missing : number;
  }
  function filter(box, rows, noun, chosen) {
    var bar = make("div", { className: "filters" }, box.parentNode, box);
    var input = make("input", { className: "filter", type: "search", placeholder: "Filter " + noun, "aria-label": "Filter " + noun }, bar);
    var selects = (chosen || []).map(function (kind) {
      var names = Array.from(new Set(rows.map(function (r) { return r.dataset[kind]; }))).sort();
      var select = make("select", { className: "filter", "aria-label": "Filter by " + kind }, bar);
      make("option", { value: "", textContent: "any " + kind }, select);
      names.forEach(function (n) { make("option", { value: n, textContent: n }, select); });
      return [kind, select];
    });
    var count = make("output", { className: "count" }, bar);
    function apply() {
      var wanted = input.value.toLowerCase(), left = 0;
      rows.forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0 || selects.some(function (s) { return s[1].value && row.dataset[s[0]] !== s[1].value; });
        left += row.hidden ? 0 : 1;
      });
      count.textContent = left === rows.length ? "" : left + " of " + rows.length + " " + noun;
    }
    bar.addEventListener("input", apply);
  }
  document.querySelectorAll("table.data").forEach(function (table) {
    var body = table.tBodies[0], heads = table.querySelectorAll("th");
    heads.forEach(function (head, column) {
      var sorter = make("button", { type: "button", className: "sort", textContent: head.textContent }, head, head.firstChild);
      while (sorter.nextSibling) { head.removeChild(sorter.nextSibling); }
      sorter.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
        Array.from(body.rows).sort(function (a, b) {
          var x = value(a.cells[column]), y = value(b.cells[column]);
          if (x === missing || y === missing) { return x === y ? 0 : x === missing ? 1 : -1; } // what is missing stays below
          return (x < y ? -1 : x > y ? 1 : 0) * down;
        }).forEach(function (row) { body.appendChild(row); });
      });
    });
    if (body.rows.length > 5) { filter(table.parentNode, Array.from(body.rows), "rows"); }
  });
  document.querySelectorAll(".chronology").forEach(function (list) {
    var lines = Array.from(list.querySelectorAll("details.incident"));
    if (lines.length > 5) { filter(list, lines, "incidents", ["track", "status"]); }
  });

  // a table that goes on at the side shows a shadow there
  document.querySelectorAll(".scroll").forEach(function (box) {
    function edge() { box.classList.toggle("more", box.scrollLeft + box.clientWidth < box.scrollWidth - 2); }
    box.addEventListener("scroll", edge);
    addEventListener("resize", edge);
    document.addEventListener("toggle", edge, true);
    edge();
  });

  // on a phone the list of contents does not push the text off the screen
  var contents = document.querySelector(".toc details");
  if (contents && innerWidth < 960) { contents.open = false; }

  // the reader's place: where one was on a page, and what stood open, when one comes back to it
  var details = Array.from(document.querySelectorAll("details")), here = "parley-place " + location.pathname;
  addEventListener("pagehide", function () {
    kept(visit, here, JSON.stringify([scrollY, details.map(function (d) { return d.open ? 1 : 0; })]));
  });
  var was = null;
  try { was = JSON.parse(kept(visit, here)); } catch (e) { /* written by something else */ }
  if (was && was[1].length === details.length) {
    details.forEach(function (d, i) { d.open = was[1][i] === 1; });
    if (!location.hash) { scrollTo(0, was[0]); }
  }
})();
