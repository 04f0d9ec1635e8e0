(function () {
  "use strict";
  var button = document.getElementById("fold"), blocks = document.querySelectorAll(".code");
  function remembered() { try { return localStorage.getItem("parley-code") === "shown"; } catch (e) { return false; } }
  function fold(shown) {
    blocks.forEach(function (b) { b.hidden = !shown; });
    button.textContent = shown ? "Hide code" : "Show code";
    button.setAttribute("aria-expanded", String(shown));
  }
  fold(remembered());
  button.addEventListener("click", function () {
    var shown = button.getAttribute("aria-expanded") !== "true";
    try { localStorage.setItem("parley-code", shown ? "shown" : "folded"); } catch (e) { /* a private window forgets */ }
    fold(shown);
  });
  var missing = {};
  function value(cell) {
    var raw = cell.getAttribute("data-value"), number = parseFloat(raw);
    if (raw === null) { return cell.textContent === "\u2013" ? missing : cell.textContent.toLowerCase(); }
    return isNaN(number) ? missing : number;
  }
  document.querySelectorAll("table.data").forEach(function (table) {
    var body = table.tBodies[0], heads = table.querySelectorAll("th");
    heads.forEach(function (head, column) {
      head.tabIndex = 0;
      function sort() {
        var down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
        Array.from(body.rows).sort(function (a, b) {
          var x = value(a.cells[column]), y = value(b.cells[column]);
          if (x === missing || y === missing) { return x === y ? 0 : x === missing ? 1 : -1; } // what is missing stays below
          return (x < y ? -1 : x > y ? 1 : 0) * down;
        }).forEach(function (row) { body.appendChild(row); });
      }
      head.addEventListener("click", sort);
      head.addEventListener("keydown", function (e) { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); sort(); } });
    });
    if (body.rows.length > 12) {
      var input = document.createElement("input");
      input.className = "filter"; input.type = "search"; input.placeholder = "Filter rows"; input.setAttribute("aria-label", "Filter rows");
      input.addEventListener("input", function () {
        var wanted = input.value.toLowerCase();
        Array.from(body.rows).forEach(function (row) { row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0; });
      });
      table.parentNode.parentNode.insertBefore(input, table.parentNode);
    }
  });
})();
