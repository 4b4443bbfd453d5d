// Large text and dark mode: the reader's choice, kept only in the browser. Printing, and sharing if the device supports it.
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
  function each(selector, then) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), then);
  }
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
  document.addEventListener("DOMContentLoaded", function () {
    each("[data-do]", function (button) {
      var share = button.getAttribute("data-do") === "share";
      if (share && !navigator.share) { return; }
      button.hidden = false;
      button.addEventListener("click", function () {
        if (!share) { print(); return; }
        navigator.share({ title: document.title, url: location.href }).catch(function () { /* she thought better of it */ });
      });
    });
    each("[data-choice]", function (button) {
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
