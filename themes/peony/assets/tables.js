// Restores the roles of tables that narrow screens show as blocks: some browsers then no longer treat them as tables.
(function () {
  "use strict";
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell", TH: "columnheader" };
  function role(element) {
    var head = element.tagName === "TH" && /^row/.test(element.getAttribute("scope") || "");
    element.setAttribute("role", head ? "rowheader" : roles[element.tagName]);
  }
  function all(selector, within) {
    return Array.prototype.slice.call(within.querySelectorAll(selector));
  }
  all("table.ledger, table.regions, table.records, table.stack", document).forEach(function (table) {
    role(table);
    all("thead, tbody, tfoot, tr, th, td", table).forEach(role);
  });
})();
