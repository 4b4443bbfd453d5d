// Larger text and dark paper: the reader's own choice, kept in her browser and nowhere else.
(function () {
  "use strict";
  var root = document.documentElement;
  function kept(name) {
    try { return localStorage.getItem("peony-" + name); } catch (e) { return null; }
  }
  function keep(name, value) {
    try { localStorage.setItem("peony-" + name, value); } catch (e) { /* it holds for this page */ }
  }
  ["senior", "theme"].forEach(function (name) {
    var value = kept(name);
    if (value) { root.setAttribute("data-" + name, value); }
  });
  function dark() {
    var chosen = root.getAttribute("data-theme");
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  var choices = {
    senior: {
      on: function () { return root.getAttribute("data-senior") === "on"; },
      turn: function (on) { return on ? "off" : "on"; }
    },
    theme: {
      on: dark,
      turn: function (on) { return on ? "light" : "dark"; }
    }
  };
  // Tables that narrow screens show as blocks: some browsers then no longer tell screen readers that they are tables.
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell", TH: "columnheader" };
  function role(element) {
    var head = element.tagName === "TH" && /^row/.test(element.getAttribute("scope") || "");
    element.setAttribute("role", head ? "rowheader" : roles[element.tagName]);
  }
  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("table.ledger, table.regions, table.records"), function (table) {
      role(table);
      Array.prototype.forEach.call(table.querySelectorAll("thead, tbody, tr, th, td"), role);
    });
    Array.prototype.forEach.call(document.querySelectorAll("[data-choice]"), function (button) {
      var name = button.getAttribute("data-choice");
      var choice = choices[name];
      function show() { button.setAttribute("aria-pressed", choice.on() ? "true" : "false"); }
      button.hidden = false;
      show();
      button.addEventListener("click", function () {
        var value = choice.turn(choice.on());
        root.setAttribute("data-" + name, value);
        keep(name, value);
        show();
      });
    });
  });
})();
